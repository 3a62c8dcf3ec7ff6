//! What occurs in the period for the first time, where earlier data shows that it did not before.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, SecondsFormat, Utc};

use super::{EventHours, Facts, HourCount, rank, sensitivity};
use crate::data::event_kinds::EventKinds;
use crate::facts::ActorSeen;
use crate::model::{Dataset, FirstSeen, LogReview, Period};

/// Days of earlier data from which on something is new that is not in it.
const EARLIER_DAYS: u64 = 28;

/// Adds what is new, and since when there are events to compare with.
pub(super) fn tell(review: &mut LogReview, data: &Dataset, facts: &Facts, period: Period) {
    let Some(latest) = period.start.checked_sub_days(Days::new(EARLIER_DAYS)) else { return };
    let began = |by_feed| facts.log.hours.of_source(by_feed).next().map(|row| row.hour.date_naive());
    let sources: Vec<bool> =
        [true, false].into_iter().filter(|&by_feed| began(by_feed).is_some_and(|day| day <= latest)).collect();
    let Some(since) = sources.iter().filter_map(|&by_feed| began(by_feed)).min() else { return };
    review.compared_since = Some(since);
    review.new_types = sources.iter().flat_map(|&by_feed| new_types(data, &facts.log.hours, by_feed, period)).collect();
    review.new_types.sort_by(|a, b| (&a.at, &a.name).cmp(&(&b.at, &b.name)));
    let is_new = |actor: &&ActorSeen| actor.is_person && period.contains(actor.first.date_naive());
    // A source that begins later would make everybody new whom only it reports.
    if sources.len() == [true, false].into_iter().filter(|&by_feed| began(by_feed).is_some()).count() {
        review.new_actors =
            facts.log.events.actors.all.iter().filter(is_new).map(|one| person(data, facts, one)).collect();
        review.new_actors.sort_by(|a, b| (&a.at, &a.name).cmp(&(&b.at, &b.name)));
    }
}

fn person(data: &Dataset, facts: &Facts, actor: &ActorSeen) -> FirstSeen {
    let members = &facts.lists.members;
    let of_address = |address: &String| facts.lists.member_at(address);
    let by_id = || actor.ids.iter().find_map(|id| facts.lists.member(id));
    let about = match actor.address.as_ref().and_then(of_address).or_else(by_id) {
        Some(member) => member.added_at.map_or_else(
            || "a member; the list does not say since when".to_owned(),
            |at| format!("a member since {}", at.date_naive()),
        ),
        None if members.is_empty() => "no list of members was given".to_owned(),
        None => "not in the list of members".to_owned(),
    };
    let (at, name, source) = &actor.sights[0];
    FirstSeen {
        name: actor.address.clone().or_else(|| actor.ids.first().cloned()).unwrap_or_default(),
        about,
        at: formatted(*at),
        events: actor.count,
        evidence: source.evidence(data, name.clone()),
    }
}

fn new_types(data: &Dataset, hours: &EventHours, by_feed: bool, period: Period) -> Vec<FirstSeen> {
    let known = EventKinds::embedded();
    let mut seen: BTreeMap<&str, (&HourCount, u64)> = BTreeMap::new();
    for row in hours.of_source(by_feed) {
        seen.entry(hours.name(row)).or_insert((row, 0)).1 += row.count;
    }
    let is_new = |(_, (first, _)): &(&str, (&HourCount, u64))| period.contains(first.hour.date_naive());
    let tell = |(name, (first, events)): (&str, (&HourCount, u64))| FirstSeen {
        name: name.to_owned(),
        about: sensitivity(rank(known.kind(name).weight)).to_owned(),
        at: formatted(first.hour),
        events,
        evidence: first.source.evidence(data, name),
    };
    seen.into_iter().filter(is_new).map(tell).collect()
}

fn formatted(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
