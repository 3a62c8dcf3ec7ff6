//! `[checks.<id>]`: thresholds, and checks that are switched off.

use std::collections::BTreeMap;

use super::{Cell, Policy, Result};
use crate::policy::KnownCheck;
use crate::policy::cell::Entry;
use crate::policy::error::unknown;

/// The section `[checks.<id>]`.
#[derive(Clone, Debug, Default)]
pub(in crate::policy) struct CheckPolicy {
    thresholds: BTreeMap<String, f64>,
    disabled: Option<String>,
}

pub(super) fn read(section: &Cell<'_>, known: &[KnownCheck<'_>], policy: &mut Policy) -> Result<()> {
    for check in section.entries()? {
        policy.checks.insert(check.key.to_owned(), check_policy(&check, known)?);
    }
    Ok(())
}

/// The check that an id names.
pub(super) fn known_check<'k>(
    id: &str,
    known: &'k [KnownCheck<'k>],
) -> std::result::Result<&'k KnownCheck<'k>, String> {
    let ids: Vec<&str> = known.iter().map(|check| check.id).collect();
    let found = known.iter().find(|check| check.id == id);
    found.ok_or_else(|| unknown("check", id, &ids, "`clade-analyze explain` lists the checks"))
}

fn check_policy(entry: &Entry<'_>, known: &[KnownCheck<'_>]) -> Result<CheckPolicy> {
    let check = known_check(entry.key, known).map_err(|message| entry.fault(&message))?;
    let mut policy = CheckPolicy::default();
    let (mut enabled, mut reason) = (true, None);
    for field in entry.cell.entries()? {
        match field.key {
            "enabled" => enabled = field.cell.flag()?,
            "reason" => reason = Some((field.cell.text()?, field)),
            name if check.thresholds.contains(&name) => {
                policy.thresholds.insert(name.to_owned(), field.cell.threshold()?);
            }
            _ => return Err(field.none_of(&[check.thresholds.as_slice(), &["enabled", "reason"]].concat())),
        }
    }
    match (enabled, reason) {
        (false, Some((reason, _))) => policy.disabled = Some(reason),
        (false, None) => return Err(entry.fault(&format!("`{}` is switched off without a `reason`", check.id))),
        (true, Some((_, field))) => {
            return Err(
                field.fault("`reason` says why a check is off (`enabled = false`); explain a threshold in a comment")
            );
        }
        (true, None) => {}
    }
    Ok(policy)
}

impl Policy {
    /// The value that replaces a check's default; `None` leaves the default.
    #[must_use]
    pub fn threshold(&self, check: &str, name: &str) -> Option<f64> {
        self.checks.get(check)?.thresholds.get(name).copied()
    }

    /// Why a check is switched off, if it is.
    #[must_use]
    pub fn disabled(&self, check: &str) -> Option<&str> {
        self.checks.get(check)?.disabled.as_deref()
    }
}
