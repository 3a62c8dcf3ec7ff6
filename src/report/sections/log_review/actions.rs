//! What administrators did: to what, and what became of it.

use chrono::SecondsFormat;
use serde_json::Value;

use crate::facts::Event;
use crate::facts::Lists;
use crate::model::{AdminAction, Change, Dataset, Money, agent_family};

/// So many objects and changes of one event.
const FEW: usize = 5;
/// Characters of a value.
const LONGEST: usize = 200;

/// Beginnings of fields that hold a value before, each with those that hold the value after.
const BEFORE: [(&str, &[&str]); 2] = [("previous_", &["current_", "new_"]), ("old_", &["new_"])];
/// Beginnings of fields that hold a value after.
const AFTER: [&str; 2] = ["current_", "new_"];
/// Endings of fields that name what an event is about.
const NAMES: [&str; 6] = ["_id", "_uuid", "_email", "_name", "email_address", "domain"];
/// Fields that name where an event is from, and not what it is about.
const ELSEWHERE: [&str; 6] =
    ["organization_id", "organization_uuid", "request_id", "session_id", "device_id", "invite_id"];

/// A field that holds cents, whatever its name says.
const IN_CENTS: &str = "limit_usd";

pub(super) fn action(data: &Dataset, lists: &Lists, event: &Event) -> AdminAction {
    let fields = fields(event);
    let mut objects: Vec<String> = Vec::new();
    for (field, value) in fields.iter().filter(|(field, _)| is_object(field)) {
        let Some(id) = value.as_str().filter(|id| !id.trim().is_empty()) else { continue };
        let name = called(lists, field, id);
        if !objects.contains(&name) {
            objects.push(name);
        }
    }
    objects.truncate(FEW);
    let actor = match (&event.actor.address, &event.actor.id) {
        (None, Some(id)) => called(lists, "", id),
        _ => event.actor.label().to_owned(),
    };
    AdminAction {
        id: event.id.clone(),
        at: event.at.to_rfc3339_opts(SecondsFormat::Secs, true),
        actor,
        event: event.event.clone(),
        objects,
        changes: changes(event, &fields),
        ip: event.ip.clone(),
        agent: event.user_agent.as_deref().map(agent_family).filter(|agent| !agent.is_empty()),
        row: String::new(),
        found_by: Vec::new(),
        evidence: event.evidence(data).collect(),
    }
}

/// All fields of an event of the feed; of one of the log those of its two dictionaries.
fn fields(event: &Event) -> Vec<(&str, &Value)> {
    let Some(all) = event.details.as_object() else { return Vec::new() };
    let inner = ["event_info", "entity_info"].into_iter().filter_map(|field| all.get(field)?.as_object()).flatten();
    let outer = all.iter().filter(|(field, _)| !["event_info", "entity_info"].contains(&field.as_str()));
    inner.chain(outer).map(|(field, value)| (field.as_str(), value)).collect()
}

fn is_object(field: &str) -> bool {
    let is_value = BEFORE.iter().any(|(before, _)| field.starts_with(before))
        || AFTER.iter().any(|after| field.starts_with(after));
    !is_value
        && !ELSEWHERE.contains(&field)
        && (["name", "uuid", "id"].contains(&field) || NAMES.iter().any(|ending| field.ends_with(ending)))
}

/// What lists call something with an id; the id where they do not know it, or know no name.
fn called(lists: &Lists, field: &str, id: &str) -> String {
    let key = || lists.key(id).map(|key| format!("key {}", key.name));
    let workspace = || lists.workspace(id).map(|workspace| format!("workspace {}", workspace.name));
    let known = lists.member(id).map(|member| member.address.clone()).filter(|name| !name.trim().is_empty());
    let known = known.or_else(key).or_else(workspace);
    let is_id = field.ends_with("id") || field.is_empty();
    cut(&if is_id { known.unwrap_or_else(|| id.to_owned()) } else { id.to_owned() })
}

/// What was changed: listed updates, pairs of a value before and after, and plain values of what was set.
fn changes(event: &Event, fields: &[(&str, &Value)]) -> Vec<Change> {
    let change = |field: &str, before: Option<&Value>, after: Option<&Value>| {
        let show = if field == IN_CENTS { dollars } else { formatted };
        Change { field: cut(field), before: before.and_then(show), after: after.and_then(show) }
    };
    let mut all: Vec<Change> =
        event.updates().map(|(field, before, after)| change(field, Some(before), Some(after))).collect();
    let value = |name: &str| fields.iter().find(|(field, _)| *field == name).map(|(_, value)| *value);
    for (field, before) in fields {
        for (beginning, after) in BEFORE {
            let Some(what) = field.strip_prefix(beginning) else { continue };
            let after = after.iter().find_map(|after| value(&format!("{after}{what}")));
            all.push(change(what, Some(before), after));
        }
    }
    for (field, after) in fields.iter().filter(|(field, _)| !is_object(field) && *field != "updates") {
        let is_known = BEFORE.iter().any(|(before, _)| field.starts_with(before))
            || AFTER.iter().any(|after| {
                field.strip_prefix(after).is_some_and(|what| all.iter().any(|change| change.field == what))
            });
        if !is_known && !ELSEWHERE.contains(field) && formatted(after).is_some() {
            all.push(change(field, None, Some(after)));
        }
    }
    all.truncate(FEW);
    all
}

/// A value as text; none of nothing, and of what is no plain value.
fn formatted(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Object(_) => None,
        Value::String(text) => Some(cut(text)),
        Value::Array(items) => Some(cut(&items.iter().filter_map(formatted).collect::<Vec<_>>().join(", "))),
        other => Some(other.to_string()),
    }
    .filter(|text| !text.trim().is_empty())
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST { text.to_owned() } else { text.chars().take(LONGEST).chain(['…']).collect() }
}

/// Cents as dollars; a value that is no amount as it stands.
fn dollars(value: &Value) -> Option<String> {
    let text = formatted(value)?;
    Some(Money::parse_cents(&text).map_or(text, |amount| format!("${}", amount.to_grouped())))
}
