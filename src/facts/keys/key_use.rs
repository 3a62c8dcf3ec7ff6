//! When which key was used, and from which workspaces, as far as names allow to tell.
//!
//! Usage exports name keys, lists carry ids, and two keys can have one name. A use is joined to a key by its id; else by its name,
//! where only one key has it, or only one in that workspace. What stays open is kept apart and never counted for a key.

mod named;
mod rows;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;
use named::{NamedKeys, folded};
use rows::{UsedName, daily, days_with_ids};

use super::key_history::KeyHistory;
use crate::facts::frame::{Rows, Source};
use crate::facts::lists::{Key, Lists};
use crate::facts::names::WorkspaceNames;
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
    /// Every day, with a row of it.
    pub days: BTreeMap<NaiveDate, Source>,
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

    /// The last day of any use under its name, its own or another key's: it was not used later.
    #[must_use]
    pub fn last_possible(&self) -> Option<NaiveDate> {
        self.uses.iter().chain(&self.ambiguous).map(|one| one.last).max()
    }

    /// The days on which it was used for certain, with a use and its row of each.
    #[must_use]
    pub fn days(&self) -> BTreeMap<NaiveDate, (&Use, Source)> {
        let each = self.uses.iter().rev().flat_map(|one| one.days.iter().map(move |(day, row)| (*day, (one, *row))));
        each.collect()
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
    /// The last day of each name of a key in reports of Claude Code, in a spelling of its own.
    in_claude_code: BTreeMap<String, NaiveDate>,
    /// Those that several listed keys have.
    shared: BTreeSet<String>,
    /// Ids of keys that a cost export calls archived, expired or inactive.
    pub stated_as_ended: BTreeSet<String>,
}

impl KeyUses {
    pub(in crate::facts) fn read(
        data: &Dataset,
        lists: &Lists,
        history: &KeyHistory,
        names: &WorkspaceNames,
    ) -> Result<Self> {
        let mut all = Self {
            stated_as_ended: stated_as_ended(data)?,
            in_claude_code: in_claude_code(data)?,
            shared: shared(lists),
            ..Self::default()
        };
        let settled = days_with_ids(data)?;
        let stated = names_by_id(data)?;
        let named = NamedKeys::of(lists, history, &stated);
        for table in [Table::Usage, Table::Cost] {
            let Some(frame) = data.frame(table) else { continue };
            for seen in daily(frame, table, names)? {
                all.names_keys = true;
                let listed = named.whose(&seen);
                // Of one name there may be one key until a day, and two from then on.
                let mut owners: BTreeMap<Vec<&str>, Vec<(NaiveDate, Source)>> = BTreeMap::new();
                if listed.is_empty() || seen.key_id.is_some() {
                    owners.insert(listed.iter().map(|key| key.id.as_str()).collect(), seen.days.clone());
                } else {
                    for &(day, source) in &seen.days {
                        owners.entry(candidates(&seen, day, lists, history, listed)).or_default().push((day, source));
                    }
                }
                for (keys, mut days) in owners {
                    if keys.len() > 1 {
                        days.retain(|(day, _)| !settled.contains(day));
                    }
                    all.add(&keys, seen.over(&days));
                }
            }
        }
        Ok(all)
    }

    fn add(&mut self, keys: &[&str], one: Option<Use>) {
        let Some(one) = one else { return };
        match keys {
            [] => self.unknown.push(one),
            [key] => self.by_key.entry((*key).to_owned()).or_default().uses.push(one),
            several => {
                for key in several {
                    self.by_key.entry((*key).to_owned()).or_default().ambiguous.push(one.clone());
                }
            }
        }
    }

    /// Whether several listed keys have this name, whatever its letter case.
    #[must_use]
    pub fn is_shared(&self, name: &str) -> bool {
        self.shared.contains(&folded(name))
    }

    /// The last day on which a report of Claude Code names a key of this name, whatever its letter case.
    #[must_use]
    pub fn last_in_claude_code(&self, name: &str) -> Option<NaiveDate> {
        self.in_claude_code.get(&folded(name)).copied()
    }

    /// What is known of a key's use.
    #[must_use]
    pub fn of(&self, key_id: &str) -> Option<&KeyUse> {
        self.by_key.get(key_id)
    }
}

