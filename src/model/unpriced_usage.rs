//! Usage that is in no sum of money: no cost export covers it, and nobody knows its price.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::grouped;

/// Percent of the tokens from which sums without them are no word on the whole: a twentieth of the tokens of a dear model may be a third
/// of the money.
const CONSIDERABLE_PERCENT: u128 = 5;
/// Models that are named.
const NAMED: usize = 3;

/// Tokens that no cost export reports and that have no price, among all tokens of the same days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnpricedUsage {
    /// How many.
    pub tokens: u64,
    /// All tokens of the same days, those with a price among them; not counted where every token has one.
    pub of_tokens: u64,
    /// By model, and by service tier where it is the tier that has no price.
    pub models: BTreeMap<String, u64>,
}

impl UnpricedUsage {
    /// Whether a sum without it leaves much out: what part of the whole something is, or by how much it changed, it cannot say then.
    #[must_use]
    pub fn is_considerable(&self) -> bool {
        self.tokens > 0 && u128::from(self.tokens) * 100 >= u128::from(self.of_tokens) * CONSIDERABLE_PERCENT
    }

    /// `297,824,244 tokens of models without a known price (claude-nova-6), 33.1 % of all tokens`; nothing where there are none.
    #[must_use]
    pub fn says(&self) -> Option<String> {
        let mut models: Vec<(&str, u64)> = self.models.iter().map(|(name, tokens)| (name.as_str(), *tokens)).collect();
        models.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let mut names: Vec<String> = models.iter().take(NAMED).map(|(name, _)| (*name).to_owned()).collect();
        if models.len() > NAMED {
            names.push(format!("{} more", models.len() - NAMED));
        }
        let noun = if self.tokens == 1 { "token" } else { "tokens" };
        let percent = 100.0 * self.tokens as f64 / self.of_tokens.max(1) as f64;
        let all = || {
            format!(
                "{} {noun} of models without a known price ({}), {percent:.1} % of all tokens",
                grouped(self.tokens),
                names.join("; ")
            )
        };
        (self.tokens > 0).then(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(models: &[(&str, u64)], of_tokens: u64) -> UnpricedUsage {
        let tokens = models.iter().map(|(_, tokens)| tokens).sum();
        let models = models.iter().map(|(name, tokens)| ((*name).to_owned(), *tokens)).collect();
        UnpricedUsage { tokens, of_tokens, models }
    }

    #[test]
    fn a_twentieth_is_considerable() {
        for (tokens, of, expected) in [
            (0, 0, false),
            (0, 100, false),
            (1, 1, true),
            (4, 100, false),
            (5, 100, true),
            (49, 1000, false),
            (u64::MAX, u64::MAX, true),
            (u64::MAX / 21, u64::MAX, false),
        ] {
            assert_eq!(usage(&[("m", tokens)], of).is_considerable(), expected, "{tokens} of {of}");
        }
    }

    #[test]
    fn the_models_with_most_tokens_are_named() {
        assert_eq!(usage(&[], 7).says(), None);
        let one = usage(&[("m", 1)], 8).says().unwrap();
        assert_eq!(one, "1 token of models without a known price (m), 12.5 % of all tokens");
        let many = usage(&[("a", 1), ("b", 4), ("c, tier flex", 3), ("d", 2)], 1010).says().unwrap();
        assert_eq!(many, "10 tokens of models without a known price (b; c, tier flex; d; 1 more), 1.0 % of all tokens");
    }
}
