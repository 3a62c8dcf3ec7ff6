//! Who is who: members, and what the identity provider says of them.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{DateTime, NaiveDate, Utc};

use super::frame::{Rows, Source};
use super::lists::Member;
use crate::model::normalize_address;
use crate::model::{Dataset, Table};

/// One person of the roster: every row that shares an address or an employee number with another is the same person.
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
    /// Everyone, in the order of the files.
    pub persons: Vec<RosterPerson>,
    by_address: BTreeMap<String, usize>,
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
        let mut by_employee: BTreeMap<String, usize> = BTreeMap::new();
        for row in 0..rows.len() {
            let own: Vec<String> = addresses.get(row).unwrap_or_default().split(' ').map(str::to_owned).collect();
            let number = employee_id.get(row).map(str::to_owned);
            let mut same: Vec<usize> = own.iter().filter_map(|a| people.by_address.get(a).copied()).collect();
            same.extend(number.as_ref().and_then(|n| by_employee.get(n).copied()));
            let at = people.join(same);
            let person = &mut people.persons[at];
            for address in own {
                people.by_address.insert(address.clone(), at);
                if !person.addresses.contains(&address) {
                    person.addresses.push(address);
                }
            }
            if let Some(number) = number {
                by_employee.insert(number, at);
            }
            let ended_on = ended_on.get(row);
            let gone = disabled.get(row).unwrap_or(false) || ended_on.is_some_and(|day| day < as_of.date_naive());
            let row = RosterRow {
                provider: provider.get(row).unwrap_or_default().to_owned(),
                status: status.get(row).map(str::to_owned),
                ended_on,
                source: rows.source(row),
            };
            if gone { person.disabled.push(row) } else { person.active.push(row) }
        }
        Ok(people)
    }

    /// The person to add a row to: the first of those it belongs to, with the others folded into them, or a new one.
    fn join(&mut self, mut same: Vec<usize>) -> usize {
        same.sort_unstable();
        same.dedup();
        let Some((&first, others)) = same.split_first() else {
            self.persons.push(RosterPerson::default());
            return self.persons.len() - 1;
        };
        for &other in others {
            let folded = std::mem::take(&mut self.persons[other]);
            for address in &folded.addresses {
                self.by_address.insert(address.clone(), first);
            }
            let person = &mut self.persons[first];
            person.addresses.extend(folded.addresses);
            person.active.extend(folded.active);
            person.disabled.extend(folded.disabled);
        }
        first
    }

    /// The person with this address, in any spelling.
    #[must_use]
    pub fn by_address(&self, address: &str) -> Option<&RosterPerson> {
        self.persons.get(*self.by_address.get(&normalize_address(address)?)?)
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
