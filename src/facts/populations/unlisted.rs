//! People and things that no list has any more, or never had: what events, usage, cost, invitations and rosters know of them.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use serde_json::{Map, Value};

use crate::facts::Facts;
use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Table, normalize_address};

/// What it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnlistedKind {
    /// Somebody who left, or was never a member.
    Person,
    /// A key that is not listed.
    Key,
    /// A workspace that is not listed.
    Workspace,
    /// Whatever else events name: a group, a connector, a project.
    Thing,
}

/// Somebody or something that is in no list of keys, members or workspaces.
#[derive(Clone, Debug)]
pub struct Unlisted {
    /// What it is.
    pub kind: UnlistedKind,
    /// Ids and addresses under which events may name it; its name where it has neither.
    pub words: BTreeSet<String>,
    /// Its name, or a person's address.
    pub name: Option<String>,
    /// Which exports know it, each with a row.
    pub known_from: Vec<(&'static str, Source)>,
}

impl Unlisted {
    /// Its id, else what it is called.
    #[must_use]
    pub fn id(&self) -> &str {
        let id = self.words.iter().find(|word| !word.contains('@')).or_else(|| self.words.first());
        id.map_or("", String::as_str)
    }

    fn new(kind: UnlistedKind, name: Option<&str>) -> Self {
        Self { kind, words: BTreeSet::new(), name: name.map(str::to_owned), known_from: Vec::new() }
    }

