//! Events that do not say which object they are about: what has no id cannot be missing.

use serde_json::{Value, json};

use super::super::ANALYZER;
use super::{event, feed};
use crate::analyze::testing::{found, key, page, workspace};

/// Values that stand where an id was taken out, or not exported.
fn nobodies() -> Vec<Value> {
    vec![json!(null), json!(""), json!("[REDACTED]"), json!("***"), json!("removed")]
}

#[test]
fn a_creation_without_an_id_is_not_missing_and_explains_what_was_made_that_day() {
    for nobody in nobodies() {
        let of = |at: &str, kind: &str, field: &str| event(at, kind, json!({field: nobody}));
        let listed = [key("ok-new", "2026-08-03", None), key("ok-old", "2026-01-05", None)];
        let places = [workspace("ok-w")];
        let events = [
            of("2026-08-03T12:00:00Z", "platform_api_key_created", "api_key_id"),
            of("2026-08-04T12:00:00Z", "platform_workspace_created", "workspace_id"),
            of("2026-08-05T12:00:00Z", "scim_user_created", "user_id"),
        ];
        let files = [("keys.json", page(&listed)), ("places.json", page(&places)), ("feed.json", feed(&events))];
        let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
        assert_eq!(found(&ANALYZER, &files), [""; 0], "{nobody}");
    }
}

#[test]
fn a_creation_without_an_id_explains_nothing_of_other_days_and_an_end_what_went_since() {
    let listed = [key("stale-silent", "2026-08-23", None), key("ok-old", "2026-01-05", None)];
    let created = event("2026-08-03T12:00:00Z", "platform_api_key_created", json!({}));
    let files = |events: &[Value]| [("keys.json", page(&listed)), ("feed.json", feed(events))];
    let judged = |files: &[(&str, String); 2]| found(&ANALYZER, &files.each_ref().map(|(n, t)| (*n, t.as_str())));
    assert_eq!(judged(&files(&[created])), ["high stale-silent"]);
    let made = |name: &str| event("2026-08-05T12:00:00Z", "platform_api_key_created", json!({"api_key_id": name}));
    let ended = event("2026-08-20T12:00:00Z", "scoped_api_key_deleted", json!({}));
    let one = |events: &[Value]| {
        let (list, feed) = (page(&listed[1..]), feed(events));
        found(&ANALYZER, &[("keys.json", list.as_str()), ("feed.json", feed.as_str())])
    };
    assert_eq!(one(&[made("apikey_gone")]).len(), 1, "created, and listed nowhere");
    assert_eq!(one(&[made("apikey_gone"), ended]), ["not assessed"], "something without an id was deleted since");
}
