//! Routine events, folded while they are read.
//!
//! Most of a log is everyday work of which no check asks for single events. What it says of actors is kept once per actor, type,
//! network and program of a file; of the event itself 32 bytes stay until the files are merged, so that an event in several files
//! counts once: its instant and line, and hashes of its id and content. Then there are tallies only.

mod decoded_cells;
mod keys;
mod lane;
mod memo;
mod plain;
mod raw_event;
mod resolve;
mod tally;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use indexmap::{IndexMap, IndexSet};
use rayon::prelude::*;

use super::values::{NO_TEXT, cut, intern, is_too_long};
use crate::data::event_kinds::EventKinds;
use crate::model::{
    EventContent, EventSource, agent_family, event_fingerprint, mask_secrets, network, text_fingerprint,
};
pub(super) use decoded_cells::DecodedCells;
use keys::id_key;
pub(super) use keys::{mixed, text_key};
pub(super) use lane::{Columns, Decoders};
pub(super) use memo::Actor;
pub(super) use plain::{PlainEvents, PlainSight};
pub(super) use raw_event::RawEvent;
pub(super) use resolve::{Resolved, resolve};
pub(super) use tally::fold;

/// Who did what from where, as codes of texts: type, source, actor's kind, id and address, network, program.
type ObservationKey = [u32; 7];
/// Their columns.
const COLUMNS: [&str; 7] = ["event", "source", "actor_type", "actor_id", "actor_address", "ip_address", "user_agent"];
const EVENT: usize = 0;
const ACTOR_ID: usize = 3;
const ACTOR_ADDRESS: usize = 4;
const NETWORK: usize = 5;

/// What stays of an event until the files are merged.
#[derive(Clone, Copy, Debug)]
struct Record {
    /// Hash of the id, and odd; of events without one, of all that they say, and even.
    key: u64,
    /// See [`event_fingerprint`].
    fingerprint: u64,
    /// Microseconds since 1970.
    at: i64,
    sight: u32,
    /// Files of more lines than that are beyond the bounds.
    line: u32,
}

/// The routine events of a file.
#[derive(Debug, Default)]
pub(super) struct Routine {
    /// Types that stay rows although they are routine.
    singly: BTreeSet<String>,
    /// Read with the first event.
    kinds: Option<&'static EventKinds>,
    types: IndexMap<Box<str>, bool>,
    /// Networks by address and programs by user agent.
    places: IndexMap<Box<str>, u32>,
    texts: IndexSet<Box<str>>,
    sights: IndexSet<ObservationKey>,
    /// Of the sights that events were kept by: type, actor's id and address, by their fingerprints.
    contents: Vec<[u64; 3]>,
    /// By key once the file is read.
    records: Vec<Record>,
}

impl Routine {
    /// Begins without any event. Those of the types `singly` stay rows.
    pub(super) fn excluding(singly: &BTreeSet<String>) -> Self {
        Self { singly: singly.clone(), ..Self::default() }
    }

    /// Number of events.
    pub(super) const fn len(&self) -> usize {
        self.records.len()
    }

