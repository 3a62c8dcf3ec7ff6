//! Who left, when, and how we know: events that removed somebody, else the roster's last day.
//!
//! A person has ids and addresses in several lists: whoever left under one of them left under all. Somebody who was added again
//! after their removal, or whom the member list has, has not left; what the roster says of members is kept apart.

mod changes;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use changes::{Changes, Identities};
use chrono::{DateTime, NaiveDate, Utc};

use super::roster::{People, RosterPerson, RosterRow};
use crate::facts::frame::Source;
use crate::facts::lists::Lists;
use crate::facts::log::Events;
use crate::model::{Dataset, Evidence, normalize_address};

/// An event that ended somebody's membership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// When.
    pub at: DateTime<Utc>,
    /// What: the event's type.
    pub event: String,
    /// Who did it: address, else id, else the kind of actor; none for those who left by themselves.
    pub by: Option<String>,
    /// Whether the activity feed says so, and not the audit-log export.
    pub by_feed: bool,
    /// Where it stands.
    pub source: Source,
}

impl Removal {
    /// Whether this record of the feed stands for one of the audit log of the same day.
    fn tells_more(&self, other: &Self) -> bool {
        self.by_feed && !other.by_feed && self.at.date_naive() == other.at.date_naive()
    }
}

/// Somebody who left.
#[derive(Clone, Debug, Default)]
pub struct Departure {
    /// Ids under which the exports know the person.
    pub ids: BTreeSet<String>,
    /// Normalized addresses, the roster's aliases included.
    pub addresses: BTreeSet<String>,
    /// The event that removed them, unless they came back.
    pub removal: Option<Removal>,
    /// The roster's row that says they are gone: the one with the latest last day.
    pub roster: Option<RosterRow>,
    /// Whether the member list still has them: then only the roster says that they left.
    pub is_member: bool,
}

impl Departure {
    /// The day of the removal, else the roster's last day; none where the roster says only that they are gone.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        let removed = self.removal.as_ref().map(|removal| removal.at.date_naive());
        removed.or_else(|| self.roster.as_ref()?.ended_on)
    }

    /// How we know, as a phrase: `removed by ann@example.com on 2026-08-18, activity feed`; `roster: last day 2026-08-18`.
    #[must_use]
    pub fn basis(&self) -> String {
        if let Some(removal) = &self.removal {
            let source = if removal.by_feed { "activity feed" } else { "audit log" };
            let how = removal.by.as_ref().map_or_else(|| "left".to_owned(), |by| format!("removed by {by}"));
            return format!("{how} on {}, {source}", removal.at.date_naive());
        }
        let Some(row) = &self.roster else { return String::new() };
        let status = row.status.as_deref().map_or_else(|| "gone".to_owned(), |status| format!("«{status}»"));
        row.ended_on
            .map_or_else(|| format!("roster: {status}, no last day"), |day| format!("roster: last day {day}, {status}"))
    }

    /// What says so: the event, or the roster's row.
    #[must_use]
    pub fn evidence(&self, data: &Dataset) -> Vec<Evidence> {
        let who = self.label();
        let removal = self.removal.as_ref().map(|one| one.source.evidence(data, format!("{}: {who}", one.event)));
        let roster = || self.roster.as_ref().map(|row| row.source.evidence(data, format!("{who}: {}", self.basis())));
        removal.or_else(roster).into_iter().collect()
    }

    /// What to call the person: an address, else an id.
    #[must_use]
    pub fn label(&self) -> &str {
        self.addresses.first().or(self.ids.first()).map_or("somebody", String::as_str)
    }
}

/// Ids and normalized addresses of the member list.
#[derive(Clone, Debug, Default)]
struct Members {
    ids: BTreeSet<String>,
    addresses: BTreeSet<String>,
}

/// Everybody who left.
#[derive(Clone, Debug, Default)]
pub struct Departures {
    all: Vec<Departure>,
    by_id: BTreeMap<String, usize>,
    by_address: BTreeMap<String, usize>,
    /// Addresses of ids, members or not.
    identities: Identities,
    members: Members,
}

impl Departures {
    pub(in crate::facts) fn read(data: &Dataset, lists: &Lists, people: &People, events: &Events) -> Result<Self> {
        let Changes { changes, identities } = Changes::read(data, lists, events)?;
        let members = Members {
            ids: lists.members.iter().map(|member| member.id.clone()).collect(),
            addresses: lists.members.iter().filter_map(|member| normalize_address(&member.address)).collect(),
        };
        let mut departures = Self { identities, members, ..Self::default() };
        for change in &changes {
            let whose = departures.person(people, change.id.as_deref(), change.address.as_deref());
            let at = departures.place(whose);
            let known = &mut departures.all[at].removal;
            // Where both sources report one removal, the feed's record has an id.
            if !known.as_ref().is_some_and(|known| change.removal.as_ref().is_some_and(|new| known.tells_more(new))) {
                known.clone_from(&change.removal);
            }
        }
        for person in people.persons.iter().filter(|person| !person.addresses.is_empty() && person.is_gone()) {
            let Some(main) = person.addresses.first() else { continue };
            let whose = departures.person(people, None, Some(main));
            let at = departures.place(whose);
            departures.all[at].roster = person.gone_row(&people.lists).cloned();
        }
        for one in &mut departures.all {
            let members = &departures.members;
            one.is_member = !one.ids.is_disjoint(&members.ids) || !one.addresses.is_disjoint(&members.addresses);
            // Who is listed came back.
            one.removal.take_if(|_| one.is_member);
        }
        Ok(departures)
    }