    fn known(&mut self, from: &'static str, source: Source) {
        if self.known_from.iter().all(|(known, _)| *known != from) {
            self.known_from.push((from, source));
        }
    }
}

/// Everything unlisted with this id, address or name, letter case aside.
///
/// # Errors
/// When a frame lacks a column, which would be a mistake in `ingest`.
pub fn unlisted(what: &str, data: &Dataset, facts: &Facts) -> Result<Vec<Unlisted>> {
    let what = what.trim();
    let mut all: Vec<Unlisted> = person(what, facts).into_iter().collect();
    all.extend(keys(what, facts));
    all.extend(workspace(what, facts));
    if all.is_empty() {
        all = things(what, data)?;
    }
    Ok(all)
}

/// The person with an id or an address: under any of these they are one.
fn person(what: &str, facts: &Facts) -> Option<Unlisted> {
    let mut person = Unlisted::new(UnlistedKind::Person, None);
    let mut words: BTreeSet<String> = [Some(what.to_owned()), normalize_address(what)].into_iter().flatten().collect();
    let mut addresses: BTreeSet<String> = BTreeSet::new();
    for one in facts.people.departures.all() {
        if words.iter().any(|word| one.ids.contains(word) || one.addresses.contains(word)) {
            words.extend(one.ids.iter().chain(&one.addresses).cloned());
            addresses.extend(one.addresses.iter().cloned());
            let removal = one.removal.as_ref().map(|removal| ("the event that removed them", removal.source));
            let roster = one.roster.as_ref().map(|row| ("the roster", row.source));
            removal.into_iter().chain(roster).for_each(|(from, source)| person.known(from, source));
        }
    }
    for one in words.clone() {
        if let Some(row) = facts.people.roster.by_address(&one).and_then(|one| one.rows.first()) {
            person.known("the roster", row.source);
            addresses.extend(normalize_address(&one));
        }
        // An address is tried first: an id is none.
        let actor =
            facts.log.events.actors.get(Some(&one), None).or_else(|| facts.log.events.actors.get(None, Some(&one)));
        if let Some(actor) = actor.filter(|actor| actor.is_person) {
            person.known("events", actor.sights[0].2);
            words.extend(actor.ids.iter().chain(&actor.address).cloned());
            addresses.extend(actor.address.clone());
        }
    }
    let is_called = |address: &str| normalize_address(address).is_some_and(|own| words.contains(&own));
    for invite in facts.lists.invites.iter().filter(|invite| is_called(&invite.address)) {
        person.known("invitations", invite.source);
        addresses.extend(normalize_address(&invite.address));
    }
    person.name = addresses.first().cloned();
    person.words = words;
    (!person.known_from.is_empty()).then_some(person)
}

/// Keys that usage, cost or events name: one for each id, and one for each workspace's where there is only a name.
fn keys(what: &str, facts: &Facts) -> Vec<Unlisted> {
    let is_meant =
        |id: Option<&str>, name: Option<&str>| id == Some(what) || name.is_some_and(|name| is_same(name, what));
    let mut all: BTreeMap<(Option<String>, Option<String>), Unlisted> = BTreeMap::new();
    let listed = |id: Option<&str>| id.is_some_and(|id| facts.lists.key(id).is_some());
    for one in &facts.keys.uses.unknown {
        let (id, name) = (one.key_id.as_deref(), one.key_name.as_deref());
        if is_meant(id, name) {
            let home = if id.is_some() { None } else { one.workspace.clone() };
            let key =
                all.entry((id.map(str::to_owned), home)).or_insert_with(|| Unlisted::new(UnlistedKind::Key, name));
            key.words.extend(id.or(name).map(str::to_owned));
            key.known(one.table.title(), one.source);
        }
    }
    for event in &facts.log.key_events.0 {
        let (id, name) = (event.key_id.as_deref(), event.key_name.as_deref());
        if is_meant(id, name) && !listed(id) {
            let key =
                all.entry((id.map(str::to_owned), None)).or_insert_with(|| Unlisted::new(UnlistedKind::Key, name));
            key.name = key.name.take().or_else(|| name.map(str::to_owned));
            key.words.extend(id.or(name).map(str::to_owned));
            key.known("events", event.source);
        }
    }
    all.into_values().collect()
}

/// A workspace that usage or cost names.
fn workspace(what: &str, facts: &Facts) -> Option<Unlisted> {
    let row = facts.spend.series.rows.iter().find(|row| row.by_workspace && is_same(&row.workspace, what))?;
    let is_listed =
        facts.lists.workspaces.iter().any(|one| row.workspace == one.name.as_str() || row.workspace == one.id.as_str());
    let mut workspace = Unlisted::new(UnlistedKind::Workspace, Some(&row.workspace));
    workspace.words.insert(row.workspace.to_string());
    workspace.known("usage or cost", row.source);
    (!is_listed).then_some(workspace)
}

/// Whatever events name in a field: with the id that stands next to its name, where there is one.
fn things(what: &str, data: &Dataset) -> Result<Vec<Unlisted>> {
    let Some(frame) = data.frame(Table::Events) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let details = rows.text("details")?;
    let needle = what.to_lowercase();
    let mut all: BTreeMap<String, Unlisted> = BTreeMap::new();
    for row in (0..rows.len()).filter(|_| !needle.is_empty()) {
        let text = details.get(row).unwrap_or_default();
        if !text.to_lowercase().contains(&needle) {
            continue;
        }
        let Ok(Value::Object(outer)) = serde_json::from_str(text) else { continue };
        let inner = ["event_info", "entity_info"].iter().filter_map(|field| outer.get(*field)?.as_object());
        for fields in inner.chain([&outer]) {
            for (field, value) in fields.iter().filter_map(|(field, value)| Some((field, value.as_str()?))) {
                if let Some((id, name)) = named(fields, field, value, what) {
                    let thing = all.entry(id.clone()).or_insert_with(|| Unlisted::new(UnlistedKind::Thing, name));
                    thing.words.insert(id);
                    thing.known("events", rows.source(row));
                }
            }
        }
    }
    Ok(all.into_values().collect())
}

/// Id and name of what a field names, if it is meant.
fn named<'a>(
    fields: &Map<String, Value>,
    field: &str,
    value: &'a str,
    what: &str,
) -> Option<(String, Option<&'a str>)> {
    let is_id = ["id", "uuid"].iter().any(|ending| field == *ending || field.ends_with(&format!("_{ending}")));
    if is_id {
        return (value == what).then(|| (value.to_owned(), None));
    }
    let stem = field.strip_suffix("name")?;
    let beside = ["id", "uuid"].iter().find_map(|ending| fields.get(&format!("{stem}{ending}"))?.as_str());
    is_same(value, what).then(|| (beside.unwrap_or(value).to_owned(), Some(value)))
}

fn is_same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.to_lowercase()
}
