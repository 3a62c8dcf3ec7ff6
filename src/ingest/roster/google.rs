//! Google Workspace admin, «Download users»: column names carry `[Required]`-style suffixes.

use super::super::Ingestor;
use super::status::{Statuses, standing};
use super::{GOOGLE, GOOGLE_WORKSPACE, Person, full_name, units};
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::ingest::text::instant::parse_roster_instant;
use crate::model::{Standing, Table};

/// Recognizes the download by `Email Address [Required]`, `Org Unit Path [Required]` and `Status [READ ONLY]`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "roster-google",
    title: "Google Workspace user download (CSV)",
    table: Table::Roster,
    signature: &["Email Address", "First Name", "Last Name", "Org Unit Path", "Status"],
    claims: |document| document.has_columns(GOOGLE),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let addresses = [["Email Address"], ["Work Secondary Email"]].map(|names| csv.column(&names));
    let contacts = [["Home Secondary Email"], ["Recovery Email"]].map(|names| csv.column(&names));
    let (given, family) = (csv.column(&["First Name"]), csv.column(&["Last Name"]));
    let (status, employee, sign_in) =
        (csv.column(&["Status"]), csv.column(&["Employee ID"]), csv.column(&["Last Sign In"]));
    let (statuses, units) = (Statuses::new(), units::of(csv));
    csv.each_list_record(batch, addresses[0], |row, line, batch| {
        let state = row.text(status)?;
        let said = statuses.of(state).map_or(Standing::Unknown, standing);
        // Who was moved to a unit of those who left may be there.
        let moved = units::of_leavers(row, &units, &statuses).filter(|_| said == Standing::Here);
        let mut person = Person {
            name: batch.optional(line, full_name(row, None, given, family)),
            employee_id: Some(batch.optional(line, row.text(employee))),
            status: Some(moved.map_or(state, |(_, unit)| unit)),
            status_column: Some(moved.map_or("Status", |(at, _)| csv.header[at].as_str())),
            standing: Some(if moved.is_some() { Standing::Unknown } else { said }),
            // «Never logged in» is no instant and no mistake.
            last_sign_in: parse_roster_instant(batch.optional(line, row.text(sign_in))),
            ..Person::default()
        };
        for column in addresses {
            person.addresses.push(row.text(column)?);
        }
        for column in contacts {
            person.contacts.push(row.text(column)?);
        }
        person.push(GOOGLE_WORKSPACE, line, batch)
    });
    let others: [&[&str]; 7] = [
        &["First Name"],
        &["Last Name"],
        &["Work Secondary Email"],
        &["Home Secondary Email"],
        &["Recovery Email"],
        &["Employee ID"],
        &["Last Sign In"],
    ];
    batch.note_absent_columns(csv, &others);
    super::tell_unread(csv, batch);
}
