//! What the specification asks of a log, and that every finding, check and control is in it.

use std::collections::BTreeSet;

use super::*;
use crate::model::{CheckStatus, Verdict};
use crate::render::sample;

fn log(report: &Report) -> Value {
    serde_json::from_slice(&render(report).unwrap()[0].bytes).unwrap()
}

fn list<'a>(value: &'a Value, field: &str) -> &'a Vec<Value> {
    value[field].as_array().unwrap()
}

#[test]
fn every_finding_check_and_control_has_its_result() {
    let report = sample::report();
    let log = log(&report);
    let run = &log["runs"][0];
    let of = |kind: &str| list(run, "results").iter().filter(|one| one["kind"] == kind).count();
    let checks = |status| report.checks.iter().filter(|check| check.status == status).count();
    assert_eq!(of("fail"), report.findings.len() + report.suppressed.len() + report.resolved.len());
    let whole = |check: &&crate::model::CheckResult| {
        check.status == CheckStatus::Assessed && check.findings == 0 && check.suppressed == 0
    };
    let cut = report.checks.iter().filter(whole).filter(|check| check.partial.is_some()).count();
    assert_eq!(of("pass"), report.checks.iter().filter(whole).count() - cut);
    assert_eq!(of("open"), checks(CheckStatus::NotAssessed) + cut, "what was not looked at never passes");
    assert_eq!(of("notApplicable"), checks(CheckStatus::Disabled) + checks(CheckStatus::NotApplicable));
    assert_eq!(of("review"), report.controls.iter().filter(|one| one.status == Verdict::NeedsReview).count());
}

#[test]
fn results_follow_the_rules_of_the_specification() {
    for compared in [true, false] {
        let mut report = sample::report();
        if !compared {
            report.baseline = None;
        }
        let log = log(&report);
        let run = &log["runs"][0];
        let (rules, artifacts) = (list(&run["tool"]["driver"], "rules"), list(run, "artifacts"));
        let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), rules.len(), "ids of rules are distinct");
        for result in list(run, "results") {
            assert!(!result["message"]["text"].as_str().unwrap().is_empty());
            assert_eq!(result["kind"] != "fail", result["level"] == "none", "{result}");
            assert_eq!(result.get("baselineState").is_some(), report.baseline.is_some(), "on all or on none");
            if let Some(at) = result.get("ruleIndex") {
                assert_eq!(rules[usize::try_from(at.as_u64().unwrap()).unwrap()]["id"], result["ruleId"]);
            }
            let places = ["locations", "relatedLocations"].into_iter().filter_map(|field| result[field].as_array());
            for place in places.flatten().filter_map(|one| one.get("physicalLocation")) {
                let artifact = &place["artifactLocation"];
                if let Some(at) = artifact.get("index") {
                    let named = &artifacts[usize::try_from(at.as_u64().unwrap()).unwrap()]["location"]["uri"];
                    assert_eq!(*named, artifact["uri"]);
                }
                assert!(place.get("region").is_none_or(|region| region["startLine"].as_u64() > Some(0)));
            }
        }
        for rule in rules {
            for relation in list(rule, "relationships") {
                let component = &relation["target"]["toolComponent"];
                let taxonomy = &list(run, "taxonomies")[usize::try_from(component["index"].as_u64().unwrap()).unwrap()];
                assert_eq!(taxonomy["name"], component["name"]);
                assert!(list(taxonomy, "taxa").iter().any(|taxon| taxon["id"] == relation["target"]["id"]));
            }
        }
    }
}

#[test]
fn suppressions_say_why_and_paths_are_references() {
    let report = sample::report();
    let log = log(&report);
    let results = list(&log["runs"][0], "results");
    let suppressed: Vec<&Value> = results.iter().filter(|one| one.get("suppressions").is_some()).collect();
    assert_eq!(suppressed.len(), report.suppressed.len());
    for (one, of) in suppressed.iter().zip(&report.suppressed) {
        assert_eq!(one["suppressions"][0]["justification"], of.reason.as_str());
    }
    assert_eq!(uri("exports/a b:1#?.csv"), "exports/a%20b%3A1%23%3F.csv");
    assert_eq!(uri("audit.zip/log.csv"), "audit.zip/log.csv");
}

/// The sample, and the reports of the fixtures as `findings.json` holds them.
fn reports() -> Vec<Report> {
    let committed = ["demo", "clean", "typical", "hostile"].map(|name| {
        let path = format!("{}/reports/{name}/findings.json", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
    });
    let mut all = vec![sample::report()];
    all.extend(committed);
    all
}

#[test]
fn every_log_fits_the_schema() {
    let schema: Value = serde_json::from_str(include_str!("written.schema.json")).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    let faults = |log: &Value| validator.iter_errors(log).map(|one| format!("{one}")).collect::<Vec<_>>();
    for report in reports() {
        assert_eq!(faults(&log(&report)), Vec::<String>::new());
    }
    // Without these the schema could allow everything.
    let changes: [fn(&mut Value); 8] = [
        |log| log["version"] = "2.0.0".into(),
        |log| log["runs"][0]["results"][0]["kind"] = "failed".into(),
        |log| log["runs"][0]["results"][0]["message"] = json!({"text": ""}),
        |log| log["runs"][0]["results"][0]["kind"] = "pass".into(),
        |log| log["runs"][0]["results"][0]["baselineState"] = "changed".into(),
        |log| log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0.into(),
        |log| log["runs"][0]["artifacts"][0]["location"]["uri"] = "a b.csv".into(),
        |log| log["runs"][0]["tool"]["driver"]["rules"][0]["id"] = Value::Null,
    ];
    for (at, change) in changes.iter().enumerate() {
        let mut changed = log(&sample::report());
        change(&mut changed);
        assert!(!faults(&changed).is_empty(), "change {at} is not seen");
    }
}
