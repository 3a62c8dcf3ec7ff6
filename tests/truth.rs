//! What the generator planted is found, its decoys are not, and a clean organization is clean.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

mod support;

use serde_json::Value;
use support::{Folder, differences, program, root};

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

fn compare(fixture: &str) {
    let (found, truth) = (findings(fixture), truth(fixture));
    let differences = differences(&found, &truth, false);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
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
