//! The third quarter of 2026; `as_of` is 2026-10-01.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{activity, ask, ask_with, days, found, key, member, outcome, page, policy, usage, with};
use crate::model::Confidence;
use crate::policy::Policy;

/// A feed that begins in May and lasts through September, and more.
fn feed(more: &[Value]) -> String {
    let daily = days("2026-05-01", "2026-09-30").into_iter();
    let daily = daily.map(|day| activity(&format!("{day}T12:00:00Z"), "sso_login_succeeded", "busy", json!({})));
    daily.chain(more.iter().cloned()).map(|event| format!("{event}\n")).collect()
}

fn removed(at: &str, local: &str) -> Value {
    let whom =
        json!({"deleted_user_id": format!("user_{local}"), "deleted_user_email": format!("{local}@example.com")});
    with(activity(at, "org_user_deleted", "busy", whom), json!({"id": format!("activity_gone_{local}")}))
}

fn made_key(at: &str, local: &str, name: &str) -> Value {
    activity(at, "platform_api_key_created", local, json!({"api_key_id": format!("apikey_{name}")}))
}

/// So many deletions by somebody, a minute apart.
fn deletions(day: &str, local: &str, count: usize) -> Vec<Value> {
    (0..count).map(|n| activity(&format!("{day}T10:{n:02}:00Z"), "claude_chat_deleted", local, json!({}))).collect()
}

fn check(events: &[Value]) -> Vec<String> {
    found(&ANALYZER, &[("feed.jsonl", &feed(events))])
}

#[test]
fn exports_keys_and_deletions_of_the_last_week() {
    let mut events = vec![
        removed("2026-08-20T12:00:00Z", "stale-export"),
        activity(
            "2026-08-14T09:00:00Z",
            "org_data_export_started",
            "stale-export",
            json!({"export_type": "conversations"}),
        ),
        removed("2026-08-20T12:00:00Z", "stale-key"),
        made_key("2026-08-19T09:00:00Z", "stale-key", "handover"),
        removed("2026-08-20T12:00:00Z", "stale-deletes"),
    ];
    events.extend(deletions("2026-08-18", "stale-deletes", 30));
    assert_eq!(
        ask(&ANALYZER, &[("feed.jsonl", &feed(&events))]),
        [
            "high stale-export@example.com: 1 export (org_data_export_started on 2026-08-14). The person left: removed by busy@example.com on 2026-08-20, activity feed. Window: the last 7 days (default), before 2026-08-20 12:00 UTC",
            "high stale-key@example.com: 1 new key (apikey_handover on 2026-08-19). The person left: removed by busy@example.com on 2026-08-20, activity feed. Window: the last 7 days (default), before 2026-08-20 12:00 UTC",
            "high stale-deletes@example.com: 30 deletions (claude_chat_deleted on 2026-08-18, …). The person left: removed by busy@example.com on 2026-08-20, activity feed. Window: the last 7 days (default), before 2026-08-20 12:00 UTC",
        ]
    );
    let wide = policy("[checks.leaver-activity]\nmass_deletions = 31\nlast_days = 5\n");
    let lines = ask_with(&ANALYZER, &[("feed.jsonl", &feed(&events))], &wide);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with("high stale-key@example.com"));
}

#[test]
fn what_leavers_do_as_others_do() {
    let mut events = vec![
        removed("2026-08-20T12:00:00Z", "ok-before"),
        activity("2026-08-13T09:00:00Z", "org_data_export_started", "ok-before", json!({})),
        made_key("2026-08-13T11:59:59Z", "ok-before", "old"),
        removed("2026-08-20T12:00:00Z", "ok-few"),
        removed("2026-08-20T12:00:00Z", "ok-tidy"),
        // Rotation: a key in exchange for one that is archived.
        removed("2026-08-20T12:00:00Z", "ok-rotates"),
        activity(
            "2026-08-19T09:00:00Z",
            "platform_api_key_updated",
            "ok-rotates",
            json!({"api_key_id": "apikey_a", "updates": [{"type":
            "status", "previous_value": "active", "current_value": "archived"}]}),
        ),
        made_key("2026-08-19T09:04:00Z", "ok-rotates", "b"),
        // Stays.
        made_key("2026-08-19T09:00:00Z", "busy", "c"),
        activity("2026-08-19T10:00:00Z", "org_members_exported", "busy", json!({})),
        // Single files.
        removed("2026-08-20T12:00:00Z", "ok-file"),
        activity("2026-08-19T09:00:00Z", "claude_file_exported", "ok-file", json!({})),
    ];
    events.extend(deletions("2026-08-18", "ok-few", 24));
    events.extend(deletions("2026-08-18", "ok-tidy", 30));
    events.extend(deletions("2026-07-10", "ok-tidy", 10));
    assert_eq!(check(&events), [""; 0]);
}

