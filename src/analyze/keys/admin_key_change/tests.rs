//! Changes of keys on 3 August 2026, by `ann`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::testing::{activity, ask, data, found, with};
use crate::analyze::{Context, Outcome};
use crate::facts::Facts;
use crate::policy::Policy;

fn event(minute: u32, kind: &str, key: &str, fields: Value) -> Value {
    let field = if kind.starts_with("admin") { "admin_api_key_id" } else { "api_key_id" };
    let at = format!("2026-08-03T10:{minute:02}:00Z");
    let named =
        with(activity(&at, kind, "ann", json!({field: key})), json!({"id": format!("activity_{kind}_{key}_{minute}")}));
    with(named, fields)
}

fn update(kind: &str, key: &str, field: &str, from: Value, to: Value) -> Value {
    event(0, kind, key, json!({"updates": [{"type": field, "previous_value": from, "current_value": to}]}))
}

fn lines(events: &[Value]) -> String {
    events.iter().map(|event| format!("{event}\n")).collect()
}

fn asked(events: &[Value]) -> Vec<String> {
    let mut lines = ask(&ANALYZER, &[("feed.jsonl", &lines(events))]);
    lines.sort();
    lines
}

#[test]
fn made_widened_reactivated() {
    let scoped = "scoped_api_key_updated";
    let by = "by ann@example.com on 2026-08-03 10:00 UTC. Expected: no such change without an approval";
    let events = [
        event(0, "admin_api_key_created", "a1", json!({"scopes": []})),
        event(0, "api_key_created", "s1", json!({"scopes": ["read:compliance_activities", "read:org_audit"]})),
        event(0, "api_key_created", "s2", json!({"scopes": ["read:analytics"]})),
        update(scoped, "s3", "scopes", json!(["read:members"]), json!(["read:members", "write:members"])),
        update(scoped, "s4", "restricted_to_organization", json!(true), json!(false)),
        update("admin_api_key_updated", "a2", "status", json!("inactive"), json!("active")),
    ];
    assert_eq!(
        asked(&events),
        [
            format!("high a1: admin key made {by}"),
            format!("high a2: admin key reactivated (was inactive) {by}"),
            format!("high s1: compliance key made, with the scopes read:compliance_activities, read:org_audit {by}"),
            format!("high s2: scoped key made, with the scopes read:analytics {by}"),
            format!("high s3: scoped key widened by write:members {by}"),
            format!("high s4: scoped key widened: no more restricted to one organization {by}"),
        ]
    );
    let service =
        json!({"service_key_id": "sk_1", "key_name": "ci", "service_name": "builds", "scopes": ["read:members"]});
    let service = activity("2026-08-03T10:00:00Z", "service_key_created", "ann", service);
    assert_eq!(found(&ANALYZER, &[("feed.jsonl", &service.to_string())]), ["high ci"]);
    let text = update(scoped, "s5", "scopes", json!("read:members"), json!("read:members,read:analytics"));
    assert!(asked(&[text])[0].contains("widened by read:analytics"), "lists as text");
}

#[test]
fn what_needs_no_answer() {
    let (scoped, admin) = ("scoped_api_key_updated", "admin_api_key_updated");
    let events = [
        update(admin, "ok-renamed", "name", json!("a"), json!("b")),
        update(scoped, "ok-narrowed", "scopes", json!(["read:members", "write:members"]), json!(["read:members"])),
        update(scoped, "ok-restricted", "restricted_to_organization", json!(false), json!(true)),
        update(admin, "ok-off", "status", json!("active"), json!("inactive")),
        event(0, "admin_api_key_deleted", "ok-deleted", json!({})),
        event(5, "admin_api_key_created", "ok-edited", json!({})),
        event(0, "scoped_api_key_deleted", "ok-gone", json!({"api_key_name": "n", "scopes": ["read:members"]})),
        event(0, "platform_api_key_created", "ok-console", json!({})),
        update("platform_api_key_updated", "ok-console-on", "status", json!("inactive"), json!("active")),
    ];
    assert_eq!(asked(&events), [""; 0]);
}

#[test]
fn an_edit_that_widens_is_a_finding() {
    let replaced = |scopes: Value| {
        asked(&[
            event(0, "scoped_api_key_deleted", "old", json!({"scopes": ["read:members"]})),
            event(4, "api_key_created", "new", json!({"scopes": scopes})),
        ])
        .len()
    };
    assert_eq!((replaced(json!(["read:members"])), replaced(json!(["write:members"]))), (0, 1));
    let late =
        [event(0, "admin_api_key_deleted", "old", json!({})), event(11, "admin_api_key_created", "new", json!({}))];
    assert_eq!(asked(&late).len(), 1, "eleven minutes later it is another key");
}

#[test]
fn two_events_of_one_key_on_one_day_have_two_ids() {
    let widen = |scope: &str, id: &str| {
        with(update("scoped_api_key_updated", "s1", "scopes", json!([]), json!([scope])), json!({"id": id}))
    };
    let feed = lines(&[widen("a", "activity_1"), widen("b", "activity_2")]);
    let data = data(&[("feed.jsonl", &feed)]);
    let as_of = crate::facts::as_of(&data).unwrap();
    let period = crate::facts::default_period(&data, as_of).unwrap();
    let facts = Facts::derive(&data, period, as_of).unwrap();
    let cx = Context {
        data: &data,
        facts: &facts,
        policy: &Policy::default(),
        period,
        as_of,
        baseline: None,
        judged: &crate::analyze::Judged::default(),
        spenders: crate::analyze::SpenderWords::CONSOLE,
        catalogue: crate::analyze::ALL,
        spend_panel: None,
    };
    let outcomes = crate::analyze::run(&cx, &[], &[]).unwrap();
    let own = outcomes.into_iter().find(|(analyzer, _)| analyzer.id == ANALYZER.id).unwrap().1;
    let Outcome::Assessed { findings, .. } = own else { panic!("assessed") };
    let ids: BTreeSet<&str> = findings.iter().map(|finding| finding.id.as_str()).collect();
    assert_eq!((findings.len(), ids.len()), (2, 2));
}

#[test]
fn without_the_feed() {
    let log = "created_at,actor_info,event,event_info,entity_info\n\
               2026-08-03T09:00:00Z,\"{'name': 'Ann', 'uuid': 'a1', 'metadata': {'email_address': 'ann@example.com'}}\",project_created,{},{}\n";
    assert_eq!(found(&ANALYZER, &[("log.csv", log)]), ["not assessed"]);
    assert_eq!(
        ask(&ANALYZER, &[("keys.json", &crate::analyze::testing::page(&[]))]),
        ["not assessed: no export of audit events"]
    );
}
