//! Users as the Okta API lists them.

use super::super::Ingestor;
use super::Person;
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::model::Table;

/// Recognizes users by a `profile` with a `login`, and a `status`.
pub const INGESTOR: Ingestor = Ingestor {
    id: "roster-okta-api",
    title: "Okta users API (JSON)",
    table: Table::Roster,
    marks: &["id", "status", "profile", "lastLogin", "statusChanged"],
    claims: |document| {
        document
            .first()
            .is_some_and(|r| r.has("status") && r.object("profile").is_some_and(|p| p.has("login") || p.has("email")))
    },
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        let nobody = serde_json::Map::new();
        let profile = record.object("profile").unwrap_or(crate::ingest::text::json::Record::new(&nobody));
        let text = |field: &str| profile.text(field).map(Option::unwrap_or_default);
        let status = record.text("status")?.unwrap_or_default();
        let disabled = is_disabled(status);
        let changed = record.instant("statusChanged")?.filter(|_| disabled);
        let name = format!("{} {}", text("firstName")?, text("lastName")?);
        let person = Person {
            id: record.text("id")?,
            addresses: vec![text("email")?, text("login")?, text("secondEmail")?],
            name: Some(name.trim().to_owned()),
            employee_id: profile.text("employeeNumber")?,
            status: Some(status),
            disabled: Some(disabled),
            ended_on: changed.map(|at| at.date_naive()),
            last_sign_in: record.instant("lastLogin")?,
        };
        person.push("Okta", line, batch)
    });
}

/// Of Okta's statuses these two bar a person from signing in for good; a lock-out or an expired password does not.
pub(super) fn is_disabled(status: &str) -> bool {
    ["suspended", "deprovisioned", "deactivated"].iter().any(|word| status.eq_ignore_ascii_case(word))
}
