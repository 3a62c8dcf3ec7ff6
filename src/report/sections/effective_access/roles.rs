//! Access by roles in the organization and in workspaces, of people and service accounts.

use super::Gathered;
use crate::facts::normalize_role;
use crate::model::{Right, Way, WayKind};

/// What a role in the organization permits there. One list holds the roles of the Console and of Claude Enterprise.
pub(super) fn in_organization(role: &str) -> Right {
    match normalize_role(role).as_str() {
        "admin" | "owner" | "primary_owner" => Right::Administers,
        "membership_admin" => Right::ManagesMembers,
        "developer" => Right::ManagesKeys,
        "billing" => Right::SeesCost,
        "user" | "claude_code_user" => Right::Uses,
        // What `managed` members may do, their groups say.
        _ => Right::NotKnown,
    }
}

/// What a role in a workspace permits there.
fn in_workspace(role: &str) -> Right {
    match normalize_role(role).as_str() {
        "workspace_admin" => Right::Administers,
        "workspace_developer" | "workspace_restricted_developer" => Right::ManagesKeys,
        "workspace_user" => Right::Uses,
        "workspace_billing" => Right::SeesCost,
        _ => Right::NotKnown,
    }
}

/// What a role in the organization permits in every workspace, without being added to it.
fn inherited(role: &str) -> Option<Right> {
    match normalize_role(role).as_str() {
        "admin" => Some(Right::Administers),
        "billing" => Some(Right::SeesCost),
        _ => None,
    }
}

impl Gathered<'_> {
    pub(super) fn by_roles(&mut self) {
        let (lists, data) = (&self.facts.lists, self.data);
        let workspaces = self.places.workspaces();
        for member in &lists.members {
            let evidence = member.source.evidence(data, member.id.as_str());
            let role = member.role.as_deref();
            let what = role.unwrap_or("not stated").to_owned();
            let right = role.map_or(Right::NotKnown, in_organization);
            let way = Way { kind: WayKind::OrganizationRole, right, what: what.clone(), evidence: evidence.clone() };
            self.add(&member.id, self.places.organization(), way);
            let Some(right) = role.and_then(inherited) else { continue };
            for place in &workspaces {
                let (what, evidence) = (what.clone(), evidence.clone());
                self.add(&member.id, place.clone(), Way { kind: WayKind::InheritedRole, right, what, evidence });
            }
        }
        for membership in &lists.workspace_members {
            let Some(place) = self.places.workspace(&membership.workspace_id) else { continue };
            let role = membership.role.as_deref();
            let way = Way {
                kind: WayKind::WorkspaceRole,
                right: role.map_or(Right::NotKnown, in_workspace),
                what: role.unwrap_or("not stated").to_owned(),
                evidence: membership.source.evidence(data, membership.user_id.as_str()),
            };
            self.add(&membership.user_id, place, way);
        }
    }
}
