//! The days that reviewers write. `6/10/2026` is a day in June or in October: the worksheet decides, or nothing does.

use std::cell::{Cell as Flag, OnceCell};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::super::batch::{Batch, Reject};
use super::super::text::date_order::{DateOrder, Reading};
use super::super::text::delimited::{Delimited, Row};
use super::super::text::instant::{parse_instant, parse_roster_instant};
use super::super::text::month_name::parse_with_month_name;
use super::super::text::sink::Unheard;
use super::columns::{OTHER_DAYS, filled_column};
use super::names::MADE;

/// A review takes no longer than so many days after its worksheet was made.
const LONGEST: u64 = 180;
const UNDECIDED: &str = "no date of the worksheet shows whether the day or the month comes first";

/// The days of a worksheet.
#[derive(Debug)]
pub(in crate::ingest) struct ReviewDays<'a> {
    csv: &'a Delimited<'a>,
    on: Option<usize>,
    made: Option<usize>,
    order: DateOrder<'a>,
    /// Whether the day comes first, as the days show on which the worksheet was made.
    day_first: OnceCell<Option<bool>>,
    is_by_made: Flag<bool>,
}

impl<'a> ReviewDays<'a> {
    /// Those in the column of the day of decisions.
    pub(super) fn of(csv: &'a Delimited<'a>, on: Option<usize>) -> Self {
        let others = OTHER_DAYS.iter().filter_map(|name| csv.column(&[name]));
        let columns = on.into_iter().chain(others).collect();
        let order = DateOrder::of(csv, columns, 2000..=2199);
        let made = filled_column(csv, MADE);
        Self { csv, on, made, order, day_first: OnceCell::new(), is_by_made: Flag::new(false) }
    }

    /// The last day of the lists that the row was made of.
    pub(super) fn made(&self, row: &Row) -> Option<NaiveDate> {
        let at = parse_instant(row.text(self.made).ok()?)?;
        at.checked_sub_signed(TimeDelta::microseconds(1)).map(|last| last.date_naive())
    }

    /// The day of a row's decision; none where there is none.
    ///
    /// # Errors
    /// A reject where it is no date, or may be one of two.
    pub(super) fn on(&self, row: &Row) -> Result<Option<NaiveDate>, Reject> {
        let text = row.text(self.on)?;
        if text.is_empty() {
            return Ok(None);
        }
        let at = parse_instant(text).or_else(|| parse_with_month_name(text)).or_else(|| without_joints(text));
        let has_dots = text.split(' ').next().is_some_and(|date| date.contains('.'));
        // Between dots the day comes first everywhere.
        let at = at.or_else(|| parse_roster_instant(text).filter(|_| has_dots));
        if let Some(at) = at {
            return Ok(Some(at.date_naive()));
        }
        match (self.order.read(text), self.order.both(text)) {
            (Reading::Moment((day, _)), _) => Ok(Some(day)),
            (Reading::Ambiguous(_), Some([day, month])) => {
                let day_first = self.day_first.get_or_init(|| self.decide());
                self.is_by_made.set(day_first.is_some());
                let day = day_first.map(|first| if first { day } else { month });
                day.map(Some).ok_or_else(|| row.reject(self.on, UNDECIDED))
            }
            _ => Err(row.reject(self.on, "not a date like 2026-10-07")),
        }
    }

    /// Nobody decides before the worksheet was made, or long after: dates of which one reading does.
    fn decide(&self) -> Option<bool> {
        let (mut day_first, mut month_first) = (false, false);
        self.csv.each_record(&mut Unheard::default(), |row, _, _| {
            let (Ok(text), Some(made)) = (row.text(self.on), self.made(row)) else { return Ok(()) };
            let latest = made.checked_add_days(Days::new(LONGEST)).unwrap_or(NaiveDate::MAX);
            if let Some([day, month]) = self.order.both(text) {
                let may_be = |day: NaiveDate| made <= day && day <= latest;
                day_first |= may_be(day) && !may_be(month);
                month_first |= may_be(month) && !may_be(day);
            }
            Ok(())
        });
        (day_first != month_first).then_some(day_first)
    }

