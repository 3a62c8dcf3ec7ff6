//! Fields of activities that tools flattened, or printed as text, read as the objects and lists that they were.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::ingest::own_list::{Nested, nested};
use crate::ingest::text::python::parse_dict;
use crate::model::{ACTOR_ADDRESSES, ACTOR_IDS};

/// How tools join the name of the actor and that of a field in it.
const JOINED: [&str; 5] = ["actor.", "actor__", "actor_", "actor/", "actor:"];
/// What stands in an actor next to its ids and addresses.
const OF_ACTOR: [&str; 4] = ["type", "name", "ip_address", "user_agent"];

/// The activity with `actor` as an object and `updates` as a list of objects, where they can be read: as the API writes them, as JSON in
/// a text, as Python or PowerShell print them, or as fields of their own (`actor.user_id`, `actor_user_id`).
pub(super) fn whole(activity: &Map<String, Value>) -> Cow<'_, Map<String, Value>> {
    let is_object = matches!(activity.get("actor"), Some(Value::Object(actor)) if !actor.is_empty());
    let is_list = |value: &Value| matches!(value, Value::Array(items) if items.iter().all(Value::is_object));
    let updates = activity.get("updates").filter(|value| !value.is_null() && !is_list(value)).and_then(updates);
    if is_object && updates.is_none() {
        return Cow::Borrowed(activity);
    }
    let mut own = activity.clone();
    if let Some(updates) = updates {
        own.insert("updates".to_owned(), updates);
    }
    if !is_object && let Some(actor) = actor(&mut own) {
        own.insert("actor".to_owned(), Value::Object(actor));
    }
    Cow::Owned(own)
}

/// Whether it can be read who acted: an object says it, or says of what kind the actor is, in fields that are read.
pub(super) fn states_actor(activity: &Map<String, Value>) -> bool {
    let actor = activity.get("actor").and_then(Value::as_object);
    actor.is_some_and(|actor| actor.iter().any(|(field, value)| is_of_actor(field) && !value.is_null()))
}

/// Whether a field of an actor is one that is read.
fn is_of_actor(field: &str) -> bool {
    ACTOR_IDS.iter().chain(&ACTOR_ADDRESSES).chain(&OF_ACTOR).any(|name| *name == field)
}

/// The actor that a text, or fields next to each other, stand for.
fn actor(activity: &mut Map<String, Value>) -> Option<Map<String, Value>> {
    if let Some(Value::String(text)) = activity.get("actor")
        && let Nested::Object(actor) = nested(text)
    {
        return Some(actor);
    }
    let flat = |field: &str| {
        let inside = JOINED.iter().find_map(|prefix| field.strip_prefix(prefix))?;
        is_of_actor(inside).then(|| inside.to_owned())
    };
    let names: Vec<(String, String)> =
        activity.keys().filter_map(|field| Some((field.clone(), flat(field)?))).collect();
    let fields = names.into_iter().filter_map(|(field, inside)| Some((inside, activity.remove(&field)?)));
    let actor: Map<String, Value> = fields.filter(|(_, value)| !value.is_null()).collect();
    (!actor.is_empty()).then_some(actor)
}

