//! What every table is called, where its exports come from, and which columns it has.

mod lists;
mod organization;
mod people;

use self::lists::LISTS;
use self::organization::ORGANIZATION;
use self::people::PEOPLE;
use super::Table;
use super::column::Column;

/// One table.
#[derive(Clone, Copy)]
pub(super) struct Spec {
    /// Which; its place in [`ALL`] is that in the enumeration.
    table: Table,
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) how_to_export: &'static str,
    pub(super) event_time_columns: &'static [&'static str],
    pub(super) columns: &'static [Column],
}

/// Every table, in the order of the enumeration.
const ALL: [Spec; 43] = {
    let parts: [&[Spec]; 3] = [&ORGANIZATION, &LISTS, &PEOPLE];
    let mut all = [ORGANIZATION[0]; 43];
    let (mut part, mut at) = (0, 0);
    while part < parts.len() {
        let mut place = 0;
        while place < parts[part].len() {
            all[at] = parts[part][place];
            (place, at) = (place + 1, at + 1);
        }
        part += 1;
    }
    assert!(at == all.len());
    all
};

/// The specification of a table.
pub(super) const fn of(table: Table) -> &'static Spec {
    &ALL[table as usize]
}

// A table that stands out of order, or is left out, does not compile.
const _: () = {
    let mut at = 0;
    while at < ALL.len() {
        assert!(ALL[at].table as usize == at && Table::ALL[at] as usize == at);
        at += 1;
    }
    assert!(Table::ALL.len() == ALL.len());
};
