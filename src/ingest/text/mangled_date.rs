//! Usage dates that a spreadsheet has rewritten when somebody opened the export and saved it.
//!
//! `7/1/2026` is a day in January or in July, depending on the locale of a machine that nobody knows. All dates of a file come from the
//! same machine, so the file decides: a number above 12 is no month. Where it does not, nothing is guessed.

use std::cell::OnceCell;

use chrono::{Datelike, NaiveDate, NaiveTime};

use super::delimited::{Delimited, Row};
use super::instant::parse_usage_date;
use crate::ingest::batch::{Batch, Reject};

/// A day, and the minute of the day in hourly and minute exports.
type Moment = (NaiveDate, Option<u16>);

/// The column `usage_date_utc` of one file.
#[derive(Debug)]
pub struct UsageDates<'a> {
    csv: &'a Delimited<'a>,
    column: Option<usize>,
    /// What the file decides; asked for at the first date that needs it, since that reads the file once more.
    order: OnceCell<Order>,
}

/// Which number of `7/1/2026` is the day, with the dates that decide.
#[derive(Debug, Default)]
struct Order {
    day_first: Option<String>,
    month_first: Option<String>,
}

impl<'a> UsageDates<'a> {
    /// The column of a file; it then counts as known.
    #[must_use]
    pub fn of(csv: &'a Delimited<'a>) -> Self {
        Self { csv, column: csv.column(&["usage_date_utc"]), order: OnceCell::new() }
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
        let no_date = || row.reject(self.column, "not a UTC day or minute");
        let mangled = Mangled::parse(text).ok_or_else(no_date)?;
        if let Some(day) = mangled.year_first() {
            return Ok((day, mangled.minute));
        }
        let (day_first, month_first) = (mangled.day_first(), mangled.month_first());
        if day_first.or(month_first).is_none() {
            return Err(no_date());
        }
        let order = self.order.get_or_init(|| self.decide());
        let day = match (&order.day_first, &order.month_first) {
            (Some(_), None) => day_first,
            (None, Some(_)) => month_first,
            _ => return Err(row.reject(self.column, "ambiguous date")),
        };
        day.map(|day| (day, mangled.minute)).ok_or_else(no_date)
    }

    /// Tells how rewritten dates were read, if there were some.
    pub fn note(&self, batch: &mut Batch) {
        let Some(order) = self.order.get() else { return };
        let told = match (&order.day_first, &order.month_first) {
            (Some(date), None) => format!("dates rewritten by a spreadsheet, read day first, which {date} shows"),
            (None, Some(date)) => format!("dates rewritten by a spreadsheet, read month first, which {date} shows"),
            (None, None) => {
                "dates rewritten by a spreadsheet, and none shows whether the day or the month comes first: \
                             use the export as it was downloaded"
                    .to_owned()
            }
            (Some(day), Some(month)) => {
                format!("dates of two orders, {day} and {month}: use the export as it was downloaded")
            }
        };
        batch.note(told);
    }

    /// Looks through the whole file for dates that can be read in one order only.
    fn decide(&self) -> Order {
        let mut order = Order::default();
        // Only the dates matter: what is wrong with a record is told when it is read.
        let mut passed_over = Batch::new(crate::model::Table::Usage);
        self.csv.each_record(&mut passed_over, |row, _, _| {
            let text = row.text(self.column)?;
            let Some(mangled) = Mangled::parse(text).filter(|m| m.year_first().is_none()) else { return Ok(()) };
            match (mangled.day_first(), mangled.month_first()) {
                (Some(_), None) => drop(order.day_first.get_or_insert_with(|| text.to_owned())),
                (None, Some(_)) => drop(order.month_first.get_or_insert_with(|| text.to_owned())),
                _ => {}
            }
            Ok(())
        });
        order
    }
}

/// Three numbers between slashes or dots, perhaps a time behind them.
struct Mangled<'a> {
    numbers: [&'a str; 3],
    minute: Option<u16>,
}

impl<'a> Mangled<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let (date, time) = text.split_once(' ').map_or((text, None), |(date, time)| (date, Some(time.trim())));
        let separator = date.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '.'))?;
        let numbers: Vec<&str> = date.split(separator).collect();
        let numbers: [&str; 3] = numbers.try_into().ok()?;
        let plain = |n: &&str| (1..=4).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit());
        let minute = match time {
            Some(time) => Some(minute_of_day(time)?),
            None => None,
        };
        numbers.iter().all(plain).then_some(Self { numbers, minute })
    }

    fn year_first(&self) -> Option<NaiveDate> {
        let [year, month, day] = self.numbers;
        (year.len() == 4).then(|| calendar_day(year, month, day)).flatten()
    }

    fn day_first(&self) -> Option<NaiveDate> {
        let [day, month, year] = self.numbers;
        calendar_day(year, month, day)
    }

    fn month_first(&self) -> Option<NaiveDate> {
        let [month, day, year] = self.numbers;
        calendar_day(year, month, day)
    }
}

/// A day of this century; the service is younger than 2020, and any other year is a damaged cell.
fn calendar_day(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let year = match year.len() {
        2 => 2000 + year.parse::<i32>().ok()?,
        4 => year.parse().ok()?,
        _ => return None,
    };
    let short = |text: &str| text.parse().ok().filter(|_| text.len() <= 2);
    NaiveDate::from_ymd_opt(year, short(month)?, short(day)?).filter(|day| (2020..2100).contains(&day.year()))
}

/// The time as spreadsheets show it: `4:00`, `16:00:00`, `4:00 PM`.
fn minute_of_day(text: &str) -> Option<u16> {
    let time = ["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p"]
        .iter()
        .find_map(|format| NaiveTime::parse_from_str(text, format).ok())?;
    u16::try_from(time.signed_duration_since(NaiveTime::MIN).num_minutes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read of each date, and what is noted of the file.
    fn read(dates: &[&str]) -> (Vec<String>, Vec<String>) {
        let text = format!("usage_date_utc,n\n{}", dates.iter().map(|d| format!("{d},1\n")).collect::<String>());
        let csv = Delimited::open(text.as_bytes()).unwrap();
        let usage_dates = UsageDates::of(&csv);
        let mut batch = Batch::new(crate::model::Table::Usage);
        let mut told = Vec::new();
        csv.each_record(&mut batch, |row, _, _| {
            told.push(match usage_dates.read(row) {
                Ok((day, None)) => day.to_string(),
                Ok((day, Some(minute))) => format!("{day} {minute}"),
                Err(reject) => reject.reason,
            });
            Ok(())
        });
        usage_dates.note(&mut batch);
        (told, batch.notes)
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
            ["7/1", "7/1/2026/1", "7/1.2026", "7-1-2026", "7/1/126", "a/1/2026", "+7/1/2026", "7/1/2026 x", "/1/26"]
        {
            assert_eq!(read(&["7/13/2026", text]).0[1], "not a UTC day or minute", "{text}");
        }
        assert_eq!(read(&[""]).0, ["no date"]);
    }
}
