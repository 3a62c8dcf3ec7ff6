//! Checks of spend and usage.

pub(super) mod series;
pub(super) mod spend_spike;
