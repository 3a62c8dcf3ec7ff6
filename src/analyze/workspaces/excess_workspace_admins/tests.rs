//! Two and three admins.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::testing::{ask, found, found_with, member, page, policy, with, workspace};

fn membership(workspace: &str, user: &str, role: &str) -> Value {
    json!({
        "type": "workspace_member", "user_id": format!("user_{user}"), "workspace_id": format!("wrkspc_{workspace}"),
        "workspace_role": format!("workspace_{role}"),
    })
}

#[test]
fn more_than_two_admins() {
    let robot = json!({
        "type": "service_account_workspace_member", "service_account_id": "svac_robot", "workspace_id": "wrkspc_Full",
        "workspace_role": "workspace_admin",
    });
    let memberships = page(&[
        membership("Full", "ann", "admin"),
        membership("Full", "bo", "admin"),
        robot,
        membership("ok-Two", "ann", "admin"),
        membership("ok-Two", "bo", "admin"),
        membership("ok-Two", "cy", "developer"),
        membership("ok-Twice", "ann", "admin"),
        membership("ok-Twice", "ann", "admin"),
        membership("ok-Twice", "bo", "admin"),
        membership("Old", "ann", "admin"),
        membership("Old", "bo", "admin"),
        membership("Old", "cy", "admin"),
    ]);
    let members = page(&[member("ann@example.com", "admin")]);
    let old = with(workspace("Old"), json!({"archived_at": "2026-02-01T00:00:00Z"}));
    let spaces = page(&[workspace("Full"), old]);
    let files = [("ws.json", memberships.as_str()), ("members.json", &members), ("spaces.json", &spaces)];
    assert_eq!(
        ask(&ANALYZER, &files),
        ["medium Full: 3 admins (svac_robot, ann@example.com, user_bo). Allowed: 2 admins (default)"]
    );
    assert_eq!(found(&ANALYZER, &files[..1]), ["medium wrkspc_Full", "medium wrkspc_Old"], "without the list, by id");
    let four = policy("[checks.excess-workspace-admins]\nmost_admins = 4\n");
    assert_eq!(found_with(&ANALYZER, &files, &four), [""; 0]);
    assert_eq!(found(&ANALYZER, &files[2..]), ["not assessed"]);
}
