//! Where the events of each source end: behind it nothing shows whether something was undone, or for how long it was off.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::events::{Event, Events};
use super::routine;
use crate::model::Dataset;

/// The last instant with an event, of each source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventEnds {
    /// Of the activity feed.
    pub feed: Option<DateTime<Utc>>,
    /// Of the audit-log export.
    pub log: Option<DateTime<Utc>>,
}

impl EventEnds {
    pub(in crate::facts) fn read(data: &Dataset, events: &Events) -> Result<Self> {
        let mut ends = Self::default();
        let mut add = |by_feed: bool, at: DateTime<Utc>| {
            let end = if by_feed { &mut ends.feed } else { &mut ends.log };
            *end = (*end).max(Some(at));
        };
        for one in &events.notable {
            add(one.by_feed, one.at);
            // What both sources report stands here once.
            if one.also.is_some() {
                add(!one.by_feed, one.at);
            }
        }
        routine::hours(data)?.iter().for_each(|hour| add(hour.by_feed, hour.last));
        Ok(ends)
    }

    /// Until when the sources of an event would show what followed it.
    #[must_use]
    pub fn of(&self, event: &Event) -> DateTime<Utc> {
        let own = |by_feed: bool| event.by_feed == by_feed || event.also.is_some();
        let ends = [self.feed.filter(|_| own(true)), self.log.filter(|_| own(false))];
        ends.into_iter().flatten().fold(event.at, DateTime::max)
    }

    /// Where one looks for what followed an event, and until when that tells: `the activity feed, which ends on 2026-07-31 17:02 UTC`.
    #[must_use]
    pub fn says(&self, event: &Event) -> String {
        let (source, verb) = match (event.also.is_some(), event.by_feed) {
            (true, _) => ("the events", "end"),
            (false, true) => ("the activity feed", "ends"),
            (false, false) => ("the audit-log export", "ends"),
        };
        format!("{source}, which {verb} on {}", self.of(event).format("%Y-%m-%d %H:%M UTC"))
    }
}
