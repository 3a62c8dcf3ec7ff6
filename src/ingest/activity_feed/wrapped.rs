//! Activities that a collector handed on inside a record of its own: as an object or as its text, some levels deep.

use serde_json::{Map, Value};

use super::fields::whole;
use crate::data::vocabulary::is_activity_type;
use crate::ingest::text::any_instant::certain_instant;
use crate::ingest::text::json::Record;

/// Objects, lists and texts inside each other that are looked through: `_source`, `event`, `original`, and what stands around them.
const DEEPEST: usize = 8;
/// What actors of activities are, by their documentation; other vendors' events have actors of other kinds.
const ACTORS: [&str; 11] = [
    "user_actor",
    "api_actor",
    "admin_api_key_actor",
    "service_account_actor",
    "unauthenticated_user_actor",
    "anthropic_actor",
    "system_actor",
    "scim_directory_sync_actor",
    "federated_identity_actor",
    "federated_actor",
    "attested_device_actor",
];

/// Whether a text is the id of an activity.
pub(super) fn is_activity_id(id: &str) -> bool {
    id.starts_with("activity_")
}

/// Whether a record is an activity itself: by its id, or by a type and an actor that only activities have. Whatever else has a type,
/// a date and an actor (requests, other vendors' events) is none.
pub(super) fn is_activity(record: &Record) -> bool {
    let text = |field: &str| record.get(field).and_then(Value::as_str);
    // Tools write seconds or milliseconds since 1970 in its place.
    let is_dated = record.get("created_at").is_some_and(|at| at.is_string() || certain_instant(at).is_some());
    let Some(kind) = text("type").filter(|_| is_dated) else { return false };
    match text("id") {
        Some(id) if is_activity_id(id) => true,
        Some(id) if is_of_another_kind(id) => false,
        _ => is_activity_type(kind) && has_known_actor(record),
    }
}

/// Whether a record among activities is one too: also of a type that nobody knows, and without the id that a collector dropped.
pub(super) fn is_one_among_others(record: &Record) -> bool {
    is_activity(record)
        || !record.has("id") && has_known_actor(record) && record.has("created_at") && record.has("type")
}

/// Ids of the organization's objects begin with a word for what they are.
fn is_of_another_kind(id: &str) -> bool {
    ["slir_", "user_", "apikey_", "wrkspc_", "invite_", "svac_", "spl_"].iter().any(|prefix| id.starts_with(prefix))
}

fn has_known_actor(record: &Record) -> bool {
    let activity = whole(record.fields());
    let kind = activity.get("actor").and_then(|actor| actor.get("type")).and_then(Value::as_str);
    kind.is_some_and(|kind| ACTORS.contains(&kind))
}

/// The activities inside a record that is none itself; each once, however often the collector wrote it down.
pub(super) fn inside(record: &Record) -> Vec<Map<String, Value>> {
    let mut found = Vec::new();
    if !is_activity(record) {
        record.fields().values().for_each(|value| within(value, DEEPEST, &mut found));
    }
    found
}

/// The activities in a text.
pub(super) fn inside_text(text: &str) -> Vec<Map<String, Value>> {
    let mut found = Vec::new();
    in_text(text, DEEPEST, &mut found);
    found
}

fn within(value: &Value, levels: usize, found: &mut Vec<Map<String, Value>>) {
    let Some(levels) = levels.checked_sub(1) else { return };
    match value {
        Value::Object(object) if is_activity(&Record::new(object)) => {
            let id = |object: &Map<String, Value>| object.get("id").cloned();
            if id(object).is_none_or(|own| !found.iter().any(|other| id(other).as_ref() == Some(&own))) {
                found.push(object.clone());
            }
        }
        Value::Object(object) => object.values().for_each(|value| within(value, levels, found)),
        Value::Array(values) => values.iter().for_each(|value| within(value, levels, found)),
        Value::String(text) => in_text(text, levels, found),
        _ => {}
    }
}

