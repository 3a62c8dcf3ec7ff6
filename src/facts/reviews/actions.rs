//! What administrators did in the period, gathered to rows that somebody can decide about: one actor, one type of event.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest, Sha256};

use crate::data::event_kinds::{Action, Weight};
use crate::facts::lists::Lists;
use crate::facts::log::{Event, EventActor, Events};
use crate::model::Period;

/// So many events are one row: their keys must fit into one cell of a spreadsheet, which holds 32,767 characters.
const MOST_EVENTS: usize = 1_000;
/// Letters of an event's key and of a row's id.
const KEY: usize = 10;
/// A type that says the same of administrators and of whoever makes a key of their own.
const OWN_KEY: &str = "api_key_created";

/// A request to the Compliance API, and the methods that only read.
const COMPLIANCE_REQUEST: &str = "compliance_api_accessed";
const READING: [&str; 3] = ["GET", "HEAD", "OPTIONS"];

/// An event that is to be reviewed.
#[derive(Clone, Debug)]
pub struct Reviewed {
    /// Its place among [`Events::notable`].
    pub place: usize,
    /// What worksheets know it by, in every run that reads it.
    pub key: String,
    /// When it happened.
    pub at: DateTime<Utc>,
}

/// Events that one decision is about.
#[derive(Clone, Debug)]
pub struct ReviewGroup {
    /// `log-` and letters that depend on its events: with other events it is another group.
    pub id: String,
    /// Who did it: an address, else an id.
    pub actor: String,
    /// Type of the events, as the source writes it.
    pub event: String,
    /// The events, in order of time; at least one.
    pub events: Vec<Reviewed>,
}

/// Every action of an administrator in the period, in groups, in the order of their first events.
#[derive(Clone, Debug, Default)]
pub struct Actions {
    /// The groups.
    pub groups: Vec<ReviewGroup>,
}

impl Actions {
    pub(in crate::facts) fn of(events: &Events, lists: &Lists, period: Period) -> Self {
        let mut by_kind: BTreeMap<(String, &str), Vec<Reviewed>> = BTreeMap::new();
        let mut same: BTreeMap<String, u64> = BTreeMap::new();
        let notable = events.notable.iter().enumerate();
        for (place, event) in notable.filter(|(_, event)| period.contains(event.at.date_naive())) {
            if !is_administration(event, lists) {
                continue;
            }
            let identity = identity(event);
            let number = same.entry(identity.clone()).and_modify(|number| *number += 1).or_default();
            let key = letters(&format!("{identity}\n{number}"));
            let group = by_kind.entry((who(lists, &event.actor), &event.event)).or_default();
            group.push(Reviewed { place, key, at: event.at });
        }
        let groups = by_kind.into_iter().flat_map(|((actor, event), events)| {
            let one = move |events: &[Reviewed]| ReviewGroup {
                id: id(events),
                actor: actor.clone(),
                event: event.to_owned(),
                events: events.to_vec(),
            };
            events.chunks(MOST_EVENTS).map(one).collect::<Vec<_>>()
        });
        let mut groups: Vec<ReviewGroup> = groups.collect();
        groups.sort_by(|a, b| (a.events[0].place, &a.id).cmp(&(b.events[0].place, &b.id)));
        Self { groups }
    }

    /// How many events there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.groups.iter().map(|group| group.events.len()).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

/// What only administrators do; and what is done to keys, which others do too, unless a listed member without a privileged role did it.
/// Of whoever is in no list nothing says that they are no administrator.
fn is_administration(event: &Event, lists: &Lists) -> bool {
    let kind = event.kind;
    matches!(kind.weight, Weight::Admin | Weight::Export) && event.name != OWN_KEY
        || changes_by_compliance_api(event)
        || kind.topic == "key" && kind.action != Action::Read && !lists.knows_as_other(&event.actor)
}

/// A request to the Compliance API that does not only read, as one that deletes what people wrote.
fn changes_by_compliance_api(event: &Event) -> bool {
    let method = event.details.get("request_method").and_then(serde_json::Value::as_str);
    event.name == COMPLIANCE_REQUEST
        && method.is_some_and(|method| !READING.iter().any(|one| method.trim().eq_ignore_ascii_case(one)))
}

/// Who did it, as people know them: the address of a listed id.
fn who(lists: &Lists, actor: &EventActor) -> String {
    let listed = || actor.id.as_deref().and_then(|id| lists.member(id)).map(|member| member.address.as_str());
    let known = actor.address.as_deref().or_else(listed).filter(|address| !address.trim().is_empty());
    known.unwrap_or_else(|| actor.label()).to_owned()
}

/// What an event is, whatever else is read with it: its id, else all that it states.
fn identity(event: &Event) -> String {
    let own = event.id.clone().filter(|id| !id.trim().is_empty());
    own.unwrap_or_else(|| {
        let at = event.at.to_rfc3339_opts(SecondsFormat::Micros, true);
        format!("{at}\n{}\n{:?}\n{}", event.event, event.actor, event.details)
    })
}

fn id(events: &[Reviewed]) -> String {
    let mut keys: Vec<&str> = events.iter().map(|event| event.key.as_str()).collect();
    keys.sort_unstable();
    format!("log-{}", letters(&keys.join(" ")))
}

/// Whether a text is a key of an event, and none that was cut.
pub(super) fn is_key(text: &str) -> bool {
    text.len() == KEY && text.bytes().all(|letter| matches!(letter, b'a'..=b'p'))
}

/// Letters of a hash, `a` to `p`: spreadsheets take hexadecimal ones for numbers.
fn letters(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    let each = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    each.take(KEY).map(|half| char::from(b'a' + half)).collect()
}
