//! When which key was used, and from which workspaces, as far as names allow to tell.
//!
//! Usage exports name keys, lists carry ids, and two keys can have one name. A use is joined to a key by its id; else by its name,
//! where only one key has it, or only one in that workspace. What stays open is kept apart and never counted for a key.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::{DataFrame, IntoLazy, LazyFrame, SortMultipleOptions, col, lit};

use super::frame::{Rows, Source};
use super::key_history::KeyHistory;
use super::lists::Lists;
use super::workspace_names::WorkspaceNames;
use crate::model::{Dataset, Table};

/// Use under one name, id and workspace, as one table states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// Key name as exported.
    pub key_name: Option<String>,
    /// Key id as exported.
    pub key_id: Option<String>,
    /// Workspace: its name, its id where no list names it; none where the export does not say.
    pub workspace: Option<String>,
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// A row of the last day.
    pub source: Source,
    /// The table that says so.
    pub table: Table,
}

/// What is known of the use of one listed key.
#[derive(Clone, Debug, Default)]
pub struct KeyUse {
    /// Uses that are certainly its own.
    pub uses: Vec<Use>,
    /// Uses under its name that may be another key's of the same name.
    pub ambiguous: Vec<Use>,
}

impl KeyUse {
    /// The use with the latest day.
    #[must_use]
    pub fn last(&self) -> Option<&Use> {
        self.uses.iter().max_by_key(|u| (u.last, std::cmp::Reverse(u.source)))
    }

    /// Workspaces that it was used from, with the use of the latest day each, in order of their names.
    #[must_use]
    pub fn workspaces(&self) -> BTreeMap<&str, &Use> {
        let mut by_workspace: BTreeMap<&str, &Use> = BTreeMap::new();
        for one in &self.uses {
            let Some(workspace) = one.workspace.as_deref() else { continue };
            let latest = by_workspace.entry(workspace).or_insert(one);
            if one.last > latest.last {
                *latest = one;
            }
        }
        by_workspace
    }
}

/// All uses, joined to the listed keys.
#[derive(Clone, Debug, Default)]
pub struct KeyUses {
    by_key: BTreeMap<String, KeyUse>,
    /// Uses under a name or id that no listed key has.
    pub unknown: Vec<Use>,
    /// Whether usage or cost exports name keys at all.
    pub names_keys: bool,
}

impl KeyUses {
    pub(super) fn read(data: &Dataset, lists: &Lists, history: &KeyHistory, names: &WorkspaceNames) -> Result<Self> {
        let mut uses = Vec::new();
        for table in [Table::Usage, Table::Cost] {
            if let Some(frame) = data.frame(table) {
                uses.extend(grouped(frame, table, names)?);
            }
        }
        let mut all = Self::default();
        for one in uses {
            if one.key_name.is_none() && one.key_id.is_none() {
                continue;
            }
            all.names_keys = true;
            match candidates(&one, lists, history).as_slice() {
                [] => all.unknown.push(one),
                [key] => all.by_key.entry((*key).to_owned()).or_default().uses.push(one),
                several => {
                    for key in several {
                        all.by_key.entry((*key).to_owned()).or_default().ambiguous.push(one.clone());
                    }
                }
            }
        }
        Ok(all)
    }

    /// What is known of a key's use.
    #[must_use]
    pub fn of(&self, key_id: &str) -> Option<&KeyUse> {
        self.by_key.get(key_id)
    }
}

/// Ids of the listed keys that a use can belong to.
fn candidates<'a>(one: &Use, lists: &'a Lists, history: &'a KeyHistory) -> Vec<&'a str> {
    if let Some(id) = &one.key_id {
        return lists.keys.iter().filter(|key| key.id == *id).map(|key| key.id.as_str()).collect();
    }
    let Some(name) = &one.key_name else { return Vec::new() };
    let named: Vec<_> = lists.keys.iter().filter(|key| key.name == *name || history.was_named(&key.id, name)).collect();
    let home = one.workspace.as_deref().unwrap_or_default();
    let in_workspace: Vec<_> = named.iter().filter(|key| lists.workspace_name(key) == Some(home)).collect();
    match (named.len(), in_workspace.len()) {
        (2.., 1..) => in_workspace.iter().map(|key| key.id.as_str()).collect(),
        _ => named.iter().map(|key| key.id.as_str()).collect(),
    }
}

/// Days and a row of the last day per name, id and workspace, over rows that say something was used.
fn grouped(frame: &DataFrame, table: Table, names: &WorkspaceNames) -> Result<Vec<Use>> {
    let keys = ["key_name", "key_id", "workspace_name", "workspace_id"];
    let used: LazyFrame = frame.clone().lazy();
    let used = match table {
        Table::Usage => {
            let counts = ["uncached_input", "cache_write_5m", "cache_write_1h", "cache_read", "output", "web_searches"];
            let any = counts.iter().map(|name| col(*name).fill_null(lit(0)).gt(lit(0))).reduce(|a, b| a.or(b));
            any.map_or(used.clone(), |any| used.filter(any))
        }
        _ => used,
    };
    let groups = used
        .sort(["day", "file", "line"], SortMultipleOptions::default().with_maintain_order(true))
        .group_by_stable(keys.map(col))
        .agg([col("day").min().alias("first"), col("day").max().alias("last"), col("file").last(), col("line").last()])
        .sort(keys, SortMultipleOptions::default().with_maintain_order(true))
        .collect()?;
    let rows = Rows::of(&groups)?;
    let [name, id, workspace, workspace_id] =
        [rows.text(keys[0])?, rows.text(keys[1])?, rows.text(keys[2])?, rows.text(keys[3])?];
    let (first, last) = (rows.day("first")?, rows.day("last")?);
    let mut uses = Vec::with_capacity(rows.len());
    for row in 0..rows.len() {
        let (Some(first), Some(last)) = (first.get(row), last.get(row)) else { continue };
        uses.push(Use {
            key_name: name.get(row).map(str::to_owned),
            key_id: id.get(row).map(str::to_owned),
            workspace: names.label(workspace.get(row), workspace_id.get(row)).map(str::to_owned),
            first,
            last,
            source: rows.source(row),
            table,
        });
    }
    Ok(uses)
}

/// Names that two or more of the listed keys share.
#[must_use]
pub fn shared_names(lists: &Lists) -> BTreeSet<&str> {
    let mut seen = BTreeSet::new();
    lists.keys.iter().filter(|key| !seen.insert(key.name.as_str())).map(|key| key.name.as_str()).collect()
}
