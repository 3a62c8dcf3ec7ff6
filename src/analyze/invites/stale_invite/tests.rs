//! `as_of` is 2026-10-01, where a day of usage ends.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, days, found, found_with, invite, member, outcome, page, policy, usage, with};
use crate::policy::Policy;

fn files(invites: &[Value], members: &[Value]) -> [(&'static str, String); 3] {
    let used = usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]);
    [("invites.json", page(invites)), ("members.json", page(members)), ("usage.csv", used)]
}

fn check(invites: &[Value], members: &[Value]) -> Vec<String> {
    let files = files(invites, members);
    ask(&ANALYZER, &files.each_ref().map(|(name, text)| (*name, text.as_str())))
}

fn status(mut invite: Value, status: &str) -> Value {
    invite["status"] = json!(status);
    invite
}

#[test]
fn pending_for_long_or_past_its_expiry() {
    let format_duration = json!({"expires_at": "2027-01-01T00:00:00Z"});
    let invites = [
        with(invite("stale-old@example.com", "developer", "2026-08-31"), format_duration.clone()),
        invite("stale-expired@example.com", "developer", "2026-09-09"),
        with(invite("ok-thirty@example.com", "developer", "2026-09-01"), format_duration),
        invite("ok-fresh@example.com", "developer", "2026-09-10"),
    ];
    assert_eq!(
        check(&invites, &[]),
        [
            "low stale-old@example.com: pending, sent 2026-08-31, 31 days before 2026-10-01. Role: developer. Allowed: 30 days (default), or its expiry",
            "low stale-expired@example.com: pending, sent 2026-09-09, 22 days before 2026-10-01, past its expiry of 2026-09-30. Role: developer. Allowed: 30 days (default), or its expiry",
        ]
    );
    let files = files(&invites, &[]);
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let lax = policy("[checks.stale-invite]\nstale_after_days = 60\n");
    assert_eq!(found_with(&ANALYZER, &files, &lax), ["low stale-expired@example.com"]);
}

/// Fault: Of an invite whose list states no role the finding said «Role: none», as if it gave no access
/// Outcome: It says that the role is not stated
#[test]
fn a_role_that_is_not_stated_is_not_none() {
    for role in [json!(null), json!("")] {
        let silent = with(invite("stale@example.com", "developer", "2026-06-01"), json!({"role": role}));
        let said = check(&[silent], &[]);
        assert!(said.len() == 1 && said[0].contains("Role: not stated."), "{said:?}");
    }
}

#[test]
fn what_has_ended_is_not_stale() {
    let old = |address: &str| invite(address, "developer", "2026-06-01");
    let invites = [
        status(old("ok-accepted@example.com"), "accepted"),
        status(old("ok-deleted@example.com"), "deleted"),
        status(old("stale-lapsed@example.com"), "expired"),
        status(old("ok-new-word@example.com"), "declined"),
    ];
    assert_eq!(
        check(&invites, &[]),
        [
            "info stale-lapsed@example.com: expired, sent 2026-06-01, 122 days before 2026-10-01, past its expiry of 2026-06-22. Role: developer. Allowed: 30 days (default), or its expiry"
        ]
    );
}

#[test]
fn who_has_joined_since_has_accepted() {
    let invites = [
        invite("Ok-Joined+x@example.com", "developer", "2026-08-01"),
        invite("stale-member@example.com", "user", "2026-08-01"),
    ];
    let joined = json!({"added_at": "2026-08-03T09:00:00Z"});
    let members =
        [with(member("ok-joined@example.com", "developer"), joined), member("stale-member@example.com", "user")];
    let files = files(&invites, &members);
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    assert_eq!(found(&ANALYZER, &files), ["low stale-member@example.com"], "a member of 2025 has not accepted it");
    let Outcome::Assessed { population, notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    assert_eq!(population, 1);
    assert!(notes[0].starts_with("not judged: 1 invite listed as pending"), "{notes:?}");
}

#[test]
fn invites_without_dates_and_without_a_list() {
    let undated = json!({"invited_at": null, "expires_at": null});
    assert_eq!(
        check(&[with(invite("ok@example.com", "user", "2026-06-01"), undated)], &[]),
        ["not assessed: not judged: 1 pending invite without any date"]
    );
    let members = page(&[member("ok@example.com", "user")]);
    assert_eq!(ask(&ANALYZER, &[("members.json", &members)]), ["not assessed: no export of invites"]);
}

/// Fault: An invitation that somebody accepted, and that is still called pending, was «never accepted»
/// Outcome: One with a day of its acceptance is not pending
#[test]
fn who_accepted_is_not_waited_for() {
    let accepted = json!({"accepted_at": "2026-06-02T09:00:00Z"});
    assert_eq!(check(&[with(invite("ok@example.com", "developer", "2026-06-01"), accepted)], &[]), [""; 0]);
}
