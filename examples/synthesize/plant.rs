//! What all plants need: who and what they are about, and the everyday things they are made of.

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::Value;

use crate::base::{maker, person};
use crate::calendar::office;
use crate::key::{Actor, Pattern, Place, Use};
use crate::org::{Org, PRODUCTION, Workspace};
use crate::rng::Rng;
use crate::{
    plant_activity, plant_credentials, plant_groups, plant_in_force, plant_invites, plant_key_life, plant_key_owners,
    plant_key_places, plant_key_rotation, plant_keys, plant_leavers, plant_limits, plant_members, plant_population,
    plant_rights, plant_seats, plant_settings, plant_spend, plant_workspaces,
};

/// Plants everything. The order is part of what a seed means: every plant adds its keys and people behind those before it.
pub(crate) fn plant(org: &mut Org) {
    plant_keys::age(org);
    plant_keys::use_and_disuse(org);
    plant_key_owners::plant(org);
    plant_keys::names(org);
    plant_key_places::sharing(org);
    plant_key_places::places(org);
    plant_spend::plant(org);
    plant_members::orphans(org);
    plant_members::inactive(org);
    plant_members::memberships(org);
    plant_invites::plant(org);
    plant_activity::plant(org);
    plant_key_life::plant(org);
    plant_key_rotation::plant(org);
    plant_members::addresses(org);
    plant_settings::plant(org);
    plant_members::privileges(org);
    plant_leavers::plant(org);
    plant_workspaces::plant(org);
    plant_population::plant(org);
    plant_spend::turns(org);
    plant_spend::heavy(org);
    // What depends on all keys there are comes last.
    plant_workspaces::residency(org);
    plant_limits::plant(org);
    plant_credentials::plant(org);
    plant_groups::plant(org);
    plant_seats::plant(org);
    plant_in_force::plant(org);
    plant_rights::plant(org);
}

/// One of so many choices; another one for another seed.
pub(crate) fn choice(org: &Org, label: &str, choices: u64) -> usize {
    let chosen = Rng::new(org.seed, label, &[]).between(0, choices);
    usize::try_from(chosen).expect("few choices")
}

/// A finding about a key.
pub(crate) fn expect_key(org: &mut Org, rule: &str, key: usize) {
    let (id, name) = org.key_subject(key);
    org.truth.expect(rule, ("api_key", id, &name));
}

/// A finding about one of several keys: which of them is for the check to choose.
pub(crate) fn expect_one_key(org: &mut Org, rule: &str, keys: &[usize]) {
    let subjects: Vec<_> = keys.iter().map(|key| org.key_subject(*key)).collect();
    let subjects: Vec<_> = subjects.iter().map(|(id, name)| ("api_key", id.clone(), name.as_str())).collect();
    org.truth.expect_one(rule, &subjects);
}

/// A finding about a key that follows only in some readings.
pub(crate) fn allow_key(org: &mut Org, rule: &str, key: usize, why: &str) {
    let (id, name) = org.key_subject(key);
    org.truth.allow(rule, ("api_key", id, &name), why);
}

/// Something about a key that is no finding.
pub(crate) fn decoy_key(org: &mut Org, rule: &str, key: usize, why: &str) {
    let (id, name) = org.key_subject(key);
    org.truth.decoy(rule, ("api_key", id, &name), why);
}

/// A finding about a person.
pub(crate) fn expect_user(org: &mut Org, rule: &str, person: usize) {
    let (id, email) = (org.people[person].id.clone(), org.people[person].email.clone());
    org.truth.expect(rule, ("user", Some(id), &email));
}

/// A finding about a person that follows only in some readings.
pub(crate) fn allow_user(org: &mut Org, rule: &str, person: usize, why: &str) {
    let (id, email) = (org.people[person].id.clone(), org.people[person].email.clone());
    org.truth.allow(rule, ("user", Some(id), &email), why);
}

/// Something about a person that is no finding.
pub(crate) fn decoy_user(org: &mut Org, rule: &str, person: usize, why: &str) {
    let (id, email) = (org.people[person].id.clone(), org.people[person].email.clone());
    org.truth.decoy(rule, ("user", Some(id), &email), why);
}

/// A finding about a workspace.
pub(crate) fn expect_workspace(org: &mut Org, rule: &str, workspace: usize) {
    let (id, name) = (org.workspaces[workspace].id.clone(), org.workspaces[workspace].name);
    org.truth.expect(rule, ("workspace", Some(id), name));
}

/// A finding about a workspace that follows only in some readings.
pub(crate) fn allow_workspace(org: &mut Org, rule: &str, workspace: usize, why: &str) {
    let (id, name) = (org.workspaces[workspace].id.clone(), org.workspaces[workspace].name);
    org.truth.allow(rule, ("workspace", Some(id), name), why);
}

/// Something about a workspace that is no finding.
pub(crate) fn decoy_workspace(org: &mut Org, rule: &str, workspace: usize, why: &str) {
    let (id, name) = (org.workspaces[workspace].id.clone(), org.workspaces[workspace].name);
    org.truth.decoy(rule, ("workspace", Some(id), name), why);
}

/// A key of a healthy member, used every day from its creation on.
pub(crate) fn key(org: &mut Org, name: &str, created: NaiveDateTime, workspace: usize) -> usize {
    let creator = maker(org, org.keys.len());
    let key = org.key(name, created, creator, Place::Workspace(workspace));
    let cents = if workspace == PRODUCTION { 140 } else { 18 };
    let mut usage = Use::new(created.date().max(org.quarter.start), org.quarter.end, workspace, cents);
    usage.pattern = Pattern::Daily;
    org.keys[key].uses.push(usage);
    key
}

/// The same, made so many days before the end of the quarter.
pub(crate) fn aged(org: &mut Org, name: &str, days: u64, workspace: usize) -> usize {
    let minutes = Rng::new(org.seed, "minutes", &[org.keys.len() as u64]).between(0, 400);
    key(org, name, office(org.quarter.back(days), minutes), workspace)
}

/// Ends all uses of a key before a day.
pub(crate) fn until(org: &mut Org, key: usize, to: NaiveDate) {
    for usage in &mut org.keys[key].uses {
        usage.to = to;
    }
}

/// A member who joined so many days before the end of the quarter.
pub(crate) fn member(org: &mut Org, days: u64, role: &'static str) -> usize {
    let minutes = Rng::new(org.seed, "member", &[org.people.len() as u64]).between(0, 400);
    person(org, office(org.quarter.back(days), minutes), role)
}

/// Gives a member another address, in the member list and in the roster.
pub(crate) fn readdress(org: &mut Org, person: usize, email: String) {
    org.people[person].roster[0].address.clone_from(&email);
    org.people[person].email = email;
}

/// A workspace that was made so many days before the end of the quarter.
pub(crate) fn workspace(org: &mut Org, name: &'static str, days: u64) -> usize {
    let mut rng = Rng::new(org.seed, "planted workspace", &[org.workspaces.len() as u64]);
    let (id, created) = (rng.id("wrkspc"), office(org.quarter.back(days), 10));
    org.workspaces.push(Workspace { id, name, env: None, created, archived: None, only_us: false, rate: None });
    org.workspaces.len() - 1
}

/// An event by a member that is no consequence of the lists.
pub(crate) fn happen(org: &mut Org, when: NaiveDateTime, person: usize, kind: &'static str, fields: Value) {
    org.extra_events.push((when, Actor::Person(person), kind, fields));
}
