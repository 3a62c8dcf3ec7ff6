//! Checks of spend and usage.

mod once;
pub(super) mod series;
pub(super) mod spend_drop;
pub(super) mod spend_shift;
pub(super) mod spend_spike;
