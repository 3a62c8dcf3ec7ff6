//! `[report]`: who prepared, reviewed and approved it.

use super::{Cell, Policy, Result};
use crate::model::{SignOff, Signature};
use crate::policy::shape::{Field, Kind, may, must};

pub(super) fn fields() -> Vec<Field> {
    vec![
        may("prepared_by", SIGNED, "Who prepared the report."),
        may("reviewed_by", SIGNED, "Who reviewed it."),
        may("approved_by", SIGNED, "Who approved it."),
    ]
}

const SIGNED: Kind =
    Kind::Table(|| vec![must("name", Kind::Text, "Name or address."), must("on", Kind::Day, "On which day.")]);

pub(super) fn read(section: &Cell<'_>, policy: &mut Policy) -> Result<()> {
    let mut sign_off = SignOff::default();
    for entry in section.entries()? {
        let place = match entry.key {
            "prepared_by" => &mut sign_off.prepared_by,
            "reviewed_by" => &mut sign_off.reviewed_by,
            "approved_by" => &mut sign_off.approved_by,
            _ => return Err(entry.unknown()),
        };
        *place = Some(signature(&entry.cell)?);
    }
    policy.sign_off = sign_off;
    Ok(())
}

fn signature(cell: &Cell<'_>) -> Result<Signature> {
    let (mut name, mut on) = (None, None);
    for field in cell.entries()? {
        match field.key {
            "name" => name = Some(field.cell.text()?),
            "on" => on = Some(field.cell.day()?),
            _ => return Err(field.unknown()),
        }
    }
    match (name, on) {
        (Some(name), Some(on)) => Ok(Signature { name, on }),
        _ => Err(cell.fault("needs `name` and `on`, like { name = \"ann@example.com\", on = 2026-10-05 }")),
    }
}

impl Policy {
    /// Who puts their names to the report.
    #[must_use]
    pub const fn sign_off(&self) -> &SignOff {
        &self.sign_off
    }
}
