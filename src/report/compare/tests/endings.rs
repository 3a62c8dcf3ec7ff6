//! How findings ended, how far doubt about single records goes, and what has become worse.

use serde_json::{Value, json};

use super::{files, old_key, run};
use crate::analyze::testing::{activity, key, member, page, with};
use crate::model::{Report, Severity, Status};

/// How the finding of a check about a key was resolved, or why it was not judged.
fn ending(report: &Report, id: &str) -> String {
    let is_meant = |rule: &str, subject: Option<&str>| rule == "unrotated-key" && subject == Some(id);
    let resolved = report.resolved.iter().find(|one| is_meant(&one.rule, one.subject.id.as_deref()));
    let unjudged = report.baseline.iter().flat_map(|comparison| &comparison.unjudged);
    let mut unjudged = unjudged.filter(|one| is_meant(&one.finding.rule, one.finding.subject.id.as_deref()));
    match (resolved, unjudged.next()) {
        (Some(one), _) => format!("resolved: {}", one.resolution.as_deref().unwrap_or("")),
        (None, Some(one)) => format!("unjudged: {}", one.why),
        (None, None) => "neither".to_owned(),
    }
}

fn three() -> Vec<Value> {
    vec![old_key(), key("second", "2026-01-03", None), key("third", "2026-01-04", None)]
}

#[test]
fn what_became_of_the_subject_is_said() {
    let last = run(&files(&three(), "2026-06-30"), None);
    let now = |first: Value, events: &[Value]| {
        let keys = [vec![first], three()[1..].to_vec()].concat();
        let mut all = files(&keys, "2026-07-31");
        if !events.is_empty() {
            all.push(("feed.jsonl", events.iter().map(|event| format!("{event}\n")).collect()));
        }
        ending(&run(&all, Some(&last)), "apikey_old")
    };
    assert_eq!(now(with(old_key(), json!({"status": "inactive"})), &[]), "resolved: made inactive");
    let update = json!({"api_key_id": "apikey_old",
        "updates": [{"type": "status", "previous_value": "active", "current_value": "archived"}]});
    let archived = activity("2026-07-20T10:00:00Z", "platform_api_key_updated", "ann", update);
    let found = now(with(old_key(), json!({"status": "archived"})), std::slice::from_ref(&archived));
    assert_eq!(found, "resolved: archived on 2026-07-20");
    assert_eq!(now(key("other", "2026-07-20", None), &[archived]), "resolved: archived on 2026-07-20", "left out");
    let gone = now(key("other", "2026-07-20", None), &[]);
    assert!(gone.starts_with("unjudged: ") && gone.contains("no event ended it"), "{gone}");
}

#[test]
fn one_unreadable_record_is_in_nobody_else_s_way() {
    let last = run(&files(&three(), "2026-06-30"), None);
    let inactive = with(old_key(), json!({"status": "inactive"}));
    let broken = with(key("second", "2026-01-03", None), json!({"status": 7}));
    let now = run(&files(&[inactive, broken, three().remove(2)], "2026-07-31"), Some(&last));
    assert!(now.checks.iter().any(|check| check.id == "unrotated-key" && check.partial.is_some()), "it cannot pass");
    assert_eq!(ending(&now, "apikey_old"), "resolved: made inactive");
    let second = ending(&now, "apikey_second");
    assert!(second.starts_with("unjudged: ") && second.contains("1 of 3 records"), "{second}");
}

#[test]
fn somebody_who_left_without_an_event() {
    let people = |names: &[&str]| {
        let members: Vec<Value> = names.iter().map(|name| member(&format!("{name}@example.com"), "admin")).collect();
        let mut all = files(&[], "2026-06-30");
        all.push(("users.json", page(&members)));
        all
    };
    let shared = |report: &Report| {
        report.resolved.iter().find(|one| one.rule == "shared-account").and_then(|one| one.resolution.clone())
    };
    let last = run(&people(&["ann", "bob", "team"]), None);
    assert!(last.findings.iter().any(|one| one.rule == "shared-account"));
    let now = run(&people(&["ann", "bob"]), Some(&last));
    assert_eq!(
        shared(&now).as_deref(),
        Some("no longer in the list of members; no export says when and how they left")
    );
    assert!(now.inputs.iter().any(|input| input.notes.iter().any(|note| note.contains("the last report listed 3"))));
}

#[test]
fn what_is_worse_than_it_was_is_said() {
    let last = run(&files(&[old_key()], "2026-06-30"), None);
    let severity = |report: &Report| {
        let one = report.findings.iter().find(|one| one.rule == "unrotated-key").unwrap();
        (one.status, one.severity, one.severity_before)
    };
    let later = run(&files(&[old_key()], "2026-07-31"), Some(&last));
    assert_eq!(severity(&later), (Status::Persisting, Severity::High, Some(Severity::Medium)));
    assert_eq!(later.baseline.as_ref().unwrap().worsened, 1);
    let same = run(&files(&[old_key()], "2026-08-31"), Some(&later));
    assert_eq!((severity(&same).2, same.baseline.as_ref().unwrap().worsened), (None, 0));
}
