//! Checks of spend and usage.

pub(super) mod cache_collapse;
mod explained;
pub(super) mod limit_raised_then_spike;
pub(super) mod model_cost_drift;
pub(super) mod nonproduction_overspend;
mod once;
pub(super) mod priority_tier_uncosted;
pub(super) mod retired_or_unknown_model;
pub(super) mod series;
pub(super) mod spend_concentration;
pub(super) mod spend_drop;
pub(super) mod spend_limit_breach;
pub(super) mod spend_shift;
pub(super) mod spend_spike;
mod subject;
mod turns;
pub(super) mod unapproved_model;
pub(super) mod unattributed_usage;

// What `spend-spike` finds, for the check of what came before.
use spend_spike::{Told, told};