fn in_text(text: &str, levels: usize, found: &mut Vec<Map<String, Value>>) {
    let may_hold_one = text.trim_start().starts_with(['{', '[']) && text.contains("created_at");
    if let Some(value) = may_hold_one.then(|| serde_json::from_str(text).ok()).flatten() {
        within(&value, levels, found);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::ingest::activity_feed::INGESTOR;
    use crate::ingest::document::Document;
    use crate::ingest::load_bytes;
    use crate::ingest::testing::rows;

    fn activity() -> Value {
        json!({"id": "activity_1", "type": "org_domain_removed", "created_at": "2026-08-03T10:00:00Z",
            "actor": {"type": "user_actor", "email_address": "ann@example.com", "user_id": "user_1"}, "domain": "example.com"})
    }

    #[test]
    fn as_collectors_pass_it_on() {
        let plain = rows(&INGESTOR, &activity().to_string());
        assert_eq!(plain.len(), 1);
        let text = || activity().to_string();
        for wrapped in [
            json!({"time": 1_785_751_200, "sourcetype": "anthropic", "event": activity()}),
            json!({"@timestamp": "2026-08-03T10:00:00Z", "message": text()}),
            json!({"event": {"action": "x", "original": text()}}),
            json!({"_raw": text(), "_time": 1}),
            // Splunk, in JSON.
            json!({"preview": false, "offset": 0, "result": {"_raw": text(), "_time": "x"}}),
            json!({"results": [{"_raw": text()}]}),
            // Elastic, with and without the original next to it.
            json!({"_index": "logs", "_id": "activity_1", "_source": {"@timestamp": "x", "message": text()}}),
            json!({"_id": "1", "_source": {"message": text(), "event": {"original": text()}}}),
            json!({"took": 3, "hits": {"total": 1, "hits": [{"_source": {"event": {"original": text()}}}]}}),
            // Google Cloud Logging.
            json!({"insertId": "1", "jsonPayload": activity(), "timestamp": "2026-08-03T10:00:00Z"}),
            json!({"insertId": "1", "jsonPayload": {"message": text()}}),
            json!({"insertId": "1", "textPayload": text()}),
            // Datadog.
            json!({"data": [{"id": "AQ1", "type": "log", "attributes": {"message": text()}}]}),
            json!({"data": [{"id": "AQ1", "type": "log", "attributes": {"service": "s", "attributes": activity()}}]}),
            json!([{"content": {"attributes": activity()}}]),
        ] {
            assert_eq!(rows(&INGESTOR, &wrapped.to_string()), plain, "{wrapped}");
        }
    }

    /// Fault: Events whose `created_at` was a number were no file of a kind that is known, though lists with such dates are read
    /// Outcome: Seconds, milliseconds and wrapped dates are read as the instant that they are; a number that is no date is none
    #[test]
    fn instants_that_tools_have_rewritten() {
        let dated = |at: Value| {
            let mut one = activity();
            one["created_at"] = at;
            one
        };
        let plain = rows(&INGESTOR, &activity().to_string());
        for at in [
            json!(1_785_751_200),
            json!(1_785_751_200_000_i64),
            json!("1785751200"),
            json!({"$date": 1_785_751_200_000_i64}),
            json!("/Date(1785751200000)/"),
            json!("2026-08-03T03:00:00-0700"),
        ] {
            let one = dated(at);
            for text in [one.to_string(), json!([one]).to_string(), json!({"event": one}).to_string()] {
                assert!((INGESTOR.claims)(&Document::open(text.as_bytes())), "{text}");
                assert_eq!(rows(&INGESTOR, &text), plain, "{text}");
            }
        }
        for at in [json!(46_237), json!(true), json!(null), json!({}), json!([])] {
            let text = dated(at).to_string();
            assert!(!(INGESTOR.claims)(&Document::open(text.as_bytes())), "{text}");
        }
    }

    /// Fault: An address with blanks around it in one of two feeds made two events of one, or one event with other content
    /// Outcome: The blanks are no part of the address, whichever way the record takes
    #[test]
    fn blanks_around_an_address_are_no_part_of_it() {
        for kind in ["org_domain_removed", "claude_chat_created"] {
            let read = |address: &str| {
                let mut one = activity();
                (one["type"], one["actor"]["email_address"]) = (json!(kind), json!(address));
                let data = load_bytes(vec![("feed.jsonl".to_owned(), one.to_string().into_bytes())]).unwrap();
                let actors = data.routine.unwrap().actors;
                let frame = data.frames.into_values().find(|frame| frame.height() > 0).unwrap_or(actors);
                frame.column("actor_address").unwrap().str().unwrap().get(0).map(str::to_owned)
            };
            for address in ["ann@example.com", " ann@example.com ", "ann@example.com\t"] {
                assert_eq!(read(address).as_deref(), Some("ann@example.com"), "{kind}");
            }
            assert_eq!(read("bob@example.com").as_deref(), Some("bob@example.com"), "{kind}");
            assert_eq!(read("  "), None, "{kind}");
        }
    }

    #[test]
    fn plain_and_wrapped_ones_in_one_file() {
        let mut other = activity();
        other["id"] = json!("activity_2");
        let foreign = json!({"id": "evt_1", "type": "user.session.start", "created_at": "2026-08-03T10:00:00Z",
            "actor": {"type": "User", "id": "00u1"}});
        let lines = [json!({"note": "x"}), json!({"event": activity()}), other, foreign];
        let text = lines.map(|line| line.to_string()).join("\n");
        let reported = rows(&INGESTOR, &text);
        let starts = ["1: rejected: ", "2: id=activity_1 ", "3: id=activity_2 ", "4: rejected: "];
        assert!(
            reported.len() == 4 && reported.iter().zip(starts).all(|(row, start)| row.starts_with(start)),
            "{reported:#?}"
        );
    }

    #[test]
    fn what_is_no_activity_is_not_taken_for_one() {
        let actor = json!({"type": "user_actor", "user_id": "user_1", "email_address": "zoe@example.com"});
        let at = "2026-08-01T00:00:00Z";
        for other in [
            json!({"message": "{not json"}),
            json!({"event": {"type": "x"}}),
            json!({"log": ["a"]}),
            json!({"id": "slir_1", "type": "spend_limit_increase_request", "actor": actor, "created_at": at}),
            json!({"id": "slir_2", "type": "api_key_created", "actor": actor, "created_at": at}),
            // Other vendors' events.
            json!({"id": "evt_1", "type": "user.created", "created_at": at, "actor": {"type": "User", "id": "1"}}),
            json!({"id": "evt_2", "type": "api_key_created", "created_at": at, "actor": {"type": "user", "id": "1"}}),
            json!({"type": "login", "created_at": at, "actor": {"email": "a@example.com"}}),
            json!({"type": "PushEvent", "id": "1", "created_at": at, "actor": {"login": "octocat"}}),
            json!({"type": "user_signed_in", "created_at": at, "actor": actor}),
            json!({"id": "activity_1", "type": "org_domain_removed"}),
        ] {
            for text in [other.to_string(), json!({"data": [other], "has_more": false}).to_string()] {
                assert!(!(INGESTOR.claims)(&Document::open(text.as_bytes())), "{other}");
            }
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
