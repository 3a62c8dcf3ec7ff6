//! Microsoft 365 admin center, «Export users».

use super::super::Ingestor;
use super::{MICROSOFT365, Person, full_name, here_if};
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::ingest::text::instant::parse_roster_instant;
use crate::model::{Standing, Table};

/// Recognizes the export by `User principal name` and `Block credential`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "roster-m365",
    title: "Microsoft 365 user export (CSV)",
    table: Table::Roster,
    signature: &["User principal name", "Display name", "Block credential"],
    claims: |document| document.has_columns(MICROSOFT365) && !document.has_columns(super::ENTRA),
    read,
};

/// Columns without which the export is read, and of which it is noted that they are not there.
const OPTIONAL: &[&[&str]] = &[
    &["Display name"],
    &["First name"],
    &["Last name"],
    &["Object Id", "ObjectId"],
    &["When created", "WhenCreated"],
    &["Soft deletion time stamp", "Soft deletion timestamp", "SoftDeletionTimestamp"],
    &["Last password change time stamp", "LastPasswordChangeTimestamp"],
    &["Proxy addresses"],
];

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let addresses = [["User principal name"], ["Proxy addresses"], ["Mail"]].map(|names| csv.column(&names));
    let alternate = csv.column(&["Alternate email addresses"]);
    let id = csv.column(&["Object Id", "ObjectId"]);
    let (display, given, family) =
        (csv.column(&["Display name"]), csv.column(&["First name"]), csv.column(&["Last name"]));
    let blocked = csv.column(&["Block credential"]);
    let deletion = csv.column(&["Soft deletion time stamp", "Soft deletion timestamp", "SoftDeletionTimestamp"]);
    let created = csv.column(&["When created", "WhenCreated"]);
    let changed: Vec<usize> =
        [["Last dirsync time", "LastDirSyncTime"], ["Last password change time stamp", "LastPasswordChangeTimestamp"]]
            .iter()
            .filter_map(|names| csv.column(names))
            .collect();
    csv.each_list_record(batch, addresses[0], |row, line, batch| {
        let status = row.text(blocked)?;
        let deletion = row.text(deletion)?;
        let deleted = parse_roster_instant(deletion);
        // Whatever stands there: an account is deleted that has a time of deletion.
        let standing = if deletion.is_empty() { here_if(status, false) } else { Standing::Gone };
        let mut person = Person {
            id: Some(batch.optional(line, row.text(id))),
            name: batch.optional(line, full_name(row, display, given, family)),
            status: Some(match standing {
                _ if !deletion.is_empty() => "deleted",
                Standing::Gone => "blocked",
                Standing::Unknown => status,
                _ => "",
            }),
            status_column: Some("Block credential"),
            standing: Some(standing),
            started_on: parse_roster_instant(batch.optional(line, row.text(created))).map(|at| at.date_naive()),
            ended_on: deleted.map(|at| at.date_naive()),
            changed_at: changed
                .iter()
                .filter_map(|at| parse_roster_instant(row.text(Some(*at)).ok()?))
                .max()
                .max(deleted),
            ..Person::default()
        };
        for column in addresses {
            person.addresses.push(row.text(column)?);
        }
        person.contacts.push(row.text(alternate)?);
        person.push("Microsoft 365", line, batch)
    });
    batch.note_absent_columns(csv, OPTIONAL);
    super::tell_unread(csv, batch);
}
