//! The day on which somebody left, as hand-made lists write it.

use chrono::{Datelike, NaiveDate};

use super::cell::unless_unreadable;
use super::no_day::{is_no_day, is_nothing};
use crate::ingest::batch::Batch;
use crate::ingest::text::date_order::{DateOrder, Reading};
use crate::ingest::text::delimited::{Delimited, Row};
use crate::ingest::text::instant::{parse_day, parse_roster_instant};

/// Spreadsheets count days from here: 1 is the first of January 1900, and a 29th of February 1900 that never was is counted too.
const DAY_ZERO: Option<NaiveDate> = NaiveDate::from_ymd_opt(1899, 12, 30);
/// What can be such a count: the days from 2000-01-01 to 2099-12-31. Anything else is a number.
const SERIALS: std::ops::RangeInclusive<u64> = 36_526..=73_050;

/// Windows counts in 100 nanoseconds from 1601 on: so many are a day, and so many days lie before 1970.
const FILE_TIME_DAY: u64 = 864_000_000_000;
const FILE_TIME_1970: u64 = 134_774;

/// The days of one file: when people came and went. All of its columns decide over the order of day and month.
pub(super) struct Days<'a> {
    ended: Vec<usize>,
    started: Vec<usize>,
    order: DateOrder<'a>,
}

/// What the cells of end dates say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// Nobody has left.
    Nothing,
    /// The last day, the latest where there are several.
    On(NaiveDate),
    /// Something stands there, and it is no date.
    Unreadable,
}

impl<'a> Days<'a> {
    pub(super) fn of(csv: &'a Delimited<'a>, ended: Vec<usize>, started: Vec<usize>) -> Self {
        Self { ended, started, order: DateOrder::of(csv, (0..csv.header.len()).collect(), 1..=9999) }
    }

    /// The last day. A cell that cannot be read costs itself, and is reported.
    ///
    /// `passed_over` are columns that say nothing of this person.
    pub(super) fn ended(&self, (row, line): (&Row, u64), passed_over: &[usize], batch: &mut Batch) -> Ended {
        let mut last = Ended::Nothing;
        for &column in self.ended.iter().filter(|column| !passed_over.contains(column)) {
            let text = unless_unreadable(row, line, column, batch);
            last = match (self.read(text, batch), last) {
                (Ended::Nothing, last) => last,
                (Ended::On(day), Ended::On(other)) => Ended::On(day.max(other)),
                (Ended::Unreadable, _) | (_, Ended::Unreadable) => Ended::Unreadable,
                (read, Ended::Nothing) => read,
            };
        }
        if last == Ended::Unreadable {
            batch.note("some end dates are no dates: whether these people have left is not known");
        }
        last
    }

    /// The first day, the latest where there are several (people come back); none where it is not stated or no date.
    pub(super) fn started(&self, row: &Row, batch: &mut Batch) -> Option<NaiveDate> {
        let read = |&column: &usize| match self.read(row.text(Some(column)).ok()?, batch) {
            Ended::On(day) => Some(day),
            _ => None,
        };
        self.started.iter().filter_map(read).max()
    }

    /// A day in a cell of any column.
    pub(super) fn read(&self, text: &str, batch: &mut Batch) -> Ended {
        if text.is_empty() || is_nothing(text) {
            return Ended::Nothing;
        }
        if let Some(day) = file_time(text) {
            return Ended::On(day);
        }
        if let Some(day) = serial(text) {
            batch.note("end dates that are numbers were read as a spreadsheet counts days, from 1900 on");
            return Ended::On(day);
        }
        // Between dots the day comes first, wherever dates are written so.
        let day = match self.order.read(text) {
            _ if text.contains('.') => day_of(text),
            Reading::Moment((day, _)) => Some(day),
            // Whoever is said to have left on the later day has left on either, and no delay is made longer than it was.
            Reading::Ambiguous(later) => {
                batch.note("end dates that can mean two days were read as the later one");
                Some(later)
            }
            Reading::Other => day_of(text),
        };
        match day.or_else(|| formatted(text)) {
            Some(day) if is_no_day(day) => {
                batch.note(
                    "days like 1900-01-01, 1970-01-01 or 9999-12-31 stand where no end date is known: read as none",
                );
                Ended::Nothing
            }
            Some(day) => Ended::On(day),
            None => Ended::Unreadable,
        }
    }

