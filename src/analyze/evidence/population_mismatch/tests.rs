//! Lists of keys, members and workspaces held against what the feed reports of them.

mod dark_feed;
mod feed_gaps;
mod two_accounts;
mod unnamed;

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{activity, ask, found, key, member, outcome, page, with, workspace};
use crate::policy::Policy;

/// A feed of July to September with these events between its first and its last.
fn feed(events: &[Value]) -> String {
    let edge = |at: &str| activity(at, "org_users_listed", "ok", json!({}));
    let (first, last) = (edge("2026-07-01T00:10:00Z"), edge("2026-09-30T23:50:00Z"));
    // The quiet days between would break the feed in two.
    let daily = crate::analyze::testing::days("2026-07-02", "2026-09-29");
    let daily = daily
        .iter()
        .step_by(7)
        .map(|day| activity(&format!("{day}T08:00:00Z"), "platform_cost_report_viewed", "ok", json!({})));
    page(&[vec![first], daily.collect(), events.to_vec(), vec![last]].concat())
}

fn event(at: &str, kind: &str, fields: Value) -> Value {
    activity(at, kind, "ok", fields)
}

fn status(at: &str, name: &str, before: &str, now: &str) -> Value {
    let updates = json!([{"type": "status", "previous_value": before, "current_value": now}]);
    event(at, "platform_api_key_updated", json!({"api_key_id": format!("apikey_{name}"), "updates": updates}))
}

fn created(at: &str, name: &str) -> Value {
    event(at, "platform_api_key_created", json!({"api_key_id": format!("apikey_{name}")}))
}

/// What is found about keys, by list and events, and the equation.
fn keys(listed: &[Value], events: &[Value]) -> (Vec<String>, String) {
    let (list, feed) = (page(listed), feed(events));
    let files = [("keys.json", list.as_str()), ("feed.json", feed.as_str())];
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else {
        panic!("not assessed")
    };
    let labels = findings.iter().map(|f| format!("{} {}", f.confidence.id(), f.subject.id.clone().unwrap_or_default()));
    (labels.collect(), notes.join("; "))
}

#[test]
fn keys_that_came_and_went_by_events_are_accounted_for() {
    let listed = [
        key("old", "2026-01-05", None),
        key("new", "2026-08-03", None),
        with(key("done", "2026-02-01", None), json!({"status": "archived"})),
        with(key("paused", "2026-02-01", None), json!({"status": "inactive"})),
        with(key("expired", "2026-02-01", None), json!({"status": "expired"})),
        with(key("before", "2026-02-01", None), json!({"status": "archived"})),
    ];
    let events = [
        created("2026-08-03T12:00:00Z", "new"),
        status("2026-09-01T12:00:00Z", "done", "active", "archived"),
        status("2026-09-02T12:00:00Z", "paused", "active", "inactive"),
        // Made and archived in the quarter, and left out of the list.
        created("2026-08-04T12:00:00Z", "short"),
        status("2026-08-09T12:00:00Z", "short", "active", "archived"),
        // Archived and brought back.
        status("2026-08-05T12:00:00Z", "old", "active", "archived"),
        status("2026-08-06T12:00:00Z", "old", "archived", "active"),
    ];
    let (found, equation) = keys(&listed, &events);
    assert_eq!(found, [""; 0]);
    assert_eq!(
        equation,
        "API keys (2 archived left out): 4 = 4 on 2026-07-01 + 2 created - 2 ended; nothing unexplained"
    );
}

#[test]
fn keys_that_list_and_feed_tell_differently() {
    let listed = [
        key("silent", "2026-08-03", None),
        key("zombie", "2026-01-05", None),
        key("other", "2026-01-05", None),
        with(key("hushed", "2026-08-01", None), json!({"status": "archived"})),
        key("ok", "2026-01-05", None),
    ];
    let events = [
        status("2026-09-01T12:00:00Z", "zombie", "active", "archived"),
        status("2026-09-01T13:00:00Z", "other", "active", "inactive"),
        created("2026-08-01T12:00:00Z", "hushed"),
        created("2026-08-04T12:00:00Z", "missing"),
        // The list may have been exported before this.
        created("2026-09-30T20:00:00Z", "late"),
    ];
    let (found, equation) = keys(&listed, &events);
    assert_eq!(
        found,
        [
            "high apikey_silent",
            "high apikey_zombie",
            "high apikey_other",
            "high apikey_hushed",
            "medium apikey_late",
            "high apikey_missing"
        ]
    );
    assert!(equation.ends_with("6 unexplained"), "{equation}");
}

