//! A thousand tokens in and a hundred out of Opus 5 cost 0.75 cents.

use crate::analyze::testing::{as_of_facts, cost, days, usage};

#[test]
fn every_sum_is_the_total() {
    let all = || days("2026-07-01", "2026-09-30");
    let rows: Vec<_> =
        all().into_iter().flat_map(|day| [(day.clone(), "k", "", "A", 0.01), (day, "l", "", "B", 0.01)]).collect();
    // Half of the rows are searches.
    let costs = cost(&rows).lines().enumerate().fold(String::new(), |text, (n, line)| {
        let line = if n % 2 == 0 && n > 0 {
            line.replace(",token,", ",web_search,").replace("Claude Opus 5", "--")
        } else {
            line.to_owned()
        };
        text + &line + "\n"
    });
    let uses = usage(&[("k", "A", all()), ("l", "B", all())]);
    let (facts, period) = as_of_facts(&[("cost.csv", &costs), ("usage.csv", &uses)]);
    let found = facts.reconciliation(period).unwrap();
    assert_eq!(found.total_usd.to_string(), "1.84");
    assert!(found.sums().iter().all(|(_, usd)| *usd == found.total_usd), "{found:?}");
    let types: Vec<_> = found.types_usd.iter().map(|(kind, usd)| (kind.as_str(), usd.to_string())).collect();
    assert_eq!(types, [("tokens", "0.92".to_owned()), ("web_search", "0.92".to_owned())]);
    let usage = found.usage.unwrap();
    assert_eq!(
        (usage.compared, usage.reported_usd.to_string(), usage.usage_usd.to_string()),
        (91, "0.91".to_owned(), "1.365".to_owned())
    );
    let list = usage.stated_list_usd.map(|usd| usd.to_string());
    assert_eq!(list.as_deref(), Some("0.91"), "its own list prices");
    // One row of cost, and four of usage: input and output of two keys. Half a cent each.
    assert_eq!(usage.rounding_usd.to_string(), "1.82");
}

#[test]
fn without_cost_there_is_nothing_to_reconcile() {
    let (facts, period) = as_of_facts(&[("usage.csv", &usage(&[("k", "A", days("2026-07-01", "2026-07-05"))]))]);
    assert_eq!(facts.reconciliation(period), None);
}
