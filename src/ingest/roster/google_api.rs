//! Users of Google Workspace as the Directory API lists them (`users.list`).

use chrono::Datelike;

use super::super::Ingestor;
use super::directory::{inner_texts, note_without_state, switch, text, texts, written};
use super::{GOOGLE_WORKSPACE, Person};
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::model::{Standing, Table};

/// Recognizes users by `primaryEmail`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "roster-google-api",
    title: "Google Directory API users (JSON)",
    table: Table::Roster,
    signature: &["primaryEmail", "emails", "suspended", "archived"],
    claims: |document| document.first().is_some_and(|record| record.has("primaryEmail")),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        let deleted = batch.optional(line, record.instant("deletionTime"));
        let is_deleted = record.get("deletionTime").is_some_and(|value| !value.is_null());
        let states = ["suspended", "archived"].map(|field| (field, switch(record, field, false)));
        let of = |standing: Standing| states.iter().find(|(_, state)| *state == Some(standing));
        let decided = of(Standing::Gone).or_else(|| of(Standing::Unknown)).or_else(|| of(Standing::Here));
        if decided.is_none() && !is_deleted {
            note_without_state(batch, "suspended", "ask for it as an administrator: users.list with projection=full");
        }
        let (column, standing) = match decided {
            _ if is_deleted => ("deletionTime", Some(Standing::Gone)),
            Some((column, standing)) => (*column, *standing),
            None => ("suspended", Some(Standing::Unknown)),
        };
        let status = if is_deleted { "deleted".to_owned() } else { written(record, column) };
        let mut addresses: Vec<&str> = text(record, "primaryEmail").into_iter().collect();
        addresses.extend(inner_texts(record, "emails", "address"));
        addresses.extend(["aliases", "nonEditableAliases"].iter().flat_map(|f| texts(record, f)));
        let created = batch.optional(line, record.instant("creationTime"));
        let signed_in = batch.optional(line, record.instant("lastLoginTime"));
        let person = Person {
            id: text(record, "id"),
            addresses,
            contacts: texts(record, "recoveryEmail"),
            name: record.object("name").and_then(|name| text(&name, "fullName")).map(str::to_owned),
            status: Some(&status),
            status_column: Some(column),
            standing,
            started_on: created.map(|at| at.date_naive()),
            ended_on: deleted.map(|at| at.date_naive()),
            // Who never signed in did so in 1970.
            last_sign_in: signed_in.filter(|at| at.year() > 1970),
            changed_at: deleted,
            ..Person::default()
        };
        person.push(GOOGLE_WORKSPACE, line, batch)
    });
}
