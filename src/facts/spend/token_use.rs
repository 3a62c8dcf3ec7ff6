//! Tokens per day, workspace, key, model and service tier, with what they cost at list price.

mod range;
mod sums;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use anyhow::Result;
use chrono::NaiveDate;

use super::prices::{Conditions, Prices, TokenCounts, WEB_SEARCH, is_long};
use super::shared_text::SharedText;
use super::usage_rows::{Labels, OwnerColumns, TokenColumns, lower};
use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Money, Table};
use range::{Grouping, Row};
use sums::{Grain, NO_TEXT, Sums};

/// Tokens of one day, workspace, key, model and tier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenUse {
    /// The day.
    pub day: NaiveDate,
    /// Workspace, as in the spend series.
    pub workspace: SharedText,
    /// Whether the export distinguishes workspaces.
    pub by_workspace: bool,
    /// Key, as in the spend series; empty for use without a key.
    pub key: SharedText,
    /// Whether the export distinguishes keys.
    pub by_key: bool,
    /// Key id, where the export states it.
    pub key_id: Option<SharedText>,
    /// Model, as exported; empty where the export was not grouped by it.
    pub model: SharedText,
    /// Service tier in lower case; empty where the export does not say.
    pub tier: SharedText,
    /// What else sets its price: long context, region, fast mode; empty for the usual.
    pub terms: SharedText,
    /// Its tokens and searches.
    pub tokens: TokenCounts,
    /// Rows of the export.
    pub rows: u64,
    /// What they cost at list price, or by the policy's, searches included; none where neither knows the model on that day.
    pub list_price: Option<Money>,
    /// What else they may cost, where that is not the list price.
    pub other_prices: Option<Box<OtherPrices>>,
    /// The first of the rows.
    pub source: Source,
}

/// What tokens may cost but the list price; of nearly all uses it is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherPrices {
    /// The least and the most that they cost, where the export was not grouped by service tier, context window or region; else the same twice.
    pub range: [Money; 2],
    /// What they cost by the list alone; the same where the policy has no price of its own.
    pub listed: Option<Money>,
    /// Whether the policy priced any of them.
    pub by_policy: bool,
}

impl OtherPrices {
    /// Of a use that has its list price and no other; zeros where there is none.
    fn usual(list_price: Option<Money>) -> Self {
        Self { range: [list_price.unwrap_or_default(); 2], listed: list_price, by_policy: false }
    }

    /// In a box of its own where it is not what the list price says.
    fn beside(self, list_price: Option<Money>) -> Option<Box<Self>> {
        (self != Self::usual(list_price)).then(|| Box::new(self))
    }

    /// Of two rows together.
    fn plus(self, more: Self) -> Self {
        let [least, most] = self.range;
        Self {
            range: [least + more.range[0], most + more.range[1]],
            listed: self.listed.zip(more.listed).map(|(sum, more)| sum + more),
            by_policy: self.by_policy || more.by_policy,
        }
    }
}

impl TokenUse {
    /// The least and the most that they cost, what the list alone says, and whether the policy has a say.
    #[must_use]
    pub fn other_prices(&self) -> OtherPrices {
        self.other_prices.as_deref().copied().unwrap_or_else(|| OtherPrices::usual(self.list_price))
    }

    /// Whether the policy priced any of them.
    #[must_use]
    pub fn is_priced_by_policy(&self) -> bool {
        self.other_prices.as_deref().is_some_and(|other| other.by_policy)
    }

