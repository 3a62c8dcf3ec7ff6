//! The examples of a rule: events that it must find, and events that it must not.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::{Map, Value};

use super::super::{Cell, Result};
use crate::data::event_kinds::{ATTEMPT, EventKind, EventKinds};
use crate::model::{ACTOR_ADDRESSES, ACTOR_IDS};
use crate::policy::rule::{EventView, Rule};

/// An example: its events, and whether the rule finds something among them.
pub(super) struct Example<'a> {
    events: Vec<Event>,
    is_privileged: bool,
    finds: bool,
    /// Where that stands.
    at: Cell<'a>,
}

/// An event of an example.
struct Event {
    at: DateTime<Utc>,
    event: String,
    name: String,
    kind: EventKind,
    actor_kind: Option<String>,
    actor_id: Option<String>,
    actor_address: Option<String>,
    ip: Option<String>,
    user_agent: Option<String>,
    details: Value,
}

pub(super) fn read<'a>(item: &Cell<'a>, kinds: &EventKinds) -> Result<Example<'a>> {
    let (mut events, mut finds, mut is_privileged) = (None, None, false);
    for field in item.entries()? {
        match field.key {
            "event" => events = Some(read_events(&field.cell, kinds)?),
            "finds" => finds = Some((field.cell.flag()?, field.cell)),
            "privileged" => is_privileged = field.cell.flag()?,
            _ => return Err(field.unknown()),
        }
    }
    let missing = |what: &str| item.fault(&format!("this example has no `{what}`"));
    let events = events.ok_or_else(|| missing("event"))?;
    let (finds, at) = finds.ok_or_else(|| missing("finds"))?;
    Ok(Example { events, is_privileged, finds, at })
}

/// That the rule does with each example what it says, and that there is one of each.
pub(super) fn prove(item: &Cell<'_>, rule: &Rule, examples: &[Example<'_>]) -> Result<()> {
    for example in examples {
        let views: Vec<EventView> =
            example.events.iter().map(|event| event.event_view(example.is_privileged)).collect();
        let found = rule.found(&views);
        if found.is_empty() != example.finds {
            continue;
        }
        let why = match (example.finds, views.iter().find_map(|event_view| rule.unmet(event_view)), rule.burst()) {
            (false, ..) => "the rule matches this example, which says that it must not".to_owned(),
            (true, Some(why), _) => format!("the rule does not match this example: {why}"),
            (true, None, Some(burst)) => format!("the rule does not match this example: not {burst}"),
            (true, None, None) => "the rule does not match this example".to_owned(),
        };
        return Err(example.at.fault(&why));
    }
    for wanted in [true, false] {
        if !examples.iter().any(|example| example.finds == wanted) {
            let what = if wanted { "an event that it must find" } else { "a similar one that must not be found" };
            return Err(
                item.fault(&format!("the rule `{}` has no example with `finds = {wanted}`; give it {what}", rule.id))
            );
        }
    }
    Ok(())
}

/// One event, or a list of them, as an export writes it.
fn read_events(cell: &Cell<'_>, kinds: &EventKinds) -> Result<Vec<Event>> {
    let text = cell.text()?;
    let value: Value =
        serde_json::from_str(&text).map_err(|error| cell.fault(&format!("this event is not JSON: {error}")))?;
    let list = if let Value::Array(items) = value { items } else { vec![value] };
    let mut events: Vec<Event> =
        list.iter().map(|one| event(one, kinds).map_err(|why| cell.fault(&why))).collect::<Result<_>>()?;
    if events.is_empty() {
        return Err(cell.fault("this example has no event"));
    }
    events.sort_by_key(|event| event.at);
    Ok(events)
}

fn event(value: &Value, kinds: &EventKinds) -> std::result::Result<Event, String> {
    let fields = value.as_object().ok_or("an event is a JSON object")?;
    let text = |object: &Map<String, Value>, field: &str| object.get(field).and_then(Value::as_str).map(str::to_owned);
    let at = text(fields, "created_at").ok_or("this event has no `created_at`")?;
    let at = instant(&at).ok_or_else(|| format!("`created_at` is not an instant like 2026-08-03T10:00:00Z: {at:?}"))?;
    let is_log = fields.contains_key("event") && !fields.contains_key("type");
    let written = text(fields, if is_log { "event" } else { "type" });
    let written =
        written.ok_or("this event has neither `type`, as the activity feed, nor `event`, as the audit log")?;
    let nobody = Map::new();
    let object = |field: &str| fields.get(field).and_then(Value::as_object).unwrap_or(&nobody);
    let first = |object: &Map<String, Value>, names: &[&str]| names.iter().find_map(|name| text(object, name));
    if is_log {
        let (actor, info) = (object("actor_info"), object("event_info"));
        let failed = written == ATTEMPT.0 && info.get("is_successful") == Some(&Value::Bool(false));
        let name = if failed { ATTEMPT.1 } else { kinds.of_log(&written).first().copied().unwrap_or(&written) };
        let details = ["event_info", "entity_info", "device_id"];
        let details = details.iter().filter_map(|field| Some(((*field).to_owned(), fields.get(*field)?.clone())));
        return Ok(Event {
            at,
            kind: kinds.kind(name),
            name: name.to_owned(),
            actor_kind: text(actor, "type"),
            actor_id: text(actor, "uuid"),
            actor_address: actor.get("metadata").and_then(Value::as_object).and_then(|m| text(m, "email_address")),
            ip: text(fields, "ip_address"),
            user_agent: text(fields, "user_agent"),
            details: Value::Object(details.collect()),
            event: written,
        });
    }
    let actor = object("actor");
    Ok(Event {
        at,
        kind: kinds.kind(&written),
        name: written.clone(),
        event: written,
        actor_kind: text(actor, "type"),
        actor_id: first(actor, &ACTOR_IDS),
        actor_address: first(actor, &ACTOR_ADDRESSES),
        ip: text(actor, "ip_address"),
        user_agent: text(actor, "user_agent"),
        details: value.clone(),
    })
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    let with_zone = DateTime::parse_from_rfc3339(text).map(|instant| instant.to_utc());
    with_zone.or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").map(|naive| naive.and_utc())).ok()
}

impl Event {
    fn event_view(&self, is_privileged: bool) -> EventView<'_> {
        EventView {
            at: self.at,
            event: &self.event,
            name: &self.name,
            kind: self.kind,
            actor_kind: self.actor_kind.as_deref(),
            actor_id: self.actor_id.as_deref(),
            actor_address: self.actor_address.as_deref(),
            is_privileged,
            ip: self.ip.as_deref(),
            user_agent: self.user_agent.as_deref(),
            details: &self.details,
        }
    }
}
