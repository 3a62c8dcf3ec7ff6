//! Events of both sources in one vocabulary: each action once, and who was ever seen where.
//!
//! Everyday work is most of a log and no check asks for its single events: it was folded while it was read (see
//! [`super::routine`]), and only its actors are here, so that a log of millions of events stays small.

mod actors;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::net::IpAddr;

use anyhow::Result;
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use serde_json::Value;

use self::actors::Observation;
pub use self::actors::{ActorSeen, Actors};
use super::actor::{EventActor, is_person};
use super::routine;
use crate::data::event_kinds::{ATTEMPT, EventKind, EventKinds, Weight};
use crate::data::yes_no;
use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, EventSource, Evidence, Period, Table};
use crate::stats::cross_source::CrossSourceMatcher;

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its own id; the audit-log export has none.
    pub id: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// Its type as the source writes it.
    pub event: String,
    /// Its type as the activity feed calls it.
    pub name: String,
    /// What it is.
    pub kind: EventKind,
    /// Who did it.
    pub actor: EventActor,
    /// From which address.
    pub ip: Option<String>,
    /// With which program.
    pub user_agent: Option<String>,
    /// Every other field.
    pub details: Value,
    /// Whether the activity feed says so, and not the audit-log export.
    pub by_feed: bool,
    /// Where it stands.
    pub source: Source,
    /// Where the other source reports the same action.
    pub also: Option<Source>,
    /// Its place among the rows: several events can stand on one line.
    pub(in crate::facts) row: usize,
}

impl Event {
    /// A field that is text: of the feed's event, or of the log's `event_info`.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        self.field(field).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// A field that is true or false, as the API or any tool spells it.
    #[must_use]
    pub fn flag(&self, field: &str) -> Option<bool> {
        yes_no(self.field(field)?)
    }

    /// A field of the feed's event, or of the log's `event_info`.
    #[must_use]
    pub fn field(&self, field: &str) -> Option<&Value> {
        let info = || self.details.get("event_info").and_then(|info| info.get(field));
        self.details.get(field).or_else(info).filter(|value| !value.is_null())
    }

    /// The organization that it is of, where the events are of several.
    #[must_use]
    pub fn organization(&self) -> Option<&str> {
        self.details.get("organization_id").and_then(Value::as_str)
    }

    /// The changed fields of an update: type, value before, value after.
    pub fn updates(&self) -> impl Iterator<Item = (&str, &Value, &Value)> {
        const NOTHING: &Value = &Value::Null;
        let each = self.field("updates").and_then(Value::as_array).into_iter().flatten();
        each.filter_map(|update| {
            let value = |field: &str| update.get(field).unwrap_or(NOTHING);
            Some((update.get("type")?.as_str()?, value("previous_value"), value("current_value")))
        })
    }

    /// Its rows as evidence, one of each source that reports it.
    pub fn evidence<'a>(&'a self, data: &'a Dataset) -> impl Iterator<Item = Evidence> + 'a {
        let record = || format!("{}: {}", self.event, self.actor.label());
        [Some(self.source), self.also].into_iter().flatten().map(move |source| source.evidence(data, record()))
    }

    /// What tells it from others: its id, else its instant and type.
    #[must_use]
    pub fn key(&self) -> String {
        self.id.clone().unwrap_or_else(|| format!("{} {}", self.at.to_rfc3339(), self.event))
    }

    /// Whether a person did it, as far as the source says: the log names no kind of actor, and people only.
    #[must_use]
    pub fn is_by_person(&self) -> bool {
        is_person(self.actor.kind.as_deref())
    }
}

/// Events that some check or rule may ask for, in order of time, and all actors.
#[derive(Clone, Debug, Default)]
pub struct Events {
    /// All but routine events; of these, what a rule of the policy names. What both sources report is reported by the feed.
    pub notable: Vec<Event>,
    /// Who acted.
    pub actors: Actors,
    /// First instant of the data.
    pub first: Option<DateTime<Utc>>,
    /// In which hours the rows of the log happened that report an action of the feed, and that action, and how many they are.
    pairs: BTreeMap<(DateTime<Utc>, DateTime<Utc>), u64>,
    /// The rows of the log that report an action of the feed.
    also_in_feed: Vec<Event>,
    /// The row of that action, by each of them.
    same: BTreeMap<usize, usize>,
}

