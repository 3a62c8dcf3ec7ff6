//! Limits of checks, as they are in force.

use std::fmt;

use super::{Analyzer, Context};
use crate::policy::Policy;

/// A limit in force.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Its value.
    pub value: f64,
    unit: &'static str,
    pub(super) by_policy: bool,
}

impl Limit {
    /// In whole days.
    #[must_use]
    pub fn days(&self) -> i64 {
        self.value as i64
    }
}

/// Which of a check's thresholds; see [`Analyzer::threshold`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThresholdPlace(usize);

impl Analyzer {
    /// The place of a threshold by its name. Asked for in a `const`, as checks do, a name that the check does not have does not compile.
    ///
    /// # Panics
    /// When the check has no threshold of that name.
    #[must_use]
    pub const fn threshold(&self, name: &str) -> ThresholdPlace {
        let mut at = 0;
        // Behind the last threshold the index is out of bounds, which stops the compiler.
        while !is_same(self.thresholds[at].name.as_bytes(), name.as_bytes()) {
            at += 1;
        }
        ThresholdPlace(at)
    }

    /// One of its limits: the policy's, else the default.
    pub(super) fn limit(&self, policy: &Policy, limit: ThresholdPlace) -> Limit {
        let threshold = &self.thresholds[limit.0];
        let by_policy = policy.threshold(self.id, threshold.name);
        Limit { value: by_policy.unwrap_or(threshold.default), unit: threshold.unit, by_policy: by_policy.is_some() }
    }
}

impl Context<'_> {
    /// The limit of a check: the policy's, else the default.
    #[must_use]
    pub fn limit(&self, analyzer: &Analyzer, limit: ThresholdPlace) -> Limit {
        analyzer.limit(self.policy, limit)
    }
}

/// Whether two texts are the same, for the compiler.
const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// `45 days (default)`.
impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = if self.by_policy { "policy" } else { "default" };
        write!(f, "{} {} ({source})", self.value, unit_of(self.value, self.unit))
    }
}

/// The unit of a value: `day after archiving` of `days after archiving` where it is one. `1 times the price` has no singular.
fn unit_of(value: f64, unit: &str) -> String {
    let plural = unit.split(' ').take_while(|word| !matches!(*word, "of" | "at")).find(|word| word.ends_with('s'));
    match plural {
        Some(word) if value == 1.0 && word != "times" => unit.replacen(word, &word[..word.len() - 1], 1),
        _ => unit.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular() {
        let says = |value, unit| Limit { value, unit, by_policy: false }.to_string();
        assert_eq!(says(1.0, "days after archiving"), "1 day after archiving (default)");
        assert_eq!(says(2.0, "days"), "2 days (default)");
        assert_eq!(says(1.0, "percentage points"), "1 percentage point (default)");
        assert_eq!(says(1.0, "% of the members"), "1 % of the members (default)");
        assert_eq!(says(1.0, "times the level before"), "1 times the level before (default)");
    }
}
