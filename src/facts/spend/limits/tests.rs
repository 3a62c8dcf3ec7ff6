//! What each source proves.

use serde_json::{Value, json};

use crate::analyze::testing::{activity, facts, page};
use crate::facts::Facts;

fn event(day: &str, kind: &str, fields: Value) -> Value {
    activity(&format!("{day}T09:00:00Z"), kind, "ok", fields)
}

fn of(events: &[Value]) -> Facts {
    facts(&[("feed.json", &page(events))])
}

fn limit(action: &str) -> Value {
    json!({"limit_action": action, "limit_usd": 15_000_000})
}

#[test]
fn a_list_says_what_is_in_force() {
    let entry = |scope: Value, amount: Value, enabled: Value| {
        json!({"type": "spend_limit", "id": format!("spl_{scope}{amount}{enabled}"), "scope": scope, "amount": amount,
               "currency": "USD", "period": "monthly", "is_enabled": enabled})
    };
    let workspace = |id: &str| json!({"type": "workspace", "workspace_id": id});
    let list = page(&[
        entry(json!({"type": "organization"}), json!("100"), json!(false)),
        entry(json!({"type": "usage_tier"}), json!("50000"), json!(true)),
        entry(workspace("wrkspc_A"), json!("150050"), json!(true)),
        entry(workspace("wrkspc_B"), json!(null), json!(true)),
        entry(json!({"type": "user", "user_id": "user_1"}), json!("1"), json!(true)),
    ]);
    let limits = facts(&[("limits.json", &list)]).spend.limits;
    let says = |id: &str| limits.of_workspace(id).iter().map(|one| (one.says(), one.is_in_force())).collect::<Vec<_>>();
    assert_eq!(says("wrkspc_A"), [("$1,500.50 monthly".to_owned(), true)]);
    assert_eq!(says("wrkspc_B"), [("no limit, monthly".to_owned(), false)]);
    assert_eq!(limits.organization[0].says(), "$1.00 monthly, switched off");
    assert_eq!((limits.usage_tier.len(), limits.others, limits.lists_wholes()), (1, 1, true));
    assert_eq!(limits.any_in_force().map(|one| one.says()), Some("$1,500.50 monthly".to_owned()));
}

#[test]
fn a_members_limit_is_the_members_also_where_the_organization_hands_it_down() {
    let row = |id: &str, source: Value, deleted: bool| {
        json!({"actor": {"type": "user_actor", "user_id": id, "deleted": deleted}, "amount": "5000", "currency": "USD",
               "period": "monthly", "period_to_date_spend": "4800", "source": source})
    };
    let list = json!([
        row("user_1", json!({"type": "organization"}), false),
        row("user_2", json!({"type": "seat_tier", "seat_tier": "premium"}), false),
        row("user_3", json!({"type": "organization"}), true),
    ]);
    let limits = facts(&[("effective.json", &list.to_string())]).spend.limits;
    let members: Vec<(&str, Option<&str>)> =
        limits.members.iter().map(|one| (one.id.as_str(), one.handed_down_by.as_deref())).collect();
    assert_eq!(members, [("user_1", Some("organization")), ("user_2", Some("seat_tier"))]);
    assert!(limits.organization.is_empty() && limits.any_in_force().is_none());
}

#[test]
fn the_feed_says_which_limits_were_set() {
    let events = of(&[event("2026-07-01", "platform_spend_limit_created", limit("notify_only"))]).spend.limits.events;
    assert!(events.pausing.is_none(), "it tells somebody and stops nothing");
    assert_eq!(events.notifying[0].amount.map(|amount| amount.to_grouped()), Some("150,000.00".to_owned()), "cents");

    let pausing = event("2026-07-01", "platform_spend_limit_created", limit("notify_and_pause"));
    let doubt = |later: &[Value]| {
        of(&[std::slice::from_ref(&pausing), later].concat()).spend.limits.events.pausing.unwrap().is_in_doubt
    };
    assert!(!doubt(&[]));
    let deleted = |day| event(day, "platform_spend_limit_deleted", json!({"spend_limit_id": "spl_1"}));
    assert!(doubt(&[deleted("2026-07-02")]));
    assert!(!doubt(&[deleted("2026-06-30")]));
    assert!(!doubt(&[event("2026-07-02", "workspace_spend_limit_deleted", json!({"spend_limit_id": "spl_1"}))]));
    assert!(doubt(&[event("2026-07-02", "platform_spend_limit_updated", json!({"ignore": true}))]));
    assert!(!doubt(&[event("2026-07-02", "platform_spend_limit_updated", json!({"ignore": false}))]));
}

#[test]
fn a_workspaces_limit_tells_somebody_and_is_not_the_organizations() {
    let events =
        of(&[event("2026-07-01", "workspace_spend_limit_created", limit("notify_and_pause"))]).spend.limits.events;
    assert!(events.pausing.is_none());
    assert_eq!(events.notifying.len(), 1);
}

#[test]
fn the_latest_recipients_count() {
    let mailed =
        |day, emails: Value| event(day, "platform_spend_limit_alert_emails_updated", json!({"alert_emails": emails}));
    let heard = |events: &[Value]| !of(events).spend.limits.events.recipients.is_empty();
    assert!(heard(&[mailed("2026-07-01", json!(["finops@example.com"]))]));
    assert!(!heard(&[mailed("2026-07-01", json!(["finops@example.com"])), mailed("2026-07-02", json!([]))]));
    let roles =
        event("2026-07-03", "workspace_spend_limit_alert_emails_updated", json!({"alerted_roles": ["billing"]}));
    assert!(heard(&[mailed("2026-07-02", json!([])), roles]));
}
