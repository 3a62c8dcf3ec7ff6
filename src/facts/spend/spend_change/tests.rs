//! Opus 5 costs 5 dollars a million tokens in, Haiku 4.5 one dollar; a read from the cache a tenth of that.

use super::{By, Compared, Expected};
use crate::analyze::testing::{days, facts};
use crate::facts::Facts;
use crate::model::{ChangeParts, Money, Period, SpendChange};

const HEAD: &str = "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,\
                    usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,\
                    usage_output_tokens,web_search_count,inference_geo,speed\n";

/// Millions of tokens: day, model, key, tier, uncached, read.
fn uses(rows: &[(&str, &str, &str, &str, u32, u32)]) -> String {
    let row = |(day, model, key, tier, input, read): &(&str, &str, &str, &str, u32, u32)| {
        format!("{day},{model},{key},A,{tier},≤ 200k,{input}000000,0,0,{read}000000,0,0,global,\n")
    };
    HEAD.to_owned() + &rows.iter().map(row).collect::<String>()
}

/// What the second day costs next to the first.
fn change(facts: &Facts) -> SpendChange {
    let day = |text: &str| text.parse().unwrap();
    let compared = Compared {
        days: Period { start: day("2026-09-02"), end: day("2026-09-02") },
        before: [day("2026-09-01")].into(),
        with: "the day before".to_owned(),
        expected: Expected::PerDay,
        band: None,
        by: By::Key,
    };
    facts.spend_change(&compared, |_| true)
}

fn dollars(text: &str) -> Money {
    Money::parse(text).unwrap()
}

fn of(before: (&str, &str, u32, u32), after: (&str, &str, u32, u32)) -> ChangeParts {
    let rows = [("2026-09-01", before), ("2026-09-02", after)].map(|(day, one)| (day, one.0, "k", one.1, one.2, one.3));
    let change = change(&facts(&[("usage.csv", &uses(&rows))]));
    let parts = change.parts.unwrap();
    assert_eq!(parts.sum(), change.impact_usd);
    assert_eq!(parts.unexplained_usd, Money::ZERO, "an estimate is explained");
    parts
}

#[test]
fn each_cause_by_itself() {
    let (opus, haiku) = ("claude-opus-5", "claude-haiku-4-5-20251001");
    let base = (opus, "standard", 10, 0);
    assert_eq!(of(base, (opus, "standard", 16, 0)).volume_usd, dollars("30"));
    assert_eq!(of((haiku, "standard", 10, 0), base).model_mix_usd, dollars("40"));
    assert_eq!(of((opus, "standard", 5, 5), base).cache_usd, dollars("22.5"));
    assert_eq!(of((opus, "batch", 10, 0), base).tier_usd, dollars("25"));
    assert_eq!(of(base, base), ChangeParts::default());
}

#[test]
fn nothing_expected_has_no_percent_and_is_volume() {
    let rows = [
        ("2026-09-02", "claude-opus-5", "k", "standard", 1, 0),
        ("2026-08-01", "claude-opus-5", "k", "standard", 1, 0),
    ];
    let change = change(&facts(&[("usage.csv", &uses(&rows))]));
    assert_eq!((change.impact_percent, change.impact_usd), (None, dollars("5")));
    assert_eq!(change.parts.unwrap().volume_usd, dollars("5"));
}

#[test]
fn contributors_and_others_are_the_impact() {
    let keys: Vec<String> = (0..12).map(|n| format!("k{n:02}")).collect();
    let before = keys.iter().map(|key| ("2026-09-01", "claude-opus-5", key.as_str(), "standard", 1, 0));
    let after = keys.iter().zip(2..).map(|(key, n)| ("2026-09-02", "claude-opus-5", key.as_str(), "standard", n, 0));
    let rows: Vec<_> = before.chain(after).collect();
    let change = change(&facts(&[("usage.csv", &uses(&rows))]));
    let named: Vec<&str> = change.contributors.iter().filter_map(|one| one.name.as_deref()).collect();
    assert_eq!(named, ["k11", "k10", "k09", "k08", "k07", "k06", "k05", "k04"]);
    let sum: Money = change.contributors.iter().map(|one| one.usd).sum();
    assert_eq!(sum + change.others_usd, change.impact_usd);
    assert_eq!(change.others_usd, dollars("50"));
}

