//! The members' analytics of claude.ai: what everybody did, and when they were last active.

use super::{Person, count, dollars};
use crate::ingest::Ingestor;
use crate::ingest::batch::Batch;
use crate::ingest::cell::Cell;
use crate::ingest::document::Document;
use crate::ingest::own_list::{Cells, Dates};
use crate::ingest::text::decimals::Decimals;
use crate::model::Table;

/// Recognizes the analytics download by the day of last activity.
pub const INGESTOR: Ingestor = Ingestor {
    id: "claude-members-analytics",
    title: "claude.ai members analytics (CSV)",
    table: Table::Seats,
    signature: &["Name", "Email", "Seat Tier", "Last Active"],
    claims: |document| document.has_columns(&["Email", "Seat Tier", "Last Active"]),
    read,
};

/// Known and without use: how much of each product somebody used.
const PRODUCTS: [&str; 14] = [
    "Chats",
    "Messages",
    "Projects Created",
    "Projects Used",
    "Pull Requests",
    "Code sessions",
    "File Edits",
    "Cowork Sessions",
    "Cowork Messages",
    "Artifacts Created",
    "Claude Code Artifacts",
    "Cowork Artifacts",
    "Lines of Code",
    "Status",
];

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let person = Person::of(csv);
    let (last_active, days_active) = (csv.column(&["Last Active"]), csv.column(&["Days Active"]));
    let spend = csv.column(&["Estimated Spend (USD)"]);
    for product in PRODUCTS {
        let _ = csv.column(&[product]);
    }
    let dates = Dates::of(csv, &[last_active]);
    let decimals = Decimals::of(csv, spend.into_iter().collect(), days_active.into_iter().collect());
    csv.each_record(batch, |row, line, batch| {
        let mut cells = person.cells("members-analytics", row, line, batch)?.to_vec();
        let day = match row.text(last_active)? {
            "-" => None,
            _ => match dates.optional(&Cells(row), last_active, (line, batch)) {
                Cell::Instant(at) => Some(at.date_naive()),
                _ => None,
            },
        };
        cells.extend([Cell::day(day), count(&decimals, row, days_active)?, dollars(&decimals, row, spend)?]);
        batch.push(line, &cells);
        Ok(())
    });
    dates.note(batch);
    decimals.note(batch);
    batch.note_absent_columns(csv, &[&["Name"], &["Role"], &["Days Active"], &["Estimated Spend (USD)"]]);
    batch.note_unknown_columns(csv);
}
