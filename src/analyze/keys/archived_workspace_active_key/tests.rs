//! A live and an archived workspace.

use serde_json::json;

use super::ANALYZER;
use crate::analyze::testing::{activity, ask, key, page, with, workspace};

#[test]
fn a_key_that_survived_its_workspace() {
    let keys = page(&[
        key("stale-survivor", "2026-01-05", Some("wrkspc_Old")),
        with(key("ok-ended", "2026-01-05", Some("wrkspc_Old")), json!({"status": "inactive"})),
        with(key("ok-expired", "2026-01-05", Some("wrkspc_Old")), json!({"status": "expired"})),
        key("ok-live", "2026-01-05", Some("wrkspc_New")),
        key("ok-unlisted", "2026-01-05", Some("wrkspc_Elsewhere")),
        key("ok-default", "2026-01-05", None),
    ]);
    let spaces = page(&[with(workspace("Old"), json!({"archived_at": "2026-08-05T10:00:00Z"})), workspace("New")]);
    assert_eq!(
        ask(&ANALYZER, &[("keys.json", &keys), ("spaces.json", &spaces)]),
        ["high stale-survivor: the key has the status active, but its workspace «Old» was archived on 2026-08-05"]
    );
    assert_eq!(ask(&ANALYZER, &[("keys.json", &keys)]), ["not assessed: no export of workspaces"]);
}

#[test]
fn a_workspace_that_the_list_leaves_out_and_the_feed_saw_archived() {
    let keys = page(&[
        key("stale-survivor", "2026-01-05", Some("wrkspc_Old")),
        key("ok-unlisted", "2026-01-05", Some("wrkspc_Elsewhere")),
    ]);
    let spaces = page(&[workspace("New")]);
    let feed =
        activity("2026-08-05T10:00:00Z", "platform_workspace_archived", "ok", json!({"workspace_id": "wrkspc_Old"}));
    let feed = feed.to_string();
    let files = [("keys.json", keys.as_str()), ("spaces.json", &spaces), ("feed.jsonl", &feed)];
    assert_eq!(
        ask(&ANALYZER, &files),
        [
            "high stale-survivor: the key has the status active, but its workspace «wrkspc_Old» was archived on 2026-08-05"
        ]
    );
}
