//! Reported where cost covers the day, else estimated.

use crate::analyze::testing::{cost, days, facts, usage};

/// 1000 tokens in and 100 out of Claude Opus 5, as every row of the test export has, at list price.
const ROW: &str = "0.0075";

#[test]
fn reported_cost_goes_before_estimates() {
    let cost = cost(&[
        ("2026-09-10".to_owned(), "k", "apikey_k", "A", 3.0),
        ("2026-09-12".to_owned(), "k", "apikey_k", "A", 2.0),
    ]);
    let used = usage(&[("k", "A", days("2026-09-08", "2026-09-14"))]);
    let facts = facts(&[("cost.csv", &cost), ("usage.csv", &used)]);
    let of = |estimated| -> Vec<String> {
        let rows = facts.spend.series.rows.iter().filter(|row| row.estimated == estimated);
        rows.map(|row| format!("{} {}", row.day, row.amount)).collect()
    };
    assert_eq!(of(false), ["2026-09-10 3", "2026-09-12 2"]);
    let estimated: Vec<String> =
        ["2026-09-08", "2026-09-09", "2026-09-11", "2026-09-13", "2026-09-14"].map(|day| format!("{day} {ROW}")).into();
    assert_eq!(of(true), estimated, "on the 11th tokens were used, and no row of cost says that they were free");
    assert_eq!(facts.totals.cost_usd.total.to_string(), "5");
    assert_eq!(facts.totals.estimated_cost_usd.total.to_string(), "0.0375");
}

#[test]
fn names_where_the_export_has_none() {
    let used = usage(&[("k", "A", days("2026-09-10", "2026-09-10")), ("", "", days("2026-09-10", "2026-09-10"))]);
    let rows = facts(&[("usage.csv", &used)]).spend.series.rows;
    let named: Vec<(&str, &str)> = rows.iter().map(|row| (row.workspace.as_str(), row.key.as_str())).collect();
    assert_eq!(named, [("A", "k"), ("Default", "")]);
}

#[test]
fn a_model_without_a_price_is_counted() {
    let used = usage(&[("k", "A", days("2026-09-10", "2026-09-12"))]).replace("claude-opus-5", "claude-unheard-of");
    let spend = facts(&[("usage.csv", &used)]).spend;
    assert!(spend.series.rows.is_empty());
    assert_eq!(spend.series.unpriced.into_iter().collect::<Vec<_>>(), [("claude-unheard-of".to_owned(), 3)]);
}
