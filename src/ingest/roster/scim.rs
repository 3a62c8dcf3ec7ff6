//! Users as SCIM 2.0 lists them (RFC 7644, `GET /Users`).

use super::super::Ingestor;
use super::Person;
use super::directory::{inner_texts, note_without_state, switch, text, written};
use crate::ingest::batch::{Batch, Ending};
use crate::ingest::document::Document;
use crate::ingest::text::json::Record;
use crate::ingest::text::sink::MORE_FOLLOW;
use crate::model::{Standing, Table};

/// The schema of employee numbers.
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// Recognizes users by `userName`, and what only they have next to it.
pub const INGESTOR: Ingestor = Ingestor {
    id: "roster-scim",
    title: "SCIM 2.0 users (JSON)",
    table: Table::Roster,
    signature: &["userName", "active", "emails", "schemas"],
    claims: |document| {
        let is_user = |r: Record| r.has("userName") && ["active", "emails", "schemas"].iter().any(|f| r.has(f));
        document.first().is_some_and(is_user)
    },
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        let active = switch(record, "active", true);
        if active.is_none() {
            note_without_state(batch, "active", "list the users with this attribute");
        }
        let status = written(record, "active");
        let mut addresses = inner_texts(record, "emails", "value");
        addresses.extend(text(record, "userName").filter(|name| name.contains('@')));
        let name = record.object("name");
        let parts =
            name.as_ref().map(|name| ["givenName", "familyName"].map(|part| text(name, part).unwrap_or_default()));
        let joined = parts.map(|parts| parts.join(" ").trim().to_owned()).filter(|name| !name.is_empty());
        let whole = name.as_ref().and_then(|name| text(name, "formatted")).or_else(|| text(record, "displayName"));
        let name = whole.map(str::to_owned).or(joined);
        let meta = record.object("meta");
        let mut instant = |field: &str| meta.as_ref().and_then(|meta| batch.optional(line, meta.instant(field)));
        let (created, changed) = (instant("created"), instant("lastModified"));
        let person = Person {
            id: text(record, "id"),
            addresses,
            name,
            employee_id: record.object(ENTERPRISE).and_then(|own| text(&own, "employeeNumber")),
            status: Some(&status),
            status_column: Some("active"),
            standing: Some(active.unwrap_or(Standing::Unknown)),
            started_on: created.map(|at| at.date_naive()),
            changed_at: changed,
            ..Person::default()
        };
        person.push("SCIM", line, batch)
    });
    if json.lacks_of_total() && batch.ending.is_closed() {
        batch.note(MORE_FOLLOW);
        batch.ending = Ending::MoreFollow;
    }
}
