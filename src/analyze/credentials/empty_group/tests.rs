use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::credentials::testing::{group, group_member, role};
use crate::analyze::testing::{ask, found, outcome, page, with};
use crate::policy::Policy;

const EMPTY: &str = r#"{"data":[],"has_more":false,"first_id":null,"last_id":null}"#;

fn groups(change: Value) -> String {
    page(&[group("full", &["r"]), with(group("idle", &["r"]), change)])
}

#[test]
fn a_saved_list_without_entries_proves_that_nobody_is_in_it() {
    let members = page(&[group_member("full", "ann")]);
    let of = |change: Value, path: &str| {
        let groups = groups(change);
        found(&ANALYZER, &[("groups.json", &groups), ("rbac_group_full_members.json", &members), (path, EMPTY)])
    };
    let path = "rbac_group_idle_members.json";
    assert_eq!(of(json!({}), path), ["low idle"]);
    assert_eq!(of(json!({"source_type": "scim"}), path), [""; 0], "the directory fills it");
    assert_eq!(of(json!({"role_ids": []}), path), [""; 0], "no role");
    assert_eq!(of(json!({}), "rbac_group_idle2_members.json"), [""; 0], "another group's");
    assert_eq!(of(json!({}), "empty.json"), [""; 0], "nobody says whose");
}

#[test]
fn one_file_for_all_groups_has_everybody() {
    let list = page(&[group("full", &["r"]), group("more", &["r"]), group("idle", &["r"])]);
    let roles = page(&[with(role("r"), json!({"display_name": "Editor"}))]);
    let members = page(&[group_member("full", "ann"), group_member("more", "bob")]);
    assert_eq!(
        ask(&ANALYZER, &[("groups.json", &list), ("roles.json", &roles), ("members.json", &members)]),
        [
            "low idle: the one file with the members of several groups has none of it. It holds «Editor». Expected: one member, or no role"
        ]
    );
    let apart = [page(&[group_member("full", "ann")]), page(&[group_member("more", "bob")])];
    let files = [("groups.json", list.as_str()), ("a.json", &apart[0]), ("b.json", &apart[1])];
    assert_eq!(found(&ANALYZER, &files), [""; 0], "a file of its own may be missing");
}

#[test]
fn what_is_not_said_is_not_judged() {
    let list = page(&[
        group("full", &["r"]),
        group("unlisted", &["r"]),
        with(group("unsaid", &[]), json!({"role_ids": null})),
        with(group("odd", &["r"]), json!({"source_type": "telepathy"})),
    ]);
    let members = page(&[group_member("full", "ann")]);
    let Outcome::Assessed { population, findings, notes } =
        outcome(&ANALYZER, &[("groups.json", &list), ("members.json", &members)], &Policy::default())
    else {
        panic!()
    };
    assert_eq!((population, findings.len()), (1, 0));
    assert_eq!(
        notes,
        [
            "not judged, because their records do not say how they were made: «odd»",
            "not judged, because their records do not say which roles they hold: «unsaid»",
            "not judged, because it is not known whether the lists of their members were exported: «unlisted»",
        ]
    );
    let cut = members.replace("\"has_more\":false", "\"has_more\":true");
    assert!(
        ask(&ANALYZER, &[("groups.json", &list), ("members.json", &cut)])[0]
            .starts_with("not assessed: the list of group members")
    );
}
