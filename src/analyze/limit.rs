//! Limits of checks, as they are in force.

use std::fmt;

/// A limit in force.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Its value.
    pub value: f64,
    pub(super) unit: &'static str,
    pub(super) by_policy: bool,
}

impl Limit {
    /// In whole days.
    #[must_use]
    pub fn days(&self) -> i64 {
        self.value as i64
    }
}

/// `45 days, default`.
impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}, {}", self.value, self.unit, if self.by_policy { "policy" } else { "default" })
    }
}
