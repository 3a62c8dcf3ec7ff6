//! `[limits]`: how much may be spent in a month.

use std::collections::BTreeMap;

use super::{Cell, Policy, Result, of_workspace};
use crate::model::Money;
use crate::policy::shape::{Field, Kind, may};

/// The section `[limits]`.
#[derive(Clone, Debug, Default)]
pub(in crate::policy) struct Limits {
    organization: Option<Money>,
    workspaces: BTreeMap<String, Money>,
}

pub(super) fn fields() -> Vec<Field> {
    vec![
        may("organization", Kind::Dollars, "US dollars a month of the whole organization."),
        may("workspaces", Kind::Map(&Kind::Dollars), "US dollars a month by name or id of a workspace."),
    ]
}

pub(super) fn read(section: &Cell<'_>, policy: &mut Policy) -> Result<()> {
    for entry in section.entries()? {
        match entry.key {
            "organization" => policy.limits.organization = Some(entry.cell.dollars()?),
            "workspaces" => {
                for workspace in entry.cell.entries()? {
                    policy.limits.workspaces.insert(workspace.name()?, workspace.cell.dollars()?);
                }
            }
            _ => return Err(entry.unknown()),
        }
    }
    Ok(())
}

impl Policy {
    /// US dollars a month that the organization may spend.
    #[must_use]
    pub fn organization_limit(&self) -> Option<Money> {
        self.limits.organization
    }

    /// The workspaces of `[limits.workspaces]`, by name or id as written, sorted.
    pub fn limited_workspaces(&self) -> impl Iterator<Item = &str> {
        self.limits.workspaces.keys().map(String::as_str)
    }

    /// US dollars a month that a workspace may spend, by id, else by name, exactly as written.
    #[must_use]
    pub fn workspace_limit(&self, name: &str, id: Option<&str>) -> Option<Money> {
        of_workspace(&self.limits.workspaces, name, id).copied()
    }
}
