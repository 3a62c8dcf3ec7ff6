//! Rows of usage and cost by key name, id and workspace.

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::{DataFrame, IntoLazy, SortMultipleOptions, col};

use super::Use;
use crate::facts::frame::{Rows, Source};
use crate::facts::names::WorkspaceNames;
use crate::facts::spend::used;
use crate::model::{Dataset, Period, Table};

/// Rows of one name, id and workspace in one table: the days in order, with a row of each.
pub(super) struct UsedName {
    pub(super) key_name: Option<String>,
    pub(super) key_id: Option<String>,
    pub(super) workspace: Option<String>,
    table: Table,
    pub(super) days: Vec<(NaiveDate, Source)>,
}

impl UsedName {
    /// The use on some of its days.
    pub(super) fn over(&self, days: &[(NaiveDate, Source)]) -> Option<Use> {
        let (&(first, _), &(last, source)) = (days.iter().min()?, days.iter().max()?);
        Some(Use {
            key_name: self.key_name.clone(),
            key_id: self.key_id.clone(),
            workspace: self.workspace.clone(),
            first,
            last,
            days: days.iter().copied().collect(),
            source,
            table: self.table,
        })
    }
}

/// Days that exports with key ids cover: there a name that two keys share is settled by the rows with ids.
pub(super) fn days_with_ids(data: &Dataset) -> Result<BTreeSet<NaiveDate>> {
    let mut days = BTreeSet::new();
    for table in [Table::Usage, Table::Cost] {
        let Some(frame) = data.frame(table) else { continue };
        let spans = frame
            .clone()
            .lazy()
            .filter(col("key_id").is_not_null())
            .group_by([col("file")])
            .agg([col("day").min().alias("first"), col("day").max().alias("last"), col("line").first()])
            .collect()?;
        let rows = Rows::of(&spans)?;
        let (first, last) = (rows.day("first")?, rows.day("last")?);
        let spans = (0..rows.len()).filter_map(|row| Period::new(first.get(row)?, last.get(row)?));
        days.extend(spans.flat_map(Period::each_day));
    }
    Ok(days)
}

/// Every name, id and workspace with its days, over rows that say something was used.
pub(super) fn daily(frame: &DataFrame, table: Table, names: &WorkspaceNames) -> Result<Vec<UsedName>> {
    let keys = ["key_name", "key_id", "workspace_name", "workspace_id", "day"];
    let used = used(frame, table).filter(col("key_name").is_not_null().or(col("key_id").is_not_null()));
    let last_line = col("last_line").filter(col("file").eq(col("file").max())).max();
    let groups = used
        .sort(["file", "line"], SortMultipleOptions::default().with_maintain_order(true))
        .group_by_stable(keys.map(col))
        .agg([last_line.alias("line"), col("file").last()])
        .sort(keys, SortMultipleOptions::default().with_maintain_order(true))
        .collect()?;
    let rows = Rows::of(&groups)?;
    let [name, id, workspace, workspace_id] =
        [rows.text(keys[0])?, rows.text(keys[1])?, rows.text(keys[2])?, rows.text(keys[3])?];
    let day = rows.day("day")?;
    let mut all: Vec<UsedName> = Vec::new();
    for row in 0..rows.len() {
        let Some(day) = day.get(row) else { continue };
        let (key_name, key_id) = (name.get(row), id.get(row));
        let home = names.label(workspace.get(row), workspace_id.get(row));
        match all.last_mut() {
            Some(seen)
                if seen.key_name.as_deref() == key_name
                    && seen.key_id.as_deref() == key_id
                    && seen.workspace.as_deref() == home =>
            {
                seen.days.push((day, rows.source(row)));
            }
            _ => all.push(UsedName {
                key_name: key_name.map(str::to_owned),
                key_id: key_id.map(str::to_owned),
                workspace: home.map(str::to_owned),
                table,
                days: vec![(day, rows.source(row))],
            }),
        }
    }
    Ok(all)
}
