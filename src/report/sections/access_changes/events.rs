//! What events other than those of keys report. Types and fields: Anthropic's activity reference, lists of 2026-08-14 and 2026-09-26.

use chrono::Duration;
use serde_json::Value;

use super::Gathered;
use crate::facts::Event;
use crate::model::{AccessChange, ChangeKind, normalize_address};

/// Several events report one coming or going so soon after each other.
const SAME_HOURS: i64 = 24;
/// And one change of a role.
const SAME_SECONDS: i64 = 120;

/// Things that are made and ended: type, kind, the field with the id, what it is.
const THINGS: [(&str, ChangeKind, &str, &str); 13] = [
    ("platform_workspace_created", ChangeKind::WorkspaceCreated, "workspace_id", "workspace"),
    ("platform_workspace_archived", ChangeKind::WorkspaceArchived, "workspace_id", "workspace"),
    ("platform_service_account_created", ChangeKind::IdentityCreated, "service_account_id", "service account"),
    ("platform_service_account_updated", ChangeKind::IdentityChanged, "service_account_id", "service account"),
    ("platform_service_account_archived", ChangeKind::IdentityEnded, "service_account_id", "service account"),
    ("platform_federation_issuer_created", ChangeKind::IdentityCreated, "federation_issuer_id", "federation issuer"),
    ("platform_federation_issuer_archived", ChangeKind::IdentityEnded, "federation_issuer_id", "federation issuer"),
    ("platform_federation_rule_created", ChangeKind::IdentityCreated, "federation_rule_id", "federation rule"),
    ("platform_federation_rule_updated", ChangeKind::IdentityChanged, "federation_rule_id", "federation rule"),
    ("platform_federation_rule_archived", ChangeKind::IdentityEnded, "federation_rule_id", "federation rule"),
    ("platform_oauth_app_created", ChangeKind::IdentityCreated, "oauth_app_id", "OAuth app"),
    ("platform_oauth_app_updated", ChangeKind::IdentityChanged, "oauth_app_id", "OAuth app"),
    ("platform_oauth_app_revoked", ChangeKind::IdentityEnded, "oauth_app_id", "OAuth app"),
];

/// Places in workspaces: type, kind, the field with whose it is.
const PLACES: [(&str, ChangeKind, &str); 8] = [
    ("platform_workspace_member_added", ChangeKind::WorkspaceGranted, "user_id"),
    ("platform_workspace_member_updated", ChangeKind::WorkspaceRoleChanged, "user_id"),
    ("platform_workspace_member_removed", ChangeKind::WorkspaceRemoved, "user_id"),
    ("platform_service_account_workspace_member_added", ChangeKind::WorkspaceGranted, "service_account_id"),
    ("platform_service_account_workspace_member_updated", ChangeKind::WorkspaceRoleChanged, "service_account_id"),
    ("platform_service_account_workspace_member_removed", ChangeKind::WorkspaceRemoved, "service_account_id"),
    ("platform_federation_rule_workspace_added", ChangeKind::WorkspaceGranted, "federation_rule_id"),
    ("platform_federation_rule_workspace_removed", ChangeKind::WorkspaceRemoved, "federation_rule_id"),
];

