//! On which days which workspace was used.
//!
//! Console exports name workspaces, API reports carry ids, and two workspaces can have one name. Use is a workspace's by its id;
//! else by its name, where no other listed workspace has it.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;

use crate::facts::coverage::OF_WORKSPACE;
use crate::facts::frame::{Rows, Source};
use crate::facts::lists::{DEFAULT_WORKSPACE, Lists, Workspace};
use crate::facts::spend::TokenColumns;
use crate::model::{Dataset, Table};

/// A day of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorkspaceDay {
    /// The day.
    pub day: NaiveDate,
    /// The table that says so.
    pub table: Table,
    /// A row of that day.
    pub source: Source,
}

/// Days of use by what the exports call the workspace.
#[derive(Clone, Debug, Default)]
pub struct WorkspaceUses {
    by_id: BTreeMap<String, BTreeSet<WorkspaceDay>>,
    by_name: BTreeMap<String, BTreeSet<WorkspaceDay>>,
    /// Names by the ids that rows state next to them.
    names: BTreeMap<String, String>,
}

impl WorkspaceUses {
    pub(in crate::facts) fn read(data: &Dataset) -> Result<Self> {
        let mut uses = Self::default();
        for table in [Table::Usage, Table::Cost] {
            let Some(frame) = data.frame(table) else { continue };
            let [name, id] = OF_WORKSPACE;
            let rows = Rows::of(frame)?;
            let (name, id, day) = (rows.text(name)?, rows.text(id)?, rows.day("day")?);
            let is_used = TokenColumns::used(&rows, table)?;
            // Rows stand in the order of files and lines, so the first is the same on every run.
            let days = rows.firsts(|row| Some((name.get(row), id.get(row), day.get(row).filter(|_| is_used(row))?)));
            for ((name, id, day), row) in days {
                let one = WorkspaceDay { day, table, source: rows.source(row) };
                if let (Some(id), Some(name)) = (id, name) {
                    uses.names.insert(id.to_owned(), name.trim().to_owned());
                }
                let (of, called) = match (id, name) {
                    (Some(id), _) => (&mut uses.by_id, id),
                    (None, Some(name)) => (&mut uses.by_name, name.trim()),
                    (None, None) => continue,
                };
                of.entry(called.to_owned()).or_default().insert(one);
            }
        }
        Ok(uses)
    }

    /// Days of use that are certainly a workspace's.
    pub fn of<'a>(&'a self, workspace: &Workspace, lists: &Lists) -> impl Iterator<Item = &'a WorkspaceDay> {
        let own_name = lists.workspace_named(&workspace.name).is_some_and(|named| named.id == workspace.id);
        self.under_id(workspace).chain(self.under_name(workspace).filter(move |_| own_name))
    }

    /// Days of use that may be a workspace's: also those under a name that it shares with others.
    pub fn possibly_of<'a>(&'a self, workspace: &Workspace) -> impl Iterator<Item = &'a WorkspaceDay> {
        self.under_id(workspace).chain(self.under_name(workspace))
    }

    /// What rows call the workspace of an id, the latest of them.
    #[must_use]
    pub fn name_of(&self, id: &str) -> Option<&str> {
        self.names.get(id).map(String::as_str)
    }

    /// Days of use of a workspace that no list has: under its id, and under its name where no listed one is called so.
    pub fn of_unlisted<'a>(&'a self, workspace: &Workspace, lists: &Lists) -> impl Iterator<Item = &'a WorkspaceDay> {
        let own_name = lists.workspaces_named(&workspace.name).next().is_none();
        self.under_id(workspace).chain(self.under_name(workspace).filter(move |_| own_name))
    }

    fn under_id<'a>(&'a self, workspace: &Workspace) -> impl Iterator<Item = &'a WorkspaceDay> {
        self.by_id.get(&workspace.id).into_iter().flatten()
    }

    fn under_name<'a>(&'a self, workspace: &Workspace) -> impl Iterator<Item = &'a WorkspaceDay> {
        self.by_name.get(workspace.name.trim()).into_iter().flatten()
    }

    /// Names and ids with use that no listed workspace has, `Default` aside, which need not be listed.
    pub fn unlisted<'a>(&'a self, lists: &'a Lists) -> impl Iterator<Item = &'a str> {
        let names = self.by_name.keys().map(String::as_str);
        let names = names.filter(|name| *name != DEFAULT_WORKSPACE && lists.workspaces_named(name).next().is_none());
        self.by_id.keys().map(String::as_str).filter(|id| lists.workspace(id).is_none()).chain(names)
    }
}
