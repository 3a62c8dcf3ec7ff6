//! Rows of a batch <-> blocks of columns.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::{RawValue, to_raw_value};

use super::lines::RowsLine;
use super::ranges::Ranges;
use crate::ingest::batch::Batch;
use crate::ingest::fold::RowFingerprint;
use crate::ingest::values::{NO_FLAG, NO_TEXT, Values};
use crate::model::Kind;

/// 1970-01-01 as days are counted in [`Values::Day`].
const EPOCH: i32 = 719_163;

/// Some rows of a batch as columns.
///
/// # Errors
/// What serde says, which would be a mistake here.
pub(super) fn line_of(batch: &Batch, range: Range<usize>) -> serde_json::Result<RowsLine> {
    let mut columns = BTreeMap::new();
    for (column, values) in batch.table.columns().iter().zip(&batch.values) {
        if let Some(plain) = plain(values, range.clone())? {
            columns.insert(column.name.to_owned(), plain);
        }
    }
    let mut before = if range.start == 0 { 0 } else { batch.lines[range.start - 1] };
    let mut step = |line: &u64| {
        let step = line.wrapping_sub(before).cast_signed();
        before = *line;
        step
    };
    let line_step = batch.lines[range.clone()].iter().map(&mut step).collect();
    let mut line = RowsLine { line_step, columns, ..RowsLine::default() };
    if let Some(folded) = &batch.folded {
        let lines = &batch.lines[range.clone()];
        line.line_span = folded.lasts[range.clone()].iter().zip(lines).map(|(last, first)| last - first).collect();
        line.rows = folded.rows[range.clone()].to_vec();
        // Of one row the hash follows from its measures.
        let prints = || folded.fingerprints[range.clone()].iter().zip(&line.rows);
        let kept = |rows: &u64, hash: u128| (*rows > 1).then_some(hash);
        line.hash_all = prints().map(|(print, rows)| kept(rows, print.all)).collect();
        line.hash_core = prints().map(|(print, rows)| kept(rows, print.core)).collect();
    }
    Ok(line)
}

/// The values of a column; nothing where no row says anything.
fn plain(values: &Values, range: Range<usize>) -> serde_json::Result<Option<Box<RawValue>>> {
    if range.clone().all(|row| values.get(row).is_none()) {
        return Ok(None);
    }
    fn list<T: Serialize>(values: impl Iterator<Item = Option<T>>) -> serde_json::Result<Box<RawValue>> {
        to_raw_value(&values.collect::<Vec<_>>())
    }
    Ok(Some(match values {
        Values::Text(v) => list(v[range].iter().map(|code| (*code != NO_TEXT).then_some(*code)))?,
        Values::Day(v) => list(v[range].iter().map(|day| (*day != i32::MIN).then(|| *day - EPOCH)))?,
        Values::Number(v) => list(v[range].iter().map(|number| (*number != i64::MIN).then_some(*number)))?,
        Values::Money(v) => list(v[range].iter().map(|units| (*units != i128::MIN).then_some(*units)))?,
        Values::Flag(v) => list(v[range].iter().map(|flag| (*flag != NO_FLAG).then_some(*flag == 1)))?,
    }))
}

/// Puts rows behind those of a batch.
///
/// # Errors
/// Why they are none that a reader would have handed on.
pub(super) fn take(batch: &mut Batch, line: RowsLine, ranges: &mut Ranges) -> Result<(), String> {
    let count = line.line_step.len();
    ranges.rows(batch, count, &line.rows)?;
    let mut at = batch.lines.last().copied().unwrap_or(0).cast_signed();
    for step in &line.line_step {
        at = at.checked_add(*step).filter(|at| Ranges::is_line(*at)).ok_or("a row has no line")?;
        batch.lines.push(at.cast_unsigned());
    }
    let RowsLine { mut columns, line_span, rows, hash_all, hash_core, .. } = line;
    for (at, column) in batch.table.columns().iter().enumerate() {
        let raw = columns.remove(column.name);
        let code_of = u32::try_from(batch.texts.len()).unwrap_or(NO_TEXT);
        match &mut batch.values[at] {
            Values::Text(v) => {
                let codes = list::<u32>(raw, count)?;
                if codes.iter().flatten().any(|code| *code >= code_of) {
                    return Err(format!("`{}` numbers a text that is not there", column.name));
                }
                v.extend(codes.into_iter().map(|code| code.unwrap_or(NO_TEXT)));
            }
            Values::Day(v) => {
                let days = list::<i32>(raw, count)?;
                ranges.days(days.iter().flatten().copied())?;
                v.extend(days.into_iter().map(|day| day.map_or(i32::MIN, |day| day + EPOCH)));
            }
            Values::Number(v) => {
                let numbers = list::<i64>(raw, count)?;
                match column.kind {
                    Kind::Instant => ranges.instants(numbers.iter().flatten().copied())?,
                    _ => ranges.counts(at, column, numbers.iter().flatten().copied())?,
                }
                v.extend(numbers.into_iter().map(|number| number.unwrap_or(i64::MIN)));
            }
            Values::Money(v) => {
                let amounts = list::<i128>(raw, count)?;
                ranges.amounts(at, amounts.iter().flatten().copied())?;
                v.extend(amounts.into_iter().map(|units| units.unwrap_or(i128::MIN)));
            }
            Values::Flag(v) => {
                v.extend(list::<bool>(raw, count)?.into_iter().map(|flag| flag.map_or(NO_FLAG, u8::from)));
            }
        }
    }
    if let Some(name) = columns.keys().next() {
        return Err(format!("{} has no column `{name}`", batch.table.id()));
    }
    cells(batch, (rows, line_span), (hash_all, hash_core))
}

/// What stands next to cells.
fn cells(
    batch: &mut Batch,
    (rows, span): (Vec<u64>, Vec<u64>),
    (all, core): (Vec<Option<u128>>, Vec<Option<u128>>),
) -> Result<(), String> {
    let Some(folded) = &mut batch.folded else {
        let is_none = rows.is_empty() && span.is_empty() && all.is_empty() && core.is_empty();
        return if is_none { Ok(()) } else { Err("rows that are no cells have sums".to_owned()) };
    };
    let firsts = &batch.lines[folded.rows.len()..];
    if [rows.len(), span.len(), all.len(), core.len()].iter().any(|length| *length != firsts.len()) {
        return Err("a list is shorter or longer than the rows".to_owned());
    }
    for (first, span) in firsts.iter().zip(span) {
        let last = first.checked_add(span).filter(|last| Ranges::is_line(last.cast_signed()));
        folded.lasts.push(last.ok_or("a cell has no last line")?);
    }
    folded.rows.extend(rows);
    let prints = all.into_iter().zip(core);
    folded.fingerprints.extend(
        prints.map(|(all, core)| RowFingerprint { all: all.unwrap_or_default(), core: core.unwrap_or_default() }),
    );
    Ok(())
}

/// The values of a column of so many rows.
fn list<T: DeserializeOwned + Clone>(raw: Option<Box<RawValue>>, count: usize) -> Result<Vec<Option<T>>, String> {
    let Some(raw) = raw else { return Ok(vec![None; count]) };
    let values: Vec<Option<T>> = serde_json::from_str(raw.get()).map_err(|error| format!("a column: {error}"))?;
    if values.len() == count { Ok(values) } else { Err("a column is shorter or longer than the rows".to_owned()) }
}
