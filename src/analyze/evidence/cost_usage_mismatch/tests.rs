//! Usage of Opus 5 for 7.50 dollars a day: a thousand rows of a thousand tokens in and a hundred out.

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, cost, days, found, found_with, outcome, policy, usage};
use crate::policy::Policy;

fn uses() -> String {
    let day = || days("2026-07-01", "2026-07-12");
    let one = usage(&[("k", "A", day())]);
    one.replace(",1000,0,0,0,100,", ",1000000,0,0,0,100000,")
}

/// Cost and stated list price of each day.
fn costs(usd: &str, list: &str) -> String {
    let rows: Vec<_> = days("2026-07-01", "2026-07-12").into_iter().map(|day| (day, "k", "", "A", 1.0)).collect();
    cost(&rows).replace(",1.00,1.00,", &format!(",{usd},{list},"))
}

fn check(cost: &str) -> Vec<String> {
    found(&ANALYZER, &[("usage.csv", &uses()), ("cost.csv", cost)])
}

#[test]
fn cost_that_usage_does_not_explain() {
    assert_eq!(
        ask(&ANALYZER, &[("usage.csv", &uses()), ("cost.csv", &costs("9.00", "9.00"))]),
        [
            "medium cost.csv: on 11 of 11 days and models that were compared, in 2026-07-01 to 2026-07-11, cost is $99.00 where usage at list \
             price is $82.50 (120.0 % of it): $16.50 apart, claude-opus-5 $16.50. Allowed: 2 % beyond half a cent per row (default)"
        ]
    );
    let lax = policy("[checks.cost-usage-mismatch]\nmost_percent = 25\n");
    assert_eq!(found_with(&ANALYZER, &[("usage.csv", &uses()), ("cost.csv", &costs("9.00", "9.00"))], &lax), [""; 0]);
}

#[test]
fn cost_above_the_list_price_of_its_own_row() {
    assert_eq!(check(&costs("9.00", "7.50")), ["medium cost.csv"]);
}

#[test]
fn discounts_and_rounding() {
    assert_eq!(check(&costs("5.25", "7.50")), [""; 0], "a discount, by the stated list price");
    assert_eq!(check(&costs("7.65", "7.65")), [""; 0], "two percent");
    assert_eq!(check(&costs("7.66", "7.66")), ["medium cost.csv"], "beyond half a cent of one row");
}

#[test]
fn a_discount_without_a_list_price_is_possible() {
    let old = costs("5.25", "5.25").replace("list_price_usd,", "").replace(",5.25,5.25,", ",5.25,");
    let files = [("usage.csv", uses()), ("cost.csv", old)];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    assert_eq!((findings.len(), findings[0].confidence.id()), (1, "medium"));
}

/// Fault: Usage that is not grouped by service tier or region was taken as standard: half the cost, for batches, did not fit
/// Outcome: Cost within the range of what is not said fits, and a note says that it is a range; beyond it is a finding
#[test]
fn usage_that_does_not_say_what_sets_its_price() {
    let (no_tier, no_region) = (uses().replace(",standard,", ",,"), uses().replace(",global,", ",,"));
    for (usage, usd, fits) in [
        (uses(), "3.75", false),
        (no_tier.clone(), "3.75", true),
        (no_tier.clone(), "5.00", true),
        (no_tier.clone(), "3.00", false),
        (no_tier.clone(), "8.25", false),
        (no_region.clone(), "8.25", true),
        (no_region.clone(), "8.60", false),
        (no_region, "3.75", false),
    ] {
        let Outcome::Assessed { findings, notes, .. } =
            outcome(&ANALYZER, &[("usage.csv", &usage), ("cost.csv", &costs(usd, usd))], &Policy::default())
        else {
            panic!()
        };
        assert_eq!(findings.is_empty(), fits, "{usd}: {findings:?}");
        assert_eq!(notes.iter().any(|note| note.starts_with("compared with a range")), usage != uses(), "{notes:?}");
    }
}

#[test]
fn a_model_that_has_cost_or_usage_alone() {
    let other = costs("7.50", "7.50").replace("Claude Opus 5", "Claude Sonnet 5");
    let lines = ask(&ANALYZER, &[("usage.csv", &uses()), ("cost.csv", &other)]);
    assert!(lines.len() == 2, "cost of one, usage of the other: {lines:?}");
}

#[test]
fn what_is_not_whole_is_not_compared() {
    let one_day = usage(&[("k", "A", days("2026-07-12", "2026-07-12"))]);
    let cost = costs("9.00", "9.00");
    let lines = ask(&ANALYZER, &[("usage.csv", &one_day), ("cost.csv", &cost)]);
    assert_eq!(
        lines,
        ["not assessed: no day and model of the period with a known price is whole in both a cost and a usage export"]
    );
    assert_eq!(ask(&ANALYZER, &[("cost.csv", &cost)]), ["not assessed: no export of token usage"]);
}

#[test]
fn a_day_that_the_cost_export_leaves_out() {
    let cost: String = costs("7.50", "7.50")
        .lines()
        .filter(|line| !line.starts_with("2026-07-05"))
        .map(|line| format!("{line}\n"))
        .collect();
    let lines = ask(&ANALYZER, &[("usage.csv", &uses()), ("cost.csv", &cost)]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].contains("on 1 of 11 days") && lines[0].contains("cost is $0.00 where usage at list price is $7.50"),
        "{lines:?}"
    );
}

/// Fault: Cost and usage in a file for each day were not compared at all: every day was the last of its file
/// Outcome: A day is over where another file goes on from it; what does not fit in many files is one finding
#[test]
fn a_file_for_each_day() {
    let by_day = |name: &str, text: &str| -> Vec<(String, String)> {
        let (head, rows) = text.split_once('\n').unwrap();
        let mut days = std::collections::BTreeMap::<&str, String>::new();
        rows.lines().for_each(|row| *days.entry(&row[..10]).or_default() += &format!("{row}\n"));
        days.into_iter().map(|(day, rows)| (format!("{name}_{day}.csv"), format!("{head}\n{rows}"))).collect()
    };
    for (usd, found) in [("9.00", vec!["medium organization".to_owned()]), ("7.50", vec![])] {
        let files: Vec<_> = by_day("cost", &costs(usd, usd)).into_iter().chain(by_day("usage", &uses())).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        assert_eq!(crate::analyze::testing::found_in(&ANALYZER, &files), found, "{usd}");
    }
}
