//! What events, lists and the roster tell of one period, each change once.

use serde_json::{Value, json};

use super::access_changes;
use crate::analyze::testing::{activity, as_of_facts, data, invite, key, member, page, with, workspace};
use crate::model::{AccessChange, AccessChanges};
use crate::policy::Policy;

fn changes(files: &[(&str, &str)]) -> AccessChanges {
    let data = data(files);
    let (facts, period) = as_of_facts(files);
    access_changes(&data, &facts, &Policy::default(), period)
}

fn lines(events: &[Value]) -> String {
    events.iter().map(|event| format!("{event}\n")).collect()
}

/// Events of every week, so that the feed covers July to September.
fn feed(events: &[Value]) -> String {
    let days = crate::analyze::testing::days("2026-07-01", "2026-09-30");
    let days = days.iter().step_by(7).chain(days.last());
    let daily = days.map(|day| activity(&format!("{day}T08:00:00Z"), "platform_cost_report_viewed", "ok", json!({})));
    lines(&daily.chain(events.iter().cloned()).collect::<Vec<_>>())
}

/// `kind whom: what`, then by whom and how it is known.
fn says(one: &AccessChange) -> String {
    let by = one.by.as_deref().unwrap_or("-");
    format!("{} {}: {} / {by} / {}", one.kind.id(), one.whom, one.what, one.basis.id())
}

fn listed(files: &[(&str, &str)]) -> Vec<String> {
    changes(files).changes.iter().map(says).collect()
}

#[test]
fn several_events_of_one_coming_are_one_row() {
    let role =
        json!({"user_id": "user_bo", "user_email": "bo@example.com", "previous_role": null, "current_role": "user"});
    let events = feed(&[
        activity("2026-08-03T10:00:00Z", "org_user_invite_accepted", "bo", json!({"invite_id": "invite_bo"})),
        activity("2026-08-03T10:00:01Z", "claude_user_role_updated", "ann", role),
        activity(
            "2026-08-20T10:00:00Z",
            "claude_user_role_updated",
            "ann",
            json!({
            "user_id": "user_bo", "user_email": "bo@example.com", "previous_role": "user", "current_role": "admin"}),
        ),
        activity(
            "2026-08-20T10:00:20Z",
            "role_assignment_granted",
            "ann",
            json!({
            "target_id": "user_bo", "target_type": "user", "resource_type": "organization", "role": "organization:admin"}),
        ),
        // A role on a project is none in the organization.
        activity(
            "2026-08-21T10:00:20Z",
            "role_assignment_granted",
            "ann",
            json!({
            "target_id": "user_bo", "target_type": "user", "resource_type": "chat_project", "role": "chat_project:owner"}),
        ),
    ]);
    let users = page(&[with(member("bo@example.com", "admin"), json!({"added_at": "2026-08-03T10:00:00Z"}))]);
    let found = listed(&[("feed.jsonl", &events), ("users.json", &users)]);
    assert_eq!(
        found,
        [
            "joined bo@example.com: accepted the invitation; member with role user / themselves / event",
            "role-changed bo@example.com: user → admin / ann@example.com / event",
        ]
    );
}

/// Directory and organization report one leaving, one of them by the id alone; two people who leave together are two.
#[test]
fn events_of_one_person_are_one_row_and_those_of_two_are_two() {
    let left = |who: &str| activity("2026-08-05T06:00:00Z", "org_user_left", who, json!({"previous_role": "user"}));
    let deleted = |who: &str| {
        activity("2026-08-05T06:30:00Z", "scim_user_deleted", "ann", json!({"user_id": format!("user_{who}")}))
    };
    let of = |events: &[Value]| {
        let all = changes(&[("feed.jsonl", &feed(events))]).changes;
        all.iter().map(|one| (one.whom_id.clone(), one.evidence.len())).collect::<Vec<_>>()
    };
    assert_eq!(of(&[left("dan"), deleted("dan")]), [("user_dan".to_owned(), 2)]);
    assert_eq!(of(&[left("dan"), deleted("eve")]), ["user_dan", "user_eve"].map(|id| (id.to_owned(), 1)));
    assert_eq!(of(&[left("dan"), left("eve")]), ["user_dan", "user_eve"].map(|id| (id.to_owned(), 1)));
}

/// A role is reported by two events within two minutes, a coming or going by several within a day.
#[test]
fn events_far_apart_or_of_another_kind_are_changes_of_their_own() {
    let role = |at: &str, who: &str, from: Value, to: &str| {
        let fields = json!({"user_id": format!("user_{who}"), "user_email": format!("{who}@example.com"), "previous_role": from, "current_role": to});
        activity(&format!("2026-08-20T{at}Z"), "claude_user_role_updated", "ann", fields)
    };
    let granted = |at: &str, to: &str| {
        let fields = json!({"target_id": "user_bo", "target_type": "user", "resource_type": "organization", "role": format!("organization:{to}")});
        activity(&format!("2026-08-20T{at}Z"), "role_assignment_granted", "ann", fields)
    };
    let rows = |events: &[Value]| {
        let all = changes(&[("feed.jsonl", &feed(events))]).changes;
        all.iter().map(|one| (one.kind.id(), one.evidence.len())).collect::<Vec<_>>()
    };
    let to_admin = || role("10:00:00", "bo", json!("user"), "admin");
    let changed = "role-changed";
    assert_eq!(rows(&[to_admin(), granted("10:02:00", "admin")]), [(changed, 2)], "two minutes are together");
    assert_eq!(rows(&[to_admin(), granted("10:02:01", "admin")]), [(changed, 1), (changed, 1)]);
    assert_eq!(rows(&[to_admin(), granted("10:01:00", "billing")]), [(changed, 1), (changed, 1)], "another role");
    let joined = |at: &str| {
        activity(&format!("2026-08-21T{at}Z"), "org_user_invite_accepted", "bo", json!({"invite_id": "invite_bo"}))
    };
    let given = || role("10:00:00", "bo", Value::Null, "user");
    assert_eq!(rows(&[given(), joined("10:00:00")]), [("joined", 2)], "a day");
    assert_eq!(rows(&[given(), joined("10:00:01")]), [("joined", 1), ("joined", 1)]);
    let left = activity("2026-08-20T11:00:00Z", "org_user_left", "bo", json!({"previous_role": "user"}));
    assert_eq!(rows(&[given(), left]), [("joined", 1), ("left", 1)], "who leaves does not come");
}

