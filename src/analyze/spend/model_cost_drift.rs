//! Keys whose traffic moved to a costlier model.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;

use super::explained::{against, weeks_before};
use super::series::Entity;
use super::subject::largest_uses;
use super::turns::{Days, Turn, keys, keys_with_both_sides, tokens, turn};
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::TokenUse;
use crate::facts::spend::prices::{Conditions, Prices};
use crate::model::{Control, Finding, Money, Period, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "model-cost-drift",
    title: "Traffic that moved to a costlier model",
    control: Control::SpendAlerts,
    severity: Severity::Medium,
    reads: &[&[Table::Usage]],
    population: "keys with enough days of use",
    thresholds: &[
        Threshold {
            name: "least_ratio",
            default: 1.25,
            unit: "times the price of the former mix of models",
            source: "a quarter more per token is a decision that somebody should have made",
        },
        Threshold {
            name: "least_impact_usd",
            default: 25.0,
            unit: "USD at list price",
            source: "below, looking costs more than the difference",
        },
        Threshold { name: "least_days", default: 7.0, unit: "days", source: "a whole week on either side of the turn" },
    ],
    explain: Explain {
        finds: "Keys whose mix of models turns costlier on a day of the period and stays so, with `least_days` days of use on either side: \
                what the tokens since then cost by the new mix is at least `least_ratio` times what the same tokens cost by the former, \
                and `least_impact_usd` or more. More or less traffic at the same mix is not found, nor are a change of prices, a lost \
                cache (`cache-collapse`), a move to a cheaper model or a single day.",
        matters: "One line of configuration moves a service to a model at several times the price, and nothing fails.",
        remedy: &[
            "Console > Usage, API key {name}, grouped by model: see the day on which it moved",
            "Ask the owner whether it was meant; if not, set the former model again; Admin API: GET \
             /v1/organizations/usage_report/messages?api_key_ids[]={id}&group_by[]=model shows that it holds",
            "State which models may be used in the policy ([models] approved)",
        ],
        caveats: "A better model can need fewer tokens: the comparison takes the tokens as they are. Prices are list prices of one day. \
                  Traffic that moves from a key with one model to another key with another is not seen.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let least =
        usize::try_from(cx.limit(&ANALYZER, const { ANALYZER.threshold("least_days") }).days()).unwrap_or_default();
    let keys = keys(cx);
    let enough = match keys_with_both_sides(&keys, least) {
        Ok(enough) => enough,
        Err(few) => return Ok(few),
    };
    let prices = &cx.facts.spend.prices;
    let (mut findings, mut unpriced, mut notes) = (Vec::new(), Vec::new(), Vec::new());
    for (key, days) in keys.iter().filter(|(_, days)| days.are_at_least(2 * least)) {
        let Some(rates) = rates(prices, days) else {
            unpriced.push(key.label());
            continue;
        };
        let price_of_day = |uses: &[&TokenUse]| price(&mix(uses), &rates).to_f64();
        let turned = turn(days, least, price_of_day).filter(|turn| cx.period.contains(turn.day));
        match turned.and_then(|turn| Some(turn.proven(cx, key, judge(cx, key, &turn, &rates)?))) {
            Some(Ok(finding)) => findings.push(finding),
            Some(Err(why)) => notes.push(why),
            None => {}
        }
    }
    let note = format!("not judged, because a model of theirs has no known price: {}", unpriced.join(", "));
    notes.extend((!unpriced.is_empty()).then_some(note));
    Ok(Outcome::Assessed { population: enough, findings, notes })
}

/// What all tokens of a key together would cost by each of its models.
type Rates<'a> = BTreeMap<&'a str, Money>;
/// Tokens by model.
type Mix<'a> = BTreeMap<&'a str, i128>;

/// One basket for all models and one day for each, so that only the models differ: none where one of them has no price.
fn rates<'a>(prices: &Prices, days: &Days<'a>) -> Option<Rates<'a>> {
    let basket = tokens(days.uses());
    let mut rates = Rates::new();
    // Later days overwrite earlier ones.
    for one in days.uses() {
        rates.insert(&one.model, prices.cost(&one.model, one.day, basket, Conditions::default())?);
    }
    Some(rates)
}

fn mix<'a>(uses: &[&'a TokenUse]) -> Mix<'a> {
    let mut mix = Mix::new();
    for one in uses {
        *mix.entry(one.model.as_str()).or_default() += one.total();
    }
    mix
}

/// The price of the basket by a mix.
fn price(mix: &Mix, rates: &Rates) -> Money {
    let whole = mix.values().sum::<i128>().max(1);
    let part = |(model, count): (&&str, &i128)| rates.get(model).map(|rate| per(*rate, *count, whole));
    mix.iter().filter_map(part).sum()
}

/// A part of an amount. Shares in millionths: counts of tokens are too large to multiply exact amounts with.
fn per(amount: Money, count: i128, whole: i128) -> Money {
    amount.scaled(count * 1_000_000 / whole, 1_000_000)
}

fn judge(cx: &Context, key: &Entity, turn: &Turn, rates: &Rates) -> Option<Finding> {
    let (former, now) = (mix(&turn.before), mix(&turn.after));
    let (was, is) = (price(&former, rates), price(&now, rates));
    let ratio = is.to_f64() / was.to_f64();
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("least_ratio") });
    if was <= Money::ZERO || ratio < limit.value {
        return None;
    }
    let actual: Money = turn.after.iter().filter_map(|one| one.token_price()).sum();
    // Both in millionths of a dollar, which the product with the amount can hold.
    let small = |amount: Money| (amount.units() / 1_000_000_000_000).max(1);
    let expected = actual.scaled(small(was), small(is));
    let impact = actual - expected;
    if impact.to_f64() < cx.limit(&ANALYZER, const { ANALYZER.threshold("least_impact_usd") }).value {
        return None;
    }
    let days = Period { start: turn.day, end: turn.last };
    let message = format!(
        "since {} {} uses {}, before {}. Its list price in {days} was ${}, with the former mix ${}: ${} more ({ratio:.1} times). Threshold: {limit}",
        turn.day,
        key.label(),
        words(&now),
        words(&former),
        actual.to_grouped(),
        expected.to_grouped(),
        impact.to_grouped()
    );
    let title = format!("Traffic of {} moved to a costlier model", key.label());
    let mut finding = ANALYZER.finding(key.subject(cx), title, message);
    finding.period = Some(days);
    finding.impact_usd = Some(impact);
    finding.change = turn.before.first().and_then(|first| weeks_before(turn.day, first.day)).map(|before| {
        // The finding's own impact is one of the causes.
        against(cx, key, days, before, None)
    });
    finding.observed = Some(format!("{ratio:.1} times"));
    finding.threshold = Some(limit.to_string());
    finding.evidence = largest_uses(cx, &turn.after).into_iter().take(3).collect();
    finding.evidence.extend(largest_uses(cx, &turn.before).into_iter().take(2));
    Some(finding)
}

/// `claude-opus-5 90 %, claude-haiku-4-5-20251001 10 %`.
fn words(mix: &Mix) -> String {
    let whole = mix.values().sum::<i128>().max(1);
    let mut parts: Vec<(&str, i128)> = mix.iter().map(|(model, count)| (*model, *count)).collect();
    parts.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    let formatted = |(model, count): &(&str, i128)| format!("«{model}» {:.0} %", 100.0 * *count as f64 / whole as f64);
    parts.iter().take(3).map(formatted).collect::<Vec<_>>().join(", ")
}
