//! Usage dates that a spreadsheet has rewritten when somebody opened the export and saved it.

use std::ops::RangeInclusive;

use chrono::Datelike;

use super::date_order::{DateOrder, Moment, Reading};
use super::delimited::{Delimited, Row};
use super::instant::{minute_of_day, parse_usage_date};
use super::month_name::parse_with_month_name;
use super::sink::Sink;
use crate::ingest::cell::Reject;

/// The service is younger than 2020, and any other year is a damaged cell.
const YEARS: RangeInclusive<i32> = 2020..=2099;

/// The column `usage_date_utc` of one file.
#[derive(Debug)]
pub struct UsageDates<'a> {
    column: Option<usize>,
    order: DateOrder<'a>,
}

impl<'a> UsageDates<'a> {
    /// The column of a file; it then counts as known.
    #[must_use]
    pub fn of(csv: &'a Delimited<'a>) -> Self {
        let column = csv.column(&["usage_date_utc"]);
        Self { column, order: DateOrder::of(csv, column.into_iter().collect(), YEARS) }
    }

    /// Where the column stands.
    #[must_use]
    pub const fn column(&self) -> Option<usize> {
        self.column
    }

    /// Day and minute of a record.
    ///
    /// # Errors
    /// A reject where there is no date, or one that the file does not decide.
    pub fn read(&self, row: &Row) -> Result<Moment, Reject> {
        let text = row.text(self.column)?;
        if text.is_empty() {
            return Err(row.reject(self.column, "no date"));
        }
        if let Some(moment) = parse_usage_date(text) {
            return Ok(moment);
        }
        match self.order.read(text) {
            Reading::Moment(moment) => Ok(moment),
            Reading::Ambiguous(_) => Err(row.reject(self.column, "ambiguous date")),
            Reading::Other => named(text).ok_or_else(|| row.reject(self.column, "not a UTC day or minute")),
        }
    }

    /// Tells how rewritten dates were read, if there were some.
    pub fn note<S: Sink>(&self, batch: &mut S) {
        self.order.note(batch);
    }
}

/// A date with the name of its month, as a spreadsheet shows it: `1-Aug-26`.
fn named(text: &str) -> Option<Moment> {
    let at = parse_with_month_name(text).filter(|at| YEARS.contains(&at.year()))?;
    Some((at.date_naive(), text.contains(':').then(|| minute_of_day(at.time()))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::batch::Batch;

    /// What is read of each date, and what is noted of the file.
    fn read(dates: &[&str]) -> (Vec<String>, Vec<String>) {
        let text = format!("usage_date_utc,n\n{}", dates.iter().map(|d| format!("{d},1\n")).collect::<String>());
        let csv = Delimited::open(text.as_bytes()).unwrap();
        let usage_dates = UsageDates::of(&csv);
        let mut batch = Batch::new(crate::model::Table::Usage);
        let mut found = Vec::new();
        csv.each_record(&mut batch, |row, _, _| {
            found.push(match usage_dates.read(row) {
                Ok((day, None)) => day.to_string(),
                Ok((day, Some(minute))) => format!("{day} {minute}"),
                Err(reject) => reject.reason.to_string(),
            });
            Ok(())
        });
        usage_dates.note(&mut batch);
        (found, batch.notes)
    }

    #[test]
    fn the_file_decides_and_not_the_row() {
        let (days, notes) = read(&["7/1/2026", "7/2/26", "7/13/2026", "2026-07-14"]);
        assert_eq!(days, ["2026-07-01", "2026-07-02", "2026-07-13", "2026-07-14"]);
        assert_eq!(notes, ["dates rewritten by a spreadsheet, read month first, which 7/13/2026 shows"]);
        let (days, notes) = read(&["01.07.2026", "02.07.26", "31.07.2026"]);
        assert_eq!(days, ["2026-07-01", "2026-07-02", "2026-07-31"]);
        assert_eq!(notes, ["dates rewritten by a spreadsheet, read day first, which 31.07.2026 shows"]);
        assert_eq!(read(&["7/1/2026", "14/1/2026"]).0, ["2026-01-07", "2026-01-14"]);
        assert_eq!(read(&["7-1-2026", "14-1-2026"]).0, ["2026-01-07", "2026-01-14"]);
        assert_eq!(read(&["7/7/2026"]), (vec!["2026-07-07".to_owned()], vec![]), "one day in either order");
    }

    /// Fault: Dates as Excel shows them by itself, `1-Aug-26`: every row of the file was rejected, though no date can be another day
    /// Outcome: The name of the month decides; what has none, or a year in which the service was not there, is no date
    #[test]
    fn the_name_of_a_month_decides() {
        for (text, wanted) in [
            ("1-Aug-26", "2026-08-01"),
            ("01-Aug-2026", "2026-08-01"),
            ("Aug 1, 2026", "2026-08-01"),
            ("1. August 2026", "2026-08-01"),
            ("1-Aug-26 04:30", "2026-08-01 270"),
            ("1-Aug-26 00:00", "2026-08-01 0"),
            ("1-Aug", "not a UTC day or minute"),
            ("Aug-26", "not a UTC day or minute"),
            ("1-Foo-26", "not a UTC day or minute"),
            ("32-Aug-26", "not a UTC day or minute"),
            ("1-Aug-85", "not a UTC day or minute"),
            ("1-Aug-2019", "not a UTC day or minute"),
        ] {
            let text = if text.contains(',') { format!("\"{text}\"") } else { text.to_owned() };
            assert_eq!(read(&[&text]), (vec![wanted.to_owned()], vec![]), "{text}");
        }
    }

    #[test]
    fn what_nothing_decides_is_rejected() {
        let (days, notes) = read(&["7/1/2026", "7/12/2026", "01.07.2026", "2026-07-13"]);
        assert_eq!(days, ["ambiguous date", "ambiguous date", "ambiguous date", "2026-07-13"]);
        assert!(notes[0].contains("none shows whether"), "{notes:?}");
        // Numbers that are no date at all decide nothing.
        assert_eq!(read(&["7/1/2026", "7/32/2026", "13/13/2026", "7/13/1926"]).0[0], "ambiguous date");
    }

    #[test]
    fn two_orders_in_a_file_are_none() {
        let (days, notes) = read(&["7/13/2026", "7/1/2026", "14/7/2026"]);
        assert_eq!(days, ["ambiguous date"; 3]);
        assert_eq!(notes, ["dates of two orders, 14/7/2026 and 7/13/2026: use the export as it was downloaded"]);
    }

    #[test]
    fn a_year_in_front_needs_no_decision() {
        let (days, notes) = read(&["2026/07/01", "2026/7/2 4:00", "2026/13/01"]);
        assert_eq!(days, ["2026-07-01", "2026-07-02 240", "not a UTC day or minute"]);
        assert!(notes.is_empty());
    }

    #[test]
    fn times_stay_and_other_texts_are_no_dates() {
        let (days, _) = read(&["7/13/2026 4:00", "7/1/2026 16:30:00", "7/1/2026 12:15 AM", "7/1/2026 4:00 PM"]);
        assert_eq!(days, ["2026-07-13 240", "2026-07-01 990", "2026-07-01 15", "2026-07-01 960"]);
        for text in
            ["7/1", "7/1/2026/1", "7/1.2026", "7-1/2026", "7/1/126", "a/1/2026", "+7/1/2026", "7/1/2026 x", "/1/26"]
        {
            assert_eq!(read(&["7/13/2026", text]).0[1], "not a UTC day or minute", "{text}");
        }
        assert_eq!(read(&[""]).0, ["no date"]);
    }
}
