//! Usage that is neither in reported cost nor in an estimate: what sums of money leave out.

use super::SpendFacts;
use super::series::SpendSeries;
use super::token_use::TokenUse;
use crate::model::UnpricedUsage;

impl SpendFacts {
    /// What the spend series leaves out of these uses, among all of them; all zeros where the series leaves out nothing at all.
    #[must_use]
    pub fn unpriced(&self, is_in: impl Fn(&TokenUse) -> bool) -> UnpricedUsage {
        self.unpriced_among(self.tokens.iter().filter(|one| is_in(one)))
    }

    /// The same of uses that were picked already.
    #[must_use]
    pub fn unpriced_among<'a>(&self, uses: impl Iterator<Item = &'a TokenUse>) -> UnpricedUsage {
        let mut all = UnpricedUsage::default();
        // Mostly all has a price, and hundreds of thousands of uses are not asked about one by one.
        if !self.has_unpriced {
            return all;
        }
        for one in uses {
            let tokens = u64::try_from(one.total().max(0)).unwrap_or(u64::MAX);
            all.of_tokens = all.of_tokens.saturating_add(tokens);
            if tokens > 0 && self.leaves_out(one) {
                all.tokens = all.tokens.saturating_add(tokens);
                let of_model = all.models.entry(one.unpriced_name()).or_default();
                *of_model = of_model.saturating_add(tokens);
            }
        }
        all
    }

    /// Whether no sum of money has this use: it has no price, and no cost export covers it.
    #[must_use]
    pub fn leaves_out(&self, one: &TokenUse) -> bool {
        leaves_out(&self.series, one)
    }
}

/// The same before the facts are whole.
pub(super) fn leaves_out(series: &SpendSeries, one: &TokenUse) -> bool {
    one.estimate().is_none() && !series.is_costed(one)
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::{cost, days, facts, usage};

    /// Use of key k in workspace A from the first of September to a day, by model.
    fn uses(models: &[(&str, &str)]) -> String {
        let of = |(model, until): &(&str, &str)| {
            let rows = usage(&[("k", "A", days("2026-09-01", until))]);
            rows.lines().skip(1).map(|line| line.replace("claude-opus-5", model) + "\n").collect::<String>()
        };
        let head = usage(&[]);
        head + &models.iter().map(of).collect::<String>()
    }

    /// Fault: Usage of a model without a list price, on days that no cost export covers, was in no sum, and no sum said so
    /// Outcome: Its tokens are counted: key figures, checks of shares and changes of spend name them or withhold what they cannot know
    #[test]
    fn what_has_neither_a_price_nor_a_cost_is_left_out() {
        let costed = |until: &str| {
            let rows: Vec<_> = days("2026-09-01", until).into_iter().map(|day| (day, "k", "", "A", 2.0)).collect();
            cost(&rows)
        };
        let (known, nova) = ("claude-opus-5", "claude-nova-6");
        for (models, cost, expected) in [
            (&[(known, "2026-09-10")][..], None, 0),
            (&[(nova, "2026-09-10")], None, 11_000),
            (&[(known, "2026-09-10"), (nova, "2026-09-02")], None, 2200),
            // Retired in August, and without a price since.
            (&[("claude-opus-4-1-20250805", "2026-09-03")], None, 3300),
            // Cost covers it: as far as it goes.
            (&[(nova, "2026-09-10")], Some("2026-09-10"), 0),
            (&[(nova, "2026-09-10")], Some("2026-09-08"), 2200),
            (&[(known, "2026-09-10")], Some("2026-09-08"), 0),
        ] {
            let usage = uses(models);
            let cost = cost.map(costed);
            let files: Vec<(&str, &str)> = [("usage.csv", usage.as_str())]
                .into_iter()
                .chain(cost.as_deref().map(|csv| ("cost.csv", csv)))
                .collect();
            let found = facts(&files).spend.unpriced(|_| true);
            assert_eq!(found.tokens, expected, "{models:?} {found:?}");
            assert_eq!(found.models.values().sum::<u64>(), expected);
            let all: usize = models.iter().map(|(_, until)| days("2026-09-01", until).len()).sum();
            assert_eq!(found.of_tokens, if expected > 0 { 1100 * all as u64 } else { 0 });
        }
    }

    #[test]
    fn a_tier_without_a_price_is_named_with_its_model() {
        let usage = uses(&[("claude-opus-5", "2026-09-02")]).replace(",standard,", ",priority,");
        let found = facts(&[("usage.csv", &usage)]).spend.unpriced(|_| true);
        assert_eq!(found.models.keys().collect::<Vec<_>>(), ["claude-opus-5, tier priority"]);
        assert!(found.is_considerable());
    }
}
