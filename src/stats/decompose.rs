//! A change of spend between two windows, split into what caused it, exact to the last unit.
//!
//! A chain of bills leads from the first window to the second: its total of tokens, its mix of models, its share of output, its
//! shares of cached and uncached input, its tiers and contexts, its prices, one after the other. An effect is the difference of two neighbours, so their sum is
//! the change whatever is rounded in between. The order is fixed: volume first, price last.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

/// Tokens of one sort and what they cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Model.
    pub model: String,
    /// What its kind is part of: input or output.
    pub side: String,
    /// Uncached input, cache write, cache read or output.
    pub kind: String,
    /// Tier, context window and whatever else sets the price of a kind.
    pub tier: String,
    /// How many.
    pub tokens: i128,
    /// What they cost, in the smallest unit of money.
    pub amount: i128,
}

/// What caused a change, in the unit of the amounts. The parts sum to it exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effects {
    /// More or fewer tokens, at the price of the average token before.
    pub volume: i128,
    /// Other models.
    pub model_mix: i128,
    /// Another share of output.
    pub output: i128,
    /// Other shares of cache reads, cache writes and uncached input.
    pub cache: i128,
    /// Other tiers or context windows.
    pub tier: i128,
    /// Other prices for the same tokens.
    pub price: i128,
}

impl Effects {
    /// The change.
    #[must_use]
    pub const fn sum(&self) -> i128 {
        self.volume + self.model_mix + self.output + self.cache + self.tier + self.price
    }
}

/// Tokens and amount of some lines.
#[derive(Clone, Copy, Default)]
struct Sum {
    tokens: i128,
    amount: i128,
}

/// Why the bill of `after` is not that of `before`. The windows are of the same length; amounts without tokens (searches) are a
/// kind of their own, counted in their own unit.
#[must_use]
pub fn decompose(before: &[Line], after: &[Line]) -> Effects {
    let (first, last) = (total(before), total(after));
    let at_volume = at_price_of(first, last);
    let at_mix = bill(before, after, |line| [line.model.as_str(), "", ""]);
    let at_output = bill(before, after, |line| [&line.model, &line.side, ""]);
    let at_cache = bill(before, after, |line| [&line.model, &line.kind, ""]);
    let at_tier = bill(before, after, |line| [&line.model, &line.kind, &line.tier]);
    Effects {
        volume: at_volume - first.amount,
        model_mix: at_mix - at_volume,
        output: at_output - at_mix,
        cache: at_cache - at_output,
        tier: at_tier - at_cache,
        price: last.amount - at_tier,
    }
}

/// The tokens of `after` at the prices that each group had before; at their own where there were none.
fn bill<'a>(before: &'a [Line], after: &'a [Line], group: impl Fn(&'a Line) -> [&'a str; 3]) -> i128 {
    let (old, new) = (sums(before, &group), sums(after, &group));
    new.iter().map(|(key, sum)| at_price_of(old.get(key).copied().unwrap_or_default(), *sum)).sum()
}

fn sums<'a>(lines: &'a [Line], group: impl Fn(&'a Line) -> [&'a str; 3]) -> BTreeMap<[&'a str; 3], Sum> {
    let mut sums: BTreeMap<[&str; 3], Sum> = BTreeMap::new();
    for line in lines {
        let sum = sums.entry(group(line)).or_default();
        sum.tokens += line.tokens;
        sum.amount += line.amount;
    }
    sums
}

fn total(lines: &[Line]) -> Sum {
    sums(lines, |_| [""; 3]).into_values().next().unwrap_or_default()
}

/// The tokens of one sum at the average price of another; at their own where that has none. Quotient and remainder are taken apart:
/// the product of tokens and 10^-18 dollars may not fit.
const fn at_price_of(price: Sum, sum: Sum) -> i128 {
    if price.tokens == 0 {
        return sum.amount;
    }
    let (whole, rest) = (price.amount / price.tokens, price.amount % price.tokens);
    sum.tokens * whole + sum.tokens * rest / price.tokens
}
