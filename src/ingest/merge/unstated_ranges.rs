//! Sums over ranges that the files do not state: a row of another month that happens to be equal is no copy.

use super::{Disposition, FileRows, occurrences};
use crate::model::Role;

/// Rows that another file has too are duplicates where at least half of the rows that state an amount are: then the two files are
/// of one range. Else every row of a file counts, since nothing is summed over files.
pub(super) fn merge(parts: &[FileRows]) -> Vec<Vec<Disposition>> {
    let mut dispositions = occurrences::merge(parts, |_, _| true, |part| part.batch.rows());
    for (part, own) in parts.iter().zip(&mut dispositions) {
        let states_an_amount = |row: usize| {
            let mut measures = part.batch.with_role(Role::Measure);
            measures.any(|column| part.batch.value(column, row).is_some_and(|value| value != 0))
        };
        let telling: Vec<usize> = (0..own.len()).filter(|&row| states_an_amount(row)).collect();
        let equal = telling.iter().filter(|&&row| own[row] == Disposition::Duplicate).count();
        if equal * 2 < telling.len() {
            own.fill(Disposition::Accepted);
        }
    }
    dispositions
}