impl Events {
    pub(in crate::facts) fn read(data: &Dataset) -> Result<Self> {
        let mut all = Self::default();
        let Some(frame) = data.frame(Table::Events) else { return Ok(all) };
        let rows = Rows::of(frame)?;
        let (id, at, event, source) =
            (rows.text("id")?, rows.instant("at")?, rows.text("event")?, rows.text("source")?);
        let (actor_id, address, kind) = (rows.text("actor_id")?, rows.text("actor_address")?, rows.text("actor_type")?);
        let (ip, agent, details) = (rows.text("ip_address")?, rows.text("user_agent")?, rows.text("details")?);
        let kinds = EventKinds::embedded();
        let folded = routine::hours(data)?;
        let mut matcher = CrossSourceMatcher::new([true, false].into_iter().all(|feed| {
            (0..rows.len()).any(|row| (source.get(row) == Some(EventSource::Feed.id())) == feed)
                || folded.iter().any(|hour| hour.by_feed == feed)
        }));
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let mut notable: Vec<Event> = Vec::new();
        for row in 0..rows.len() {
            let (Some(written), Some(at)) = (event.get(row), at.get(row)) else { continue };
            all.first = Some(all.first.map_or(at, |first| first.min(at)));
            let by_feed = source.get(row) == Some(EventSource::Feed.id());
            let names = names_of_feed(written, by_feed, details.get(row), kinds);
            let what = names.first().map_or_else(|| kinds.kind(written), |name| kinds.kind(name));
            if let Some(actor) = all.actors.place((actor_id.get(row), address.get(row))) {
                matcher.add(row, actor, &names, at.timestamp_micros(), by_feed, is_frequent(what));
            }
            let [id, actor_id, address, kind] = [&id, &actor_id, &address, &kind].map(|text| owned(text.get(row)));
            let one = Event {
                id,
                at,
                event: written.to_owned(),
                name: names.first().copied().unwrap_or(written).to_owned(),
                kind: what,
                actor: EventActor { id: actor_id, address, kind },
                ip: ip.get(row).map(one_spelling),
                user_agent: owned(agent.get(row)),
                details: serde_json::from_str(details.get(row).unwrap_or("null")).unwrap_or_default(),
                by_feed,
                source: rows.source(row),
                also: None,
                row,
            };
            let by_anthropic = one.flag("initiated_by_anthropic") == Some(true);
            let kind = if by_anthropic { Some(ANTHROPIC.to_owned()) } else { one.actor.kind.clone() };
            notable.push(Event { actor: EventActor { kind, ..one.actor.clone() }, ..one });
        }
        all.first = folded.iter().map(|hour| hour.first).chain(all.first).min();
        let feed = || folded.iter().filter(|hour| hour.by_feed);
        let span = feed().map(|hour| hour.first).min().zip(feed().map(|hour| hour.last).max());
        let span = span.map(|(first, last)| (first.timestamp_micros(), last.timestamp_micros()));
        let same = matcher.pairs(span, |log, feed| matches!((ip.get(log), ip.get(feed)), (Some(a), Some(b)) if a != b));
        all.pairs = data.routine.as_ref().map(|routine| routine.reported_twice.clone()).unwrap_or_default();
        all.add_pairs(&mut notable, &same, |row| Some((at.get(row)?, rows.source(row))));
        all.see_actors(&notable, &same, data, kinds)?;
        (all.also_in_feed, all.notable) = notable.into_iter().partition(|one| same.contains_key(&one.row));
        all.same = same;
        all.notable.sort_by(|a, b| (a.at, &a.id, a.source).cmp(&(b.at, &b.id, b.source)));
        Ok(all)
    }

