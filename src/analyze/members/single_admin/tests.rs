use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::testing::{ask, found_in, member, page, with};

fn check(members: &[Value]) -> Vec<String> {
    ask(&ANALYZER, &[("members.json", &page(members))])
}

#[test]
fn exactly_one() {
    let (alone, other) = (member("stale@example.com", "primary_owner"), member("b@example.com", "developer"));
    assert_eq!(
        check(&[alone.clone(), other.clone()]),
        ["low stale@example.com: 1 of 2 members is an admin or owner (role primary_owner). Expected: 2"]
    );
    assert_eq!(check(&[alone, member("c@example.com", "membership_admin"), other.clone()]), [""; 0], "two");
    assert_eq!(check(&[other]), [""; 0], "none: the list may leave them out");
}

#[test]
fn others_may_be_administrators_too() {
    let members = [
        member("a@example.com", "admin"),
        with(member("b@example.com", "user"), json!({"role": null})),
        member("c@example.com", "emperor"),
    ];
    assert_eq!(
        check(&members),
        ["not assessed: one member is known to be an admin or owner; without a known role: 2 other members"]
    );
    let cut = page(&members[..1]).replace("\"has_more\":false", "\"has_more\":true");
    let lines = found_in(&ANALYZER, &[("members.json", &cut)]);
    assert!(lines[0].starts_with("not assessed: the list of organization members is incomplete"), "{lines:?}");
}
