//! Events that were asked for by type: many people on many days, and only one or two things that any of them did.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::LogFacts;
use crate::data::event_kinds::EventKinds;
use crate::model::{Period, counted};

/// Whoever works signs in, writes, looks and changes things: a whole log has a dozen types after a few days. So few types of so many
/// events, days and people were chosen. Fewer of any of them may be all that happened in a small organization, or in a new one.
const MOST_TYPES: usize = 2;
const LEAST_EVENTS: u64 = 100;
const LEAST_DAYS: usize = 14;
const LEAST_PEOPLE: usize = 3;
/// Whoever acted less often than that may have done nothing else.
const LEAST_EACH: u64 = 5;
/// What people do before they do anything: a log of nothing else was filtered, whatever number of types that is.
const SIGN_INS: &str = "login";

/// People from which on a log of one type alone is none of what they did else: nobody's silence is shown by it.
const LEAST_PEOPLE_OF_ONE_TYPE: usize = 2;

/// The types that a log was filtered to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FewTypes {
    /// As the feed calls them, in order.
    types: Vec<String>,
    people: usize,
    days: usize,
    /// Whether the feed alone was filtered, and there is a log beside it.
    of_feed: bool,
}

impl FewTypes {
    /// What all events were filtered to; nothing where that is not plain to see.
    #[must_use]
    pub fn of_all(log: &LogFacts) -> Option<Self> {
        Self::of(log, all_days(log)?, None)
    }

    /// The same, or what the feed alone was filtered to beside an audit log that was not: of the Console and of machines it alone tells.
    #[must_use]
    pub fn of_feed(log: &LogFacts) -> Option<Self> {
        Self::of_feed_within(log, all_days(log)?)
    }

    /// What the events of a period were filtered to.
    #[must_use]
    pub fn within(log: &LogFacts, period: Period) -> Option<Self> {
        Self::of(log, period, None)
    }

    /// The same, or what the feed alone was filtered to.
    #[must_use]
    pub fn of_feed_within(log: &LogFacts, period: Period) -> Option<Self> {
        Self::within(log, period).or_else(|| Self::of(log, period, Some(true)))
    }

    /// The one type of which all events of a period are, also where only two people acted: that such a log has nothing of somebody does
    /// not show that they did nothing.
    #[must_use]
    pub fn of_one_type(log: &LogFacts, period: Period) -> Option<Self> {
        Self::with_people(log, period, None, LEAST_PEOPLE_OF_ONE_TYPE).filter(|few| few.types.len() == 1)
    }

    fn of(log: &LogFacts, period: Period, by_feed: Option<bool>) -> Option<Self> {
        Self::with_people(log, period, by_feed, LEAST_PEOPLE)
    }

    fn with_people(log: &LogFacts, period: Period, by_feed: Option<bool>, least_people: usize) -> Option<Self> {
        let kinds = EventKinds::embedded();
        let (mut counts, mut days) = (BTreeMap::<&str, u64>::new(), BTreeSet::<NaiveDate>::new());
        let mut has_others = false;
        for row in log.hours.rows.iter().filter(|row| by_feed.is_none_or(|asked| asked == row.by_feed)) {
            let day = row.hour.date_naive();
            if !period.contains(day) {
                continue;
            }
            let name = log.hours.name(row);
            *counts.entry(name).or_default() += row.count;
            days.insert(day);
            has_others |= kinds.kind(name).topic != SIGN_INS;
            if has_others && counts.len() > MOST_TYPES {
                return None;
            }
        }
        let (people, events) = (people(log, period), counts.values().sum::<u64>());
        let is_much = events >= LEAST_EVENTS && days.len() >= LEAST_DAYS && people >= least_people;
        let types = counts.into_keys().map(str::to_owned).collect();
        is_much.then_some(Self { types, people, days: days.len(), of_feed: by_feed.is_some() })
    }

    /// Why such events say nothing of what else was done.
    #[must_use]
    pub fn why(&self) -> String {
        let named = self.types.iter().take(MOST_TYPES).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = if self.types.len() > MOST_TYPES { ", …" } else { "" };
        format!(
            "the {} are of {} only ({named}{more}), on {} and by {}: they were probably exported with a filter",
            if self.of_feed { "events of the activity feed" } else { "audit events" },
            counted(self.types.len(), "type"),
            counted(self.days, "day"),
            counted(self.people, "person"),
        )
    }
}

/// How many people acted again and again about a period.
fn people(log: &LogFacts, period: Period) -> usize {
    let acted = log.events.actors.all.iter().filter(|actor| {
        let [first, last] = &actor.sights;
        let is_then = first.0.date_naive() <= period.end && last.0.date_naive() >= period.start;
        actor.is_person && actor.count >= LEAST_EACH && is_then
    });
    acted.count()
}

/// Sessions end some day: so many people do not act on so many days without one of them signing in.
const LEAST_DAYS_OF_SESSIONS: usize = 45;
const LEAST_PEOPLE_SIGNED_IN: usize = 5;

/// Why the events of a period say nothing of sign-ins: there is none of any kind, where there must have been some.
#[must_use]
pub fn without_sign_ins(log: &LogFacts, period: Period) -> Option<String> {
    let kinds = EventKinds::embedded();
    let rows = || log.hours.rows.iter().filter(|row| period.contains(row.hour.date_naive()));
    if rows().any(|row| kinds.kind(log.hours.name(row)).topic == SIGN_INS) {
        return None;
    }
    let days = rows().map(|row| row.hour.date_naive()).collect::<BTreeSet<_>>().len();
    let people = people(log, period);
    (days >= LEAST_DAYS_OF_SESSIONS && people >= LEAST_PEOPLE_SIGNED_IN).then(|| {
        let (days, people) = (counted(days, "day"), counted(people, "person"));
        format!("no event is a sign-in, on {days} and of {people}: they were probably left out by a filter")
    })
}

/// From the first day with events to the last.
fn all_days(log: &LogFacts) -> Option<Period> {
    let days = || log.hours.rows.iter().map(|row| row.hour.date_naive());
    Period::new(days().min()?, days().max()?)
}