#[test]
fn the_ends_of_the_feed_and_other_kinds_of_keys_are_no_contradiction() {
    let admin = with(key("admin", "2026-08-03", None), json!({"partial_key_hint": "sk-ant-admin01-R2D...igAA"}));
    // A key of the whole organization that the feed knows by the id of the list.
    let wide = with(key("wide", "2026-08-05", None), json!({"scope": {"type": "organization"}}));
    let listed = [key("before", "2026-06-30", None), admin, wide, key("ok", "2026-01-05", None)];
    let events = [
        created("2026-08-05T12:00:00Z", "wide"),
        event(
            "2026-08-03T12:00:00Z",
            "admin_api_key_created",
            json!({"admin_api_key_id": "admin_api_key_1", "scopes": []}),
        ),
        event("2026-08-03T12:00:00Z", "api_key_created", json!({"api_key_id": "apikey_scoped", "scopes": ["read"]})),
    ];
    assert_eq!(keys(&listed, &events).0, [""; 0]);
}

#[test]
fn while_the_feed_was_off_nothing_is_sure() {
    let switch = |at: &str, on: bool| {
        event(at, "org_compliance_api_settings_updated", json!({"compliance_api_logging_enabled": on}))
    };
    let events = [switch("2026-08-01T00:00:00Z", false), switch("2026-08-06T00:00:00Z", true)];
    let (found, notes) = keys(&[key("made", "2026-08-03", None)], &events);
    assert_eq!(found, ["low apikey_made"]);
    assert!(
        notes.contains(
            "logging of the Compliance API was off from 2026-08-01 00:00 to 2026-08-06 00:00 UTC: the absence"
        ),
        "{notes}"
    );
    let ended = status("2026-07-20T12:00:00Z", "back", "active", "archived");
    let events = [vec![ended], events.to_vec()].concat();
    assert_eq!(
        keys(&[key("back", "2026-01-05", None)], &events).0,
        ["low apikey_back"],
        "it may have come back meanwhile"
    );
}

