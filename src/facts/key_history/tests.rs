//! Names, moves and ends of keys.

use serde_json::json;

use crate::analyze::testing::{activity, facts};

#[test]
fn updates_of_a_key() {
    let update = |at: &str, kind: &str, from: &str, to: &str| {
        let updates = json!([{"type": kind, "previous_value": from, "current_value": to}]);
        activity(at, "platform_api_key_updated", kind, json!({"api_key_id": "apikey_1", "updates": updates}))
            .to_string()
            + "\n"
    };
    let feed = [
        update("2026-08-01T10:00:00Z", "name", "first", "second"),
        update("2026-08-02T10:00:00Z", "name", "second", "third"),
        update("2026-08-03T10:00:00Z", "workspace", "wrkspc_A", "wrkspc_B"),
        update("2026-08-05T10:00:00Z", "status", "inactive", "archived"),
        update("2026-08-04T10:00:00Z", "status", "active", "inactive"),
    ]
    .concat();
    let history = facts(&[("feed.jsonl", &feed)]).key_history;
    assert!(history.was_named("apikey_1", "first") && history.was_named("apikey_1", "second"));
    assert!(!history.was_named("apikey_1", "third") && !history.was_named("apikey_2", "first"));
    assert_eq!((history.moves("apikey_1"), history.moves("apikey_2")), (1, 0));
    assert_eq!(history.ended_on("apikey_1").unwrap().to_string(), "2026-08-05");
    let back = feed + &update("2026-08-06T10:00:00Z", "status", "archived", "active");
    assert_eq!(facts(&[("feed.jsonl", &back)]).key_history.ended_on("apikey_1"), None);
}
