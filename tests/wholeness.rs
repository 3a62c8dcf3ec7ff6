//! Whatever is missing from the exports, nothing is resolved by it, passes by it, or is called absent because of it, unless the report
//! names what is missing.
//!
//! Over synthesized organizations: one file, row or column less, or an older copy more.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test")]

#[path = "wholeness/damage.rs"]
mod damage;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

use damage::{Damage, damaged};
use rayon::prelude::*;
use serde_json::Value;
use support::{Folder, program, root, tree};

/// Checks that find that something is not there.
const OF_ABSENCE: [&str; 9] = [
    "orphaned-key",
    "orphaned-member",
    "orphaned-workspace-member",
    "unused-key",
    "stale-key",
    "unknown-key",
    "off-roster-actor",
    "dangling-reference",
    "inactive-member",
];
/// Checks of the evidence, whose findings name what is missing.
const OF_EVIDENCE: [&str; 11] = [
    "truncated-export",
    "missing-export",
    "rejected-rows",
    "conflicting-records",
    "population-mismatch",
    "missing-days",
    "period-not-covered",
    "audit-log-gap",
    "cost-usage-mismatch",
    "rewritten-history",
    "stale-export",
];

type Files = BTreeMap<String, Vec<u8>>;

fn synthesize(arguments: &[&str]) -> Files {
    let folder = Folder::new();
    let built = PathBuf::from(env!("CARGO_BIN_EXE_clade-analyze")).with_file_name("examples").join("synthesize");
    let mut command = if built.is_file() {
        Command::new(built)
    } else {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["run", "--quiet", "--example", "synthesize", "--"]).current_dir(root());
        cargo
    };
    assert!(command.arg("--out").arg(folder.path("o")).args(arguments).output().unwrap().status.success());
    tree(&folder.path("o/exports"))
}

/// The report of some files next to an earlier one, as of its day and over its period.
fn report(files: &Files, last: Option<&Value>) -> Option<Value> {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("exports")).unwrap();
    files.iter().for_each(|(name, bytes)| folder.write(&format!("exports/{name}"), bytes));
    let mut call = vec!["exports", "--out", "report", "-q", "--format", "json"];
    let (as_of, from, to);
    if let Some(last) = last {
        folder.write("last.json", last.to_string().as_bytes());
        let text = |pointer: &str| last.pointer(pointer).unwrap().as_str().unwrap().to_owned();
        (as_of, from, to) = (text("/as_of"), text("/period/start"), text("/period/end"));
        call.extend(["--baseline", "last.json", "--as-of", &as_of, "--from", &from, "--to", &to]);
    }
    let output = program(&call, &folder.0);
    let written = std::fs::read(folder.path("report/findings.json")).ok();
    assert!(written.is_some() || output.status.code() == Some(3), "{}", String::from_utf8_lossy(&output.stderr));
    written.map(|bytes| serde_json::from_slice(&bytes).unwrap())
}

fn list<'a>(report: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> {
    report[field].as_array().into_iter().flatten()
}

fn rule(finding: &Value) -> &str {
    finding["rule"].as_str().unwrap_or_default()
}

/// Everything that the report says about what is missing.
fn named(report: &Value) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for input in list(report, "inputs") {
        let notes = input["notes"].as_array().into_iter().flatten();
        named.extend(notes.map(|note| format!("{}: {note}", input["path"])));
    }
    named.extend(list(report, "not_assessed").map(|one| format!("{}: {}", rule(one), one["why"])));
    named.extend(list(report, "checks").filter(|one| !one["partial"].is_null()).map(|one| one["partial"].to_string()));
    let evidence = list(report, "findings").filter(|one| OF_EVIDENCE.contains(&rule(one)));
    named.extend(evidence.map(|one| format!("{}: {}", rule(one), one["message"])));
    named.extend(
        list(report, "populations").filter(|one| !one["unproven"].is_null()).map(|one| one["unproven"].to_string()),
    );
    named
}

/// What a report says that it must not say without naming what is missing.
fn said(last: &Value, now: &Value) -> Vec<String> {
    let ids =
        |report: &Value| -> BTreeSet<String> { list(report, "findings").map(|one| one["id"].to_string()).collect() };
    let before = ids(last);
    let absent =
        list(now, "findings").filter(|one| OF_ABSENCE.contains(&rule(one)) && !before.contains(&one["id"].to_string()));
    let mut said: Vec<String> = absent.map(|one| format!("new {}: {}", rule(one), one["message"])).collect();
    said.extend(
        list(now, "resolved").map(|one| format!("resolved {}: {} {}", rule(one), one["title"], one["resolution"])),
    );
    let passes = |report: &Value| -> BTreeSet<String> {
        list(report, "controls").filter(|one| one["status"] == "pass").map(|one| one["id"].to_string()).collect()
    };
    let passed = passes(last);
    said.extend(passes(now).difference(&passed).map(|id| format!("passes {id}")));
    said
}

