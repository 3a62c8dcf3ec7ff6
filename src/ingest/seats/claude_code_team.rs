//! Claude Code by user and month, in the forms of the Console and of claude.ai. The month stands in the file's name only; numbers
//! follow the locale of the browser (`64,230`, `64.230`).

use super::{count, dollars};
use crate::ingest::Ingestor;
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::ingest::text::decimals::Decimals;
use crate::model::Table;

/// Recognizes both forms by the lines of the month.
pub const INGESTOR: Ingestor = Ingestor {
    id: "claude-code-team",
    title: "Claude Code team analytics (CSV)",
    table: Table::ClaudeCodeTeam,
    signature: &["User", "Lines this Month"],
    claims: |document| document.has_columns(&["User", "Lines this Month"]),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let (user, lines) = (csv.column(&["User"]), csv.column(&["Lines this Month"]));
    let spend = csv.column(&["Spend this Month (USD)"]);
    let decimals = Decimals::of_a_locale(csv, spend.into_iter().collect(), lines.into_iter().collect());
    csv.each_record(batch, |row, line, batch| {
        if row.text(user)?.is_empty() {
            return Err(row.reject(user, "no user"));
        }
        let cells = [row.cell(user)?, dollars(&decimals, row, spend)?, count(&decimals, row, lines)?];
        batch.push(line, &cells);
        Ok(())
    });
    decimals.note(batch);
    batch.note_absent_columns(csv, &[&["Spend this Month (USD)"]]);
    batch.note_unknown_columns(csv);
}
