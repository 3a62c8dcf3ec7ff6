//! Reports of this program among the exports: known by their manifest, file by file.
//!
//! A manifest says what a report is made of, with hashes. Only files that have the names of outputs and those hashes are left out:
//! whatever else lies in the folder is read, so that nothing is hidden by a manifest next to it.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use crate::model::hex;
use serde_json::Value;
use sha2::{Digest, Sha256};

const MANIFEST: &str = "manifest.json";
/// Names of outputs that could be taken for exports; of pages and pictures every name will do.
const OUTPUTS: [&str; 17] = [
    "evidence.xlsx",
    "findings.json",
    "findings.csv",
    "findings.sarif",
    "findings.ocsf.jsonl",
    "jira-import.csv",
    "servicenow-import.csv",
    "access-review.csv",
    "grants-and-removals.csv",
    "effective-access.csv",
    "log-review.csv",
    "non-human-identities.csv",
    "open-items.csv",
    "rejected-rows.csv",
    "rotation-schedule.csv",
    "samples.csv",
    "report.jira.txt",
];
const SHOWN: [&str; 4] = ["html", "md", "png", "svg"];
/// More than any manifest or output has.
const LARGEST: u64 = 256 << 20;

/// The files of a report in a folder, its manifest included; none where it is no report.
pub(super) fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let manifest = folder.join(MANIFEST);
    let Some(named) = read(&manifest).ok().and_then(|bytes| outputs(&bytes)) else { return BTreeSet::new() };
    let is_output = |(name, sha256): &(String, String)| {
        let path = folder.join(name);
        let is_inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        let is_file = || path.symlink_metadata().is_ok_and(|found| found.is_file());
        is_inside && has_name_of_output(name) && is_file() && read(&path).is_ok_and(|bytes| hash(&bytes) == *sha256)
    };
    let mut files: BTreeSet<PathBuf> =
        named.iter().filter(|one| is_output(one)).map(|(name, _)| folder.join(name)).collect();
    if !files.is_empty() {
        files.insert(manifest);
    }
    files
}

/// Names and hashes of the outputs in a manifest of this program.
fn outputs(manifest: &[u8]) -> Option<Vec<(String, String)>> {
    let statement: Value = serde_json::from_slice(manifest).ok()?;
    // The second is that of the first versions, whose statement was a test result.
    let marks = ["/predicate/byproducts/clade-analyze/version", "/predicate/clade-analyze/version"];
    marks.iter().find_map(|pointer| statement.pointer(pointer))?;
    let subjects = statement.get("subject")?.as_array()?.iter();
    let named = subjects.filter_map(|one| {
        let text = |pointer: &str| one.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        text("/name").zip(text("/digest/sha256"))
    });
    Some(named.collect())
}

fn has_name_of_output(name: &str) -> bool {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    OUTPUTS.contains(&name) || SHOWN.contains(&ending)
}

/// A whole file; an error where it is larger than any output: its beginning proves nothing of the rest.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