impl Gathered<'_> {
    pub(super) fn by_events(&mut self) {
        let facts = self.facts;
        for event in facts.log.events.within(self.period) {
            let found = self.of_people(event).or_else(|| self.of_groups(event));
            let found = found.or_else(|| self.of_places(event)).or_else(|| self.of_things(event));
            found.into_iter().flatten().for_each(|one| self.add(one));
        }
    }

    /// Adds a change, or what it has to say to the one that it repeats.
    fn add(&mut self, new: AccessChange) {
        let is_same = |old: &&mut AccessChange| {
            let apart = new.at - old.at;
            let near = match new.kind {
                ChangeKind::Joined | ChangeKind::Left => apart <= Duration::hours(SAME_HOURS),
                ChangeKind::RoleChanged => apart <= Duration::seconds(SAME_SECONDS) && leads_to(old) == leads_to(&new),
                _ => false,
            };
            near && old.kind == new.kind && is_same_person(old, &new)
        };
        match self.all.iter_mut().rev().find(is_same) {
            Some(old) => {
                old.evidence.extend(new.evidence);
                match new.kind {
                    // The event of the grant does not know the role before.
                    ChangeKind::RoleChanged if old.what.starts_with("given") => old.what = new.what,
                    ChangeKind::RoleChanged => {}
                    _ if old.what.contains(&new.what) => {}
                    _ => old.what = format!("{}; {}", old.what, new.what),
                }
                if old.whom_id.is_empty() {
                    old.whom_id = new.whom_id;
                }
            }
            None => self.all.push(new),
        }
    }

    fn of_people(&self, event: &Event) -> Option<Vec<AccessChange>> {
        let actor = (event.actor.id.as_deref(), event.actor.address.as_deref());
        let one = |kind, (id, address): (Option<&str>, Option<&str>), what: String| {
            vec![self.event(event, kind, self.names.person(id, address), what)]
        };
        let user = (event.text("user_id"), event.text("user_email"));
        let role = |field: &str| event.text(field).unwrap_or("unknown role").to_owned();
        Some(match event.name.as_str() {
            "org_user_invite_accepted" => one(ChangeKind::Joined, actor, "accepted the invitation".to_owned()),
            "scim_user_created" => one(ChangeKind::Joined, user, "provisioned".to_owned()),
            "claude_user_role_updated" => match (event.text("previous_role"), event.text("current_role")) {
                (None, Some(role)) => one(ChangeKind::Joined, user, format!("member with role {role}")),
                (Some(role), None) => one(ChangeKind::Left, user, format!("removed, was {role}")),
                _ => {
                    one(ChangeKind::RoleChanged, user, format!("{} → {}", role("previous_role"), role("current_role")))
                }
            },
            "role_assignment_granted" | "role_assignment_revoked" if is_of_organization(event) => {
                let role = event
                    .text("role")
                    .map_or("unknown role", |role| role.split_once(':').map_or(role, |(_, role)| role));
                let is_given = event.name == "role_assignment_granted";
                let what = if is_given { format!("given → {role}") } else { format!("taken: {role}") };
                one(ChangeKind::RoleChanged, (event.text("target_id"), None), what)
            }
            "primary_owner_transferred" => {
                [("new_owner_id", "given → primary_owner"), ("previous_owner_id", "no longer primary owner")]
                    .into_iter()
                    .flat_map(|(field, what)| one(ChangeKind::RoleChanged, (event.text(field), None), what.to_owned()))
                    .collect()
            }
            "org_user_deleted" => {
                let whom = (event.text("deleted_user_id"), event.text("deleted_user_email"));
                one(ChangeKind::Left, whom, "removed".to_owned())
            }
            "org_user_left" => one(ChangeKind::Left, actor, "left".to_owned()),
            "scim_user_deleted" => one(ChangeKind::Left, user, "deprovisioned".to_owned()),
            "org_user_invite_sent" => {
                let what = format!("invited as {}", role("invited_role"));
                one(ChangeKind::Invited, (None, event.text("invited_email")), what)
            }
            "org_user_invite_deleted" => vec![self.of_invite(event, "withdrawn")],
            "org_user_invite_rejected" => vec![self.of_invite(event, "rejected")],
            _ => return None,
        })
    }

    /// An event of an invitation has its id only.
    fn of_invite(&self, event: &Event, what: &str) -> AccessChange {
        let id = event.text("invite_id").unwrap_or_default();
        let invite = self.facts.lists.invites.iter().find(|invite| invite.id == id);
        let whom =
            invite.map_or_else(|| if id.is_empty() { "invitation not named" } else { id }, |invite| &invite.address);
        self.event(event, ChangeKind::InviteEnded, (whom.to_owned(), id.to_owned()), format!("invitation {what}"))
    }

    fn of_groups(&self, event: &Event) -> Option<Vec<AccessChange>> {
        let (kind, is_group) = match event.name.as_str() {
            "group_member_added" => (ChangeKind::GroupGranted, true),
            "group_member_removed" => (ChangeKind::GroupRemoved, true),
            "rbac_role_assigned" => (ChangeKind::GroupGranted, false),
            "rbac_role_unassigned" => (ChangeKind::GroupRemoved, false),
            _ => return None,
        };
        if !is_group {
            let id = event.text("principal_id").unwrap_or_default();
            let whom = match event.text("principal_type") {
                Some("group") => (self.names.group(id), id.to_owned()),
                _ => self.names.account(id),
            };
            let role = event.text("role_id").map_or_else(|| "not named".to_owned(), |id| self.names.group(id));
            return Some(vec![self.event(event, kind, whom, format!("custom role {role}"))]);
        }
        let group = event.text("group_id").map_or_else(|| "not named".to_owned(), |id| self.names.group(id));
        let members: Vec<&str> = event
            .field("member_ids")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let whom: Vec<(String, String)> = match members.is_empty() {
            true => vec![self.names.person(None, None)],
            false => members.into_iter().map(|id| self.names.account(id)).collect(),
        };
        Some(whom.into_iter().map(|whom| self.event(event, kind, whom, format!("group {group}"))).collect())
    }

    fn of_places(&self, event: &Event) -> Option<Vec<AccessChange>> {
        let (_, kind, whose) = PLACES.into_iter().find(|(name, ..)| *name == event.name)?;
        let id = event.text(whose).unwrap_or_default();
        let whom = match whose {
            "federation_rule_id" => (self.names.identity(id), id.to_owned()),
            _ if id.is_empty() => self.names.person(None, None),
            _ => self.names.account(id),
        };
        let role = event.text("workspace_role").map(|role| format!("as {role}"));
        let what = match kind {
            ChangeKind::WorkspaceGranted => role.unwrap_or_else(|| "added".to_owned()),
            ChangeKind::WorkspaceRemoved => "removed".to_owned(),
            _ => updates(event),
        };
        let mut change = self.event(event, kind, whom, what);
        change.workspace = event.text("workspace_id").map(|id| self.names.workspace(id));
        Some(vec![change])
    }

    fn of_things(&self, event: &Event) -> Option<Vec<AccessChange>> {
        let (_, kind, field, noun) = THINGS.into_iter().find(|(name, ..)| *name == event.name)?;
        let id = event.text(field).unwrap_or_default();
        let name = match noun {
            _ if id.is_empty() => format!("{noun} not named"),
            "workspace" => self.names.workspace(id),
            _ => self.names.identity(id),
        };
        let done = match kind {
            ChangeKind::IdentityChanged => updates(event),
            ChangeKind::IdentityCreated | ChangeKind::WorkspaceCreated => "made".to_owned(),
            _ if noun == "OAuth app" => "revoked".to_owned(),
            _ => "archived".to_owned(),
        };
        let mut change = self.event(event, kind, (name.clone(), id.to_owned()), format!("{noun} {done}"));
        change.workspace = match noun {
            "workspace" => Some(name),
            _ => event.text("workspace_id").map(|id| self.names.workspace(id)),
        };
        Some(vec![change])
    }
}

