//! Okta's Password Health report.

use super::super::Ingestor;
use super::{OKTA_HEALTH, Person};
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::ingest::text::instant::parse_roster_instant;
use crate::model::Table;

/// Recognizes the report by `Login`, `Status` and `Authentication Source`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "roster-okta-health",
    title: "Okta Password Health report (CSV)",
    table: Table::Roster,
    signature: &["User", "Login", "Status", "Authentication Source", "Last Login"],
    claims: |document| document.has_columns(OKTA_HEALTH),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let (user, login) = (csv.column(&["User"]), csv.column(&["Login"]));
    let (status, sign_in) = (csv.column(&["Status"]), csv.column(&["Last Login"]));
    csv.each_list_record(batch, login, |row, line, batch| {
        let state = row.text(status)?;
        let person = Person {
            addresses: vec![row.text(login)?],
            name: Some(batch.optional(line, row.text(user)).to_owned()),
            status: Some(state),
            status_column: Some("Status"),
            standing: Some(super::okta_api::standing(state)),
            last_sign_in: parse_roster_instant(batch.optional(line, row.text(sign_in))),
            ..Person::default()
        };
        person.push("Okta", line, batch)
    });
    batch.note_absent_columns(csv, &[&["User"], &["Last Login"]]);
    super::tell_unread(csv, batch);
}
