//! Merged batches -> polars frames.

use anyhow::Result;
use chrono::Datelike;
use polars::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, Series, TimeUnit};
use rayon::prelude::*;

use super::batch::Batch;
use super::fold::Layout;
use super::merge::{Disposition, TableFiles};
use crate::model::{Kind, Money, Table};

/// One frame of all rows that stand in the table, in the order of the parts and their lines.
///
/// # Errors
/// When polars refuses a column, which would be a mistake here.
pub(super) fn frame(parts: &TableFiles, dispositions: &[Vec<Disposition>]) -> Result<DataFrame> {
    let kept: Vec<(usize, usize)> = dispositions
        .iter()
        .enumerate()
        .flat_map(|(at, dispositions)| {
            // Who stands on which roster tells who is gone since: a list keeps the rows that another one has too, unless it is a copy.
            let is_copy = || parts.each[..at].iter().any(|before| before.sha256 == parts.each[at].sha256);
            let keeps_all = parts.table == Table::Roster && !is_copy();
            let stands = move |disposition: &Disposition| {
                matches!(disposition, Disposition::Accepted | Disposition::FinerInTime)
                    || keeps_all && *disposition == Disposition::Duplicate
            };
            dispositions
                .iter()
                .enumerate()
                .filter(move |(_, disposition)| stands(disposition))
                .map(move |(row, _)| (at, row))
        })
        .collect();
    let each = parts.table.columns().par_iter().enumerate();
    let each = each.map(|(position, column)| self::column(column.name, column.kind, position, parts, &kept));
    let mut columns: Vec<Column> = each.collect::<Result<_>>()?;
    let file: Vec<u32> = kept.iter().map(|&(at, _)| parts.each[at].file).collect();
    let line: Vec<u64> = kept.iter().map(|&(at, row)| parts.each[at].batch.lines[row]).collect();
    columns.push(Series::new("file".into(), file).into_column());
    columns.push(Series::new("line".into(), line).into_column());
    if Layout::of(parts.table).is_some() {
        let stated = |of: fn(&Batch, usize) -> u64| -> Vec<u64> {
            kept.iter().map(|&(at, row)| of(&parts.each[at].batch, row)).collect()
        };
        columns.push(Series::new("rows".into(), stated(Batch::count)).into_column());
        columns.push(Series::new("last_line".into(), stated(Batch::last_line)).into_column());
    }
    Ok(DataFrame::new(kept.len(), columns)?)
}

fn column(name: &str, kind: Kind, position: usize, parts: &TableFiles, kept: &[(usize, usize)]) -> Result<Column> {
    let value = |&(at, row): &(usize, usize)| parts.each[at].batch.value(position, row);
    let series = match kind {
        Kind::Text => {
            let texts: Vec<Option<&str>> = kept.iter().map(|&(at, row)| parts.text(at, position, row)).collect();
            Series::new(name.into(), texts)
        }
        Kind::Day => {
            let epoch = i128::from(chrono::NaiveDate::default().num_days_from_ce());
            let days: Vec<Option<i32>> =
                kept.iter().map(|at| value(at).and_then(|d| i32::try_from(d - epoch).ok())).collect();
            Series::new(name.into(), days).cast(&DataType::Date)?
        }
        Kind::Instant => {
            let micros: Vec<Option<i64>> =
                kept.iter().map(|at| value(at).and_then(|m| i64::try_from(m).ok())).collect();
            Series::new(name.into(), micros).cast(&DataType::Datetime(TimeUnit::Microseconds, None))?
        }
        Kind::Integer => {
            let counts: Vec<Option<i64>> =
                kept.iter().map(|at| value(at).and_then(|m| i64::try_from(m).ok())).collect();
            Series::new(name.into(), counts)
        }
        Kind::Money => {
            let units: Vec<Option<i128>> = kept.iter().map(value).collect();
            let scale = usize::try_from(Money::SCALE)?;
            Series::new(name.into(), units)
                .i128()?
                .clone()
                .into_decimal(38, scale)?
                .into_column()
                .take_materialized_series()
        }
        Kind::Flag => {
            let flags: Vec<Option<bool>> = kept.iter().map(|at| value(at).map(|flag| flag == 1)).collect();
            Series::new(name.into(), flags)
        }
    };
    Ok(series.into_column())
}
