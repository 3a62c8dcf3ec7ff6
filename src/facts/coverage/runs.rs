//! What the exports cover: absence is evidence only there.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{DateTime, NaiveDate, Utc};

use crate::facts::frame::Rows;
use crate::facts::log::EventHours;
use crate::facts::log::Events;
use crate::facts::log::LoggingOff;
use crate::facts::log::routine;
use crate::model::{Dataset, Period, Table};

/// Quiet days between two exports that still count as covered: a file begins with its first day of use, and a small organization
/// may rest over a long weekend. A missing monthly export leaves at least 28.
pub(in crate::facts) const LONGEST_QUIET_DAYS: i64 = 10;

/// An unbroken run of covered days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Covered {
    /// First day of the run.
    pub since: NaiveDate,
    /// Last day with a row.
    pub until: NaiveDate,
}

impl Covered {
    /// Number of days.
    #[must_use]
    pub fn days(&self) -> i64 {
        (self.until - self.since).num_days() + 1
    }

    /// Days without use that the data proves at its end, for something last used on `last` (`None`: never in the data).
    #[must_use]
    pub fn idle_days(&self, last: Option<NaiveDate>) -> i64 {
        let silent_since = last.map_or(self.since, |last| last.max(self.since));
        (self.until - silent_since).num_days() + 1
    }
}

/// Unbroken runs of covered days, in order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Runs(Vec<Covered>);

impl Runs {
    /// The latest run of at least so many days: a single day that was exported later does not undo a quarter before it.
    #[must_use]
    pub fn latest(&self, least_days: i64) -> Option<Covered> {
        self.0.iter().rev().find(|run| run.days() >= least_days).copied()
    }

    /// Days of the longest run.
    #[must_use]
    pub fn longest(&self) -> i64 {
        self.0.iter().map(Covered::days).max().unwrap_or(0)
    }

    /// Whether one run covers both days and all between them.
    #[must_use]
    pub fn covers(&self, from: NaiveDate, to: NaiveDate) -> bool {
        self.0.iter().any(|run| run.since <= from && to <= run.until)
    }

    /// Whether a covered day lies in a period.
    #[must_use]
    pub fn touches(&self, period: Period) -> bool {
        self.0.iter().any(|run| run.since <= period.end && period.start <= run.until)
    }

    /// What of a period lies between the runs, before the first or behind the last one, where that is longer than a quiet time.
    #[must_use]
    pub fn lacking(&self, period: Period) -> Vec<Period> {
        let mut open = Vec::new();
        let mut from = Some(period.start);
        for run in self.0.iter().filter(|run| run.until >= period.start && run.since <= period.end) {
            open.extend(from.zip(run.since.pred_opt()).and_then(|(from, to)| Period::new(from, to)));
            from = run.until.succ_opt();
        }
        open.extend(from.and_then(|from| Period::new(from, period.end)));
        open.retain(|one| one.days() > LONGEST_QUIET_DAYS);
        open
    }

    /// The runs, in order of time.
    pub fn iter(&self) -> impl Iterator<Item = &Covered> {
        self.0.iter()
    }

    /// Whether nothing is covered.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn of(days: &BTreeSet<NaiveDate>) -> Self {
        Self::broken(days, |_| false)
    }

    /// Runs that end where a dark day begins, however few dark days there are.
    fn broken(days: &BTreeSet<NaiveDate>, is_dark: impl Fn(NaiveDate) -> bool) -> Self {
        let mut runs: Vec<Covered> = Vec::new();
        for &day in days.iter().filter(|day| !is_dark(**day)) {
            let is_one = |run: &Covered| {
                (day - run.until).num_days() <= LONGEST_QUIET_DAYS + 1
                    && !run.until.iter_days().skip(1).take_while(|between| *between < day).any(&is_dark)
            };
            match runs.last_mut() {
                Some(run) if is_one(run) => run.until = day,
                _ => runs.push(Covered { since: day, until: day }),
            }
        }
        Self(runs)
    }

    fn holds(&self, day: NaiveDate) -> bool {
        self.covers(day, day)
    }
}

/// Days with audit events.
#[derive(Clone, Debug)]
pub struct EventRuns {
    /// Of any source.
    pub all: Runs,
    /// Of the activity feed, which alone reports the Console too.
    pub feed: Runs,
    /// Of the audit-log export.
    pub log: Runs,
}

/// The days that audit events cover, and those with events on record. The feed covers no day on which its logging was off: then only
/// what the audit-log export has counts.
pub(in crate::facts) fn event_runs(hours: &EventHours, logging_off: &LoggingOff) -> [EventRuns; 2] {
    let (log, feed) = (hours.days(false), hours.days(true));
    let of_log = Runs::of(&log);
    let all: BTreeSet<NaiveDate> = log.union(&feed).copied().collect();
    let covered = EventRuns {
        all: Runs::broken(&all, |day| logging_off.suppresses_coverage(day) && !of_log.holds(day)),
        feed: Runs::broken(&feed, |day| logging_off.suppresses_coverage(day)),
        log: of_log.clone(),
    };
    [covered, EventRuns { all: Runs::of(&all), feed: Runs::of(&feed), log: of_log }]
}

/// First and last instant of the feed in a run of its days.
pub(in crate::facts) fn feed_extent(
    data: &Dataset,
    events: &Events,
    run: Covered,
) -> Result<Option<(DateTime<Utc>, DateTime<Utc>)>> {
    let is_inside = |at: &DateTime<Utc>| (run.since..=run.until).contains(&at.date_naive());
    let found = events.notable.iter().filter(|event| event.by_feed).map(|event| event.at);
    let routine = routine::hours(data)?.into_iter().filter(|hour| hour.by_feed);
    let mut found = found.chain(routine.flat_map(|hour| [hour.first, hour.last])).filter(is_inside);
    let Some(first) = found.next() else { return Ok(None) };
    Ok(Some(found.fold((first, first), |(low, high), at| (low.min(at), high.max(at)))))
}

/// Columns of usage and cost that say which key.
pub(in crate::facts) const OF_KEY: [&str; 2] = ["key_name", "key_id"];
/// Columns of usage and cost that say which workspace.
pub(in crate::facts) const OF_WORKSPACE: [&str; 2] = ["workspace_name", "workspace_id"];
/// The column of usage and cost that says which model.
pub(in crate::facts) const OF_MODEL: [&str; 1] = ["model"];

/// The days with rows in usage or cost exports that were grouped by what these columns name: those that name one anywhere. Their
/// other rows are the Workbench's, or the default workspace's.
pub(in crate::facts) fn naming_runs<const N: usize>(data: &Dataset, by: [&str; N]) -> Result<Runs> {
    let mut days = BTreeSet::new();
    for table in [Table::Usage, Table::Cost] {
        let Some(frame) = data.frame(table) else { continue };
        let rows = Rows::of(frame)?;
        let naming = by.iter().map(|column| rows.text(column)).collect::<Result<Vec<_>>>()?;
        let day = rows.day("day")?;
        // Of each file whether it names one, and its days.
        let mut files: BTreeMap<u32, (bool, BTreeSet<NaiveDate>)> = BTreeMap::new();
        for row in 0..rows.len() {
            let (is_naming, own) = files.entry(rows.file(row)).or_default();
            *is_naming = *is_naming || naming.iter().any(|column| column.get(row).is_some());
            own.extend(day.get(row));
        }
        days.extend(files.into_values().filter(|(is_naming, _)| *is_naming).flat_map(|(_, own)| own));
    }
    Ok(Runs::of(&days))
}
