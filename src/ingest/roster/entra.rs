//! Entra ID, «Download users»: two header versions; guests carry their home address inside the principal name.

use super::super::Ingestor;
use super::{ENTRA, Person, full_name, here_if};
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::ingest::text::instant::parse_roster_instant;
use crate::model::Table;

/// Recognizes the download by `userPrincipalName` and `accountEnabled`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "roster-entra",
    title: "Entra ID user download (CSV)",
    table: Table::Roster,
    signature: &["userPrincipalName", "displayName", "mail", "accountEnabled"],
    claims: |document| document.has_columns(ENTRA),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let addresses = [["mail"], ["userPrincipalName"], ["proxyAddresses"]].map(|names| csv.column(&names));
    let contacts = [["alternateEmailAddress"], ["otherMails"]].map(|names| csv.column(&names));
    let id = csv.column(&["id", "objectId"]);
    let (display, given, family) = (csv.column(&["displayName"]), csv.column(&["givenName"]), csv.column(&["surname"]));
    let created = csv.column(&["createdDateTime"]);
    let (enabled, employee) = (csv.column(&["accountEnabled"]), csv.column(&["employeeId"]));
    csv.each_list_record(batch, addresses[1], |row, line, batch| {
        // Cells may be written as formulas to keep a spreadsheet from changing them: ="0123".
        let plain = |text| str::trim_matches(str::trim_start_matches(text, '='), '"');
        let status = row.text(enabled)?;
        let mut person = Person {
            id: Some(plain(batch.optional(line, row.text(id)))),
            name: batch.optional(line, full_name(row, display, given, family)),
            employee_id: Some(plain(batch.optional(line, row.text(employee)))),
            status: Some(status),
            status_column: Some("accountEnabled"),
            standing: Some(here_if(status, true)),
            started_on: parse_roster_instant(batch.optional(line, row.text(created))).map(|at| at.date_naive()),
            ..Person::default()
        };
        for column in addresses {
            person.addresses.push(plain(row.text(column)?));
        }
        for column in contacts {
            person.contacts.push(plain(row.text(column)?));
        }
        person.push("Entra ID", line, batch)
    });
    let others: [&[&str]; 7] = [
        &["createdDateTime"],
        &["mail"],
        &["id", "objectId"],
        &["displayName"],
        &["givenName"],
        &["surname"],
        &["alternateEmailAddress"],
    ];
    batch.note_absent_columns(csv, &others);
    super::tell_unread(csv, batch);
}
