use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{activity, ask, ask_with, found, outcome, policy, with};
use crate::policy::Policy;

/// A compliance key as the settings export lists it.
fn key(name: &str, scopes: &[&str]) -> Value {
    json!({"type": "compliance_api_key", "id": format!("cak_{name}"), "name": name, "scopes": scopes, "is_active": true,
        "created_at": "2026-02-01T09:00:00Z", "created_by_id": "user_ann", "expires_at": null})
}

fn settings(keys: &[Value]) -> String {
    json!({"type": "effective_organization_settings", "organization_id": "org_1", "settings": [], "api_keys": keys})
        .to_string()
}

fn named() -> Policy {
    policy("[access]\nwide_keys = [\"legal hold\", \"cak_by-id\"]")
}

#[test]
fn keys_that_may_do_more_than_read_records() {
    let settings = settings(&[
        key("deletes", &["read:compliance_activities", "delete:compliance_user_data"]),
        key("writes", &["write:members"]),
        key("reads-chats", &["read:compliance_user_data"]),
        key("new-verb", &["write:something_new"]),
        key("ok-records", &["read:compliance_activities", "read:compliance_org_data", "read:analytics"]),
        with(key("ok-off", &["delete:compliance_user_data"]), json!({"is_active": false})),
        with(key("ok-expired", &["delete:compliance_user_data"]), json!({"expires_at": "2026-01-20T00:00:00Z"})),
        key("legal hold", &["read:compliance_user_data"]),
        key("by-id", &["delete:compliance_user_data"]),
    ]);
    let under = |policy: &Policy| -> Vec<String> {
        let lines = ask_with(&ANALYZER, &[("settings.json", &settings)], policy);
        lines.into_iter().map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect()
    };
    let always = ["high deletes", "high writes", "high reads-chats", "high new-verb"];
    let mut found = under(&named());
    found.sort();
    let mut expected = always.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert_eq!(under(&Policy::default()).len(), always.len() + 2, "the policy names two");
}

#[test]
fn scopes_that_nobody_knows_are_reported() {
    let silent = with(key("silent", &[]), json!({"scopes": null}));
    let settings = settings(&[key("odd", &["read:minds"]), silent, key("ok", &["read:analytics"])]);
    let Outcome::Assessed { population, findings, notes } =
        outcome(&ANALYZER, &[("settings.json", &settings)], &Policy::default())
    else {
        panic!()
    };
    assert_eq!((population, findings.len()), (1, 0));
    assert_eq!(
        notes,
        [
            "not judged, because no export states their scopes: «silent»",
            "not judged, because this version does not know their scopes: `read:minds` of «odd»",
        ]
    );
}

/// A creation, at a second of its own.
fn made(id: &str, scopes: &[&str]) -> Value {
    let at = format!("2026-08-03T10:00:{:02}Z", id.len());
    activity(&at, "api_key_created", "ann", json!({"api_key_id": id, "scopes": scopes}))
}

#[test]
fn keys_that_events_made() {
    let deleted =
        activity("2026-08-04T10:00:00Z", "scoped_api_key_deleted", "ann", json!({"api_key_id": "sk_deleted"}));
    let update = json!({"type": "scopes", "previous_value": ["write:members"], "current_value": ["read:members"]});
    let narrowed = activity(
        "2026-08-04T11:00:00Z",
        "scoped_api_key_updated",
        "ann",
        json!({"api_key_id": "sk_narrowed", "updates": [update]}),
    );
    let events = [
        made("sk_wide", &["write:members"]),
        made("sk_deleted", &["write:members"]),
        made("sk_narrowed", &["write:members"]),
        made("sk_records", &["read:members"]),
        deleted,
        narrowed,
    ];
    let feed: Vec<String> = events.iter().map(Value::to_string).collect();
    let feed = feed.join("\n");
    assert_eq!(
        ask(&ANALYZER, &[("feed.jsonl", &feed)]),
        [
            "high sk_wide: scoped key, made 2026-08-03, which may write:members. The policy does not name it under [access] wide_keys. Expected: scopes that read records"
        ]
    );
    let records = made("sk_records", &["read:members"]).to_string();
    assert_eq!(
        ask(&ANALYZER, &[("feed.jsonl", &records)]),
        [
            "not assessed: no export of organization settings, which lists the compliance keys; known from events, with read scopes only: 1 key"
        ]
    );
}

#[test]
fn a_compliance_key_that_the_settings_do_not_list_is_not_judged() {
    let feed = made("cak_lost", &["delete:compliance_user_data"]).to_string();
    let settings = settings(&[key("ok", &["read:compliance_activities"])]);
    let files = [("settings.json", settings.as_str()), ("feed.jsonl", &feed)];
    assert_eq!(found(&ANALYZER, &files), [""; 0]);
    let Outcome::Assessed { notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    assert!(notes[0].contains("cak_lost") && notes[0].contains("does not list"), "{notes:?}");
}
