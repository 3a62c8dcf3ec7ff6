//! Forty days of ten dollars, and three hundred on 2026-07-30.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{activity, ask, cost, days, found, found_with, outcome, page, policy};
use crate::policy::Policy;

fn costs() -> String {
    let amount = |day: &str| if day == "2026-07-30" { 300.0 } else { 10.0 };
    let rows: Vec<_> = days("2026-07-01", "2026-08-09")
        .into_iter()
        .map(|day| (amount(&day), day))
        .map(|(usd, day)| (day, "k", "", "A", usd))
        .collect();
    cost(&rows)
}

fn event(day: &str, time: &str, kind: &str, fields: Value) -> Value {
    activity(&format!("{day}T{time}Z"), &format!("platform_spend_limit_{kind}"), "ok", fields)
}

fn made(day: &str, time: &str, cents: i64) -> Value {
    event(day, time, "created", json!({"limit_action": "notify_and_pause", "limit_usd": cents}))
}

fn gone(day: &str) -> Value {
    event(day, "09:00:00", "deleted", json!({"spend_limit_id": "spl_1"}))
}

fn check(events: &[Value]) -> Vec<String> {
    found(&ANALYZER, &[("cost.csv", &costs()), ("feed.json", &page(events))])
}

#[test]
fn a_limit_that_was_raised_before_the_jump() {
    let events = [made("2026-07-01", "09:00:00", 40_000), gone("2026-07-26"), made("2026-07-26", "09:04:00", 80_000)];
    let lines = ask(&ANALYZER, &[("cost.csv", &costs()), ("feed.json", &page(&events))]);
    assert_eq!(
        lines,
        [
            "high k: the organization's limit was raised from $400.00 to $800.00 on 2026-07-26 09:04 UTC by ok@example.com. 4 days later, on 2026-07-30, key «k» spent $300.00, expected $10.00: $290.00 more. Threshold: 7 days (default)"
        ]
    );
    let strict = policy("[checks.limit-raised-then-spike]\nwithin_days = 3\n");
    let files = [("cost.csv", costs()), ("feed.json", page(&events))];
    assert_eq!(found_with(&ANALYZER, &files.each_ref().map(|(name, text)| (*name, text.as_str())), &strict), [""; 0]);
}

#[test]
fn a_limit_that_was_removed() {
    assert_eq!(check(&[gone("2026-07-30")]), ["high k"], "on the same day");
    assert_eq!(check(&[gone("2026-07-23")]), ["high k"], "seven days before");
}

#[test]
fn what_has_nothing_to_do_with_it() {
    let first = made("2026-07-01", "09:00:00", 40_000);
    assert_eq!(check(&[gone("2026-07-22")]), [""; 0], "eight days before");
    assert_eq!(check(&[gone("2026-07-31")]), [""; 0], "after it");
    assert_eq!(check(&[first, gone("2026-07-26"), made("2026-07-26", "09:04:00", 30_000)]), [""; 0], "lowered");
    assert_eq!(check(&[made("2026-07-26", "09:00:00", 40_000)]), [""; 0], "made where there was none");
}

#[test]
fn an_edit_of_an_unknown_amount_is_less_sure() {
    let feed = page(&[gone("2026-07-26"), made("2026-07-26", "09:04:00", 80_000)]);
    let files = [("cost.csv", costs()), ("feed.json", feed)];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    assert!(findings.len() == 1 && findings[0].message.contains("its former amount is unknown"));
    assert_eq!((findings[0].severity.id(), findings[0].confidence.id()), ("medium", "medium"));
    assert_eq!(findings[0].title, "The organization's spend limit was replaced before spend of key «k» jumped");
}

#[test]
fn a_replaced_limit_of_some_workspace_is_no_finding() {
    let of_workspace = |time: &str, kind: &str, fields: Value| {
        activity(&format!("2026-07-26T{time}Z"), &format!("workspace_spend_limit_{kind}"), "ok", fields)
    };
    let removed = of_workspace("09:00:00", "deleted", json!({"spend_limit_id": "spl_1"}));
    let made = of_workspace("09:04:00", "created", json!({"limit_action": "notify_and_pause", "limit_usd": 10_000}));
    assert_eq!(check(&[removed.clone(), made]), [""; 0], "nobody knows which workspace's, or whether it is higher");
    assert_eq!(check(&[removed]), ["high k"], "one that is gone may have been its");
}

#[test]
fn without_a_feed_or_enough_days_nothing_is_said() {
    assert!(ask(&ANALYZER, &[("cost.csv", &costs())])[0].starts_with("not assessed: no export of"));
    let short = cost(&[("2026-07-01".to_owned(), "k", "", "A", 1.0)]);
    assert_eq!(
        ask(&ANALYZER, &[("cost.csv", &short), ("feed.json", &page(&[gone("2026-07-01")]))]),
        ["not assessed: spend covers 1 day; needed: more than 12"]
    );
}
