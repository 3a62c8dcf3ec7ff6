//! The default workspace in the old shape, in the new one, and unlisted.

use serde_json::json;

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, days, found, key, outcome, page, usage, with, workspace};
use crate::model::Confidence;
use crate::policy::Policy;

#[test]
fn keys_that_nobody_sorted() {
    let in_scope = |id: &str| json!({"workspace_id": id, "scope": {"type": "workspace", "workspace_id": id}});
    let keys = page(&[
        key("stale-null", "2026-01-05", None),
        with(key("stale-listed", "2026-01-05", None), in_scope("wrkspc_Default")),
        with(key("stale-used-there", "2026-01-05", None), in_scope("wrkspc_unlisted")),
        key("ok-placed", "2026-01-05", Some("wrkspc_A")),
    ]);
    let spaces = page(&[workspace("A"), workspace("Default")]);
    let usage = usage(&[("stale-used-there", "Default", days("2026-09-01", "2026-09-30"))]);
    let files = [("keys.json", keys.as_str()), ("spaces.json", &spaces), ("usage.csv", &usage)];
    assert_eq!(
        ask(&ANALYZER, &files),
        [
            "medium stale-null: the key has no workspace id, which stands for the default workspace. The default workspace cannot have a spend limit",
            "medium stale-listed: the key's workspace wrkspc_Default is named Default. The default workspace cannot have a spend limit",
            "medium stale-used-there: the key's workspace wrkspc_unlisted is in no list, and its use is reported in Default. The default workspace cannot have a spend limit",
        ]
    );
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    let sure: Vec<Confidence> = findings.iter().map(|finding| finding.confidence).collect();
    assert_eq!(sure, [Confidence::High, Confidence::High, Confidence::Medium]);
}

#[test]
fn keys_of_the_organization_and_of_unlisted_workspaces() {
    let keys = page(&[
        with(key("ok-organization", "2026-01-05", None), json!({"scope": {"type": "organization"}})),
        with(key("ok-old-admin", "2026-01-05", None), json!({"partial_key_hint": "sk-ant-admin01-R2D...igAA"})),
        key("ok-unlisted-and-unused", "2026-01-05", Some("wrkspc_unlisted")),
        key("ok-unlisted-and-used-elsewhere", "2026-01-05", Some("wrkspc_unlisted")),
        with(key("ok-archived", "2026-01-05", None), json!({"status": "archived"})),
    ]);
    let day = || days("2026-09-01", "2026-09-30");
    let usage =
        usage(&[("ok-unlisted-and-used-elsewhere", "B", day()), ("ok-unlisted-and-used-elsewhere", "Default", day())]);
    assert_eq!(found(&ANALYZER, &[("keys.json", &keys), ("usage.csv", &usage)]), [""; 0]);
    assert_eq!(ask(&ANALYZER, &[("usage.csv", &usage)]), ["not assessed: no export of API keys"]);
}
