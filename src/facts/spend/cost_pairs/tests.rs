//! A thousand tokens in and a hundred out of Opus 5 cost 0.75 cents.

use crate::analyze::testing::{cost, days, facts, usage};
use crate::facts::CostPairs;

fn pairs(usage: &str, cost: &str) -> CostPairs {
    facts(&[("usage.csv", usage), ("cost.csv", cost)]).spend.cost_pairs
}

fn costs(workspace: &'static str) -> String {
    let rows: Vec<_> =
        days("2026-08-01", "2026-08-10").into_iter().map(|day| (day, "k", "", workspace, 0.01)).collect();
    cost(&rows)
}

#[test]
fn the_last_day_of_a_file_may_not_be_whole() {
    let pairs = pairs(&usage(&[("k", "A", days("2026-08-01", "2026-08-08"))]), &costs("A"));
    let compared: Vec<String> = pairs.pairs.keys().map(|(day, _)| day.to_string()).collect();
    assert_eq!(compared, days("2026-08-01", "2026-08-07"));
    assert_eq!(pairs.doubtful_days.len(), 3, "the last day of usage, and those of cost alone");
    let first = pairs.pairs.values().next().unwrap();
    assert_eq!((first.expected.to_string(), first.reported.to_string()), ("0.0075".to_owned(), "0.01".to_owned()));
    assert_eq!((first.rows, first.expected_rows), (1, 2));
}

#[test]
fn workspaces_of_one_side_are_left_out() {
    let all = days("2026-08-01", "2026-08-10");
    let pairs = pairs(&usage(&[("k", "A", all.clone()), ("k", "B", all)]), &costs("B"));
    assert_eq!(pairs.one_sided.iter().collect::<Vec<_>>(), ["A"]);
    assert_eq!(pairs.pairs.values().next().unwrap().expected.to_string(), "0.0075");
}

#[test]
fn what_has_no_price_is_left_out() {
    let all = || usage(&[("k", "A", days("2026-08-01", "2026-08-10"))]);
    for odd in [all().replace(",standard,", ",priority,"), all().replace(",standard,", ",flex,")] {
        let pairs = pairs(&odd, &costs("A"));
        assert!(pairs.pairs.is_empty() && pairs.unpriced.contains("claude-opus-5"));
    }
    let nameless = pairs(&all().replace("claude-opus-5", ""), &costs("A"));
    assert!(nameless.pairs.is_empty() && nameless.doubtful_days.len() == 10);
}

#[test]
fn searches_are_no_tokens() {
    let searches = costs("A").replace("Claude Opus 5", "--").replace(",token,", ",web_search,");
    let pairs = pairs(&usage(&[("k", "A", days("2026-08-01", "2026-08-10"))]), &searches);
    assert!(pairs.pairs.values().all(|pair| pair.reported.to_string() == "0"), "{pairs:?}");
}