    /// Line and instant of every event, in microseconds; in no order.
    pub(super) fn instants(&self) -> impl Iterator<Item = (u32, i64)> + '_ {
        self.records.iter().map(|record| (record.line, record.at))
    }

    /// What distinguishes every event, and its instant.
    pub(super) fn contents(&self) -> impl Iterator<Item = (u64, i64)> + '_ {
        self.records.iter().map(|record| (record.key, record.at))
    }

    /// What stands for all that is compared of an event between reports, and what it says: its type, id and address of who acted, and the
    /// network.
    pub(super) fn seen(&self, record: usize) -> Option<(u64, [Option<&str>; 4])> {
        let record = self.records.get(record)?;
        let sight = self.sights.get_index(record.sight as usize)?;
        let text = |code: u32| self.texts.get_index(code as usize).map(AsRef::as_ref);
        Some((record.fingerprint, [sight[EVENT], sight[ACTOR_ID], sight[ACTOR_ADDRESS], sight[NETWORK]].map(text)))
    }

    /// The columns that some event states.
    pub(super) fn stated(&self) -> Vec<&'static str> {
        let has = |(at, _): &(usize, &'static str)| self.sights.iter().any(|sight| sight[*at] != NO_TEXT);
        let mut all: Vec<&'static str> = COLUMNS.into_iter().enumerate().filter(has).map(|(_, name)| name).collect();
        all.extend((!self.records.is_empty()).then_some("at"));
        all.extend(self.records.iter().any(|record| record.key & 1 == 1).then_some("id"));
        all
    }

    /// First and last instant, in microseconds.
    pub(super) fn extent(&self) -> Option<(i64, i64)> {
        let instants = || self.records.iter().map(|record| record.at);
        instants().min().zip(instants().max())
    }

    /// Drops the events at instants that are `wrong`, and returns their lines, instants, and the id and address of who acted, in order.
    pub(super) fn refuse(&mut self, wrong: impl Fn(i64) -> bool) -> Vec<(u64, i64, String)> {
        let is_wrong = |record: &Record| wrong(record.at);
        let who = |record: &Record| -> String {
            let sight = self.sights.get_index(record.sight as usize);
            let codes = sight.into_iter().flat_map(|sight| [sight[ACTOR_ID], sight[ACTOR_ADDRESS]]);
            codes
                .filter_map(|code| self.texts.get_index(code as usize))
                .map(AsRef::as_ref)
                .collect::<Vec<_>>()
                .join("\n")
        };
        let gone = self.records.iter().filter(|record| is_wrong(record));
        let mut gone: Vec<_> = gone.map(|record| (u64::from(record.line), record.at, who(record))).collect();
        gone.sort_unstable();
        if !gone.is_empty() {
            self.records.retain(|record| !is_wrong(record));
            self.drop_unused_sights();
        }
        gone
    }

    /// Forgets who was seen in dropped events only.
    fn drop_unused_sights(&mut self) {
        let mut kept: IndexSet<ObservationKey> = IndexSet::new();
        for record in &mut self.records {
            let Some(sight) = self.sights.get_index(record.sight as usize) else { continue };
            record.sight = u32::try_from(kept.insert_full(*sight).0).unwrap_or(u32::MAX);
        }
        self.sights = kept;
        self.contents.clear();
    }

    /// Whether events of this type are folded.
    fn takes(&mut self, event: &str, by_feed: bool) -> bool {
        if let Some(known) = self.types.get(event) {
            return *known;
        }
        let kinds = self.kinds.get_or_insert_with(EventKinds::embedded);
        let named = || kinds.of_log(event).into_iter().chain([event]).any(|name| self.singly.contains(name));
        let takes = kinds.is_routine(event, by_feed) && !named();
        self.types.insert(event.into(), takes);
        takes
    }

    /// Folds an event, if it is routine.
    pub(super) fn take(&mut self, line: u64, seen: &RawEvent<'_>) -> bool {
        if !self.takes(seen.event, seen.source == EventSource::Feed.id()) {
            return false;
        }
        let sight = self.sight(seen);
        let (id, details) = (stated(seen.id).map(mask_secrets), stated(seen.details).map(mask_secrets));
        let key = id.as_deref().map_or_else(|| seen.content_key(), id_key);
        let content = match &id {
            Some(id) => EventContent::Id(id),
            None => self.content(sight, text_fingerprint(details.as_deref())),
        };
        self.keep(line, seen.at, sight, content, key);
        true
    }

    /// What an event without an id says: by the code of its sight, and the fingerprint of its details.
    fn content(&mut self, sight: u32, details: u64) -> EventContent<'static> {
        let text = |code: u32| self.texts.get_index(code as usize).map(AsRef::as_ref);
        for own in self.sights.iter().skip(self.contents.len()) {
            self.contents.push([EVENT, ACTOR_ID, ACTOR_ADDRESS].map(|at| text_fingerprint(text(own[at]))));
        }
        let [event, id, address] = self.contents.get(sight as usize).copied().unwrap_or_default();
        EventContent::Texts([event, id, address, details])
    }

    /// The code of what an event says of who did what from where.
    fn sight(&mut self, seen: &RawEvent<'_>) -> u32 {
        let (network, agent) =
            (self.place(seen.ip_address, network), self.place(seen.user_agent, |agent| Some(agent_family(agent))));
        let mut code = |text: Option<&str>| match stated(text) {
            None => NO_TEXT,
            Some(text) if is_too_long("", text) => intern(&mut self.texts, &cut(text)),
            Some(text) => intern(&mut self.texts, text),
        };
        let sight: ObservationKey = [
            code(Some(seen.event)),
            code(Some(seen.source)),
            code(seen.actor_type),
            code(seen.actor_id),
            code(seen.actor_address),
            network,
            agent,
        ];
        u32::try_from(self.sights.insert_full(sight).0).unwrap_or(u32::MAX)
    }

    /// Keeps an event by the code of its sight, what is summed of it, and what distinguishes it.
    fn keep(&mut self, line: u64, at: DateTime<Utc>, sight: u32, content: EventContent, key: u64) {
        let (fingerprint, line) = (event_fingerprint(at, content), u32::try_from(line).unwrap_or(u32::MAX));
        self.records.push(Record { key, fingerprint, at: at.timestamp_micros(), sight, line });
    }

    /// The code of what is kept of an address or a user agent.
    fn place(&mut self, text: Option<&str>, of: impl Fn(&str) -> Option<String>) -> u32 {
        let Some(text) = stated(text) else { return NO_TEXT };
        if let Some(known) = self.places.get(text) {
            return *known;
        }
        let place = of(text).filter(|place| !place.is_empty());
        let code = place.map_or(NO_TEXT, |place| intern(&mut self.texts, &place));
        self.places.insert(text.into(), code);
        code
    }

    /// Takes in what another worker has folded of the same file.
    pub(super) fn absorb(&mut self, other: Self) {
        let code = |at: usize| u32::try_from(at).unwrap_or(NO_TEXT);
        let texts: Vec<u32> = other.texts.into_iter().map(|text| code(self.texts.insert_full(text).0)).collect();
        let shared = |own: u32| texts.get(own as usize).copied().unwrap_or(NO_TEXT);
        let sights: Vec<u32> =
            other.sights.into_iter().map(|sight| code(self.sights.insert_full(sight.map(shared)).0)).collect();
        let records = other.records.into_iter();
        self.records.extend(records.map(|record| Record { sight: sights[record.sight as usize], ..record }));
    }

    /// Gives texts and sights the codes that they would have had if one worker had met the events in the order of their lines.
    pub(super) fn recode(&mut self) {
        let mut firsts = vec![u32::MAX; self.sights.len()];
        for record in &self.records {
            let first = &mut firsts[record.sight as usize];
            *first = record.line.min(*first);
        }
        let mut order: Vec<usize> = (0..firsts.len()).collect();
        order.sort_by_key(|&sight| firsts[sight]);
        let (mut texts, mut sights) = (IndexSet::new(), IndexSet::new());
        let mut codes = vec![0; firsts.len()];
        for sight in order {
            let mut own = self.sights[sight];
            // In the order in which an event is taken apart.
            for at in [NETWORK, NETWORK + 1, 0, 1, 2, 3, 4] {
                if own[at] != NO_TEXT {
                    let text = self.texts[own[at] as usize].clone();
                    own[at] = u32::try_from(texts.insert_full(text).0).unwrap_or(NO_TEXT);
                }
            }
            codes[sight] = u32::try_from(sights.insert_full(own).0).unwrap_or(u32::MAX);
        }
        self.records.iter_mut().for_each(|record| record.sight = codes[record.sight as usize]);
        (self.texts, self.sights) = (texts, sights);
        self.contents.clear();
    }

    /// Orders what was read, and drops what was needed for reading only.
    pub(super) fn finish(&mut self) {
        self.records.par_sort_unstable_by_key(|record| (record.key, record.line));
        self.records.shrink_to_fit();
        (self.kinds, self.types, self.places) = (None, IndexMap::new(), IndexMap::new());
        self.contents = Vec::new();
    }
}

impl Actor {
    /// What distinguishes it, as part of what an event says.
    fn key(&self) -> u64 {
        mixed([&self.kind, &self.id, &self.address, &self.name].map(|text| text_key(text.as_deref())))
    }
}

fn stated(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}