#[test]
fn who_left_has_both_times() {
    let removed = |at: &str, who: &str| {
        activity(
            at,
            "org_user_deleted",
            "ann",
            json!({"deleted_user_id": format!("user_{who}"), "deleted_user_email": format!("{who}@example.com")}),
        )
    };
    let events = feed(&[removed("2026-08-05T06:00:00Z", "late"), removed("2026-08-07T06:00:00Z", "unknown")]);
    let users = page(&[member("ann@example.com", "admin"), member("still@example.com", "user")]);
    let roster = "email,status,last_day\nann@example.com,active,\nlate@example.com,terminated,2026-08-03\nstill@example.com,terminated,2026-08-10\nearlier@example.com,terminated,2026-02-10\n";
    let all = changes(&[("feed.jsonl", &events), ("users.json", &users), ("roster.csv", roster)]);
    let rows: Vec<_> = all
        .changes
        .iter()
        .map(|one| (one.whom.as_str(), one.departed_on.map(|day| day.to_string()), one.lag_hours, one.basis.id()))
        .collect();
    assert_eq!(
        rows,
        [
            ("late@example.com", Some("2026-08-03".to_owned()), Some(30.0), "event"),
            ("unknown@example.com", None, None, "event"),
            ("still@example.com", Some("2026-08-10".to_owned()), None, "roster"),
        ]
    );
    assert!(all.changes[2].what.ends_with("still in the list of members"));
    assert_eq!(all.changes[0].evidence.len(), 2, "the event and the roster's row");
}

#[test]
fn keys_and_places_in_workspaces() {
    let status = |from: &str, to: &str| json!([{"type": "status", "previous_value": from, "current_value": to}]);
    let named = json!([{"type": "name", "previous_value": "a", "current_value": "b"}]);
    let of_key = |at: &str, updates: Value| {
        activity(at, "platform_api_key_updated", "ann", json!({"api_key_id": "apikey_k", "updates": updates}))
    };
    let place =
        |at: &str, kind: &str| activity(at, kind, "ann", json!({"user_id": "user_bo", "workspace_id": "wrkspc_Prod"}));
    let events = feed(&[
        activity("2026-08-01T10:00:00Z", "platform_api_key_created", "ann", json!({"api_key_id": "apikey_k"})),
        of_key("2026-08-02T10:00:00Z", named),
        of_key("2026-08-03T10:00:00Z", status("active", "inactive")),
        of_key("2026-08-04T10:00:00Z", status("inactive", "archived")),
        place("2026-08-05T10:00:00Z", "platform_workspace_member_added"),
        place("2026-08-06T10:00:00Z", "platform_workspace_member_removed"),
        activity(
            "2026-08-07T10:00:00Z",
            "group_member_added",
            "ann",
            json!({"group_id": "g1", "member_ids": ["user_bo", "user_cy"]}),
        ),
    ]);
    let (keys, spaces) =
        (page(&[with(key("k", "2026-08-01", None), json!({"status": "archived"}))]), page(&[workspace("Prod")]));
    let users = page(&[member("bo@example.com", "user")]);
    let found =
        listed(&[("feed.jsonl", &events), ("keys.json", &keys), ("workspaces.json", &spaces), ("users.json", &users)]);
    assert_eq!(
        found,
        [
            "key-created k: API key made / ann@example.com / event",
            "key-changed k: API key: status active → inactive / ann@example.com / event",
            "key-ended k: API key: status inactive → archived / ann@example.com / event",
            "workspace-granted bo@example.com: added / ann@example.com / event",
            "workspace-removed bo@example.com: removed / ann@example.com / event",
            "group-granted bo@example.com: group g1 / ann@example.com / event",
            "group-granted user_cy: group g1 / ann@example.com / event",
        ]
    );
}

#[test]
fn without_a_log_the_dates_of_the_lists_remain_and_it_is_said() {
    let keys = page(&[key("old", "2025-01-01", None), key("new", "2026-08-03", None)]);
    let invites = page(&[invite("cy@example.com", "user", "2026-08-10")]);
    let usage = crate::analyze::testing::usage(&[(
        "new",
        "Default",
        crate::analyze::testing::days("2026-07-01", "2026-09-30"),
    )]);
    let files = [("keys.json", keys.as_str()), ("invites.json", invites.as_str()), ("usage.csv", usage.as_str())];
    let all = changes(&files);
    assert!(all.basis[0].starts_with("There is no log"), "{:?}", all.basis);
    let found: Vec<String> = all.changes.iter().map(says).collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].starts_with("key-created new: API key made; now active") && found[0].ends_with("list"),
        "{found:?}"
    );
    assert!(found[1].starts_with("invited cy@example.com: invited as user; pending / - / list"), "{found:?}");
    assert_eq!(all.counts.iter().map(|one| one.without_event).sum::<u64>(), 2);
}
