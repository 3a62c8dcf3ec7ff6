//! `[due]`: how many days findings may stay open, by severity.

use super::{Cell, Policy, Result};
use crate::model::{DueDays, Severity};
use crate::policy::shape::{Field, Kind, may};

/// More days than a due date can be away: ten years.
const MOST: u64 = 3650;

pub(super) fn fields() -> Vec<Field> {
    let days =
        |severity: Severity| may(severity.id(), Kind::Whole(0, MOST), "Days until such a finding is to be dealt with.");
    Severity::ALL.map(days).into()
}

pub(super) fn read(section: &Cell<'_>, policy: &mut Policy) -> Result<()> {
    let mut due = DueDays { by_policy: true, ..DueDays::default() };
    for entry in section.entries()? {
        if !Severity::ALL.iter().any(|severity| severity.id() == entry.key) {
            return Err(entry.unknown());
        }
        let days = entry.cell.count()?;
        if days > MOST {
            return Err(entry.cell.fault("a due date must not be more than 3650 days away"));
        }
        due.days.insert(entry.key.to_owned(), days);
    }
    due.by_policy = !section.entries()?.is_empty();
    policy.due = due;
    Ok(())
}

impl Policy {
    /// How many days findings may stay open; what the policy leaves out has its default.
    #[must_use]
    pub const fn due_days(&self) -> &DueDays {
        &self.due
    }
}
