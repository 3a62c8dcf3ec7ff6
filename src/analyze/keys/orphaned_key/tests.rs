//! `user_ok` is a member, `user_gone` is not.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::testing::{activity, ask, found, key, member, page, with, workspace};

fn by(name: &str, creator: Value) -> Value {
    with(key(name, "2026-01-05", Some("wrkspc_W")), json!({"created_by": creator}))
}

fn gone() -> Value {
    json!({"type": "user", "id": "user_gone"})
}

#[test]
fn keys_that_outlive_their_creator() {
    let keys = page(&[
        by("stale-old-shape", gone()),
        with(
            by("stale-new-shape", gone()),
            json!({"principal": null, "scope": {"type": "workspace", "workspace_id": "wrkspc_W"}}),
        ),
        by("ok-member", json!({"type": "user", "id": "user_ok"})),
    ]);
    let members = page(&[member("ok@example.com", "developer")]);
    let left = json!({"deleted_user_id": "user_gone", "deleted_user_email": "gone@example.com"});
    let feed = activity("2026-03-05T08:00:00Z", "org_user_deleted", "ok", left).to_string();
    let lines = ask(&ANALYZER, &[("keys.json", &keys), ("members.json", &members), ("feed.jsonl", &feed)]);
    assert_eq!(
        lines,
        ["stale-old-shape", "stale-new-shape"].map(|name| format!(
            "high {name}: created by user_gone, who is not in the member list (removed by ok@example.com on 2026-03-05, activity feed); the key is active and outlives \
             them; no use in the data"
        ))
    );
}

#[test]
fn what_stops_with_its_account_or_has_no_user_behind_it() {
    let personal = json!({"principal": {"type": "user_actor", "user_id": "user_gone"}});
    let personal_of_august = json!({"principal": {"type": "user", "id": "user_gone"}});
    let of_service = json!({"principal": {"type": "service_account_actor", "service_account_id": "svac_1"}});
    let keys = page(&[
        with(by("ok-personal", gone()), personal),
        with(by("ok-personal-of-august", gone()), personal_of_august),
        with(by("ok-of-a-service-account", gone()), of_service),
        by("ok-by-a-service-account", json!({"type": "service_account", "id": "svac_1"})),
        by("ok-by-a-service-account-untyped", json!({"id": "svac_1"})),
        by("ok-ownerless", Value::Null),
        with(by("ok-claude-code", gone()), json!({"workspace_id": "wrkspc_Claude Code"})),
        by("claude_code_key_gone_r4Tb", gone()),
        with(by("ok-archived", gone()), json!({"status": "archived"})),
        with(by("ok-expired", gone()), json!({"status": "expired"})),
    ]);
    let (members, spaces) =
        (page(&[member("ok@example.com", "developer")]), page(&[workspace("W"), workspace("Claude Code")]));
    let files = [("keys.json", keys.as_str()), ("members.json", &members), ("spaces.json", &spaces)];
    assert_eq!(found(&ANALYZER, &files), [""; 0]);
}

#[test]
fn a_member_list_that_proves_nothing() {
    let keys = page(&[by("ok-a", gone())]);
    let half = page(&[member("ok@example.com", "developer")]).replace("\"has_more\":false", "\"has_more\":true");
    let line = ask(&ANALYZER, &[("keys.json", &keys), ("members.json", &half)]).remove(0);
    assert!(line.starts_with("not assessed: the list of organization members is not whole"), "{line}");
    let many: Vec<Value> =
        (0..5).map(|n| by(&format!("ok-{n}"), json!({"type": "user", "id": format!("user_{n}")}))).collect();
    let other = page(&[member("someone@example.org", "developer")]);
    let line = ask(&ANALYZER, &[("keys.json", &page(&many)), ("members.json", &other)]).remove(0);
    assert!(line.starts_with("not assessed: the member list knows none of the 5 creators"), "{line}");
    assert_eq!(ask(&ANALYZER, &[("keys.json", &keys)]), ["not assessed: no export of organization members"]);
}
