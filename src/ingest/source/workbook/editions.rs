//! Sheets of one workbook that have the same people: one called `Archive` beside today's list is an older edition of it, and not of people
//! who left.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{Reader, Xlsx};

use super::cells;
use crate::data::roster_words::{StatusWord, normal, status_words};
use crate::model::{Bounds, normalize_address};

/// A sheet is an edition of another from this share of the other's people on: not so many leave and stay on the list.
const SAME_PEOPLE: (usize, usize) = (3, 4);
/// Fewer people are on a sheet of something else.
const FEWEST: usize = 3;

/// The people of every sheet, by their addresses; nothing where no sheet is called as people who left are.
pub(super) struct Editions(BTreeMap<String, BTreeSet<String>>);

impl Editions {
    /// # Errors
    /// Which bound the workbook leaves.
    pub(super) fn of(workbook: &mut Xlsx<Cursor<&[u8]>>, bounds: &Bounds) -> Result<Self, String> {
        let names = workbook.sheet_names();
        let mut people = BTreeMap::new();
        if names.iter().any(|name| says_gone(name)) {
            for name in names {
                let sheet = cells(workbook, &name, bounds)?.unwrap_or_default();
                let addresses = sheet.values().flat_map(BTreeMap::values).filter(|cell| cell.contains('@'));
                people.insert(name, addresses.filter_map(|cell| normalize_address(cell)).collect());
            }
        }
        Ok(Self(people))
    }

    /// The sheet of which one that is called as people who left are is an older edition: it has nearly all of its people.
    pub(super) fn newer(&self, name: &str) -> Option<&str> {
        let own = self.0.get(name).filter(|_| says_gone(name))?;
        let has_nearly_all = |people: &BTreeSet<String>| {
            people.len() >= FEWEST
                && people.len() * 2 >= own.len()
                && people.intersection(own).count() * SAME_PEOPLE.1 >= people.len() * SAME_PEOPLE.0
        };
        let others = self.0.iter().filter(|(other, _)| *other != name && !says_gone(other));
        others.filter(|(_, people)| has_nearly_all(people)).map(|(other, _)| other.as_str()).next()
    }
}

fn says_gone(name: &str) -> bool {
    matches!(status_words().get(&normal(name)), Some(StatusWord::Gone | StatusWord::Barred | StatusWord::Leaving))
}
