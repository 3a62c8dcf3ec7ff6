//! Keys that no longer read from the cache what they used to.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::explained::{against, weeks_before};
use super::series::Entity;
use super::subject::largest_uses;
use super::turns::{Turn, input, keys, keys_with_both_sides, tokens, turn};
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::TokenUse;
use crate::facts::spend::prices::{Conditions, Prices, TokenCounts};
use crate::model::{Control, Finding, Money, Period, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "cache-collapse",
    title: "Keys that lost their prompt cache",
    control: Control::SpendAlerts,
    severity: Severity::Low,
    reads: &[&[Table::Usage]],
    population: "keys with enough days of use",
    thresholds: &[
        Threshold {
            name: "most_left_percent",
            default: 50.0,
            unit: "% of the former share of cache reads",
            source: "half of it is more than prompts change by themselves",
        },
        Threshold {
            name: "least_former_percent",
            default: 20.0,
            unit: "% of input read from the cache before",
            source: "below, there was no cache to speak of",
        },
        Threshold {
            name: "least_impact_usd",
            default: 10.0,
            unit: "USD at list price",
            source: "below, looking costs more than the cache saved",
        },
        Threshold { name: "least_days", default: 7.0, unit: "days", source: "a whole week on either side of the turn" },
    ],
    explain: Explain {
        finds: "Keys whose share of input tokens that are read from the cache falls on a day of the period to `most_left_percent` of what it \
                was or less and stays there, after at least `least_former_percent`, with `least_days` days of use on either side and at \
                least `least_impact_usd` of consequence: the input since then at list price, less what the same input would have cost \
                with the former shares of reads and writes. A single day without a cache, and less traffic at the same share, are not found.",
        matters: "A read from the cache costs a tenth of the input or less: one changed character at the start of a prompt can multiply a bill.",
        remedy: &[
            "Console > Usage, API key {name}: see on which day reads from the cache end",
            "Ask the owner what was deployed then: what changes (a date, an id, the order of tools) belongs behind the cached part of the prompt",
            "Admin API: GET /v1/organizations/usage_report/messages?api_key_ids[]={id} shows cache_read_input_tokens by day",
        ],
        caveats: "Work of another kind can need no cache. The consequence is at list price, without discounts and batches.",
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
    let share_of_day = |uses: &[&TokenUse]| share(tokens(uses));
    let turned = keys.iter().filter_map(|(key, days)| Some((key, turn(days, least, share_of_day)?)));
    let in_period = turned.filter(|(_, turn)| cx.period.contains(turn.day));
    let (mut findings, mut notes) = (Vec::new(), Vec::new());
    for (key, turn) in in_period {
        match judge(cx, prices, key, &turn).map(|finding| turn.proven(cx, key, finding)) {
            Some(Ok(finding)) => findings.push(finding),
            Some(Err(why)) => notes.push(why),
            None => {}
        }
    }
    Ok(Outcome::Assessed { population: enough, findings, notes })
}

fn share(tokens: TokenCounts) -> f64 {
    if input(tokens) > 0 { tokens.cache_read as f64 / input(tokens) as f64 } else { 0.0 }
}

fn judge(cx: &Context, prices: &Prices, key: &Entity, turn: &Turn) -> Option<Finding> {
    let (former, now) = (tokens(&turn.before), tokens(&turn.after));
    let limit = cx.limit(&ANALYZER, const { ANALYZER.threshold("most_left_percent") });
    let had_cache =
        100.0 * share(former) >= cx.limit(&ANALYZER, const { ANALYZER.threshold("least_former_percent") }).value;
    if !had_cache || 100.0 * share(now) > limit.value * share(former) {
        return None;
    }
    let (mut actual, mut expected) = (Money::ZERO, Money::ZERO);
    for one in &turn.after {
        let own = TokenCounts { output: 0, web_searches: 0, ..one.tokens };
        let price = |counts| prices.cost(&one.model, one.day, counts, Conditions::default());
        let (Some(paid), Some(due)) = (price(own), price(as_before(input(own), former))) else { continue };
        actual += paid;
        expected += due;
    }
    let impact = actual - expected;
    if impact.to_f64() < cx.limit(&ANALYZER, const { ANALYZER.threshold("least_impact_usd") }).value {
        return None;
    }
    let (was, is) = (100.0 * share(former), 100.0 * share(now));
    let days = Period { start: turn.day, end: turn.last };
    let message = format!(
        "{} read {is:.1} % of its input from the cache since {}, before {was:.1} %. At list price its input of {days} cost ${}, with the former share ${}: ${} more. Threshold: {limit}",
        key.label(),
        turn.day,
        actual.to_grouped(),
        expected.to_grouped(),
        impact.to_grouped()
    );
    let mut finding =
        ANALYZER.finding(key.subject(cx), format!("{} stopped using the prompt cache", key.label()), message);
    finding.period = Some(days);
    finding.impact_usd = Some(impact);
    finding.change = turn.before.first().and_then(|first| weeks_before(turn.day, first.day)).map(|before| {
        // The finding's own impact is one of the causes.
        against(cx, key, days, before, None)
    });
    finding.observed = Some(format!("{is:.1} %, before {was:.1} %"));
    finding.threshold = Some(limit.to_string());
    finding.evidence = largest_uses(cx, &turn.after).into_iter().take(3).collect();
    finding.evidence.extend(largest_uses(cx, &turn.before).into_iter().take(2));
    Some(finding)
}

/// So much input in the shares of earlier input.
fn as_before(input_now: i128, former: TokenCounts) -> TokenCounts {
    let whole = input(former).max(1);
    let part = |count: i128| input_now * count / whole;
    let (write_5m, write_1h, read) =
        (part(former.cache_write_5m), part(former.cache_write_1h), part(former.cache_read));
    TokenCounts {
        uncached_input: input_now - write_5m - write_1h - read,
        cache_write_5m: write_5m,
        cache_write_1h: write_1h,
        cache_read: read,
        output: 0,
        web_searches: 0,
    }
}
