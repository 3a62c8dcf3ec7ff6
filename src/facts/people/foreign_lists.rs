//! Lists of keys, and of members of workspaces, that are another organization's: nobody whom they name is known here, and none of their
//! workspaces.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::{Departures, who_left};
use crate::facts::frame::Rows;
use crate::facts::lists::{Key, Lists};
use crate::facts::log::LogFacts;
use crate::model::{Dataset, ForeignList, Table};

/// One person who is unknown may have left long ago, in a workspace that was archived.
const FEWEST_PEOPLE: usize = 2;

/// What one file says of its records.
#[derive(Default)]
struct Stated<'a> {
    records: u64,
    people: BTreeSet<&'a str>,
    workspaces: BTreeSet<&'a str>,
    is_known: bool,
}

/// A record of a list: its file, who it names, the workspace, and whether something else shows that it is known.
struct Reference<'a> {
    file: u32,
    person: Option<&'a str>,
    workspace: Option<&'a str>,
    is_known: bool,
}

/// Takes the lists of which neither a person nor a workspace is known out of the lists. Without lists of members and of workspaces nothing is
/// known of anybody.
pub(in crate::facts) fn set_aside(
    data: &Dataset,
    lists: &mut Lists,
    log: &LogFacts,
    as_of: DateTime<Utc>,
) -> Result<Vec<ForeignList>> {
    if lists.members.is_empty() || lists.workspaces.is_empty() {
        return Ok(Vec::new());
    }
    let seen = seen_keys(data, log)?;
    let is_member = |id: &str| lists.member(id).is_some();
    if [Table::Keys, Table::WorkspaceMembers].iter().all(|table| found(lists, *table, &seen, is_member).is_empty()) {
        return Ok(Vec::new());
    }
    // Mostly members alone decide; who left is asked where they do not.
    let (.., departures) = who_left(data, lists, &log.events, as_of)?;
    let foreign: Vec<ForeignList> = [Table::Keys, Table::WorkspaceMembers]
        .into_iter()
        .flat_map(|table| found(lists, table, &seen, |id| is_known(&departures, id)))
        .collect();
    let aside = |table: Table| -> BTreeSet<u32> {
        foreign.iter().filter(|one| one.is_set_aside && one.table == table).map(|one| one.file).collect()
    };
    lists.leave_out(&aside(Table::Keys), &aside(Table::WorkspaceMembers));
    Ok(foreign)
}

/// The lists of a kind of which nothing is known.
fn found(lists: &Lists, table: Table, seen: &BTreeSet<String>, knows: impl Fn(&str) -> bool) -> Vec<ForeignList> {
    let mut files: BTreeMap<u32, Stated> = BTreeMap::new();
    for one in references(lists, table, seen) {
        let file = files.entry(one.file).or_default();
        file.records += 1;
        file.is_known |= one.is_known
            || one.person.is_some_and(&knows)
            || one.workspace.is_some_and(|id| lists.workspace(id).is_some());
        file.people.extend(one.person);
        file.workspaces.extend(one.workspace);
    }
    let strangers = |file: &Stated| !file.is_known && file.people.len() >= FEWEST_PEOPLE && !file.workspaces.is_empty();
    let (mut people, mut workspaces) = (BTreeSet::new(), BTreeSet::new());
    for file in files.values().filter(|file| strangers(file)) {
        people.extend(&file.people);
        workspaces.extend(&file.workspaces);
    }
    // Another page of such a list may name one person alone.
    let is_page = |file: &Stated| {
        let shares = !file.people.is_disjoint(&people) || !file.workspaces.is_disjoint(&workspaces);
        shares && !file.is_known
    };
    let fits = files.values().any(|file| file.is_known);
    let foreign = files.into_iter().filter(|(_, file)| strangers(file) || is_page(file));
    foreign.map(|(file, own)| ForeignList { file, table, records: own.records, is_set_aside: fits }).collect()
}

fn references<'a>(lists: &'a Lists, table: Table, seen: &BTreeSet<String>) -> Vec<Reference<'a>> {
    if table == Table::Keys {
        let of_key = |key: &'a Key| Reference {
            file: key.source.file,
            person: creator(key),
            workspace: key.workspace_id.as_deref(),
            is_known: seen.contains(&key.id),
        };
        return lists.keys.iter().map(of_key).collect();
    }
    let members = lists.workspace_members.iter().map(|one| Reference {
        file: one.source.file,
        person: Some(one.user_id.as_str()),
        workspace: Some(one.workspace_id.as_str()),
        is_known: false,
    });
    members.collect()
}

/// The ids of keys that were used, or that events name.
fn seen_keys(data: &Dataset, log: &LogFacts) -> Result<BTreeSet<String>> {
    let mut seen: BTreeSet<String> = log.key_events.0.iter().filter_map(|event| event.key_id.clone()).collect();
    for table in [Table::Usage, Table::Cost] {
        let Some(frame) = data.frame(table) else { continue };
        let rows = Rows::of(frame)?;
        let ids = rows.text("key_id")?;
        seen.extend(rows.firsts(|row| ids.get(row)).map(|(id, _)| id.to_owned()));
    }
    Ok(seen)
}

/// The person who made a key.
fn creator(key: &Key) -> Option<&str> {
    let is_person = key.creator_type.as_deref().is_none_or(|kind| kind == "user");
    key.creator_id.as_deref().filter(|_| is_person && !key.is_creator_unclear)
}

/// Whether any export knows a person: as a member, as one who was, or by an address.
fn is_known(departures: &Departures, person: &str) -> bool {
    departures.is_member(person)
        || departures.of_id(person).is_some()
        || departures.addresses_of(person).next().is_some()
}
