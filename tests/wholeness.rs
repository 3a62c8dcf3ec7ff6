//! Whatever is missing from the exports, nothing is resolved by it, passes by it, or is called absent because of it, unless the report
//! names what is missing.
//!
//! Over synthesized organizations: one file, row or column less, or an older copy more.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

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

/// The rows of a file as text, with what stands before and after each; nothing for files of another kind.
fn rows(path: &str, bytes: &[u8]) -> Option<(Vec<String>, bool)> {
    let text = std::str::from_utf8(bytes).ok()?;
    if path.ends_with(".json") {
        return None;
    }
    let is_text = path.ends_with(".csv") || path.ends_with(".jsonl");
    is_text.then(|| (text.split_inclusive('\n').map(str::to_owned).collect(), path.ends_with(".csv")))
}

/// The records of a file of one JSON page or array.
fn records(path: &str, bytes: &[u8]) -> Option<Value> {
    let value: Value = serde_json::from_slice(bytes).ok().filter(|_| path.ends_with(".json"))?;
    let has_list = value.is_array() || value["data"].is_array();
    has_list.then_some(value)
}

fn list_of(value: &mut Value) -> &mut Vec<Value> {
    let list = if value.is_array() { value } else { &mut value["data"] };
    list.as_array_mut().unwrap()
}

/// Copies of a file without one of its rows: the first, and one in the middle. Not of rosters: one that does not have somebody says
/// that they are gone.
fn without_a_row(path: &str, bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    if path.starts_with("identity-provider/") {
        return Vec::new();
    }
    let places =
        |from: usize, to: usize| BTreeSet::from([from, (from + to) / 2]).into_iter().filter(move |at| *at < to);
    if let Some((lines, has_header)) = rows(path, bytes) {
        let without = |at: usize| {
            let kept = lines.iter().enumerate().filter(|(line, _)| *line != at).map(|(_, line)| line.as_str());
            (format!("{path} without line {}", at + 1), kept.collect::<String>().into_bytes())
        };
        return places(usize::from(has_header), lines.len()).map(without).collect();
    }
    let Some(mut whole) = records(path, bytes) else { return Vec::new() };
    let count = list_of(&mut whole).len();
    let without = |at: usize| {
        let mut one = whole.clone();
        list_of(&mut one).remove(at);
        (format!("{path} without record {}", at + 1), one.to_string().into_bytes())
    };
    places(0, count).map(without).collect()
}

/// What a file was before: the first two thirds of its lines or records.
fn older(path: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    if let Some((lines, has_header)) = rows(path, bytes) {
        let header = usize::from(has_header).min(lines.len());
        let kept = header + (lines.len() - header) * 2 / 3;
        return Some(lines[..kept].concat().into_bytes());
    }
    let mut whole = records(path, bytes)?;
    let list = list_of(&mut whole);
    list.truncate(list.len() * 2 / 3);
    Some(whole.to_string().into_bytes())
}

/// Copies of a file without one of its columns.
fn without_a_column(path: &str, bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let Some(mut whole) = records(path, bytes) else { return Vec::new() };
    let names: BTreeSet<String> =
        list_of(&mut whole).iter().filter_map(Value::as_object).flat_map(|one| one.keys().cloned()).collect();
    let some = names.iter().skip(path.len() % 3).step_by(4);
    let without = |name: &String| {
        let mut one = whole.clone();
        list_of(&mut one).iter_mut().filter_map(Value::as_object_mut).for_each(|one| _ = one.remove(name));
        (format!("{path} without {name}"), one.to_string().into_bytes())
    };
    some.map(without).collect()
}

/// An organization with something missing.
struct Damage {
    /// The file that it was done to.
    path: String,
    how: String,
    files: Files,
}

/// Organizations with something missing, each with what was done to it.
fn damaged(files: &Files) -> Vec<Damage> {
    let mut all = Vec::new();
    for (path, bytes) in files {
        let mut push = |how: String, at: String, bytes: Option<Vec<u8>>| {
            let mut other = files.clone();
            match bytes {
                Some(bytes) => other.insert(at, bytes),
                None => other.remove(&at),
            };
            all.push(Damage { path: path.clone(), how, files: other });
        };
        push(format!("without {path}"), path.clone(), None);
        without_a_row(path, bytes).into_iter().for_each(|(how, bytes)| push(how, path.clone(), Some(bytes)));
        without_a_column(path, bytes).into_iter().for_each(|(how, bytes)| push(how, path.clone(), Some(bytes)));
        let older = older(path, bytes).map(|bytes| ("as it was", bytes));
        for (how, bytes) in [("twice", bytes.clone())].into_iter().chain(older) {
            push(format!("{path} {how}"), format!("last quarter/{path}"), Some(bytes));
        }
    }
    all
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
