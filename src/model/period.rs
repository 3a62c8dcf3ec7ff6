//! The days that a report is about.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A run of whole UTC days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// First day.
    #[schemars(with = "String")]
    pub start: NaiveDate,
    /// Last day, included.
    #[schemars(with = "String")]
    pub end: NaiveDate,
}

/// Why a text names no period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodError(String);

impl fmt::Display for PeriodError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no period: write a quarter (2026-Q3), a month (2026-08) or a year (2026)", self.0)
    }
}

impl std::error::Error for PeriodError {}

impl Period {
    /// Days from `start` to `end`; `None` when they are in the wrong order.
    #[must_use]
    pub fn new(start: NaiveDate, end: NaiveDate) -> Option<Self> {
        (start <= end).then_some(Self { start, end })
    }

    /// The calendar quarter that holds `day`.
    #[must_use]
    pub fn quarter_of(day: NaiveDate) -> Self {
        let first_month = (day.month0() / 3) * 3 + 1;
        Self::months(day.year(), first_month, 3).unwrap_or(Self { start: day, end: day })
    }

    /// The calendar quarter before the one that holds `start`.
    #[must_use]
    pub fn previous_quarter(self) -> Self {
        let start = Self::quarter_of(self.start).start;
        Self::quarter_of(start.pred_opt().unwrap_or(start))
    }

    /// Whether the day lies inside.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        self.start <= day && day <= self.end
    }

    /// Number of days, at least 1.
    #[must_use]
    pub fn days(self) -> i64 {
        (self.end - self.start).num_days() + 1
    }

    /// Every day, in order.
    pub fn each_day(self) -> impl Iterator<Item = NaiveDate> {
        self.start.iter_days().take_while(move |day| *day <= self.end)
    }

    /// `2026-Q3` for a whole quarter, `2026-08` for a whole month, `2026` for a whole year, else `2026-04-01_2026-08-15`:
    /// the name of the report's folder.
    #[must_use]
    pub fn label(self) -> String {
        let year = self.start.year();
        if Self::quarter_of(self.start) == self {
            format!("{year}-Q{}", self.start.month0() / 3 + 1)
        } else if Self::months(year, self.start.month(), 1) == Some(self) {
            format!("{year}-{:02}", self.start.month())
        } else if Self::months(year, 1, 12) == Some(self) {
            year.to_string()
        } else {
            format!("{}_{}", self.start, self.end)
        }
    }

    /// `Q3 2026`, `August 2026`, `2026`, else `15 Aug to 3 Sep 2026`: the period in a title.
    #[must_use]
    pub fn title(self) -> String {
        let year = self.start.year();
        if Self::quarter_of(self.start) == self {
            format!("Q{} {year}", self.start.month0() / 3 + 1)
        } else if Self::months(year, self.start.month(), 1) == Some(self) {
            self.start.format("%B %Y").to_string()
        } else if Self::months(year, 1, 12) == Some(self) {
            year.to_string()
        } else if self.start == self.end {
            self.start.format("%-d %b %Y").to_string()
        } else {
            let from = if year == self.end.year() { "%-d %b" } else { "%-d %b %Y" };
            format!("{} to {}", self.start.format(from), self.end.format("%-d %b %Y"))
        }
    }

    fn months(year: i32, first: u32, count: u32) -> Option<Self> {
        let start = NaiveDate::from_ymd_opt(year, first, 1)?;
        let end = start.checked_add_months(Months::new(count))?.checked_sub_days(Days::new(1))?;
        Self::new(start, end)
    }
}

/// `2026-07-01 to 2026-09-30`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.start == self.end { write!(f, "{}", self.start) } else { write!(f, "{} to {}", self.start, self.end) }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || PeriodError(text.to_owned());
        let (year, rest) = text.trim().split_once('-').unwrap_or((text.trim(), ""));
        if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
            return Err(error());
        }
        let year: i32 = year.parse().map_err(|_| error())?;
        let period = match rest.as_bytes() {
            [] if !text.contains('-') => Self::months(year, 1, 12),
            [b'Q' | b'q', quarter @ b'1'..=b'4'] => Self::months(year, u32::from(quarter - b'1') * 3 + 1, 3),
            [tens @ b'0'..=b'1', ones @ b'0'..=b'9'] => {
                Self::months(year, u32::from(tens - b'0') * 10 + u32::from(ones - b'0'), 1)
            }
            _ => None,
        };
        period.ok_or_else(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> String {
        text.parse::<Period>().map_or_else(|e| e.to_string(), |p| p.to_string())
    }

    #[test]
    fn periods_in_titles() {
        for (from, to, title) in [
            ("2026-07-01", "2026-09-30", "Q3 2026"),
            ("2026-08-01", "2026-08-31", "August 2026"),
            ("2026-01-01", "2026-12-31", "2026"),
            ("2026-08-15", "2026-09-03", "15 Aug to 3 Sep 2026"),
            ("2025-12-15", "2026-01-03", "15 Dec 2025 to 3 Jan 2026"),
            ("2026-08-15", "2026-08-15", "15 Aug 2026"),
        ] {
            assert_eq!(Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap().title(), title);
        }
    }

    #[test]
    fn quarters_months_and_years() {
        assert_eq!(parsed("2026-Q3"), "2026-07-01 to 2026-09-30");
        assert_eq!(parsed("2024-02"), "2024-02-01 to 2024-02-29");
        assert_eq!(parsed("2025"), "2025-01-01 to 2025-12-31");
        for text in ["2026-Q5", "2026-13", "2026-", "26-Q1", "Q3", "2026-Q", "2026-07-01", "", "٢٠٢٦"] {
            assert!(text.parse::<Period>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn labels_round_trip() {
        for text in ["2026-Q3", "2024-02", "2025"] {
            assert_eq!(text.parse::<Period>().unwrap().label(), text);
        }
        let odd = Period::new("2026-04-01".parse().unwrap(), "2026-08-15".parse().unwrap()).unwrap();
        assert_eq!(odd.label(), "2026-04-01_2026-08-15");
        assert_eq!("2026-Q1".parse::<Period>().unwrap().previous_quarter().label(), "2025-Q4");
    }
}
