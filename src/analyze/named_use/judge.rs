//! Whether somebody whom exports of use name was there when they used Claude.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveTime};

use super::found;
use super::person::{Person, people, used_on};
use crate::analyze::activity::off_roster_actor::is_support;
use crate::analyze::deletions::Deletions;
use crate::analyze::may_be_listed::MayBeListed;
use crate::analyze::wording::some_of;
use crate::analyze::{Context, list_is_cut, several_organizations};
use crate::facts::{Departure, NamedUse};
use crate::model::{Finding, Table};

/// So many are named in a sentence.
const NAMED: usize = 5;
/// Days between somebody's last use and the list of members, in which they may have left: a weekend and a few days off.
const LONGEST_SILENCE_DAYS: i64 = 7;

/// What was found by use.
#[derive(Default)]
pub(super) struct Own {
    /// People who were judged, and of whom audit events do not tell.
    pub(super) population: u64,
    /// What was found, and the use in words.
    pub(super) findings: Vec<(Finding, String)>,
    /// Who was not judged.
    pub(super) notes: Vec<String>,
}

/// Judges one person after the other.
pub(super) struct Judge<'a> {
    cx: &'a Context<'a>,
    /// Addresses of seats, whatever their state.
    seats: BTreeSet<&'a str>,
    /// Addresses and ids of those who acted in audit events.
    actors: BTreeSet<&'a str>,
    /// Kinds of export of whose people lists know so few that they are rather of another organization.
    of_others: BTreeSet<Table>,
    unread: [MayBeListed<'a>; 2],
    deletions: Deletions<'a>,
    own: Own,
    withheld: BTreeMap<Why, Vec<String>>,
}

/// Why somebody is not judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    Undated,
    LeftSomeDay,
    MayHaveLeft,
    OfOthers,
    OfGateway,
}

impl Why {
    /// After `not judged by use`.
    const fn says(self) -> &'static str {
        match self {
            Self::Undated => "because the file does not say on which days",
            Self::LeftSomeDay => "because nothing says on which day they left",
            Self::MayHaveLeft => {
                "because they are in no list of members, and may have left between their last use and the list"
            }
            Self::OfOthers => "because the lists of members know fewer than half of the people whom the file names",
            Self::OfGateway => {
                "because they are in no roster and in no list of members, which users of a gateway need not be"
            }
        }
    }
}

impl<'a> Judge<'a> {
    pub(super) fn of(cx: &'a Context<'a>) -> Self {
        let facts = cx.facts;
        let acted = facts.log.events.actors.all.iter().filter(|actor| actor.is_person);
        let actors = acted.flat_map(|actor| actor.ids.iter().chain(&actor.address)).map(String::as_str).collect();
        let mut judge = Self {
            cx,
            seats: facts.people.seats.iter().map(|seat| seat.address.as_str()).collect(),
            actors,
            of_others: BTreeSet::new(),
            unread: [Table::Members, Table::Seats].map(|table| MayBeListed::of(cx, table)),
            deletions: Deletions::of(cx, Table::Members),
            own: Own::default(),
            withheld: BTreeMap::new(),
        };
        judge.of_others = judge.mostly_unknown();
        judge
    }

    /// Everybody.
    pub(super) fn all(mut self) -> Own {
        for person in people(self.cx.facts) {
            match self.departure(&person) {
                _ if self.is_listed(&person) => self.judged(&person),
                Some(left) => self.leaver(&person, left),
                None => self.stranger(&person),
            }
        }
        let noted = self
            .withheld
            .into_iter()
            .map(|(why, names)| format!("not judged by use, {}: {}", why.says(), some_of(names, NAMED)));
        let lists = self.unread.iter().filter_map(MayBeListed::note).chain(self.deletions.note());
        self.own.notes = noted.chain(lists).collect();
        self.own
    }

    /// Somebody who was judged, and is not among those of the audit events.
    fn judged(&mut self, person: &Person) {
        self.own.population += u64::from(!person.names().any(|name| self.actors.contains(name)));
    }

    /// Whether a list of members, or of seats, has them.
    fn is_listed(&self, person: &Person) -> bool {
        let departures = &self.cx.facts.people.departures;
        let has = |address: &str| departures.is_member_address(address) || self.seats.contains(address);
        person.ids.iter().any(|id| departures.is_member(id))
            || person.addresses.iter().any(|address| has(address) || self.aliases(address).any(has))
    }

    /// Other addresses that the roster has for somebody.
    fn aliases(&self, address: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.cx.facts.people.roster.own_addresses(address).into_iter()
    }

