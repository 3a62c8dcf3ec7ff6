//! `[naming]`: what names look like.

use super::{Cell, Policy, Result};
use crate::policy::Pattern;
use crate::policy::shape::{Field, Kind, may};

pub(super) fn fields() -> Vec<Field> {
    vec![may("keys", Kind::SomeTexts, "Patterns of which the name of every key must fit one.")]
}

pub(super) fn read(section: &Cell<'_>, policy: &mut Policy) -> Result<()> {
    for entry in section.entries()? {
        match entry.key {
            "keys" => policy.naming = entry.cell.patterns()?,
            _ => return Err(entry.unknown()),
        }
    }
    Ok(())
}

impl Policy {
    /// The patterns of which the name of a key must fit one; empty where the policy has no such rule.
    #[must_use]
    pub fn naming_patterns(&self) -> &[Pattern] {
        &self.naming
    }
}
