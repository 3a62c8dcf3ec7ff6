//! Objects and events: one per id, whatever number of files list them.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::editions::Editions;
use super::ended::ended;
use super::{Disposition, FileRows, TableFiles, compare_rows, has_id, last_event_time};
use crate::model::{Kind, Role, Table, normalize_address};

/// Among the rows with one id the latest export's counts: that of the latest edition of a list, where lists are editions of one; then
/// the file in which the latest thing happened; then a row that has
/// reached its end (archived, expired, deleted), since none comes back from there; then the row that states more (a newer shape
/// has more fields); then the longer list; then the later row.
/// Among members a fuller row that says nothing different is kept in its place.
/// Equal rows are duplicates of it, different ones restated. Rows without an id keep the disposition they come with.
///
/// What only earlier editions list is gone, and restated too, unless they list it as ended.
pub(super) fn merge(
    all: &TableFiles,
    mut dispositions: Vec<Vec<Disposition>>,
    editions: &Editions,
) -> Vec<Vec<Disposition>> {
    let parts = &all.each;
    let ids: Vec<usize> = parts.first().map(|part| part.batch.with_role(Role::Id).collect()).unwrap_or_default();
    let mut rows: Vec<(usize, usize)> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        rows.extend((0..part.batch.rows()).filter(|&row| has_id(part, row)).map(|row| (at, row)));
    }
    let compare = |a: (usize, usize), b: (usize, usize)| -> Ordering {
        let value = |(at, row): (usize, usize), id: usize| parts[at].batch.value(id, row);
        ids.iter().map(|&id| value(a, id).cmp(&value(b, id))).find(|o| o.is_ne()).unwrap_or(Ordering::Equal)
    };
    rows.par_sort_unstable_by(|&a, &b| compare(a, b).then(a.cmp(&b)));
    let last: Vec<_> = parts.iter().map(last_event_time).collect();
    let rank = |&(at, row): &(usize, usize)| {
        let part = &parts[at];
        // What happened does not change: the record that says most of it counts, whichever file is the later one.
        let of_event = (all.table == Table::Events).then(|| (stated(part, row), length_of_details(all, at, row)));
        let later = (last[at], ended(all, at, row), stated(part, row), part.batch.taken());
        (editions.rank(at), of_event, later, &part.sha256, row)
    };
    for same in rows.chunk_by(|&a, &b| compare(a, b).is_eq()) {
        let Some(&latest) = same.iter().max_by_key(|row| rank(row)) else { continue };
        if editions.is_past(latest.0) && !ended(all, latest.0, latest.1) {
            same.iter().for_each(|&(at, row)| dispositions[at][row] = Disposition::Restated);
            continue;
        }
        if same.len() == 1 {
            continue;
        }
        let of_latest: Vec<_> =
            same.iter().copied().filter(|other| editions.rank(other.0) == editions.rank(latest.0)).collect();
        let kept = fuller(all, &of_latest, latest);
        for &(at, row) in same {
            let equal =
                || compare_rows((&parts[at], row), (&parts[kept.0], kept.1)).is_eq() || agree(all, (at, row), kept);
            dispositions[at][row] = match () {
                () if (at, row) == kept => Disposition::Accepted,
                () if equal() => Disposition::Duplicate,
                () => Disposition::Restated,
            };
        }
    }
    dispositions
}

/// Of the rows that agree with the latest one, the one that states most: the Admin API and the Compliance API list the same
/// people with different fields, and the poorer record must not take away what the richer one says.
fn fuller(all: &TableFiles, same: &[(usize, usize)], latest: (usize, usize)) -> (usize, usize) {
    let agreeing = same.iter().copied().filter(|&other| other == latest || agree(all, other, latest));
    let joined = all.table.position("added_at");
    let rank = |&(at, row): &(usize, usize)| {
        let part = &all.each[at];
        // The Compliance API states when the account was created, which is never after the day of joining.
        (stated(part, row), joined.and_then(|column| part.batch.value(column, row)), (at, row) == latest)
    };
    agreeing.max_by_key(rank).unwrap_or(latest)
}

/// How long the fields of an event are that have no column.
fn length_of_details(all: &TableFiles, at: usize, row: usize) -> usize {
    all.table.position("details").and_then(|column| all.text(at, column, row)).map_or(0, str::len)
}

/// Whether two rows of an event state nothing different: a copy with fewer columns, or with fewer fields.
fn agree_on_event(all: &TableFiles, a: (usize, usize), b: (usize, usize)) -> bool {
    const SECOND: i128 = 1_000_000;
    let [at, details, address] = ["at", "details", "actor_address"].map(|name| all.table.position(name));
    let is_cut = |one: i128, other: i128| one == other - other.rem_euclid(SECOND);
    let is_one =
        |(one, other): (&str, &str)| normalize_address(one).is_some_and(|one| Some(one) == normalize_address(other));
    let same = |column: usize| {
        let value = |(at, row): (usize, usize)| all.each[at].batch.value(column, row);
        let text = |(at, row): (usize, usize)| all.text(at, column, row);
        match value(a).zip(value(b)) {
            Some((one, other)) if at == Some(column) => one == other || is_cut(one, other) || is_cut(other, one),
            Some((one, other)) if one != other => text(a).zip(text(b)).is_some_and(|both| {
                details == Some(column) && is_part(both.0, both.1) || address == Some(column) && is_one(both)
            }),
            _ => true,
        }
    };
    (0..all.table.columns().len()).all(same)
}

/// Whether of two JSON objects one has only fields that the other has too, with the same values.
pub(super) fn is_part(one: &str, other: &str) -> bool {
    let object = |text: &str| serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text).ok();
    let Some((one, other)) = object(one).zip(object(other)) else { return false };
    let (fewer, more) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    fewer.iter().all(|(field, value)| more.get(field) == Some(value))
}

/// Whether two rows of a person or an event state nothing different: in every text both say the same, or one of them nothing.
///
/// Elsewhere a field that is not stated is a statement (a key without expiry, a workspace that is live).
fn agree(all: &TableFiles, a: (usize, usize), b: (usize, usize)) -> bool {
    if all.table == Table::Events {
        return agree_on_event(all, a, b);
    }
    let same = |column: usize| {
        let text = |(at, row): (usize, usize)| all.text(at, column, row);
        text(a)
            .zip(text(b))
            .is_none_or(|(a, b)| a == b || normalize_address(a).is_some_and(|a| Some(a) == normalize_address(b)))
    };
    let mut columns = all.table.columns().iter().enumerate();
    all.table == Table::Members && columns.all(|(column, spec)| spec.kind != Kind::Text || same(column))
}

/// How many columns a row states.
fn stated(part: &FileRows, row: usize) -> usize {
    (0..part.batch.values.len()).filter(|&column| part.batch.value(column, row).is_some()).count()
}
