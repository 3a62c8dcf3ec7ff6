//! `init` from outside: it writes a policy that the program reads, changes no report, and overwrites nothing unasked.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

mod support;

use std::fs;
use std::process::Output;

use support::{Folder, program, root};

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn fixture(name: &str) -> String {
    root().join("fixtures").join(name).display().to_string()
}

/// The findings, and what the policy accepted, without what names the policy itself.
fn findings(exports: &str, out: &str, folder: &Folder) -> Vec<serde_json::Value> {
    let output = program(&[exports, "--out", out, "-q", "--format", "json"], &folder.0);
    assert_eq!(code(&output), 0, "{}", String::from_utf8_lossy(&output.stderr));
    let bytes = fs::read(folder.path(&format!("{out}/findings.json"))).unwrap();
    let report: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    ["findings", "checks", "controls", "organization", "suppressed"].map(|field| report[field].clone()).to_vec()
}

#[test]
fn a_policy_to_begin_with_changes_no_report_and_can_be_confirmed_whole() {
    for name in ["demo", "clean", "hostile"] {
        let folder = Folder::new();
        let before = findings(&fixture(name), "before", &folder);
        let output = program(&["init", &fixture(name)], &folder.0);
        assert_eq!(code(&output), 0, "{}", String::from_utf8_lossy(&output.stderr));
        assert!(String::from_utf8_lossy(&output.stdout).starts_with("Wrote clade.toml: every threshold"));
        assert_eq!(findings(&fixture(name), "after", &folder), before, "{name}");
        let text = fs::read_to_string(folder.path("clade.toml")).unwrap();
        assert!(name == "hostile" || text.contains("  # guess") && text.contains("  # found"), "{text}");
        let setting =
            |line: &str| line.starts_with('#') && line.len() > 1 && !line.starts_with("# ") && !line.starts_with("#:");
        let confirmed: String =
            text.lines().map(|line| format!("{}\n", if setting(line) { &line[1..] } else { line })).collect();
        folder.write("clade.toml", confirmed.as_bytes());
        findings(&fixture(name), "confirmed", &folder);
    }
}

#[test]
fn nothing_is_overwritten_unasked() {
    let folder = Folder::with(&[("clade.toml", b"# mine\n")]);
    let output = program(&["init"], &folder.0);
    assert_eq!(code(&output), 5);
    assert!(String::from_utf8_lossy(&output.stderr).contains("--force"));
    assert_eq!(fs::read(folder.path("clade.toml")).unwrap(), b"# mine\n");
    assert_eq!(code(&program(&["init", "--out", "sub/other.toml"], &folder.0)), 5, "there is no such folder");
    assert_eq!(code(&program(&["init", "--out", "other.toml"], &folder.0)), 0);
    assert_eq!(code(&program(&["init", "--force"], &folder.0)), 0);
    assert_eq!(fs::read(folder.path("clade.toml")).unwrap(), fs::read(folder.path("other.toml")).unwrap());
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 2, "nothing is left lying about");
}

#[test]
fn exports_that_are_none_are_refused_and_leave_nothing() {
    let folder = Folder::with(&[("init/notes.txt", b"nothing\n")]);
    assert_eq!(code(&program(&["init", "init"], &folder.0)), 3);
    assert!(!folder.path("clade.toml").exists());
    assert_eq!(code(&program(&["init", "absent"], &folder.0)), 2);
    assert_eq!(code(&program(&["./init"], &folder.0)), 3, "a folder of that name holds exports");
}
