//! How findings are held against what the generator planted.

use std::collections::BTreeSet;

use serde_json::Value;

/// What differs between a report and the truth of the generator, for the checks that there are: what is missed, what is a false
/// alarm, and which look-alikes were taken for problems. With the policy, what is found only with it counts too, and so does what
/// the policy suppresses.
pub fn differences(report: &Value, truth: &Value, with_policy: bool) -> Vec<String> {
    let known: BTreeSet<&str> = clade_analyze::analyze::ALL.iter().map(|analyzer| analyzer.id).collect();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut found = list(&report["findings"]);
    let mut expected = list(&truth["expected"]);
    if with_policy {
        expected.extend(list(&truth["with_policy"]));
        found.extend(list(&report["suppressed"]).into_iter().map(|line| line["finding"].clone()));
    }
    let (possible, decoys) = (list(&truth["possible"]), list(&truth["decoys"]));
    let judged = |planted: &&Value| planted["rule"].as_str().is_some_and(|rule| known.contains(rule));
    let reported = |finding: &Value| format!("{} {}: {}", finding["rule"], finding["subject"], finding["message"]);
    let missed = expected.iter().filter(judged).filter(|planted| !found.iter().any(|f| is_about(f, planted)));
    let mut all: Vec<String> = missed.map(|planted| format!("not found: {planted}")).collect();
    let wrong = found.iter().filter(|f| !expected.iter().chain(&possible).any(|planted| is_about(f, planted)));
    all.extend(wrong.map(|finding| format!("false alarm: {}", reported(finding))));
    for decoy in &decoys {
        let taken = found.iter().filter(|finding| is_about(finding, decoy));
        all.extend(taken.map(|finding| format!("decoy taken ({}): {}", decoy["why"], reported(finding))));
    }
    all
}

/// Whether a finding is of the rule of a line, and about its subject or one of its subjects; none there stands for any.
pub fn is_about(finding: &Value, planted: &Value) -> bool {
    finding["rule"] == planted["rule"]
        && match planted["any_of"].as_array() {
            Some(subjects) => subjects.is_empty() || subjects.iter().any(|one| is_subject(&finding["subject"], one)),
            None => is_subject(&finding["subject"], planted),
        }
}

/// By id, else by name; the organization has neither.
fn is_subject(subject: &Value, planted: &Value) -> bool {
    let same = |a: &Value, b: &Value| !a.is_null() && a == b;
    same(&subject["id"], &planted["subject_id"])
        || planted["subject_id"].is_null() && same(&subject["name"], &planted["subject_name"])
        || subject["id"].is_null() && same(&subject["name"], &planted["subject_name"])
        || subject["kind"] == "organization" && planted["subject_kind"] == "organization"
}
