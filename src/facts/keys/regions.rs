//! Where requests were served, by workspace.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::workspace_use::WorkspaceDay;
use crate::facts::coverage::OF_WORKSPACE;
use crate::facts::frame::Rows;
use crate::facts::lists::{DEFAULT_WORKSPACE, Lists};
use crate::facts::names::WorkspaceNames;
use crate::facts::spend::{TokenColumns, files_naming};
use crate::model::{Dataset, Table};

/// What exports write where older models do not say where they ran.
pub const REGION_UNKNOWN: &str = "not_available";

/// Use of one workspace in one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionUse {
    /// What the workspace is called; none where the export does not distinguish workspaces.
    pub workspace: Option<String>,
    /// Its id, where the export or the list of workspaces settles it.
    pub workspace_id: Option<String>,
    /// Value of `inference_geo`, lower case.
    pub region: String,
    /// The days.
    pub days: BTreeSet<WorkspaceDay>,
}

type Key = (Option<String>, Option<String>, String);

/// Every workspace and region, in that order. Rows that state no region are left out.
pub(in crate::facts) fn region_uses(data: &Dataset, lists: &Lists, names: &WorkspaceNames) -> Result<Vec<RegionUse>> {
    let mut uses: BTreeMap<Key, BTreeSet<WorkspaceDay>> = BTreeMap::new();
    for table in [Table::Usage, Table::Cost] {
        let Some(frame) = data.frame(table) else { continue };
        let naming = files_naming(frame, OF_WORKSPACE)?;
        let [name, id] = OF_WORKSPACE;
        let rows = Rows::of(frame)?;
        let (name, id) = (rows.text(name)?, rows.text(id)?);
        let (region, day) = (rows.text("inference_geo")?, rows.day("day")?);
        let is_used = TokenColumns::used(&rows, table)?;
        let group = |row: usize| {
            let (region, day) = (region.get(row)?, day.get(row).filter(|_| is_used(row))?);
            Some((rows.file(row), name.get(row), id.get(row), region, day))
        };
        for ((file, name, id, region, day), row) in rows.firsts(group) {
            let source = rows.source(row);
            let apart = naming.contains(&file);
            let called = names.label(name, id).or(apart.then_some(DEFAULT_WORKSPACE));
            let listed =
                || called.and_then(|called| lists.workspace_named(called)).map(|workspace| workspace.id.as_str());
            let id = id.or_else(listed).map(str::to_owned);
            let key = (called.map(str::to_owned), id, region.trim().to_lowercase());
            uses.entry(key).or_default().insert(WorkspaceDay { day, table, source });
        }
    }
    let each = |((workspace, workspace_id, region), days)| RegionUse { workspace, workspace_id, region, days };
    Ok(uses.into_iter().map(each).collect())
}
