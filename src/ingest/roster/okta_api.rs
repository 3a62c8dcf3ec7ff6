//! Users as the Okta API lists them.

use super::super::Ingestor;
use super::Person;
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::ingest::text::json::Record;
use crate::model::{Standing, Table};

/// Recognizes users by a `profile` with a `login`, and a `status`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "roster-okta-api",
    title: "Okta users API (JSON)",
    table: Table::Roster,
    signature: &["id", "status", "profile", "lastLogin", "statusChanged"],
    claims: |document| {
        document.first().is_some_and(|r| {
            let is_user = r.object("profile").is_some_and(|p| p.has("login") || p.has("email"));
            is_user && r.has("status") && !is_assignment(&r)
        })
    },
    read,
};

/// Whether a record is somebody's assignment to an application (`GET /apps/{id}/users`): its `scope` says whether a group brought it, and its
/// status is that of the account there.
pub(in crate::ingest) fn is_assignment(record: &Record) -> bool {
    let links = record.object("_links").is_some_and(|links| links.has("app"));
    record.has("profile") && (links || record.has("scope") && record.has("syncState"))
}

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        let nobody = serde_json::Map::new();
        let profile = record.object("profile").unwrap_or(Record::new(&nobody));
        let text = |field: &str| profile.text(field).map(Option::unwrap_or_default);
        let status = record.text("status")?.unwrap_or_default();
        let standing = standing(status);
        let changed = batch.optional(line, record.instant("statusChanged"));
        let updated = batch.optional(line, record.instant("lastUpdated"));
        let name = format!("{} {}", batch.optional(line, text("firstName")), batch.optional(line, text("lastName")));
        let person = Person {
            id: record.text("id")?,
            addresses: vec![text("email")?, text("login")?],
            contacts: vec![text("secondEmail")?],
            name: Some(name.trim().to_owned()),
            employee_id: batch.optional(line, profile.text("employeeNumber")),
            status: Some(status),
            status_column: Some("status"),
            standing: Some(standing),
            started_on: batch.optional(line, record.instant("created")).map(|at| at.date_naive()),
            ended_on: changed.filter(|_| standing == Standing::Gone).map(|at| at.date_naive()),
            last_sign_in: batch.optional(line, record.instant("lastLogin")),
            changed_at: changed.max(updated),
            layout: None,
        };
        person.push("Okta", line, batch)
    });
}

/// What Okta's statuses say. Suspended and deprovisioned users cannot sign in for good; a lock-out or an expired password does
/// not bar anybody, and who is staged has not begun. A status that Okta's documentation does not have is not known.
pub(super) fn standing(status: &str) -> Standing {
    let is = |words: &[&str]| words.iter().any(|word| status.eq_ignore_ascii_case(word));
    match () {
        () if is(&["suspended", "deprovisioned", "deactivated"]) => Standing::Gone,
        () if is(&["active", "provisioned", "recovery", "password_expired", "password expired", "password reset"]) => {
            Standing::Here
        }
        () if is(&["staged", "locked_out", "locked out", "pending user action", "pending activation"]) => {
            Standing::Between
        }
        () => Standing::Unknown,
    }
}
