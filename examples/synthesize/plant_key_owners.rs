//! Keys whose owner is gone, or was never known, each next to a key that looks alike.

use chrono::{Days, NaiveDateTime};

use crate::base::person;
use crate::calendar::{at, office};
use crate::key::{Actor, Shape};
use crate::org::{CLAUDE_CODE, Org, PRODUCTION, STAGING};
use crate::plant::{aged, decoy_key, expect_key, key, until};

/// Someone who was a member.
pub(crate) fn leaver(org: &mut Org, left: NaiveDateTime) -> usize {
    let index = person(org, office(org.quarter.back(700), 45), "developer");
    org.people[index].left = Some(left);
    org.people[index].active.1 = left.date();
    org.people[index].roster.clear();
    index
}

/// Plants them.
pub(crate) fn plant(org: &mut Org) {
    let long_ago = leaver(org, office(org.quarter.back(330), 60));
    let (august, september) = (office(org.quarter.back(44), 200), office(org.quarter.back(21), 200));
    let [first, second] = [august, september].map(|left| leaver(org, left));

    let old = key(org, "prod-legacy-billing-sync", at(org.quarter.back(401), 12 * 3600), PRODUCTION);
    org.keys[old].creator = Actor::Person(long_ago);
    expect_key(org, "unrotated-key", old);
    expect_key(org, "orphaned-key", old);

    let used = aged(org, "prod-loyalty-mailer", 75, PRODUCTION);
    org.keys[used].creator = Actor::Person(first);
    expect_key(org, "orphaned-key", used);
    expect_key(org, "key-used-after-departure", used);

    let quiet = aged(org, "staging-store-locator", 80, STAGING);
    org.keys[quiet].creator = Actor::Person(second);
    until(org, quiet, september.date() + Days::new(1));
    expect_key(org, "orphaned-key", quiet);
    decoy_key(org, "key-used-after-departure", quiet, "last used on the day on which its creator was removed");

    let personal = aged(org, "staging-notebook-trial", 78, STAGING);
    until(org, personal, september.date());
    org.keys[personal].creator = Actor::Person(second);
    org.keys[personal].shape = Shape::Scope;
    org.keys[personal].expires = Some(office(org.quarter.end + Days::new(120), 0));
    org.keys[personal].principal = Some(Actor::Person(second));
    decoy_key(org, "orphaned-key", personal, "a personal key: it stops with its account");

    let local = org.people[second].email.split('@').next().unwrap_or_default().to_owned();
    let coding = aged(org, &format!("claude_code_key_{local}_r4Tb"), 77, CLAUDE_CODE);
    org.keys[coding].creator = Actor::Person(second);
    until(org, coding, september.date());
    decoy_key(org, "orphaned-key", coding, "a key of the Claude Code workspace stops with its owner");
    decoy_key(org, "undescriptive-key-name", coding, "named by Claude Code");

    let service = aged(org, "prod-release-notes", 64, PRODUCTION);
    org.keys[service].creator = Actor::Service(0);
    decoy_key(org, "orphaned-key", service, "made by a service account");

    let nobody = aged(org, "prod-partner-gateway", 58, PRODUCTION);
    org.keys[nobody].creator = Actor::Federated;
    expect_key(org, "ownerless-key", nobody);
    decoy_key(org, "orphaned-key", nobody, "no creator on record: an ownerless key, not an orphaned one");
}