    fn departure(&self, person: &Person) -> Option<&'a Departure> {
        let departures = &self.cx.facts.people.departures;
        let by_id = person.ids.iter().find_map(|id| departures.of_id(id));
        by_id.or_else(|| person.addresses.iter().find_map(|address| departures.of_address(address)))
    }

    /// Kinds of export of whose people the lists know fewer than half.
    fn mostly_unknown(&self) -> BTreeSet<Table> {
        let mut counts: BTreeMap<Table, (usize, usize)> = BTreeMap::new();
        for person in people(self.cx.facts) {
            let on_roster = person.addresses.iter().any(|one| self.cx.facts.people.roster.by_address(one).is_some());
            let is_known = self.is_listed(&person) || self.departure(&person).is_some();
            for table in person.uses.iter().map(|one| one.table).collect::<BTreeSet<_>>() {
                let (known, all) = counts.entry(table).or_default();
                *known += usize::from(is_known || on_roster && table == Table::GatewayUse);
                *all += 1;
            }
        }
        counts.into_iter().filter(|(_, (known, all))| known * 2 < *all).map(|(table, _)| table).collect()
    }

    /// Whether a day is one of those asked for. Where neither use of keys nor events date the exports, their period is one day, and not
    /// what is asked.
    fn is_asked(&self, day: NaiveDate) -> bool {
        let period = self.cx.period;
        period.contains(day) || period.start == period.end
    }

    /// Somebody who left: found by use after that.
    fn leaver(&mut self, person: &Person<'a>, left: &Departure) {
        let uses: Vec<&NamedUse> = person.uses.iter().copied().filter(|one| self.counts_of_leaver(one, left)).collect();
        if uses.is_empty() {
            return;
        }
        let Some(day) = left.day() else { return self.withhold(Why::LeftSomeDay, person, &uses) };
        let after = used_on(&uses, |used| used > day && self.is_asked(used));
        if !after.is_empty() {
            self.judged(person);
            self.own.findings.push(found::leaver(self.cx, person, (left, day), &after));
        } else if uses.iter().any(|one| !one.undated.is_empty()) {
            self.withhold(Why::Undated, person, &uses);
        } else {
            self.judged(person);
        }
    }

    /// Of a gateway only who left by the roster: whoever was removed from the Console may still work here. What was used by a listed
    /// key is judged with the key.
    fn counts_of_leaver(&self, one: &NamedUse, left: &Departure) -> bool {
        let keys = &self.cx.facts.gateways.keys;
        let is_own_key = |id: &str| keys.iter().any(|key| key.id == id && key.user.is_some() && key.user == one.user);
        !one.is_of_gateway() || left.roster.is_some() && !one.key.as_deref().is_some_and(is_own_key)
    }

    /// Somebody whom no list has, and of whom nothing says that they left.
    fn stranger(&mut self, person: &Person<'a>) {
        let (of_gateway, uses): (Vec<&NamedUse>, Vec<&NamedUse>) =
            person.uses.iter().copied().partition(|one| one.is_of_gateway());
        if uses.is_empty() {
            let is_compared = !self.cx.facts.people.roster.is_empty() && !self.of_others.contains(&Table::GatewayUse);
            if is_compared && !person.addresses.is_empty() {
                self.withhold(Why::OfGateway, person, &of_gateway);
            }
            return;
        }
        // Without a list, or with a part of it, the check says itself that nobody's absence is known.
        let is_open = self.cx.data.has(Table::Members) || !self.seats.is_empty();
        let is_cut = [Table::Members, Table::Seats].iter().any(|table| list_is_cut(self.cx, *table).is_some())
            || several_organizations(self.cx).is_some();
        if !is_open || is_cut || person.addresses.iter().any(|one| is_support(self.cx, one)) {
            return;
        }
        let (others, uses): (Vec<&NamedUse>, Vec<&NamedUse>) =
            uses.into_iter().partition(|one| self.of_others.contains(&one.table));
        let days = || uses.iter().flat_map(|one| one.days.keys().copied());
        let (Some(first), Some(last)) = (days().min(), days().max()) else {
            let why = if uses.is_empty() { Why::OfOthers } else { Why::Undated };
            return self.withhold(why, person, if uses.is_empty() { &others } else { &uses });
        };
        self.dated_stranger(person, &uses, (first, last));
    }

    fn dated_stranger(&mut self, person: &Person<'a>, uses: &[&'a NamedUse], (first, last): (NaiveDate, NaiveDate)) {
        let label = person.label();
        let came = first.and_time(NaiveTime::MIN).and_utc();
        if !self.is_asked(last)
            || self
                .unread
                .iter_mut()
                .any(|list| list.holds(label, person.names()) || list.is_older_than(label, Some(came)))
            || self.deletions.was_listed(label, person.names(), last)
        {
            return;
        }
        let taken = self.cx.data.taken.get(&Table::Members).map_or(self.cx.as_of_day(), |at| at.date_naive());
        if (taken - last).num_days() > LONGEST_SILENCE_DAYS {
            return self.withhold(Why::MayHaveLeft, person, uses);
        }
        self.judged(person);
        let used = used_on(uses, |day| self.is_asked(day));
        self.own.findings.extend(found::stranger(self.cx, person, &used));
    }

    /// Somebody who is not judged, with the files that name them.
    fn withhold(&mut self, why: Why, person: &Person, uses: &[&NamedUse]) {
        let (cx, is_undated) = (self.cx, why == Why::Undated);
        let dated = uses.iter().flat_map(|one| one.days.values()).filter(|_| !is_undated).map(|source| source.file);
        let files: BTreeSet<&str> = uses
            .iter()
            .flat_map(|one| one.undated.keys().copied())
            .chain(dated)
            .map(|file| cx.data.path(file))
            .collect();
        let left = self.departure(person).and_then(Departure::day);
        let left = left.map_or_else(String::new, |day| format!(", left {day}"));
        let files: Vec<&str> = files.into_iter().collect();
        self.withheld.entry(why).or_default().push(format!("{} (in {}{left})", person.label(), files.join(" and ")));
    }
}
