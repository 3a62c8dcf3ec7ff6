//! Keys in JSON whose objects a tool spread over fields of the record: `created_by_id`, `scope.workspace_id`, `created_by__type`.

use serde_json::{Map, Value};

use crate::ingest::text::delimited::canonical;

/// The objects of a key, with the fields that are read of each.
const OBJECTS: [(&str, &[&str]); 3] = [
    ("created_by", &["id", "type"]),
    ("scope", &["type", "workspace_id"]),
    ("principal", &["id", "user_id", "service_account_id", "type"]),
];

/// The record with its objects put together; nothing where none was spread. One whose fields are all null was null.
pub(super) fn joined(fields: &Map<String, Value>) -> Option<Map<String, Value>> {
    let spread = OBJECTS.iter().filter(|(object, _)| !fields.contains_key(*object));
    let objects: Vec<(String, Value)> = spread
        .filter_map(|(object, inside)| {
            let of = |field: &&str| {
                let name = canonical(&format!("{object}{field}"));
                Some(((*field).to_owned(), fields.iter().find(|(own, _)| canonical(own) == name)?.1.clone()))
            };
            let own: Map<String, Value> = inside.iter().filter_map(of).collect();
            let is_null = own.values().all(|value| value.is_null() || value == "");
            (!own.is_empty()).then(|| ((*object).to_owned(), if is_null { Value::Null } else { Value::Object(own) }))
        })
        .collect();
    (!objects.is_empty()).then(|| fields.clone().into_iter().chain(objects).collect())
}
