//! The Compliance API's activity feed: pages, arrays or lines of activities.

mod usual;
mod wrapped;

use serde_json::Map;

use super::batch::{Batch, Reject};
use super::document::Document;
use super::routine::Seen;
use super::text::json::Record;
use super::{Ingestor, sorted_json};
use crate::model::{ACTOR_ADDRESSES, ACTOR_IDS, Table};

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

fn read(document: &Document, batch: &mut Batch) {
    let Some(json) = document.json() else { return };
    json.each_record_but(batch, usual::take_routine, |record, line, batch| {
        let inside = wrapped::inside(record);
        let own = inside.as_ref().map(Record::new);
        let record = own.as_ref().unwrap_or(record);
        let at = record.instant("created_at")?.ok_or_else(|| Reject::new("created_at", "", "no instant"))?;
        let kind = record.required("type")?;
        let nobody = Map::new();
        let actor = record.object("actor").unwrap_or(Record::new(&nobody));
        let actor_id = ACTOR_IDS.iter().find_map(|field| actor.text(field).transpose()).transpose()?;
        let address = ACTOR_ADDRESSES.iter().find_map(|field| actor.text(field).transpose()).transpose()?;
        let seen = Seen {
            // Documented as always there; what a collector dropped it from is an event all the same.
            id: record.text("id")?,
            at,
            event: kind,
            source: INGESTOR.id,
            actor_type: actor.text("type")?,
            actor_id,
            actor_address: address,
            actor_name: actor.text("name")?,
            ip_address: actor.text("ip_address")?,
            user_agent: actor.text("user_agent")?,
            platform: None,
            details: None,
        };
        let fields =
            record.fields().iter().filter(|(field, value)| !value.is_null() && !OWN_COLUMNS.contains(&field.as_str()));
        let details = sorted_json(&fields.map(|(field, value)| (field.clone(), value.clone())).collect());
        let seen = Seen { details: details.as_deref(), ..seen };
        if !batch.routine.take(line, &seen) {
            batch.push(line, &seen.cells());
        }
        Ok(())
    });
}