    /// Tells how dates were read.
    pub(super) fn note(&self, batch: &mut Batch) {
        self.order.note(batch);
    }
}

/// The day that an instant means: midnight of a day stands for that day, in whatever zone it is.
fn day_of(text: &str) -> Option<NaiveDate> {
    let is_midnight = text.get(11..).is_some_and(|time| time == "00:00" || time.starts_with("00:00:00"));
    let midnight = || parse_day(text.get(..10)?);
    let instant = || parse_roster_instant(text).map(|at| at.date_naive());
    if is_midnight { midnight().or_else(instant) } else { instant() }
}

/// The day that a count of Windows means: 18 digits in this century.
fn file_time(text: &str) -> Option<NaiveDate> {
    let count: u64 = text.parse().ok().filter(|_| text.len() == 18 && text.bytes().all(|b| b.is_ascii_digit()))?;
    let days = (count / FILE_TIME_DAY).checked_sub(FILE_TIME_1970)?;
    NaiveDate::from_ymd_opt(1970, 1, 1)?.checked_add_days(chrono::Days::new(days)).filter(|day| day.year() < 2100)
}

/// A day with the name of its month, in English: `10 Sep 2026`, `10-Sep-2026`, `Sep 10, 2026`.
fn formatted(text: &str) -> Option<NaiveDate> {
    let formats = [
        "%d %b %Y",
        "%d %b %y",
        "%d-%b-%Y",
        "%d-%b-%y",
        "%d. %b %Y",
        "%b %d, %Y",
        "%b %d, %y",
        "%b %d %Y",
        "%d %B %Y",
        "%B %d %Y",
        "%A, %B %d, %Y",
    ];
    let read =
        |format: &&str| NaiveDate::parse_from_str(text, format).ok().filter(|day| (1900..2100).contains(&day.year()));
    formats.iter().find_map(read)
}

