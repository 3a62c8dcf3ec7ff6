//! What was spent: list prices, the series per day, workspace, key and model, tokens, limits and the changes made to them, the
//! forecast of a month, and what the change between two periods is made of.

mod cost_pairs;
mod enterprise;
mod environments;
mod hourly;
mod key_mix;
mod limits;
mod list_price;
mod month_forecast;
pub mod prices;
mod rate_limits;
mod reconcile;
mod related_exports;
mod row;
pub(super) mod seat_spend;
mod series;
mod shared_text;
mod spend_change;
mod token_use;
mod unit_proof;
mod usage_rows;

pub(super) use cost_pairs::cost_pairs;
pub use cost_pairs::{CostPair, CostPairs};
pub use environments::{Place, percent};
pub use hourly::{HourRow, Hourly};
pub use key_mix::{DayMix, Dimension, KeyMixes, MixedKey, Part};
pub use limits::{LimitChange, LimitEvent, LimitEvents, LimitMove, MemberLimit, SpendLimit, SpendLimits};
pub use list_price::ListPrices;
pub use prices::Prices;
pub(super) use prices::TokenCounts;
pub use rate_limits::{RateLimit, RateLimits};
pub(super) use reconcile::cost_types;
pub use related_exports::Related;
pub(super) use related_exports::related_exports;
pub use row::{SpendRow, sum_of};
pub use seat_spend::MemberSpend;
pub use series::{SpendSeries, from_month_end};
pub use shared_text::SharedText;
pub use spend_change::{By, Compared, Expected, Spender};
pub use token_use::TokenUse;
pub use unit_proof::UnprovenFile;
pub(super) use usage_rows::{TokenColumns, files_naming, used};
