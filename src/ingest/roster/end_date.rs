//! The day on which somebody left, as hand-made lists write it.

use chrono::{Datelike, NaiveDate};

use super::cell::unless_unreadable;
use crate::ingest::batch::Batch;
use crate::ingest::text::date_order::{DateOrder, Reading};
use crate::ingest::text::delimited::{Delimited, Row};
use crate::ingest::text::instant::parse_roster_instant;

/// Spreadsheets count days from here: 1 is the first of January 1900, and a 29th of February 1900 that never was is counted too.
const DAY_ZERO: Option<NaiveDate> = NaiveDate::from_ymd_opt(1899, 12, 30);
/// What can be such a count: the days from 2000-01-01 to 2099-12-31. Anything else is a number.
const SERIALS: std::ops::RangeInclusive<u64> = 36_526..=73_050;

/// How directories write the date of an account that never ends (Windows counts in 100 nanoseconds from 1601 on).
const NEVER: [&str; 2] = ["0", "9223372036854775807"];

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
        Self { ended, started, order: DateOrder::of(csv, (0..csv.header.len()).collect(), 1900..=2099) }
    }

    /// The last day. A cell that cannot be read costs itself, and is reported.
    pub(super) fn ended(&self, (row, line): (&Row, u64), batch: &mut Batch) -> Ended {
        let mut last = Ended::Nothing;
        for &column in &self.ended {
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
        if let Some(day) = serial(text) {
            batch.note("end dates that are numbers were read as a spreadsheet counts days, from 1900 on");
            return Ended::On(day);
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
        day.or_else(|| formatted(text)).map_or(Ended::Unreadable, Ended::On)
    }

    /// Tells how dates were read.
    pub(super) fn note(&self, batch: &mut Batch) {
        self.order.note(batch);
    }
}

/// A day with the name of its month, in English: `10 Sep 2026`, `10-Sep-2026`, `Sep 10, 2026`.
fn formatted(text: &str) -> Option<NaiveDate> {
    let formats = [
        "%d %b %Y",
        "%d-%b-%Y",
        "%d-%b-%y",
        "%d. %b %Y",
        "%b %d, %Y",
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

/// How lists write that there is no end date.
fn is_nothing(text: &str) -> bool {
    let words = [
        "-",
        "--",
        "–",
        "n/a",
        "na",
        "none",
        "null",
        "never",
        "0000-00-00",
        "present",
        "current",
        "ongoing",
        "unbefristet",
    ];
    words.iter().any(|word| text.eq_ignore_ascii_case(word)) || NEVER.contains(&text)
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
        let (days, found) = read(&["46204", "46204.75", "36526", "73050"]);
        assert_eq!(days, ["2026-07-01", "2026-07-01", "2000-01-01", "2099-12-31"]);
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
}
