//! Rows without an id: distinguished by their whole content, each as often as the file that has it most often.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::{Disposition, FileRows, compare_rows};

/// Identical rows inside one file are all kept; a row that another file has as often is a duplicate of it, where files of a higher
/// `rank` keep theirs, then the first ones. Rows that are not `wanted` stay undecided.
pub(super) fn merge(
    parts: &[FileRows],
    wanted: impl Fn(&FileRows, usize) -> bool,
    rank: impl Fn(&FileRows) -> usize,
) -> Vec<Vec<Disposition>> {
    let mut dispositions: Vec<Vec<Disposition>> =
        parts.iter().map(|part| vec![Disposition::Accepted; part.batch.rows()]).collect();
    if parts.len() < 2 {
        return dispositions;
    }
    // Sorted instead of hashed: a log of millions of rows then costs two words a row.
    let mut rows: Vec<(usize, usize)> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        rows.extend((0..part.batch.rows()).filter(|&row| wanted(part, row)).map(|row| (at, row)));
    }
    let compare = |a: (usize, usize), b: (usize, usize)| compare_rows((&parts[a.0], a.1), (&parts[b.0], b.1));
    rows.par_sort_unstable_by(|&a, &b| compare(a, b).then(a.cmp(&b)));
    for same in rows.chunk_by(|&a, &b| compare(a, b).is_eq()) {
        let by_part = || same.chunk_by(|a, b| a.0 == b.0);
        let order = |rows: &&[(usize, usize)]| (rows.len(), rank(&parts[rows[0].0]), Reverse(rows[0].0));
        let keeper = by_part().max_by_key(order).map(|rows| rows[0].0);
        for &(at, row) in same.iter().filter(|(at, _)| Some(*at) != keeper) {
            dispositions[at][row] = Disposition::Duplicate;
        }
    }
    dispositions
}
