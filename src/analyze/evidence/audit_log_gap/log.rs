//! One source of audit events, hour by hour.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use crate::analyze::Context;
use crate::facts::{EventHours, HourCount, OffInterval, Source};
use crate::model::{EventSource, Period};

/// Of what the other source leads to expect, so much is relied on.
const RELIED_ON: f64 = 0.5;
/// Hours with a type in the other source from which on it is known how much of it this one tells.
const LEAST_HOURS: u64 = 5;

/// A source.
pub(super) struct Log<'a> {
    pub(super) by_feed: bool,
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// Its first hour.
    first: DateTime<Utc>,
    /// Types reported for in each hour since.
    pub(super) types: Vec<u32>,
    hours: &'a EventHours,
}

/// What the other source reports in a silence.
pub(super) struct Witness {
    /// Events of types that both report.
    pub(super) events: u64,
    /// Types by hour that the silent source should have.
    pub(super) expected: f64,
    /// One of the rows.
    pub(super) source: Source,
}

/// How often both sources report a type while neither is silent, and how often the other does in the silence.
#[derive(Default)]
struct Shared {
    own: u64,
    other: u64,
    meanwhile: u64,
    events: u64,
}

impl<'a> Log<'a> {
    /// None where the source has no event.
    pub(super) fn of(cx: &'a Context, by_feed: bool) -> Option<Self> {
        let hours = &cx.facts.log.hours;
        let (first, types) = hours.types_by_hour(by_feed)?;
        let (id, title) = if by_feed {
            (EventSource::Feed.id(), "the activity feed")
        } else {
            (EventSource::Log.id(), "the audit-log export")
        };
        Some(Self { by_feed, id, title, first, types, hours })
    }

    pub(super) const fn weeks(&self) -> usize {
        self.types.len() / (7 * 24)
    }

    pub(super) const fn days(&self) -> usize {
        self.types.len().div_ceil(24)
    }

    /// Days of a period from the first to the last event.
    pub(super) fn days_within(&self, period: Period) -> u64 {
        let last = self.hour(self.types.len().saturating_sub(1)).date_naive();
        let common = Period::new(self.first.date_naive().max(period.start), last.min(period.end));
        common.map_or(0, |common| u64::try_from(common.days()).unwrap_or_default())
    }

    /// The beginning of an hour, counted from the first.
    pub(super) fn hour(&self, at: usize) -> DateTime<Utc> {
        self.first + TimeDelta::hours(i64::try_from(at).unwrap_or_default())
    }

    /// Whether an hour is of a Saturday or Sunday.
    pub(super) fn is_weekend(&self, at: usize) -> bool {
        self.hour(at).weekday().number_from_monday() > 5
    }

    fn rows(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> impl Iterator<Item = &'a HourCount> {
        let hours = self.hours;
        hours.of_source(self.by_feed).filter(move |row| row.hour >= from && row.hour < to)
    }

    fn rows_of(&self, hour: usize) -> impl Iterator<Item = &'a HourCount> {
        self.rows(self.hour(hour), self.hour(hour + 1))
    }

    /// A row of the last hour before a silence.
    pub(super) fn before(&self, start: usize) -> Option<Source> {
        self.rows_of(start.checked_sub(1)?).map(|row| row.source).max()
    }

    /// A row of the first hour after a silence.
    pub(super) fn after(&self, end: usize) -> Option<Source> {
        self.rows_of(end).map(|row| row.source).min()
    }

    /// Both, where no file has events on both sides.
    pub(super) fn seam(&self, start: usize, end: usize) -> Option<(Source, Source)> {
        let (before, after) = (self.before(start)?, self.after(end)?);
        let is_in_both = |row: &HourCount| self.rows_of(end).any(|next| next.source.file == row.source.file);
        let goes_on = self.rows_of(start.checked_sub(1)?).any(is_in_both);
        (!goes_on).then_some((before, after))
    }

    /// Whether a source that covers a time reports nothing in it.
    pub(super) fn is_silent(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> bool {
        self.first < from && to <= self.hour(self.types.len()) && self.rows(from, to).next().is_none()
    }

    /// The time without logging that explains a silence: outside of it there is none of so many hours.
    pub(super) fn explained_by<'c>(
        &self,
        cx: &'c Context,
        start: DateTime<Utc>,
        end: DateTime<Utc>,
        silent: usize,
    ) -> Option<&'c OffInterval> {
        // It is the feed's logging that is switched off. Where nothing switched it on again, and the feed has events between the change
        // and the silence, it was on.
        let goes_on = |one: &OffInterval| self.rows(one.off.at + TimeDelta::seconds(1), start).next().is_some();
        let own = |one: &&OffInterval| self.by_feed && (one.on.is_some() || !goes_on(one));
        let off: Vec<&OffInterval> = cx.facts.log.logging_off.during(start, end).filter(own).collect();
        let mut since = start;
        let mut longest = TimeDelta::zero();
        for one in &off {
            longest = longest.max(one.off.at - since);
            since = since.max(one.on.as_ref().map_or(end, |on| on.at));
        }
        let is_explained = longest.max(end - since).num_hours() < i64::try_from(silent).unwrap_or(i64::MAX);
        off.first().copied().filter(|_| is_explained)
    }

    /// What another source reports in a silence and this one should: of each type as much as it reports elsewhere.
    pub(super) fn witness(&self, other: &Self, from: DateTime<Utc>, to: DateTime<Utc>) -> Option<Witness> {
        let begins = self.first.max(other.first);
        let ends = self.hour(self.types.len()).min(other.hour(other.types.len()));
        let outside = |row: &&HourCount| row.hour < from || row.hour >= to;
        let mut shared: BTreeMap<&str, Shared> = BTreeMap::new();
        for row in self.rows(begins, ends).filter(outside) {
            shared.entry(self.hours.name(row)).or_default().own += 1;
        }
        for row in other.rows(begins, ends).filter(outside) {
            shared.entry(self.hours.name(row)).or_default().other += 1;
        }
        let mut source = None;
        for row in other.rows(from, to) {
            if let Some(kind) = shared.get_mut(self.hours.name(row)).filter(|kind| kind.own > 0) {
                kind.meanwhile += 1;
                kind.events += row.count;
                source = source.or(Some(row.source));
            }
        }
        let found = |kind: &Shared| (kind.own as f64 / kind.other.max(1) as f64).min(1.0);
        let known = shared.values().filter(|kind| kind.other >= LEAST_HOURS);
        let expected: f64 = known.map(|kind| kind.meanwhile as f64 * found(kind)).sum();
        let events = shared.values().map(|kind| kind.events).sum();
        source.map(|source| Witness { events, expected: RELIED_ON * expected, source })
    }
}
