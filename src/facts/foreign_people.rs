//! Lists of people that are another organization's: all of them at domains where no other export has anybody, and known to none by an id.
//!
//! Exports that have a domain or an id in common belong together. Those of the organization that is audited are the ones of most kinds. A list
//! that belongs to others, which are of fewer kinds, is set aside where a list of its kind is there.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use polars::prelude::{BooleanChunked, DataFrame};

use super::frame::Rows;
use super::names::domain_of;
use crate::data::mailboxes;
use crate::model::{Dataset, ForeignList, Table, normalize_address};

/// What names people: the columns with their addresses, of which some hold several, and with their ids.
type NamingTable = (Table, &'static [&'static str], &'static [&'static str]);

/// Lists of people that may be another organization's.
const LISTS: [NamingTable; 4] = [
    (Table::Members, &["address"], &["id"]),
    (Table::Seats, &["address"], &[]),
    (Table::RbacGroupMembers, &["address"], &["user_id"]),
    (Table::Actors, &["address"], &["id"]),
];
/// What else names people.
const OTHERS: [NamingTable; 8] = [
    (Table::Roster, &["addresses", "contact_addresses"], &["id"]),
    (Table::Events, &["actor_address"], &["actor_id"]),
    (Table::Keys, &[], &["creator_id", "principal_id"]),
    (Table::WorkspaceMembers, &[], &["user_id"]),
    (Table::Invites, &["address"], &[]),
    (Table::EffectiveLimits, &["address"], &["actor_id"]),
    (Table::SeatActivity, &["address"], &["user_id"]),
    (Table::ClaudeCode, &["address"], &[]),
];
/// Fewer people may be guests.
const FEWEST_PEOPLE: usize = 3;

/// Whom one file names.
#[derive(Debug, Default)]
struct Named {
    table: Option<Table>,
    records: u64,
    /// Domains of no free mail provider, and ids.
    ties: BTreeSet<String>,
    /// What stands before the @.
    people: BTreeSet<String>,
}

/// Takes the rows of such lists out of the tables, and says so at the files.
///
/// # Errors
/// When a frame lacks a column, which would be a mistake in `ingest`.
pub fn set_aside_foreign_people(data: &mut Dataset) -> Result<()> {
    // One list of each kind fits itself.
    let has_several = |table: Table| {
        let lists = data.inputs.iter().filter_map(|input| data.kinds.get(input.kind.as_deref()?));
        lists.filter(|other| **other == table).nth(1).is_some()
    };
    if !LISTS.iter().any(|(table, ..)| has_several(*table)) {
        return Ok(());
    }
    let foreign = foreign(&named(data)?);
    for list in &foreign {
        if let Some(frame) = data.frames.get_mut(&list.table) {
            *frame = without(frame, list.file)?;
        }
        if let Some(input) = data.inputs.get_mut(list.file as usize) {
            input.notes.push(
                "set aside, and judged by no check: no other export has an id of its people, or anybody at their domains, so it may be \
                 another organization's"
                    .to_owned(),
            );
        }
    }
    data.foreign_people = foreign;
    Ok(())
}

fn without(frame: &DataFrame, file: u32) -> Result<DataFrame> {
    let rows = Rows::of(frame)?;
    let mask: BooleanChunked = (0..rows.len()).map(|row| Some(rows.file(row) != file)).collect();
    Ok(frame.filter(&mask)?)
}

/// Whom every file names.
fn named(data: &Dataset) -> Result<BTreeMap<u32, Named>> {
    let free = mailboxes::free_mail();
    let mut files: BTreeMap<u32, Named> = BTreeMap::new();
    let mut add = |frame: &DataFrame, (table, addresses, ids): NamingTable| -> Result<()> {
        let rows = Rows::of(frame)?;
        let texts = |names: &[&str]| names.iter().map(|name| rows.text(name)).collect::<Result<Vec<_>>>();
        let (addresses, ids) = (texts(addresses)?, texts(ids)?);
        for row in 0..rows.len() {
            let file = files.entry(rows.file(row)).or_default();
            file.table = Some(table);
            file.records += 1;
            let cells = addresses.iter().filter_map(|column| column.get(row));
            for address in cells.flat_map(str::split_whitespace) {
                let local = normalize_address(address).and_then(|one| Some(one.split_once('@')?.0.to_owned()));
                file.people.extend(local);
                let domain = domain_of(address).filter(|domain| !free.contains_key(domain.as_str()));
                file.ties.extend(domain.map(|domain| format!("@{domain}")));
            }
            file.ties.extend(ids.iter().filter_map(|column| column.get(row)).map(str::to_owned));
        }
        Ok(())
    };
    for of_table in LISTS.into_iter().chain(OTHERS) {
        if let Some(frame) = data.frame(of_table.0) {
            add(frame, of_table)?;
        }
    }
    if let Some(routine) = &data.routine {
        add(&routine.actors, (Table::Events, &["actor_address"], &["actor_id"]))?;
    }
    Ok(files)
}

/// The lists of which nobody is known.
fn foreign(files: &BTreeMap<u32, Named>) -> Vec<ForeignList> {
    let groups = groups(files);
    let kinds = |group: &[u32]| group.iter().filter_map(|file| files[file].table).collect::<BTreeSet<_>>();
    let Some(most) = groups.iter().map(|group| kinds(group).len()).max() else { return Vec::new() };
    let mut own = groups.iter().filter(|group| kinds(group).len() == most);
    // Two organizations with as many exports each: nothing tells which one is audited.
    let (Some(own), None) = (own.next(), own.next()) else { return Vec::new() };
    let own_kinds = kinds(own);
    let own_people: BTreeSet<&str> = own.iter().flat_map(|file| &files[file].people).map(String::as_str).collect();
    let mut foreign = Vec::new();
    for group in groups.iter().filter(|group| *group != own && !kinds(group).contains(&Table::Roster)) {
        for file in group {
            let list = &files[file];
            let Some(table) = list.table.filter(|table| LISTS.iter().any(|(one, ..)| one == table)) else { continue };
            // A company has several domains, and the same people at all of them.
            let known = list.people.iter().filter(|name| own_people.contains(name.as_str())).count();
            if list.people.len() >= FEWEST_PEOPLE && known * 2 < list.people.len() && own_kinds.contains(&table) {
                foreign.push(ForeignList { file: *file, table, records: list.records, is_set_aside: true });
            }
        }
    }
    foreign.sort_by_key(|list| list.file);
    foreign
}

/// The files that belong together, by what they have in common.
fn groups(files: &BTreeMap<u32, Named>) -> Vec<Vec<u32>> {
    let mut of_tie: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (file, named) in files {
        named.ties.iter().for_each(|tie| of_tie.entry(tie).or_default().push(*file));
    }
    let (mut seen, mut groups) = (BTreeSet::new(), Vec::new());
    for &first in files.keys() {
        if !seen.insert(first) {
            continue;
        }
        let (mut group, mut next) = (vec![first], vec![first]);
        while let Some(file) = next.pop() {
            for tie in &files[&file].ties {
                // What ties files is followed once.
                for other in of_tie.remove(tie.as_str()).unwrap_or_default() {
                    if seen.insert(other) {
                        group.push(other);
                        next.push(other);
                    }
                }
            }
        }
        groups.push(group);
    }
    groups
}
