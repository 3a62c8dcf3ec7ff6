//! Keys that are no API keys of a workspace, through the checks of keys.

use serde_json::{Value, json};

use crate::analyze::keys::{expiring_key_in_use, key_without_expiry, orphaned_key, ownerless_key, unrotated_key};
use crate::analyze::testing::{activity, ask, days, found, key, member, outcome, page, usage, with};
use crate::analyze::{Analyzer, Outcome};
use crate::policy::Policy;

/// A compliance key that was made so late by a member, and expires, that no check finds anything about it.
fn compliance(name: &str) -> Value {
    json!({"type": "compliance_api_key", "id": format!("cak_{name}"), "name": name, "scopes": ["read:compliance_activities"],
        "is_active": true, "created_at": "2026-08-01T09:00:00Z", "created_by_id": "user_ok", "expires_at": "2027-01-31T00:00:00Z"})
}

fn settings(keys: &[Value]) -> String {
    json!({"type": "effective_organization_settings", "organization_id": "org_1", "settings": [], "api_keys": keys})
        .to_string()
}

/// What a check finds about other keys next to one API key that is in order, at the end of September.
fn of(analyzer: &'static Analyzer, keys: &[Value], events: &[Value], others: &[(&str, &str)]) -> Vec<String> {
    let api = with(key("daily", "2026-08-01", Some("wrkspc_A")), json!({"expires_at": "2026-12-31T00:00:00Z"}));
    let (api, members) = (page(&[api]), page(&[member("ok@example.com", "admin")]));
    let usage = usage(&[("daily", "A", days("2026-07-01", "2026-09-30"))]);
    let feed = events.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    let settings = settings(keys);
    let mut files = vec![("keys.json", api.as_str()), ("members.json", &members), ("usage.csv", &usage)];
    if !keys.is_empty() {
        files.push(("settings.json", &settings));
    }
    if !events.is_empty() {
        files.push(("feed.jsonl", &feed));
    }
    files.extend(others);
    found(analyzer, &files)
}

fn made(kind: &str, id: &str, by: &str, at: &str) -> Value {
    let field = if kind == "admin_api_key_created" { "admin_api_key_id" } else { "api_key_id" };
    activity(at, kind, by, json!({field: id, "scopes": ["read:analytics"]}))
}

#[test]
fn keys_of_every_kind_are_to_be_rotated() {
    let aged = |name: &str, day: &str| with(compliance(name), json!({"created_at": format!("{day}T00:00:00Z")}));
    let off = with(aged("off", "2025-01-01"), json!({"is_active": false}));
    let keys = [aged("old", "2026-07-02"), aged("older", "2025-09-01"), aged("edge", "2026-07-03"), off];
    assert_eq!(of(&unrotated_key::ANALYZER, &keys, &[], &[]), ["medium old", "critical older"]);
    let events = [
        made("admin_api_key_created", "admin_api_key_1", "ok", "2026-05-01T10:00:00Z"),
        made("admin_api_key_created", "admin_api_key_2", "ok", "2026-08-01T10:00:00Z"),
        made("admin_api_key_created", "admin_api_key_3", "ok", "2026-05-02T10:00:00Z"),
        activity("2026-06-02T10:00:00Z", "admin_api_key_deleted", "ok", json!({"admin_api_key_id": "admin_api_key_3"})),
    ];
    assert_eq!(of(&unrotated_key::ANALYZER, &[], &events, &[]), ["medium admin_api_key_1"]);
}

#[test]
fn the_finding_names_the_kind_and_its_own_way_out() {
    let keys = page(&[key("k", "2026-09-01", None)]);
    let settings = settings(&[with(compliance("siem"), json!({"created_at": "2026-03-01T00:00:00Z"}))]);
    let usage = usage(&[("k", "Default", days("2026-09-30", "2026-09-30"))]);
    let files = [("keys.json", keys.as_str()), ("settings.json", &settings), ("usage.csv", &usage)];
    assert_eq!(
        ask(&unrotated_key::ANALYZER, &files),
        ["high siem: compliance key, created 2026-03-01, 214 days before 2026-10-01. Allowed: 90 days (default)"]
    );
    let Outcome::Assessed { population, findings, .. } = outcome(&unrotated_key::ANALYZER, &files, &Policy::default())
    else {
        panic!()
    };
    assert_eq!(population, 2);
    assert_eq!(findings[0].title, "Compliance key «siem» was not rotated");
    assert!(findings[0].remediation.iter().all(|step| !step.contains("workspace")), "{:?}", findings[0].remediation);
}

