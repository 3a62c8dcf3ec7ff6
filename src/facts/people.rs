//! Who is who: members, and what the identity provider says of them.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{DateTime, NaiveDate, Utc};

use super::frame::{Rows, Source};
use super::lists::Member;
use crate::model::normalize_address;
use crate::model::{Dataset, Table};

/// One person of the roster: rows with the same employee number, or with the main address of one among the addresses of the other.
#[derive(Clone, Debug, Default)]
pub struct RosterPerson {
    /// Normalized addresses, in the order met.
    pub addresses: Vec<String>,
    /// Rows that say the person is there: where, provider and status.
    pub active: Vec<RosterRow>,
    /// Rows that say they are gone.
    pub disabled: Vec<RosterRow>,
}

/// A row of a roster.
#[derive(Clone, Debug)]
pub struct RosterRow {
    /// Provider.
    pub provider: String,
    /// Status verbatim.
    pub status: Option<String>,
    /// Last day, where the list has one.
    pub ended_on: Option<NaiveDate>,
    /// Where it stands.
    pub source: Source,
}

impl RosterPerson {
    /// Whether no row says that the person is there.
    #[must_use]
    pub const fn is_gone(&self) -> bool {
        self.active.is_empty()
    }
}

/// The roster, by address.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Everyone, in the order of the files; empty where a person was folded into another.
    pub persons: Vec<RosterPerson>,
    /// By the main address of a row: whoever has it anywhere is this person.
    by_main: BTreeMap<String, usize>,
    /// By the other addresses of a row, which people may share: a team's mailbox, a family's recovery address.
    by_other: BTreeMap<String, Vec<usize>>,
    by_employee: BTreeMap<String, usize>,
}

impl People {
    /// Joins the roster's rows to persons. A row is gone when it is disabled, or when its last day is over at `as_of`.
    pub(super) fn read(data: &Dataset, as_of: DateTime<Utc>) -> Result<Self> {
        let mut people = Self::default();
        let Some(frame) = data.frame(Table::Roster) else { return Ok(people) };
        let rows = Rows::of(frame)?;
        let (addresses, employee_id, provider) =
            (rows.text("addresses")?, rows.text("employee_id")?, rows.text("provider")?);
        let (status, disabled, ended_on) = (rows.text("status")?, rows.flag("disabled")?, rows.day("ended_on")?);
        for row in 0..rows.len() {
            let own: Vec<&str> = addresses.get(row).unwrap_or_default().split_whitespace().collect();
            // `N/A`, `-` and `0` are no numbers: those who have them are not one person.
            let number = employee_id.get(row).filter(|number| number.contains(|c| matches!(c, '1'..='9')));
            let at = people.place(&own, number);
            let ended_on = ended_on.get(row);
            let gone = disabled.get(row).unwrap_or(false) || ended_on.is_some_and(|day| day < as_of.date_naive());
            let row = RosterRow {
                provider: provider.get(row).unwrap_or_default().to_owned(),
                status: status.get(row).map(str::to_owned),
                ended_on,
                source: rows.source(row),
            };
            let person = &mut people.persons[at];
            if gone { person.disabled.push(row) } else { person.active.push(row) }
        }
        Ok(people)
    }

    /// The person of a row with these addresses and this employee number: whom it shares a main address or the number with, else
    /// a new one. Two rows that share only further addresses stay two persons.
    fn place(&mut self, own: &[&str], number: Option<&str>) -> usize {
        let mut same: Vec<usize> = own.iter().filter_map(|address| self.by_main.get(*address).copied()).collect();
        same.extend(own.first().and_then(|main| self.by_other.get(*main)).into_iter().flatten());
        same.extend(number.and_then(|number| self.by_employee.get(number)));
        let at = self.join(same);
        for (rank, address) in own.iter().map(|address| (*address).to_owned()).enumerate() {
            if !self.persons[at].addresses.contains(&address) {
                self.persons[at].addresses.push(address.clone());
            }
            if rank == 0 {
                self.by_main.insert(address, at);
            } else {
                self.by_other.entry(address).or_default().push(at);
            }
        }
        if let Some(number) = number {
            self.by_employee.insert(number.to_owned(), at);
        }
        at
    }

    /// The first of these persons, with the others folded into it; a new one where there is none.
    fn join(&mut self, mut same: Vec<usize>) -> usize {
        same.sort_unstable();
        same.dedup();
        let Some((&first, others)) = same.split_first() else {
            self.persons.push(RosterPerson::default());
            return self.persons.len() - 1;
        };
        for &other in others {
            let folded = std::mem::take(&mut self.persons[other]);
            let person = &mut self.persons[first];
            person.addresses.extend(folded.addresses);
            person.active.extend(folded.active);
            person.disabled.extend(folded.disabled);
            let places = self.by_main.values_mut().chain(self.by_employee.values_mut());
            for at in places.chain(self.by_other.values_mut().flatten()).filter(|at| **at == other) {
                *at = first;
            }
        }
        first
    }

    /// The person with this address, in any spelling; of several who share it one who is there.
    #[must_use]
    pub fn by_address(&self, address: &str) -> Option<&RosterPerson> {
        let address = normalize_address(address)?;
        if let Some(&at) = self.by_main.get(&address) {
            return self.persons.get(at);
        }
        let sharing = self.by_other.get(&address)?.iter().filter_map(|&at| self.persons.get(at));
        sharing.min_by_key(|person| person.is_gone())
    }

    /// Index of the person who alone has this address, in any spelling; none where several share it.
    #[must_use]
    pub fn only_with(&self, address: &str) -> Option<usize> {
        let address = normalize_address(address)?;
        let (main, others) = (self.by_main.get(&address), self.by_other.get(&address));
        let mut all = main.into_iter().chain(others.into_iter().flatten());
        let first = *all.next()?;
        all.all(|at| *at == first).then_some(first)
    }

    /// The addresses of the person who alone has this one, without those that they share with others.
    #[must_use]
    pub fn own_addresses(&self, address: &str) -> Vec<&str> {
        let Some(at) = self.only_with(address) else { return Vec::new() };
        let all = self.persons.get(at).map_or(&[][..], |person| &person.addresses);
        all.iter().map(String::as_str).filter(|other| self.only_with(other) == Some(at)).collect()
    }

    /// Number of persons.
    #[must_use]
    pub fn len(&self) -> usize {
        self.persons.iter().filter(|person| !person.addresses.is_empty()).count()
    }

    /// Whether the roster knows nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many of these members the roster knows, disabled ones included.
    pub fn known<'a>(&self, members: impl IntoIterator<Item = &'a Member>) -> usize {
        members.into_iter().filter(|member| self.by_address(&member.address).is_some()).count()
    }
}
