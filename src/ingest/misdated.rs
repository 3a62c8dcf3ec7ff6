//! Records that are dated before the service existed, or far behind everything else: refused, so that they move no clock.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::batch::{Batch, Reject};
use super::text::mentions::mentions;
use crate::model::{FIRST_DAY, Kind, LAST_DAY, Table};
use crate::stats::horizon::{DatedDay, last_plausible};

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// The days on which something can have happened, all counted as chrono counts them from the year 1.
#[derive(Clone, Copy, Debug)]
struct Plausible {
    first: i32,
    last: i32,
    /// The last day on which something did happen.
    horizon: Option<i32>,
}

/// Refuses every record of `batches` that cannot have happened when it says, judged over all of them. What happened until `known`, an
/// instant that the user states, is plausible.
///
/// A date that only describes a person, the last sign-in in a roster or the last day of a seat, costs the cell and not the record: who
/// stands in a list is not absent from it.
pub(super) fn refuse(batches: &mut [&mut Batch], known: Option<DateTime<Utc>>) {
    let plausible = Plausible::of(batches.iter().map(|batch| &**batch), known);
    batches.iter_mut().for_each(|batch| refuse_in(batch, plausible));
}

/// Whether a sum of rows is of a day on which nothing can have happened: its rows must be listed singly to be refused.
pub(super) fn is_in_sums(batches: &[&Batch], known: Option<DateTime<Utc>>) -> bool {
    let plausible = Plausible::of(batches.iter().copied(), known);
    batches.iter().filter(|batch| batch.folded.is_some()).any(|batch| days(batch).any(|day| plausible.is_wrong(day)))
}

impl Plausible {
    fn of<'a>(batches: impl Iterator<Item = &'a Batch>, known: Option<DateTime<Utc>>) -> Self {
        let (first, last) = (FIRST_DAY.num_days_from_ce(), LAST_DAY.num_days_from_ce());
        let mut dated: BTreeSet<DatedDay> = BTreeSet::new();
        for (file, batch) in batches.enumerate() {
            let own: BTreeSet<i32> = days(batch).filter(|day| (first..=last).contains(day)).collect();
            dated.extend(own.into_iter().map(|day| (day, file, batch.table as usize)));
        }
        let known = known.map(|at| day_of(at.timestamp_micros()));
        // What lies before an instant that the user states needs no support.
        let stated = dated.iter().rev().map(|one| one.0).find(|day| known.is_some_and(|known| *day <= known));
        let horizon = last_plausible(&dated).max(stated);
        Self { first, last: horizon.unwrap_or(last).min(last), horizon }
    }

    fn is_wrong(self, day: i32) -> bool {
        !(self.first..=self.last).contains(&day)
    }
}

fn refuse_in(batch: &mut Batch, plausible: Plausible) {
    let is_wrong = |day: i32| plausible.is_wrong(day);
    if !days(batch).any(is_wrong) {
        return;
    }
    let columns: Vec<usize> = columns(batch.table).collect();
    let wrong = |batch: &Batch, row: usize| {
        columns.iter().copied().find(|column| day(batch, *column, row).is_some_and(is_wrong))
    };
    let rows: Vec<(usize, usize)> = (0..batch.rows()).filter_map(|row| Some((row, wrong(batch, row)?))).collect();
    if matches!(batch.table, Table::Roster | Table::Seats) {
        clear(batch, &rows, plausible);
        return;
    }
    let refused: Vec<(usize, Reject)> =
        rows.iter().map(|&(row, column)| (row, reject(batch, row, column, plausible))).collect();
    batch.refuse(refused);
    for (line, at, actor) in batch.routine.refuse(|at| is_wrong(day_of(at))) {
        let shown = DateTime::from_timestamp_micros(at).map_or_else(String::new, formatted);
        let reject = Reject::new("at", shown, format!("this date {}", plausible.reason(day_of(at))));
        batch.reject(line, reject, actor.as_bytes());
    }
    batch.rejects.sort_by_key(|(line, _)| *line);
}

/// Takes the dates away and says so once.
fn clear(batch: &mut Batch, rows: &[(usize, usize)], plausible: Plausible) {
    let Some(&(row, column)) = rows.first() else { return };
    let name = batch.table.columns()[column].name.replace('_', " ");
    let value = shown(batch, column, row);
    let why = plausible.reason(day(batch, column, row).unwrap_or_default());
    let line = batch.lines[row];
    let more = if rows.len() > 1 { format!("; so do {} more", rows.len() - 1) } else { String::new() };
    batch.note(format!("{name} is not used where it cannot be true: line {line} says {value}, which {why}{more}"));
    rows.iter().for_each(|&(row, column)| batch.clear(column, row));
}

fn reject(batch: &Batch, row: usize, column: usize, plausible: Plausible) -> Reject {
    let why = plausible.reason(day(batch, column, row).unwrap_or_default());
    let texts = (0..batch.table.columns().len()).filter_map(|column| batch.text(column, row));
    let mentions = mentions(texts.collect::<Vec<_>>().join("\n").as_bytes());
    let reject = Reject::new(batch.table.columns()[column].name, shown(batch, column, row), format!("this date {why}"));
    Reject { mentions: mentions.into(), ..reject }
}

impl Plausible {
    /// What is wrong with a day, to follow its subject.
    fn reason(self, day: i32) -> String {
        let date = |day: i32| NaiveDate::from_num_days_from_ce_opt(day).map_or_else(String::new, |day| day.to_string());
        if day < self.first {
            return format!("is before {}, when no such record can exist", date(self.first));
        }
        match self.horizon {
            Some(horizon) => {
                let days = i64::from(day) - i64::from(horizon);
                format!(
                    "is {days} days after the last of all other records, {}; if it is right, run with --as-of and that date",
                    date(horizon)
                )
            }
            None => format!("is after {}", date(self.last)),
        }
    }
}

/// The columns of a table that say when something happened.
fn columns(table: Table) -> impl Iterator<Item = usize> {
    table.event_time_columns().iter().filter_map(move |name| table.position(name))
}

/// Every day on which something happened according to a batch, some of them many times.
fn days(batch: &Batch) -> impl Iterator<Item = i32> + '_ {
    let rows =
        columns(batch.table).flat_map(move |column| (0..batch.rows()).filter_map(move |row| day(batch, column, row)));
    rows.chain(batch.routine.instants().map(|(_, at)| day_of(at)))
}

fn day(batch: &Batch, column: usize, row: usize) -> Option<i32> {
    let value = batch.value(column, row)?;
    match batch.table.columns()[column].kind {
        Kind::Day => i32::try_from(value).ok(),
        _ => i64::try_from(value).ok().map(day_of),
    }
}

fn day_of(micros: i64) -> i32 {
    let epoch = NaiveDate::default().num_days_from_ce();
    // An instant of microseconds in 64 bits lies within 300,000 years.
    i32::try_from(micros.div_euclid(DAY)).unwrap_or(i32::MAX / 2).saturating_add(epoch)
}

fn shown(batch: &Batch, column: usize, row: usize) -> String {
    let Some(value) = batch.value(column, row) else { return String::new() };
    match batch.table.columns()[column].kind {
        Kind::Day => i32::try_from(value)
            .ok()
            .and_then(NaiveDate::from_num_days_from_ce_opt)
            .map_or_else(String::new, |day| day.to_string()),
        _ => i64::try_from(value).ok().and_then(DateTime::from_timestamp_micros).map_or_else(String::new, formatted),
    }
}

fn formatted(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests;
