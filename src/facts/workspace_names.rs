//! What workspaces are called: Console exports name them, API reports have ids.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::frame::Rows;
use super::lists::{DEFAULT_WORKSPACE, Lists};
use crate::model::{Dataset, Table};

/// Names of workspaces by id.
#[derive(Clone, Debug, Default)]
pub(super) struct WorkspaceNames(BTreeMap<String, String>);

impl WorkspaceNames {
    /// Names as listed. The default workspace may be in no list: a key belongs to one workspace, so an unlisted id in which a key of
    /// the default workspace was used is the default one's.
    pub(super) fn read(data: &Dataset, lists: &Lists) -> Result<Self> {
        let listed = lists.workspaces.iter().map(|workspace| (workspace.id.clone(), workspace.name.clone()));
        let mut names = Self(listed.collect());
        let in_default: BTreeSet<&str> = lists
            .keys
            .iter()
            .filter(|key| key.workspace_id.is_none() && !key.organization_scoped)
            .map(|key| key.id.as_str())
            .collect();
        for table in [Table::Usage, Table::Cost] {
            let Some(frame) = data.frame(table) else { continue };
            let rows = Rows::of(frame)?;
            let (key, workspace) = (rows.text("key_id")?, rows.text("workspace_id")?);
            for row in 0..rows.len() {
                let (Some(key), Some(workspace)) = (key.get(row), workspace.get(row)) else { continue };
                if !names.0.contains_key(workspace) && in_default.contains(key) {
                    names.0.insert(workspace.to_owned(), DEFAULT_WORKSPACE.to_owned());
                }
            }
        }
        Ok(names)
    }

    /// What a row's workspace is called: its name, else the name that belongs to its id, else the id; nothing where the row has
    /// neither.
    pub(super) fn label<'a>(&'a self, name: Option<&'a str>, id: Option<&'a str>) -> Option<&'a str> {
        name.or_else(|| self.0.get(id?).map(String::as_str)).or(id)
    }
}
