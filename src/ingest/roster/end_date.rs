//! The day on which somebody left, as hand-made lists write it.

use chrono::{Days, NaiveDate};

use crate::ingest::batch::{Batch, Reject};
use crate::ingest::text::date_order::{DateOrder, Reading};
use crate::ingest::text::delimited::{Delimited, Row};
use crate::ingest::text::instant::parse_roster_instant;

/// Spreadsheets count days from here: 1 is the first of January 1900, and a 29th of February 1900 that never was is counted too.
const DAY_ZERO: Option<NaiveDate> = NaiveDate::from_ymd_opt(1899, 12, 30);
/// What can be such a count: the days from 2000-01-01 to 2099-12-31. Anything else is a number.
const SERIALS: std::ops::RangeInclusive<u64> = 36_526..=73_050;

/// The column of end dates of one file. All of its columns decide over the order of day and month.
pub(super) struct EndDates<'a> {
    column: Option<usize>,
    order: DateOrder<'a>,
}

impl<'a> EndDates<'a> {
    pub(super) fn of(csv: &'a Delimited<'a>, column: Option<usize>) -> Self {
        Self { column, order: DateOrder::of(csv, (0..csv.header.len()).collect(), 1900..=2099) }
    }

    /// The day; none where nobody has left.
    pub(super) fn read(&self, row: &Row, batch: &mut Batch) -> Result<Option<NaiveDate>, Reject> {
        let text = row.text(self.column)?;
        if text.is_empty() || is_nothing(text) {
            return Ok(None);
        }
        if let Some(day) = serial(text) {
            batch.note("end dates that are numbers were read as a spreadsheet counts days, from 1900 on");
            return Ok(Some(day));
        }
        // Between dots the day comes first, wherever dates are written so.
        let day = match self.order.read(text) {
            _ if text.contains('.') => parse_roster_instant(text).map(|at| at.date_naive()),
            Reading::Moment((day, _)) => Some(day),
            // Whoever is said to have left on the later day has left on either, and no delay is made longer than it was.
            Reading::Ambiguous(later) => {
                batch.note("end dates that can mean two days were read as the later one");
                Some(later)
            }
            Reading::Other => parse_roster_instant(text).map(|at| at.date_naive()),
        };
        day.map(Some).ok_or_else(|| row.reject(self.column, "not a date"))
    }

    /// Tells how dates were read.
    pub(super) fn note(&self, batch: &mut Batch) {
        self.order.note(batch);
    }
}

/// The day that a spreadsheet's count means, with or without the time behind a point.
fn serial(text: &str) -> Option<NaiveDate> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let count = whole.parse().ok().filter(|count| digits(whole) && digits(fraction) && SERIALS.contains(count))?;
    DAY_ZERO?.checked_add_days(Days::new(count))
}

/// How lists write that there is no end date.
fn is_nothing(text: &str) -> bool {
    ["-", "--", "n/a", "na", "none", "null", "never", "0000-00-00"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::Table;

    /// The days that were read, and what was told.
    fn read(dates: &[&str]) -> (Vec<String>, Vec<String>) {
        let rows = dates.iter().map(|date| format!("P;p@example.com;{date}\n")).collect::<String>();
        let file = format!("Name;Email;End Date\n{rows}");
        let data = load_bytes(vec![("people.csv".to_owned(), file.into_bytes())]).unwrap();
        let told = data.rejections.iter().map(|r| format!("{} {}", r.value, r.reason));
        let notes = data.inputs[0].notes.iter().filter(|note| !note.starts_with("columns not there")).cloned();
        (table_rows(&data, Table::Roster, &["ended_on"]), told.chain(notes).collect())
    }

    #[test]
    fn the_file_decides_over_dashes_and_slashes() {
        let (days, told) = read(&["7-1-2026", "7-13-2026", "7/1/26"]);
        assert_eq!(days, ["2026-07-01", "2026-07-13", "2026-07-01"]);
        assert_eq!(told, ["dates rewritten by a spreadsheet, read month first, which 7-13-2026 shows"]);
        assert_eq!(read(&["1-7-2026", "13-7-2026"]).0, ["2026-07-01", "2026-07-13"]);
        let (days, told) = read(&["1-7-2026", "7-7-2026", "01.07.2026", "2026-07-13"]);
        assert_eq!(days, ["2026-07-01", "2026-07-07", "2026-07-01", "2026-07-13"]);
        assert_eq!(told[0], "end dates that can mean two days were read as the later one");
        assert!(told[1].contains("none shows whether"), "{told:?}");
        assert_eq!(read(&["1-7-2026", "7/13/2026", "13/7/2026"]).0, ["2026-07-01", "2026-07-13", "2026-07-13"]);
    }

    #[test]
    fn another_column_decides_too() {
        let file = "Name,Email,Start Date,End Date\nA,a@example.com,31/12/2019,1/7/2026\n";
        let data = load_bytes(vec![("people.csv".to_owned(), file.as_bytes().to_vec())]).unwrap();
        assert_eq!(table_rows(&data, Table::Roster, &["ended_on"]), ["2026-07-01"]);
    }

    #[test]
    fn counts_of_days_within_this_century() {
        let (days, told) = read(&["46204", "46204.75", "36526", "73050"]);
        assert_eq!(days, ["2026-07-01", "2026-07-01", "2000-01-01", "2099-12-31"]);
        assert!(told[0].contains("counts days"), "{told:?}");
        let (days, told) = read(&["36525", "73051", "20260701", "46204.", "-", "soon"]);
        assert_eq!(days, ["-"]);
        assert_eq!(told.len(), 5);
        assert!(told.iter().all(|why| why.ends_with("not a date")), "{told:?}");
    }
}
