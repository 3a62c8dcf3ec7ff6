//! The figures that a reader asks for first.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::facts::spend::percent;
use crate::facts::{Facts, TokenUse};
use crate::model::{KeyFigures, Money, Period, PricedByPolicy, UnpricedUsage};
use crate::policy::Policy;

/// Days of which a forecast takes level and trend.
const FORECAST_RESTS_ON: u64 = 28;

impl Facts {
    /// The key figures of a period.
    #[must_use]
    pub fn key_figures(&self, policy: &Policy, period: Period) -> KeyFigures {
        let tokens = &self.totals.tokens;
        let input = tokens.uncached_input + tokens.cache_write_5m + tokens.cache_write_1h + tokens.cache_read;
        let (reported, estimated) = (self.totals.cost_usd.total, self.totals.estimated_cost_usd.total);
        // Parts of a sum that leaves much usage out are no parts of the whole.
        let is_whole = !self.totals.unpriced.as_ref().is_some_and(UnpricedUsage::is_considerable);
        let share = |part: Money| percent(part.to_f64(), (reported + estimated).to_f64()).filter(|_| is_whole);
        KeyFigures {
            cache_hit_percent: percent(tokens.cache_read as f64, input as f64),
            usd_per_million_tokens: self.per_million(period),
            environments: if is_whole { self.environment_shares(policy, period) } else { Vec::new() },
            reported_percent: share(reported),
            estimated_percent: share(estimated),
            list_price: self.spend.list_prices.of(period),
            priced_by_policy: self.priced_by_policy(period),
            month_forecast: self
                .month_forecast(|_| true)
                .filter(|found| found.month <= period.end && period.start <= found.through)
                .filter(|found| self.knows_prices_until(found.through)),
        }
    }

    /// Whether nearly all usage of the weeks that a forecast rests on is in the spend.
    fn knows_prices_until(&self, through: NaiveDate) -> bool {
        let from = through.checked_sub_days(Days::new(FORECAST_RESTS_ON)).unwrap_or(through);
        !self.spend.unpriced(|one| from <= one.day && one.day <= through).is_considerable()
    }

    fn priced_by_policy(&self, period: Period) -> Vec<PricedByPolicy> {
        let mut models: BTreeMap<&str, (Money, Option<Money>)> = BTreeMap::new();
        let own = self.spend.tokens.iter().filter(|one| one.is_priced_by_policy() && period.contains(one.day));
        for one in own {
            let sum = models.entry(&one.model).or_insert((Money::ZERO, Some(Money::ZERO)));
            sum.0 += one.list_price.unwrap_or_default();
            sum.1 = sum.1.zip(one.other_prices().listed).map(|(sum, more)| sum + more);
        }
        let priced = |(model, (usd, listed_usd)): (&str, (Money, Option<Money>))| PricedByPolicy {
            model: model.to_owned(),
            usd,
            listed_usd,
        };
        models.into_iter().map(priced).collect()
    }

    /// Spend over tokens, on the days of which both are known. Where spend is an estimate, tokens without a price have no part in it.
    fn per_million(&self, period: Period) -> Option<Money> {
        let mut tokens: BTreeMap<NaiveDate, i128> = BTreeMap::new();
        let days = self.spend.tokens.chunk_by(|one, next| one.day == next.day);
        for (day, uses) in days.map(|uses| (uses[0].day, uses)).filter(|(day, _)| period.contains(*day)) {
            let is_reported = self.spend.series.reported_days.contains(&day);
            let known = uses.iter().filter(|one| is_reported || one.estimate().is_some());
            *tokens.entry(day).or_default() += known.map(TokenUse::total).sum::<i128>();
        }
        tokens.retain(|_, count| *count > 0);
        let mut spent: BTreeMap<NaiveDate, Money> = BTreeMap::new();
        let days = self.spend.series.rows.chunk_by(|one, next| one.day == next.day);
        for (day, rows) in days.map(|rows| (rows[0].day, rows)).filter(|(day, _)| tokens.contains_key(day)) {
            *spent.entry(day).or_default() += rows.iter().map(|row| row.amount).sum::<Money>();
        }
        let counted: i128 = spent.keys().filter_map(|day| tokens.get(day)).sum();
        let spent: Money = spent.values().copied().sum();
        (counted > 0).then(|| Money::from_estimate(spent.to_f64() * 1e6 / counted as f64).round_to_cents())
    }
}
