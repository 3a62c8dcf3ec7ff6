//! `as_of` is 2026-10-01, where a day of usage ends.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, days, found, invite, member, outcome, page, usage, with};
use crate::model::Confidence;
use crate::policy::Policy;

fn files(invites: &[Value], members: &[Value]) -> [(&'static str, String); 3] {
    let used = usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]);
    [("invites.json", page(invites)), ("members.json", page(members)), ("usage.csv", used)]
}

#[test]
fn every_privileged_role_while_it_is_pending() {
    let pending = |local: &str, role: &str| invite(&format!("{local}@example.com"), role, "2026-09-25");
    let ended = |local: &str, status: &str| with(pending(local, "admin"), json!({"status": status}));
    let invites = [
        pending("stale-admin", "admin"),
        pending("stale-owner", "owner"),
        pending("stale-primary", "Primary Owner"),
        pending("stale-membership", "membership_admin"),
        pending("ok-developer", "developer"),
        pending("ok-billing", "billing"),
        with(pending("ok-none", "admin"), json!({"role": null})),
        ended("ok-accepted", "accepted"),
        ended("ok-deleted", "deleted"),
        ended("ok-expired", "expired"),
    ];
    let files = files(&invites, &[]);
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    assert_eq!(
        found(&ANALYZER, &files),
        [
            "high stale-admin@example.com",
            "high stale-owner@example.com",
            "high stale-primary@example.com",
            "high stale-membership@example.com"
        ]
    );
    assert_eq!(
        ask(&ANALYZER, &files)[0],
        "high stale-admin@example.com: pending invite to role admin, sent 2026-09-25, 6 days before 2026-10-01. Can be accepted until 2026-10-16. Expected: no pending invite to an admin or owner role"
    );
}

#[test]
fn a_record_that_contradicts_itself_is_less_sure() {
    let files = files(&[invite("stale@example.com", "admin", "2026-08-01")], &[]);
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    assert_eq!(findings[0].confidence, Confidence::Medium);
    assert!(findings[0].message.contains("Past its expiry of 2026-08-22"), "{}", findings[0].message);
}

#[test]
fn who_has_joined_since_is_judged_as_a_member() {
    let joined = with(member("ok@example.com", "admin"), json!({"added_at": "2026-09-26T09:00:00Z"}));
    let files = files(&[invite("ok@example.com", "admin", "2026-09-25")], &[joined]);
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    assert_eq!(found(&ANALYZER, &files), [""; 0]);
    assert_eq!(ask(&ANALYZER, &files[1..]), ["not assessed: no export of invites"]);
}

/// Fault: A list of invites without their roles, or with null in each, was «assessed, nothing found», though one was to an admin
/// Outcome: Not assessed where no record states a role; one without among others gives none
#[test]
fn a_list_that_states_no_role_is_not_judged() {
    let pending = |local: &str, role: Value| {
        with(invite(&format!("{local}@example.com"), "user", "2026-09-25"), json!({"role": role}))
    };
    let bare = |local: &str| {
        let mut one = pending(local, Value::Null);
        one.as_object_mut().unwrap().remove("role");
        one
    };
    let silent = "not assessed: not judged, because their records do not say which role they give: ";
    for (invites, wanted) in [
        (vec![pending("a", Value::Null)], format!("{silent}1 pending invite")),
        (vec![pending("a", Value::Null), pending("b", json!(""))], format!("{silent}2 pending invites")),
        (vec![bare("a"), bare("b")], format!("{silent}2 pending invites")),
    ] {
        let files = files(&invites, &[]);
        let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
        assert_eq!(ask(&ANALYZER, &files), [wanted], "{invites:?}");
    }
    let files = files(&[pending("ok-none", Value::Null), pending("stale", json!("admin"))], &[]);
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    assert_eq!(found(&ANALYZER, &files), ["high stale@example.com"]);
}
