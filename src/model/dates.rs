//! Which dates can be meant at all. Arguments, policies, exports and earlier reports are held to them where they are read.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Period, Report};

/// The first day that a record, a period or an instant may state: years before the service, and before any log that an organization
/// keeps of it.
pub const FIRST_DAY: NaiveDate = day(2015, 1, 1);
/// The last such day. Lists write «no end» as 9999-12-31: a planned date, which is none of these.
pub const LAST_DAY: NaiveDate = day(2099, 12, 31);
/// The longest period, in days: ten years. Longer ones are slips of the keyboard, and would be worked through day by day.
pub const LONGEST_PERIOD: i64 = 3_660;

/// Names of the months in English, in lower case.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => NaiveDate::MAX,
    }
}

/// Whether a day can be meant.
#[must_use]
pub fn is_possible_day(day: NaiveDate) -> bool {
    (FIRST_DAY..=LAST_DAY).contains(&day)
}

/// Whether an instant can be meant; the midnight that ends the last day is one.
#[must_use]
pub fn is_possible_instant(at: DateTime<Utc>) -> bool {
    let day = at.date_naive();
    is_possible_day(day) || day == LAST_DAY.succ_opt().unwrap_or(LAST_DAY)
}

impl Period {
    /// Why it cannot be meant, to follow its subject; `None` where it can.
    #[must_use]
    pub fn fault(self) -> Option<String> {
        if !is_possible_day(self.start) || !is_possible_day(self.end) {
            return Some(format!("lies outside the years {} to {}", FIRST_DAY.format("%Y"), LAST_DAY.format("%Y")));
        }
        if self.end < self.start {
            return Some("ends before it begins".to_owned());
        }
        (self.days() > LONGEST_PERIOD).then(|| format!("has {} days; the most is ten years", self.days()))
    }
}

impl Report {
    /// The first date in a report that cannot be meant, as it must not be calculated with; `None` where all can.
    #[must_use]
    pub fn impossible_date(&self) -> Option<String> {
        let instants = [("as_of", Some(self.as_of))].into_iter();
        let compared = self.baseline.iter().map(|one| ("baseline.as_of", Some(one.as_of)));
        let seen = self.findings.iter().chain(self.suppressed.iter().map(|one| &one.finding));
        let seen = seen.map(|finding| ("first_seen", finding.first_seen));
        let wrong = |at: &DateTime<Utc>| !is_possible_instant(*at);
        let instant = instants.chain(compared).chain(seen).find_map(|(what, at)| Some((what, at.filter(wrong)?)));
        if let Some((what, at)) = instant {
            return Some(format!("its `{what}` is {at}, which is no date of this service"));
        }
        let own = self.findings.iter().chain(self.suppressed.iter().map(|one| &one.finding));
        let periods = std::iter::once(Some(self.period)).chain(own.map(|finding| finding.period)).flatten();
        if let Some(fault) = periods.into_iter().find_map(Period::fault) {
            return Some(format!("a period in it {fault}"));
        }
        let days =
            self.fingerprints.iter().flat_map(|one| [one.first, one.last].into_iter().chain(one.days.keys().copied()));
        let wrong = days.into_iter().find(|day| !is_possible_day(*day));
        wrong.map(|day| format!("it has a fingerprint of {day}, which is no date of this service"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_that_nobody_means() {
        let fault = |start: &str, end: &str| {
            Period { start: start.parse().unwrap(), end: end.parse().unwrap() }.fault().unwrap_or_default()
        };
        for (start, end, why) in [
            ("2026-07-01", "2926-09-30", "outside the years 2015 to 2099"),
            ("0001-01-01", "2026-09-30", "outside the years"),
            ("-262143-01-01", "+262142-12-31", "outside the years"),
            ("2026-07-02", "2026-07-01", "ends before it begins"),
            ("2026-07-01", "2096-09-30", "the most is ten years"),
        ] {
            assert!(fault(start, end).contains(why), "{start} {end}: {}", fault(start, end));
        }
        for (start, end) in [("2026-07-01", "2026-07-01"), ("2015-01-01", "2024-12-31"), ("2099-12-31", "2099-12-31")] {
            assert_eq!(fault(start, end), "");
        }
    }
}
