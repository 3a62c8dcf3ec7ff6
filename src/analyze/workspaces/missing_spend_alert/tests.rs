//! Recipients by policy, list and feed.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{
    activity, ask, ask_with, days, found, found_in, key, member, outcome, page, policy, usage, with, workspace,
};
use crate::model::Confidence;

fn event(day: &str, kind: &str, fields: Value) -> Value {
    activity(&format!("{day}T09:00:00Z"), kind, "ok", fields)
}

fn limit(scope: &str, enabled: bool) -> String {
    page(&[json!({
        "type": "spend_limit", "id": "spl_1", "scope": {"type": scope, "user_id": "user_1"}, "amount": "100", "currency": "USD",
        "period": "monthly", "is_enabled": enabled,
    })])
}

/// Members of whom the first came on a day.
fn members(first: &str) -> String {
    page(&[with(member("ok@example.com", "admin"), json!({"added_at": format!("{first}T08:00:00Z")}))])
}

/// Of a feed that begins with the organization.
fn fed(events: &[Value]) -> Vec<String> {
    let other = event("2026-07-01", "org_user_invite_sent", json!({}));
    let feed = page(&[&[other], events].concat());
    found(&ANALYZER, &[("feed.json", &feed), ("users.json", &members("2026-07-01"))])
}

#[test]
fn nobody_is_told() {
    assert_eq!(fed(&[]), ["medium organization"]);
    assert_eq!(
        ask(&ANALYZER, &[("limits.json", &limit("organization", false))]),
        [
            "medium organization: the policy names no recipients, the list of spend limits has none in force for the organization or a \
             workspace. Expected: one recipient or limit that notifies"
        ]
    );
    assert_eq!(found(&ANALYZER, &[("limits.json", &limit("user", true))]), ["medium organization"], "a member's limit");
}

#[test]
fn how_sure_that_is() {
    let feed = page(&[event("2026-07-01", "org_user_invite_sent", json!({}))]);
    let off = limit("organization", false);
    let users = members("2026-07-01");
    for (files, confidence, exports) in [
        (vec![("feed.json", feed.as_str()), ("users.json", &users)], Confidence::Low, 1),
        (vec![("feed.json", &feed), ("limits.json", &off)], Confidence::Medium, 2),
    ] {
        let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &policy("")) else { panic!() };
        assert_eq!((findings[0].confidence, findings[0].evidence.len()), (confidence, exports));
    }
}

/// Fault: «Nobody is notified of spend», medium, from four days of the feed of an organization that is years old, and from a feed of one type
/// Outcome: Absence in the feed alone is judged where it reaches back to the first day that anything knows, without a gap and unfiltered; else the reason is said
#[test]
fn a_feed_shows_absence_only_from_the_first_day_on() {
    let of_days = |from: &str, to: &str| -> Vec<Value> {
        days(from, to).iter().map(|day| event(day, "org_user_invite_sent", json!({}))).collect()
    };
    let chats = |from: &str, to: &str| -> Vec<Value> {
        let of_day = |day: &String| {
            ["a", "b", "c"].map(|who| activity(&format!("{day}T09:00:00Z"), "claude_chat_created", who, json!({})))
        };
        days(from, to).iter().flat_map(of_day).collect()
    };
    let gap = [of_days("2026-07-01", "2026-07-20"), of_days("2026-08-20", "2026-09-30")].concat();
    let (young, old, key_before) =
        (members("2026-07-01"), members("2024-02-01"), page(&[key("k", "2026-03-01", None)]));
    let early_use = usage(&[("k", "A", days("2026-06-01", "2026-09-30"))]);
    let off = limit("organization", false);
    let finding = "medium organization";
    for (what, feed, others, said) in [
        ("from the first day", of_days("2026-07-01", "2026-09-30"), vec![("users.json", young.as_str())], finding),
        (
            "four days",
            of_days("2026-09-27", "2026-09-30"),
            vec![("users.json", &old)],
            "not assessed: recipients may have been named before the activity feed, which begins on 2026-09-27: the organization is older (2024-02-01)",
        ),
        (
            "the last day before",
            of_days("2026-07-02", "2026-09-30"),
            vec![("users.json", &young)],
            "not assessed: recipients may have been named before",
        ),
        (
            "a key from before",
            of_days("2026-07-01", "2026-09-30"),
            vec![("users.json", &young), ("keys.json", &key_before)],
            "not assessed: recipients may have been named before",
        ),
        (
            "use from before",
            of_days("2026-07-01", "2026-09-30"),
            vec![("users.json", &young), ("usage.csv", &early_use)],
            "not assessed: recipients may have been named before",
        ),
        (
            "no list",
            of_days("2026-07-01", "2026-09-30"),
            vec![],
            "not assessed: no list says when the organization began",
        ),
        ("a gap", gap, vec![("users.json", &young)], "not assessed: the activity feed has gaps"),
        ("one type", chats("2026-07-01", "2026-09-30"), vec![("users.json", &young)], "not assessed: "),
        ("a list", of_days("2026-09-27", "2026-09-30"), vec![("users.json", &old), ("limits.json", &off)], finding),
    ] {
        let feed = page(&feed);
        let files = [vec![("feed.json", feed.as_str())], others].concat();
        let found = ask(&ANALYZER, &files);
        assert!(found.len() == 1 && found[0].starts_with(said), "{what}: {found:?}");
    }
}

