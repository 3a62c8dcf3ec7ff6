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

/// The list price of a day and model is that of all its rows; where one of them states none, there is none to compare.
#[test]
fn list_prices_of_rows_add_up_and_one_that_is_missing_leaves_none() {
    let all = days("2026-08-01", "2026-08-03");
    let rows: Vec<_> = all
        .iter()
        .flat_map(|day| [("k", 0.30), ("l", 0.20)].map(|(key, usd)| (day.clone(), key, "", "A", usd)))
        .collect();
    let uses = usage(&[("k", "A", all.clone()), ("l", "A", all.clone())]);
    let first = |cost: &str| {
        let pair = pairs(&uses, cost).pairs.into_values().next().unwrap();
        (pair.stated_list.map(|usd| usd.to_string()), pair.reported.to_string(), pair.rows)
    };
    let said = |list: Option<&str>, cost: &str| (list.map(str::to_owned), cost.to_owned(), 2);
    let costs = cost(&rows);
    assert_eq!(first(&costs), said(Some("0.5"), "0.5"));
    assert_eq!(first(&costs.replace("0.20,0.20", "0.15,0.20")), said(Some("0.5"), "0.45"), "a discount");
    assert_eq!(first(&costs.replace("0.20,0.20", "0.20,")), said(None, "0.5"), "of the second key");
    assert_eq!(first(&costs.replace("0.30,0.30", "0.30,")), said(None, "0.5"), "of the first key");
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

/// Fault: A cost report that was not grouped was no cost of any model, and usage of every day a mismatch
/// Outcome: What names no model is not compared
#[test]
fn an_ungrouped_report_is_not_compared() {
    let usage = usage(&[("k", "A", days("2026-08-01", "2026-08-10"))]);
    let report = |model: &str| {
        let bucket = |day: u32| {
            format!(
                r#"{{"starting_at":"2026-08-{day:02}T00:00:00Z","ending_at":"2026-08-{:02}T00:00:00Z","results":[{{"amount":"0.75","currency":"USD","model":{model}}}]}}"#,
                day + 1
            )
        };
        format!(r#"{{"data":[{}],"has_more":false}}"#, (1..11).map(bucket).collect::<Vec<_>>().join(","))
    };
    let pairs = |model: &str| facts(&[("usage.csv", &usage), ("cost.json", &report(model))]).spend.cost_pairs;
    assert!(pairs("null").pairs.is_empty() && pairs("null").doubtful_days.len() == 10);
    assert!(pairs("\"claude-opus-5\"").doubtful_days.len() < 10);
}

/// Fault: Days of a file whose unit is in doubt, and which is in no sum, were days on which cost was $0.00
/// Outcome: Nothing is compared there
#[test]
fn a_file_that_is_in_no_sum_is_not_compared() {
    let all = days("2026-07-01", "2026-08-31");
    let usage = usage(&std::iter::repeat_n(("k", "A", all), 400).collect::<Vec<_>>());
    let of = |from: &str, to: &str, dollars: f64| -> Vec<_> {
        days(from, to).into_iter().map(|day| (day, "k", "", "A", dollars)).collect()
    };
    let july = cost(&of("2026-07-01", "2026-07-31", 3.0));
    let august = cost(&of("2026-08-01", "2026-08-31", 300.0));
    let whole = cost(&[of("2026-07-01", "2026-08-24", 3.0), of("2026-08-25", "2026-08-31", 300.0)].concat());
    for (files, reported, estimated) in
        [(vec![("july.csv", &july), ("august.csv", &august)], "93", "93"), (vec![("cost.csv", &whole)], "165", "21")]
    {
        let files: Vec<(&str, &str)> = files
            .into_iter()
            .map(|(name, text)| (name, text.as_str()))
            .chain([("usage.csv", usage.as_str())])
            .collect();
        let facts = facts(&files);
        assert!(facts.spend.cost_pairs.pairs.values().all(|pair| pair.reported.to_string() == "3"));
        let totals = facts.totals;
        assert_eq!(totals.cost_usd.total.to_string(), reported);
        assert_eq!(totals.estimated_cost_usd.total.to_string(), estimated);
    }
}
