//! Events of the third quarter of 2026; with them the sister check of admins.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::members::inactive_admin;
use crate::analyze::testing::{
    activity, ask, days, found, found_with, key, member, outcome, page, policy, usage, with,
};
use crate::model::Confidence;
use crate::policy::Policy;

/// A feed with a sign-in of `busy` at noon of every day, and more.
fn feed(from: &str, to: &str, more: &[Value]) -> String {
    let daily = days(from, to).into_iter().map(|day| sign_in(&day, "busy"));
    let all: Vec<String> = daily.chain(more.iter().cloned()).map(|one| one.to_string()).collect();
    all.join("\n") + "\n"
}

fn sign_in(day: &str, local: &str) -> Value {
    activity(&format!("{day}T12:00:00Z"), "sso_login_succeeded", local, json!({}))
}

fn q3(more: &[Value]) -> String {
    feed("2026-07-01", "2026-09-30", more)
}

#[test]
fn nothing_seen_for_the_limit() {
    let members = page(&[
        member("busy@example.com", "developer"),
        member("stale-never@example.com", "developer"),
        member("stale-july@example.com", "user"),
        member("stale-chief@example.com", "admin"),
        member("ok-july@example.com", "user"),
    ]);
    let feed = q3(&[sign_in("2026-07-02", "stale-july"), sign_in("2026-07-03", "ok-july")]);
    let files = [("members.json", members.as_str()), ("feed.jsonl", &feed)];
    assert_eq!(
        ask(&ANALYZER, &files),
        [
            "medium stale-never@example.com: no event in 92 days of audit events (2026-07-01 to 2026-09-30). Role: developer. Allowed: 90 days (default)",
            "medium stale-july@example.com: last seen 2026-07-02, 90 days before 2026-09-30. Role: user. Allowed: 90 days (default)",
        ]
    );
    assert_eq!(found(&inactive_admin::ANALYZER, &files), ["high stale-chief@example.com"]);
    let strict = policy("[checks.inactive-member]\ninactive_after_days = 91\n");
    assert_eq!(found_with(&ANALYZER, &files, &strict), ["medium stale-never@example.com"]);
}

#[test]
fn what_is_activity_and_what_is_not() {
    let members = page(&[
        member("busy@example.com", "developer"),
        member("stale-fails@example.com", "user"),
        with(member("ok-new@example.com", "user"), json!({"added_at": "2026-07-20T09:00:00Z"})),
        member("ok-alias@example.com", "user"),
        member("ok-plus+claude@example.com", "user"),
        member("ok-key@example.com", "developer"),
        member("ok-coder@example.com", "claude_code_user"),
    ]);
    let at = "2026-09-10T12:00:00Z";
    let failed = activity(at, "sso_login_failed", "stale-fails", json!({}));
    let nameless = |mut event: Value| {
        event["actor"]["user_id"] = Value::Null;
        event
    };
    let feed = q3(&[failed, nameless(sign_in("2026-09-10", "alias")), nameless(sign_in("2026-09-10", "ok-plus"))]);
    let personal = json!({"principal": {"type": "user_actor", "user_id": "user_ok-key"}});
    let coding = json!({"created_by": {"type": "user", "id": "user_ok-coder"}, "workspace_id": "wrkspc_Claude Code"});
    let keys =
        page(&[with(key("personal", "2026-01-05", None), personal), with(key("coding", "2026-01-05", None), coding)]);
    let spaces = page(&[crate::analyze::testing::workspace("Claude Code")]);
    let used = usage(&[
        ("personal", "Default", days("2026-09-01", "2026-09-02")),
        ("coding", "Claude Code", days("2026-09-01", "2026-09-02")),
    ]);
    let roster = "Name,Email,Alias\nA,ok-alias@example.com,alias@example.com\n";
    let files = [
        ("members.json", members.as_str()),
        ("feed.jsonl", &feed),
        ("keys.json", &keys),
        ("spaces.json", &spaces),
        ("usage.csv", &used),
        ("roster.csv", roster),
    ];
    assert_eq!(found(&ANALYZER, &files), ["medium stale-fails@example.com"]);
}

