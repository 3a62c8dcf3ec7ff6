//! A live and an archived workspace.

use serde_json::json;

use super::ANALYZER;
use crate::analyze::testing::{ask, key, page, with, workspace};

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
