//! A change by cause: usage at list price before and after, and what reported cost has beyond that.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use foldhash::fast::FixedState;
use indexmap::IndexMap;

use super::{Compared, PARTS};
use crate::facts::Facts;
use crate::facts::spend::SpendRow;
use crate::facts::spend::TokenUse;
use crate::facts::spend::prices::{Prices, TokenCounts};
use crate::model::{ChangeParts, Money, counted};
use crate::stats::decompose::{Effects, Line, decompose};

/// The money of both sides, and what it changed by.
pub(super) struct Window<'a> {
    pub(super) compared: &'a Compared,
    /// What a dollar of the days before is expected to be.
    pub(super) ratio: i128,
    pub(super) after: &'a [&'a SpendRow],
    pub(super) before: &'a [&'a SpendRow],
    pub(super) expected: Money,
    pub(super) impact: Money,
}

/// The parts of the impact by what was used on both sides, and what they leave out, or why there are none.
pub(super) fn parts(facts: &Facts, window: &Window, uses: &[&TokenUse]) -> (Option<ChangeParts>, Option<String>) {
    let Compared { days, before, .. } = window.compared;
    let models = distinct(uses.iter().map(|one| one.model.as_str()));
    let models: BTreeMap<&str, &str> =
        models.into_iter().map(|name| (name, facts.spend.prices.model_id(name))).collect();
    let model = |one: &TokenUse| models.get(one.model.as_str()).copied().unwrap_or_default();
    let spent = window.after.iter().chain(window.before).filter(|row| row.amount > Money::ZERO);
    let (spent, found) = (distinct(spent.map(|row| row.day)), distinct(uses.iter().map(|one| one.day)));
    let dark = spent.difference(&found).count();
    if dark > 0 {
        let why = format!("on {dark} of {} with cost no usage export has its tokens", counted(spent.len(), "day"));
        return (None, Some(why));
    }
    if window.before.is_empty() && window.expected > Money::ZERO {
        return (None, Some("nothing was spent on the days used for the expected value".to_owned()));
    }
    // A model without a price on one side is left out on both: else it would seem to have come or gone.
    let unpriced = distinct(uses.iter().filter(|one| one.list_price.is_none()).map(|one| model(one)));
    let priced: Vec<&TokenUse> = uses.iter().copied().filter(|one| !unpriced.contains(model(one))).collect();
    if priced.is_empty() && !unpriced.is_empty() {
        let names = unpriced.iter().copied().collect::<Vec<_>>().join(", ");
        return (None, Some(format!("its usage has no known price: {names}")));
    }
    let lines = |is_in: &dyn Fn(NaiveDate) -> bool, ratio: i128| -> Vec<Line> {
        lines(&facts.spend.prices, priced.iter().filter(|one| is_in(one.day)).map(|one| (model(one), *one)), ratio)
    };
    let (earlier, later) = (lines(&|day| before.contains(&day), window.ratio), lines(&|day| days.contains(day), PARTS));
    (Some(rounded(decompose(&earlier, &later), window.impact)), outside(facts, uses))
}

/// The few that differ of very many, which are not all put in order for it.
fn distinct<T: Ord>(all: impl Iterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    for one in all {
        if !set.contains(&one) {
            set.insert(one);
        }
    }
    set
}

/// What the parts do not hold: money of models that have no price on some day, which is unexplained, and usage that is in no sum.
fn outside(facts: &Facts, uses: &[&TokenUse]) -> Option<String> {
    let models = |is_its: &dyn Fn(&TokenUse) -> bool| -> BTreeSet<&str> {
        let names = distinct(uses.iter().copied().filter(|one| is_its(one)).map(|one| one.model.as_str()));
        names.into_iter().map(|name| facts.spend.prices.model_id(name)).collect()
    };
    let without = models(&|one| one.list_price.is_none());
    let mut counted = models(&|one| !facts.spend.leaves_out(one));
    counted.retain(|model| without.contains(model));
    let names = counted.iter().copied().collect::<Vec<_>>().join(", ");
    let unexplained = format!("models without a known price count as unexplained: {names}");
    let unexplained = (!counted.is_empty()).then_some(unexplained);
    let in_no_sum = facts.spend.unpriced_among(uses.iter().copied()).says().map(|said| format!("without {said}"));
    let both: Vec<String> = unexplained.into_iter().chain(in_no_sum).collect();
    (!both.is_empty()).then(|| both.join("; "))
}

