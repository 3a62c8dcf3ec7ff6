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
    let history = facts(&[("feed.jsonl", &feed)]).keys.history;
    assert!(history.was_named("apikey_1", "first") && history.was_named("apikey_1", "second"));
    assert!(!history.was_named("apikey_1", "third") && !history.was_named("apikey_2", "first"));
    assert_eq!((history.moves("apikey_1"), history.moves("apikey_2")), (1, 0));
    assert_eq!(history.ended_on("apikey_1").unwrap().to_string(), "2026-08-05");
    let back = feed + &update("2026-08-06T10:00:00Z", "status", "archived", "active");
    assert_eq!(facts(&[("feed.jsonl", &back)]).keys.history.ended_on("apikey_1"), None);
}

#[test]
fn the_times_in_which_a_key_was_off() {
    let status = |at: &str, to: &str| {
        let updates = json!([{"type": "status", "previous_value": "?", "current_value": to}]);
        let event = activity(at, "platform_api_key_updated", to, json!({"api_key_id": "apikey_1", "updates": updates}));
        format!("{event}\n")
    };
    let feed = [
        status("2026-08-20T10:00:00Z", "archived"),
        status("2026-08-01T10:00:00Z", "expired"),
        status("2026-08-05T10:00:00Z", "inactive"),
        status("2026-08-09T10:00:00Z", "active"),
        status("2026-08-15T10:00:00Z", "inactive"),
    ]
    .concat();
    let off = facts(&[("feed.jsonl", &feed)]).keys.history.off("apikey_1");
    let spans: Vec<String> = off
        .iter()
        .map(|one| format!("{} {}..{:?}", one.status, one.from.date_naive(), one.until.map(|until| until.date_naive())))
        .collect();
    assert_eq!(spans, ["inactive 2026-08-05..Some(2026-08-09)", "inactive 2026-08-15..None"]);
    let held = |day: &str| off.iter().any(|one| one.holds(day.parse().unwrap()));
    assert!(held("2026-08-06") && held("2026-08-08") && held("2026-08-16") && held("2026-08-21"));
    assert!(["2026-08-02", "2026-08-05", "2026-08-09", "2026-08-12", "2026-08-15"].iter().all(|day| !held(day)));
}
