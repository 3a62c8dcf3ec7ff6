//! The Enterprise audit-log export: a CSV, usually in a zip, whose dictionary columns are Python repr.

use serde_json::Value;

use super::batch::Batch;
use super::document::Document;
use super::routine::{Actor, Seen};
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
    let mut known = std::mem::take(&mut batch.known);
    let mut details = String::new();
    csv.each_record(batch, |row, line, batch| {
        let Some(at) = row.parsed(created_at, "an instant", parse_instant)? else {
            return Err(row.reject(created_at, "no instant"));
        };
        let kind = row.text(event)?;
        if kind.is_empty() {
            return Err(row.reject(event, "no event"));
        }
        let no_dictionary = |column| row.reject(column, "neither a Python nor a JSON dictionary");
        let own = known.actors.get(row.text(actor)?, read_actor).as_ref().ok_or_else(|| no_dictionary(actor))?;
        let of_event = known.events.get(row.text(event_info)?, as_json).as_ref();
        let of_event = of_event.ok_or_else(|| no_dictionary(event_info))?;
        let of_entity = known.entities.get(row.text(entity_info)?, as_json).as_ref();
        let of_entity = of_entity.ok_or_else(|| no_dictionary(entity_info))?;
        let device = row.text(device)?;
        spell_details(&mut details, device, of_entity, of_event);
        let seen = Seen {
            id: None,
            at,
            event: kind,
            source: INGESTOR.id,
            actor_type: own.kind.as_deref(),
            actor_id: own.id.as_deref(),
            actor_address: own.address.as_deref(),
            actor_name: own.name.as_deref(),
            ip_address: Some(row.text(ip)?),
            user_agent: Some(row.text(agent)?),
            platform: Some(row.text(platform)?),
            details: Some(details.as_str()).filter(|details| !details.is_empty()),
        };
        if !batch.routine.take(line, &seen) {
            batch.push(line, &seen.cells());
        }
        Ok(())
    });
    batch.known = known;
    let others: [&[&str]; 6] =
        [&["event_info"], &["entity_info"], &["ip_address"], &["user_agent"], &["client_platform"], &["device_id"]];
    batch.note_absent_columns(csv, &others);
    batch.note_unknown_columns(csv);
}

fn read_actor(cell: &str) -> Option<Actor> {
    let actor = parse_dict(cell)?;
    let text = |field: &str| actor.get(field).and_then(Value::as_str).map(str::to_owned);
    let address = actor.get("metadata").and_then(|m| m.get("email_address")).and_then(Value::as_str);
    Some(Actor { kind: text("type"), id: text("uuid"), address: address.map(str::to_owned), name: text("name") })
}

/// A dictionary as JSON with sorted keys; an empty one as no text.
fn as_json(cell: &str) -> Option<String> {
    Some(sorted_json(&parse_dict(cell)?).unwrap_or_default())
}

/// Spells what has no column of its own as [`sorted_json`] does, of parts that are spelt already.
fn spell_details(details: &mut String, device: &str, entity: &str, event: &str) {
    details.clear();
    let device = (!device.is_empty()).then(|| Value::String(device.to_owned()).to_string());
    let parts = [("device_id", device.as_deref().unwrap_or_default()), ("entity_info", entity), ("event_info", event)];
    for (name, json) in parts.into_iter().filter(|(_, json)| !json.is_empty()) {
        let open = if details.is_empty() { "{" } else { "," };
        details.extend([open, "\"", name, "\":", json]);
    }
    if !details.is_empty() {
        details.push('}');
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::*;

    #[test]
    fn details_are_spelt_as_json_with_sorted_keys() {
        for (device, entity, event) in [
            ("", "{}", "{}"),
            ("d\"1", "{}", "{}"),
            ("", "{'b': 1, 'a': {'z': None, 'y': 'é'}}", "{}"),
            ("d", "{'b': 1.50}", "{'name': 'Rory O\'Neil'}"),
        ] {
            let mut details = String::new();
            spell_details(&mut details, device, &as_json(entity).unwrap(), &as_json(event).unwrap());
            let mut whole = Map::new();
            for (name, cell) in [("event_info", event), ("entity_info", entity)] {
                let dictionary = parse_dict(cell).unwrap();
                if !dictionary.is_empty() {
                    whole.insert(name.to_owned(), Value::Object(dictionary));
                }
            }
            if !device.is_empty() {
                whole.insert("device_id".to_owned(), json!(device));
            }
            assert_eq!(details, sorted_json(&whole).unwrap_or_default());
        }
    }
}
