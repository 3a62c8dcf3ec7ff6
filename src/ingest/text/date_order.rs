//! Dates of three numbers, as spreadsheets write them: `7/1/2026` is a day in January or in July, depending on the locale of a
//! machine that nobody knows. All dates of a file come from the same machine, so the file decides: a number above 12 is no month.
//! Where it does not, nothing is guessed.

use std::cell::OnceCell;
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate, NaiveTime};

use super::delimited::Delimited;
use super::instant;
use super::sink::{Sink, Unheard};

/// A day, and the minute of the day where a time stands behind it.
pub type Moment = (NaiveDate, Option<u16>);

/// Which number of the dates of a file is the day.
#[derive(Debug)]
pub struct DateOrder<'a> {
    csv: &'a Delimited<'a>,
    /// Columns whose dates decide.
    columns: Vec<usize>,
    /// Years that a date may be of; any other is a damaged cell.
    years: RangeInclusive<i32>,
    /// Whether `02.03.2026` is of March where no date of the file shows its order.
    by_dots: bool,
    /// What the file decides; asked for at the first date that needs it, since that reads the file once more.
    found: OnceCell<Found>,
}

/// What is read of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The only moment that it can mean in this file.
    Moment(Moment),
    /// One of two days, and the file does not say which: the later one.
    Ambiguous(NaiveDate),
    /// It is no such date.
    Other,
}

/// The dates that decide.
#[derive(Debug, Default)]
struct Found {
    day_first: Option<String>,
    month_first: Option<String>,
}

impl<'a> DateOrder<'a> {
    /// The order of these columns' dates.
    #[must_use]
    pub const fn of(csv: &'a Delimited<'a>, columns: Vec<usize>, years: RangeInclusive<i32>) -> Self {
        Self { csv, columns, years, by_dots: false, found: OnceCell::new() }
    }

    /// The same, where dots decide when nothing else does: no locale writes the month first and dots behind it. Not for sums: there a
    /// wrong day costs more than an unread one.
    #[must_use]
    pub const fn with_days_before_dots(mut self) -> Self {
        self.by_dots = true;
        self
    }

    /// What a cell means.
    pub fn read(&self, text: &str) -> Reading {
        let Some(mangled) = Mangled::parse(text) else { return Reading::Other };
        let moment = |day: Option<NaiveDate>| day.map_or(Reading::Other, |day| Reading::Moment((day, mangled.minute)));
        let years = &self.years;
        let (day_first, month_first) = (mangled.day_first(years), mangled.month_first(years));
        match (mangled.year_first(years), day_first, month_first) {
            (Some(day), ..) => moment(Some(day)),
            (None, None, None) => Reading::Other,
            // `7/7/2026` is one day in either order.
            (None, day, month) if day == month => moment(day),
            _ => {
                let found = self.found.get_or_init(|| self.decide());
                match (&found.day_first, &found.month_first) {
                    (Some(_), None) => moment(day_first),
                    (None, Some(_)) => moment(month_first),
                    _ => day_first.max(month_first).map_or(Reading::Other, Reading::Ambiguous),
                }
            }
        }
    }

    /// The two days that a date may be, day first and month first, where it may be either.
    #[must_use]
    pub fn both(&self, text: &str) -> Option<[NaiveDate; 2]> {
        let mangled = Mangled::parse(text).filter(|one| one.year_first(&self.years).is_none())?;
        let (day, month) = (mangled.day_first(&self.years)?, mangled.month_first(&self.years)?);
        (day != month).then_some([day, month])
    }

    /// Tells how dates were read, if the file had to decide.
    pub fn note<S: Sink>(&self, batch: &mut S) {
        let Some(found) = self.found.get() else { return };
        let reported = match (&found.day_first, &found.month_first) {
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
        batch.note(reported);
    }

    /// Looks through the whole file for dates that can be read in one order only.
    fn decide(&self) -> Found {
        let mut found = Found::default();
        if self.csv.is_part() {
            // Only the whole file decides.
            self.csv.unfit.set(true);
            return found;
        }
        // Only the dates matter: what is wrong with a record is reported when it is read.
        let mut passed_over = Unheard::default();
        let (mut dotted, mut others) = (None, false);
        self.csv.each_record(&mut passed_over, |row, _, _| {
            for column in &self.columns {
                let Ok(text) = row.text(Some(*column)) else { continue };
                let Some(mangled) = Mangled::parse(text).filter(|m| m.year_first(&self.years).is_none()) else {
                    continue;
                };
                match (mangled.day_first(&self.years), mangled.month_first(&self.years)) {
                    (Some(_), None) => drop(found.day_first.get_or_insert_with(|| text.to_owned())),
                    (None, Some(_)) => drop(found.month_first.get_or_insert_with(|| text.to_owned())),
                    (Some(_), Some(_)) if text.contains('.') => drop(dotted.get_or_insert_with(|| text.to_owned())),
                    (Some(_), Some(_)) => others = true,
                    _ => {}
                }
            }
            Ok(())
        });
        if self.by_dots && !others && found.month_first.is_none() && found.day_first.is_none() {
            found.day_first = dotted;
        }
        found
    }
}

/// Three numbers between slashes, dots or dashes, perhaps a time behind them.
struct Mangled<'a> {
    numbers: [&'a str; 3],
    minute: Option<u16>,
}

impl<'a> Mangled<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let (date, time) = text.split_once(' ').map_or((text, None), |(date, time)| (date, Some(time.trim())));
        let separator = date.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '.' | '-'))?;
        let numbers: Vec<&str> = date.split(separator).collect();
        let numbers: [&str; 3] = numbers.try_into().ok()?;
        let plain = |n: &&str| (1..=4).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit());
        let minute = match time {
            Some(time) => Some(minute_of_day(time)?),
            None => None,
        };
        numbers.iter().all(plain).then_some(Self { numbers, minute })
    }

    fn year_first(&self, years: &RangeInclusive<i32>) -> Option<NaiveDate> {
        let [year, month, day] = self.numbers;
        (year.len() == 4).then(|| calendar_day(year, month, day, years)).flatten()
    }

    fn day_first(&self, years: &RangeInclusive<i32>) -> Option<NaiveDate> {
        let [day, month, year] = self.numbers;
        calendar_day(year, month, day, years)
    }

    fn month_first(&self, years: &RangeInclusive<i32>) -> Option<NaiveDate> {
        let [month, day, year] = self.numbers;
        calendar_day(year, month, day, years)
    }
}

/// A day of one of these years; two digits are of this century.
fn calendar_day(year: &str, month: &str, day: &str, years: &RangeInclusive<i32>) -> Option<NaiveDate> {
    let year = match year.len() {
        2 => 2000 + year.parse::<i32>().ok()?,
        4 => year.parse().ok()?,
        _ => return None,
    };
    let short = |text: &str| text.parse().ok().filter(|_| text.len() <= 2);
    NaiveDate::from_ymd_opt(year, short(month)?, short(day)?).filter(|day| years.contains(&day.year()))
}

/// The time as spreadsheets show it: `4:00`, `16:00:00`, `4:00 PM`.
fn minute_of_day(text: &str) -> Option<u16> {
    let time = ["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p"]
        .iter()
        .find_map(|format| NaiveTime::parse_from_str(text, format).ok())?;
    Some(instant::minute_of_day(time))
}
