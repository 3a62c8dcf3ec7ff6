//! Microsoft 365 admin center, «Export users».

use super::super::Ingestor;
use super::{MICROSOFT365, Person, full_name, truth};
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes the export by `User principal name` and `Block credential`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "roster-m365",
    title: "Microsoft 365 user export (CSV)",
    table: Table::Roster,
    marks: &["User principal name", "Display name", "Block credential"],
    claims: |document| document.has_columns(MICROSOFT365) && !document.has_columns(super::ENTRA),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let addresses = [["User principal name"], ["Alternate email addresses"], ["Proxy addresses"], ["Mail"]]
        .map(|names| csv.column(&names));
    let id = csv.column(&["Object Id", "ObjectId"]);
    let (display, given, family) =
        (csv.column(&["Display name"]), csv.column(&["First name"]), csv.column(&["Last name"]));
    let blocked = csv.column(&["Block credential"]);
    csv.each_record(batch, |row, line, batch| {
        let status = row.text(blocked)?;
        let mut person = Person {
            id: Some(row.text(id)?),
            name: full_name(row, display, given, family)?,
            status: Some(if truth(status) == Some(true) { "blocked" } else { "" }),
            disabled: truth(status),
            ..Person::default()
        };
        for column in addresses {
            person.addresses.push(row.text(column)?);
        }
        person.push("Microsoft 365", line, batch)
    });
    batch.note_absent_columns(csv, &[&["Display name"], &["First name"], &["Last name"]]);
}
