//! Where the events of a part stand, and which of them are equal to those of others.

use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::quality::FixedState;

use super::super::TableFiles;

/// Where an event stands in its part: a row, or an everyday event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Row(usize),
    Routine(usize),
}

/// One event of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stand {
    /// Hash of all that it says.
    content: u64,
    pub(super) part: usize,
    pub(super) place: Place,
    /// Microseconds since 1970.
    pub(super) at: i64,
}

/// Every event of a part.
pub(super) fn of(parts: &TableFiles, part: usize) -> impl Iterator<Item = Stand> + '_ {
    let batch = &parts.each[part].batch;
    let at = parts.table.position("at");
    let rows = (0..batch.rows()).filter_map(move |row| {
        let mut hasher = FixedState::default().build_hasher();
        (0..batch.values.len()).for_each(|column| batch.value(column, row).hash(&mut hasher));
        let at = i64::try_from(batch.value(at?, row)?).ok()?;
        Some(Stand { content: hasher.finish(), part, place: Place::Row(row), at })
    });
    let routine = batch.routine.contents().enumerate();
    rows.chain(routine.map(move |(record, (content, at))| Stand { content, part, place: Place::Routine(record), at }))
}

/// When the events of a part happened, in microseconds since 1970.
pub(super) fn instants(parts: &TableFiles, part: usize) -> impl Iterator<Item = i64> + '_ {
    let batch = &parts.each[part].batch;
    let at = parts.table.position("at");
    let rows = (0..batch.rows()).filter_map(move |row| i64::try_from(batch.value(at?, row)?).ok());
    rows.chain(batch.routine.instants().map(|(_, at)| at))
}

/// The events of a part that none of the others is equal to, and those of the others that none of its own is equal to. Of events that are
/// alike each file is taken to report the same ones, so that as many are there as the file has that has most.
pub(super) fn apart(own: Vec<Stand>, others: Vec<Stand>) -> (Vec<Stand>, Vec<Stand>) {
    let part = own.first().map_or(usize::MAX, |one| one.part);
    let mut all = own;
    all.extend(others);
    all.sort_unstable();
    let (mut rest, mut open) = (Vec::new(), Vec::new());
    for same in all.chunk_by(|a, b| a.content == b.content) {
        let runs = || same.chunk_by(|a, b| a.part == b.part);
        let mine = runs().find(|run| run[0].part == part).unwrap_or_default();
        let theirs = runs().filter(|run| run[0].part != part).max_by_key(|run| run.len()).unwrap_or_default();
        let equal = mine.len().min(theirs.len());
        rest.extend_from_slice(&mine[equal..]);
        open.extend_from_slice(&theirs[equal..]);
    }
    (rest, open)
}
