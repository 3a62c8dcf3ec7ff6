//! Problems with groups, roles and the provider's cases, each next to something that looks alike and is none.

use serde_json::{Value, json};

use crate::groups::{case, group, role};
use crate::org::{Org, Person};
use crate::plant::{choice, decoy_user, expect_user};

/// Plants them all; people who have left are there already.
pub(crate) fn plant(org: &mut Org) {
    roles(org);
    members(org);
    empty(org);
    cases(org);
}

fn named(record: &Value, field: &str) -> (Option<String>, String) {
    (record["id"].as_str().map(str::to_owned), record[field].as_str().unwrap_or_default().to_owned())
}

/// A custom role for everything, given to a group in a way that the seed chooses; next to it one that no group holds.
fn roles(org: &mut Org) {
    let wide = [
        ("capability_access_all", "organization"),
        ("capability_access_all_ga", "organization"),
        ("always_allow", "all_connectors"),
    ];
    let permission = wide[choice(org, "role", 3)];
    let lab = role(org, "Automation lab", "custom", &[("chat", "organization"), permission]);
    role(org, "Automation lab 2025", "custom", &wide);
    group(org, "Automation lab", "direct", &[&lab], vec![3, 4]);
    let check = "blanket-role";
    for (record, _) in &org.groups.roles {
        let (id, name) = named(record, "display_name");
        let why = match name.as_str() {
            "Automation lab" => {
                org.truth.expect(check, ("role", id, &name));
                continue;
            }
            "Automation lab 2025" => "no group holds it",
            "Everything" => "provided by Anthropic",
            "Reader" => "one tool of a connector",
            _ => "single capabilities",
        };
        org.truth.decoy(check, ("role", id, &name), why);
    }
}

/// Somebody whom the roster calls gone is still in a group, next to somebody whom it knows by an alias.
fn members(org: &mut Org) {
    let listed = |person: &Person| person.left.is_none() && !person.roster.is_empty();
    let gone = |person: &Person| listed(person) && person.roster.iter().all(|row| row.disabled);
    let alias =
        |person: &Person| listed(person) && person.roster.iter().any(|row| row.alias == person.email && !row.disabled);
    let gone = org.people.iter().position(gone);
    let alias = org.people.iter().position(alias);
    let people: Vec<usize> = gone.into_iter().chain(alias).chain([5]).collect();
    group(org, "Release managers", "direct", &[], people);
    if let Some(person) = gone {
        expect_user(org, "group-member-left", person);
    }
    if let Some(person) = alias {
        decoy_user(org, "group-member-left", person, "on the roster by an alias");
    }
}

/// A group without members that holds a role, next to one that the directory fills.
fn empty(org: &mut Org) {
    let builder = org.groups.roles[0].0["id"].as_str().unwrap_or_default().to_owned();
    for (name, kind) in [("Pilot 2025", "direct"), ("Contractors", "scim")] {
        let at = group(org, name, kind, &[&builder], vec![]);
        let (id, name) = named(&org.groups.groups[at].0, "name");
        match kind {
            "direct" => org.truth.expect("empty-group", ("group", id, &name)),
            _ => org.truth.decoy("empty-group", ("group", id, &name), "the directory fills it"),
        }
    }
}

/// An open case about a compromised key, next to a closed one and one about something else.
fn cases(org: &mut Org) {
    let check = "compromised-key-notice";
    let open = case(org, "open case", 9, &["compromised_key", "other"], json!({"type": "open"}));
    org.truth.expect(check, ("review_case", Some(open), ""));
    let other = case(org, "another case", 12, &["fraud"], json!({"type": "open"}));
    org.truth.decoy(check, ("review_case", Some(other), ""), "about something else");
    let (closed, _) = named(&org.groups.cases[0], "");
    org.truth.decoy(check, ("review_case", closed, ""), "closed");
}