#[test]
fn what_reported_cost_has_beyond_list_price_is_told_apart() {
    let rows = ["2026-09-01", "2026-09-02", "2026-09-03"].map(|day| (day, "claude-opus-5", "k", "standard", 10, 0));
    let mut rows = rows.to_vec();
    rows[1].4 = 20;
    let cost = |usd: [&str; 3]| {
        let head = "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type,\
                    inference_geo,speed,api_key_id,api_key_status\n";
        let days = days("2026-09-01", "2026-09-03");
        let row = |(day, usd): (&String, &str)| {
            format!("{day},Claude Opus 5,A,k,message,≤ 200k,input_no_cache,{usd},{usd},token,global,,,active\n")
        };
        head.to_owned() + &days.iter().zip(usd).map(row).collect::<String>()
    };
    let full = change(&facts(&[("usage.csv", &uses(&rows)), ("cost.csv", &cost(["50.00", "100.00", "50.00"]))]));
    let parts = full.parts.unwrap();
    assert_eq!((parts.volume_usd, parts.unexplained_usd), (dollars("50"), Money::ZERO));
    assert!(!full.is_estimated);
    let discounted = change(&facts(&[("usage.csv", &uses(&rows)), ("cost.csv", &cost(["50.00", "80.00", "50.00"]))]));
    let parts = discounted.parts.unwrap();
    assert_eq!((parts.volume_usd, parts.unexplained_usd), (dollars("50"), dollars("-20")));
    assert_eq!(parts.sum(), discounted.impact_usd);
    let alone = change(&facts(&[("cost.csv", &cost(["50.00", "100.00", "50.00"]))]));
    assert_eq!(alone.parts, None);
    assert_eq!(alone.unattributed.as_deref(), Some("on 2 of 2 days with cost no usage export has its tokens"));
    assert_eq!(alone.contributors[0].usd, dollars("50"), "who it was is named all the same");
}

#[test]
fn a_model_without_a_price_tells_no_cause() {
    let rows = ["2026-09-01", "2026-09-02"].map(|day| (day, "claude-unheard-of", "k", "standard", 1, 0));
    let change = change(&facts(&[("usage.csv", &uses(&rows))]));
    assert_eq!(
        change.unattributed.as_deref(),
        Some(
            "the sums are without 2,000,000 tokens of models without a known price (claude-unheard-of), 100.0 % of all tokens"
        )
    );
}

#[test]
fn a_model_without_a_price_is_left_out_on_both_sides() {
    // Opus 4.1 was retired on 2026-08-05.
    let rows = [
        ("2026-08-05", "claude-opus-4-1-20250805", "k", "standard", 1, 0),
        ("2026-08-06", "claude-opus-4-1-20250805", "k", "standard", 1, 0),
        ("2026-08-05", "claude-opus-5", "k", "standard", 30, 0),
        ("2026-08-06", "claude-opus-5", "k", "standard", 90, 0),
    ];
    let facts = facts(&[("usage.csv", &uses(&rows))]);
    let day = |text: &str| text.parse().unwrap();
    let compared = Compared {
        days: Period { start: day("2026-08-06"), end: day("2026-08-06") },
        before: [day("2026-08-05")].into(),
        with: String::new(),
        expected: Expected::PerDay,
        band: None,
        by: By::Model,
    };
    let change = facts.spend_change(&compared, |_| true);
    let parts = change.parts.unwrap();
    assert_eq!(
        (parts.volume_usd, parts.unexplained_usd, parts.sum()),
        (dollars("300"), dollars("-15"), change.impact_usd)
    );
    assert_eq!(
        change.unattributed.unwrap(),
        "models without a known price count as unexplained: claude-opus-4-1-20250805; without 1,000,000 tokens of models without a known \
         price (claude-opus-4-1-20250805), 0.8 % of all tokens"
    );
    assert_eq!(change.left_out, None);
}

