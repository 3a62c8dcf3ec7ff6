//! Every event by or about some keys, members or workspaces, in order of time.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use anyhow::Result;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;

use super::actor::EventActor;
use super::events::Events;
use super::key_events::{KeyUpdate, updates};
use super::routine;
use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Table, normalize_address};

/// How the feed calls somebody who gave an address and proved nothing.
const UNAUTHENTICATED: &str = "unauthenticated_user_actor";

/// An event.
#[derive(Clone, Debug)]
pub struct TimelineEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// Its own id; the audit-log export has none.
    pub id: Option<String>,
    /// Its type.
    pub event: String,
    /// Who did it.
    pub actor: EventActor,
    /// Whether the one that was asked about did it, as far as the event says.
    pub is_actor: bool,
    /// What it changed.
    pub updates: Vec<KeyUpdate>,
    /// Where it stands.
    pub source: Source,
    /// Where the log reports the same action.
    pub also: Option<Source>,
    /// Of routine events, which are reported together: how many they are, and when the last was.
    pub again: Option<(u64, DateTime<Utc>)>,
}

impl TimelineEntry {
    /// Whether the actor only gave an address: a failed sign-in may be anybody's.
    #[must_use]
    pub fn is_unauthenticated(&self) -> bool {
        self.actor.kind.as_deref() == Some(UNAUTHENTICATED)
    }
}

/// `` `platform_api_key_updated` by `ana@example.com`: status `active` → `inactive` ``; of the one asked about `` `sso_login_succeeded`, as the actor``.
impl fmt::Display for TimelineEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.event)?;
        if self.is_actor && self.is_unauthenticated() {
            f.write_str(", by somebody with this address who was not signed in")?;
        } else if self.is_actor {
            f.write_str(", as the actor")?;
        } else {
            write!(f, " by `{}`", self.actor.label())?;
        }
        if let Some((times, last)) = &self.again {
            write!(f, "; {times} times until {}", last.to_rfc3339_opts(SecondsFormat::Secs, true))?;
        }
        for (at, update) in self.updates.iter().enumerate() {
            let between = if at == 0 { ":" } else { "," };
            write!(f, "{between} {} {} → {}", update.field, formatted(&update.from), formatted(&update.to))?;
        }
        Ok(())
    }
}

fn formatted(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    }
}

/// The events by or about each of `subjects`, which are sets of ids and addresses. An event is about what it names in any field;
/// names are no ids. One pass: details are parsed only where an id or an address of somebody who was asked about stands in them.
///
/// # Errors
/// When a frame lacks a column, which would be a mistake in `ingest`.
pub fn timelines(data: &Dataset, events: &Events, subjects: &[BTreeSet<String>]) -> Result<Vec<Vec<TimelineEntry>>> {
    let mut all = vec![Vec::new(); subjects.len()];
    let Some(frame) = data.frame(Table::Events) else { return Ok(all) };
    let wanted = Wanted::of(subjects);
    let rows = Rows::of(frame)?;
    let (id, at, event) = (rows.text("id")?, rows.instant("at")?, rows.text("event")?);
    let (actor_id, address, kind) = (rows.text("actor_id")?, rows.text("actor_address")?, rows.text("actor_type")?);
    let details = rows.text("details")?;
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let found = |row: usize| wanted.found([actor_id.get(row), address.get(row)], details.get(row).unwrap_or_default());
    // What both sources report is shown as the feed's, and is about whomever either of them names.
    let log_of: BTreeMap<usize, usize> = events.same().iter().map(|(log, feed)| (*feed, *log)).collect();
    for row in (0..rows.len()).filter(|row| !events.same().contains_key(row)) {
        let (Some(name), Some(at)) = (event.get(row), at.get(row)) else { continue };
        let log = log_of.get(&row).copied();
        let (mut by, mut touched) = (BTreeSet::new(), BTreeSet::new());
        for one in [Some(row), log].into_iter().flatten().filter_map(found) {
            by.extend(one.by);
            touched.extend(one.touched);
        }
        let also = log.map(|log| rows.source(log));
        let fields = || serde_json::from_str(details.get(row).unwrap_or_default()).unwrap_or_default();
        let changed = if touched.is_empty() { Vec::new() } else { updates(&fields()) };
        for subject in touched {
            all[subject].push(TimelineEntry {
                at,
                id: owned(id.get(row)),
                event: name.to_owned(),
                actor: EventActor {
                    id: owned(actor_id.get(row)),
                    address: owned(address.get(row)),
                    kind: owned(kind.get(row)),
                },
                is_actor: by.contains(&subject),
                updates: changed.clone(),
                source: rows.source(row),
                also,
                again: None,
            });
        }
    }
    for (subject, entries) in routine_of(data, &wanted)? {
        all[subject].extend(entries);
    }
    all.iter_mut().for_each(|one| one.sort_by(|a, b| (a.at, &a.id, a.source).cmp(&(b.at, &b.id, b.source))));
    Ok(all)
}

