//! Problems with invites, each next to something that looks alike and is none.

use crate::calendar::office;
use crate::org::{Invite, Org};
use crate::plant::choice;
use crate::rng::Rng;

/// Plants them. An invite lives 21 days; what was deleted is in the feed and in no list.
pub(crate) fn plant(org: &mut Org) {
    for (days, role, status, rule) in [
        (52, "developer", "pending", "stale-invite"),
        (6, ["admin", "owner", "membership_admin"][choice(org, "invited role", 3)], "pending", "privileged-invite"),
        (27, "user", "pending", "stale-invite"),
    ] {
        let invite = invite(org, days, role, status);
        let (id, email) = subject(org, invite);
        org.truth.expect(rule, ("invite", Some(id), &email));
    }
    if let Some(old) = org.invites.iter().position(|i| i.status == "accepted") {
        decoy(org, "stale-invite", old, "accepted");
    }
    let deleted = invite(org, 75, "developer", "deleted");
    decoy(org, "stale-invite", deleted, "deleted");
    let deleted = invite(org, 68, "admin", "deleted");
    decoy(org, "privileged-invite", deleted, "deleted");
    let expired = invite(org, 61, "admin", "expired");
    decoy(org, "privileged-invite", expired, "expired: nobody can accept it");
    let (id, email) = subject(org, expired);
    org.truth.allow(
        "stale-invite",
        ("invite", Some(id), &email),
        "past its end and not accepted, though no longer pending",
    );
}

fn subject(org: &Org, invite: usize) -> (String, String) {
    (org.invites[invite].id.clone(), org.invites[invite].email.clone())
}

fn decoy(org: &mut Org, rule: &str, invite: usize, why: &str) {
    let (id, email) = subject(org, invite);
    org.truth.decoy(rule, ("invite", Some(id), &email), why);
}

fn invite(org: &mut Org, days: u64, role: &'static str, status: &'static str) -> usize {
    let number = org.invites.len();
    let mut rng = Rng::new(org.seed, "planted invite", &[number as u64]);
    let (id, email) = (rng.id("invite"), format!("candidate{number}@example.com"));
    let sent = office(org.quarter.back(days), rng.between(0, 400));
    org.invites.push(Invite { id, email, role, status, sent, accepted: None });
    number
}
