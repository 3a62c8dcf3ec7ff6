//! The Compliance API's activity feed: pages, arrays or lines of activities.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::batch::{Batch, Reject};
use super::document::Document;
use super::routine::Seen;
use super::text::instant::parse_instant;
use super::text::json::Record;
use super::{Ingestor, sorted_json};
use crate::model::Table;

/// Recognizes activities by their id, or by actor, type and instant.
pub const INGESTOR: Ingestor = Ingestor {
    id: "activity-feed",
    title: "Compliance API activity feed (JSON)",
    table: Table::Events,
    marks: &["id", "type", "created_at", "actor", "organization_id"],
    claims: |document| {
        document.first().is_some_and(|r| {
            let by_id = r.get("id").and_then(Value::as_str).is_some_and(|id| id.starts_with("activity_"));
            r.has("type") && r.has("created_at") && (by_id || r.object("actor").is_some())
        })
    },
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
    json.each_record_but(batch, take_routine, |record, line, batch| {
        let at = record.instant("created_at")?.ok_or_else(|| Reject::new("created_at", "", "no instant"))?;
        let kind = record.required("type")?;
        let nobody = Map::new();
        let actor = record.object("actor").unwrap_or(Record::new(&nobody));
        let actor_id = ACTOR_IDS.iter().find_map(|field| actor.text(field).transpose()).transpose()?;
        let address = ["email_address", "unauthenticated_email_address"];
        let address = address.iter().find_map(|field| actor.text(field).transpose()).transpose()?;
        let seen = Seen {
            id: Some(record.required("id")?),
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
        if batch.routine.take(line, &seen) {
            return Ok(());
        }
        let details: Map<String, Value> = record
            .fields()
            .iter()
            .filter(|(field, value)| !value.is_null() && !OWN_COLUMNS.contains(&field.as_str()))
            .map(|(field, value)| (field.clone(), value.clone()))
            .collect();
        let details = sorted_json(&details);
        batch.push(line, &Seen { details: details.as_deref(), ..seen }.cells());
        Ok(())
    });
}

/// What a routine event is folded by, as nearly every activity spells it: every other field is passed over and never held.
#[derive(Deserialize)]
struct Usual<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    created_at: &'a str,
    #[serde(borrow)]
    actor: UsualActor<'a>,
}

#[derive(Deserialize)]
struct UsualActor<'a> {
    #[serde(rename = "type")]
    kind: Option<&'a str>,
    user_id: Option<&'a str>,
    api_key_id: Option<&'a str>,
    admin_api_key_id: Option<&'a str>,
    service_account_id: Option<&'a str>,
    service: Option<&'a str>,
    directory_id: Option<&'a str>,
    external_client_id: Option<&'a str>,
    subject: Option<&'a str>,
    workos_event_id: Option<&'a str>,
    email_address: Option<&'a str>,
    unauthenticated_email_address: Option<&'a str>,
    name: Option<&'a str>,
    ip_address: Option<&'a str>,
    user_agent: Option<&'a str>,
}

impl<'a> UsualActor<'a> {
    /// In the order of [`ACTOR_IDS`].
    fn id(&self) -> Option<&'a str> {
        let own = self.user_id.or(self.api_key_id).or(self.admin_api_key_id).or(self.service_account_id);
        let outside = self.service.or(self.directory_id).or(self.external_client_id);
        own.or(outside).or(self.subject).or(self.workos_event_id)
    }
}

/// Folds an activity that is routine and spelt as usual: a record of any other shape is left to be read whole, and judged there.
fn take_routine(text: &[u8], line: u64, batch: &mut Batch) -> bool {
    let Ok(usual) = serde_json::from_slice::<Usual>(text) else { return false };
    let Some(at) = parse_instant(usual.created_at) else { return false };
    if usual.id.trim().is_empty() || usual.kind.trim().is_empty() {
        return false;
    }
    let seen = Seen {
        id: Some(usual.id),
        at,
        event: usual.kind,
        source: INGESTOR.id,
        actor_type: usual.actor.kind,
        actor_id: usual.actor.id(),
        actor_address: usual.actor.email_address.or(usual.actor.unauthenticated_email_address),
        actor_name: usual.actor.name,
        ip_address: usual.actor.ip_address,
        user_agent: usual.actor.user_agent,
        platform: None,
        details: None,
    };
    batch.routine.take(line, &seen)
}
