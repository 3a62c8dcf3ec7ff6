//! Memberships of one workspace.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::testing::{ask, found, member, page, workspace};

fn membership(user: &str) -> Value {
    json!({"type": "workspace_member", "user_id": user, "workspace_id": "wrkspc_A", "workspace_role": "workspace_developer"})
}

#[test]
fn a_membership_that_was_left_over() {
    let memberships = page(&[membership("user_stale"), membership("user_ok"), membership("svac_ok")]);
    let (members, spaces) = (page(&[member("ok@example.com", "user")]), page(&[workspace("A")]));
    let files = [("memberships.json", memberships.as_str()), ("members.json", &members), ("spaces.json", &spaces)];
    assert_eq!(
        ask(&ANALYZER, &files),
        ["medium user_stale: member of workspace «A» with role workspace_developer, but not in the list of 1 member"]
    );
    assert_eq!(found(&ANALYZER, &files[..2]), ["medium user_stale"], "without a list the workspace's id names it");
    assert_eq!(ask(&ANALYZER, &files[..1]), ["not assessed: no export of organization members"]);
}

#[test]
fn a_member_list_that_proves_nothing() {
    let many: Vec<Value> = (0..5).map(|n| membership(&format!("user_{n}"))).collect();
    let members = page(&[member("ok@example.com", "user")]);
    let line = ask(&ANALYZER, &[("memberships.json", &page(&many)), ("members.json", &members)]).remove(0);
    assert!(line.starts_with("not assessed: the member list knows none of the 5 users"), "{line}");
}
