//! The Compliance API's activity feed: pages, arrays or lines of activities.

mod fast_path;
mod fields;
mod flags;
mod table;
#[cfg(test)]
mod tests;
mod wrapped;

use serde_json::{Map, Value};

use self::table::Layout;
use super::batch::{Batch, Reject};
use super::document::Document;
use super::routine::RawEvent;
use super::text::delimited::Delimited;
use super::text::json::{Record, continued};
use super::{Ingestor, known_spelling, sorted_json};
use crate::model::{ACTOR_ADDRESSES, ACTOR_IDS, EventOrganizations, EventSource, Table, is_stated_id};

/// Recognizes activities by their ids, or by types and actors that only they have; also inside the records and tables of collectors.
pub const INGESTOR: Ingestor = Ingestor {
    id: EventSource::Feed.id(),
    title: "Compliance API activity feed (JSON)",
    table: Table::Events,
    signature: &["id", "type", "created_at", "actor", "organization_id"],
    claims: |document| match document {
        Document::Json(json, first) => {
            let holds_one = |object: &Map<String, Value>| {
                let record = Record::new(object);
                wrapped::is_activity(&record) || !wrapped::inside(&record).is_empty()
            };
            first.as_ref().is_some_and(holds_one) || json.first_objects().any(|object| holds_one(&object))
        }
        Document::Delimited(csv) => Layout::of(csv).is_some(),
        _ => false,
    },
    read,
};

/// Where it is not known who acted.
const UNREAD_ACTOR: &str =
    "events do not say who acted: their field `actor` is missing, empty, or a text that cannot be read";
/// Fields that have a column of their own, or that say the same on every activity.
const OWN_COLUMNS: [&str; 6] = ["id", "type", "created_at", "actor", "organization_id", "organization_uuid"];

fn read(document: &Document, batch: &mut Batch) {
    if let Some(csv) = document.delimited() {
        return read_table(csv, batch);
    }
    let Some(json) = document.json() else { return };
    json.each_record_with_fast_path(batch, fast_path::take_routine, |record, line, batch| {
        let own = record.get("id").and_then(Value::as_str).is_some_and(wrapped::is_activity_id);
        if own || wrapped::is_one_among_others(record) {
            return take(record, line, batch);
        }
        // Each of several answers says it anew: the last one decides.
        batch.answer_goes_on = continued::of_answer(record.fields()).or(batch.answer_goes_on);
        take_all(&wrapped::inside(record), line, batch)
    });
}

/// Reads activities that a collector wrote into a table.
fn read_table(csv: &Delimited, batch: &mut Batch) {
    let Some(layout) = Layout::of(csv) else { return };
    if !layout.has_actors() {
        batch.note("columns not there, of which nothing is known or counted: actor");
    }
    csv.each_record(batch, |row, line, batch| {
        let cells = layout.columns().into_iter().map(|column| row.text(Some(column))).collect::<Result<Vec<_>, _>>()?;
        match &layout {
            Layout::Whole(_) => {
                let found = cells.into_iter().map(wrapped::inside_text).find(|found| !found.is_empty());
                take_all(&found.unwrap_or_default(), line, batch)
            }
            Layout::Fields(fields) => {
                let paths = fields.iter().map(|(_, path)| path.as_slice());
                let activity = table::activity(&paths.zip(cells).collect::<Vec<_>>());
                take(&Record::new(&activity), line, batch)
            }
        }
    });
}

/// Takes the activities that a collector's record holds.
fn take_all(found: &[Map<String, Value>], line: u64, batch: &mut Batch) -> Result<(), Reject> {
    if found.is_empty() {
        return Err(Reject::record(
            "no activity: neither an id `activity_…`, nor a known type with an actor of the feed",
        ));
    }
    found.iter().try_for_each(|activity| take(&Record::new(activity), line, batch))
}

fn take(record: &Record, line: u64, batch: &mut Batch) -> Result<(), Reject> {
    let whole = flags::as_booleans(fields::whole(record.fields()));
    let record = &Record::new(&whole);
    if !fields::states_actor(&whole) {
        batch.note(UNREAD_ACTOR);
    }
    let [id, uuid] = ["organization_id", "organization_uuid"].map(|field| record.get(field).and_then(Value::as_str));
    if batch.is_of_another(id, uuid) {
        batch.other += 1;
        return Ok(());
    }
    let at = record.instant("created_at")?.ok_or_else(|| Reject::new("created_at", "", "no instant"))?;
    let kind = known_spelling(record.required("type")?, true, batch);
    let nobody = Map::new();
    let actor = record.object("actor").unwrap_or(Record::new(&nobody));
    let ids = ACTOR_IDS.iter().find_map(|field| actor.text(field).transpose()).transpose()?;
    let actor_id = ids.filter(|id| is_stated_id(id));
    let address = ACTOR_ADDRESSES.iter().find_map(|field| actor.text(field).transpose()).transpose()?.map(str::trim);
    let seen = RawEvent {
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
        details_key: None,
    };
    let names_it = |field: &str| field == "organization_id" && batch.organizations_read == EventOrganizations::Several;
    let is_own = |field: &str| OWN_COLUMNS.contains(&field) && !names_it(field);
    let fields = record.fields().iter().filter(|(field, value)| !value.is_null() && !is_own(field));
    let details = sorted_json(&fields.map(|(field, value)| (field.clone(), value.clone())).collect());
    let seen = RawEvent { details: details.as_deref(), ..seen };
    if !batch.routine.take(line, &seen) {
        batch.push(line, &seen.cells());
    }
    Ok(())
}