    /// Says how days were read, where the worksheet had to decide.
    pub(super) fn note(&self, batch: &mut Batch) {
        match (self.is_by_made.get(), self.day_first.get().copied().flatten()) {
            (true, Some(day_first)) => {
                let order = if day_first { "day" } else { "month" };
                batch.note(format!("days of decisions read {order} first: read otherwise, they lie before the worksheet or long after it"));
            }
            _ if self.day_first.get().is_none() => self.order.note(batch),
            _ => {}
        }
    }
}

/// `20261005`. No day that begins with the day of the month, or with the month, can be read so: the century is no month.
fn without_joints(text: &str) -> Option<DateTime<Utc>> {
    let is_one = text.len() == 8 && text.starts_with("20") && text.bytes().all(|digit| digit.is_ascii_digit());
    let day = NaiveDate::parse_from_str(text, "%Y%m%d").ok().filter(|_| is_one)?;
    Some(day.and_time(NaiveTime::MIN).and_utc())
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::Table;

    /// The days that are read, or the word for why none is, and the notes on order.
    fn read(as_of: &str, days: &[&str]) -> (String, usize, String) {
        let rows =
            days.iter().enumerate().map(|(at, day)| format!("user_{at};a{at}@example.com;{as_of};keep;boss;{day}\n"));
        let text = format!("id;address;as_of;decision;reviewer;reviewed_on\n{}", rows.collect::<String>());
        let data = load_bytes(vec![("sheet.csv".to_owned(), text.into_bytes())]).unwrap();
        assert!(data.rejections.is_empty(), "{:?}", data.rejections);
        let found = table_rows(&data, Table::AccessReview, &["reviewed_on"]).join(" ");
        let notes = data.inputs[0]
            .notes
            .iter()
            .filter(|note| note.contains("day first") || note.contains("month first"))
            .cloned()
            .collect::<Vec<_>>();
        (found, data.unread_cells.len(), notes.join(" / "))
    }

    /// Fault: `6/10/2026` was read as a day in June, silently, and a date that nobody could read took the whole decision away
    /// Outcome: The worksheet decides by its dates or by the day on which it was made; else the day is unread, and the decision stays
    #[test]
    fn which_number_is_the_day() {
        let made = "2026-10-01T00:00:00Z";
        for (as_of, days, found, unread, note) in [
            (made, &["6/10/2026", "7/10/2026"][..], "2026-10-06 2026-10-07", 0, "read day first"),
            (made, &["10/6/2026"], "2026-10-06", 0, "read month first"),
            (made, &["6/10/2026", "25/10/2026"], "2026-10-06 2026-10-25", 0, "read day first, which 25/10/2026 shows"),
            (
                made,
                &["10/6/2026", "10/25/2026"],
                "2026-10-06 2026-10-25",
                0,
                "read month first, which 10/25/2026 shows",
            ),
            // One day of the worksheet decides about the others.
            (made, &["6/10/2026", "11/12/2026"], "2026-10-06 2026-12-11", 0, "read day first"),
            (made, &["11/12/2026"], "-", 1, ""),
            (made, &["5/6/2026"], "-", 1, ""),
            ("", &["6/10/2026"], "-", 1, ""),
            (made, &["10/10/2026"], "2026-10-10", 0, ""),
            ("", &["06.10.2026", "06.10.26 14:05"], "2026-10-06 2026-10-06", 0, ""),
            ("", &["6 Oct 2026", "06-Oct-26", "October 6, 2026"], "2026-10-06 2026-10-06 2026-10-06", 0, ""),
            (
                "",
                &["2026-10-06", "2026-10-06 14:30", "2026-10-06T14:30:00Z", "2026/10/06"],
                "2026-10-06 2026-10-06 2026-10-06 2026-10-06",
                0,
                "",
            ),
            (
                "",
                &["5. Oktober 2026", "5 octobre 2026", "Mon Oct 5 2026", "20261005"],
                "2026-10-05 2026-10-05 2026-10-05 2026-10-05",
                0,
                "",
            ),
            ("", &["soon", "46301", "20052026", "05202026", ""], "- - - - -", 4, ""),
        ] {
            let (own, own_unread, notes) = read(as_of, days);
            assert_eq!((own.as_str(), own_unread), (found, unread), "{as_of} {days:?}");
            assert!(notes.contains(note) && (note.is_empty() == notes.is_empty()), "{days:?}: {notes}");
        }
    }
}
