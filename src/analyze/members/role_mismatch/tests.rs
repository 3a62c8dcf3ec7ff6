use serde_json::json;

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, ask_with, member, outcome, page, policy, with};

const MATRIX: &str = "[access.roles]\nprimary_owner = [\"ok-owner@example.com\"]\n\
                      admin = [\"ok-admin@example.com\", \"stale-less@example.com\", \"absent@example.com\", \"ok-alias@example.com\"]\n\
                      billing = []\ndeveloper = [\"stale-more@example.com\"]\n";

#[test]
fn roles_that_the_policy_does_not_give() {
    let members = page(&[
        member("Ok-Owner+x@example.com", "Primary Owner"),
        member("ok-admin@example.com", "admin"),
        member("stale-admin@example.com", "admin"),
        member("stale-less@example.com", "user"),
        member("stale-more@example.com", "owner"),
        member("stale-billing@example.com", "billing"),
        member("stale-developer@example.com", "developer"),
        member("ok-free@example.com", "user"),
        member("ok-member.admin@example.com", "membership_admin"),
        member("o.alias@example.com", "admin"),
    ]);
    let roster = "Name,Email,Alias\nA,ok-alias@example.com,o.alias@example.com\n";
    let files = [("members.json", members.as_str()), ("roster.csv", roster)];
    let matrix = policy(MATRIX);
    assert_eq!(
        ask_with(&ANALYZER, &files, &matrix),
        [
            "high stale-admin@example.com: role admin, although the policy gives admin only to 4 other people ([access.roles] of the policy)",
            "medium stale-less@example.com: role user, although the policy gives them admin ([access.roles] of the policy)",
            "high stale-more@example.com: role owner, although the policy gives them developer ([access.roles] of the policy)",
            "high stale-billing@example.com: role billing, although the policy gives billing to nobody ([access.roles] of the policy)",
            "high stale-developer@example.com: role developer, although the policy gives developer only to 1 other person ([access.roles] of the policy)",
        ]
    );
    let Outcome::Assessed { population, notes, .. } = outcome(&ANALYZER, &files, &matrix) else { panic!() };
    assert_eq!(population, 10);
    assert_eq!(notes, ["not in the member list: 1 person of [access.roles]"]);
}

#[test]
fn what_cannot_be_compared() {
    let members = page(&[
        with(member("ok-admin@example.com", "admin"), json!({"role": null})),
        with(member("nobody@example.com", "admin"), json!({"email": "-"})),
        with(member("ok-free@example.com", "user"), json!({"role": null})),
    ]);
    let files = [("members.json", members.as_str())];
    let Outcome::NotAssessed { why, .. } = outcome(&ANALYZER, &files, &policy(MATRIX)) else { panic!() };
    assert!(why.starts_with("not compared with the policy: 2 members without a role or an address"), "{why}");
    assert_eq!(
        ask(&ANALYZER, &files),
        ["not assessed: the policy has no access matrix; list who may have which role under [access.roles]"]
    );
}

#[test]
fn a_shared_mailbox_is_nobody_in_particular() {
    let members = page(&[member("bo@example.com", "admin")]);
    let roster = "Name,Email,Alias\nA,ann@example.com,ops@example.com\nB,bo@example.com,ops@example.com\n";
    let rules = policy("[access.roles]\nadmin = [\"ops@example.com\"]\n");
    let lines = ask_with(&ANALYZER, &[("members.json", &members), ("roster.csv", roster)], &rules);
    assert_eq!(lines.len(), 1, "{lines:?}");
}

/// Fault: A role of the policy that does not exist, as `administrator` instead of `admin`
/// Outcome: Who is listed for it is not compared, and a note says which roles there are
#[test]
fn a_role_that_nobody_can_have_makes_nobody_a_finding() {
    let members = page(&[
        member("ok-a@example.com", "admin"),
        member("ok-b@example.com", "Custom Reader"),
        member("stale-c@example.com", "billing"),
    ]);
    let files = [("members.json", members.as_str())];
    let misspelt = policy("[access.roles]\nadministrator = [\"ok-a@example.com\"]\n");
    let Outcome::NotAssessed { why, .. } = outcome(&ANALYZER, &files, &misspelt) else { panic!() };
    assert!(why.starts_with("not compared: 1 person of `[access.roles]` administrator, which no member has"), "{why}");
    let some = policy(
        "[access.roles]\nadministrator = [\"ok-a@example.com\"]\ncustom_reader = [\"ok-b@example.com\"]\nbilling = []\n",
    );
    let Outcome::Assessed { findings, notes, population } = outcome(&ANALYZER, &files, &some) else { panic!() };
    assert_eq!(findings.iter().map(|one| one.subject.label()).collect::<Vec<_>>(), ["stale-c@example.com"]);
    assert_eq!((population, notes.len()), (2, 1), "{notes:?}");
    let right = policy("[access.roles]\nbilling = [\"ok-a@example.com\"]\n");
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &right) else { panic!() };
    assert_eq!(findings.len(), 2, "a role that exists is compared");
}
