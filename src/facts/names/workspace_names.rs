//! What workspaces are called: Console exports name them as on the day of the export, API reports have ids.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::facts::frame::Rows;
use crate::facts::lists::{DEFAULT_WORKSPACE, Lists};
use crate::model::{Dataset, Named, Renaming, Table};

/// Names of workspaces.
#[derive(Clone, Debug, Default)]
pub(in crate::facts) struct WorkspaceNames {
    /// Today's, by id.
    by_id: BTreeMap<String, String>,
    /// Today's by a former one, where one workspace alone ever had it.
    former: BTreeMap<String, String>,
}

impl WorkspaceNames {
    /// Names as listed. The default workspace may be in no list: a key belongs to one workspace, so an unlisted id in which a key of
    /// the default workspace was used is the default one's.
    pub(in crate::facts) fn read(data: &Dataset, lists: &Lists) -> Result<Self> {
        let listed = lists.workspaces.iter().map(|workspace| (workspace.id.clone(), workspace.name.clone()));
        let mut names = Self { by_id: listed.collect(), former: BTreeMap::new() };
        names.follow(renamings(data)?);
        let in_default: BTreeSet<&str> = lists
            .keys
            .iter()
            .filter(|key| key.workspace_id.is_none() && !key.organization_scoped && !key.is_workspace_unclear)
            .map(|key| key.id.as_str())
            .collect();
        for table in [Table::Usage, Table::Cost] {
            let Some(frame) = data.frame(table) else { continue };
            let rows = Rows::of(frame)?;
            let (key, workspace) = (rows.text("key_id")?, rows.text("workspace_id")?);
            for row in 0..rows.len() {
                let (Some(key), Some(workspace)) = (key.get(row), workspace.get(row)) else { continue };
                if !names.by_id.contains_key(workspace) && in_default.contains(key) {
                    names.by_id.insert(workspace.to_owned(), DEFAULT_WORKSPACE.to_owned());
                }
            }
        }
        Ok(names)
    }

    /// Takes in what the feed tells, in the order of time.
    fn follow(&mut self, renamings: Vec<Renaming>) {
        let mut latest: BTreeMap<&str, &str> = BTreeMap::new();
        let mut had: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for one in &renamings {
            latest.insert(&one.id, &one.current);
            had.entry(&one.former).or_default().insert(&one.id);
            had.entry(&one.current).or_default().insert(&one.id);
        }
        for (id, name) in latest {
            self.by_id.entry(id.to_owned()).or_insert_with(|| name.to_owned());
        }
        for (former, ids) in had {
            // A name that another workspace has, or had for a while, is nobody's for certain.
            let is_taken = self.by_id.iter().any(|(id, name)| name == former && !ids.contains(id.as_str()));
            let Some(name) = ids.first().filter(|_| ids.len() == 1 && !is_taken).and_then(|id| self.by_id.get(*id))
            else {
                continue;
            };
            if name != former {
                self.former.insert(former.to_owned(), name.clone());
            }
        }
    }

    /// What a row's workspace is called today: the name that belongs to its id, else its name, followed through renames, else the
    /// id; nothing where the row has neither.
    pub(in crate::facts) fn label<'a>(&'a self, name: Option<&'a str>, id: Option<&'a str>) -> Option<&'a str> {
        let by_id = || self.by_id.get(id?).map(String::as_str);
        let by_name = || name.map(|name| self.former.get(name).map_or(name, String::as_str));
        by_id().or_else(by_name).or(id)
    }
}

/// Renamed workspaces, in the order of time.
fn renamings(data: &Dataset) -> Result<Vec<Renaming>> {
    let Some(frame) = data.frame(Table::Events) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (event, details, at) = (rows.text("event")?, rows.text("details")?, rows.instant("at")?);
    let mut renamings = Vec::new();
    for row in 0..rows.len() {
        let found = Renaming::of_event(event.get(row).unwrap_or_default(), details.get(row).unwrap_or_default());
        renamings
            .extend(found.into_iter().filter(|one| one.what == Named::Workspace).map(|one| (at.get(row), row, one)));
    }
    renamings.sort_by_key(|(at, row, _)| (*at, *row));
    Ok(renamings.into_iter().map(|(_, _, one)| one).collect())
}
