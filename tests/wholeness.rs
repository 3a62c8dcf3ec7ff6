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

/// Whether something new that a report names as missing is a reason for what else it says: it is about the file that was damaged, or says
/// itself that an export or a part of one is missing.
fn explains(named: &str, how: &str) -> bool {
    let path = how.trim_start_matches("without ").split(" without ").next().unwrap_or(how);
    let path = path.trim_end_matches(" twice").trim_end_matches(" as it was");
    let is_about_the_file = named.contains(path);
    let is_about_missing = ["not whole", "no export of", "missing", "lacks", "not there", "not read"];
    is_about_the_file || is_about_missing.iter().any(|words| named.contains(words))
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
        let kept = usize::from(has_header) + (lines.len() - usize::from(has_header)) * 2 / 3;
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

/// Organizations with something missing, each with what was done to it.
fn damaged(files: &Files) -> Vec<(String, Files)> {
    let mut all = Vec::new();
    for (path, bytes) in files {
        let with = |bytes: Vec<u8>| {
            let mut other = files.clone();
            other.insert(path.clone(), bytes);
            other
        };
        let mut without = files.clone();
        without.remove(path);
        all.push((format!("without {path}"), without));
        all.extend(without_a_row(path, bytes).into_iter().map(|(how, bytes)| (how, with(bytes))));
        all.extend(without_a_column(path, bytes).into_iter().map(|(how, bytes)| (how, with(bytes))));
        for (how, bytes) in
            [("twice", bytes.clone())].into_iter().chain(older(path, bytes).map(|bytes| ("as it was", bytes)))
        {
            let mut more = files.clone();
            more.insert(format!("last quarter/{path}"), bytes);
            all.push((format!("{path} {how}"), more));
        }
    }
    all
}

fn hold(arguments: &[&str], every: usize) {
    let files = synthesize(arguments);
    let last = report(&files, None).unwrap();
    let same = report(&files, Some(&last)).unwrap();
    assert_eq!(said(&last, &same), [""; 0], "the same exports again");
    let known = named(&same);
    let damaged = damaged(&files);
    // `EVERY=1 cargo test --test wholeness` tries all.
    let every = std::env::var("EVERY").ok().and_then(|number| number.parse().ok()).unwrap_or(every);
    let some: Vec<&(String, Files)> = damaged.iter().step_by(every).collect();
    let broken = some.par_iter().filter_map(|(how, files)| {
        let now = report(files, Some(&last))?;
        let said = said(&last, &now);
        let new: Vec<String> = named(&now).into_iter().filter(|one| !known.contains(one)).collect();
        let is_explained = said.is_empty() || new.iter().any(|one| explains(one, how));
        (!is_explained).then(|| format!("{how}:\n  {}\n named: {}", said.join("\n  "), new.join("\n   ")))
    });
    let broken: Vec<String> = broken.collect();
    assert!(broken.is_empty(), "{} of {}\n{}", broken.len(), some.len(), broken.join("\n"));
}

#[test]
fn what_is_missing_is_named() {
    hold(&["--seed", "63", "--members", "16", "--keys", "7", "--events", "400"], 3);
}

#[test]
fn what_is_missing_of_a_clean_organization_is_named() {
    hold(&["--seed", "77", "--clean", "--members", "12", "--keys", "7", "--events", "400"], 4);
}
