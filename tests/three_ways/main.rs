//! The same organization, exported by the Console, as reports of the Admin API and as analytics: the same totals and findings; and
//! given together, nothing counts twice. And the same files plain, compressed one by one, and in one archive.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its fixtures has failed")]

mod exports;
mod packed;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeSet;

use exports::{Exports, Way};
use packed::Packing;
use serde_json::{Value, json};
use support::{Folder, program};

fn findings(exports: &Folder) -> Value {
    let elsewhere = Folder::new();
    let out = elsewhere.path("report");
    let arguments = [exports.0.to_str().unwrap(), "--out", out.to_str().unwrap(), "-q", "--format", "json"];
    assert!(program(&arguments, &elsewhere.0).status.success());
    serde_json::from_slice(&std::fs::read(out.join("findings.json")).unwrap()).unwrap()
}

/// Rule, subject and message of what was found, without the rules that are named.
fn found(report: &Value, without: &[&str]) -> BTreeSet<String> {
    let findings = report["findings"].as_array().unwrap().iter();
    let others = findings.filter(|f| !without.contains(&f["rule"].as_str().unwrap()));
    others.map(|f| format!("{} {} {} {}", f["rule"], f["subject"]["id"], f["subject"]["name"], f["message"])).collect()
}

/// Rule and subject of what was found, without the rules that are named.
fn subjects(report: &Value, without: &[&str]) -> BTreeSet<String> {
    let findings = report["findings"].as_array().unwrap().iter();
    let others = findings.filter(|f| !without.contains(&f["rule"].as_str().unwrap()));
    others.map(|f| format!("{} {} {}", f["rule"], f["subject"], f["severity"])).collect()
}

/// What only one of two reports found.
fn differences(report: &Value, other: &Value, without: &[&str]) -> Vec<String> {
    let (found, others) = (found(report, without), found(other, without));
    found.symmetric_difference(&others).cloned().collect()
}

/// Whether two reports say the same of totals, as numbers.
fn assert_same_totals(report: &Value, other: &Value, what: &str) {
    fn numbers(value: &Value) -> Value {
        match value {
            Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), numbers(value))).collect(),
            number => json!(clade_analyze::model::Money::parse(&number.to_string()).unwrap().to_string()),
        }
    }
    assert_eq!(numbers(&report["totals"]), numbers(&other["totals"]), "{what}");
    assert!(report["totals"]["tokens"]["total"].as_u64().unwrap() > 0);
}

#[test]
fn totals_and_findings_are_the_same() {
    for fixture in ["clean", "demo"] {
        let exports = Exports::of(fixture);
        let console = findings(&exports.written(&[Way::Console]));
        let legacy = findings(&exports.written(&[Way::Legacy]));
        let analytics = findings(&exports.written(&[Way::Analytics]));
        assert_same_totals(&legacy, &console, fixture);
        assert_same_totals(&analytics, &console, fixture);
        // The Console names a key that no list has, the API has its id.
        assert_eq!(differences(&analytics, &console, &["unknown-key"]), [""; 0], "{fixture}, analytics");
        // The older cost report does not distinguish keys: a key's jump or move is seen only where its workspace's is one, and what a
        // key spent is an estimate.
        let blind = ["unknown-key", "spend-spike", "spend-shift"];
        assert_eq!(subjects(&legacy, &blind), subjects(&console, &blind), "{fixture}, legacy");
        let unknown = |report| found(report, &[]).iter().filter(|reported| reported.contains("unknown-key")).count();
        assert_eq!([unknown(&legacy), unknown(&analytics)], [unknown(&console); 2], "{fixture}");
    }
}

#[test]
fn given_together_nothing_counts_twice() {
    let exports = Exports::of("clean");
    let console = findings(&exports.written(&[Way::Console]));
    for ways in [
        &[Way::Console, Way::Legacy][..],
        &[Way::Console, Way::Analytics],
        &[Way::Console, Way::Legacy, Way::Analytics],
    ] {
        let together = findings(&exports.written(ways));
        assert_same_totals(&together, &console, "together");
        assert_eq!(found(&together, &[]), found(&console, &[]));
        for input in together["inputs"].as_array().unwrap() {
            let notes = input["notes"].to_string();
            assert!(!notes.contains("differ"), "{input}");
        }
    }
}

/// Ids of the findings about anything but files, whose paths differ; of those about files the rule and what stands behind the path.
fn ids(report: &Value) -> Vec<String> {
    let listed = ["findings", "suppressed", "resolved"].into_iter();
    let findings = listed.flat_map(|list| report[list].as_array().into_iter().flatten());
    let id = |finding: &Value| match finding["subject"]["kind"].as_str() {
        Some("file") => format!("{} {}", finding["rule"], finding["severity"]),
        _ => format!("{} {}", finding["id"], finding["rule"]),
    };
    let mut ids: Vec<String> = findings.map(id).collect();
    ids.sort();
    ids
}

#[test]
fn packing_changes_nothing() {
    for fixture in ["clean", "demo"] {
        let plain = findings(&Packing::Plain.of(fixture));
        assert!(fixture == "clean" || ids(&plain).len() > 10);
        for packing in [Packing::Gzip, Packing::Zstd, Packing::Zip] {
            let packed = findings(&packing.of(fixture));
            let what = format!("{fixture} {packing:?}");
            assert_same_totals(&packed, &plain, &what);
            assert_eq!(ids(&packed), ids(&plain), "{what}");
            let rows = |report: &Value| -> u64 {
                report["inputs"].as_array().unwrap().iter().map(|input| input["accepted"].as_u64().unwrap()).sum()
            };
            assert_eq!(rows(&packed), rows(&plain), "{what}");
            for of in ["controls", "not_assessed"] {
                let reported = |report: &Value| {
                    let entries = report[of].as_array().unwrap().iter();
                    entries
                        .map(|e| format!("{} {} {} {}", e["id"], e["rule"], e["status"], e["exceptions"]))
                        .collect::<Vec<_>>()
                };
                assert_eq!(reported(&packed), reported(&plain), "{what}");
            }
        }
    }
}
