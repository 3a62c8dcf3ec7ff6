//! Checks of the evidence itself.

pub(super) mod missing_export;