    /// Counts the hours in which both sources report an action, and gives the feed's event the place of the log's row.
    fn add_pairs(
        &mut self,
        notable: &mut [Event],
        same: &BTreeMap<usize, usize>,
        place: impl Fn(usize) -> Option<(DateTime<Utc>, Source)>,
    ) {
        for (log, feed) in same {
            let hour = |row: usize| place(row)?.0.duration_trunc(TimeDelta::hours(1)).ok();
            if let Some(hours) = hour(*log).zip(hour(*feed)) {
                *self.pairs.entry(hours).or_default() += 1;
            }
            if let Ok(at) = notable.binary_search_by_key(feed, |one| one.row) {
                notable[at].also = place(*log).map(|(_, source)| source);
            }
        }
    }

    /// Notes who acted: in the order of the rows, then in routine. What both sources report counts once.
    fn see_actors(
        &mut self,
        rows: &[Event],
        same: &BTreeMap<usize, usize>,
        data: &Dataset,
        kinds: &EventKinds,
    ) -> Result<()> {
        for one in rows {
            let actor = (one.actor.id.as_deref(), one.actor.address.as_deref());
            let sight = Observation { at: one.at, name: &one.name, source: one.source };
            let from = (one.ip.as_deref(), one.user_agent.as_deref());
            self.actors.record(actor, one.actor.kind.as_deref(), (&sight, !same.contains_key(&one.row)), from);
        }
        for one in routine::actors(data)? {
            let name = if one.by_feed { None } else { kinds.of_log(&one.event).first().copied() };
            self.actors.record_aggregate(&one, name.unwrap_or(&one.event));
        }
        Ok(())
    }

    /// How many rows of the log in a period report an action that the feed reports in it too.
    pub(crate) fn reported_twice(&self, period: Period) -> u64 {
        self.reported_again(period).map(|(_, count)| count).sum()
    }

    /// In which hours the rows of the log happened that report what the feed reports too, and how many they are.
    pub(crate) fn reported_again(&self, period: Period) -> impl Iterator<Item = (DateTime<Utc>, u64)> {
        let is_in = move |at: DateTime<Utc>| period.contains(at.date_naive());
        let found = self.pairs.iter().filter(move |((log, feed), _)| is_in(*log) && is_in(*feed));
        found.map(|((log, _), count)| (*log, *count))
    }

    /// All of them, in the order of the rows: those of the log too that report an action of the feed.
    pub(in crate::facts) fn by_row(&self) -> Vec<&Event> {
        let mut rows: Vec<&Event> = self.notable.iter().chain(&self.also_in_feed).collect();
        rows.sort_unstable_by_key(|event| event.row);
        rows
    }

    /// The row of the feed that reports the same action as a row of the log, by the log's row.
    pub(in crate::facts) const fn same(&self) -> &BTreeMap<usize, usize> {
        &self.same
    }

    /// The events of a period.
    pub fn within(&self, period: Period) -> impl Iterator<Item = &Event> {
        self.notable.iter().filter(move |event| period.contains(event.at.date_naive()))
    }
}

/// Who acts where the provider does, as the feed calls it; the log says so in a field.
const ANTHROPIC: &str = "anthropic_actor";

/// What the feed calls an event, as one of its own rows or a row of the log writes it; several names where the log has one for them.
fn names_of_feed<'a>(written: &'a str, by_feed: bool, details: Option<&str>, kinds: &EventKinds) -> Vec<&'a str> {
    if written == ATTEMPT.0 && details.is_some_and(|text| text.contains("\"is_successful\":false")) {
        return vec![ATTEMPT.1];
    }
    if by_feed { vec![written] } else { kinds.of_log(written) }
}

/// An address of the network as it is usually written: `::ffff:198.51.100.7` is `198.51.100.7`.
fn one_spelling(ip: &str) -> String {
    ip.parse::<IpAddr>().map_or_else(|_| ip.to_owned(), |ip| ip.to_canonical().to_string())
}

/// What people do all day.
pub(super) fn is_frequent(kind: EventKind) -> bool {
    matches!(kind.weight, Weight::Everyday | Weight::SignIn | Weight::Reading)
}
