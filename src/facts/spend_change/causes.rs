//! A change by cause: usage at list price before and after, and what reported cost has beyond that.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Compared, PARTS, Spender};
use crate::data::prices::TokenCounts;
use crate::facts::Facts;
use crate::facts::spend::SpendRow;
use crate::facts::token_use::TokenUse;
use crate::model::{ChangeParts, Money};
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

/// The parts of the impact, or why there are none.
pub(super) fn parts(facts: &Facts, window: &Window, holds: &impl Fn(&Spender) -> bool) -> Result<ChangeParts, String> {
    let Compared { days, before, .. } = window.compared;
    let of_model = |one: &TokenUse| holds(&one.spender(facts.prices.model_id(&one.model)));
    let used = || facts.token_uses.iter().filter(|one| one.is_used());
    let later: Vec<&TokenUse> = used().filter(|one| days.contains(one.day) && of_model(one)).collect();
    let earlier: Vec<&TokenUse> = used().filter(|one| before.contains(&one.day) && of_model(one)).collect();
    if let Some(one) = later.iter().chain(&earlier).find(|one| one.list_price.is_none()) {
        return Err(format!("usage of model {} has no known price", one.model));
    }
    let spent = window.after.iter().chain(window.before).filter(|row| row.amount > Money::ZERO);
    let spent: BTreeSet<NaiveDate> = spent.map(|row| row.day).collect();
    let told: BTreeSet<NaiveDate> = later.iter().chain(&earlier).map(|one| one.day).collect();
    let dark = spent.difference(&told).count();
    if dark > 0 {
        return Err(format!("on {dark} of {} days with cost no usage export tells of its tokens", spent.len()));
    }
    if window.before.is_empty() && window.expected > Money::ZERO {
        return Err("nothing was spent on the days that tell what was expected".to_owned());
    }
    let lines = |uses: &[&TokenUse], ratio: i128| -> Vec<Line> {
        uses.iter().flat_map(|one| lines(facts.prices.model_id(&one.model), one, ratio)).collect()
    };
    Ok(rounded(decompose(&lines(&earlier, window.ratio), &lines(&later, PARTS)), window.impact))
}

/// Tokens of every category with their price, scaled.
fn lines(model: &str, one: &TokenUse, ratio: i128) -> Vec<Line> {
    let terms = [one.tier.as_str(), one.terms.as_str()].into_iter().filter(|word| !word.is_empty());
    let tier = terms.collect::<Vec<_>>().join(", ");
    let sorts = TokenCounts::KINDS.into_iter().zip(one.tokens.by_kind()).zip(one.prices);
    let line = |((kind, count), price): ((&str, i64), Money)| Line {
        model: model.to_owned(),
        kind: kind.to_owned(),
        tier: tier.clone(),
        tokens: i128::from(count) * ratio / PARTS,
        amount: price.scaled(ratio, PARTS).units(),
    };
    sorts.filter(|((_, count), _)| *count > 0).map(line).collect()
}

/// Whole cents. What they do not sum to is told as unexplained; less than a cent a part is rounding, and goes to the largest.
fn rounded(effects: Effects, impact: Money) -> ChangeParts {
    let cents = |units: i128| Money::from_units(units).round_to_cents();
    let mut parts = ChangeParts {
        volume_usd: cents(effects.volume),
        model_mix_usd: cents(effects.model_mix),
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
