//! Usage covers the third quarter of 2026, unless a test says otherwise.

use chrono::{Datelike, NaiveDate};
use serde_json::json;

use super::ANALYZER;
use crate::analyze::testing::{ask, cost, days, found, found_with, key, page, policy, usage, with, workspace};

fn until(day: &str) -> Vec<String> {
    days("2026-07-01", day)
}

fn whole() -> Vec<String> {
    until("2026-09-30")
}

/// The subjects found among keys of use in `Default`, next to one that is always in use.
fn check(uses: &[(&str, Vec<String>)]) -> Vec<String> {
    let keys: Vec<_> = uses.iter().map(|(name, _)| key(name, "2026-01-05", None)).collect();
    let mut rows: Vec<(&str, &str, Vec<String>)> =
        uses.iter().map(|(name, days)| (*name, "Default", days.clone())).collect();
    rows.push(("ok-always", "Default", whole()));
    found(&ANALYZER, &[("keys.json", &page(&keys)), ("usage.csv", &usage(&rows))])
}

#[test]
fn a_production_key_falls_silent() {
    let keys = page(&[key("prod-search", "2026-01-05", None), key("prod-ok", "2026-01-05", None)]);
    let rows = usage(&[("prod-search", "Default", until("2026-09-14")), ("prod-ok", "Default", whole())]);
    let line = ask(&ANALYZER, &[("keys.json", &keys), ("usage.csv", &rows)]).remove(0);
    let start = "medium prod-search: no use since 2026-09-15: 16 days until 2026-09-30, with use expected on 16. Its longest silence before was 0 days. In the four weeks before it used $";
    assert!(line.starts_with(start), "{line}");
    assert!(line.ends_with(". Threshold: 5 days of use missed (default)"), "{line}");
}

#[test]
fn its_own_rhythm_is_the_measure() {
    let weekdays = |to: &str| -> Vec<String> {
        let is_weekday = |day: &String| day.parse::<NaiveDate>().unwrap().weekday().num_days_from_monday() < 5;
        until(to).into_iter().filter(is_weekday).collect()
    };
    let weekly = |to: &str| until(to).into_iter().step_by(7).collect::<Vec<_>>();
    assert_eq!(check(&[("prod-a", until("2026-09-23"))]), ["medium prod-a"], "seven days");
    assert_eq!(check(&[("prod-a", until("2026-09-24"))]), [""; 0], "six days");
    assert_eq!(check(&[("prod-a", weekdays("2026-09-18"))]), ["medium prod-a"], "eight weekdays missed");
    assert_eq!(check(&[("prod-a", weekdays("2026-09-24"))]), [""; 0], "four weekdays missed");
    assert_eq!(check(&[("prod-a", weekly("2026-09-10"))]), [""; 0], "a weekly batch, twice missed");
    let rests: Vec<String> =
        until("2026-09-18").into_iter().filter(|day| !("2026-08-01".."2026-08-10").contains(&day.as_str())).collect();
    assert_eq!(check(&[("prod-a", rests)]), [""; 0], "it rested for as long before");
    assert_eq!(check(&[("prod-a", days("2026-09-05", "2026-09-14"))]), [""; 0], "ten days of history");
    assert_eq!(check(&[("prod-a", until("2026-08-10"))]), [""; 0], "51 days: `stale-key` tells it");
}

#[test]
fn what_is_no_drop() {
    let gone = || until("2026-09-14");
    assert_eq!(check(&[("dev-a", gone()), ("batch", gone())]), [""; 0], "not of production");
    for status in ["archived", "inactive"] {
        let keys = page(&[with(key("prod-a", "2026-01-05", None), json!({"status": status}))]);
        let rows = usage(&[("prod-a", "Default", gone()), ("ok-b", "Default", whole())]);
        assert_eq!(found(&ANALYZER, &[("keys.json", &keys), ("usage.csv", &rows)]), [""; 0], "{status}");
    }
    let successor = days("2026-09-15", "2026-09-30");
    assert_eq!(check(&[("prod-a", gone()), ("prod-b", successor.clone())]), [""; 0], "rotation");
    let (live, other) = (workspace("Live"), workspace("Other"));
    let keys = page(&[
        key("prod-checkout", "2026-01-05", Some("wrkspc_Live")),
        key("prod-checkout-v2", "2026-09-14", Some("wrkspc_Other")),
    ]);
    let rows =
        usage(&[("prod-checkout", "Live", gone()), ("prod-checkout-v2", "Other", successor), ("b", "Other", whole())]);
    let files = [("keys.json", keys.as_str()), ("workspaces.json", &page(&[live, other])), ("usage.csv", &rows)];
    assert_eq!(found(&ANALYZER, &files), [""; 0], "the service moved to another workspace");
}

#[test]
fn a_key_that_faded_out() {
    let amount = |(t, day): (usize, String)| {
        (day, "prod-a", "apikey_prod-a", "Default", 100.0 * 0.85_f64.powi(t as i32 - 50).min(1.0))
    };
    let mut rows: Vec<_> = until("2026-09-14").into_iter().enumerate().map(amount).collect();
    rows.extend(whole().into_iter().map(|day| (day, "ok-b", "apikey_ok-b", "Default", 50.0)));
    let keys = page(&[key("prod-a", "2026-01-05", None), key("ok-b", "2026-01-05", None)]);
    assert_eq!(found(&ANALYZER, &[("keys.json", &keys), ("cost.csv", &cost(&rows))]), [""; 0]);
}

#[test]
fn policy_namesakes_and_what_it_needs() {
    let keys = page(&[key("prod-a", "2026-01-05", None)]);
    let rows = usage(&[("prod-a", "Default", until("2026-09-20")), ("ok-b", "Default", whole())]);
    let files = [("keys.json", keys.as_str()), ("usage.csv", &rows)];
    let strict = policy("[checks.spend-drop]\nleast_silent_days = 14\n");
    assert_eq!(found_with(&ANALYZER, &files, &strict), [""; 0]);
    assert_eq!(found(&ANALYZER, &files), ["medium prod-a"]);
    assert_eq!(ask(&ANALYZER, &[("usage.csv", &rows)]), ["not assessed: no export of API keys"]);
    let short = usage(&[("prod-a", "Default", until("2026-07-05")), ("ok-b", "Default", until("2026-07-15"))]);
    assert_eq!(
        ask(&ANALYZER, &[("keys.json", &keys), ("usage.csv", &short)]),
        ["not assessed: usage and cost exports that name keys cover 15 days without a gap; needed: 19"]
    );
    // Nothing behind the twentieth is covered.
    let ends = usage(&[("prod-a", "Default", until("2026-09-20")), ("ok-b", "Default", until("2026-09-20"))]);
    assert_eq!(found(&ANALYZER, &[("keys.json", &keys), ("usage.csv", &ends)]), [""; 0]);
}

#[test]
fn a_key_of_an_archived_workspace_is_explained() {
    let keys = page(&[key("prod-a", "2026-01-05", Some("wrkspc_Orders")), key("ok-b", "2026-01-05", None)]);
    let rows = usage(&[("prod-a", "Orders", until("2026-09-14")), ("ok-b", "Default", whole())]);
    let check = |archived: serde_json::Value| {
        let spaces = page(&[with(workspace("Orders"), serde_json::json!({"archived_at": archived}))]);
        found(&ANALYZER, &[("keys.json", keys.as_str()), ("usage.csv", &rows), ("spaces.json", &spaces)])
    };
    assert_eq!(check(serde_json::json!(null)), ["medium prod-a"]);
    assert_eq!(check(serde_json::json!("2026-09-15T09:00:00Z")), [""; 0]);
}