/// What the reports call the records of a kind of export.
const NOUNS: [(&str, &[&str]); 12] = [
    ("key", &["key"]),
    ("users", &["member", "user", "people"]),
    ("invites", &["invite"]),
    ("workspace-members", &["workspace member", "member"]),
    ("workspaces", &["workspace"]),
    ("service-accounts", &["service account"]),
    ("limits", &["limit"]),
    ("usage", &["usage", "use"]),
    ("cost", &["cost"]),
    ("activity", &["event", "feed", "log"]),
    ("log", &["event", "feed", "log"]),
    ("roster", &["roster", "people"]),
];
/// How a report says that something is missing.
const MISSING: [&str; 11] = [
    "not whole",
    "no file with",
    "missing",
    "lacks",
    "not there",
    "not read",
    "no column",
    "no day",
    "fewer",
    "no record",
    "neither in",
];

/// Whether something new that a report names is a reason for what else it says: it names the file that was damaged, or says that records
/// of the file's kind are missing.
fn explains(named: &str, path: &str, kind: &str) -> bool {
    let names_kind = NOUNS
        .iter()
        .filter(|(part, _)| kind.contains(part))
        .any(|(_, nouns)| nouns.iter().any(|noun| named.contains(noun)));
    let own_kind = NOUNS.iter().all(|(part, _)| !kind.contains(part));
    named.contains(path) || ((names_kind || own_kind) && MISSING.iter().any(|words| named.contains(words)))
}

fn hold(name: &str, files: &Files, every: usize) {
    let broken = broken(name, files, every);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

fn broken(name: &str, files: &Files, every: usize) -> Vec<String> {
    let last = report(files, None).unwrap();
    let same = report(files, Some(&last)).unwrap();
    assert_eq!(said(&last, &same), [""; 0], "{name}: the same exports again");
    let known = named(&same);
    let kinds: BTreeMap<&str, &str> =
        list(&last, "inputs").filter_map(|one| Some((one["path"].as_str()?, one["kind"].as_str()?))).collect();
    let damaged = damaged(files);
    // `EVERY=1 cargo test --test wholeness` tries all.
    let every = std::env::var("EVERY").ok().and_then(|number| number.parse().ok()).unwrap_or(every);
    let some: Vec<&Damage> = damaged.iter().step_by(every).collect();
    let broken = some.par_iter().filter_map(|damage| {
        let now = report(&damage.files, Some(&last))?;
        let said = said(&last, &now);
        let new: Vec<String> = named(&now).into_iter().filter(|one| !known.contains(one)).collect();
        let kind = kinds.get(damage.path.as_str()).copied().unwrap_or_default();
        let is_explained = said.is_empty() || new.iter().any(|one| explains(one, &damage.path, kind));
        let (how, said, new) = (&damage.how, said.join("\n  "), new.join("\n   "));
        (!is_explained).then(|| format!("{how} ({kind}):\n  {said}\n named: {new}"))
    });
    broken.map(|what| format!("{name}: {what}")).collect()
}

#[test]
fn what_is_missing_is_named() {
    let files = synthesize(&["--seed", "63", "--members", "16", "--keys", "7", "--events", "400"]);
    hold("synthesized", &files, 3);
}

#[test]
fn what_is_missing_of_a_clean_organization_is_named() {
    let files = synthesize(&["--seed", "77", "--clean", "--members", "12", "--keys", "7", "--events", "400"]);
    hold("synthesized, clean", &files, 4);
}

#[test]
fn what_is_missing_of_the_committed_organizations_is_named() {
    let all = [("clean", 30), ("demo", 80), ("hostile", 30)];
    let all = all.map(|(name, every)| broken(name, &tree(&root().join("fixtures").join(name)), every)).concat();
    assert!(all.is_empty(), "{}", all.join("\n"));
}

/// Fault: Files, rows and columns taken away one by one
/// Outcome: Each is named where a verdict rests on it; nothing is resolved and nobody absent by it
#[test]
fn what_is_missing_of_every_format_is_named() {
    let formats = std::fs::read_dir(root().join("fixtures/formats")).unwrap().map(|one| one.unwrap().path());
    let mut formats: Vec<PathBuf> = formats.filter(|path| path.is_dir()).collect();
    formats.sort();
    let mut all = Vec::new();
    for folder in formats {
        let files = tree(&folder);
        if report(&files, None).is_some() {
            all.extend(broken(&folder.file_name().unwrap().to_string_lossy(), &files, 9));
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}
