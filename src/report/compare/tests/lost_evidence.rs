//! Nothing was mended between two reports, and the later one has less to go by: whatever is called resolved is wrong.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::run;
use crate::analyze::testing::{activity, days, invite, key, member, page, usage, with, workspace};
use crate::model::Report;

/// The first day of usage and events.
const SINCE: &str = "2026-05-01";

/// The lists of an organization with something wrong in each, by name of file.
fn lists() -> Vec<(&'static str, Vec<Value>)> {
    let made = |name: &str, workspace: &str, by: &str| {
        with(
            key(name, "2026-05-02", Some(&format!("wrkspc_{workspace}"))),
            json!({"created_by": {"type": "user", "id": format!("user_{by}")}, "expires_at": "2026-12-31T00:00:00Z"}),
        )
    };
    let keys = vec![
        made("prod-search", "production", "ann"),
        made("dev-search", "production", "ann"),
        made("prod-orphan", "production", "gone"),
        made("prod-shared", "old", "ann"),
        with(made("shared", "development", "bob"), json!({"created_at": "2025-01-02T12:00:00Z"})),
        with(made("dev-endless", "development", "bob"), json!({"expires_at": null})),
        with(made("dev-ended", "development", "bob"), json!({"status": "archived"})),
    ];
    let members = ["ann", "bob", "carla", "left", "support"];
    let mut members: Vec<Value> = members.iter().map(|name| member(&format!("{name}@example.com"), "admin")).collect();
    members.push(member("guest@elsewhere.example", "user"));
    let of_workspace = |name: &str, user: &str| {
        json!({"type": "workspace_member", "workspace_id": format!("wrkspc_{name}"), "user_id": format!("user_{user}"),
            "workspace_role": "workspace_admin"})
    };
    let admins = ["ann", "bob", "carla", "left", "support", "gone"].map(|user| of_workspace("production", user));
    let workspaces = vec![
        workspace("production"),
        workspace("development"),
        workspace("sandbox"),
        with(workspace("old"), json!({"archived_at": "2026-05-20T09:00:00Z"})),
    ];
    let invites =
        vec![invite("boss@example.com", "admin", "2026-06-20"), invite("late@example.com", "user", "2026-01-02")];
    vec![
        ("keys.json", keys),
        ("users.json", members),
        ("workspaces.json", workspaces),
        ("members.json", [&admins[..], &[of_workspace("development", "bob")]].concat()),
        ("invites.json", invites),
    ]
}

fn roster(names: &[&str]) -> String {
    let row = |name: &&str| {
        let status = if *name == "left" { "DEPROVISIONED" } else { "ACTIVE" };
        format!("{name}@example.com,{name},{status}\n")
    };
    format!("login,displayName,status\n{}", names.iter().map(row).collect::<String>())
}

const PEOPLE: [&str; 5] = ["ann", "bob", "carla", "left", "support"];

fn events(until: &str) -> Vec<Value> {
    let daily = days(SINCE, until).into_iter();
    let mut all: Vec<Value> =
        daily.map(|day| activity(&format!("{day}T09:00:00Z"), "claude_chat_created", "ann", json!({}))).collect();
    let role = json!({"user_id": "user_carla", "previous_role": "user", "current_role": "admin"});
    all.push(activity("2026-05-11T10:00:00Z", "claude_user_role_updated", "bob", role));
    all.push(activity("2026-05-12T10:00:00Z", "org_data_export_started", "bob", json!({})));
    all
}