/// The changes of an update as a list of objects. PowerShell makes a list of one its element, and joins the others with blanks.
fn updates(value: &Value) -> Option<Value> {
    let object = |text: &str| match nested(text) {
        Nested::Object(object) => Some(Value::Object(object)),
        _ => None,
    };
    match value {
        Value::Object(_) => Some(Value::Array(vec![value.clone()])),
        Value::Array(items) => {
            let each =
                items.iter().map(|item| if item.is_object() { Some(item.clone()) } else { object(item.as_str()?) });
            each.collect::<Option<Vec<_>>>().map(Value::Array)
        }
        Value::String(text) if text.trim_start().starts_with('[') => {
            let list = parse_dict(&format!("{{\"updates\": {}}}", text.trim()))?.remove("updates")?;
            if list.as_array()?.iter().all(Value::is_object) {
                Some(list)
            } else {
                updates(&list).filter(Value::is_array)
            }
        }
        Value::String(text) if text.trim_start().starts_with("@{") => {
            let each = text.trim().split_inclusive('}').map(|part| object(part.trim_start_matches([' ', ',', ';'])));
            each.collect::<Option<Vec<_>>>().map(Value::Array)
        }
        Value::String(text) => object(text).map(|one| Value::Array(vec![one])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::INGESTOR;
    use crate::ingest::testing::rows;

    fn activity(fields: Value) -> String {
        let mut one = json!({"id": "activity_1", "type": "org_domain_removed", "created_at": "2026-08-03T10:00:00Z"});
        one.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        one.to_string()
    }

    /// Fault: An actor that a tool had printed as text, or made fields of, was nobody: members who act every day were inactive
    /// Outcome: JSON, Python, PowerShell and flat fields are read as the object that they were
    #[test]
    fn actors_however_tools_print_them() {
        let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Firefox/143.0";
        let actor = json!({"type": "user_actor", "user_id": "user_1", "email_address": "ann@example.com",
            "ip_address": "198.51.100.7", "user_agent": agent});
        let plain = rows(&INGESTOR, &activity(json!({"actor": actor})));
        assert!(plain[0].contains("actor_address=ann@example.com"), "{plain:?}");
        let python = format!(
            "{{'type': 'user_actor', 'user_id': 'user_1', 'email_address': 'ann@example.com', 'ip_address': '198.51.100.7', 'user_agent': '{agent}'}}"
        );
        let powershell = format!(
            "@{{type=user_actor; user_id=user_1; email_address=ann@example.com; ip_address=198.51.100.7; user_agent={agent}}}"
        );
        for text in [actor.to_string(), python, powershell] {
            assert_eq!(rows(&INGESTOR, &activity(json!({"actor": text}))), plain, "{text}");
        }
        for prefix in super::JOINED {
            let flat =
                actor.as_object().unwrap().iter().map(|(field, value)| (format!("{prefix}{field}"), value.clone()));
            assert_eq!(rows(&INGESTOR, &activity(flat.collect::<serde_json::Map<_, _>>().into())), plain, "{prefix}");
        }
        for lost in [json!("System.Object"), json!("@{type=user_actor; us"), json!(null), json!({}), json!(7)] {
            let nobody = rows(&INGESTOR, &activity(json!({"actor": lost})));
            assert!(nobody.len() == 1 && !nobody[0].contains("actor_"), "{nobody:?}");
        }
        let other = rows(&INGESTOR, &activity(json!({"actor": actor, "actor_role": "admin"})));
        assert!(other[0].contains("actor_role"), "a field of the event: {other:?}");
    }

    #[test]
    fn updates_however_tools_print_them() {
        let update = json!({"type": "status", "previous_value": "inactive", "current_value": "active"});
        let says =
            |updates: Value| rows(&INGESTOR, &activity(json!({"actor": {"type": "system_actor"}, "updates": updates})));
        let plain = says(json!([update]));
        let powershell = "@{type=status; previous_value=inactive; current_value=active}";
        for other in [
            update.clone(),
            json!(json!([update]).to_string()),
            json!(update.to_string()),
            json!("[{'type': 'status', 'previous_value': 'inactive', 'current_value': 'active'}]"),
            json!(powershell),
            json!([powershell]),
        ] {
            assert_eq!(says(other.clone()), plain, "{other}");
        }
        let two = says(json!([update, update]));
        assert_eq!(says(json!(format!("{powershell} {powershell}"))), two);
        for lost in [json!("System.Object[]"), json!("@{type=sta"), json!(["a"]), json!(3)] {
            assert!(says(lost.clone())[0].contains(&format!("\"updates\":{lost}")), "{lost}");
        }
    }
}
