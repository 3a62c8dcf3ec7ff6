//! What the sample's audit log holds.

use super::day;
use crate::model::{AdminAction, Change, Evidence, FirstSeen, KindCount, LogReview, LogSource};

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
        actions: vec![found, action("2026-08-04", "org_sso_toggled", 57), hostile],
        actions_total: 3,
        actions_found: 1,
        compared_since: Some(day("2026-04-01")),
        new_actors: vec![seen("ben@northwind.example", "a member since 2026-08-03")],
        new_types: vec![seen("org_sso_toggled", "administration")],
    }
}
