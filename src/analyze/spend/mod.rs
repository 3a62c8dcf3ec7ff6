//! Checks of spend and usage.

pub(super) mod nonproduction_overspend;
pub(super) mod retired_or_unknown_model;
pub(super) mod series;
pub(super) mod spend_concentration;
pub(super) mod spend_limit_breach;
pub(super) mod spend_spike;
mod subject;
pub(super) mod unapproved_model;
pub(super) mod unattributed_usage;
