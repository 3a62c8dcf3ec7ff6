//! Okta's Current Assignments report: who has which application; a date under «Unassigned on» ends it.

use super::super::Ingestor;
use super::{OKTA_ASSIGNMENTS, Person};
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::ingest::text::instant::parse_roster_instant;
use crate::model::{Standing, Table};

/// Recognizes the report by `Login`, `Application name` and `Assigned on`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "roster-okta-assignments",
    title: "Okta Current Assignments report (CSV)",
    table: Table::Roster,
    signature: &["User", "Login", "Application name", "Assigned on", "Unassigned on"],
    claims: |document| document.has_columns(OKTA_ASSIGNMENTS),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let (user, login, application) =
        (csv.column(&["User"]), csv.column(&["Login"]), csv.column(&["Application login"]));
    let unassigned = csv.column(&["Unassigned on"]);
    csv.each_list_record(batch, login, |row, line, batch| {
        let ended = row.parsed(unassigned, "a date", parse_roster_instant)?;
        let person = Person {
            addresses: vec![row.text(login)?, row.text(application)?],
            name: Some(batch.optional(line, row.text(user)).to_owned()),
            status: Some(if ended.is_some() { "unassigned" } else { "assigned" }),
            status_column: Some("Unassigned on"),
            standing: Some(if ended.is_some() { Standing::Gone } else { Standing::Here }),
            ended_on: ended.map(|at| at.date_naive()),
            ..Person::default()
        };
        person.push("Okta", line, batch)
    });
    batch.note_absent_columns(csv, &[&["User"], &["Application login"], &["Unassigned on"]]);
    super::tell_unread(csv, batch);
}
