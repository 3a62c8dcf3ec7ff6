//! Rate limits that workspaces have of their own, below the organization's.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;

use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Table};

/// How a limiter's row says that the workspace has the organization's value.
const INHERITED: &str = "organization";

/// One limiter of a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// `requests_per_minute` of Claude Opus, for people.
    pub limiter: String,
    /// The workspace's value.
    pub value: i64,
    /// The organization's; none where it has no such limiter, or nothing says.
    pub organization: Option<i64>,
    /// Whether it is the workspace's own and lower than the organization's.
    pub is_lower: bool,
    /// Where it stands.
    pub source: Source,
}

/// Rate limits by workspace id.
#[derive(Clone, Debug, Default)]
pub struct RateLimits {
    by_workspace: BTreeMap<String, Vec<RateLimit>>,
    /// Whether lists of workspaces say where a value comes from. Such lists hold inherited values too, so every workspace whose list
    /// was exported is in them; older ones hold only what a workspace has of its own.
    pub states_inherited: bool,
}

impl RateLimits {
    pub(in crate::facts) fn read(data: &Dataset) -> Result<Self> {
        let mut limits = Self::default();
        let Some(frame) = data.frame(Table::RateLimits) else { return Ok(limits) };
        let rows = Rows::of(frame)?;
        let (workspace, id, limiter) = (rows.text("workspace_id")?, rows.text("limit_id")?, rows.text("limiter")?);
        let (group, value) = (rows.text("group_name")?, rows.integer("value")?);
        let (stated, source) = (rows.integer("organization_value")?, rows.text("source")?);
        let all = || (0..rows.len()).filter_map(|row| Some((row, (id.get(row)?, limiter.get(row)?), value.get(row)?)));
        let organization: BTreeMap<(&str, &str), i64> =
            all().filter(|(row, ..)| workspace.get(*row).is_none()).map(|(_, which, value)| (which, value)).collect();
        for (row, which, value) in all() {
            let Some(workspace) = workspace.get(row) else { continue };
            limits.states_inherited |= source.get(row).is_some();
            let organization = stated.get(row).or_else(|| organization.get(&which).copied());
            let is_own = source.get(row) != Some(INHERITED);
            let of = group.get(row).map_or_else(String::new, |group| format!(" of {group}"));
            limits.by_workspace.entry(workspace.to_owned()).or_default().push(RateLimit {
                limiter: format!("{}{of}", which.1),
                value,
                organization,
                // What the organization does not limit is limited by any value.
                is_lower: is_own && organization.is_none_or(|organization| value < organization),
                source: rows.source(row),
            });
        }
        Ok(limits)
    }

    /// Limiters of a workspace; none where no export names it.
    #[must_use]
    pub fn of(&self, workspace_id: &str) -> Option<&[RateLimit]> {
        self.by_workspace.get(workspace_id).map(Vec::as_slice)
    }

    /// Whether the limits of any workspace are known, and not the organization's alone.
    #[must_use]
    pub fn knows_workspaces(&self) -> bool {
        !self.by_workspace.is_empty()
    }
}
