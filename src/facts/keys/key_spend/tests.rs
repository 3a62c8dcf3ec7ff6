//! Reported and estimated money of one key.

use crate::analyze::testing::{cost, days, facts, key, page, usage};
use crate::model::Period;

fn spent(files: &[(&str, &str)], id: &str, from: &str, to: &str) -> String {
    let facts = facts(files);
    let period = Period { start: from.parse().unwrap(), end: to.parse().unwrap() };
    facts
        .keys
        .uses
        .of(id)
        .map_or_else(|| "unused".to_owned(), |uses| facts.spend.series.of_key(uses, period).to_string())
}

#[test]
fn reported_where_cost_exports_cover_the_day_else_estimated() {
    let keys = page(&[key("a", "2026-01-05", None), key("b", "2026-01-05", None)]);
    let quarter = days("2026-07-01", "2026-07-20");
    let usage = usage(&[("a", "Default", quarter.clone()), ("b", "Default", quarter)]);
    let row = |day: &str, name, id, usd| (day.to_owned(), name, id, "", usd);
    let cost = cost(&[
        row("2026-07-01", "a", "apikey_a", 2.0),
        row("2026-07-02", "a", "apikey_a", 3.0),
        row("2026-07-02", "b", "apikey_b", 40.0),
        row("2026-07-10", "a", "apikey_a", 5.0),
    ]);
    let files = [("keys.json", keys.as_str()), ("usage.csv", &usage), ("cost.csv", &cost)];
    assert_eq!(spent(&files, "apikey_a", "2026-07-01", "2026-07-02"), "$5.00, reported");
    assert_eq!(spent(&files, "apikey_b", "2026-07-01", "2026-07-02"), "$40.00, reported");
    // Between the second and the tenth the cost export says nothing, although both keys were used.
    assert_eq!(
        spent(&files, "apikey_a", "2026-07-02", "2026-07-10"),
        "$8.05: $8.00 reported and $0.05 estimated at list price"
    );
    assert_eq!(spent(&files, "apikey_b", "2026-07-10", "2026-07-10"), "nothing on record");
    // A thousand tokens in and a hundred out, at $5 and $25 per million.
    let estimated = spent(&files, "apikey_a", "2026-07-11", "2026-07-20");
    assert!(estimated.ends_with(", estimated at list price"), "{estimated}");
    let both = spent(&files, "apikey_a", "2026-07-10", "2026-07-11");
    assert!(both.contains("$5.00 reported and $0.0") && both.ends_with(" estimated at list price"), "{both}");
    assert_eq!(spent(&files, "apikey_c", "2026-07-01", "2026-07-02"), "unused");
}

#[test]
fn cost_exports_that_tell_no_keys_leave_the_estimate() {
    let keys = page(&[key("a", "2026-01-05", None)]);
    let usage = usage(&[("a", "Default", days("2026-07-01", "2026-07-20"))]);
    let rows: Vec<_> = days("2026-07-01", "2026-07-20").into_iter().map(|day| (day, "", "", "", 9.0)).collect();
    let cost = cost(&rows);
    let files = [("keys.json", keys.as_str()), ("usage.csv", &usage), ("cost.csv", &cost)];
    let found = spent(&files, "apikey_a", "2026-07-02", "2026-07-10");
    assert!(found.ends_with(", estimated at list price"), "{found}");
    // It is in no sum: the cost exports have the day.
    assert_eq!(facts(&files).totals.estimated_cost_usd.total, crate::model::Money::ZERO);
}