/// Tokens and units of money by category, where there are any.
type ByKind = [Option<(i128, i128)>; 6];

/// Uses of one price: by day, model, tier and terms, with one of them and the tokens of all.
type Priced<'a> = IndexMap<(NaiveDate, &'a str, &'a str, &'a str), (&'a TokenUse, TokenCounts), FixedState>;

/// Tokens of every category with their price, scaled, in one line for each model, category, tier and terms.
fn lines<'a>(prices: &Prices, uses: impl Iterator<Item = (&'a str, &'a TokenUse)>, ratio: i128) -> Vec<Line> {
    // A few sums of hundreds of thousands of uses: each is looked up once, and what has one price is priced together.
    let mut days: Priced = IndexMap::default();
    for (model, one) in uses {
        let grain = (one.day, model, one.tier.as_str(), one.terms.as_str());
        days.entry(grain).or_insert((one, TokenCounts::default())).1 += one.tokens;
    }
    let is_whole = ratio == PARTS;
    let mut sums: BTreeMap<(&str, &str, &str), ByKind> = BTreeMap::new();
    for ((day, model, tier, terms), (one, tokens)) in days {
        let Some(priced) = prices.priced(&one.model, day, tokens, one.conditions()) else { continue };
        let own = sums.entry((model, tier, terms)).or_default();
        for ((sum, count), price) in own.iter_mut().zip(tokens.by_kind()).zip(priced.by_kind) {
            if count > 0 {
                let (tokens, amount) = sum.get_or_insert_default();
                *tokens += if is_whole { count } else { count * ratio / PARTS };
                *amount += if is_whole { price } else { price.scaled(ratio, PARTS) }.units();
            }
        }
    }
    let by_kind = |((model, tier, terms), own): (_, ByKind)| {
        let kinds = TokenCounts::KINDS.into_iter().zip(own);
        kinds.filter_map(move |(kind, sum)| Some(((model, kind, tier, terms), sum?)))
    };
    let sums: BTreeMap<(&str, &str, &str, &str), (i128, i128)> = sums.into_iter().flat_map(by_kind).collect();
    let line = |((model, kind, tier, terms), (tokens, amount)): ((&str, &str, &str, &str), (i128, i128))| Line {
        model: model.to_owned(),
        side: if kind == TokenCounts::KINDS[4] { kind } else { "input" }.to_owned(),
        kind: kind.to_owned(),
        tier: [tier, terms].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", "),
        tokens,
        amount,
    };
    sums.into_iter().map(line).collect()
}

/// Whole cents. What they do not sum to is reported as unexplained; less than a cent a part is rounding, and goes to the largest.
fn rounded(effects: Effects, impact: Money) -> ChangeParts {
    let cents = |units: i128| Money::from_units(units).round_to_cents();
    let mut parts = ChangeParts {
        volume_usd: cents(effects.volume),
        model_mix_usd: cents(effects.model_mix),
        output_usd: cents(effects.output),
        cache_usd: cents(effects.cache),
        tier_usd: cents(effects.tier),
        price_usd: cents(effects.price),
        unexplained_usd: Money::ZERO,
    };
    let rest = impact - parts.sum();
    if rest.units().abs() > Money::from_cents(4).units() {
        parts.unexplained_usd = rest;
        return parts;
    }
    let own = [
        &mut parts.volume_usd,
        &mut parts.model_mix_usd,
        &mut parts.output_usd,
        &mut parts.cache_usd,
        &mut parts.tier_usd,
        &mut parts.price_usd,
    ];
    // The first of equals: a change of nothing is none of volume.
    if let Some(largest) = own.into_iter().rev().max_by_key(|part| part.units().abs()) {
        *largest += rest;
    }
    parts
}