/// The fields that an event changed: `workspace_role workspace_user → workspace_admin`.
fn updates(event: &Event) -> String {
    let value = |value: &Value| match value {
        Value::Null => "nothing".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let each: Vec<String> =
        event.updates().map(|(field, from, to)| format!("{field} {} → {}", value(from), value(to))).collect();
    if each.is_empty() { "changed; the event does not say what".to_owned() } else { each.join("; ") }
}

/// The role that a change of a role ends with.
fn leads_to(change: &AccessChange) -> &str {
    change.what.rsplit_once("→ ").map_or(change.what.as_str(), |(_, role)| role)
}

fn is_same_person(a: &AccessChange, b: &AccessChange) -> bool {
    let address = |one: &AccessChange| normalize_address(&one.whom);
    !a.whom_id.is_empty() && a.whom_id == b.whom_id || address(a).is_some() && address(a) == address(b)
}

/// Whether a grant is of a role on the organization to a person, and not on one project.
fn is_of_organization(event: &Event) -> bool {
    const PEOPLE: [&str; 5] = ["user", "account", "member", "organization_member", "organization_user"];
    const ORGANIZATION: [&str; 2] = ["organization", "org"];
    let prefix = event.text("role").and_then(|role| role.split_once(':')).map(|(prefix, _)| prefix);
    event.text("target_id").is_some()
        && event.text("target_type").is_none_or(|kind| PEOPLE.contains(&kind))
        && event.text("resource_type").into_iter().chain(prefix).all(|on| ORGANIZATION.contains(&on))
}
