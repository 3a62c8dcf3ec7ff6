//! Gaps, and exports that name no keys.

use serde_json::json;

use crate::analyze::testing::{activity, days, facts, usage};
use crate::facts::Covered;

fn runs(spans: &[(&str, &str)], key: &str) -> Vec<String> {
    let files: Vec<String> = spans.iter().map(|(from, to)| usage(&[(key, "A", days(from, to))])).collect();
    let names: Vec<String> = (0..files.len()).map(|n| format!("{n}.csv")).collect();
    let files: Vec<(&str, &str)> =
        names.iter().zip(&files).map(|(name, file)| (name.as_str(), file.as_str())).collect();
    facts(&files).coverage.key_use.0.iter().map(|run| format!("{}..{}", run.since, run.until)).collect()
}

#[test]
fn a_few_quiet_days_are_no_gap_and_a_missing_month_is() {
    assert_eq!(runs(&[("2026-07-01", "2026-07-20"), ("2026-07-31", "2026-08-31")], "k"), ["2026-07-01..2026-08-31"]);
    assert_eq!(
        runs(&[("2026-07-01", "2026-07-20"), ("2026-08-01", "2026-08-31")], "k"),
        ["2026-07-01..2026-07-20", "2026-08-01..2026-08-31"]
    );
    assert!(runs(&[("2026-07-01", "2026-09-30")], "").is_empty(), "grouped without keys");
}

#[test]
fn the_latest_run_that_is_long_enough() {
    let usage = usage(&[(
        "k",
        "A",
        [days("2026-05-01", "2026-06-30"), days("2026-08-01", "2026-08-31"), days("2026-09-20", "2026-09-20")].concat(),
    )]);
    let runs = facts(&[("usage.csv", &usage)]).coverage.key_use;
    let since = |days| runs.latest(days).map(|run| run.since.to_string());
    assert_eq!(since(1).as_deref(), Some("2026-09-20"));
    assert_eq!(since(30).as_deref(), Some("2026-08-01"));
    assert_eq!(since(45).as_deref(), Some("2026-05-01"));
    assert_eq!(since(90), None);
    assert_eq!(runs.longest(), 61);
}

#[test]
fn idle_days_are_those_that_the_data_proves() {
    let [since, until]: [chrono::NaiveDate; 2] = ["2026-07-01", "2026-09-30"].map(|day| day.parse().unwrap());
    let idle = |last: Option<&str>| Covered { since, until }.idle_days(last.map(|day| day.parse().unwrap()));
    assert_eq!(idle(None), 92);
    assert_eq!(idle(Some("2026-01-05")), 92, "before the data");
    assert_eq!(idle(Some("2026-08-17")), 45);
    assert_eq!(idle(Some("2026-09-30")), 1);
    assert!(idle(Some("2026-10-15")) <= 0, "behind it");
}

#[test]
fn the_feed_is_told_apart_from_the_audit_log() {
    let feed = activity("2026-09-05T10:00:00Z", "sso_login_succeeded", "a", json!({})).to_string();
    let log = "created_at,actor_info,event,event_info,entity_info,ip_address,device_id,user_agent,client_platform\n\
               2026-09-01T10:00:00Z,{},user_signed_in_sso,{},None,,,,\n2026-09-09T10:00:00Z,{},user_signed_in_sso,{},None,,,,\n";
    let facts = facts(&[("feed.jsonl", &feed), ("log.csv", log)]);
    assert_eq!((facts.coverage.events.longest(), facts.coverage.feed.longest()), (9, 1));
}
