use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::testing::{ask, found, key, member, page, with, workspace};

fn membership(user: &str, role: Value) -> Value {
    json!({"type": "workspace_member", "user_id": user, "workspace_id": "wrkspc_A", "workspace_role": role})
}

#[test]
fn roles_outside_the_documented_sets() {
    let members = page(&[
        member("stale@example.com", "emperor"),
        member("ok@example.com", "Primary Owner"),
        with(member("ok-none@example.com", "user"), json!({"role": null})),
        member("stale-place@example.com", "workspace_admin"),
    ]);
    let memberships = page(&[
        membership("user_ok", json!("workspace_owner")),
        membership("user_gone", json!("admin")),
        membership("svac_robot", json!("king")),
        membership("user_stale", json!("workspace_restricted_developer")),
        membership("user_ok-none", json!(null)),
    ]);
    let spaces = page(&[workspace("A")]);
    let files = [("members.json", members.as_str()), ("places.json", &memberships), ("spaces.json", &spaces)];
    assert_eq!(
        ask(&ANALYZER, &files),
        [
            "low stale@example.com: role «emperor» is not in the documented set. Expected: the documented roles",
            "low stale-place@example.com: role «workspace_admin» is not in the documented set. Expected: the documented roles",
            "low ok@example.com: workspace role «workspace_owner» in workspace «A» is not in the documented set. Expected: the documented roles",
            "low user_gone: workspace role «admin» in workspace «A» is not in the documented set. Expected: the documented roles",
            "low svac_robot: workspace role «king» in workspace «A» is not in the documented set. Expected: the documented roles",
        ]
    );
    assert_eq!(found(&ANALYZER, &files[1..2]).len(), 3, "one of the lists is enough");
    let keys = page(&[key("k", "2026-01-05", None)]);
    assert_eq!(
        ask(&ANALYZER, &[("keys.json", &keys)]),
        ["not assessed: no export of organization members or workspace members"]
    );
}

#[test]
fn every_documented_role_is_known() {
    let roles = crate::data::vocabulary::MEMBER_ROLES.iter().enumerate();
    let members: Vec<Value> = roles.map(|(n, role)| member(&format!("m{n}@example.com"), role)).collect();
    assert_eq!(found(&ANALYZER, &[("members.json", &page(&members))]), [""; 0]);
}
