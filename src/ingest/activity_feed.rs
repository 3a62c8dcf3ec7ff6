//! The Compliance API's activity feed: pages, arrays or lines of activities.

mod wrapped;

use serde_json::{Map, Value};

use super::batch::{Batch, Cell, Reject};
use super::document::Document;
use super::text::json::Record;
use super::{Ingestor, sorted_json};
use crate::model::Table;

/// Recognizes activities by their id, or by actor, type and instant.
pub const INGESTOR: Ingestor = Ingestor {
    id: "activity-feed",
    title: "Compliance API activity feed (JSON)",
    table: Table::Events,
    marks: &["id", "type", "created_at", "actor", "organization_id"],
    claims: |document| document.first().is_some_and(|r| wrapped::is_activity(&r) || wrapped::inside(&r).is_some()),
    read,
};

/// Fields that have a column of their own, or that say the same on every activity.
const OWN_COLUMNS: [&str; 6] = ["id", "type", "created_at", "actor", "organization_id", "organization_uuid"];
/// Where each of the eleven kinds of actor states who it is.
const ACTOR_IDS: [&str; 9] = [
    "user_id",
    "api_key_id",
    "admin_api_key_id",
    "service_account_id",
    "service",
    "directory_id",
    "external_client_id",
    "subject",
    "workos_event_id",
];

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record(batch, |record, line, batch| {
        let inside = wrapped::inside(record);
        let own = inside.as_ref().map(Record::new);
        let record = own.as_ref().unwrap_or(record);
        let at = record.instant("created_at")?.ok_or_else(|| Reject::new("created_at", "", "no instant"))?;
        let kind = record.required("type")?;
        let nobody = Map::new();
        let actor = record.object("actor").unwrap_or(Record::new(&nobody));
        let actor_id = ACTOR_IDS.iter().find_map(|field| actor.text(field).transpose()).transpose()?;
        let address = ["email_address", "unauthenticated_email_address"];
        let address = address.iter().find_map(|field| actor.text(field).transpose()).transpose()?;
        let details: Map<String, Value> = record
            .fields()
            .iter()
            .filter(|(field, value)| !value.is_null() && !OWN_COLUMNS.contains(&field.as_str()))
            .map(|(field, value)| (field.clone(), value.clone()))
            .collect();
        batch.push(
            line,
            &[
                // Documented as always there; what a collector dropped it from is an event all the same.
                record.cell("id")?,
                Cell::Instant(at),
                Cell::text(Some(kind)),
                Cell::text(Some("activity-feed")),
                actor.cell("type")?,
                Cell::text(actor_id),
                Cell::text(address),
                actor.cell("name")?,
                actor.cell("ip_address")?,
                actor.cell("user_agent")?,
                Cell::Null,
                Cell::text(sorted_json(&details)),
            ],
        );
        Ok(())
    });
}
