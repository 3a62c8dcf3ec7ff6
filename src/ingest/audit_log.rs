//! The Enterprise audit-log export: a CSV, usually in a zip, whose dictionary columns are Python repr.

use serde_json::{Map, Value};

use super::batch::{Batch, Reject};
use super::document::Document;
use super::routine::Seen;
use super::text::delimited::Row;
use super::text::{instant::parse_instant, python::parse_dict};
use super::{Ingestor, sorted_json};
use crate::model::Table;

/// Recognizes the export by `created_at`, `event` and `actor_info`, in any order of columns.
pub const INGESTOR: Ingestor = Ingestor {
    id: "audit-log",
    title: "Enterprise audit-log export (CSV)",
    table: Table::Events,
    marks: &["created_at", "actor_info", "event", "event_info", "entity_info", "ip_address"],
    claims: |document| document.has_columns(&["created_at", "event", "actor_info"]),
    read,
};

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let column = |name: &str| csv.column(&[name]);
    let (created_at, event, actor) = (column("created_at"), column("event"), column("actor_info"));
    let (event_info, entity_info) = (column("event_info"), column("entity_info"));
    let (ip, agent, platform, device) =
        (column("ip_address"), column("user_agent"), column("client_platform"), column("device_id"));
    csv.each_record(batch, |row, line, batch| {
        let Some(at) = row.parsed(created_at, "an instant", parse_instant)? else {
            return Err(row.reject(created_at, "no instant"));
        };
        let kind = row.text(event)?;
        if kind.is_empty() {
            return Err(row.reject(event, "no event"));
        }
        let actor = dictionary(row, actor)?;
        let text = |field: &str| actor.get(field).and_then(Value::as_str);
        let address = actor.get("metadata").and_then(|m| m.get("email_address")).and_then(Value::as_str);
        let mut details = Map::new();
        for (name, column) in [("event_info", event_info), ("entity_info", entity_info)] {
            let dict = dictionary(row, column)?;
            if !dict.is_empty() {
                details.insert(name.to_owned(), Value::Object(dict));
            }
        }
        let device = row.text(device)?;
        if !device.is_empty() {
            details.insert("device_id".to_owned(), Value::String(device.to_owned()));
        }
        let details = sorted_json(&details);
        let seen = Seen {
            id: None,
            at,
            event: kind,
            source: INGESTOR.id,
            actor_type: text("type"),
            actor_id: text("uuid"),
            actor_address: address,
            actor_name: text("name"),
            ip_address: Some(row.text(ip)?),
            user_agent: Some(row.text(agent)?),
            platform: Some(row.text(platform)?),
            details: details.as_deref(),
        };
        if !batch.routine.take(line, &seen) {
            batch.push(line, &seen.cells());
        }
        Ok(())
    });
    let others: [&[&str]; 6] =
        [&["event_info"], &["entity_info"], &["ip_address"], &["user_agent"], &["client_platform"], &["device_id"]];
    batch.note_absent_columns(csv, &others);
    batch.note_unknown_columns(csv);
}

fn dictionary(row: &Row, column: Option<usize>) -> Result<Map<String, Value>, Reject> {
    parse_dict(row.text(column)?).ok_or_else(|| row.reject(column, "neither a Python nor a JSON dictionary"))
}
