//! Rows of usage and cost by key name, id and workspace.

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::NaiveDate;
use foldhash::fast::FixedState;
use indexmap::IndexMap;
use polars::prelude::{DataFrame, IntoLazy, col};

use super::Use;
use crate::facts::frame::{Rows, Source};
use crate::facts::names::WorkspaceNames;
use crate::facts::spend::TokenColumns;
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
    let rows = Rows::of(frame)?;
    let [name, id, workspace, workspace_id] =
        [rows.text("key_name")?, rows.text("key_id")?, rows.text("workspace_name")?, rows.text("workspace_id")?];
    let (day, last_line) = (rows.day("day")?, frame.column("last_line")?.u64()?);
    let is_used = TokenColumns::used(&rows, table)?;
    let mut last: IndexMap<[Option<&str>; 4], Days, FixedState> = IndexMap::default();
    for row in (0..rows.len()).filter(|&row| is_used(row)) {
        let (Some(day), whose) = (day.get(row), [name, id, workspace, workspace_id].map(|column| column.get(row)))
        else {
            continue;
        };
        if whose[0].is_none() && whose[1].is_none() {
            continue;
        }
        let source = Source { file: rows.source(row).file, line: last_line.get(row).unwrap_or_default() };
        last.entry(whose).or_default().add(day, source);
    }
    last.sort_unstable_keys();
    let mut all: Vec<UsedName> = Vec::new();
    for ([key_name, key_id, workspace, workspace_id], days) in last {
        let (home, days) = (names.label(workspace, workspace_id), days.in_order());
        match all.last_mut() {
            Some(seen)
                if seen.key_name.as_deref() == key_name
                    && seen.key_id.as_deref() == key_id
                    && seen.workspace.as_deref() == home =>
            {
                seen.days.extend(days);
            }
            _ => all.push(UsedName {
                key_name: key_name.map(str::to_owned),
                key_id: key_id.map(str::to_owned),
                workspace: home.map(str::to_owned),
                table,
                days,
            }),
        }
    }
    Ok(all)
}

/// The last row of each day: of the last file, and in it the last line. Rows mostly come in the order of days.
#[derive(Default)]
struct Days(Vec<(NaiveDate, Source)>);

impl Days {
    fn add(&mut self, day: NaiveDate, source: Source) {
        match self.0.last_mut() {
            Some((last, of_day)) if *last == day => *of_day = source.max(*of_day),
            _ => self.0.push((day, source)),
        }
    }

    fn in_order(mut self) -> Vec<(NaiveDate, Source)> {
        if !self.0.is_sorted_by(|a, b| a.0 < b.0) {
            self.0.sort_unstable_by_key(|(day, source)| (*day, std::cmp::Reverse(*source)));
            self.0.dedup_by_key(|(day, _)| *day);
        }
        self.0
    }
}
