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
        (editions.rank(at), last[at], ended(all, at, row), stated(part, row), part.batch.taken(), &part.sha256, row)
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

/// Whether two rows of a person state nothing different: in every text both say the same, or one of them nothing.
///
/// Only of members: elsewhere a field that is not stated is a statement (a key without expiry, a workspace that is live).
fn agree(all: &TableFiles, a: (usize, usize), b: (usize, usize)) -> bool {
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
