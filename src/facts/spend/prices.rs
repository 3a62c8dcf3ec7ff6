//! What tokens cost: by the policy, else by the dated list.

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::data::prices::Prices as List;
pub use crate::data::prices::{Conditions, TokenCounts, WEB_SEARCH, is_long};
use crate::model::Money;
use crate::policy::{OwnPrice, Policy, RulePrice, WHOLE};

/// The dated list, and what the policy says next to it.
#[derive(Clone, Debug)]
pub struct Prices {
    list: List,
    policy: Policy,
}

/// What the tokens of a row cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Priced {
    /// By category, in the order of [`TokenCounts::by_kind`].
    pub by_kind: [Money; 6],
    /// Whether the policy says so.
    pub by_policy: bool,
}

const MILLION: i128 = 1_000_000;

impl Prices {
    /// The list, and the prices of a policy.
    #[must_use]
    pub fn of(policy: &Policy) -> Self {
        let own = Policy::with_prices(policy.price_rules().to_vec());
        Self { list: List::embedded(), policy: own }
    }

    /// The API id of a model that an export calls by its display name; an id, or a name nobody knows, as it is.
    #[must_use]
    pub fn model_id<'a>(&self, name: &'a str) -> &'a str {
        self.list.model_id(name)
    }

    /// What tokens cost on a day; `None` where neither the policy nor the list knows. Never a guess.
    #[must_use]
    pub fn cost(&self, model: &str, day: NaiveDate, tokens: TokenCounts, conditions: Conditions) -> Option<Money> {
        Some(self.priced(model, day, tokens, conditions)?.by_kind.into_iter().sum())
    }

    /// The same by category. A discount of the policy is on the list price, and a price of its own replaces it; searches keep theirs.
    #[must_use]
    pub fn priced(&self, model: &str, day: NaiveDate, tokens: TokenCounts, conditions: Conditions) -> Option<Priced> {
        let listed = || self.list.costs(model, day, tokens, conditions);
        let Some(rule) = self.policy.price_rule(self.model_id(model), day) else {
            return Some(Priced { by_kind: listed()?, by_policy: false });
        };
        let by_kind = match rule.price {
            RulePrice::Discount(discount) => {
                let mut by_kind = listed()?;
                by_kind.iter_mut().take(5).for_each(|price| *price = price.scaled(WHOLE - discount, WHOLE));
                by_kind
            }
            RulePrice::Own(price) => own(&price, tokens, conditions)?,
        };
        Some(Priced { by_kind, by_policy: true })
    }

    /// What tokens cost by the list alone.
    #[must_use]
    pub fn listed(&self, model: &str, day: NaiveDate, tokens: TokenCounts, conditions: Conditions) -> Option<Money> {
        self.list.cost(model, day, tokens, conditions)
    }

    /// Whether the list, or the policy, knows a price of the model on any day; by its id.
    #[must_use]
    pub fn knows(&self, model: &str) -> bool {
        let own =
            |rule: &crate::policy::PriceRule| matches!(rule.price, RulePrice::Own(_)) && rule.models.matches(model);
        self.list.knows(model) || self.policy.price_rules().iter().any(own)
    }

    /// The day after which a model was retired, by the list.
    #[must_use]
    pub fn retired_after(&self, model: &str) -> Option<NaiveDate> {
        self.list.retired_after(model)
    }
}

/// By a price of the policy's own; none for fast mode where it states no multiplier.
fn own(price: &OwnPrice, tokens: TokenCounts, conditions: Conditions) -> Option<[Money; 6]> {
    let factor = |applies: bool, factor: i128| if applies { factor } else { WHOLE };
    let fast = conditions.speed == Some("fast");
    let factors = [
        factor(conditions.service_tier.is_some_and(|tier| tier.eq_ignore_ascii_case("batch")), price.batch),
        factor(conditions.context_window.is_some_and(is_long), price.long_context),
        factor(conditions.inference_geo == Some("us"), price.us),
        if fast { price.fast? } else { WHOLE },
    ];
    let amounts = [price.input, price.cache_write_5m, price.cache_write_1h, price.cache_read, price.output];
    let counts = tokens.by_kind();
    let mut by_kind = [Money::ZERO; 6];
    for ((cost, count), amount) in by_kind.iter_mut().zip(counts).zip(amounts) {
        let usual = amount.scaled(count, MILLION);
        *cost = factors
            .iter()
            .fold(usual, |cost, factor| if *factor == WHOLE { cost } else { cost.scaled(*factor, WHOLE) });
    }
    by_kind[5] = WEB_SEARCH.scaled(tokens.web_searches, 1);
    Some(by_kind)
}
