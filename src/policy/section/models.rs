//! `[models]`: which models may be used.

use super::{Cell, Policy, Result};
use crate::policy::Pattern;
use crate::policy::shape::{Field, Kind, may};

pub(super) fn fields() -> Vec<Field> {
    vec![may("approved", Kind::SomeTexts, "Patterns over the ids of the models that may be used.")]
}

pub(super) fn read(section: &Cell<'_>, policy: &mut Policy) -> Result<()> {
    for entry in section.entries()? {
        match entry.key {
            "approved" => policy.approved_models = Some(entry.cell.patterns()?),
            _ => return Err(entry.unknown()),
        }
    }
    Ok(())
}

impl Policy {
    /// Patterns over the ids of the models that may be used; none where the policy does not say, and then all may.
    #[must_use]
    pub fn approved_models(&self) -> Option<&[Pattern]> {
        self.approved_models.as_deref()
    }
}