#[test]
fn somebody_is_told() {
    let feed = page(&[event("2026-07-01", "org_user_invite_sent", json!({}))]);
    let named = policy("[alerts]\nrecipients = [\"finops@example.com\"]\n");
    assert_eq!(ask_with(&ANALYZER, &[("feed.json", &feed)], &named), [""; 0]);
    assert_eq!(found(&ANALYZER, &[("limits.json", &limit("organization", true))]), [""; 0], "every limit notifies");
    for (kind, fields) in [
        ("platform_spend_limit_created", json!({"limit_action": "notify_only", "limit_usd": 1})),
        ("workspace_spend_limit_created", json!({"limit_action": "notify_and_pause", "limit_usd": 1})),
        ("platform_spend_limit_alert_emails_updated", json!({"alert_emails": ["finops@example.com"]})),
    ] {
        assert_eq!(fed(&[event("2026-07-02", kind, fields)]), [""; 0], "{kind}");
    }
    assert_eq!(
        fed(&[event("2026-07-02", "platform_spend_limit_alert_emails_updated", json!({"alert_emails": []}))]),
        ["medium organization"]
    );
    let members = event("2026-07-02", "workspace_member_spend_limit_created", json!({"limit_action": "notify_only"}));
    assert_eq!(fed(&[members]), ["medium organization"], "a member's limit");
}

#[test]
fn what_nothing_proves() {
    let spaces = page(&[workspace("A")]);
    let line = ask(&ANALYZER, &[("spaces.json", &spaces)]).remove(0);
    assert!(line.starts_with("not assessed: neither a list of spend limits nor the activity feed is there"), "{line}");
    let set =
        event("2026-07-02", "platform_spend_limit_created", json!({"limit_action": "notify_only", "limit_usd": 1}));
    let gone = event("2026-07-03", "platform_spend_limit_deleted", json!({"spend_limit_id": "spl_1"}));
    assert_eq!(fed(&[set.clone(), gone.clone()]), ["not assessed"]);
    let feed = page(&[set, gone]);
    let off = limit("organization", false);
    assert_eq!(
        found(&ANALYZER, &[("feed.json", &feed), ("limits.json", &off)]),
        ["medium organization"],
        "the list settles it"
    );
}

/// Fault: A limit that notifies passed although its recipients had been taken away since
/// Outcome: Where the latest change leaves nobody, nobody is notified
#[test]
fn recipients_that_were_taken_away_hear_of_nothing() {
    const CHANGED: &str = "platform_spend_limit_alert_emails_updated";
    let made = event(
        "2026-07-01",
        "platform_spend_limit_created",
        json!({"limit_action": "notify_only", "limit_usd": 600_000}),
    );
    let named = |day| event(day, CHANGED, json!({"alert_emails": ["finops@example.com"], "alerted_roles": []}));
    let emptied = |day| event(day, CHANGED, json!({"alert_emails": [], "alerted_roles": []}));
    for (events, is_found) in [
        (vec![made.clone()], false),
        (vec![made.clone(), named("2026-07-02"), emptied("2026-07-03")], true),
        (vec![made.clone(), emptied("2026-07-02"), named("2026-07-03")], false),
        (
            vec![made.clone(), event("2026-07-02", CHANGED, json!({"alert_emails": [], "alerted_roles": ["admin"]}))],
            false,
        ),
        // What a change does not name, it may have left.
        (vec![made.clone(), event("2026-07-02", CHANGED, json!({}))], false),
    ] {
        assert_eq!(fed(&events), if is_found { vec!["medium organization"] } else { Vec::new() }, "{events:?}");
    }
    let files = [("limits.json", limit("organization", true)), ("feed.json", page(&[emptied("2026-07-02")]))];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    assert_eq!(found(&ANALYZER, &files), ["medium organization"], "a limit in force, and nobody whom it tells");
}

#[test]
fn a_limit_that_could_not_be_read_may_notify() {
    let feed = page(&[event("2026-07-01", "org_user_invite_sent", json!({}))]);
    let said = |limits: &str| found_in(&ANALYZER, &[("limits.json", limits), ("feed.json", &feed)]);
    let off = limit("organization", false);
    assert_eq!(said(&off), ["medium organization"]);
    let unread = off.replace("\"is_enabled\":false", "\"is_enabled\":\"perhaps\"");
    assert!(unread != off, "{unread}");
    assert!(said(&unread)[0].starts_with("not assessed: "), "{:?}", said(&unread));
}

#[test]
fn a_list_that_states_no_amount_does_not_say_whether_one_notifies() {
    let list = limit("organization", true).replace("\"amount\":\"100\"", "\"amount\":null");
    assert_eq!(
        ask(&ANALYZER, &[("limits.json", &list)]),
        ["not assessed: limits.json states no amount of any limit: nobody knows whether one is in force, and notifies"]
    );
    let off = limit("organization", false).replace("\"amount\":\"100\"", "\"amount\":null");
    assert_eq!(found(&ANALYZER, &[("limits.json", &off)]), ["medium organization"]);
}
