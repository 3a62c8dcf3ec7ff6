//! What is edited by deleting it and making it again is no finding, of whatever kind it is.

use serde_json::{Value, json};

use super::testing::{event, feed};
use super::{connector_added, rate_limit_removed, spend_limit_removed};
use crate::analyze::ALL;
use crate::analyze::testing::report;
use crate::model::{Severity, Table};
use crate::policy::Policy;

/// Keys: the deletion and the creation that together are an edit.
const KEYS: [(&str, &str); 3] = [
    ("admin_api_key_deleted", "admin_api_key_created"),
    ("scoped_api_key_deleted", "api_key_created"),
    ("service_key_revoked", "service_key_created"),
];

/// Every kind of thing that is deleted and made again: deletion, creation.
fn pairs() -> Vec<(&'static str, &'static str)> {
    let limits = spend_limit_removed::LIMITS.iter().map(|(_, deleted, created, _)| (*deleted, *created));
    let connectors = connector_added::ADDED.iter().filter_map(|(created, _, deleted)| Some(((*deleted)?, *created)));
    let rates = [(rate_limit_removed::DELETED, rate_limit_removed::SET)];
    limits.chain(connectors).chain(KEYS).chain(rates).collect()
}

/// The checks of events that find something, of medium severity and above.
fn found(events: &[Value]) -> Vec<String> {
    let lines = feed(events);
    let of_events = |rule: &str| {
        let check = ALL.iter().find(|one| one.id == rule);
        check.is_some_and(|one| one.reads.iter().any(|group| group.contains(&Table::Events)))
    };
    // Whether there is a limit or an alert at all is another question.
    let others = ["missing-spend-limit", "missing-spend-alert"];
    let report = report(&[("feed.jsonl", &lines)], &Policy::default(), None);
    let found = report.findings.into_iter().filter(|one| one.severity >= Severity::Medium && of_events(&one.rule));
    found.map(|one| one.rule).filter(|rule| !others.contains(&rule.as_str())).collect()
}

#[test]
fn deleted_and_made_again_within_ten_minutes_is_an_edit() {
    let end = event("23:00", "claude_chat_created", "ok-ann", json!({}));
    let pairs = pairs();
    assert!(pairs.len() >= 15, "{pairs:?}");
    let fields = json!({"mcp_server_name": "wiki", "workspace_id": "wrkspc_1", "limit_action": "notify_only"});
    for (deleted, created) in pairs {
        let at = |time: &str| {
            let made = event(time, created, "ok-ann", fields.clone());
            found(&[event("10:00", deleted, "ok-ann", fields.clone()), made, end.clone()])
        };
        assert_eq!(at("10:00"), [""; 0], "{deleted} and {created} at once");
        assert_eq!(at("10:09"), [""; 0], "{deleted} and {created} nine minutes later");
        assert!(!at("10:11").is_empty(), "{deleted} and {created} eleven minutes later");
    }
}

#[test]
fn two_things_are_no_edit() {
    let end = event("23:00", "claude_chat_created", "ok-ann", json!({}));
    for (deleted, created, one, other) in [
        (
            "mcp_server_deleted",
            "mcp_server_created",
            json!({"mcp_server_name": "wiki"}),
            json!({"mcp_server_name": "mail"}),
        ),
        (
            "workspace_spend_limit_deleted",
            "workspace_spend_limit_created",
            json!({"workspace_id": "w1"}),
            json!({"workspace_id": "w2"}),
        ),
        ("platform_spend_limit_deleted", "workspace_spend_limit_created", json!({}), json!({})),
        ("mcp_server_deleted", "tunnel_created", json!({}), json!({})),
        (
            "scoped_api_key_deleted",
            "api_key_created",
            json!({"scopes": ["read:members"]}),
            json!({"scopes": ["write:members"]}),
        ),
    ] {
        let events = [event("10:00", deleted, "ok-ann", one), event("10:05", created, "ok-ann", other), end.clone()];
        assert!(!found(&events).is_empty(), "{deleted} and {created}");
    }
}
