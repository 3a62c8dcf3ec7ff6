//! The members of claude.ai: who has which seat; neither ids nor dates.

use super::translated::{NAME, STATUS};
use super::{Person, is_translated};
use crate::ingest::Ingestor;
use crate::ingest::batch::{Batch, Cell};
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes the members download in any order of its columns.
pub const INGESTOR: Ingestor = Ingestor {
    id: "claude-members",
    title: "claude.ai members (CSV)",
    table: Table::Seats,
    signature: &["Name", "Email", "Role", "Seat Tier"],
    claims: |document| {
        (document.has_columns(&["Name", "Email", "Role", "Seat Tier"]) || is_translated(document))
            && !document.mentions("Last Active")
    },
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let person = Person::of(csv);
    csv.each_list_record(batch, person.address, |row, line, batch| {
        let mut cells = person.cells("members", row, line, batch)?.to_vec();
        cells.extend([Cell::Null, Cell::Null, Cell::Null]);
        batch.push(line, &cells);
        Ok(())
    });
    batch.note_absent_columns(csv, &[NAME, STATUS]);
    batch.note_unknown_columns(csv);
}
