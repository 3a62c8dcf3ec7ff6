//! What the generator planted is found, its decoys are not, and a clean organization is clean.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

mod support;

use std::collections::BTreeSet;

use serde_json::Value;
use support::{Folder, program, root};

fn findings(fixture: &str) -> Value {
    let elsewhere = Folder::new();
    let exports = root().join("fixtures").join(fixture);
    let out = elsewhere.path("report");
    let arguments = [exports.to_str().unwrap(), "--out", out.to_str().unwrap(), "-q", "--format", "json"];
    assert!(program(&arguments, &elsewhere.0).status.success());
    serde_json::from_slice(&std::fs::read(out.join("findings.json")).unwrap()).unwrap()
}

fn truth(fixture: &str) -> Value {
    let text = std::fs::read(root().join(format!("fixtures/{fixture}.truth.json"))).unwrap();
    serde_json::from_slice(&text).unwrap()
}

/// Whether a finding is of this rule and subject: by id, else by name; the organization has neither.
fn is_about(finding: &Value, planted: &Value) -> bool {
    let subject = &finding["subject"];
    let same = |a: &Value, b: &Value| !a.is_null() && a == b;
    finding["rule"] == planted["rule"]
        && (same(&subject["id"], &planted["subject_id"])
            || planted["subject_id"].is_null() && same(&subject["name"], &planted["subject_name"])
            || subject["id"].is_null() && same(&subject["name"], &planted["subject_name"])
            || subject["kind"] == "organization" && planted["subject_kind"] == "organization")
}

fn compare(fixture: &str) {
    let (found, truth) = (findings(fixture), truth(fixture));
    let known: BTreeSet<&str> = clade_analyze::analyze::ALL.iter().map(|analyzer| analyzer.id).collect();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let (all, expected) = (list(&found["findings"]), list(&truth["expected"]));
    let judged = |planted: &&Value| planted["rule"].as_str().is_some_and(|rule| known.contains(rule));
    for planted in expected.iter().filter(judged) {
        assert!(all.iter().any(|finding| is_about(finding, planted)), "not found: {planted}");
    }
    let possible = list(&truth["possible"]);
    for finding in &all {
        let planted = expected.iter().chain(&possible).any(|planted| is_about(finding, planted));
        assert!(planted, "false alarm: {} {}: {}", finding["rule"], finding["subject"], finding["message"]);
    }
    for decoy in list(&truth["decoys"]) {
        assert!(!all.iter().any(|finding| is_about(finding, &decoy)), "decoy flagged: {decoy}");
    }
    for field in ["as_of", "period"] {
        assert_eq!(found[field], truth[field], "{field}");
    }
    assert_eq!(found["totals"]["estimated_cost_usd"]["total"].to_string(), "0", "cost exports cover the period");
}

#[test]
fn the_demo_has_what_was_planted_and_nothing_else() {
    compare("demo");
}

#[test]
fn the_clean_organization_is_clean() {
    compare("clean");
    assert_eq!(findings("clean")["findings"], serde_json::json!([]));
}

#[test]
fn totals_are_those_of_the_generator() {
    for fixture in ["demo", "clean"] {
        let (found, truth) = (findings(fixture), truth(fixture));
        assert_same(&found["totals"], &truth["totals"], fixture);
    }
}

/// Every number of the truth stands in the totals, digit for digit but for trailing zeros.
fn assert_same(found: &Value, truth: &Value, path: &str) {
    match truth {
        Value::Object(fields) => {
            for (name, value) in fields {
                assert_same(&found[name], value, &format!("{path}.{name}"));
            }
        }
        number => {
            let digits = |value: &Value| clade_analyze::model::Money::parse(&value.to_string());
            assert_eq!(digits(found), digits(number), "{path}");
        }
    }
}
