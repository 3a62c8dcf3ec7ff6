//! Whose the addresses in a column are: the row's own only where its name says so.

use super::super::{Person, addresses_in};
use super::Columns;
use crate::data::roster_words::{AddressWords, HeaderWord, Headers, Whose, normal};
use crate::ingest::text::delimited::{Delimited, Row};
use crate::ingest::text::tombstone::is_mark;

/// What the name of a column says of the addresses in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Of(Whose),
    /// Of a manager, an approver, whoever made the row.
    SomebodyElse,
    /// It does not say.
    Anybody,
}

/// What the names of all columns say.
pub(super) struct Kinds(Vec<Kind>);

impl Kinds {
    pub(super) fn of(csv: &Delimited, names: &Headers) -> Self {
        let words = AddressWords::new();
        let of = |name: &String| {
            let known = normal(name.split('[').next().unwrap_or(name));
            match names.names.get(&known) {
                _ if names.somebody_else.iter().any(|other| normal(name).contains(other)) => Kind::SomebodyElse,
                Some(HeaderWord::Address) => Kind::Of(words.of(name).unwrap_or(Whose::Own)),
                // What a directory shows as the name may be the address.
                Some(HeaderWord::Name | HeaderWord::Given | HeaderWord::Family) => Kind::Of(Whose::Own),
                _ => words.of(name).map_or(Kind::Anybody, Kind::Of),
            }
        };
        Self(csv.header.iter().map(of).collect())
    }

    pub(super) fn is_of_somebody_else(&self, at: usize) -> bool {
        self.0[at] == Kind::SomebodyElse
    }

    pub(super) fn is_own(&self, at: usize) -> bool {
        self.0[at] == Kind::Of(Whose::Own)
    }

    /// The columns of further addresses of the person whose main one stands in a column: their own, those that somebody else may have,
    /// and those of which nothing is known.
    pub(super) fn further(&self, csv: &Delimited, main: Option<usize>) -> (Vec<usize>, Vec<usize>, Vec<usize>) {
        let mut further = (Vec::new(), Vec::new(), Vec::new());
        let main_name = main.map(|at| normal(&csv.header[at]));
        for (at, kind) in self.0.iter().enumerate().filter(|(at, _)| Some(*at) != main) {
            let name = &csv.header[at];
            // A second column of the same name is of a second list beside the first.
            let is_again = main_name.as_ref().is_some_and(|main| *main == normal(name));
            match kind {
                Kind::Anybody if is_mark(name) => {}
                Kind::Of(_) if is_again => further.2.push(at),
                Kind::Of(Whose::Own) => further.0.push(at),
                Kind::Of(Whose::Contact) => further.1.push(at),
                Kind::Anybody => further.2.push(at),
                Kind::SomebodyElse => {}
            }
        }
        further
    }
}

impl Columns {
    /// Puts the further addresses of a row to its person. What is no UTF-8 in a column of no interest costs nothing.
    pub(in crate::ingest::roster) fn further<'a>(&self, row: &Row<'a>, person: &mut Person<'a>) {
        let cells = |columns: &[usize]| -> Vec<&'a str> {
            let cells = columns.iter().filter_map(|at| row.text(Some(*at)).ok());
            cells.filter(|cell| cell.contains('@')).collect()
        };
        person.addresses.extend(cells(&self.aliases));
        person.contacts.extend(cells(&self.contacts));
    }

    /// The columns of nobody in which a row has an address other than those that are its own.
    pub(in crate::ingest::roster) fn with_others(&self, row: &Row, own: &[&str]) -> Vec<usize> {
        let own: Vec<String> = own.iter().flat_map(|cell| addresses_in(cell)).collect();
        let has_other = |at: &&usize| {
            let cell = row.text(Some(**at)).unwrap_or_default();
            cell.contains('@') && addresses_in(cell).any(|one| !own.contains(&one))
        };
        self.anybodys.iter().filter(has_other).copied().collect()
    }
}
