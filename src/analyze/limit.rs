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