/// All files of a run over the data until a day.
fn files(lists: &[(&'static str, Vec<Value>)], until: &str) -> Vec<(&'static str, String)> {
    let mut files: Vec<(&str, String)> = lists.iter().map(|(name, records)| (*name, page(records))).collect();
    let used = days(SINCE, until);
    let of = |name, workspace| (name, workspace, used.clone());
    let uses = [
        of("prod-search", "production"),
        of("nobody-knows", "production"),
        of("prod-shared", "old"),
        of("shared", "development"),
    ];
    files.push(("usage.csv", usage(&uses)));
    files.push(("roster.csv", roster(&PEOPLE)));
    files.push(("feed.jsonl", events(until).iter().map(|event| format!("{event}\n")).collect()));
    files
}

fn resolved(report: &Report) -> BTreeSet<String> {
    report.resolved.iter().map(|one| format!("{} {}", one.rule, one.subject.label())).collect()
}

/// What the runs find and resolve: the baseline, and later days of the same organization.
fn after(baseline: &Report, files: &[(&'static str, String)]) -> BTreeSet<String> {
    resolved(&run(files, Some(baseline)))
}

fn baseline() -> Report {
    let report = run(&files(&lists(), "2026-06-30"), None);
    let rules: BTreeSet<&str> = report.findings.iter().map(|one| one.rule.as_str()).collect();
    for rule in [
        "orphaned-key",
        "orphaned-member",
        "shared-account",
        "excess-workspace-admins",
        "environment-mismatch",
        "unknown-key",
        "archived-workspace-active-key",
        "unrotated-key",
        "privileged-invite",
        "privileged-role-change",
        "orphaned-workspace-member",
    ] {
        assert!(rules.contains(rule), "the organization has a {rule}: {rules:?}");
    }
    report
}

/// Fault: What a later run did not look at counted as mended: keys without creators, members without addresses, invites without roles
/// Outcome: A finding is resolved only where its check judged the subject again, or the subject is known to be gone
#[test]
fn no_field_that_is_lost_mends_anything() {
    let last = baseline();
    assert_eq!(after(&last, &files(&lists(), "2026-07-03")), BTreeSet::new(), "nothing changed");
    // Values that say that something ended, and fields without which something never was.
    let ends = |file: &str, field: &str| {
        // Without a workspace a key is in the default one.
        matches!((file, field), ("keys.json", "expires_at" | "workspace_id") | ("workspaces.json", "archived_at"))
    };
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for (at, (file, records)) in lists().into_iter().enumerate() {
        let fields: BTreeSet<String> =
            records.iter().flat_map(|one| one.as_object().unwrap().keys().cloned()).collect();
        for (number, field) in fields.iter().enumerate().filter(|(_, field)| *field != "type") {
            // In every record, and in one alone: another for every field.
            for (is_null, only) in [(true, None), (false, None), (number % 2 == 0, Some(number % records.len()))] {
                let mut changed = lists();
                let meant =
                    changed[at].1.iter_mut().enumerate().filter(|(row, _)| only.is_none_or(|only| only == *row));
                for (_, record) in meant {
                    let record = record.as_object_mut().unwrap();
                    if is_null {
                        record.insert(field.clone(), Value::Null);
                    } else {
                        record.remove(field);
                    }
                }
                tried += 1;
                let found = after(&last, &files(&changed, "2026-07-03"));
                if !found.is_empty() && !ends(file, field) {
                    wrong.push(format!("{file} {field} null: {is_null} only: {only:?}: {found:?}"));
                }
            }
        }
    }
    assert!(tried > 80, "{tried}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Fault: Findings were resolved by an export that was not there any more, or was of a part of the organization
/// Outcome: Without any one of the files, and with a list of a part, nothing that was found is resolved
#[test]
fn no_input_that_is_missing_or_a_part_mends_anything() {
    let last = baseline();
    let all = files(&lists(), "2026-07-03");
    for at in 0..all.len() {
        let mut fewer = all.clone();
        let (name, _) = fewer.remove(at);
        assert_eq!(after(&last, &fewer), BTreeSet::new(), "without {name}");
    }
    let replaced = |name: &str, content: String| {
        let mut files = all.clone();
        files.iter_mut().filter(|(own, _)| *own == name).for_each(|one| one.1.clone_from(&content));
        files
    };
    let used = days(SINCE, "2026-07-03");
    let feed = |keep: &dyn Fn(&Value) -> bool| -> String {
        events("2026-07-03").iter().filter(|one| keep(one)).map(|event| format!("{event}\n")).collect()
    };
    let without_keys = usage(&[("", "production", used.clone())]);
    for (what, name, content) in [
        ("a roster of one department", "roster.csv", roster(&PEOPLE[..2])),
        ("a roster of other addresses", "roster.csv", roster(&PEOPLE).replace("example.com", "other.example")),
        ("a feed of chats", "feed.jsonl", feed(&|event| event["type"] == "claude_chat_created")),
        ("a feed without one administrator", "feed.jsonl", feed(&|event| event["actor"]["user_id"] != "user_bob")),
        ("usage without keys", "usage.csv", without_keys),
        ("members of one workspace", "members.json", page(&lists()[3].1[6..])),
        ("masked addresses", "users.json", page(&lists()[1].1).replace("@example.com", "***@example.com")),
    ] {
        assert_eq!(after(&last, &replaced(name, content)), BTreeSet::new(), "{what}");
    }
}

/// What is mended is resolved all the same.
#[test]
fn what_is_judged_again_and_in_order_is_resolved() {
    let last = baseline();
    let mended = |at: usize, row: usize, fields: Value| {
        let mut changed = lists();
        changed[at].1[row] = with(changed[at].1[row].clone(), fields);
        after(&last, &files(&changed, "2026-07-03"))
    };
    for (what, at, row, fields) in [
        ("orphaned-key prod-orphan", 0, 2, json!({"status": "archived"})),
        ("orphaned-key prod-orphan", 0, 2, json!({"created_by": {"type": "user", "id": "user_ann"}})),
        ("shared-account support@example.com", 1, 4, json!({"email": "sue.port@example.com", "name": "Sue Port"})),
        ("privileged-invite boss@example.com", 4, 0, json!({"status": "accepted"})),
        ("environment-mismatch dev-search", 0, 1, json!({"name": "prod-search-b"})),
    ] {
        let found = mended(at, row, fields.clone());
        assert!(found.contains(what), "{what} by {fields}: {found:?}");
    }
}
