//! The span of time that a row of an API report is about.

use chrono::{Datelike, NaiveDate, Timelike};

use super::json::Record;
use crate::ingest::cell::{Cell, Reject};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A day, or an hour or a minute of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// The UTC day.
    pub day: NaiveDate,
    /// Minute of the day at which an hour or a minute begins; none for a whole day.
    pub minute: Option<u16>,
}

impl Bucket {
    /// Reads `starting_at` and `ending_at`, whose distance tells a day, an hour and a minute apart.
    ///
    /// # Errors
    /// A reject for spans that are part of no one UTC day: their rows belong to no day's sum. So are years before 2020 and after
    /// 2099: one such day would move every age and every period.
    pub fn of(record: &Record) -> Result<Self, Reject> {
        let instant = |field| record.instant(field)?.ok_or_else(|| Reject::new(field, "", format!("no `{field}`")));
        let (start, end) = (instant("starting_at")?, instant("ending_at")?);
        let refuse = |why: &str| Reject::new("starting_at", format!("{start} to {end}"), why);
        let (day, second) = (start.date_naive(), start.num_seconds_from_midnight());
        if !(2020..2100).contains(&day.year()) {
            return Err(refuse("not a day of these exports"));
        }
        let seconds = (end - start).num_seconds();
        if seconds <= 0 {
            return Err(refuse("ends before it begins"));
        }
        if i64::from(second) + seconds > DAY {
            if seconds <= DAY {
                return Err(refuse("a part of two UTC days: it does not begin at midnight UTC"));
            }
            return Err(refuse("longer than a UTC day: reports by day, hour or minute are needed"));
        }
        let minute = u16::try_from(second / 60).ok().filter(|_| seconds <= HOUR);
        Ok(Self { day, minute })
    }

    /// The cells of the columns `day` and `minute`.
    #[must_use]
    pub fn cells<'a>(self) -> [Cell<'a>; 2] {
        [Cell::Day(self.day), self.minute.map_or(Cell::Null, |minute| Cell::Integer(i64::from(minute)))]
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn bucket(start: &str, end: &str) -> Result<(String, Option<u16>), String> {
        let value = json!({"starting_at": start, "ending_at": end});
        Bucket::of(&Record::new(value.as_object().unwrap()))
            .map(|b| (b.day.to_string(), b.minute))
            .map_err(|r| r.reason.to_string())
    }

    #[test]
    fn the_width_tells_days_hours_and_minutes() {
        let day = "2026-07-01".to_owned();
        assert_eq!(bucket("2026-07-01T00:00:00Z", "2026-07-02T00:00:00Z"), Ok((day.clone(), None)));
        assert_eq!(bucket("2026-07-01T00:00:00Z", "2026-07-01T01:00:00Z"), Ok((day.clone(), Some(0))));
        assert_eq!(bucket("2026-07-01T23:59:00Z", "2026-07-02T00:00:00Z"), Ok((day, Some(1439))));
    }

    #[test]
    fn what_is_part_of_no_one_day_is_refused() {
        for (start, end) in [
            ("2026-07-01T00:00:00Z", "2026-08-01T00:00:00Z"),
            ("2026-07-01T05:00:00Z", "2026-07-02T05:00:00Z"),
            ("2026-07-02T00:00:00Z", "2026-07-01T00:00:00Z"),
            ("2206-07-01T00:00:00Z", "2206-07-02T00:00:00Z"),
        ] {
            assert!(bucket(start, end).is_err(), "{start} {end}");
        }
        // A day of another time zone is no longer than a UTC day.
        let reason = |start, end| bucket(start, end).unwrap_err();
        assert!(reason("2026-07-01T22:00:00Z", "2026-07-02T22:00:00Z").starts_with("a part of two UTC days"));
        assert!(reason("2026-07-01T00:00:00Z", "2026-07-03T00:00:00Z").starts_with("longer than a UTC day"));
        assert_eq!(bucket("2026-07-01T00:00:00Z", ""), Err("no `ending_at`".to_owned()));
    }
}
