//! What the sample's audit log holds.

use super::day;
use crate::model::{
    AdminAction, Change, Evidence, FirstSeen, KindCount, LogReview, LogReviewResult, LogRow, LogSource, ReviewedWeek,
    RowDecision,
};

/// Three actions of administrators, one of them in names that are none.
pub(super) fn log_review() -> LogReview {
    let place =
        |line| Evidence { file: "audit/feed_2026-Q3.jsonl".into(), line: Some(line), record: "an event".into() };
    let change = |field: &str, before: Option<&str>, after: &str| Change {
        field: field.into(),
        before: before.map(str::to_owned),
        after: Some(after.into()),
    };
    let action = |day: &str, event: &str, line| AdminAction {
        id: Some(format!("activity_{line}")),
        at: format!("{day}T10:00:00Z"),
        actor: "ana@northwind.example".into(),
        event: event.into(),
        objects: vec!["ben@northwind.example".into()],
        changes: vec![change("role", Some("user"), "admin"), change("enabled", None, "false")],
        ip: Some("198.51.100.7".into()),
        agent: Some("mozilla chrome".into()),
        row: String::new(),
        found_by: Vec::new(),
        evidence: vec![place(line)],
    };
    let hostile = AdminAction {
        objects: vec!["x|<b>bold".into()],
        agent: Some("[a](javascript:alert(1))".into()),
        ..action("2026-08-05", "mcp_server_created", 90)
    };
    let found = AdminAction {
        found_by: vec!["privileged-role-change".into()],
        ..action("2026-08-03", "claude_user_role_updated", 31)
    };
    let kind = |sensitivity: &str, topic: &str, events, types: &[&str]| KindCount {
        topic: topic.into(),
        action: "changed".into(),
        sensitivity: sensitivity.into(),
        events: vec![events],
        types: types.iter().map(|name| (*name).to_owned()).collect(),
        evidence: place(31),
    };
    let seen = |name: &str, about: &str| FirstSeen {
        name: name.into(),
        about: about.into(),
        at: "2026-08-04T09:12:00Z".into(),
        events: 4,
        evidence: place(44),
    };
    LogReview {
        sources: vec![LogSource { title: "activity feed".into(), events: 21_204 }],
        reported_twice: 0,
        activity_by_hour: (0..7)
            .map(|day| (0..24).map(|hour| if day < 5 && (8..18).contains(&hour) { 80 } else { 3 }).collect())
            .collect(),
        kinds: vec![
            kind("administration", "role", 3, &["claude_user_role_updated"]),
            kind("unknown", "", 2, &["some_type_of_next_year|<b>"]),
            kind("everyday", "content", 21_199, &["claude_chat_created"]),
        ],
        rows: vec![decided_row(&found), open_row(&hostile)],
        result: Some(result()),
        actions: vec![found, action("2026-08-04", "org_sso_toggled", 57), hostile],
        actions_total: 3,
        actions_found: 1,
        compared_since: Some(day("2026-04-01")),
        new_actors: vec![seen("ben@northwind.example", "a member since 2026-08-03")],
        new_types: vec![seen("org_sso_toggled", "administration")],
    }
}

/// Two actions that somebody decided about.
fn decided_row(action: &AdminAction) -> LogRow {
    LogRow {
        id: "log-abcdefghij".into(),
        actor: action.actor.clone(),
        event: action.event.clone(),
        count: 2,
        first: action.at.clone(),
        last: "2026-08-09T08:00:00Z".into(),
        objects: action.objects.clone(),
        more_objects: 1,
        changes: action.changes.clone(),
        networks: vec!["198.51.100.0/24".into()],
        flagged: 1,
        findings: vec!["privileged-role-change 0123456789".into()],
        evidence: action.evidence.first().cloned(),
        event_keys: vec!["aaaabbbbcc".into(), "ddddeeeeff".into()],
        decided: 2,
        decision: Some(RowDecision {
            decision: "follow-up".into(),
            reviewer: Some("cy@northwind.example".into()),
            on: Some(day("2026-10-07")),
            ticket: Some("SEC-9".into()),
            comment: Some("asked <b>Ana</b>".into()),
            evidence: Evidence {
                file: "review/log-review.csv".into(),
                line: Some(2),
                record: "log-abcdefghij: follow-up".into(),
            },
        }),
        unclear: None,
    }
}

/// One that somebody wrote a word about which decides nothing.
fn open_row(action: &AdminAction) -> LogRow {
    LogRow {
        id: "log-bcdefghijk".into(),
        actor: "=cmd|calc".into(),
        event: action.event.clone(),
        count: 1,
        first: action.at.clone(),
        last: action.at.clone(),
        objects: action.objects.clone(),
        evidence: action.evidence.first().cloned(),
        event_keys: vec!["eeeeffffgg".into()],
        unclear: Some("«perhaps» is not a known decision".into()),
        ..LogRow::default()
    }
}

fn result() -> LogReviewResult {
    let week = |first, last, events, decided, on: Option<&str>| ReviewedWeek {
        first: day(first),
        last: day(last),
        events,
        decided,
        on: on.map(day),
        after_days: on.map(|on| (day(on) - day(last)).num_days()),
    };
    LogReviewResult {
        files: vec!["review/log-review <filled>.csv".into()],
        rows: 2,
        events: 3,
        follow_up: 1,
        undecided: 1,
        unclear: 1,
        others: 1,
        days: Some((day("2026-10-07"), day("2026-10-07"))),
        reviewers: vec!["cy@northwind.example".into()],
        weeks: vec![
            week("2026-07-27", "2026-08-02", 0, 0, None),
            week("2026-08-03", "2026-08-09", 3, 2, None),
            week("2026-08-10", "2026-08-16", 2, 2, Some("2026-10-07")),
        ],
        ..LogReviewResult::default()
    }
}
