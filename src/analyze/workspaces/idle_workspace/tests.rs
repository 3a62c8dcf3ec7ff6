//! Workspaces that rest.

use serde_json::json;

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, days, found, found_with, key, outcome, page, policy, usage, with, workspace};
use crate::model::Confidence;

#[test]
fn no_key_and_no_use_for_a_quarter() {
    let spaces = page(&[
        workspace("stale-Silent"),
        workspace("stale-Once"),
        workspace("ok-Used"),
        workspace("ok-Key"),
        with(workspace("ok-Young"), json!({"created_at": "2026-07-10T09:00:00Z"})),
        with(workspace("ok-Archived"), json!({"archived_at": "2026-02-01T00:00:00Z"})),
        workspace("Default"),
        workspace("Claude Code"),
    ]);
    let keys = page(&[
        key("k", "2026-01-05", Some("wrkspc_ok-Key")),
        with(key("old", "2026-01-05", Some("wrkspc_stale-Silent")), json!({"status": "archived"})),
    ]);
    let used = usage(&[
        ("a", "ok-Used", days("2026-06-01", "2026-09-30")),
        ("b", "stale-Once", days("2026-06-01", "2026-06-02")),
    ]);
    let files = [("spaces.json", spaces.as_str()), ("keys.json", &keys), ("usage.csv", &used)];
    assert_eq!(
        ask(&ANALYZER, &files),
        [
            "low stale-Silent: no active key, and no use in 122 days of exports (2026-06-01 to 2026-09-30). Age: 631 days. Allowed: 90 days (default)",
            "low stale-Once: no active key, and last used 2026-06-02, 121 days before 2026-10-01. Age: 631 days. Allowed: 90 days (default)",
        ]
    );
    let late = usage(&[
        ("a", "ok-Used", days("2026-06-01", "2026-09-30")),
        ("b", "stale-Once", days("2026-07-03", "2026-07-03")),
        ("b", "stale-Silent", days("2026-07-04", "2026-07-04")),
    ]);
    let edge = [files[0], files[1], ("usage.csv", late.as_str())];
    assert_eq!(found(&ANALYZER, &edge), ["low stale-Once"], "89 days are not 90");
    let longer = policy("[checks.idle-workspace]\nidle_after_days = 122\n");
    assert_eq!(found_with(&ANALYZER, &files, &longer), ["low stale-Silent"]);
}

#[test]
fn too_little_data() {
    let (spaces, keys) = (page(&[workspace("A")]), page(&[key("k", "2026-01-05", Some("wrkspc_B"))]));
    let short = usage(&[("a", "B", days("2026-07-04", "2026-09-30"))]);
    let files = [("spaces.json", spaces.as_str()), ("usage.csv", &short)];
    assert_eq!(ask(&ANALYZER, &files), ["not assessed: no export of API keys"]);
    let keys = [files[0], files[1], ("keys.json", keys.as_str())];
    assert_eq!(
        ask(&ANALYZER, &keys),
        ["not assessed: usage and cost exports that name workspaces cover 89 days without a gap; needed: 90"]
    );
    let unnamed = usage(&[("a", "", days("2026-06-01", "2026-09-30"))]);
    let unnamed = [keys[0], keys[2], ("usage.csv", unnamed.as_str())];
    assert!(ask(&ANALYZER, &unnamed)[0].contains("cover 0 days"));
}

#[test]
fn use_under_a_name_that_no_list_knows() {
    let (spaces, keys) = (page(&[workspace("A")]), page(&[key("k", "2026-01-05", Some("wrkspc_B"))]));
    let used = usage(&[("a", "Former name of A", days("2026-06-01", "2026-09-30"))]);
    let files = [("spaces.json", spaces.as_str()), ("keys.json", &keys), ("usage.csv", &used)];
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &policy("")) else { panic!() };
    assert_eq!(findings[0].confidence, Confidence::Medium);
}
