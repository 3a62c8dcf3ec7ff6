//! Events by hour: how much each source tells, and of what.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{DateTime, DurationRound, NaiveDate, TimeDelta, Utc};

use super::events::Events;
use super::routine;
use crate::data::event_kinds::EventKinds;
use crate::facts::frame::Source;
use crate::model::Dataset;

/// Events of one source and type in one hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourCount {
    /// Whether the activity feed reports them, and not the audit-log export.
    pub by_feed: bool,
    /// The beginning of the hour.
    pub hour: DateTime<Utc>,
    /// Their type: an index for [`EventHours::name`].
    pub kind: usize,
    /// How many.
    pub count: u64,
    /// The first row of them.
    pub source: Source,
}

/// All events by source, hour and type, in this order.
#[derive(Clone, Debug, Default)]
pub struct EventHours {
    /// The counts.
    pub rows: Vec<HourCount>,
    names: Vec<String>,
}

impl EventHours {
    pub(in crate::facts) fn read(data: &Dataset, found: &Events) -> Result<Self> {
        let kinds = EventKinds::embedded();
        let (mut by_name, mut names) = (BTreeMap::new(), Vec::new());
        let mut counts: BTreeMap<(bool, DateTime<Utc>, usize), (u64, Source)> = BTreeMap::new();
        let mut add = |by_feed: bool, written: &str, at: DateTime<Utc>, (count, source): (u64, Source)| {
            let Ok(hour) = at.duration_trunc(TimeDelta::hours(1)) else { return };
            let kind = *by_name.entry((by_feed, written.to_owned())).or_insert_with(|| {
                let name = if by_feed { written } else { kinds.of_log(written).first().copied().unwrap_or(written) };
                names.push(name.to_owned());
                names.len() - 1
            });
            let (events, first) = counts.entry((by_feed, hour, kind)).or_insert((0, source));
            *events += count;
            *first = source.min(*first);
        };
        for one in found.by_row() {
            add(one.by_feed, &one.event, one.at, (1, one.source));
        }
        for hour in routine::hours(data)? {
            add(hour.by_feed, &hour.event, hour.first, (hour.count, hour.source));
        }
        let each = counts.into_iter();
        let rows =
            each.map(|((by_feed, hour, kind), (count, source))| HourCount { by_feed, hour, kind, count, source });
        Ok(Self { rows: rows.collect(), names })
    }

    /// A type as the activity feed calls it. Two types of the audit log can have one name in the feed.
    #[must_use]
    pub fn name(&self, row: &HourCount) -> &str {
        self.names.get(row.kind).map_or("", String::as_str)
    }

    /// How many types one source reports in each hour, from its first to its last event, with the first hour. None without events.
    #[must_use]
    pub fn types_by_hour(&self, by_feed: bool) -> Option<(DateTime<Utc>, Vec<u32>)> {
        let (first, last) = (self.of_source(by_feed).next()?.hour, self.of_source(by_feed).next_back()?.hour);
        let place = |hour: DateTime<Utc>| usize::try_from((hour - first).num_hours()).unwrap_or_default();
        let mut types = vec![0; place(last) + 1];
        self.of_source(by_feed).for_each(|row| types[place(row.hour)] += 1);
        Some((first, types))
    }

    /// The days with events of one source.
    pub(in crate::facts) fn days(&self, by_feed: bool) -> BTreeSet<NaiveDate> {
        self.of_source(by_feed).map(|row| row.hour.date_naive()).collect()
    }

    /// The counts of one source, in order of time.
    pub fn of_source(&self, by_feed: bool) -> impl DoubleEndedIterator<Item = &HourCount> {
        self.rows.iter().filter(move |row| row.by_feed == by_feed)
    }
}
