//! Objects inside a record that a tool printed as text: PowerShell below the depth of `ConvertTo-Json`, warehouses as JSON, Python as a dict.
//! They are read as the objects that they were, for every kind of record at once.

use serde_json::{Map, Value};

use crate::ingest::text::printed::{Nested, nested};

/// Fields that are objects in the records of the Claude API.
const OBJECTS: [&str; 19] = [
    "actor",
    "core_metrics",
    "created_by",
    "data_residency",
    "enforcement_action",
    "group",
    "jwks",
    "match",
    "owner",
    "principal",
    "profile",
    "reason",
    "resource",
    "scope",
    "source",
    "status",
    "tags",
    "target",
    "user",
];
/// Fields that are lists of objects there.
const LISTS: [&str; 3] = ["api_keys", "limits", "settings"];
/// How a text begins that may be such an object, as it stands in JSON.
const BEGINNINGS: [&[u8]; 3] = [b"\"@{", b"\"{'", b"\"{\\\""];

/// Whether a record may hold one: few do.
pub(super) fn may_hold_one(record: &[u8]) -> bool {
    BEGINNINGS.iter().any(|beginning| memchr::memmem::find(record, beginning).is_some())
}

/// Puts the objects in the place of their texts. A text that is none, or only a part of one, stays.
pub(super) fn restore(record: &mut Map<String, Value>) {
    for field in OBJECTS {
        record.get_mut(field).into_iter().for_each(restore_value);
    }
    for field in LISTS {
        let list = record.get_mut(field).and_then(Value::as_array_mut);
        list.into_iter().flatten().for_each(restore_value);
    }
}

fn restore_value(value: &mut Value) {
    let Value::String(text) = value else { return };
    if let Nested::Object(object) = nested(text) {
        *value = Value::Object(object);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{may_hold_one, restore};

    fn restored(record: &Value) -> Value {
        let mut object = record.as_object().unwrap().clone();
        assert!(may_hold_one(record.to_string().as_bytes()), "{record}");
        restore(&mut object);
        Value::Object(object)
    }

    #[test]
    fn objects_that_tools_printed() {
        let whole = json!({"type": "workspace", "workspace_id": "wrkspc_1"});
        for text in [
            "@{type=workspace; workspace_id=wrkspc_1}",
            r#"{"type":"workspace","workspace_id":"wrkspc_1"}"#,
            "{'type': 'workspace', 'workspace_id': 'wrkspc_1'}",
        ] {
            for field in ["scope", "source", "target"] {
                assert_eq!(restored(&json!({field: text})), json!({field: whole}), "{text}");
            }
            assert_eq!(restored(&json!({"limits": [text, 7]})), json!({"limits": [whole, 7]}), "{text}");
        }
    }

    #[test]
    fn what_stays_as_it_is() {
        for record in [
            // What people wrote is no field of the API.
            json!({"text": "@{a=b}", "description": "{'a': 1}"}),
            json!({"scope": "@{type=workspace; works"}),
            json!({"scope": "@{type=workspace; inner=@{a=b}}"}),
        ] {
            assert_eq!(restored(&record), record);
        }
        for plain in [json!({"scope": {"type": "organization"}}), json!({"scope": "organization"})] {
            assert!(!may_hold_one(plain.to_string().as_bytes()), "{plain}");
        }
    }
}
