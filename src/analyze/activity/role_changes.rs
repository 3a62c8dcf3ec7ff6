//! Who was given which role by whom.

use std::collections::BTreeSet;

use chrono::Duration;

use super::{Context, person};
use crate::data::vocabulary::MEMBER_ROLES;
use crate::facts::{Event, is_privileged_role, normalize_role};
use crate::model::{Subject, counted, normalize_address};

/// The type of a member's role. Source: Anthropic's activity reference; the event of the audit log that says the same has fields
/// that nobody documents.
const UPDATED: &str = "claude_user_role_updated";
/// The type of a role on the organization or on one thing in it.
const GRANTED: &str = "role_assignment_granted";
/// Both types report one change so soon after each other.
const SAME_SECONDS: i64 = 120;

/// A role given.
pub(super) struct RoleChange<'a> {
    /// The event.
    pub(super) event: &'a Event,
    /// Whose role, as the event says: id and address.
    pub(super) whose: (Option<&'a str>, Option<&'a str>),
    /// The role before; none where they had none, or where the event does not say.
    pub(super) from: Option<&'a str>,
    /// The role after.
    pub(super) to: &'a str,
}

impl RoleChange<'_> {
    /// Whose role, as the subject of a finding.
    pub(super) fn subject(&self, cx: &Context) -> Subject {
        person(cx, self.whose.0, self.whose.1)
    }

    /// Whether it is a privileged role above the one before.
    pub(super) fn is_elevation(&self) -> bool {
        is_privileged_role(self.to) && self.is_raise()
    }

    /// Whether they had none before: whoever invited them decided it.
    pub(super) fn is_new_member(&self) -> bool {
        self.from.is_none() && self.event.name == UPDATED
    }

    /// Whether it is above the one before.
    pub(super) fn is_raise(&self) -> bool {
        self.from.is_none_or(|from| rank(self.to) > rank(from))
    }

    /// Whether the actor's own role was changed.
    pub(super) fn is_own(&self) -> bool {
        let (id, address) = self.whose;
        let actor = &self.event.actor;
        let own = |address: Option<&str>| address.and_then(normalize_address);
        id.is_some() && actor.id.as_deref() == id
            || own(address).is_some_and(|whose| Some(whose) == own(actor.address.as_deref()))
    }

    /// How the role before is given back, as a step of the remediation: with the role that the event states, else with that of a
    /// member without rights of administration.
    pub(super) fn way_back(&self, subject: &Subject) -> String {
        let (name, id) = (subject.label(), subject.id.as_deref().unwrap_or("…"));
        format!(
            "Console > Settings > Members > {name} > change role; or Admin API: POST /v1/organizations/users/{id} with {{\"role\": \"{}\"}}",
            self.from.unwrap_or("user")
        )
    }

    /// `from developer to admin`
    pub(super) fn says(&self) -> String {
        self.from
            .map_or_else(|| format!("given the role {}", self.to), |from| format!("raised from {from} to {}", self.to))
    }
}

/// Roles by what they may do. Roles that the list does not know may do least.
fn rank(role: &str) -> u8 {
    match normalize_role(role).as_str() {
        "primary_owner" => 5,
        "owner" => 4,
        "admin" => 3,
        "membership_admin" => 2,
        "developer" | "billing" => 1,
        _ => 0,
    }
}

/// Whether a grant gives a person a role on the organization, and not on one project in it: an owner of a project is none here.
fn is_of_organization(event: &Event) -> bool {
    const PEOPLE: [&str; 5] = ["user", "account", "member", "organization_member", "organization_user"];
    const ORGANIZATION: [&str; 2] = ["organization", "org"];
    let prefix = event.text("role").and_then(|role| role.split_once(':')).map(|(prefix, _)| prefix);
    event.text("target_type").is_none_or(|kind| PEOPLE.contains(&kind))
        && event.text("resource_type").into_iter().chain(prefix).all(|on| ORGANIZATION.contains(&on))
}

/// `organization:owner` is the role owner.
fn unprefixed(role: &str) -> &str {
    role.split_once(':').map_or(role, |(_, role)| role)
}

/// A note on the changes of roles in the period that do not say which role somebody has now, or which may be more than any that is
/// known: they may be privileged ones.
pub(super) fn unread_roles(cx: &Context) -> Option<String> {
    let of_roles = cx.facts.log.events.within(cx.period).filter(|event| event.by_feed);
    let lacks = |event: &&Event| match event.name.as_str() {
        // Whoever has none now was removed.
        UPDATED => ["current_role", "previous_role"].iter().all(|field| event.field(field).is_none()),
        GRANTED => event.field("role").is_none(),
        _ => false,
    };
    let (mut without, mut unknown) = (0, BTreeSet::new());
    for event in of_roles {
        without += usize::from(lacks(&event));
        let role = match event.name.as_str() {
            UPDATED => event.text("current_role"),
            GRANTED if is_of_organization(event) => event.text("role").map(unprefixed),
            _ => None,
        };
        unknown.extend(role.filter(|role| !MEMBER_ROLES.contains(&normalize_role(role).as_str())));
    }
    let without = (without > 0).then(|| format!("the events do not say the role: {}", counted(without, "change")));
    let unknown = (!unknown.is_empty()).then(|| {
        let words: Vec<String> = unknown.iter().take(3).map(|role| format!("«{role}»")).collect();
        format!("changes to roles that this version does not know: {}", words.join(", "))
    });
    let parts: Vec<String> = without.into_iter().chain(unknown).collect();
    (!parts.is_empty()).then(|| format!("not judged: {}", parts.join("; ")))
}

/// Roles given to people in the period, each change once.
pub(super) fn role_changes<'a>(cx: &'a Context) -> Vec<RoleChange<'a>> {
    let mut all: Vec<RoleChange<'a>> = Vec::new();
    for event in cx.facts.log.events.within(cx.period) {
        let found = match event.name.as_str() {
            UPDATED => {
                let whose = (event.text("user_id"), event.text("user_email"));
                event.text("current_role").map(|to| (whose, event.text("previous_role"), to))
            }
            GRANTED if is_of_organization(event) => {
                event.text("role").map(|to| ((event.text("target_id"), None), None, unprefixed(to)))
            }
            _ => None,
        };
        let Some((whose, from, to)) = found else { continue };
        let is_named = whose.0.is_some() || whose.1.is_some();
        let near = Duration::seconds(SAME_SECONDS);
        let is_the_same = |one: &RoleChange| {
            one.event.name != event.name && one.whose.0 == whose.0 && one.to == to && event.at - one.event.at <= near
        };
        // The update says more: it takes the place of the grant.
        match all.iter().position(is_the_same) {
            Some(at) if event.name == UPDATED => all[at] = RoleChange { event, whose, from, to },
            Some(_) => {}
            None if is_named => all.push(RoleChange { event, whose, from, to }),
            None => {}
        }
    }
    all
}
