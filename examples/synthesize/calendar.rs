//! The quarter, and the days on which people work.

use anyhow::{Context, Result, bail};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Weekday};

/// A calendar quarter; all dates of the organization are counted back from its end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quarter {
    /// First day.
    pub(crate) start: NaiveDate,
    /// The day after the last one: the instant of the audit is its midnight.
    pub(crate) end: NaiveDate,
}

impl Quarter {
    /// Reads `2026-Q3`.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let (year, quarter) =
            text.split_once("-Q").with_context(|| format!("`{text}` is not a quarter such as 2026-Q3"))?;
        let (year, quarter): (i32, u32) = (year.parse()?, quarter.parse()?);
        if !(1..=4).contains(&quarter) {
            bail!("`{text}`: quarters go from Q1 to Q4");
        }
        let start = NaiveDate::from_ymd_opt(year, quarter * 3 - 2, 1).context("year out of range")?;
        let end = start.checked_add_months(chrono::Months::new(3)).context("year out of range")?;
        Ok(Self { start, end })
    }

    /// The quarter before it.
    pub(crate) fn before(self) -> Self {
        Self { start: self.start - chrono::Months::new(3), end: self.start }
    }

    /// Last day.
    pub(crate) fn last(self) -> NaiveDate {
        self.end - Days::new(1)
    }

    /// The day that lies `days` before the end.
    pub(crate) fn back(self, days: u64) -> NaiveDate {
        self.end - Days::new(days)
    }

    /// First days of its three months.
    pub(crate) fn months(self) -> [NaiveDate; 3] {
        [0, 1, 2].map(|n| self.start + chrono::Months::new(n))
    }
}

/// Days from `from` up to but not including `to`.
pub(crate) fn days(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take_while(move |day| *day < to)
}

/// A number for a day, for seeding.
pub(crate) fn number(day: NaiveDate) -> u64 {
    u64::try_from(day.num_days_from_ce()).expect("days after Christ")
}

/// Saturday or Sunday.
pub(crate) fn weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Bank holidays that the demo keeps: New Year, first of May, first Monday of September, Christmas.
pub(crate) fn holiday(day: NaiveDate) -> bool {
    match (day.month(), day.day()) {
        (1 | 5, 1) | (12, 25 | 26) => true,
        (9, 1..=7) => day.weekday() == Weekday::Mon,
        _ => false,
    }
}

/// The last day of a month.
pub(crate) fn month_end(day: NaiveDate) -> bool {
    (day + Days::new(1)).day() == 1
}

/// The nearest working day on or after `day`, at an office hour given in minutes after 09:00.
pub(crate) fn office(day: NaiveDate, minutes: u64) -> NaiveDateTime {
    let day = day.iter_days().find(|d| !weekend(*d) && !holiday(*d)).expect("a week has working days");
    at(day, 9 * 3600 + (minutes % 420) * 60 + minutes * 7 % 60)
}

/// An instant of a day, in seconds after midnight.
pub(crate) fn at(day: NaiveDate, seconds: u64) -> NaiveDateTime {
    day.and_hms_opt(0, 0, 0).expect("midnight exists")
        + chrono::TimeDelta::seconds(i64::try_from(seconds).expect("seconds of a day"))
}

/// RFC 3339 with microseconds, as the API writes it.
pub(crate) fn stamp(instant: NaiveDateTime) -> String {
    instant.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

/// `2026q3`, as people write it behind the name of a key.
pub(crate) fn quarter_suffix(day: NaiveDate) -> String {
    format!("{}q{}", day.year(), day.month0() / 3 + 1)
}
