//! What every table covers, and whether its list is whole.

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::NaiveDate;

use super::wholeness::Wholeness;
use crate::facts::coverage::file_spans::{self, DaysByFile};
use crate::model::{Coverage, Dataset, Period, Table};

/// What every table covers, for the report.
pub(in crate::facts) fn table_coverage(data: &Dataset, wholeness: &Wholeness, period: Period) -> Result<Vec<Coverage>> {
    let mut all = Vec::new();
    for table in Table::ALL {
        if !data.has(table) {
            continue;
        }
        let timed = table.is_summed() || matches!(table, Table::Events | Table::ClaudeCode);
        let by_file = if timed { file_spans::days_by_file(data, table)? } else { DaysByFile::new() };
        let days: BTreeSet<NaiveDate> = by_file.values().flatten().copied().collect();
        let kinds = data
            .inputs
            .iter()
            .filter(|input| input.kind.as_deref().is_some_and(|kind| data.kinds.get(kind) == Some(&table)));
        // What files of another table say next to is no export of its own.
        if !data.kinds.values().any(|filled| *filled == table) {
            continue;
        }
        all.push(Coverage {
            table: table.id().to_owned(),
            title: table.title().to_owned(),
            files: kinds.count() as u64,
            rows: data.records(table),
            first: days.first().copied(),
            last: days.last().copied(),
            days_in_period: days.iter().filter(|day| period.contains(**day)).count() as u64,
            partial: wholeness.cuts.get(&table).cloned(),
            file_spans: if timed { file_spans::file_spans(data, table, &by_file) } else { Vec::new() },
        });
    }
    Ok(all)
}
