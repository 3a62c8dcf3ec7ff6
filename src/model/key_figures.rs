//! The figures that a reader asks for first, next to sums and counts.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Money;

/// Key figures of the period. What the exports do not tell is null or absent, never zero.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct KeyFigures {
    /// Input tokens that were read from a cache, in percent of all input tokens (uncached, cache writes and cache reads).
    pub cache_hit_percent: Option<f64>,
    /// Spend over a million tokens of all kinds, searches and sessions included in the spend; over the days of which both are known.
    pub usd_per_million_tokens: Option<Money>,
    /// Spend by environment, in the order production, staging, development, testing, Claude Code, unknown.
    pub environments: Vec<EnvironmentShare>,
    /// Spend that cost exports report, in percent of all spend.
    pub reported_percent: Option<f64>,
    /// Spend that is usage at list price, on the days that no cost export covers, in percent of all spend.
    pub estimated_percent: Option<f64>,
    /// Reported cost against list price.
    pub list_price: Option<ListPrice>,
    /// Usage that the policy's prices priced instead of the list, by model.
    #[serde(default)]
    pub priced_by_policy: Vec<PricedByPolicy>,
    /// What the month in which the data ends will cost; null where it is whole.
    pub month_forecast: Option<MonthForecast>,
}

/// Spend of one environment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EnvironmentShare {
    /// `production`, `staging`, `development`, `testing`, `Claude Code` or `unknown`. It is the workspace's, by the policy, its tag
    /// `env` or its name; else the key's, by the policy or its name.
    pub environment: String,
    /// Its spend.
    pub usd: Money,
    /// In percent of all spend.
    pub percent: f64,
    /// How much of it is reported by names alone, which is a guess.
    pub by_name_usd: Money,
}

/// Reported cost against list price, of the days that cost exports cover.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ListPrice {
    /// List price.
    pub list_usd: Money,
    /// Reported cost of the same.
    pub reported_usd: Money,
    /// What is reported less, in percent of the list price; negative where it is more.
    pub discount_percent: f64,
    /// Whether the discount is nearly the same on every day: else it is none, but a difference.
    pub is_consistent: bool,
    /// Days that were compared.
    pub days: u64,
    /// Where the list price comes from: `the cost exports`, or `usage at list price`.
    pub stated_by: String,
}

/// Usage of a model at a price of the policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PricedByPolicy {
    /// The model, as exported.
    pub model: String,
    /// What its usage in the period costs by the policy; in the spend only on days that no cost export covers.
    pub usd: Money,
    /// What it would cost by the list; null where the list does not know it.
    pub listed_usd: Option<Money>,
}

/// What a month will cost that the data does not hold whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MonthForecast {
    /// Its first day.
    #[schemars(with = "String")]
    pub month: NaiveDate,
    /// Last day of the data, which may not be whole: the forecast rests on the days before it.
    #[schemars(with = "String")]
    pub through: NaiveDate,
    /// Spent so far.
    pub so_far_usd: Money,
    /// Forecast of the whole month.
    pub expected_usd: Money,
    /// Lower end of the interval.
    pub low_usd: Money,
    /// Upper end.
    pub high_usd: Money,
    /// Share of months that the interval is made to hold, in percent.
    pub interval_percent: u8,
    /// Forecasts of past days, for as many days ahead, that could be held against what came.
    pub backtests: u64,
    /// How many of their intervals held it.
    pub held: u64,
}
