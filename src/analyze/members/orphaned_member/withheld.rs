//! Members of whom it cannot be said whether they are there.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::analyze::Context;
use crate::analyze::absence::MayBeListed;
use crate::analyze::wording::some_of;
use crate::data::roster_words::normal;
use crate::facts::{Member, RosterPerson};
use crate::model::{Rejection, Table, counted, normalize_address};

/// So many are named in a sentence.
const NAMED: usize = 5;

/// Members who are not judged, with why.
pub(super) struct Withheld<'a> {
    cx: &'a Context<'a>,
    rejected: BTreeMap<&'a str, &'a Rejection>,
    unknown: Vec<String>,
    in_rejected: Vec<String>,
    newer: MayBeListed<'a>,
    joined_later: u64,
}

impl<'a> Withheld<'a> {
    pub(super) fn of(cx: &'a Context<'a>) -> Self {
        let rejected = cx.data.rejected_mentions(Table::Roster);
        let newer = MayBeListed::of(cx, Table::Roster);
        Self { cx, rejected, unknown: Vec::new(), in_rejected: Vec::new(), newer, joined_later: 0 }
    }

    /// Whether somebody became a member after the roster was taken, which then cannot have them.
    pub(super) fn joined_later(&mut self, member: &Member) -> bool {
        let joined = self.newer.is_older_than(&member.address, member.added_at);
        self.joined_later += u64::from(joined);
        joined
    }

    /// A member whose rows say in words that nobody knows whether they are there, or contradict each other.
    pub(super) fn unknown(&mut self, member: &Member, person: &RosterPerson) {
        let lists = &self.cx.facts.people.roster.lists;
        let why = match person.unknown_row(lists) {
            Some(row) => {
                let file = self.cx.data.path(row.source.file);
                match (&row.status, &row.status_column, row.ended_on) {
                    (Some(status), Some(column), _) => format!("«{status}» in column {column} of {file}"),
                    (_, _, Some(last)) => format!(
                        "last day {last} in {file}; only lists say which day it is, {}: give it with --as-of",
                        self.cx.as_of_day()
                    ),
                    _ => format!("{file} does not say"),
                }
            }
            None => {
                let files: Vec<&str> = person.rows.iter().map(|row| self.cx.data.path(row.source.file)).collect();
                let rivals = person.rows.iter().flat_map(|row| &lists[row.list].rivals);
                let rivals = rivals.map(|rival| self.cx.data.path(lists[*rival].file));
                let mut all: Vec<&str> = files.into_iter().chain(rivals).collect();
                all.sort_unstable();
                all.dedup();
                let newer = person.rows.iter().find_map(|row| lists[row.list].older_than);
                match (&all[..], newer) {
                    // A file does not contradict itself.
                    ([file], Some(newer)) => {
                        format!("only in {file}, and {} is newer", self.cx.data.path(lists[newer].file))
                    }
                    _ => format!("{} do not agree, and none is known to be the newest", all.join(" and ")),
                }
            }
        };
        self.unknown.push(format!("{} ({why})", member.address));
    }

    /// Whether a row of a roster that could not be read names the member; then they may be there.
    pub(super) fn stands_in_a_rejected_row(&mut self, member: &Member) -> bool {
        let people = &self.cx.facts.people.roster;
        let own = normalize_address(&member.address);
        let aliases = people.own_addresses(&member.address);
        let by_address = own.as_deref().into_iter().chain(aliases).find_map(|one| self.rejected.get(one).copied());
        let Some(rejection) = by_address.or_else(|| self.by_name(member)) else { return false };
        self.in_rejected.push(format!("{} ({}, line {})", member.address, rejection.file, rejection.line));
        true
    }

    /// A row without any address, with all words of the member's name, or with the user name of their address.
    fn by_name(&self, member: &Member) -> Option<&'a Rejection> {
        let own = member.name.as_deref().map(words).unwrap_or_default();
        let user_name = member.address.split('@').next().map(str::to_lowercase).unwrap_or_default();
        let is_named = |one: &&Rejection| {
            let is_by_name = &*one.column == "name" && !own.is_empty() && own.is_subset(&words(&one.value));
            is_by_name || (&*one.column == "name" || &*one.column == "address") && has_user_name(&one.value, &user_name)
        };
        self.cx.data.rejections_of(Table::Roster).find(is_named)
    }

    pub(super) fn len(&self) -> u64 {
        (self.unknown.len() + self.in_rejected.len()) as u64 + self.joined_later
    }

    /// What could not be judged, as a sentence, and whether that is most of the `known` members.
    pub(super) fn why(&self, known: usize) -> Option<(String, bool)> {
        let unknown = (!self.unknown.is_empty()).then(|| {
            format!(
                "the roster has an unknown status for {}: {}",
                counted(self.unknown.len(), "member"),
                some_of(&self.unknown, NAMED)
            )
        });
        let rejected = (!self.in_rejected.is_empty()).then(|| {
            format!(
                "{} may be on the roster, in rows that could not be read: {}",
                counted(self.in_rejected.len(), "member"),
                some_of(&self.in_rejected, NAMED)
            )
        });
        let why: Vec<String> = unknown.into_iter().chain(rejected).chain(self.newer.note()).collect();
        (!why.is_empty()).then(|| (why.join("; "), self.unknown.len() * 2 > known))
    }
}

/// Whether a user name stands in a text: by itself, behind a domain of Windows, or before what should have been the rest of an address.
fn has_user_name(text: &str, user_name: &str) -> bool {
    let text = text.to_lowercase();
    let own = text.split([' ', ',', ';']).map(|part| part.rsplit('\\').next().unwrap_or(part));
    user_name.chars().count() > 1
        && own.map(|part| part.split(['@', '(', '[']).next()).any(|part| part == Some(user_name))
}

fn words(name: &str) -> BTreeSet<String> {
    name.split(|c: char| !c.is_alphanumeric()).map(normal).filter(|word| word.chars().count() > 1).collect()
}

/// Which lists are no rosters, because they have nobody but members.
pub(super) fn of_members(cx: &Context) -> Vec<String> {
    let says = "lists only members and says of nobody whether they are there, so it is no roster";
    let of_members = &cx.facts.people.roster.of_members;
    of_members.iter().map(|file| format!("{} {says}", cx.data.path(*file))).collect()
}

/// Why no roster is there to compare with, although some file is one.
pub(super) fn no_roster(cx: &Context, members: usize, known: usize) -> Option<String> {
    let people = &cx.facts.people.roster;
    if members > 0 && people.is_empty() && !people.of_members.is_empty() {
        return Some(format!(
            "{}: export the users of the identity provider with their status, disabled ones included",
            of_members(cx).join("; ")
        ));
    }
    if known == 0 && members > 0 && people.has_departures_only() {
        return Some(format!(
            "the roster lists only people who left, and none of them is one of the {}: who is there is not known; export the users of \
             the identity provider, or everybody whom HR employs",
            counted(members, "member")
        ));
    }
    if known == 0 && members > 0 {
        return Some(format!(
            "the roster knows none of the {members} members: it is of another organization, or lacks their addresses"
        ));
    }
    let says_nothing = || {
        let mut rows = people.persons.iter().flat_map(|person| &person.rows);
        rows.all(|row| row.standing.is_none() && row.ended_on.is_none())
    };
    let is_the_member_list = members > 0 && known == members && people.len() == members && says_nothing();
    is_the_member_list.then(|| {
        format!(
            "the roster lists exactly the {} of the organization and says of nobody whether they are there: it may be the member \
             list itself; export the users of the identity provider with their status, disabled ones included",
            counted(members, "member")
        )
    })
}
