//! The period's reported cost added up in several ways, and held against usage.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Money;

/// Sums that must agree. Nothing here is an estimate but `usage_usd`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reconciliation {
    /// Reported cost of the period: `totals.cost_usd.total`.
    pub total_usd: Money,
    /// The sum over its months.
    pub months_usd: Money,
    /// The sum over its workspaces, and over the products of Claude Enterprise, which are of none.
    pub workspaces_usd: Money,
    /// By type of cost, as the exports name it: `tokens`, `web_search`, `code_execution`, `session_usage`; `unstated` where an old
    /// export has no such column. Read from the rows again.
    pub types_usd: BTreeMap<String, Money>,
    /// Token cost next to usage at list price, where both exports hold a day and model whole; null where nothing can be compared.
    pub usage: Option<UsageReconciliation>,
}

/// Token cost next to usage at list price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UsageReconciliation {
    /// Pairs of day and model.
    pub compared: u64,
    /// Their reported cost.
    pub reported_usd: Money,
    /// The list price that the same rows state; null where some state none.
    pub stated_list_usd: Option<Money>,
    /// Their usage at list price.
    pub usage_usd: Money,
    /// How far rounding to cents can take them apart: half a cent a row.
    pub rounding_usd: Money,
}

impl Reconciliation {
    /// Every sum over parts with what it is the sum of.
    #[must_use]
    pub fn sums(&self) -> [(&'static str, Money); 3] {
        let types = self.types_usd.values().copied().sum();
        [("months", self.months_usd), ("workspaces", self.workspaces_usd), ("types of cost", types)]
    }
}