#[test]
fn an_audit_log_does_not_see_the_console() {
    let log = |day: &String| {
        format!(
            "{day}T12:00:00Z,\"{{'name': 'B', 'uuid': 'u-1', 'metadata': {{'email_address': 'busy@example.com'}}}}\",\
             user_signed_in_sso,{{}},None,198.51.100.14,d,Mozilla/5.0,web\n"
        )
    };
    let rows: String = days("2026-07-01", "2026-09-30").iter().map(log).collect();
    let log = format!(
        "created_at,actor_info,event,event_info,entity_info,ip_address,device_id,user_agent,client_platform\n{rows}"
    );
    let members = page(&[member("busy@example.com", "developer"), member("stale-quiet@example.com", "developer")]);
    let used = usage(&[("k", "A", days("2026-07-01", "2026-09-30"))]);
    let confidence = |events: (&str, &str)| {
        let files = [("members.json", members.as_str()), events, ("usage.csv", &used)];
        match outcome(&ANALYZER, &files, &Policy::default()) {
            Outcome::Assessed { findings, .. } => findings.iter().map(|f| f.confidence).collect::<Vec<_>>(),
            Outcome::NotAssessed { why, .. } | Outcome::NotApplicable { why, .. } => panic!("{why}"),
        }
    };
    assert_eq!(confidence(("log.csv", &log)), [Confidence::Medium]);
    assert_eq!(confidence(("feed.jsonl", &q3(&[]))), [Confidence::High]);
}

#[test]
fn short_or_broken_events_prove_nothing() {
    let members = page(&[member("busy@example.com", "user"), member("ok-a@example.com", "user")]);
    let short = feed("2026-07-03", "2026-09-29", &[]);
    assert_eq!(
        ask(&ANALYZER, &[("members.json", &members), ("feed.jsonl", &short)]),
        ["not assessed: audit events cover 89 days without a gap; needed: 90"]
    );
    let gap = feed("2026-05-01", "2026-07-10", &[]) + &feed("2026-08-01", "2026-09-30", &[]);
    let line = ask(&ANALYZER, &[("members.json", &members), ("feed.jsonl", &gap)]).remove(0);
    assert!(line.starts_with("not assessed: audit events cover 71 days"), "{line}");
    assert_eq!(ask(&ANALYZER, &[("members.json", &members)]), ["not assessed: no export of audit events"]);
}

#[test]
fn while_logging_was_off_silence_proves_nothing() {
    let members = page(&[member("busy@example.com", "user"), member("stale-a@example.com", "user")]);
    let logging = |at: &str, enabled: bool| {
        let event =
            activity(at, "org_compliance_api_settings_updated", "busy", json!({"compliance_api_enabled": enabled}));
        with(event, json!({"id": format!("activity_{at}")}))
    };
    let ask = |off: &str, on: &str| {
        let feed = q3(&[logging(off, false), logging(on, true)]);
        outcome(&ANALYZER, &[("members.json", &members), ("feed.jsonl", &feed)], &Policy::default())
    };
    let Outcome::NotAssessed { why, .. } = ask("2026-08-10T10:00:00Z", "2026-08-12T10:00:00Z") else {
        panic!("two days")
    };
    assert_eq!(
        why,
        "audit events cover 49 days without a gap (the Compliance API was off from 2026-08-10 10:00 to 2026-08-12 10:00 UTC: the absence of events in that time proves nothing); needed: 90"
    );
    let Outcome::Assessed { findings, notes, .. } = ask("2026-08-10T10:00:00Z", "2026-08-10T11:00:00Z") else {
        panic!("an hour")
    };
    assert_eq!(findings.len(), 1);
    assert!(notes.len() == 1 && notes[0].starts_with("the Compliance API was off from 2026-08-10 10:00"), "{notes:?}");
}

#[test]
fn events_of_few_members_are_no_record_of_the_others() {
    let names: Vec<String> = (0..12).map(|at| format!("m{at:02}")).collect();
    let members = page(&names.iter().map(|name| member(&format!("{name}@example.com"), "user")).collect::<Vec<_>>());
    let acted = |count: usize| {
        let signs: Vec<Value> = names[..count].iter().map(|name| sign_in("2026-09-02", name)).collect();
        found(&ANALYZER, &[("members.json", members.as_str()), ("feed.jsonl", &q3(&signs))])
    };
    for few in [0, 1, 2] {
        assert_eq!(acted(few), ["not assessed"], "{few} of 12");
    }
    for (enough, silent) in [(3, 9), (8, 4)] {
        assert_eq!(acted(enough).len(), silent, "{enough} of 12");
    }
}