    /// What sets its price next to model and day: as its rows said, in words that mean the same.
    #[must_use]
    pub fn conditions(&self) -> Conditions<'_> {
        let has = |term: &str| self.terms.split(", ").any(|one| one == term);
        Conditions {
            service_tier: Some(&self.tier),
            context_window: has(LONG).then_some("200k-1M"),
            inference_geo: has(US).then_some(US),
            speed: has(FAST).then_some(FAST),
        }
    }

    /// What the tokens alone cost at list price.
    #[must_use]
    pub fn token_price(&self) -> Option<Money> {
        Some(self.list_price? - WEB_SEARCH.scaled(self.tokens.web_searches, 1))
    }

    /// What the tokens alone cost by the list.
    #[must_use]
    pub fn listed_tokens(&self) -> Option<Money> {
        Some(self.other_prices().listed? - WEB_SEARCH.scaled(self.tokens.web_searches, 1))
    }

    /// By how much less, and by how much more, they may cost than the list price says.
    #[must_use]
    pub fn leeway(&self) -> [Money; 2] {
        let [least, most] = self.other_prices().range;
        self.list_price.map_or([Money::ZERO; 2], |usual| [usual - least, most - usual])
    }

    /// Tokens of all kinds.
    #[must_use]
    pub const fn total(&self) -> i128 {
        let TokenCounts { uncached_input, cache_write_5m, cache_write_1h, cache_read, output, .. } = self.tokens;
        uncached_input + cache_write_5m + cache_write_1h + cache_read + output
    }

    /// Whether anything was used: exports have rows of zeros.
    #[must_use]
    pub const fn is_used(&self) -> bool {
        self.total() > 0 || self.tokens.web_searches > 0
    }

    /// Whether the price of its service tier is known: the standard one (also where nothing is said), and batches. What capacity that was
    /// bought before costs, or a tier that nobody has heard of, the list does not say.
    #[must_use]
    pub fn has_priced_tier(&self) -> bool {
        ["", "standard", "batch"].contains(&self.tier.as_str())
    }

    /// What it is worth in an estimate; none where the price of its model or of its tier is not known.
    #[must_use]
    pub fn estimate(&self) -> Option<Money> {
        self.list_price.filter(|_| self.has_priced_tier() || self.is_priced_by_policy())
    }

    /// What has no price: the model, or a tier of it.
    #[must_use]
    pub fn unpriced_name(&self) -> String {
        match self.list_price {
            None => self.model.to_string(),
            Some(_) => format!("{}, tier {}", self.model, self.tier),
        }
    }

    /// Categories of tokens with a count: the fewest rows that a cost export says the same in.
    #[must_use]
    pub fn categories(&self) -> u64 {
        let TokenCounts { uncached_input, cache_write_5m, cache_write_1h, cache_read, output, .. } = self.tokens;
        let counts = [uncached_input, cache_write_5m, cache_write_1h, cache_read, output];
        counts.iter().filter(|count| **count > 0).count() as u64
    }
}

/// Every row that counts in totals, folded: one for each day, workspace, key, its id, model, tier and terms, in that order.
pub(in crate::facts) fn token_uses(data: &Dataset, labels: &Labels, prices: &Prices) -> Result<Vec<TokenUse>> {
    let Some(frame) = data.frame(Table::Usage) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let whose = OwnerColumns::of(&rows)?;
    let (day, model, counted) = (rows.day("day")?, rows.text("model")?, rows.flag("counted")?);
    let tokens = TokenColumns::of(&rows)?;
    let grouping = Grouping::of(frame)?;
    let mut sums = Sums::with_room(rows.len());
    for row in (0..rows.len()).filter(|&row| counted.get(row) != Some(false)) {
        let Some(day) = day.get(row) else { continue };
        let model = model.get(row).unwrap_or_default();
        let (counts, conditions) = tokens.get(row);
        let priced = prices.priced(model, day, counts, conditions);
        let list_price = priced.map(|priced| priced.by_kind.into_iter().sum::<Money>());
        let by_policy = priced.is_some_and(|priced| priced.by_policy);
        let source = rows.source(row);
        let usual = list_price.unwrap_or_default();
        let listed = if by_policy { prices.listed(model, day, counts, conditions) } else { list_price };
        let range = grouping.range(prices, (source.file, usual), &Row { model, day, counts, conditions });
        let owner = labels.owner(whose.at(row), source.file);
        let grain = Grain {
            day,
            texts: [
                sums.text(owner.workspace),
                sums.text(owner.key),
                owner.key_id.map_or(NO_TEXT, |id| sums.text(id)),
                sums.text_again(0, model),
                sums.text_again(1, &lower(conditions.service_tier.unwrap_or_default().trim())),
                sums.text_again(2, &terms(conditions)),
            ],
        };
        let [workspace, key, key_id, model_code, tier, terms] = grain.texts;
        let one = TokenUse {
            day,
            workspace: sums.shared(workspace),
            by_workspace: owner.by_workspace,
            key: sums.shared(key),
            by_key: owner.by_key,
            key_id: (key_id != NO_TEXT).then(|| sums.shared(key_id)),
            model: sums.shared(model_code),
            tier: sums.shared(tier),
            terms: sums.shared(terms),
            tokens: counts,
            rows: rows.records(row),
            list_price,
            other_prices: OtherPrices { range, listed, by_policy }.beside(list_price),
            source,
        };
        sums.add(grain, one);
    }
    Ok(sums.in_order())
}

const LONG: &str = "long context";
const US: &str = "us";
const FAST: &str = "fast";

/// `long context, us, fast`: what is not the usual.
fn terms(conditions: Conditions) -> Cow<'static, str> {
    let long = conditions.context_window.is_some_and(is_long).then_some(LONG);
    let region = (conditions.inference_geo == Some(US)).then_some(US);
    let speed = (conditions.speed == Some(FAST)).then_some(FAST);
    match [long, region, speed] {
        [None, None, None] => Cow::Borrowed(""),
        unusual => Cow::Owned(unusual.into_iter().flatten().collect::<Vec<_>>().join(", ")),
    }
}
