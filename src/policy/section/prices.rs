//! `[[prices]]`: what models cost this organization, where that is not the list price.

use chrono::NaiveDate;

use super::{Cell, Policy, Result};
use crate::model::Money;
use crate::policy::Pattern;
use crate::policy::error::shown;
use crate::policy::shape::{Field, Kind, may, must};

/// What some models cost from a day to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceRule {
    /// Their ids.
    pub models: Pattern,
    /// First day; from ever where there is none.
    pub from: Option<NaiveDate>,
    /// Last day; for ever where there is none.
    pub to: Option<NaiveDate>,
    /// The price.
    pub price: RulePrice,
    /// Line of the file in which it begins.
    pub line: u64,
}

/// A price of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RulePrice {
    /// The list price less so many millionths of it.
    Discount(i128),
    /// Dollars per million tokens.
    Own(OwnPrice),
}

/// Dollars per million tokens, and what multiplies them, in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnPrice {
    /// Input, neither written to nor read from a cache.
    pub input: Money,
    /// Written to the 5-minute cache.
    pub cache_write_5m: Money,
    /// Written to the 1-hour cache.
    pub cache_write_1h: Money,
    /// Read from a cache.
    pub cache_read: Money,
    /// Output.
    pub output: Money,
    /// Batches.
    pub batch: i128,
    /// Requests beyond the usual context window.
    pub long_context: i128,
    /// Inference in the United States only.
    pub us: i128,
    /// Fast mode; none: it has no price.
    pub fast: Option<i128>,
}

impl PriceRule {
    /// Whether it speaks of this model on this day.
    #[must_use]
    pub fn covers(&self, model: &str, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to) && self.models.matches(model)
    }

    fn overlaps(&self, other: &Self) -> bool {
        let starts_in_time = |one: &Self, other: &Self| one.from.zip(other.to).is_none_or(|(from, to)| from <= to);
        self.models.as_str().eq_ignore_ascii_case(other.models.as_str())
            && starts_in_time(self, other)
            && starts_in_time(other, self)
    }
}

/// One, in millionths.
pub const WHOLE: i128 = 1_000_000;
/// More than any model ever cost, by a factor of ten.
const MOST: i64 = 10_000;
/// Prices per million tokens.
const AMOUNT: Kind = Kind::Between(0.0, MOST as f64);
const FACTOR: Kind = Kind::Between(0.0, 100.0);

pub(super) fn fields() -> Vec<Field> {
    vec![
        must("model", Kind::Text, "Id of a model, or a pattern over ids."),
        may("from", Kind::Day, "First day; from ever where it is left out."),
        may("to", Kind::Day, "Last day; for ever where it is left out."),
        may("discount_percent", FACTOR, "Off the list price, instead of prices of its own."),
        may("input", AMOUNT, "US dollars per million tokens."),
        may("output", AMOUNT, "US dollars per million tokens."),
        may("cache_write_5m", AMOUNT, "US dollars per million tokens; 1.25 times input where it is left out."),
        may("cache_write_1h", AMOUNT, "US dollars per million tokens; twice input where it is left out."),
        may("cache_read", AMOUNT, "US dollars per million tokens; a tenth of input where it is left out."),
        may("batch", FACTOR, "Multiplier of batches; 0.5 where it is left out."),
        may("long_context", FACTOR, "Multiplier of requests beyond the usual context window; 1 where it is left out."),
        may("us", FACTOR, "Multiplier of inference in the United States only; 1 where it is left out."),
        may("fast", FACTOR, "Multiplier of fast mode, which has no price without."),
        may("note", Kind::Text, "For those who read the file: which contract, which mail."),
    ]
}

pub(super) fn read(list: &Cell<'_>, policy: &mut Policy) -> Result<()> {
    let mut rules: Vec<PriceRule> = Vec::new();
    for item in list.tables()? {
        let rule = rule(&item)?;
        if let Some(other) = rules.iter().find(|other| other.overlaps(&rule)) {
            let model = shown(rule.models.as_str());
            return Err(item.fault(&format!(
                "line {} already prices `{model}` on some of these days; give both `from` and `to`",
                other.line
            )));
        }
        rules.push(rule);
    }
    policy.prices = rules;
    Ok(())
}

/// What an entry states, as far as it was read.
#[derive(Default)]
struct Stated {
    discount: Option<i128>,
    amounts: [Option<Money>; 5],
    factors: [Option<i128>; 4],
}

