//! Objects in rows of reports, also where a tool printed them as text. What stands there and cannot be read refuses the row: as a zero
//! it would make the sums too small.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::ingest::batch::Reject;
use crate::ingest::text::json::Record;
use crate::ingest::text::nothing::is_nothing;
use crate::ingest::text::printed::{Nested, nested};
use crate::ingest::text::printed_counts;

/// An object of the record, or one that its text was.
pub(super) type Inner<'a> = Cow<'a, Map<String, Value>>;

/// The object of counts in a field; nothing where it is absent, null or empty.
pub(super) fn object_in<'a>(record: &Record<'a>, field: &str) -> Result<Option<Inner<'a>>, Reject> {
    let Some(value) = record.get(field) else { return Ok(None) };
    match value {
        Value::Object(object) => Ok(Some(Cow::Borrowed(object))),
        // PHP writes an empty object so.
        Value::Array(list) if list.is_empty() => Ok(None),
        Value::String(text) if is_nothing(text) => Ok(None),
        Value::String(text) => match nested(text) {
            Nested::Nothing => Ok(None),
            Nested::Object(object) => Ok(Some(Cow::Owned(object))),
            _ => printed_counts::counts(text).map(|object| Some(Cow::Owned(object))).ok_or_else(|| lost(field, value)),
        },
        _ => Err(lost(field, value)),
    }
}

/// The object in a field whose values are objects themselves: PowerShell prints those as nothing, so that its text lacks them.
pub(super) fn object_of_objects<'a>(record: &Record<'a>, field: &str) -> Result<Option<Inner<'a>>, Reject> {
    whole(record, field)?;
    object_in(record, field)
}

/// The objects in the list of a field, which have objects inside.
pub(super) fn list_of_objects<'a>(record: &Record<'a>, field: &str) -> Result<Vec<Inner<'a>>, Reject> {
    let Some(value) = record.get(field) else { return Ok(Vec::new()) };
    let element = |element: &'a Value| -> Option<Inner<'a>> {
        match element {
            Value::Object(object) => Some(Cow::Borrowed(object)),
            Value::String(text) if !text.trim_start().starts_with("@{") => match nested(text) {
                Nested::Object(object) => Some(Cow::Owned(object)),
                _ => None,
            },
            _ => None,
        }
    };
    match value {
        Value::Array(list) => list.iter().map(element).collect::<Option<_>>().ok_or_else(|| lost(field, value)),
        Value::String(text) if is_nothing(text) => Ok(Vec::new()),
        Value::String(text) => {
            let list = serde_json::from_str::<Vec<Map<String, Value>>>(text).map_err(|_| lost(field, value))?;
            Ok(list.into_iter().map(Cow::Owned).collect())
        }
        _ => Err(lost(field, value)),
    }
}

/// Refuses what PowerShell printed.
fn whole(record: &Record, field: &str) -> Result<(), Reject> {
    match record.get(field) {
        Some(value) if value.as_str().is_some_and(|text| text.trim_start().starts_with("@{")) => {
            Err(lost(field, value))
        }
        _ => Ok(()),
    }
}

fn lost(field: &str, value: &Value) -> Reject {
    let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Reject::new(field, shown, "an object that cannot be read: its counts would be missing in the sums")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{list_of_objects, object_in, object_of_objects};
    use crate::ingest::text::json::Record;

    fn with<T>(value: &Value, read: impl Fn(&Record) -> T) -> T {
        read(&Record::new(json!({"f": value}).as_object().unwrap()))
    }

    #[test]
    fn objects_and_what_tools_make_of_them() {
        for one in [json!({"a": 1}), json!("{\"a\": 1}"), json!("{'a': 1}"), json!("map[a:1]"), json!("a=1")] {
            let count =
                |r: &Record| object_in(r, "f").unwrap().and_then(|object| Record::new(&object).count("a").unwrap());
            assert_eq!(with(&one, count), Some(1), "{one}");
        }
        for lost in [json!("[object Object]"), json!(7), json!([1]), json!(true)] {
            assert!(with(&lost, |r| object_in(r, "f").is_err()), "{lost}");
        }
        for nothing in [json!(null), json!(""), json!("{}"), json!([]), json!("None")] {
            assert!(with(&nothing, |r| object_in(r, "f").unwrap().is_none()), "{nothing}");
        }
        assert!(with(&json!("@{a=}"), |r| object_of_objects(r, "f").is_err()), "what was inside is not there");
        assert!(with(&json!("{\"a\": {\"b\": 1}}"), |r| object_of_objects(r, "f").unwrap().is_some()));
    }

    #[test]
    fn lists_of_objects() {
        let count = |value: Value| with(&value, |r| list_of_objects(r, "f").map(|list| list.len()).ok());
        for (value, objects) in [
            (json!(null), Some(0)),
            (json!([]), Some(0)),
            (json!([{"a": 1}, {"a": 2}]), Some(2)),
            (json!(["{\"a\": {\"b\": 1}}"]), Some(1)),
            (json!("[{\"a\": 1}]"), Some(1)),
            (json!([{"a": 1}, "@{a=1; tokens=}"]), None),
            (json!(["System.Object"]), None),
            (json!("System.Object[]"), None),
            (json!({"a": 1}), None),
        ] {
            assert_eq!(count(value.clone()), objects, "{value}");
        }
    }
}
