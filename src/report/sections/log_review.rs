//! What an auditor asks of the audit log: how much of what there is, what administrators did, and what is new.

mod actions;
mod news;
mod result;
mod rows;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Timelike, Utc};

use crate::data::event_kinds::{Action, EventKinds, Weight};
use crate::facts::Source;
use crate::facts::{EventHours, Facts, HourCount};
use crate::model::{Dataset, KindCount, LogReview, LogSource, Period};

/// Weekdays and hours.
const WEEK: (usize, usize) = (7, 24);

/// The audit events of a period; none without events.
#[must_use]
pub fn log_review(data: &Dataset, facts: &Facts, period: Period) -> Option<LogReview> {
    let is_in = |at: DateTime<Utc>| period.contains(at.date_naive());
    let sources: Vec<(bool, LogSource)> = [(true, "activity feed"), (false, "audit-log export")]
        .into_iter()
        .filter(|(by_feed, _)| facts.log.hours.of_source(*by_feed).next().is_some())
        .map(|(by_feed, title)| {
            let events = facts.log.hours.of_source(by_feed).filter(|row| is_in(row.hour)).map(|row| row.count).sum();
            (by_feed, LogSource { title: title.to_owned(), events })
        })
        .collect();
    if sources.is_empty() {
        return None;
    }
    let (actions, rows) = rows::of(data, facts);
    let mut review = LogReview {
        reported_twice: facts.log.events.reported_twice(period),
        activity_by_hour: by_hour(facts, period),
        kinds: kinds(data, &facts.log.hours, period, &sources),
        actions_total: actions.len() as u64,
        actions,
        rows,
        result: result::of(data, facts, period),
        ..LogReview::default()
    };
    news::tell(&mut review, data, facts, period);
    review.sources = sources.into_iter().map(|(_, source)| source).collect();
    Some(review)
}

/// Events of each hour of the week; what both sources report counts when the feed says that it was.
fn by_hour(facts: &Facts, period: Period) -> Vec<Vec<u64>> {
    let mut hours = vec![vec![0_u64; WEEK.1]; WEEK.0];
    let place = |at: DateTime<Utc>| (at.weekday().num_days_from_monday() as usize, at.hour() as usize);
    for row in facts.log.hours.rows.iter().filter(|row| period.contains(row.hour.date_naive())) {
        let (day, hour) = place(row.hour);
        hours[day][hour] += row.count;
    }
    for (at, count) in facts.log.events.reported_again(period) {
        let (day, hour) = place(at);
        hours[day][hour] = hours[day][hour].saturating_sub(count);
    }
    hours
}

/// Counts while they are gathered.
struct Count<'a> {
    events: Vec<u64>,
    types: BTreeMap<&'a str, u64>,
    source: Source,
}

fn kinds(data: &Dataset, hours: &EventHours, period: Period, sources: &[(bool, LogSource)]) -> Vec<KindCount> {
    let known = EventKinds::embedded();
    let mut counts: BTreeMap<(u8, &str, &str), Count> = BTreeMap::new();
    let is_in = |row: &&HourCount| period.contains(row.hour.date_naive());
    for (place, (by_feed, _)) in sources.iter().enumerate() {
        for row in hours.of_source(*by_feed).filter(is_in) {
            let name = hours.name(row);
            let kind = known.kind(name);
            let new = || Count { events: vec![0; sources.len()], types: BTreeMap::new(), source: row.source };
            let one = counts.entry((rank(kind.weight), kind.topic, done(kind.action))).or_insert_with(new);
            one.events[place] += row.count;
            *one.types.entry(name).or_default() += row.count;
        }
    }
    let mut all: Vec<_> = counts.into_iter().collect();
    all.sort_by_key(|((rank, topic, action), one)| {
        (*rank, std::cmp::Reverse(one.events.iter().sum::<u64>()), *topic, *action)
    });
    let kind = |((rank, topic, action), one): ((u8, &str, &str), Count)| {
        let mut types: Vec<(&str, u64)> = one.types.into_iter().collect();
        types.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
        KindCount {
            topic: topic.to_owned(),
            action: action.to_owned(),
            sensitivity: sensitivity(rank).to_owned(),
            evidence: one.source.evidence(data, types.first().map_or("", |(name, _)| name)),
            types: types.into_iter().map(|(name, _)| name.to_owned()).collect(),
            events: one.events,
        }
    };
    all.into_iter().map(kind).collect()
}

const fn rank(weight: Weight) -> u8 {
    match weight {
        Weight::Admin => 0,
        Weight::Export => 1,
        Weight::Unknown => 2,
        Weight::SignIn => 3,
        Weight::Reading => 4,
        Weight::Everyday => 5,
    }
}

const fn sensitivity(rank: u8) -> &'static str {
    match rank {
        0 => "administration",
        1 => "export",
        2 => "unknown",
        3 => "sign-in",
        4 => "reading",
        _ => "everyday",
    }
}

const fn done(action: Action) -> &'static str {
    match action {
        Action::Make => "made",
        Action::Change => "changed",
        Action::Delete => "deleted",
        Action::Share => "shared",
        Action::Export => "exported",
        Action::Read => "read",
        Action::Fail => "failed",
        Action::Deny => "denied",
        Action::Do => "other",
    }
}
