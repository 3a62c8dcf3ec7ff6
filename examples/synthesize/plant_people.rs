//! Problems with members, invites and spend, each beside something that looks alike and is none.

use crate::base::person;
use crate::calendar::office;
use crate::key::{Pattern, Place, Use};
use crate::org::{Invite, Org, PRODUCTION, RosterRow, STAGING};
use crate::plant_keys::decoy as key_decoy;
use crate::rng::Rng;

/// Plants them all.
pub(crate) fn plant(org: &mut Org) {
    spend(org);
    orphans(org);
    inactive(org);
    memberships(org);
    invites(org);
}

fn expect(org: &mut Org, rule: &str, person: usize) {
    let (id, email) = (org.people[person].id.clone(), org.people[person].email.clone());
    org.truth.expect(rule, ("user", Some(id), &email));
}

fn decoy(org: &mut Org, rule: &str, person: usize, why: &str) {
    let (id, email) = (org.people[person].id.clone(), org.people[person].email.clone());
    org.truth.decoy(rule, ("user", Some(id), &email), why);
}

/// A member who joined so many days before the end of the quarter.
fn member(org: &mut Org, days: u64, role: &'static str) -> usize {
    let minutes = Rng::new(org.seed, "member", &[org.people.len() as u64]).between(0, 400);
    person(org, office(org.quarter.back(days), minutes), role)
}

fn orphans(org: &mut Org) {
    for role in ["developer", "admin"] {
        let absent = member(org, 610, role);
        org.people[absent].roster.clear();
        expect(org, "orphaned-member", absent);
    }
    let disabled = member(org, 590, "developer");
    org.people[disabled].roster[0].disabled = true;
    org.people[disabled].active.1 = org.quarter.back(8);
    expect(org, "orphaned-member", disabled);

    let alias = member(org, 580, "developer");
    let email = org.people[alias].email.clone();
    let short = format!("{}{}", &email[..1], &email[email.find('.').unwrap_or(0) + 1..]);
    org.people[alias].roster[0] = RosterRow { address: short, alias: email, disabled: false };
    decoy(org, "orphaned-member", alias, "the roster has the address as an alias");

    let plus = member(org, 570, "user");
    let email = org.people[plus].email.replace('@', "+claude@");
    org.people[plus].email = email;
    decoy(org, "orphaned-member", plus, "a plus-address of an address in the roster");

    let case = member(org, 560, "developer");
    let email = org.people[case].email.replace("@example", "@Example");
    org.people[case].roster[0].address = format!("{}{}", email[..1].to_uppercase(), &email[1..]);
    decoy(org, "orphaned-member", case, "the roster writes the address in other letter case");

    let twice = member(org, 550, "developer");
    let mut old = org.people[twice].roster[0].clone();
    old.disabled = true;
    org.people[twice].roster.insert(0, old);
    decoy(org, "orphaned-member", twice, "the roster has a disabled and an active row of this person");
}

fn inactive(org: &mut Org) {
    for (role, rule) in [("developer", "inactive-member"), ("admin", "inactive-admin")] {
        let idle = member(org, 540, role);
        org.people[idle].active.1 = org.quarter.back(118);
        expect(org, rule, idle);
    }
    let fresh = member(org, 40, "developer");
    org.people[fresh].active.1 = org.people[fresh].active.0;
    decoy(org, "inactive-member", fresh, "joined within the last 90 days");
    let quiet = member(org, 530, "developer");
    org.people[quiet].active.1 = org.quarter.back(60);
    decoy(org, "inactive-member", quiet, "last active about 60 days before the end");

    let shared = member(org, 520, "developer");
    let address = "support@example.com".to_owned();
    "Support Desk".clone_into(&mut org.people[shared].name);
    org.people[shared].roster[0].address.clone_from(&address);
    org.people[shared].email = address;
    expect(org, "shared-account", shared);
}

fn memberships(org: &mut Org) {
    let id = Rng::new(org.seed, "stray", &[]).id("user");
    org.stray_memberships.push((STAGING, id.clone()));
    org.truth.expect("orphaned-workspace-member", ("user", Some(id), ""));
    let (account, name) = org.service_accounts[0].clone();
    org.truth.decoy("orphaned-workspace-member", ("service_account", Some(account), &name), "a service account");
}

fn invites(org: &mut Org) {
    for (number, days, role, rule) in [(1, 52, "developer", "stale-invite"), (2, 6, "admin", "privileged-invite")] {
        let mut rng = Rng::new(org.seed, "planted invite", &[number]);
        let id = rng.id("invite");
        let email = format!("candidate{number}@example.com");
        org.truth.expect(rule, ("invite", Some(id.clone()), &email));
        let sent = office(org.quarter.back(days), rng.between(0, 400));
        org.invites.push(Invite { id, email, role, status: "pending", sent, accepted: None });
    }
    if let Some(old) = org.invites.iter().find(|i| i.status == "accepted").map(|i| (i.id.clone(), i.email.clone())) {
        org.truth.decoy("stale-invite", ("invite", Some(old.0), &old.1), "accepted");
    }
}

fn spend(org: &mut Org) {
    let spike = org.keys.iter().position(|k| k.name.starts_with("prod-checkout-api-") && k.status == "active");
    let spike = spike.expect("every organization has a checkout");
    // Its predecessor carries the same traffic: a spike should stand out by its shape, not because the key is new.
    for key in [spike - 1, spike] {
        for usage in &mut org.keys[key].uses {
            usage.cents *= 3;
        }
    }
    let day = org.quarter.back(15);
    org.keys[spike].uses[0].pattern = Pattern::Spike(day);
    let (id, name) = org.key_subject(spike);
    org.truth.expect("spend-spike", ("api_key", id, &name));
    let production = org.workspaces[PRODUCTION].id.clone();
    let why = "the planted spike, seen from further away";
    org.truth.allow("spend-spike", ("workspace", Some(production), "Production"), why);
    org.truth.allow("spend-spike", ("model", None, "claude-sonnet-4-6"), why);
    org.truth.allow("spend-spike", ("organization", None, ""), why);

    for (name, days, cents, pattern, why) in [
        ("prod-month-end-billing", 88, 400, Pattern::MonthEnd, "a batch on the last day of every month"),
        ("prod-voice-notes", 60, 900, Pattern::Ramp, "a launch that ramps up over fifty days"),
    ] {
        let creator = crate::base::maker(org, days);
        let key = org.key(name, office(org.quarter.back(days as u64), 30), creator, Place::Workspace(PRODUCTION));
        let mut usage = Use::new(org.keys[key].created.date(), org.quarter.end, PRODUCTION, cents);
        usage.pattern = pattern;
        org.keys[key].uses.push(usage);
        key_decoy(org, "spend-spike", key, why);
    }
    let rotated =
        org.keys.iter().position(|k| k.name == "prod-recommendation-service").expect("every organization has it");
    for rule in ["spend-spike", "spend-shift"] {
        key_decoy(org, rule, rotated, "took over the traffic of the key before it; the workspace's sum stays");
    }
    key_decoy(org, "spend-drop", rotated - 1, "archived when its successor took over");
    let weekly = org.keys.iter().position(|k| k.name == "staging-checkout-api").expect("every organization has it");
    key_decoy(org, "spend-spike", weekly, "works on weekdays only");
}
