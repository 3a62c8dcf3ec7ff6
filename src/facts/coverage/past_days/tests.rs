//! What is written down of past days, and of which nothing is.

use serde_json::json;

use crate::analyze::testing::{activity, cost, days, facts, usage};
use crate::model::Fingerprint;

fn fingerprints(files: &[(&str, &str)]) -> Vec<Fingerprint> {
    facts(files).coverage.past_days.fingerprints
}

#[test]
fn sums_are_exact_and_the_last_day_is_left_out() {
    let used = usage(&[
        ("a", "Default", days("2026-07-01", "2026-07-03")),
        ("b", "Default", days("2026-07-02", "2026-07-03")),
    ]);
    let fingerprints = fingerprints(&[("u.csv", &used)]);
    let days: Vec<String> = fingerprints[0].days.iter().map(|(day, text)| format!("{day}={text}")).collect();
    assert_eq!(days, ["2026-07-01=1 1000 0 0 100 0", "2026-07-02=2 2000 0 0 200 0"]);
    assert_eq!(fingerprints[0].measures, ["uncached_input", "cache_write", "cache_read", "output", "web_searches"]);
    assert_eq!(
        (fingerprints[0].kind.as_str(), fingerprints[0].last.to_string().as_str()),
        ("console-usage", "2026-07-03")
    );
    assert!(
        fingerprints[0].grouping.contains(&"key_name".to_owned())
            && !fingerprints[0].grouping.contains(&"key_id".to_owned())
    );
}

#[test]
fn money_keeps_its_digits_and_a_copy_counts_once() {
    let row = |day: &str, usd| (day.to_owned(), "k", "apikey_1", "Default", usd);
    let csv = cost(&[row("2026-07-01", 0.07), row("2026-07-01", 1.2), row("2026-07-02", 3.0)]);
    let fingerprints = fingerprints(&[("a.csv", &csv), ("b.csv", &csv)]);
    let days: Vec<&String> = fingerprints.iter().flat_map(|fingerprint| fingerprint.days.values()).collect();
    assert_eq!(days, ["2 1.27"]);
}

#[test]
fn a_day_that_one_of_its_files_may_not_have_whole_is_left_out() {
    let first = usage(&[("a", "Default", days("2026-07-01", "2026-07-05"))]);
    let second = usage(&[("b", "Default", days("2026-07-05", "2026-07-09"))]);
    let fingerprints = fingerprints(&[("a.csv", &first), ("b.csv", &second)]);
    let has = |day: &str| fingerprints.iter().any(|fingerprint| fingerprint.days.contains_key(&day.parse().unwrap()));
    assert!(has("2026-07-04") && !has("2026-07-05") && has("2026-07-06"));
}

#[test]
fn events_have_one_hash_whatever_their_order_and_no_first_day() {
    let event = |day: &str, hour| activity(&format!("{day}T{hour}:00:00Z"), "claude_project_viewed", "ok", json!({}));
    let all =
        [event("2026-07-01", "08"), event("2026-07-02", "08"), event("2026-07-02", "09"), event("2026-07-04", "08")];
    let text = |order: &[usize]| order.iter().map(|&at| format!("{}\n", all[at])).collect::<String>();
    let one = fingerprints(&[("f.jsonl", &text(&[0, 1, 2, 3]))]);
    assert_eq!(one[0].days, fingerprints(&[("f.jsonl", &text(&[3, 2, 1, 0]))])[0].days);
    assert_eq!(one[0].days.keys().map(ToString::to_string).collect::<Vec<_>>(), ["2026-07-02"]);
    assert!(one[0].days.values().all(|text| text.starts_with("2 ")));
}
