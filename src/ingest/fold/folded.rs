//! What cells keep of the rows that they stand for.

use super::RowFingerprint;

/// What stands next to the rows of a batch that are cells.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Folded {
    /// Rows of each cell.
    pub(in crate::ingest) rows: Vec<u64>,
    /// Last line of each cell.
    pub(in crate::ingest) lasts: Vec<u64>,
    /// Fingerprints of their rows.
    pub(in crate::ingest) fingerprints: Vec<RowFingerprint>,
    /// Columns of amounts of which some row was no whole cents.
    pub(in crate::ingest) fractions: Vec<usize>,
}
