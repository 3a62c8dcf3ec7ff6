//! Who acted, when first and last, and from where.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::super::actor::is_person;
use super::super::routine::RoutineActor;
use crate::facts::frame::Source;
use crate::model::{agent_family, network, normalize_address};

/// One look at an actor.
#[derive(Clone, Copy, Debug)]
pub(super) struct Observation<'a> {
    /// When.
    pub(super) at: DateTime<Utc>,
    /// Doing what.
    pub(super) name: &'a str,
    /// Where it stands.
    pub(super) source: Source,
}

/// Somebody or something that acted, known by an address, else by an id.
#[derive(Clone, Debug)]
pub struct ActorSeen {
    /// Ids under which events name them.
    pub ids: BTreeSet<String>,
    /// Normalized address.
    pub address: Option<String>,
    /// Whether a person is meant: a user of the feed, or anybody in the log.
    pub is_person: bool,
    /// First event.
    pub first: DateTime<Utc>,
    /// Events as the source writes their types: instant, type and place, of the first and the last.
    pub sights: [(DateTime<Utc>, String, Source); 2],
    /// How many events.
    pub count: u64,
    /// When each network was first seen.
    pub networks: BTreeMap<String, DateTime<Utc>>,
    /// When each program was first seen, whatever its version.
    pub agents: BTreeMap<String, DateTime<Utc>>,
}

/// Everybody who acted.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    /// In the order of their first row.
    pub all: Vec<ActorSeen>,
    by_key: BTreeMap<String, usize>,
}

impl Actors {
    /// The actor with an address, else with an id.
    #[must_use]
    pub fn get(&self, id: Option<&str>, address: Option<&str>) -> Option<&ActorSeen> {
        self.by_key.get(&key(id, address)?).and_then(|at| self.all.get(*at))
    }

    /// The place of whom an event names, before anything of them is noted; nothing for events that name nobody.
    pub(super) fn place(&mut self, (id, address): (Option<&str>, Option<&str>)) -> Option<usize> {
        let key = key(id, address)?;
        let next = self.by_key.len();
        Some(*self.by_key.entry(key).or_insert(next))
    }

    /// Notes an event. Where the other source reports it too, and it `counts` there, only who was where is noted.
    pub(super) fn record(
        &mut self,
        actor: (Option<&str>, Option<&str>),
        kind: Option<&str>,
        (sight, counts): (&Observation<'_>, bool),
        (ip, agent): (Option<&str>, Option<&str>),
    ) {
        self.note(actor, kind, (sight, counts), (ip.and_then(network), agent.map(agent_family)));
    }

    /// Notes routine events: the first, the last, and those between.
    pub(super) fn record_aggregate(&mut self, one: &RoutineActor, name: &str) {
        let actor = (one.actor.id.as_deref(), one.actor.address.as_deref());
        let mut place = None;
        // Of no event that counts here, who was where is known all the same.
        let times = usize::try_from(one.count.max(1)).unwrap_or(2);
        for (at, source) in [one.first, one.last].into_iter().take(times) {
            let from = (one.network.clone(), one.agent.clone());
            place =
                self.note(actor, one.actor.kind.as_deref(), (&Observation { at, name, source }, one.count > 0), from);
        }
        let seen = place.and_then(|place| self.all.get_mut(place));
        if let Some(seen) = seen.filter(|_| is_person(one.actor.kind.as_deref())) {
            seen.count += one.count.saturating_sub(2);
        }
    }

    fn note(
        &mut self,
        (id, address): (Option<&str>, Option<&str>),
        kind: Option<&str>,
        (sight, counts): (&Observation<'_>, bool),
        (network, agent): (Option<String>, Option<String>),
    ) -> Option<usize> {
        let place = self.place((id, address))?;
        if place == self.all.len() {
            let seen = || (sight.at, sight.name.to_owned(), sight.source);
            self.all.push(ActorSeen {
                ids: BTreeSet::new(),
                address: address.and_then(normalize_address),
                is_person: false,
                first: sight.at,
                sights: [seen(), seen()],
                count: 0,
                networks: BTreeMap::new(),
                agents: BTreeMap::new(),
            });
        }
        let one = self.all.get_mut(place)?;
        // Whoever fails to sign in has an address, and has not acted as anybody.
        if is_person(kind) {
            one.acted(id, sight, counts);
        }
        let first = |seen: &mut BTreeMap<String, DateTime<Utc>>, what: Option<String>| {
            if let Some(what) = what {
                seen.entry(what).and_modify(|at| *at = sight.at.min(*at)).or_insert(sight.at);
            }
        };
        if kind != Some("unauthenticated_user_actor") {
            one.first = one.first.min(sight.at);
            first(&mut one.networks, network);
            first(&mut one.agents, agent);
        }
        Some(place)
    }
}

impl ActorSeen {
    fn acted(&mut self, id: Option<&str>, sight: &Observation<'_>, counts: bool) {
        if !self.is_person || self.count == 0 && counts {
            self.sights = [0, 1].map(|_| (sight.at, sight.name.to_owned(), sight.source));
        }
        self.is_person = true;
        self.count += u64::from(counts);
        if let Some(id) = id.filter(|id| !self.ids.contains(*id)) {
            self.ids.insert(id.to_owned());
        }
        if !counts {
            return;
        }
        let [first, last] = &mut self.sights;
        if (sight.at, sight.source) < (first.0, first.2) {
            *first = (sight.at, sight.name.to_owned(), sight.source);
        }
        if (sight.at, sight.source) > (last.0, last.2) {
            *last = (sight.at, sight.name.to_owned(), sight.source);
        }
    }
}

fn key(id: Option<&str>, address: Option<&str>) -> Option<String> {
    address.and_then(normalize_address).or_else(|| id.map(str::to_owned))
}
