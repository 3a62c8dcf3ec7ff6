//! A thousand tokens in and a hundred out of Opus 5 cost 0.75 cents.

use serde_json::json;

use crate::analyze::testing::{as_of_facts, cost, days, page, policy, usage, with, workspace};
use crate::facts::Facts;
use crate::model::KeyFigures;
use crate::policy::Policy;

fn figures(files: &[(&str, &str)]) -> KeyFigures {
    let (facts, period) = as_of_facts(files);
    facts.key_figures(&Policy::default(), period)
}

#[test]
fn by_usage_alone() {
    let all = || days("2026-07-01", "2026-09-30");
    let found = figures(&[("usage.csv", &usage(&[("k", "A", all())]))]);
    assert_eq!(
        (found.cache_hit_percent, found.estimated_percent, found.reported_percent),
        (Some(0.0), Some(100.0), Some(0.0))
    );
    assert_eq!(found.usd_per_million_tokens.unwrap().to_string(), "6.82", "7.5 dollars for 1.1 million");
    assert_eq!((found.list_price, found.month_forecast), (None, None));
    assert_eq!(found.environments.len(), 1);
    assert_eq!((found.environments[0].environment.as_str(), found.environments[0].percent), ("unknown", 100.0));
}

#[test]
fn shares_of_environments() {
    let tagged = with(workspace("A"), json!({"tags": {"env": "prod"}}));
    let rows: Vec<_> = days("2026-07-01", "2026-09-30")
        .into_iter()
        .flat_map(|day| {
            [
                (day.clone(), "x", "", "A", 6.0),
                (day.clone(), "y-staging", "", "B", 3.0),
                (day, "z", "", "Claude Code", 1.0),
            ]
        })
        .collect();
    let spaces = page(&[tagged, workspace("B"), workspace("Claude Code")]);
    let found = figures(&[("cost.csv", &cost(&rows)), ("spaces.json", &spaces)]);
    let shares: Vec<_> = found
        .environments
        .iter()
        .map(|one| (one.environment.as_str(), one.percent, one.by_name_usd.to_string()))
        .collect();
    assert_eq!(
        shares,
        [
            ("production", 60.0, "0".to_owned()),
            ("staging", 30.0, "276".to_owned()),
            ("Claude Code", 10.0, "0".to_owned())
        ]
    );
    assert_eq!(
        (found.reported_percent, found.usd_per_million_tokens, found.cache_hit_percent),
        (Some(100.0), None, None)
    );
}

#[test]
fn a_discount_is_one_where_it_is_the_same_on_every_day() {
    let rows = |first: f64, rest: f64| -> Vec<(String, &str, &str, &str, f64)> {
        let day = |(n, day): (usize, String)| (day, "k", "", "A", if n < 30 { first } else { rest });
        days("2026-07-01", "2026-09-30").into_iter().enumerate().map(day).collect()
    };
    // Each row states its cost as its list price; here that is put at ten dollars.
    let stated = |first: f64, rest: f64| {
        let csv = cost(&rows(first, rest));
        csv.replace(&format!(",{first:.2},{first:.2},"), &format!(",{first:.2},10.00,"))
            .replace(&format!(",{rest:.2},{rest:.2},"), &format!(",{rest:.2},10.00,"))
    };
    let found = figures(&[("cost.csv", &stated(8.5, 8.5))]).list_price.unwrap();
    assert_eq!((found.discount_percent, found.is_consistent, found.days), (15.0, true, 92));
    assert_eq!((found.list_usd.to_string(), found.reported_usd.to_string()), ("920".to_owned(), "782".to_owned()));
    let found = figures(&[("cost.csv", &stated(6.0, 8.5))]).list_price.unwrap();
    assert!(!found.is_consistent, "{found:?}");
}

#[test]
fn what_the_policy_prices_is_labelled_and_the_rest_stays_unpriced() {
    let all = || days("2026-07-01", "2026-09-30");
    let odd = usage(&[("k", "A", all())]).replace("claude-opus-5", "in-house");
    let files = [("usage.csv", odd.as_str())];
    let data = crate::analyze::testing::data(&files);
    let (bare, period) = as_of_facts(&files);
    assert!(bare.spend.series.rows.is_empty() && bare.spend.series.unpriced.contains_key("in-house"));
    let policy = policy("[[prices]]\nmodel = \"in-house\"\ninput = 5\noutput = 25\n");
    let facts =
        Facts::priced(&data, crate::facts::spend::Prices::of(&policy), period, crate::facts::as_of(&data).unwrap())
            .unwrap();
    let found = facts.key_figures(&policy, period);
    assert_eq!(found.priced_by_policy.len(), 1);
    assert_eq!(
        (found.priced_by_policy[0].usd.to_string().as_str(), found.priced_by_policy[0].listed_usd),
        ("0.69", None)
    );
    assert_eq!(facts.totals.estimated_cost_usd.total.to_string(), "0.69");
    assert!(facts.spend.series.unpriced.is_empty());
}

/// Fault: «Development 100 % of the spend» where production's model has no list price and nothing reports its cost
/// Outcome: Shares and the forecast are left out where a twentieth of the tokens is in no sum, and the figure of the spend says what it lacks
#[test]
fn shares_of_a_spend_that_lacks_much_are_no_figures() {
    let all = || days("2026-06-01", "2026-09-14");
    let nova = |keys: usize| {
        let rows = usage(&vec![("n", "B", all()); keys]).replace("claude-opus-5", "claude-nova-6");
        rows.lines().skip(1).map(|line| format!("{line}\n")).collect::<String>()
    };
    let known = usage(&vec![("k", "A", all()); 20]);
    for (unpriced, is_whole) in [(0, true), (1, true), (2, false), (60, false)] {
        let (facts, period) = as_of_facts(&[("usage.csv", &(known.clone() + &nova(unpriced)))]);
        let found = facts.key_figures(&Policy::default(), period);
        assert_eq!(found.environments.is_empty(), !is_whole, "{unpriced} {found:?}");
        assert_eq!(
            (found.reported_percent, found.estimated_percent),
            match is_whole {
                true => (Some(0.0), Some(100.0)),
                false => (None, None),
            }
        );
        assert_eq!(found.month_forecast.is_some(), is_whole, "{unpriced} {found:?}");
        assert_eq!(facts.totals.unpriced.is_some(), unpriced > 0);
        assert!(found.usd_per_million_tokens.is_some());
    }
}