#[test]
fn keys_that_stop_with_their_account() {
    let own = json!({"principal": {"type": "user_actor", "user_id": "user_ok"}});
    let coding = json!({"workspace_id": "wrkspc_Claude Code"});
    let keys = page(&[
        with(key("own", "2026-08-19", None), own),
        with(key("coding", "2026-08-19", None), coding),
        key("lasting", "2026-08-19", None),
    ]);
    let spaces = page(&[crate::analyze::testing::workspace("Claude Code")]);
    let events = |names: &[&str]| {
        let made = names.iter().map(|name| made_key("2026-08-19T09:00:00Z", "ok", name));
        feed(
            &made
                .chain([removed("2026-08-20T12:00:00Z", "ok")])
                .enumerate()
                .map(|(n, mut event)| {
                    event["id"] = json!(format!("activity_{n}"));
                    event
                })
                .collect::<Vec<_>>(),
        )
    };
    let ask = |names: &[&str]| {
        found(&ANALYZER, &[("keys.json", &keys), ("spaces.json", &spaces), ("feed.jsonl", &events(names))])
    };
    assert_eq!(ask(&["own", "coding"]), [""; 0]);
    assert_eq!(ask(&["own", "lasting"]), ["high ok@example.com"]);
}

#[test]
fn the_day_is_the_roster_s_where_no_event_says_more() {
    let roster = "Name,Email,Alias,Status,End date\nA,stale@example.com,,left,2026-08-10\nB,stale-late@example.com,,left,2026-08-01\n\
                  C,ok-undated@example.com,,left,\nD,stale.long@example.com,stale-alias@example.com,left,2026-08-10\n";
    let export = |at: &str, local: &str| activity(at, "org_members_exported", local, json!({}));
    let feed = feed(&[
        export("2026-08-10T23:00:00Z", "stale"),
        export("2026-08-15T10:00:00Z", "stale-late"),
        removed("2026-08-20T12:00:00Z", "stale-late"),
        export("2026-08-10T10:00:00Z", "ok-undated"),
        export("2026-08-05T10:00:00Z", "stale-alias"),
    ]);
    let members = page(&[member("stale@example.com", "user")]);
    let used = usage(&[("k", "A", days("2026-07-01", "2026-09-30"))]);
    let files =
        [("feed.jsonl", feed.as_str()), ("roster.csv", roster), ("members.json", &members), ("usage.csv", &used)];
    let Outcome::Assessed { population, findings, notes } = outcome(&ANALYZER, &files, &Policy::default()) else {
        panic!()
    };
    let found: Vec<_> = findings.iter().map(|finding| (finding.subject.label(), finding.confidence)).collect();
    assert_eq!(
        found,
        [
            ("stale-late@example.com", Confidence::High),
            ("stale@example.com", Confidence::Medium),
            ("stale-alias@example.com", Confidence::Medium)
        ]
    );
    assert!(findings[0].message.contains("1 of it after the last day"), "{}", findings[0].message);
    assert_eq!(population, 3);
    assert_eq!(notes.len(), 1, "{notes:?}");
}

#[test]
fn events_that_do_not_reach_the_last_days() {
    let late = activity("2026-09-29T12:00:00Z", "sso_login_succeeded", "busy", json!({}));
    let gone = removed("2026-09-28T12:00:00Z", "a");
    let short = format!("{late}\n{gone}\n");
    let line = ask(&ANALYZER, &[("feed.jsonl", &short)]).remove(0);
    assert!(line.starts_with("not assessed: not judged: 1 person who left, because the events do not cover"), "{line}");
    let spring = removed("2026-05-28T12:00:00Z", "a");
    let keys = made_key("2026-05-27T12:00:00Z", "a", "k");
    assert_eq!(check(&[spring, keys]), [""; 0], "before the period");
}