/// Fault: Use moved to a model without a price, on days that no cost export covers: spend seemed to fall, «by volume», while as many tokens were used
/// Outcome: Where a twentieth of the tokens of either side is in no sum, no cause and no percentage is reported, and what is left out is
#[test]
fn a_switch_to_usage_without_a_price_is_no_change_of_volume() {
    let (opus, nova) = ("claude-opus-5", "claude-nova-6");
    let costed = |days: &[&str], model: &str, usd: f64| {
        let rows: Vec<_> = days.iter().map(|day| ((*day).to_owned(), "k", "", "A", usd)).collect();
        crate::analyze::testing::cost(&rows).replace("Claude Opus 5", model)
    };
    let first = ["2026-09-01"];
    for (before, after, cost, is_left_out) in [
        // The model is another one, and there is no cost export.
        (&[(opus, 100)][..], &[(nova, 100)][..], None, true),
        (&[(nova, 100)], &[(opus, 100)], None, true),
        // Cost ends before the usage does.
        (&[(nova, 100)], &[(nova, 100)], Some(costed(&first, nova, 500.0)), true),
        (&[(opus, 100)], &[(opus, 95), (nova, 5)], None, true),
        // Little is left out, or nothing: cost covers both days.
        (&[(opus, 100)], &[(opus, 96), (nova, 4)], None, false),
        (&[(opus, 100)], &[(nova, 100)], Some(costed(&["2026-09-01", "2026-09-02"], opus, 500.0)), false),
        (&[(opus, 100)], &[(opus, 100)], Some(costed(&first, opus, 500.0)), false),
    ] {
        let on = |day, uses: &[(&'static str, u32)]| {
            uses.iter().map(|(model, tokens)| (day, *model, "k", "standard", *tokens, 0)).collect::<Vec<_>>()
        };
        let usage = uses(&[on("2026-09-01", before), on("2026-09-02", after)].concat());
        let files = [("usage.csv", usage.as_str())].into_iter();
        let files: Vec<_> = files.chain(cost.as_deref().map(|csv| ("cost.csv", csv))).collect();
        let change = change(&facts(&files));
        assert_eq!(change.left_out.is_some(), is_left_out, "{before:?} {after:?} {change:?}");
        if is_left_out {
            assert_eq!((change.parts, change.impact_percent), (None, None));
            assert!(change.unattributed.unwrap().contains(nova));
        } else {
            assert!(change.parts.is_some(), "{change:?}");
        }
    }
}

/// The change of the third quarter over use of ten million tokens a day from a day on.
fn quarter(from: &str) -> Option<crate::model::PeriodChange> {
    let all = days(from, "2026-09-30");
    let rows: Vec<_> = all
        .iter()
        .map(|day| {
            (day.as_str(), "claude-opus-5", "k", "standard", if day.as_str() < "2026-07-01" { 10 } else { 20 }, 0)
        })
        .collect();
    let day = |text: &str| text.parse().unwrap();
    facts(&[("usage.csv", &uses(&rows))]).period_change(Period { start: day("2026-07-01"), end: day("2026-09-30") })
}

/// Fault: One workspace moved to a model without a price: its row stood with the sums of both periods, as if it had stopped
/// Outcome: Its row compares nothing and says what its sums leave out; the others do
#[test]
fn a_workspace_without_a_price_is_compared_with_nothing() {
    let all = days("2026-03-31", "2026-09-30");
    let row = |day: &str, model: &str, workspace: &str, input: u32| {
        format!("{day},{model},k,{workspace},standard,≤ 200k,{input}000000,0,0,0,0,0,global,\n")
    };
    let report = |later: &str| {
        let rows = all.iter().map(|day| {
            let model = if day.as_str() < "2026-07-01" { "claude-opus-5" } else { later };
            row(day, model, "A", 1) + &row(day, "claude-opus-5", "B", 99)
        });
        let day = |text: &str| text.parse().unwrap();
        let usage = HEAD.to_owned() + &rows.collect::<String>();
        let facts = facts(&[("usage.csv", &usage)]);
        facts.period_change(Period { start: day("2026-07-01"), end: day("2026-09-30") }).unwrap()
    };
    let left_out = |change: &crate::model::PeriodChange| -> Vec<(String, bool)> {
        change.workspaces.iter().map(|one| (one.name.clone().unwrap(), one.left_out.is_some())).collect()
    };
    let switched = report("claude-unheard-of");
    assert_eq!(switched.total.left_out, None, "one token in a hundred");
    assert_eq!(left_out(&switched), [("A".to_owned(), true), ("B".to_owned(), false)]);
    let same = report("claude-opus-5");
    assert!(left_out(&same).iter().all(|(_, is_left_out)| !is_left_out));
}

#[test]
fn a_quarter_is_held_against_as_many_days_or_its_months_against_each_other() {
    let change = quarter("2026-03-31").unwrap();
    assert_eq!(
        (change.before.to_string().as_str(), change.total.impact_usd),
        ("2026-03-31 to 2026-06-30", dollars("4600"))
    );
    assert_eq!(change.total.impact_percent, Some(100.0));
    assert_eq!(change.workspaces.len(), 1);
    assert_eq!((change.models[0].before_usd, change.models[0].change_usd), (dollars("4600"), dollars("4600")));
    let months = quarter("2026-04-01").unwrap();
    assert_eq!(
        (months.before.to_string().as_str(), months.after.to_string().as_str()),
        ("2026-07-01 to 2026-07-31", "2026-09-01 to 2026-09-30")
    );
    assert_eq!(months.total.impact_usd, dollars("-100"), "a day less");
    assert!(quarter("2026-07-02").is_none(), "the first month is not whole");
}

/// Two times four weeks are 56 days: one less, and a day would stand on both sides.
#[test]
fn first_and_last_weeks_that_share_a_day_are_not_compared() {
    let of = |end: &str| {
        let all = days("2026-07-02", end);
        let rows: Vec<_> = all.iter().map(|day| (day.as_str(), "claude-opus-5", "k", "standard", 1, 0)).collect();
        let period = Period { start: "2026-07-02".parse().unwrap(), end: end.parse().unwrap() };
        let change = facts(&[("usage.csv", &uses(&rows))]).period_change(period)?;
        Some((change.before.to_string(), change.after.to_string()))
    };
    let weeks = ("2026-07-02 to 2026-07-29".to_owned(), "2026-07-30 to 2026-08-26".to_owned());
    assert_eq!(of("2026-08-26"), Some(weeks));
    assert_eq!(of("2026-08-25"), None);
}