/// Names that several listed keys have.
fn shared(lists: &Lists) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    lists.keys.iter().map(|key| folded(&key.name)).filter(|name| !seen.insert(name.clone())).collect()
}

/// The last day of each name of a key in reports of Claude Code.
fn in_claude_code(data: &Dataset) -> Result<BTreeMap<String, NaiveDate>> {
    let mut last: BTreeMap<String, NaiveDate> = BTreeMap::new();
    let Some(frame) = data.frame(Table::ClaudeCode) else { return Ok(last) };
    let rows = Rows::of(frame)?;
    let (name, day) = (rows.text("key_name")?, rows.day("day")?);
    for (name, day) in (0..rows.len()).filter_map(|row| name.get(row).zip(day.get(row))) {
        let of_name = last.entry(folded(name)).or_insert(day);
        *of_name = day.max(*of_name);
    }
    Ok(last)
}

/// Ids of keys that a cost export calls archived: a list that was asked for by status lacks them rightly.
fn stated_as_ended(data: &Dataset) -> Result<BTreeSet<String>> {
    let Some(frame) = data.frame(Table::Cost) else { return Ok(BTreeSet::new()) };
    let rows = Rows::of(frame)?;
    let (id, status) = (rows.text("key_id")?, rows.text("key_status")?);
    let over = (0..rows.len()).filter(|&row| matches!(status.get(row), Some("archived" | "expired" | "inactive")));
    Ok(over.filter_map(|row| id.get(row).map(str::to_owned)).collect())
}

/// The names under which exports state the use of a key next to its id: after a renaming, also the former one.
fn names_by_id(data: &Dataset) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for table in [Table::Usage, Table::Cost] {
        let Some(frame) = data.frame(table) else { continue };
        let rows = Rows::of(frame)?;
        let (id, name) = (rows.text("key_id")?, rows.text("key_name")?);
        for (id, name) in (0..rows.len()).filter_map(|row| id.get(row).zip(name.get(row))) {
            if !names.get(id).is_some_and(|own| own.contains(name.trim())) {
                names.entry(id.to_owned()).or_default().insert(name.trim().to_owned());
            }
        }
    }
    Ok(names)
}

/// Ids of those keys `called` like it that use on a day can belong to. A key that was not made yet did not make it, nor
/// one that had ended by then, unless no other key has the name. A key of the workspace that the row names goes before keys of
/// others, and one whose workspace no list names before one whose workspace is another.
fn candidates<'a>(
    seen: &UsedName,
    day: NaiveDate,
    lists: &'a Lists,
    history: &KeyHistory,
    called: &[&'a Key],
) -> Vec<&'a str> {
    let alive = |key: &&Key| key.is_active() || history.ended_on(&key.id).is_none_or(|end| day <= end);
    let (living, ended): (Vec<&Key>, Vec<&Key>) =
        called.iter().copied().filter(|key| key.created_at.is_none_or(|at| at.date_naive() <= day)).partition(alive);
    let home = seen.workspace.as_deref().unwrap_or_default();
    let same_workspace = |key: &&&Key| lists.workspace_name(key) == Some(home);
    let unknown_workspace = |key: &&&Key| key.workspace_id.as_deref().is_some_and(|id| lists.workspace(id).is_none());
    // That an ended key was used is news: a row of another workspace is rather a key's that no list has.
    let named = if living.is_empty() {
        ended.into_iter().filter(|key| home.is_empty() || same_workspace(&key) || unknown_workspace(&key)).collect()
    } else {
        living
    };
    let narrowed =
        [named.iter().filter(same_workspace).collect::<Vec<_>>(), named.iter().filter(unknown_workspace).collect()];
    let best = narrowed.into_iter().find(|keys| named.len() > 1 && !keys.is_empty());
    best.unwrap_or_else(|| named.iter().collect()).into_iter().map(|key| key.id.as_str()).collect()
}

/// Names that two or more of the listed keys share.
#[must_use]
pub fn shared_names(lists: &Lists) -> BTreeSet<&str> {
    let mut seen = BTreeSet::new();
    lists.keys.iter().filter(|key| !seen.insert(key.name.as_str())).map(|key| key.name.as_str()).collect()
}
