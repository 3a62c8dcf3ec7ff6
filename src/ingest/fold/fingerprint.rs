//! Order-free fingerprints of rows: two lists of rows are the same exactly when their fingerprints are, but for a chance of 2^-64.

use super::MOST_MEASURES;
use crate::model::{Money, Table};

/// A cent, in the unit of amounts.
pub(super) const CENT: i128 = Money::from_cents(1).units();
/// Multipliers: digits of π.
const LOW: u64 = 0x3f84_d5b5_b547_0917;
const HIGH: u64 = 0x9216_d5d9_8979_fb1b;
const OF_COLUMN: u64 = 0x243f_6a88_85a3_08d3;

/// Fingerprints of some rows: by all measures, and by those that every version of the export has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::ingest) struct RowFingerprint {
    /// By all measures.
    pub(in crate::ingest) all: u128,
    /// By [`core_measures`].
    pub(in crate::ingest) core: u128,
}

impl RowFingerprint {
    /// Of one row. A measure that is absent or zero says the same.
    pub(super) fn of_row(keys: &[(u64, bool); MOST_MEASURES], values: &[i128; MOST_MEASURES]) -> Self {
        let (mut all, mut core) = (0_u64, 0_u64);
        for ((key, is_core), value) in keys.iter().zip(values) {
            let hash = if *value == 0 { 0 } else { of_value(*key, *value) };
            all = all.wrapping_add(hash);
            core = core.wrapping_add(if *is_core { hash } else { 0 });
        }
        Self { all: spread(all), core: spread(core) }
    }

    pub(super) const fn add(&mut self, other: Self) {
        self.all = self.all.wrapping_add(other.all);
        self.core = self.core.wrapping_add(other.core);
    }
}

/// The fingerprint of one row by some of its measures, given as their columns and values.
pub(in crate::ingest) fn row_fingerprint(values: impl Iterator<Item = (usize, i128)>) -> u128 {
    let hash = |(column, value)| if value == 0 { 0 } else { of_value(key(column), value) };
    spread(values.map(hash).fold(0, u64::wrapping_add))
}

/// What makes the values of one column hash otherwise than those of others.
pub(super) fn key(column: usize) -> u64 {
    mixed(OF_COLUMN, LOW.wrapping_add(column as u64))
}

/// The measures, by their places among those of the table, that every version of the Console's export has had.
pub(in crate::ingest) const fn core_measures(table: Table) -> [bool; MOST_MEASURES] {
    match table {
        Table::Usage => [true, true, false, true, true, false, false],
        _ => [true, false, false, false, false, false, false],
    }
}

fn of_value(key: u64, value: i128) -> u64 {
    let (low, high) = (value as u64, (value >> 64) as u64);
    mixed(low ^ key, key ^ high.rotate_left(32) ^ LOW)
}

/// The 96 bits of a row from the 64 of its values: what so many rows as a file can have add up to does not wrap, and rows that all stand
/// several times add up to a multiple.
fn spread(hash: u64) -> u128 {
    u128::from(mixed(hash ^ LOW, HIGH)) | u128::from(mixed(hash ^ HIGH, LOW) >> 32) << 64
}

fn mixed(a: u64, b: u64) -> u64 {
    let product = u128::from(a).wrapping_mul(u128::from(b));
    (product as u64) ^ (product >> 64) as u64
}
