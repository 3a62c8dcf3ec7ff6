//! What is the last thing that happened.

use serde_json::{Value, json};

use crate::analyze::testing::{data, days, key, page, usage, with};
use crate::facts::{as_of, covered_days, default_period};

fn clock(files: &[(&str, &str)]) -> (String, String) {
    let data = data(files);
    let as_of = as_of(&data).unwrap();
    let period = default_period(&data, as_of).unwrap();
    (as_of.to_string(), format!("{}..{}", period.start, period.end))
}

fn used(from: &str, to: &str) -> String {
    usage(&[("k", "A", days(from, to))])
}

fn both(as_of: &str, period: &str) -> (String, String) {
    (as_of.to_owned(), period.to_owned())
}

#[test]
fn an_expiry_or_a_planned_day_never_happened() {
    let keys = page(&[with(key("k", "2026-05-05", None), json!({"expires_at": "2027-05-05T00:00:00Z"}))]);
    let invites: Value = json!({
        "type": "invite", "id": "invite_1", "email": "a@example.com", "role": "user", "status": "pending",
        "invited_at": "2026-06-01T10:00:00Z", "expires_at": "2026-06-22T10:00:00Z", "accepted_at": null,
    });
    let roster = "Name,Email,End date\nA,a@example.com,2028-01-31\n";
    let files = [("keys.json", keys), ("invites.json", page(&[invites])), ("roster.csv", roster.to_owned())];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    assert_eq!(clock(&files), both("2026-06-01 10:00:00 UTC", "2026-06-01..2026-06-01"));
    assert_eq!(covered_days(&data(&files)).unwrap(), None, "lists alone cover nothing");
}

#[test]
fn a_day_ends_with_its_midnight() {
    assert_eq!(clock(&[("u.csv", &used("2026-09-01", "2026-09-30"))]).0, "2026-10-01 00:00:00 UTC");
    let keys = page(&[key("k", "2026-10-02", None)]);
    assert_eq!(clock(&[("u.csv", &used("2026-09-01", "2026-09-30")), ("k.json", &keys)]).0, "2026-10-02 12:00:00 UTC");
}

#[test]
fn the_latest_whole_quarter_else_all_of_it() {
    for (from, to, period) in [
        ("2026-07-01", "2026-09-30", "2026-07-01..2026-09-30"),
        ("2026-05-10", "2026-09-30", "2026-07-01..2026-09-30"),
        ("2026-05-10", "2026-11-20", "2026-07-01..2026-09-30"),
        ("2026-08-10", "2026-11-20", "2026-08-10..2026-11-20"),
        ("2026-07-02", "2026-09-30", "2026-07-02..2026-09-30"),
        ("2025-10-01", "2025-12-31", "2025-10-01..2025-12-31"),
        ("2026-09-12", "2026-09-12", "2026-09-12..2026-09-12"),
    ] {
        assert_eq!(clock(&[("u.csv", &used(from, to))]).1, period, "{from} to {to}");
    }
}