    /// The ids and addresses of whom an id or an address means.
    fn person(&self, people: &People, id: Option<&str>, address: Option<&str>) -> Departure {
        let mut one = Departure::default();
        one.addresses.extend(address.map(str::to_owned));
        one.addresses.extend(id.into_iter().flat_map(|id| self.identities.addresses(id)).map(str::to_owned));
        let own = one.addresses.clone();
        one.addresses.extend(own.iter().flat_map(|address| aliases(people, address)));
        one.ids.extend(id.map(str::to_owned));
        let known: Vec<&str> = one.addresses.iter().flat_map(|address| self.identities.ids(address)).collect();
        one.ids.extend(known.into_iter().map(str::to_owned));
        one
    }

    /// Where the person stands who has one of these ids or addresses.
    fn place(&mut self, whose: Departure) -> usize {
        let by_id = whose.ids.iter().find_map(|id| self.by_id.get(id));
        let by_address = || whose.addresses.iter().find_map(|address| self.by_address.get(address));
        let at = by_id.or_else(by_address).copied().unwrap_or(self.all.len());
        self.by_id.extend(whose.ids.iter().map(|id| (id.clone(), at)));
        self.by_address.extend(whose.addresses.iter().map(|address| (address.clone(), at)));
        match self.all.get_mut(at) {
            Some(one) => {
                one.ids.extend(whose.ids);
                one.addresses.extend(whose.addresses);
            }
            None => self.all.push(whose),
        }
        at
    }

    /// How the user with this id left, or with an address in its place; nothing for members and for those who came back.
    #[must_use]
    pub fn of_id(&self, id: &str) -> Option<&Departure> {
        let by_id = self.by_id.get(id).and_then(|at| self.all.get(*at)).filter(|one| one.has_left());
        by_id.or_else(|| self.of_address(id))
    }

    /// How the person with this address left; nothing for members and for those who came back.
    #[must_use]
    pub fn of_address(&self, address: &str) -> Option<&Departure> {
        let address = normalize_address(address)?;
        self.by_address.get(&address).and_then(|at| self.all.get(*at)).filter(|one| one.has_left())
    }

    /// Everybody who left according to an event or the roster, in the order of the events and of the roster: also those whom the
    /// roster calls gone and the member list still has.
    pub fn all(&self) -> impl Iterator<Item = &Departure> {
        self.all.iter().filter(|one| one.removal.is_some() || one.roster.is_some())
    }

    /// Whether the member list has this id, or an address of whom it means: they may have come back under another id. Where a list
    /// gives an address in place of the id, that decides.
    #[must_use]
    pub fn is_member(&self, id: &str) -> bool {
        self.members.ids.contains(id)
            || normalize_address(id).is_some_and(|own| self.members.addresses.contains(&own))
            || self.identities.addresses(id).any(|address| self.members.addresses.contains(address))
    }

    /// Whether the member list has a normalized address.
    #[must_use]
    pub fn is_member_address(&self, address: &str) -> bool {
        self.members.addresses.contains(address)
    }

    /// Whether an id may be that of somebody whom the roster calls gone: no export says whose it is, neither a list, past editions of it
    /// included, nor an event; and none says which id that person had.
    #[must_use]
    pub fn may_be_gone_unnamed(&self, id: &str) -> bool {
        let is_nameless = !id.contains('@') && self.identities.addresses(id).next().is_none();
        is_nameless && self.all().any(|one| one.roster.is_some() && one.ids.is_empty() && !one.is_member)
    }

    /// Addresses under which any export knows an id: a member's, an actor's, or one that an event names.
    pub fn addresses_of(&self, id: &str) -> impl Iterator<Item = &str> {
        self.identities.addresses(id)
    }
}

impl Departure {
    const fn has_left(&self) -> bool {
        !self.is_member && (self.removal.is_some() || self.roster.is_some())
    }
}

/// The addresses that the roster has for the person with an address, without those that they share with others.
fn aliases(people: &People, address: &str) -> Vec<String> {
    let Some(person) = people.by_address(address) else { return Vec::new() };
    let is_own =
        |alias: &&String| people.by_address(alias).is_some_and(|owner: &RosterPerson| std::ptr::eq(owner, person));
    person.addresses.iter().filter(is_own).cloned().collect()
}
