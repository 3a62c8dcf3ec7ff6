//! Fingerprints of the rows of a batch, folded or not.

use super::{Folded, core_measures, row_fingerprint};
use crate::ingest::batch::Batch;
use crate::model::Role;

impl Batch {
    /// The fingerprint of what a row stands for, by some measures of a folded table: all that the file carries or, of rows that were
    /// folded, also those that every version of the export has. See [`Batch::tells`].
    pub(in crate::ingest) fn fingerprint(&self, row: usize, measures: &[usize]) -> u128 {
        match &self.folded {
            Some(folded) if folded.rows[row] != 1 => {
                let fingerprint = folded.fingerprints[row];
                if self.carried().all(|column| measures.contains(&column)) { fingerprint.all } else { fingerprint.core }
            }
            _ => row_fingerprint(measures.iter().map(|&column| (column, self.value(column, row).unwrap_or(0)))),
        }
    }

    /// Whether the fingerprints of its rows can distinguish them by these measures of those that it carries.
    pub(in crate::ingest) fn tells(&self, measures: &[usize]) -> bool {
        let is_one = |folded: &Folded| folded.rows.iter().all(|rows| *rows == 1);
        if self.folded.as_ref().is_none_or(is_one) {
            return true;
        }
        let core = core_measures(self.table);
        let is_core = |column: usize| {
            self.with_role(Role::Measure).zip(core).any(|(measure, is_core)| measure == column && is_core)
        };
        let asked = |column: usize| measures.contains(&column);
        self.carried().all(asked) || self.carried().all(|column| asked(column) == is_core(column))
    }

    /// The measures that the file carries.
    pub(in crate::ingest) fn carried(&self) -> impl Iterator<Item = usize> + '_ {
        self.with_role(Role::Measure).filter(|&column| self.present[column])
    }
}
