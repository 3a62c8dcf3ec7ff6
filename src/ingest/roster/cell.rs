//! Cells that may be unreadable without costing the row.

use crate::ingest::batch::Batch;
use crate::ingest::text::delimited::Row;

/// The text of a cell; a sign that no word is, and a note, where it cannot be read.
pub(super) fn unless_unreadable<'a>(row: &Row<'a>, line: u64, column: usize, batch: &mut Batch) -> &'a str {
    row.text(Some(column)).unwrap_or_else(|reject| {
        batch.optional::<()>(line, Err(reject));
        "?"
    })
}
