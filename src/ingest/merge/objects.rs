//! Objects and events: one per id, whatever number of files list them.

use indexmap::IndexMap;

use super::{Fate, Parts, last_happening, row_values};
use crate::model::Role;

/// Among the rows with one id the latest export's counts: the file in which the latest thing happened; then a row that has
/// reached its end (archived, expired, deleted), since none comes back from there; then the longer list; then the later row.
/// Equal rows are duplicates of it, different ones restated. Rows without an id keep the fate they come with.
pub(super) fn merge(all: &Parts, mut fates: Vec<Vec<Fate>>) -> Vec<Vec<Fate>> {
    let parts = &all.each;
    let mut by_id: IndexMap<Vec<Option<i128>>, Vec<(usize, usize)>> = IndexMap::new();
    for (at, part) in parts.iter().enumerate() {
        let ids: Vec<usize> = part.batch.with_role(Role::Id).collect();
        for row in 0..part.batch.rows() {
            let id: Vec<_> = ids.iter().map(|&column| part.batch.value(column, row)).collect();
            if id.iter().any(Option::is_some) {
                by_id.entry(id).or_default().push((at, row));
            }
        }
    }
    let last: Vec<_> = parts.iter().map(last_happening).collect();
    let rank =
        |&(at, row): &(usize, usize)| (last[at], ended(all, at, row), parts[at].batch.rows(), &parts[at].sha256, row);
    for rows in by_id.values().filter(|rows| !rows.is_empty()) {
        let Some(&kept) = rows.iter().max_by_key(|row| rank(row)) else { continue };
        let values = row_values(&parts[kept.0], kept.1);
        for &(at, row) in rows {
            fates[at][row] = if (at, row) == kept {
                Fate::Accepted
            } else if row_values(&parts[at], row) == values {
                Fate::Duplicate
            } else {
                Fate::Restated
            };
        }
    }
    fates
}

fn ended(parts: &Parts, at: usize, row: usize) -> bool {
    let status = parts.table.position("status").and_then(|column| parts.text(at, column, row));
    let archived = parts.table.position("archived_at").and_then(|column| parts.each[at].batch.value(column, row));
    archived.is_some() || matches!(status, Some("archived" | "expired" | "deleted" | "accepted"))
}
