//! Which rows of rosters are of one person.

use std::collections::BTreeSet;

use super::numbers;
use super::{People, RosterPerson};
use crate::data::roster_words::normal;

/// A row's main address and its further ones.
pub(super) type Addresses<'a> = (&'a str, Vec<&'a str>);

impl People {
    /// The person of a row with this main address and employee number: whom it shares the address with, or the number and a name that
    /// may be theirs, else a new one.
    pub(super) fn place(&mut self, main: &str, number: Option<&str>, name: Option<&str>) -> usize {
        let mut same: Vec<usize> = self.by_main.get(main).copied().into_iter().collect();
        let by_number = number.and_then(|number| self.by_employee.get(number)).into_iter().flatten();
        same.extend(by_number.filter(|at| numbers::agree(&self.persons[**at].names, name)));
        let at = self.join(same);
        if !self.persons[at].addresses.iter().any(|known| known == main) {
            self.persons[at].addresses.push(main.to_owned());
        }
        self.by_main.insert(main.to_owned(), at);
        if let Some(number) = number {
            self.by_employee.entry(number.to_owned()).or_default().push(at);
        }
        self.persons[at].names.extend(name.map(str::to_owned));
        at
    }

    /// Takes the further addresses of rows whose main ones are placed. One that is the main address of a row of another list joins the
    /// two where they may be one person; whose main address it is in the same list is somebody else. A further address of several
    /// joins nobody.
    pub(super) fn take_further(&mut self, rows: &[Addresses]) {
        // Where each person went who was folded into another: the maps are put right once, behind the last.
        let mut into: Vec<usize> = (0..self.persons.len()).collect();
        for (main, others) in rows {
            for other in others {
                let (own, same) = (self.by_main.get(*main).copied(), self.by_main.get(*other).copied());
                let Some((own, same)) = own.zip(same).map(|(own, same)| (last(&into, own), last(&into, same))) else {
                    continue;
                };
                if own != same && self.may_be_one(own, same) {
                    let (first, folded) = (own.min(same), own.max(same));
                    self.fold(first, folded);
                    into[folded] = first;
                }
            }
        }
        let places = self.by_main.values_mut().chain(self.by_employee.values_mut().flatten());
        places.for_each(|at| *at = last(&into, *at));
        for (main, others) in rows {
            let Some(at) = self.by_main.get(*main).copied() else { continue };
            // Of the row whose main address it is: an alias that was given to a colleague makes nobody of it.
            for other in others.iter().filter(|other| !self.by_main.contains_key(**other)) {
                let sharing = self.by_other.entry((*other).to_owned()).or_default();
                if !sharing.contains(&at) {
                    sharing.push(at);
                    self.persons[at].addresses.push((*other).to_owned());
                }
            }
        }
    }

    /// Whether two persons, of whom one has the main address of the other, may be one. Their names must allow it, and in one list, where
    /// each has a row and an address of their own, be the same.
    fn may_be_one(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.persons[one], &self.persons[other]);
        let names = |person: &RosterPerson| -> BTreeSet<String> {
            person.names.iter().map(|name| normal(name)).filter(|name| !name.is_empty()).collect()
        };
        let lists = |person: &RosterPerson| -> BTreeSet<usize> { person.rows.iter().map(|row| row.list).collect() };
        if !lists(one).is_disjoint(&lists(other)) {
            return !names(one).is_disjoint(&names(other));
        }
        numbers::may_be_called(&called(one), &called(other))
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
            self.fold(first, other);
            let places = self.by_main.values_mut().chain(self.by_employee.values_mut().flatten());
            places.filter(|at| **at == other).for_each(|at| *at = first);
        }
        first
    }

    fn fold(&mut self, first: usize, other: usize) {
        let folded = std::mem::take(&mut self.persons[other]);
        let person = &mut self.persons[first];
        person.addresses.extend(folded.addresses);
        person.names.extend(folded.names);
        person.rows.extend(folded.rows);
        person.rows.sort_by_key(|row| row.source);
    }
}

/// The person into whom one was folded, through all that were folded in turn.
fn last(into: &[usize], mut at: usize) -> usize {
    while into[at] != at {
        at = into[at];
    }
    at
}

/// How somebody is called: by their names, else by what stands before the `@` where it is made of names, as `ann.lee` is.
fn called(person: &RosterPerson) -> BTreeSet<String> {
    let names: BTreeSet<String> = person.names.iter().flat_map(|name| numbers::words(name)).collect();
    if !names.is_empty() {
        return names;
    }
    let locals = person.addresses.iter().filter_map(|address| address.split('@').next());
    locals.filter(|local| local.contains(['.', '_', '-'])).flat_map(numbers::words).collect()
}
