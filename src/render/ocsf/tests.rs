//! Every event fits the release that it names, and nothing of the report is lost or made better than it is.

mod facts;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::*;
use crate::model::{CheckStatus, Verdict};
use crate::render::sample;
use facts::Schema;

fn lines(report: &Report) -> Vec<Value> {
    let file = &render(report).unwrap()[0];
    let text = std::str::from_utf8(&file.bytes).unwrap();
    assert!(text.ends_with('\n'));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The sample, and the reports of the fixtures as `findings.json` holds them.
fn reports() -> Vec<(String, Report)> {
    let committed = ["demo", "clean", "typical", "hostile"].map(|name| {
        let path = format!("{}/reports/{name}/findings.json", env!("CARGO_MANIFEST_DIR"));
        (name.to_owned(), serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap())
    });
    let mut alone = sample::report();
    alone.baseline = None;
    let mut all = vec![("sample".to_owned(), sample::report()), ("without a baseline".to_owned(), alone)];
    all.extend(committed);
    all
}

#[test]
fn every_event_fits_the_release() {
    let schema = Schema::read();
    let mut classes: BTreeMap<i64, usize> = BTreeMap::new();
    for (name, report) in reports() {
        for event in lines(&report) {
            assert_eq!(schema.faults(&event), Vec::<String>::new(), "{name}: {event}");
            assert_eq!(event["metadata"]["version"], VERSION);
            *classes.entry(event["class_uid"].as_i64().unwrap()).or_default() += 1;
        }
    }
    assert_eq!(classes.keys().copied().collect::<Vec<_>>(), [2003, 2004, 2008]);
    assert!(classes.values().all(|events| *events > 30), "{classes:?}");
}

/// Makes an event wrong.
type Change = fn(&mut Value);

/// Without this the test above could pass for want of looking.
#[test]
fn what_does_not_fit_is_seen() {
    let schema = Schema::read();
    let events = lines(&sample::report());
    let access = events.iter().find(|one| one["class_uid"] == 2008).unwrap();
    let seen = |change: Change| {
        let mut event = access.clone();
        change(&mut event);
        schema.faults(&event).concat()
    };
    assert_eq!(seen(|_| ()), "");
    let cases: [(Change, &str); 9] = [
        (|event| event["time"] = json!("2026-10-01T00:00:00Z"), "time"),
        (|event| event["time"] = json!(1_790_812_800), "no milliseconds"),
        (|event| event["severity_id"] = json!(7), "severity_id"),
        (|event| event["severity"] = json!("Terrible"), "instead of"),
        (|event| event["finding_info"]["uid"] = Value::Null, "finding_info.uid"),
        (|event| event["evidences"] = json!([]), "evidences: unknown"),
        (|event| drop(event.as_object_mut().unwrap().remove("access_analysis_result")), "none of"),
        (|event| drop(event["metadata"].as_object_mut().unwrap().remove("product")), "metadata.product: required"),
        (|event| event["type_uid"] = json!(200_899), "type_uid"),
    ];
    for (change, expected) in cases {
        assert!(seen(change).contains(expected), "{expected}: {}", seen(change));
    }
    let mut owned = events.iter().find(|one| one.get("assignee").is_some()).unwrap().clone();
    drop(owned["metadata"].as_object_mut().unwrap().remove("profiles"));
    assert!(schema.faults(&owned).concat().contains("assignee: profile incident"));
}

#[test]
fn one_event_a_finding_and_one_a_check_without() {
    for (name, report) in reports() {
        let events = lines(&report);
        let uid = |event: &Value| event["finding_info"]["uid"].as_str().unwrap().to_owned();
        let uids: BTreeSet<String> = events.iter().map(uid).collect();
        assert_eq!(uids.len(), events.len(), "{name}: an event of its own for each");
        for finding in &report.findings {
            assert!(uids.contains(&finding.id), "{name}: {}", finding.id);
        }
        let with = |status: &str| events.iter().filter(|one| one["status"] == status).count();
        assert_eq!(with("New"), report.findings.len(), "{name}");
        assert_eq!(with("Suppressed"), report.suppressed.len(), "{name}");
        assert_eq!(with("Resolved"), report.resolved.len(), "{name}");
        let reviews = report.controls.iter().filter(|one| one.status == Verdict::NeedsReview).count();
        let silent = report
            .checks
            .iter()
            .filter(|check| check.status != CheckStatus::Assessed || check.findings == 0 && check.suppressed == 0);
        assert_eq!(events.iter().filter(|one| one.get("status_id").is_none()).count(), silent.count() + reviews);
    }
}

/// Fault: A check that could not be assessed, or whose exports are cut, is sent to a SIEM as OCSF
/// Outcome: Its compliance status is `Warning` (no result), never `Pass`
#[test]
fn only_what_was_assessed_whole_passes() {
    let mut not_assessed = 0;
    for (name, report) in reports() {
        for event in lines(&report) {
            let uid = event["finding_info"]["uid"].as_str().unwrap();
            let Some(check) = report.checks.iter().find(|check| uid == format!("check:{}", check.id)) else {
                assert_ne!(event["compliance"]["status_id"], 1, "{name}: {uid}");
                continue;
            };
            let whole = check.status == CheckStatus::Assessed && check.partial.is_none();
            assert_eq!(event["compliance"]["status_id"] == 1, whole, "{name}: {uid}");
            not_assessed += usize::from(check.status == CheckStatus::NotAssessed);
        }
    }
    assert!(not_assessed > 5);
}

#[test]
fn places_owners_and_reasons_are_there() {
    let report = sample::report();
    let events = lines(&report);
    let of = |id: &str| events.iter().find(|one| one["finding_info"]["uid"] == *id).unwrap();
    let first = of(&report.findings[0].id);
    assert_eq!(first["evidences"][0]["file"]["path"], "api_keys.json");
    assert_eq!(first["evidences"][0]["data"]["line"], 412);
    assert_eq!(first["remediation"]["desc"].as_str().unwrap().lines().count(), 3);
    assert_eq!(first["assignee"]["name"], "mara|<b>@northwind.example");
    assert_eq!(first["time"], 1_790_812_800_000_i64);
    let spike = of(&report.findings[3].id);
    assert_eq!((&spike["class_uid"], &spike["unmapped"]["impact_usd"]), (&json!(2004), &json!("465.12")));
    assert_eq!(spike["end_time"].as_i64().unwrap() - spike["start_time"].as_i64().unwrap(), 86_399_999);
    let suppressed = of(&report.suppressed[0].finding.id);
    assert_eq!(suppressed["status_detail"], "vendor contract, rotation in January");
    assert_eq!(suppressed["unmapped"]["expires"], "2027-01-31");
    let leaver = of(&report.findings[2].id);
    assert_eq!(leaver["class_uid"], 2008);
    assert_eq!(leaver["unmapped"]["evidences"][1]["file"]["name"], "cost_2026-08.csv");
}
