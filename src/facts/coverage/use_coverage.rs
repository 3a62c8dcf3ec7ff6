//! Of which days exports of use say anything, whatever they name: a day with rows, or one that an export states to be empty.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Calendar;
use super::runs::{LONGEST_QUIET_DAYS, Runs};
use crate::model::{Dataset, Period, Table};

/// The days of usage and cost.
#[derive(Clone, Debug, Default)]
pub struct UseCoverage {
    /// With rows.
    used: Runs,
    /// With rows, or stated to be empty.
    stated: Runs,
    /// So many days may pass without use in this organization.
    granted: i64,
}

impl UseCoverage {
    pub(super) fn read(data: &Dataset, calendar: &Calendar) -> Self {
        const OF_USE: [Table; 2] = [Table::Usage, Table::Cost];
        let used: BTreeSet<NaiveDate> = OF_USE.iter().flat_map(|table| calendar.days(*table)).collect();
        let empty = OF_USE.iter().filter_map(|table| data.empty_days.get(table)).flatten().copied();
        let stated = used.iter().copied().chain(empty).collect();
        Self { granted: granted(&used), used: Runs::of(&used), stated: Runs::of(&stated) }
    }

    /// Whether no export of use is there at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.stated.is_empty()
    }

    /// Whether any export says something of a day of the period.
    #[must_use]
    pub fn touches(&self, period: Period) -> bool {
        self.stated.touches(period)
    }

    /// Whether exports state that there was no use in a stretch.
    #[must_use]
    pub fn is_stated_empty(&self, stretch: Period) -> bool {
        self.stated.covers(stretch.start, stretch.end) && !self.used.touches(stretch)
    }

    /// What of a stretch has use.
    #[must_use]
    pub fn used_in(&self, stretch: Period) -> Vec<Period> {
        in_a_row(stretch, |day| self.used.covers(day, day))
    }

    /// What of a stretch no export says a thing of, where that is longer than the pauses that use makes here.
    #[must_use]
    pub fn unknown_in(&self, stretch: Period) -> Vec<Period> {
        let mut open = in_a_row(stretch, |day| !self.stated.covers(day, day));
        open.retain(|one| one.days() > self.granted);
        open
    }
}

/// Twice as long as nine in ten of the pauses between two days of use, and never less than a quiet time.
fn granted(used: &BTreeSet<NaiveDate>) -> i64 {
    let mut pauses: Vec<i64> = used.iter().zip(used.iter().skip(1)).map(|(a, b)| (*b - *a).num_days() - 1).collect();
    pauses.sort_unstable();
    let usual = pauses.get(pauses.len().saturating_sub(1) * 9 / 10).copied().unwrap_or(0);
    LONGEST_QUIET_DAYS.max(2 * usual)
}

/// The days of a stretch of which something holds, in a row.
fn in_a_row(stretch: Period, holds: impl Fn(NaiveDate) -> bool) -> Vec<Period> {
    let mut found: Vec<Period> = Vec::new();
    for day in stretch.each_day().filter(|day| holds(*day)) {
        match found.last_mut() {
            Some(run) if run.end.succ_opt() == Some(day) => run.end = day,
            _ => found.push(Period { start: day, end: day }),
        }
    }
    found
}
