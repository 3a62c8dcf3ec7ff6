//! Checks of spend and usage.

mod by_hour;
pub(super) mod cache_collapse;
mod explained;
mod known_days;
pub(super) mod limit_raised_then_spike;
pub(super) mod member_limit_nearly_used;
pub(super) mod member_without_spend_limit;
pub(super) mod model_cost_drift;
pub(super) mod nonproduction_overspend;
pub(super) mod off_hours_burst;
mod once;
mod panel;
pub(super) mod priority_tier_uncosted;
pub(super) mod retired_or_unknown_model;
pub(super) mod seat_spend_outlier;
pub(super) mod series;
mod share_of_limit;
pub(super) mod spend_concentration;
pub(super) mod spend_drop;
pub(super) mod spend_limit_breach;
pub(super) mod spend_shift;
pub(super) mod spend_spike;
mod subject;
mod turns;
pub(super) mod unapproved_model;
pub(super) mod unattributed_usage;
mod unread;
mod used_models;

// The series of spend, for all checks at once.
pub(super) use panel::DailySeries;
pub(crate) use panel::SpendPanel;
// What `spend-spike` finds, for the check of what came before.
use spend_spike::{ReportedSpike, found};
// When a level has moved, for the check that leaves the first days of a move to `spend-shift`.
use spend_shift::gates as shift_gates;
// Which bursts are reported for nights and weekends, and not again of hours.
use off_hours_burst::reported as off_hours_bursts;
