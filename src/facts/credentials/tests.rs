//! Keys as settings and events report them.

use serde_json::{Value, json};

use super::OtherKeyKind;
use crate::analyze::testing::{activity, facts, key, page, with};

fn feed(events: &[Value]) -> String {
    events.iter().map(Value::to_string).collect::<Vec<_>>().join("\n")
}

fn made(at: &str, id: &str) -> Value {
    activity(at, "admin_api_key_created", "ann", json!({"admin_api_key_id": id, "scopes": []}))
}

#[test]
fn an_admin_key_is_there_from_its_creation_to_its_deletion() {
    let renamed = json!({"type": "name", "previous_value": "a", "current_value": "reporting"});
    let events = feed(&[
        made("2026-08-01T10:00:00Z", "admin_api_key_kept"),
        made("2026-08-01T11:00:00Z", "admin_api_key_gone"),
        activity(
            "2026-08-02T10:00:00Z",
            "admin_api_key_deleted",
            "ann",
            json!({"admin_api_key_id": "admin_api_key_gone"}),
        ),
        activity(
            "2026-08-02T11:00:00Z",
            "admin_api_key_updated",
            "ann",
            json!({"admin_api_key_id": "admin_api_key_old", "updates": [renamed]}),
        ),
    ]);
    let keys = facts(&[("feed.jsonl", &events)]).credentials.keys.all;
    let says: Vec<_> = keys.iter().map(|key| (key.label(), key.created_at.is_some(), key.kind)).collect();
    assert_eq!(says, [("admin_api_key_kept", true, OtherKeyKind::Admin), ("reporting", false, OtherKeyKind::Admin)]);
    assert_eq!(keys[0].creator_id.as_deref(), Some("user_ann"));
}

#[test]
fn an_admin_key_that_the_list_has_under_another_id_is_one_key() {
    let events = feed(&[made("2026-08-01T10:00:00Z", "admin_api_key_1")]);
    let scope = json!({"scope": {"type": "organization"}});
    let listed = |created: &str| {
        page(&[with(key("root", "2026-08-01", None), with(scope.clone(), json!({"created_at": created})))])
    };
    let others = |list: &str| facts(&[("feed.jsonl", &events), ("keys.json", list)]).credentials.keys.all.len();
    assert_eq!(others(&listed("2026-08-01T10:00:01Z")), 0);
    assert_eq!(others(&listed("2026-08-01T10:01:00Z")), 1, "made at another moment");
    let of_a_workspace = page(&[with(key("k", "2026-08-01", None), json!({"created_at": "2026-08-01T10:00:01Z"}))]);
    assert_eq!(others(&of_a_workspace), 1, "no admin key");
}

/// Fault: Members were exported of one of two groups, and the check of leavers in groups called itself whole
/// Outcome: Lists of group members are weak evidence where some group has nobody in them, and it is named
#[test]
fn members_of_some_groups_only() {
    use crate::analyze::credentials::testing::{group, group_member};
    use crate::analyze::testing::{facts, page};
    let groups = page(&[group("one", &[]), group("two", &[])]);
    let of = |names: &[&str]| page(&names.iter().map(|name| group_member(name, "ann")).collect::<Vec<_>>());
    let nobody = r#"{"data":[],"has_more":false,"first_id":null,"last_id":null}"#.to_owned();
    let open = Some("no member is listed of «two»: whether theirs were exported is not known");
    for (files, expected) in [
        (vec![("rbac_group_one_members.json", of(&["one"]))], open),
        (vec![("a.json", of(&["one"])), ("b.json", of(&["two"]))], None),
        (vec![("a.json", of(&["one"])), ("rbac_group_two_members.json", nobody)], None),
        (vec![], None),
    ] {
        let all = files.iter().map(|(name, text)| (*name, text.as_str())).chain([("groups.json", groups.as_str())]);
        let all: Vec<(&str, &str)> = all.collect();
        let found = facts(&all).credentials.groups.unfetched_members();
        assert_eq!(found.as_deref(), expected, "{files:?}");
    }
}