#[test]
fn members() {
    let people = page(&[
        member("ok@example.com", "user"),
        with(member("joined@example.com", "user"), json!({"added_at": "2026-08-03T09:00:00Z"})),
        with(member("scim@example.com", "user"), json!({"added_at": "2026-08-03T09:00:00Z"})),
        with(member("asked@example.com", "user"), json!({"added_at": "2026-08-20T09:00:00Z"})),
        with(member("smuggled@example.com", "admin"), json!({"added_at": "2026-08-03T09:00:00Z"})),
        member("back@example.com", "developer"),
        member("gone@example.com", "user"),
        member("raised@example.com", "user"),
    ]);
    let role = |at: &str, local: &str, before: Value, now: Value| {
        let fields = json!({"user_id": format!("user_{local}"), "user_email": format!("{local}@example.com"),
            "previous_role": before, "current_role": now});
        event(at, "claude_user_role_updated", fields)
    };
    let events = [
        activity("2026-08-03T09:00:00Z", "org_user_invite_accepted", "joined", json!({"invite_id": "invite_1"})),
        event("2026-08-03T09:00:00Z", "scim_user_created", json!({"user_id": "user_scim"})),
        event("2026-08-20T09:01:00Z", "org_join_request_approved", json!({})),
        role("2026-08-01T09:00:00Z", "back", json!("user"), Value::Null),
        role("2026-08-02T09:00:00Z", "back", Value::Null, json!("developer")),
        event(
            "2026-08-07T09:00:00Z",
            "org_user_deleted",
            json!({"deleted_user_id": "user_gone", "deleted_user_email": "Gone@example.com"}),
        ),
        role("2026-08-09T09:00:00Z", "raised", json!("user"), json!("admin")),
        // Came and left within the quarter, known by id and by address.
        activity("2026-08-03T09:00:00Z", "org_user_invite_accepted", "short", json!({"invite_id": "invite_2"})),
        event(
            "2026-08-08T09:00:00Z",
            "org_user_deleted",
            json!({"deleted_user_id": "user_short", "deleted_user_email": "short@example.com"}),
        ),
        // Left, and is listed no more.
        activity("2026-08-08T09:00:00Z", "org_user_left", "left", json!({"previous_role": "user"})),
    ];
    let feed = feed(&events);
    let files = [("members.json", people.as_str()), ("feed.json", feed.as_str())];
    assert_eq!(
        found(&ANALYZER, &files),
        ["high smuggled@example.com", "high gone@example.com", "high raised@example.com"]
    );
    let Outcome::Assessed { notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else {
        panic!("not assessed")
    };
    assert_eq!(notes, ["organization members: 8 = 5 on 2026-07-01 + 4 created - 3 ended; 3 unexplained"]);
}

#[test]
fn workspaces() {
    let at = |name: &str, created: &str, archived: Value| {
        with(workspace(name), json!({"created_at": format!("{created}T09:00:00Z"), "archived_at": archived}))
    };
    let listed = page(&[
        at("old", "2026-01-05", Value::Null),
        at("new", "2026-08-05", Value::Null),
        at("silent", "2026-08-05", Value::Null),
        at("closed", "2026-01-05", json!("2026-08-05T09:00:00Z")),
        at("hushed", "2026-01-05", json!("2026-08-05T09:00:00Z")),
        at("Claude Code", "2026-08-05", Value::Null),
        at("Default", "2026-08-05", Value::Null),
    ]);
    let events = [
        event("2026-08-05T09:00:00Z", "platform_workspace_created", json!({"workspace_id": "wrkspc_new"})),
        event("2026-08-05T09:00:00Z", "platform_workspace_archived", json!({"workspace_id": "wrkspc_closed"})),
    ];
    let feed = feed(&events);
    let files = [("workspaces.json", listed.as_str()), ("feed.json", feed.as_str())];
    assert_eq!(found(&ANALYZER, &files), ["high silent", "high hushed"]);
}

#[test]
fn what_cannot_be_proven_is_not_assessed() {
    let list = page(&[key("made", "2026-08-03", None)]);
    let filtered = page(&[
        activity("2026-08-01T00:00:00Z", "sso_login_succeeded", "ok", json!({})),
        activity("2026-08-09T00:00:00Z", "sso_login_succeeded", "ok", json!({})),
    ]);
    let reported = ask(&ANALYZER, &[("keys.json", &list), ("feed.json", &filtered)]);
    assert_eq!(
        reported,
        ["not assessed: the feed has no event about the Console: it was probably exported with a filter"]
    );
    assert!(ask(&ANALYZER, &[("keys.json", &list)])[0].starts_with("not assessed: no export of audit events"));
}

#[test]
fn a_list_that_is_cut_proves_no_absence() {
    let cut = |keys: &[Value]| json!({"data": keys, "has_more": true, "last_id": "x"}).to_string();
    let feed = feed(&[created("2026-08-04T12:00:00Z", "elsewhere")]);
    let reported = ask(&ANALYZER, &[("keys.json", &cut(&[key("old", "2026-01-05", None)])), ("feed.json", &feed)]);
    assert!(reported[0].starts_with("not assessed: the list is incomplete"), "{reported:?}");
    let list = cut(&[key("old", "2026-01-05", None), key("silent", "2026-08-03", None)]);
    assert_eq!(found(&ANALYZER, &[("keys.json", &list), ("feed.json", &feed)]), ["high silent"]);
}

#[test]
fn a_deletion_that_the_list_records_contradicts_no_event() {
    let events = [created("2026-08-04T12:00:00Z", "gone")];
    let (old, gone) = (key("old", "2026-01-05", None), key("gone", "2026-08-04", None));
    assert_eq!(keys(std::slice::from_ref(&old), &events).0, ["high apikey_gone"], "no list has it");
    for mark in [json!({"deleted_at": "2026-08-10T03:00:00Z"}), json!({"_fivetran_deleted": true}), json!({"Op": "D"})]
    {
        assert_eq!(keys(&[old.clone(), with(gone.clone(), mark.clone())], &events).0, [""; 0], "{mark}");
    }
}
