//! What was spent: list prices, the series per day, workspace, key and model, tokens, limits and the changes made to them, the
//! forecast of a month, and what the change between two periods is made of.

mod bill_as_cost;
pub mod clouds;
mod cost_pairs;
mod discount;
mod doubted_copies;
mod enterprise;
mod environments;
mod estimates;
mod hourly;
mod key_mix;
mod limits;
mod month_forecast;
pub mod prices;
mod rate_limits;
mod reconcile;
mod related_exports;
mod row;
mod seat_spend;
mod series;
mod shared_text;
mod spend_change;
mod token_use;
mod uncosted;
mod unit_proof;
mod unpriced;
mod usage_rows;

pub(in crate::facts) use bill_as_cost::bill_as_cost;
pub use clouds::CloudSpend;
pub use cost_pairs::{CostPair, CostPairs};
pub use discount::Discount;
pub use doubted_copies::{doubted_workspaces, may_be_copy};
pub use environments::{Place, percent};
pub use hourly::{HourRow, Hourly};
pub use key_mix::{DayMix, Dimension, KeyMixes, MixedKey, Part};
pub use limits::{LimitChange, LimitEvent, LimitEvents, LimitMove, MemberLimit, SpendLimit, SpendLimits};
pub use prices::Prices;
pub use rate_limits::{RateLimit, RateLimits};
pub use related_exports::Related;
pub use row::{SpendRow, sum_of};
pub use seat_spend::MemberSpend;
pub use series::{SpendSeries, from_month_end};
pub use shared_text::SharedText;
pub use spend_change::{By, Compared, Expected, Spender};
pub use token_use::TokenUse;
pub use uncosted::Uncosted;
pub use unit_proof::UnprovenFile;
pub(super) use usage_rows::{COUNTS, TokenColumns, files_naming};

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::NaiveDate;
use rayon::prelude::*;

use super::lists::Lists;
use super::log::Events;
use super::names::WorkspaceNames;
use crate::model::{Dataset, Money};

/// What was spent, by what prices, and within which limits.
#[derive(Clone, Debug)]
pub struct SpendFacts {
    /// Spend per day, workspace, key and model.
    pub series: SpendSeries,
    /// Tokens per day, workspace, key, model and tier.
    pub tokens: Vec<TokenUse>,
    /// Whether some of them are neither in reported cost nor in an estimate.
    has_unpriced: bool,
    /// What each key uses, day by day: models, geographies, speeds and hours.
    pub key_mixes: KeyMixes,
    /// What tokens cost.
    pub prices: Prices,
    /// Reported cost next to usage at list price, per day and model.
    pub cost_pairs: CostPairs,
    /// Reported cost by day and type.
    pub cost_types: BTreeMap<(NaiveDate, String), Money>,
    /// Reported cost next to list price, by day.
    pub list_prices: Discount,
    /// Spend limits of the organization and its workspaces.
    pub limits: SpendLimits,
    /// Rate limits of workspaces.
    pub rate_limits: RateLimits,
    /// Usage and cost exports by the names that they have in common.
    pub related_exports: Vec<Related>,
    /// What members spent beyond their seats, by product and range.
    pub seats: Vec<MemberSpend>,
    /// What clouds billed for Claude; in no other sum.
    pub clouds: CloudSpend,
}

impl SpendFacts {
    pub(super) fn read(
        data: &Dataset,
        lists: &Lists,
        events: &Events,
        names: &WorkspaceNames,
        prices: Prices,
    ) -> Result<Self> {
        let (series, related_exports) = rayon::join(
            || SpendSeries::read(data, lists, names, &prices),
            || related_exports::related_exports(data, lists),
        );
        let ((series, tokens, key_mixes), related_exports) = (series?, related_exports?);
        let cost_pairs = cost_pairs::cost_pairs(data, &tokens, &series, names, &prices)?;
        let mut limits = SpendLimits::read(data, events)?;
        limits.name_unlisted(|id| lists.workspaces.iter().any(|workspace| workspace.id == id), names);
        Ok(Self {
            has_unpriced: tokens.par_iter().any(|one| one.total() > 0 && unpriced::leaves_out(&series, one)),
            cost_types: reconcile::cost_types(data, &series)?,
            list_prices: Discount::read(data, &series, &cost_pairs)?,
            limits,
            rate_limits: RateLimits::read(data)?,
            related_exports,
            seats: seat_spend::seat_spend(data)?,
            clouds: CloudSpend::read(data)?,
            series,
            tokens,
            key_mixes,
            prices,
            cost_pairs,
        })
    }
}
