//! What the exports cover: absence is evidence only there.

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::{Days, NaiveDate};
use polars::prelude::{IntoLazy, col};

use super::frame::Rows;
use crate::model::{Coverage, Dataset, Period, Table};

/// Quiet days between two exports that still count as covered: a file begins with its first day of use, and a small organization
/// may rest over a long weekend. A missing monthly export leaves at least 28.
const LONGEST_QUIET_DAYS: u64 = 10;

/// The unbroken run of covered days at the end of a series of exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Covered {
    /// First day of the run.
    pub since: NaiveDate,
    /// Last day with a row.
    pub until: NaiveDate,
}

impl Covered {
    /// Number of days.
    #[must_use]
    pub fn days(&self) -> i64 {
        (self.until - self.since).num_days() + 1
    }

    /// Days without use that the data proves at its end, for something last used on `last` (`None`: never in the data).
    #[must_use]
    pub fn idle_days(&self, last: Option<NaiveDate>) -> i64 {
        let silent_since = last.map_or(self.since, |last| last.max(self.since));
        (self.until - silent_since).num_days() + 1
    }
}

/// The last unbroken run of days with rows in a table.
pub(super) fn run(data: &Dataset, table: Table) -> Result<Option<Covered>> {
    Ok(last_run(&days_of(data, table)?))
}

/// The last unbroken run of days with rows in usage or cost exports that were grouped by key: those that name a key anywhere. Their
/// other rows are the Workbench's.
pub(super) fn key_naming_run(data: &Dataset) -> Result<Option<Covered>> {
    let mut days = BTreeSet::new();
    for table in [Table::Usage, Table::Cost] {
        let Some(frame) = data.frame(table) else { continue };
        let named = col("key_name").is_not_null().or(col("key_id").is_not_null());
        let per_file_and_day = frame
            .clone()
            .lazy()
            .group_by([col("file"), col("day")])
            .agg([named.any(true).alias("named"), col("line").first()])
            .collect()?;
        let rows = Rows::of(&per_file_and_day)?;
        let (day, named) = (rows.day("day")?, rows.flag("named")?);
        let naming: BTreeSet<u32> =
            (0..rows.len()).filter(|&row| named.get(row) == Some(true)).map(|row| rows.source(row).file).collect();
        days.extend(
            (0..rows.len()).filter(|&row| naming.contains(&rows.source(row).file)).filter_map(|row| day.get(row)),
        );
    }
    Ok(last_run(&days))
}

fn last_run(days: &BTreeSet<NaiveDate>) -> Option<Covered> {
    let &until = days.last()?;
    let mut since = until;
    for &day in days.iter().rev() {
        if day.checked_add_days(Days::new(LONGEST_QUIET_DAYS + 1)).is_some_and(|reach| reach < since) {
            break;
        }
        since = day;
    }
    Some(Covered { since, until })
}

/// Days on which something happened; of usage and cost also the rows that count in no total.
fn days_of(data: &Dataset, table: Table) -> Result<BTreeSet<NaiveDate>> {
    let Some(frame) = data.frame(table) else { return Ok(BTreeSet::new()) };
    let rows = Rows::of(frame)?;
    let mut days = BTreeSet::new();
    for name in table.happenings() {
        if *name == "day" {
            let day = rows.day(name)?;
            days.extend((0..rows.len()).filter_map(|row| day.get(row)));
        } else {
            let at = rows.instant(name)?;
            days.extend((0..rows.len()).filter_map(|row| at.get(row)).map(|at| at.date_naive()));
        }
    }
    Ok(days)
}

/// What every table covers, for the report.
pub(super) fn table_coverage(data: &Dataset, period: Period) -> Result<Vec<Coverage>> {
    let mut all = Vec::new();
    for table in Table::ALL {
        let Some(frame) = data.frame(table) else { continue };
        let timed = matches!(table, Table::Usage | Table::Cost | Table::Events | Table::ClaudeCode);
        let days = if timed { days_of(data, table)? } else { BTreeSet::new() };
        let kinds = data
            .inputs
            .iter()
            .filter(|input| input.kind.as_deref().is_some_and(|kind| data.kinds.get(kind) == Some(&table)));
        // What files of another table say beside is no export of its own.
        if !data.kinds.values().any(|filled| *filled == table) {
            continue;
        }
        all.push(Coverage {
            table: table.id().to_owned(),
            title: table.title().to_owned(),
            files: kinds.count() as u64,
            rows: frame.height() as u64,
            first: days.first().copied(),
            last: days.last().copied(),
            days_in_period: days.iter().filter(|day| period.contains(**day)).count() as u64,
        });
    }
    Ok(all)
}
