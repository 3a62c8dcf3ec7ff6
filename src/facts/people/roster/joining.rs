//! Which rows of rosters are of one person.

use super::numbers;
use super::{People, RosterPerson};

impl People {
    /// The person of a row with these addresses and this employee number: whom it shares a main address with, or the number and a
    /// name that may be theirs, else a new one. Two rows that share only further addresses stay two persons.
    pub(super) fn place(&mut self, own: &[&str], number: Option<&str>, name: Option<&str>) -> usize {
        let mut same: Vec<usize> = own.iter().filter_map(|address| self.by_main.get(*address).copied()).collect();
        same.extend(own.first().and_then(|main| self.by_other.get(*main)).into_iter().flatten());
        let by_number = number.and_then(|number| self.by_employee.get(number)).into_iter().flatten();
        same.extend(by_number.filter(|at| numbers::agree(&self.persons[**at].names, name)));
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
            self.by_employee.entry(number.to_owned()).or_default().push(at);
        }
        self.persons[at].names.extend(name.map(str::to_owned));
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
            person.names.extend(folded.names);
            person.rows.extend(folded.rows);
            person.rows.sort_by_key(|row| row.source);
            let places = self.by_main.values_mut().chain(self.by_employee.values_mut().flatten());
            for at in places.chain(self.by_other.values_mut().flatten()).filter(|at| **at == other) {
                *at = first;
            }
        }
        first
    }
}
