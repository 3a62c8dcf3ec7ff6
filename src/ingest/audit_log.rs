//! The Enterprise audit-log export: a CSV, usually in a zip, whose dictionary columns are Python repr.

#[cfg(test)]
mod tests;

use serde_json::Value;

use super::batch::Batch;
use super::document::Document;
use super::routine::{Actor, Columns, Decoders, RawEvent, mixed, text_key};
use super::text::delimited::{Delimited, raw::Raw};
use super::text::{any_instant::certain_instant_of, nothing::of_cell, python::parse_dict};
use super::{Ingestor, known_spelling, sorted_json};
use crate::model::{EventSource, Table};

/// Recognizes the export by `created_at`, `event` and `actor_info`, in any order of columns.
pub const INGESTOR: Ingestor = Ingestor {
    id: EventSource::Log.id(),
    title: "Enterprise audit-log export (CSV)",
    table: Table::Events,
    signature: &["created_at", "actor_info", "event", "event_info", "entity_info", "ip_address"],
    claims: |document| document.has_columns(&["created_at", "event", "actor_info"]),
    read,
};

const DECODERS: Decoders = Decoders { source: INGESTOR.id, actor: read_actor, json: as_json, details: join_details };

fn read(document: &Document, batch: &mut Batch) {
    let Some(csv) = document.delimited() else { return };
    let columns = columns(csv);
    let Columns { at: created_at, event, actor, event_info, entity_info, ip, agent, platform, device } = columns;
    let (mut known, mut details) = (std::mem::take(&mut batch.known), String::new());
    let mut lane = std::mem::take(&mut known.lane);
    let quick =
        |raw: &Raw, line: u64, batch: &mut Batch| lane.take((raw, line), &columns, &DECODERS, &mut batch.routine);
    csv.each_record_with_fast_path(batch, quick, |row, line, batch| {
        let Some(at) = row.parsed(created_at, "an instant", certain_instant_of)? else {
            return Err(row.reject(created_at, "no instant"));
        };
        let kind = known_spelling(row.text(event)?, false, batch);
        if kind.is_empty() {
            return Err(row.reject(event, "no event"));
        }
        let no_dictionary = |column| row.reject(column, "neither a Python nor a JSON dictionary");
        let own = known.actors.get(row.text(actor)?, read_actor).as_ref().ok_or_else(|| no_dictionary(actor))?;
        let of_event = known.events.get(row.text(event_info)?, as_json).as_ref();
        let of_event = of_event.ok_or_else(|| no_dictionary(event_info))?;
        let of_entity = known.entities.get(row.text(entity_info)?, as_json).as_ref();
        let of_entity = of_entity.ok_or_else(|| no_dictionary(entity_info))?;
        let device = of_cell(row.text(device)?);
        let as_text = (!device.is_empty()).then(|| Value::String(device.to_owned()).to_string());
        join_details(&mut details, [as_text.as_deref().unwrap_or_default(), of_entity, of_event]);
        let seen = RawEvent {
            id: None,
            at,
            event: kind,
            source: INGESTOR.id,
            actor_type: own.kind.as_deref(),
            actor_id: own.id.as_deref(),
            actor_address: own.address.as_deref(),
            actor_name: own.name.as_deref(),
            ip_address: Some(of_cell(row.text(ip)?)),
            user_agent: Some(of_cell(row.text(agent)?)),
            platform: Some(of_cell(row.text(platform)?)),
            details: Some(details.as_str()).filter(|details| !details.is_empty()),
            details_key: Some(mixed([device, of_entity, of_event].map(|text| text_key(Some(text))))),
        };
        if !batch.routine.take(line, &seen) {
            batch.push(line, &seen.cells());
        }
        Ok(())
    });
    known.lane = lane;
    batch.known = known;
    let others: [&[&str]; 6] =
        [&["event_info"], &["entity_info"], &["ip_address"], &["user_agent"], &["client_platform"], &["device_id"]];
    batch.note_absent_columns(csv, &others);
    batch.note_unknown_columns(csv);
}

fn columns(csv: &Delimited) -> Columns {
    let column = |name: &str| csv.column(&[name]);
    Columns {
        at: column("created_at"),
        event: column("event"),
        actor: column("actor_info"),
        event_info: column("event_info"),
        entity_info: column("entity_info"),
        ip: column("ip_address"),
        agent: column("user_agent"),
        platform: column("client_platform"),
        device: column("device_id"),
    }
}

/// Who acted. Addresses mean the same in capitals, and between blanks: a copy of the log may write them so.
fn read_actor(cell: &str) -> Option<Actor> {
    let actor = parse_dict(of_cell(cell))?;
    let stated = |value: &Value| value.as_str().map(of_cell).filter(|text| !text.is_empty()).map(str::to_owned);
    let text = |field: &str| actor.get(field).and_then(stated);
    let address = actor.get("metadata").and_then(|m| m.get("email_address")).and_then(stated);
    let address = address.map(|address| address.to_lowercase());
    Some(Actor { kind: text("type"), id: text("uuid"), address, name: text("name") })
}

/// A dictionary as JSON with sorted keys; an empty one as no text.
fn as_json(cell: &str) -> Option<String> {
    Some(sorted_json(&parse_dict(of_cell(cell))?).unwrap_or_default())
}

/// Spells what has no column of its own as [`sorted_json`] does: device, entity and event, each as JSON or empty.
fn join_details(details: &mut String, parts: [&str; 3]) {
    details.clear();
    let parts = ["device_id", "entity_info", "event_info"].into_iter().zip(parts);
    for (name, json) in parts.filter(|(_, json)| !json.is_empty()) {
        let open = if details.is_empty() { "{" } else { "," };
        details.extend([open, "\"", name, "\":", json]);
    }
    if !details.is_empty() {
        details.push('}');
    }
}