fn rule(item: &Cell<'_>) -> Result<PriceRule> {
    let (mut models, mut from, mut to, mut stated) = (None, None, None, Stated::default());
    for field in item.entries()? {
        let cell = &field.cell;
        match field.key {
            "model" => models = Some(cell.pattern(&cell.text()?)?),
            "from" => from = Some(cell.day()?),
            "to" => {
                let last = cell.day()?;
                if from.is_some_and(|first| last < first) {
                    return Err(cell.fault("`to` is before `from`"));
                }
                to = Some(last);
            }
            "discount_percent" => stated.discount = Some(discount(cell)?),
            "input" => stated.amounts[0] = Some(amount(cell)?),
            "cache_write_5m" => stated.amounts[1] = Some(amount(cell)?),
            "cache_write_1h" => stated.amounts[2] = Some(amount(cell)?),
            "cache_read" => stated.amounts[3] = Some(amount(cell)?),
            "output" => stated.amounts[4] = Some(amount(cell)?),
            "batch" => stated.factors[0] = Some(factor(cell)?),
            "long_context" => stated.factors[1] = Some(factor(cell)?),
            "us" => stated.factors[2] = Some(factor(cell)?),
            "fast" => stated.factors[3] = Some(factor(cell)?),
            // For those who read the file: which contract, which mail.
            "note" => drop(cell.text()?),
            _ => return Err(field.unknown()),
        }
    }
    let models = models.ok_or_else(|| item.fault("this [[prices]] has no `model`"))?;
    // The entries come in the order of the file, which may have `to` first.
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        return Err(item.fault("`to` is before `from`"));
    }
    Ok(PriceRule { models, from, to, price: price(item, &stated)?, line: item.line() as u64 })
}

fn price(item: &Cell<'_>, stated: &Stated) -> Result<RulePrice> {
    let Stated { discount, amounts: [input, write_5m, write_1h, read, output], factors: [batch, long, us, fast] } =
        stated;
    let states_own = stated.amounts.iter().any(Option::is_some) || stated.factors.iter().any(Option::is_some);
    match (discount, input, output) {
        (Some(discount), ..) if !states_own => Ok(RulePrice::Discount(*discount)),
        (Some(_), ..) => Err(item.fault("this [[prices]] has `discount_percent` and prices: state one of both")),
        (None, Some(input), Some(output)) => Ok(RulePrice::Own(OwnPrice {
            input: *input,
            // The ratios of the list, where a contract says nothing else: pricing page.
            cache_write_5m: write_5m.unwrap_or_else(|| input.scaled(5, 4)),
            cache_write_1h: write_1h.unwrap_or_else(|| input.scaled(2, 1)),
            cache_read: read.unwrap_or_else(|| input.scaled(1, 10)),
            output: *output,
            batch: batch.unwrap_or(WHOLE / 2),
            long_context: long.unwrap_or(WHOLE),
            us: us.unwrap_or(WHOLE),
            fast: *fast,
        })),
        (None, None, _) => Err(item.fault("this [[prices]] has neither `discount_percent` nor `input`")),
        (None, _, None) => Err(item.fault("this [[prices]] has `input` and no `output`")),
    }
}

fn amount(cell: &Cell<'_>) -> Result<Money> {
    let amount = cell.dollars()?;
    if amount > Money::from_cents(100 * MOST) {
        return Err(cell.fault("more than 10,000 dollars: prices are per million tokens"));
    }
    Ok(amount)
}

/// In millionths.
fn factor(cell: &Cell<'_>) -> Result<i128> {
    let number = cell.threshold()?;
    if number <= 0.0 || number > 100.0 {
        return Err(cell.fault("a multiplier is more than 0 and at most 100"));
    }
    Ok((number * WHOLE as f64).round() as i128)
}

/// In millionths of the price.
fn discount(cell: &Cell<'_>) -> Result<i128> {
    let percent = cell.threshold()?;
    if percent <= 0.0 || percent >= 100.0 {
        return Err(cell.fault("a discount is more than 0 and less than 100 percent"));
    }
    Ok((percent * WHOLE as f64 / 100.0).round() as i128)
}

impl Policy {
    /// What the policy says that a model costs on a day: of the rules that cover it the one with the most letters.
    #[must_use]
    pub fn price_rule(&self, model: &str, day: NaiveDate) -> Option<&PriceRule> {
        let covering = self.prices.iter().filter(|rule| rule.covers(model, day));
        covering.max_by_key(|rule| (!rule.models.is_wild(), rule.models.literal_chars(), std::cmp::Reverse(rule.line)))
    }

    /// A policy that says nothing but these prices.
    #[must_use]
    pub fn with_prices(prices: Vec<PriceRule>) -> Self {
        Self { prices, ..Self::default() }
    }

    /// Every rule, in the order of the file.
    #[must_use]
    pub fn price_rules(&self) -> &[PriceRule] {
        &self.prices
    }
}
