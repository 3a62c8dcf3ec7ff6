//! Which days the exports cover: unbroken runs of days, the spans of single files, the first and last instant of everything, and
//! what later exports say about past days.

mod calendar;
pub(super) mod clock;
pub(super) mod file_spans;
mod holes;
mod past_days;
mod runs;
mod unread_days;
mod use_coverage;

pub use calendar::Calendar;
pub use holes::{SHORT_PAUSE, long_pauses};
pub use past_days::PastDays;
pub use runs::{Covered, EventRuns, Runs};
pub(super) use runs::{LONGEST_QUIET_DAYS, OF_KEY, OF_MODEL, OF_WORKSPACE, event_runs, feed_extent, naming_runs};
pub use unread_days::{Unread, UnreadDays};
pub use use_coverage::UseCoverage;

use anyhow::Result;

use super::log::{FewTypes, LogFacts};
use crate::model::{Dataset, Period};

/// Which days the exports cover.
#[derive(Clone, Debug)]
pub struct CoverageFacts {
    /// The days on which use would show which key made it.
    pub key_use: Runs,
    /// The days on which use would show in which workspace it was.
    pub workspace_use: Runs,
    /// The days on which use would show of which model it was.
    pub model_use: Runs,
    /// The days of which usage or cost says anything, whatever it names.
    pub use_days: UseCoverage,
    /// The days with audit events of any source; not those on which logging was off, and none where they were filtered to a few types.
    pub events: Runs,
    /// The days with events of the activity feed, which alone reports the Console too; under the same conditions.
    pub feed: Runs,
    /// Days with events, whether logging was off on them or not: what is there happened.
    pub events_on_record: EventRuns,
    /// On which days the series have rows.
    pub calendar: Calendar,
    /// Long stretches between days of usage and cost of which no export says a thing, in order of time.
    pub holes: Vec<Period>,
    /// What every file says about past days.
    pub past_days: PastDays,
    /// What the rows of usage and cost leave out, by day.
    pub unread_days: UnreadDays,
}

impl CoverageFacts {
    pub(super) fn read(data: &Dataset, log: &LogFacts) -> Result<Self> {
        let [mut covered, events_on_record] = event_runs(&log.hours, &log.logging_off);
        // What was not asked for is silent too.
        if FewTypes::of_all(log).is_some() {
            covered.all = Runs::default();
        }
        if FewTypes::of_feed(log).is_some() {
            covered.feed = Runs::default();
        }
        let calendar = Calendar::read(data, &log.hours)?;
        Ok(Self {
            key_use: naming_runs(data, OF_KEY)?,
            workspace_use: naming_runs(data, OF_WORKSPACE)?,
            model_use: naming_runs(data, OF_MODEL)?,
            use_days: UseCoverage::read(data, &calendar),
            events: covered.all,
            feed: covered.feed,
            events_on_record,
            holes: holes::of_spend(data, &calendar),
            calendar,
            past_days: PastDays::read(data)?,
            unread_days: UnreadDays::read(data)?,
        })
    }
}
