//! Same exports, same bytes out: whatever the order of files, the number of threads, the folder or the locale.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

mod support;

use std::fs;
use std::process::Command;

use support::{Folder, root, tree};

/// A copy of the demo, its files written in the given order.
fn copy(reversed: bool) -> Folder {
    let folder = Folder::new();
    let mut files: Vec<(String, Vec<u8>)> = tree(&root().join("fixtures/demo")).into_iter().collect();
    if reversed {
        files.reverse();
    }
    for (name, bytes) in files {
        folder.write(&format!("exports/{name}"), &bytes);
    }
    folder
}

fn report(folder: &Folder, threads: &str, locale: &str, zone: &str) -> std::collections::BTreeMap<String, Vec<u8>> {
    let status = Command::new(env!("CARGO_BIN_EXE_clade-analyze"))
        .args(["exports", "-q", "--out", "report"])
        .current_dir(&folder.0)
        .env("RAYON_NUM_THREADS", threads)
        .env("POLARS_MAX_THREADS", threads)
        .env("LC_ALL", locale)
        .env("TZ", zone)
        .status()
        .unwrap();
    assert!(status.success());
    let written = tree(&folder.path("report"));
    fs::remove_dir_all(folder.path("report")).unwrap();
    written
}

#[test]
fn every_file_is_the_same_to_the_byte() {
    let (forwards, backwards) = (copy(false), copy(true));
    let first = report(&forwards, "1", "C", "UTC");
    assert!(first.keys().any(|name| name.ends_with(".png")) && first.len() >= 8, "{:?}", first.keys());
    for (folder, threads, locale, zone) in [
        (&forwards, "1", "C", "UTC"),
        (&backwards, "4", "de_DE.UTF-8", "Pacific/Auckland"),
        (&backwards, "2", "C", "America/Lima"),
    ] {
        let again = report(folder, threads, locale, zone);
        assert_eq!(first.keys().collect::<Vec<_>>(), again.keys().collect::<Vec<_>>());
        for (name, bytes) in &first {
            assert!(bytes == &again[name], "{name} differs with {threads} threads, {locale}, {zone}");
        }
    }
}
