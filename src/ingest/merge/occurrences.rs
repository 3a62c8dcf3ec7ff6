//! Rows without an id: told apart by their whole content, each as often as the file that has it most often.

use indexmap::IndexMap;

use super::{Fate, Part, row_values};

/// Identical rows inside one file are all kept; a row that another file has as often is a duplicate of it.
pub(super) fn merge(parts: &[Part]) -> Vec<Vec<Fate>> {
    // Content -> per part that has it, how often.
    let mut counts: IndexMap<Vec<Option<i128>>, IndexMap<usize, usize>> = IndexMap::new();
    for (at, part) in parts.iter().enumerate() {
        for row in 0..part.batch.rows() {
            *counts.entry(row_values(part, row)).or_default().entry(at).or_default() += 1;
        }
    }
    let keeper = |values: &Vec<Option<i128>>| {
        let per_part = counts.get(values)?;
        per_part.iter().max_by_key(|(at, count)| (**count, std::cmp::Reverse(**at))).map(|(at, _)| *at)
    };
    parts
        .iter()
        .enumerate()
        .map(|(at, part)| {
            let fate = |row| if keeper(&row_values(part, row)) == Some(at) { Fate::Accepted } else { Fate::Duplicate };
            (0..part.batch.rows()).map(fate).collect()
        })
        .collect()
}