/// The day that a spreadsheet's count means, with or without the time behind a point.
fn serial(text: &str) -> Option<NaiveDate> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let count = whole.parse().ok().filter(|count| digits(whole) && digits(fraction) && SERIALS.contains(count))?;
    DAY_ZERO?.checked_add_days(chrono::Days::new(count))
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::Table;

    /// The days that were read, and what was reported.
    fn read(dates: &[&str]) -> (Vec<String>, Vec<String>) {
        let rows = dates.iter().map(|date| format!("P;p@example.com;{date}\n")).collect::<String>();
        let file = format!("Name;Email;End Date\n{rows}");
        let data = load_bytes(vec![("people.csv".to_owned(), file.into_bytes())]).unwrap();
        let found = data.rejections.iter().map(|r| format!("{} {}", r.value, r.reason));
        let notes = data.inputs[0].notes.iter().filter(|note| !note.starts_with("columns not there")).cloned();
        (table_rows(&data, Table::Roster, &["ended_on"]), found.chain(notes).collect())
    }

    #[test]
    fn the_file_decides_over_dashes_and_slashes() {
        let (days, found) = read(&["7-1-2026", "7-13-2026", "7/1/26"]);
        assert_eq!(days, ["2026-07-01", "2026-07-13", "2026-07-01"]);
        assert_eq!(found, ["dates rewritten by a spreadsheet, read month first, which 7-13-2026 shows"]);
        assert_eq!(read(&["1-7-2026", "13-7-2026"]).0, ["2026-07-01", "2026-07-13"]);
        let (days, found) = read(&["1-7-2026", "7-7-2026", "01.07.2026", "2026-07-13"]);
        assert_eq!(days, ["2026-07-01", "2026-07-07", "2026-07-01", "2026-07-13"]);
        assert_eq!(found[0], "end dates that can mean two days were read as the later one");
        assert!(found[1].contains("none shows whether"), "{found:?}");
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
        let (days, found) = read(&["46204", "46204.75", "36526", "73049"]);
        assert_eq!(days, ["2026-07-01", "2026-07-01", "2000-01-01", "2099-12-30"]);
        assert!(found[0].contains("counts days"), "{found:?}");
    }

    #[test]
    fn an_unreadable_cell_costs_itself() {
        for text in ["36525", "73051", "20260701", "46204.", "soon", "?", "tbd", "10 Smarch 2026"] {
            let (days, found) = read(&[text, "-"]);
            assert_eq!(days, ["-", "-"], "{text}");
            assert!(found.iter().any(|why| why.contains("whether these people have left is not known")), "{found:?}");
        }
        for text in ["-", "n/a", "never", "", "0", "9223372036854775807"] {
            assert_eq!(read(&[text]), (vec!["-".to_owned()], vec![]), "{text}");
        }
    }

    #[test]
    fn days_with_the_name_of_their_month() {
        for text in
            ["10 Sep 2026", "10-Sep-2026", "10-Sep-26", "Sep 10, 2026", "10 September 2026", "September 10, 2026"]
        {
            assert_eq!(read(&[text]), (vec!["2026-09-10".to_owned()], vec![]), "{text}");
        }
    }

    /// Fault: Dates that stand for none (`01.01.1900`, `1753-01-01`, `31.12.9999`) counted as last days
    /// Outcome: They are read as no end date, and the file says so
    #[test]
    fn days_that_stand_for_none() {
        for text in [
            "1900-01-01",
            "01.01.1900",
            "01/01/1900",
            "1/1/1900",
            "1753-01-01",
            "1601-01-01",
            "0001-01-01",
            "0001-01-01T00:00:00",
            "1970-01-01",
            "1970-01-01T00:00:00Z",
            "12/31/1969",
            "1899-12-30",
            "31.12.9999",
            "9999-12-31",
            "12/31/9999",
            "31/12/9999",
            "31.12.2999",
            "2099-12-31",
            "31.12.99",
        ] {
            let (days, found) = read(&[text]);
            assert_eq!(days, ["-"], "{text}");
            assert!(found.iter().any(|note| note.contains("read as none")), "{text}: {found:?}");
        }
        for text in ["00.00.0000", "0000-00-00", "00/00/0000", "00.01.1900", "1/0/1900", "NaN", "—"] {
            assert_eq!(read(&[text]), (vec!["-".to_owned()], vec![]), "{text}");
        }
        for (text, day) in [("1900-01-03", "1900-01-03"), ("02.01.1970", "1970-01-02"), ("2099-12-30", "2099-12-30")] {
            assert_eq!(read(&[text]).0, [day], "{text}");
        }
    }

    /// Fault: `30.06.26` was read as a day of the year 26
    /// Outcome: Two digits are a year of this century, whatever stands between the numbers
    #[test]
    fn years_of_two_digits() {
        for (text, day) in [
            ("30.06.26", "2026-06-30"),
            ("31.12.27", "2027-12-31"),
            ("30/6/26", "2026-06-30"),
            ("30-6-26", "2026-06-30"),
            ("30-Jun-26", "2026-06-30"),
            ("30 Jun 26", "2026-06-30"),
            ("Jun 30, 26", "2026-06-30"),
            ("30.06.26 00:00", "2026-06-30"),
        ] {
            assert_eq!(read(&[text]).0, [day], "{text}");
        }
        for text in ["30.06.126", "30.06.6", "30 Jun 126"] {
            let (days, found) = read(&[text]);
            assert_eq!(days, ["-"], "{text}");
            assert!(found[0].contains("are no dates"), "{text}: {found:?}");
        }
    }

    /// Fault: Midnight of a day in a zone east of Greenwich became the day before
    /// Outcome: Midnight stands for the day that is written
    #[test]
    fn midnight_is_the_day_that_is_written() {
        for (text, day) in [
            ("2026-06-30T00:00:00+02:00", "2026-06-30"),
            ("2026-06-30 00:00:00+02:00", "2026-06-30"),
            ("2026-06-30T00:00:00-07:00", "2026-06-30"),
            ("2026-06-30T00:00:00.000Z", "2026-06-30"),
            ("2026-06-30T19:23:44-07:00", "2026-07-01"),
            ("134222400000000000", "2026-05-03"),
            ("134222400000000001", "2026-05-03"),
        ] {
            assert_eq!(read(&[text]).0, [day], "{text}");
        }
    }
}
