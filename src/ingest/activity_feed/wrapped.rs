//! Activities that a collector passed on inside a record of its own.

use serde_json::{Map, Value};

use crate::ingest::text::json::Record;

/// Fields in which collectors and log shippers keep the event as it came, as an object or as its text.
const FIELDS: [&str; 7] = ["event", "message", "_raw", "raw", "log", "Log", "original"];
/// A collector inside a collector is enough.
const DEEPEST: usize = 2;

/// Whether a record is an activity itself.
pub(super) fn is_activity(record: &Record) -> bool {
    let by_id = record.get("id").and_then(Value::as_str).is_some_and(|id| id.starts_with("activity_"));
    record.has("type") && record.has("created_at") && (by_id || record.object("actor").is_some())
}

/// The activity inside a record that is none itself.
pub(super) fn inside(record: &Record) -> Option<Map<String, Value>> {
    if is_activity(record) { None } else { within(record, DEEPEST) }
}

fn within(record: &Record, levels: usize) -> Option<Map<String, Value>> {
    let levels = levels.checked_sub(1)?;
    FIELDS.iter().find_map(|field| {
        let object = match record.get(field)? {
            Value::Object(object) => object.clone(),
            Value::String(text) if text.trim_start().starts_with('{') => serde_json::from_str(text).ok()?,
            _ => return None,
        };
        let one = Record::new(&object);
        if is_activity(&one) { Some(object) } else { within(&one, levels) }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::ingest::activity_feed::INGESTOR;
    use crate::ingest::document::Document;
    use crate::ingest::testing::rows;

    fn activity() -> Value {
        json!({"id": "activity_1", "type": "org_domain_removed", "created_at": "2026-08-03T10:00:00Z",
            "actor": {"type": "user_actor", "email_address": "ann@example.com", "user_id": "user_1"}, "domain": "example.com"})
    }

    #[test]
    fn as_collectors_pass_it_on() {
        let plain = rows(&INGESTOR, &activity().to_string());
        assert_eq!(plain.len(), 1);
        for wrapped in [
            json!({"time": 1_785_751_200, "sourcetype": "anthropic", "event": activity()}),
            json!({"@timestamp": "2026-08-03T10:00:00Z", "message": activity().to_string()}),
            json!({"event": {"action": "x", "original": activity().to_string()}}),
            json!({"_raw": activity().to_string(), "_time": 1}),
        ] {
            assert_eq!(rows(&INGESTOR, &wrapped.to_string()), plain, "{wrapped}");
        }
    }

    #[test]
    fn what_is_no_activity_is_not_taken_for_one() {
        for other in [json!({"message": "{not json"}), json!({"event": {"type": "x"}}), json!({"log": ["a"]})] {
            let text = other.to_string();
            assert!(!(INGESTOR.claims)(&Document::open(text.as_bytes())), "{other}");
        }
    }

    #[test]
    fn an_event_whose_optional_parts_are_missing() {
        for absent in ["id", "organization_id", "domain"] {
            let mut event = activity();
            event.as_object_mut().unwrap().remove(absent);
            assert_eq!(rows(&INGESTOR, &event.to_string()).len(), 1, "{absent}");
        }
        for actor in [json!(null), json!({}), json!({"type": "robot_actor", "robot_id": "r"})] {
            let mut event = activity();
            event["actor"] = actor;
            assert!(rows(&INGESTOR, &event.to_string())[0].contains("event=org_domain_removed"));
        }
    }
}
