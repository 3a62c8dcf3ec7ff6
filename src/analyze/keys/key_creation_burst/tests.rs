//! Keys made on 3 August 2026.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{activity, ask, found, found_with, outcome, policy, with};
use crate::policy::Policy;

/// The event that somebody made a key, so many minutes after ten.
fn made(minute: u32, by: &str, kind: &str) -> Value {
    let at = format!("2026-08-03T{:02}:{:02}:00Z", 10 + minute / 60, minute % 60);
    let id = format!("{by}_{kind}_{minute}");
    let field = if kind.starts_with("admin") { "admin_api_key_id" } else { "api_key_id" };
    with(activity(&at, kind, by, json!({field: format!("apikey_{id}")})), json!({"id": format!("activity_{id}")}))
}

fn keys(by: &str, minutes: &[u32]) -> Vec<Value> {
    minutes.iter().map(|minute| made(*minute, by, "platform_api_key_created")).collect()
}

fn lines(events: &[Value]) -> String {
    events.iter().map(|event| format!("{event}\n")).collect()
}

#[test]
fn five_keys_within_an_hour() {
    let mut events = keys("ann", &[0, 10, 20, 30]);
    events.push(made(60, "ann", "admin_api_key_created"));
    let feed = lines(&events);
    assert_eq!(
        ask(&ANALYZER, &[("feed.jsonl", &feed)]),
        [
            "medium ann@example.com: 5 keys created by ann@example.com within 60 minutes, from 2026-08-03 10:00 to 2026-08-03 11:00 UTC. Thresholds: 5 keys (default) within 60 minutes (default)"
        ]
    );
    let strict = policy("[checks.key-creation-burst]\nburst_keys = 6\n");
    assert_eq!(found_with(&ANALYZER, &[("feed.jsonl", &feed)], &strict), [""; 0]);
}

#[test]
fn what_is_no_burst() {
    let deleted = |minute: u32| {
        let at = format!("2026-08-03T10:{minute:02}:00Z");
        activity(&at, "admin_api_key_deleted", "eva", json!({"admin_api_key_id": format!("old_{minute}")}))
    };
    let edits =
        [1, 11, 21, 31].map(|minute| [deleted(minute), made(minute + 1, "eva", "admin_api_key_created")]).concat();
    let mut twice = keys("fay", &[0, 1, 2, 3]);
    twice.push(with(twice[0].clone(), json!({"id": "activity_again", "created_at": "2026-08-03T10:04:00Z"})));
    let updates = json!([{"type": "name", "previous_value": "a", "current_value": "b"}]);
    let renamed = activity(
        "2026-08-03T10:05:00Z",
        "platform_api_key_updated",
        "bob",
        json!({"api_key_id": "x", "updates": updates}),
    );
    let events = [
        keys("bob", &[0, 10, 20, 30]),
        vec![renamed],
        keys("cid", &[0, 15, 30, 45, 61]),
        keys("dan", &[3, 4]),
        edits,
        keys("eva", &[40]),
        twice,
    ]
    .concat();
    assert_eq!(found(&ANALYZER, &[("feed.jsonl", &lines(&events))]), [""; 0]);
}

#[test]
fn bursts_apart_are_two_findings_and_joined_ones_one() {
    let apart = lines(&keys("ann", &[0, 1, 2, 3, 4, 300, 301, 302, 303, 304]));
    let Outcome::Assessed { population, findings, .. } =
        outcome(&ANALYZER, &[("feed.jsonl", &apart)], &Policy::default())
    else {
        panic!("assessed")
    };
    assert_eq!((population, findings.len()), (10, 2));
    assert_ne!(findings[0].event, findings[1].event, "two events of one day");
    let joined = lines(&keys("ann", &[0, 20, 40, 50, 60, 70, 80, 90, 100]));
    let line = ask(&ANALYZER, &[("feed.jsonl", &joined)]).remove(0);
    assert!(line.contains("9 keys created by ann@example.com within 100 minutes"), "{line}");
}

#[test]
fn who_or_what_made_them() {
    let by_key = json!({"actor": {"type": "admin_api_key_actor", "admin_api_key_id": "admin_api_key_1"}});
    let nobody = json!({"actor": {"type": "user_actor"}});
    let by = |actor: &Value| {
        let events: Vec<Value> =
            keys("ann", &[0, 1, 2, 3, 4]).into_iter().map(|one| with(one, actor.clone())).collect();
        lines(&events)
    };
    assert_eq!(found(&ANALYZER, &[("feed.jsonl", &by(&by_key))]), ["medium admin_api_key_1"]);
    assert_eq!(found(&ANALYZER, &[("feed.jsonl", &by(&nobody))]), ["not assessed"]);
    let feed = by(&nobody) + &lines(&keys("ann", &[6]));
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &[("feed.jsonl", &feed)], &Policy::default())
    else {
        panic!("assessed")
    };
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(notes, ["not judged: 5 key creations without an actor"]);
}

#[test]
fn the_audit_log_export_tells_of_no_keys() {
    let log = "created_at,actor_info,event,event_info,entity_info\n\
               2026-08-03T09:00:00Z,\"{'name': 'Ann', 'uuid': 'a1', 'metadata': {'email_address': 'ann@example.com'}}\",project_created,{},{}\n";
    assert_eq!(found(&ANALYZER, &[("log.csv", log)]), ["not assessed"]);
    assert_eq!(
        ask(&ANALYZER, &[("keys.json", &crate::analyze::testing::page(&[]))]),
        ["not assessed: no export of audit events"]
    );
}
