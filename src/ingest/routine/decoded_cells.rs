//! What cells of an audit log mean, decoded once: the same few dictionaries stand on most of its rows.

use super::lane::Lane;
use super::memo::{Actor, Memo};

/// Cells of one file, by their columns; nothing for a cell that is no dictionary.
#[derive(Debug, Default)]
pub(in crate::ingest) struct DecodedCells {
    pub(in crate::ingest) actors: Memo<Option<Actor>>,
    /// As JSON; empty for an empty dictionary.
    pub(in crate::ingest) events: Memo<Option<String>>,
    /// As JSON; empty for an empty dictionary.
    pub(in crate::ingest) entities: Memo<Option<String>>,
    /// By the bytes of cells.
    pub(in crate::ingest) lane: Lane,
}
