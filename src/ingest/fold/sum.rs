//! What a row states, and what the rows of a cell add up to.

use super::{MOST_MEASURES, RowFingerprint};
use crate::model::Table;

/// The measures of a row: amounts, zero where none is stated, and a bit for each that is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Amounts {
    pub(super) each: [i128; MOST_MEASURES],
    stated: u32,
}

impl Amounts {
    /// Of the measures in their order.
    pub(super) fn of(measures: impl Iterator<Item = Option<i128>>) -> Self {
        let mut amounts = Self::default();
        measures
            .enumerate()
            .filter_map(|(at, amount)| Some((at, amount?)))
            .for_each(|(at, amount)| amounts.state(at, amount));
        amounts
    }

    /// States one of them.
    pub(super) const fn state(&mut self, at: usize, amount: i128) {
        self.each[at] = amount;
        self.stated |= 1 << at;
    }

    /// What rows of one cell have in common: which measures they state, and the signs of them.
    pub(super) fn kind(&self, table: Table) -> u32 {
        self.stated | signs(table, &self.each) << MOST_MEASURES
    }
}

/// What the rows of a cell add up to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sum {
    pub(super) first: u64,
    pub(super) last: u64,
    pub(super) rows: u64,
    pub(super) fingerprint: RowFingerprint,
    pub(super) sums: [i128; MOST_MEASURES],
}

impl Sum {
    /// Of one row.
    pub(super) const fn of_row(line: u64, fingerprint: RowFingerprint, amounts: &Amounts) -> Self {
        Self { first: line, last: line, rows: 1, fingerprint, sums: amounts.each }
    }

    /// No row yet, on the line of the first.
    pub(super) fn before(row: &Self) -> Self {
        Self { rows: 0, fingerprint: RowFingerprint::default(), sums: [0; MOST_MEASURES], ..*row }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        self.rows += other.rows;
        self.fingerprint.add(other.fingerprint);
        self.sums.iter_mut().zip(other.sums).for_each(|(sum, more)| *sum = sum.saturating_add(more));
    }
}

/// What kind of amount a row states: of usage whether there are tokens and whether searches, of cost whether it is a credit, nothing
/// or a charge.
fn signs(table: Table, sums: &[i128; MOST_MEASURES]) -> u32 {
    if table == Table::Usage {
        let tokens = sums[..5].iter().any(|count| *count != 0);
        return u32::from(tokens) | u32::from(sums[5] != 0) << 1;
    }
    u32::from(sums[0] < 0) | u32::from(sums[0] > 0) << 1
}
