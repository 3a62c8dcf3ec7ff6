//! Which events are about keys, and which pairs of them are one edit.

use serde_json::{Value, json};

use super::{KeyChange, KeyClass};
use crate::analyze::testing::{activity, facts, with};

/// `key id: edit or not` of every creation.
fn made(events: &[Value]) -> Vec<String> {
    let lines: String = events.iter().map(|event| format!("{event}\n")).collect();
    let events = facts(&[("feed.jsonl", &lines)]).log.key_events.0;
    let made = events.into_iter().filter(|event| event.change == KeyChange::Created);
    made.map(|event| format!("{}: {}", event.key_id.unwrap_or_default(), if event.is_edit { "edit" } else { "new" }))
        .collect()
}

fn admin(minute: u32, kind: &str, key: &str, by: &str) -> Value {
    activity(&format!("2026-08-01T10:{minute:02}:00Z"), kind, by, json!({"admin_api_key_id": key}))
}

#[test]
fn every_type_with_its_id() {
    let at = "2026-08-01T10:00:00Z";
    let events = [
        activity(at, "platform_api_key_created", "ann", json!({"api_key_id": "apikey_1"})),
        activity(at, "api_key_created", "ann", json!({"api_key_id": "apikey_2", "scopes": ["read:members"]})),
        activity(
            at,
            "service_key_created",
            "ann",
            json!({"service_key_id": "sk_3", "key_name": "ci", "service_name": "s"}),
        ),
        activity(at, "scoped_api_key_deleted", "ann", json!({"api_key_id": "apikey_4", "api_key_name": "old"})),
        activity(at, "org_external_key_created", "ann", json!({"external_key_id": "ekey_5"})),
    ];
    let lines: String = events.iter().map(|event| format!("{event}\n")).collect();
    let events = facts(&[("feed.jsonl", &lines)]).log.key_events.0;
    let mut seen: Vec<_> =
        events.iter().map(|e| (e.key_id.as_deref().unwrap(), e.class, e.key_name.as_deref())).collect();
    seen.sort_unstable();
    let expected = [
        ("apikey_1", KeyClass::Console, None),
        ("apikey_2", KeyClass::Scoped, None),
        ("apikey_4", KeyClass::Scoped, Some("old")),
        ("sk_3", KeyClass::Scoped, Some("ci")),
    ];
    assert_eq!(seen, expected);
    let known = crate::data::vocabulary::activity_types();
    assert!(super::TYPES.iter().all(|kind| known.contains(kind.0)), "every type is in the vocabulary");
}

#[test]
fn a_deletion_and_a_creation_close_by_are_one_edit() {
    let (created, deleted) = ("admin_api_key_created", "admin_api_key_deleted");
    let pair = |gap| made(&[admin(0, deleted, "old", "ann"), admin(gap, created, "new", "ann")]);
    assert_eq!((pair(10), pair(11)), (vec!["new: edit".to_owned()], vec!["new: new".to_owned()]));
    assert_eq!(
        made(&[admin(0, deleted, "old", "ann"), admin(2, created, "new", "bob")]),
        ["new: new"],
        "another actor"
    );
    assert_eq!(
        made(&[admin(0, created, "new", "ann"), admin(2, deleted, "old", "ann")]),
        ["new: new"],
        "the other way round"
    );
    let two = [admin(0, deleted, "old", "ann"), admin(2, created, "a", "ann"), admin(3, created, "b", "ann")];
    assert_eq!(made(&two), ["a: edit", "b: new"], "one deletion, two creations");
    let archived = json!({"api_key_id": "k1", "updates": [{"type": "status", "previous_value": "active", "current_value": "archived"}]});
    let console = [
        activity("2026-08-01T10:00:00Z", "platform_api_key_updated", "ann", archived),
        activity("2026-08-01T10:05:00Z", "platform_api_key_created", "ann", json!({"api_key_id": "k2"})),
    ];
    assert_eq!(made(&console), ["k2: edit"]);
}

#[test]
fn a_replacement_that_can_do_more_is_no_edit() {
    let scoped = |minute: u32, kind: &str, key: &str, scopes: &[&str]| {
        let at = format!("2026-08-01T10:{minute:02}:00Z");
        with(activity(&at, kind, "ann", json!({"api_key_id": key})), json!({"scopes": scopes}))
    };
    let replace = |scopes: &[&str]| {
        made(&[
            scoped(0, "scoped_api_key_deleted", "old", &["read:members", "read:analytics"]),
            scoped(5, "api_key_created", "new", scopes),
        ])
    };
    assert_eq!(replace(&["read:members"]), ["new: edit"]);
    assert_eq!(replace(&["read:members", "write:members"]), ["new: new"]);
}
