use serde_json::Value;

use super::ANALYZER;
use crate::analyze::testing::ask_with;
use crate::analyze::testing::{ask, found_in, member, page, policy};

/// An organization with so many administrators, of every privileged role, and others.
fn organization(admins: usize, others: usize) -> String {
    let roles = ["admin", "owner", "primary_owner", "membership_admin"];
    let admins = (0..admins).map(|n| member(&format!("admin{n}@example.com"), roles[n % 4]));
    let others = (0..others).map(|n| member(&format!("ok{n}@example.com"), "developer"));
    page(&admins.chain(others).collect::<Vec<Value>>())
}

fn check(admins: usize, others: usize) -> Vec<String> {
    ask(&ANALYZER, &[("members.json", &organization(admins, others))])
}

#[test]
fn more_than_five_and_more_than_a_fifth() {
    assert_eq!(
        check(6, 18),
        [
            "medium organization: 6 of 24 members (25 %) are admins or owners. Allowed: 5 admins and owners (default), and 20 % of all \
          members (default)"
        ]
    );
    assert_eq!(check(6, 2).len(), 1, "eight members are enough");
    for (admins, others, why) in [
        (5, 5, "five are not more than five"),
        (6, 24, "a fifth is not more than a fifth"),
        (40, 400, "many, and few among all"),
        (6, 1, "a small organization"),
        (0, 20, "none at all"),
    ] {
        assert_eq!(check(admins, others), [""; 0], "{why}");
    }
}

#[test]
fn the_policy_allows_more_or_fewer() {
    let files = organization(4, 20);
    let strict = policy("[checks.excess-admins]\nmost_admins = 3\nmost_percent = 10\n");
    let lines = ask_with(&ANALYZER, &[("members.json", &files)], &strict);
    assert_eq!(
        lines,
        [
            "medium organization: 4 of 24 members (17 %) are admins or owners. Allowed: 3 admins and owners (policy), and 10 % of all \
          members (policy)"
        ]
    );
}

#[test]
fn a_list_that_is_cut_has_no_share() {
    let cut = organization(6, 6).replace("\"has_more\":false", "\"has_more\":true");
    let lines = found_in(&ANALYZER, &[("members.json", &cut)]);
    assert!(lines[0].starts_with("not assessed: the list of organization members is incomplete"), "{lines:?}");
}