#[test]
fn creators_who_left() {
    let by = |name: &str, creator: Value| with(compliance(name), json!({"created_by_id": creator}));
    let keys = [by("ok", json!("user_ok")), by("left", json!("user_gone")), by("nobody", json!(null))];
    assert_eq!(of(&orphaned_key::ANALYZER, &keys, &[], &[]), ["high left", "high nobody"]);
    let made = [made("api_key_created", "cak_nobody", "ok", "2026-08-01T09:00:00Z")];
    assert_eq!(of(&orphaned_key::ANALYZER, &keys, &made, &[]), ["high left"], "an event says who made it");
    let events = [
        self::made("admin_api_key_created", "admin_api_key_1", "gone", "2026-08-01T10:00:00Z"),
        self::made("admin_api_key_created", "admin_api_key_2", "ok", "2026-08-01T11:00:00Z"),
    ];
    assert_eq!(of(&orphaned_key::ANALYZER, &[], &events, &[]), ["high admin_api_key_1"]);
}

/// A live federation rule.
fn rule(name: &str, creator: Value) -> Value {
    json!({"id": format!("fdrl_{name}"), "type": "federation_rule", "name": name, "issuer_id": "fdis_ci", "match": {},
        "target": {"type": "service_account", "service_account_id": "svac_1"}, "oauth_scope": "workspace:inference",
        "applies_to_all_workspaces": false, "workspace_ids": [], "token_lifetime_seconds": 600,
        "created_at": "2026-01-01T00:00:00Z", "archived_at": null, "created_by_actor_id": creator})
}

#[test]
fn federation_rules_are_somebodys() {
    let archived = with(rule("archived", json!("user_gone")), json!({"archived_at": "2026-08-01T00:00:00Z"}));
    let rules = [
        rule("ok", json!("user_ok")),
        rule("left", json!("user_gone")),
        rule("nobody", json!(null)),
        rule("by-account", json!("svac_1")),
        archived,
    ];
    let rules = json!({"data": rules, "next_page": null}).to_string();
    let found = |analyzer| of(analyzer, &[], &[], &[("rules.json", &rules)]);
    assert_eq!(found(&orphaned_key::ANALYZER), ["medium left"]);
    assert_eq!(found(&ownerless_key::ANALYZER), ["low nobody"]);
    assert_eq!(found(&unrotated_key::ANALYZER), [""; 0], "a rule holds no secret to rotate");
}

#[test]
fn keys_that_an_event_made_and_nobody_is_named() {
    let system = json!({"actor": {"type": "system_actor", "service": null}, "admin_api_key_id": "admin_api_key_1", "scopes": []});
    let events = [
        activity("2026-08-01T10:00:00Z", "admin_api_key_created", "x", system),
        made("admin_api_key_created", "admin_api_key_2", "ok", "2026-08-01T11:00:00Z"),
        activity(
            "2026-08-02T11:00:00Z",
            "admin_api_key_updated",
            "ok",
            json!({"admin_api_key_id": "admin_api_key_0", "updates": []}),
        ),
    ];
    assert_eq!(of(&ownerless_key::ANALYZER, &[], &events, &[]), ["low admin_api_key_1"]);
}

#[test]
fn expiries() {
    let until = |name: &str, expiry: Value| with(compliance(name), json!({"expires_at": expiry}));
    let keys = [
        until("endless", json!(null)),
        until("ok", json!("2027-01-31T00:00:00Z")),
        until("soon", json!("2026-10-06T00:00:00Z")),
        until("soon-unused", json!("2026-10-06T00:00:00Z")),
        until("past", json!("2026-09-06T00:00:00Z")),
        with(until("past-off", json!("2026-09-06T00:00:00Z")), json!({"is_active": false})),
    ];
    assert_eq!(of(&key_without_expiry::ANALYZER, &keys, &[], &[]), ["low endless"]);
    let actor = json!({"type": "api_actor", "api_key_id": "cak_soon", "ip_address": null, "user_agent": null});
    let events = [activity("2026-09-29T10:00:00Z", "compliance_api_accessed", "soon", json!({"actor": actor}))];
    assert_eq!(of(&expiring_key_in_use::ANALYZER, &keys, &events, &[]), ["medium past", "medium soon"]);
}