/// What those who were asked about did again and again: one entry per type and actor. Of routine events nothing is known but who did
/// them.
fn routine_of(data: &Dataset, wanted: &Wanted) -> Result<BTreeMap<usize, Vec<TimelineEntry>>> {
    let mut all: BTreeMap<(usize, String, bool, EventActor), TimelineEntry> = BTreeMap::new();
    // What the feed reports too counts there.
    for one in routine::actors(data)?.into_iter().filter(|one| one.count > 0) {
        let words = [one.actor.id.as_deref(), one.actor.address.as_deref()];
        let by: BTreeSet<usize> = words.into_iter().flatten().flat_map(|word| wanted.whose(word)).copied().collect();
        for subject in by {
            let (at, source) = one.first;
            let entry =
                all.entry((subject, one.event.clone(), one.by_feed, one.actor.clone())).or_insert(TimelineEntry {
                    at,
                    id: None,
                    event: one.event.clone(),
                    actor: one.actor.clone(),
                    is_actor: true,
                    updates: Vec::new(),
                    source,
                    also: None,
                    again: Some((0, one.last.0)),
                });
            (entry.at, entry.source) = (entry.at, entry.source).min(one.first);
            entry.again = entry.again.map(|(times, last)| (times + one.count, last.max(one.last.0)));
        }
    }
    let mut entries: BTreeMap<usize, Vec<TimelineEntry>> = BTreeMap::new();
    for ((subject, ..), mut entry) in all {
        entry.again.take_if(|(times, _)| *times == 1);
        entries.entry(subject).or_default().push(entry);
    }
    Ok(entries)
}

/// Who of those asked about stands in an event.
struct Found {
    /// As its actor.
    by: BTreeSet<usize>,
    /// In any field, as its actor too.
    touched: BTreeSet<usize>,
}

/// Ids and addresses, with those whose they are.
struct Wanted {
    words: BTreeMap<String, Vec<usize>>,
    /// Those that JSON writes otherwise, as it writes them.
    escaped: Vec<String>,
}

impl Wanted {
    fn of(subjects: &[BTreeSet<String>]) -> Self {
        let mut words: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, subject) in subjects.iter().enumerate() {
            for word in subject.iter().filter(|word| !word.trim().is_empty()) {
                words.entry(normalize_address(word).unwrap_or_else(|| word.clone())).or_default().push(at);
            }
        }
        let formatted = words.keys().map(|word| (word, Value::from(word.as_str()).to_string()));
        let escaped = formatted.filter(|(word, json)| json.trim_matches('"') != word.as_str()).map(|(_, json)| json);
        Self { escaped: escaped.collect(), words }
    }

    /// Who stands in an event with this actor (id and address) and these fields as JSON text; `None` for nobody.
    fn found(&self, actor: [Option<&str>; 2], text: &str) -> Option<Found> {
        let by: BTreeSet<usize> = actor.into_iter().flatten().flat_map(|word| self.whose(word)).copied().collect();
        if by.is_empty() && !self.may_stand_in(text) {
            return None;
        }
        let details: Value = serde_json::from_str(text).unwrap_or_default();
        let mut touched = by.clone();
        self.named_in(&details, &mut touched);
        (!touched.is_empty()).then_some(Found { by, touched })
    }

    /// Whose an id or an address is.
    fn whose(&self, word: &str) -> &[usize] {
        let address = || word.contains('@').then(|| normalize_address(word)).flatten();
        let found = self.words.get(word).or_else(|| self.words.get(&address()?));
        found.map_or(&[], Vec::as_slice)
    }

    /// Whether one of them stands in a JSON text, which holds it between quotes.
    fn may_stand_in(&self, json: &str) -> bool {
        json.split('"').any(|piece| !self.whose(piece).is_empty())
            || self.escaped.iter().any(|escaped| json.contains(escaped.as_str()))
    }

    /// Adds those that a value names, however deep.
    fn named_in(&self, value: &Value, touched: &mut BTreeSet<usize>) {
        match value {
            Value::String(text) => touched.extend(self.whose(text)),
            Value::Array(items) => items.iter().for_each(|item| self.named_in(item, touched)),
            Value::Object(fields) => fields.values().for_each(|field| self.named_in(field, touched)),
            _ => {}
        }
    }
}
