//! Access by the secret of a key: whoever made it has seen it, and whoever it belongs to uses it.

use chrono::{DateTime, Utc};

use super::Gathered;
use super::places::Resource;
use crate::facts::{Key, OtherKeyKind, is_service_account};
use crate::model::{Right, Way, WayKind};

/// Prefix of admin keys: the secret administers the organization by the Admin API.
const ADMIN_KEY: &str = "sk-ant-admin";

impl<'a> Gathered<'a> {
    pub(super) fn by_keys(&mut self) {
        let (facts, as_of) = (self.facts, self.as_of);
        for key in facts.lists.active_keys().filter(|key| !is_past(key.expires_at, as_of)) {
            let is_admin = key.hint.as_deref().is_some_and(|hint| hint.starts_with(ADMIN_KEY));
            let places = self.places_of(key, is_admin);
            let right = match is_admin {
                true => Right::Administers,
                // Admin keys are of the organization too, and the hint alone tells which is which.
                false if key.organization_scoped && key.hint.is_none() => Right::NotKnown,
                false => Right::CallsTheApi,
            };
            let label = if key.name.trim().is_empty() { &key.id } else { &key.name };
            let evidence = key.source.evidence(self.data, key.id.as_str());
            let by_event = || facts.keys.makers.of_key(&key.id).and_then(|maker| maker.id.as_deref());
            let owner = key.principal_id.as_deref().or(key.creator_id.as_deref()).or_else(by_event);
            let Some(owner) = owner else {
                self.ownerless_keys += 1;
                continue;
            };
            if self.stopped_with(key, owner) {
                continue;
            }
            let way = Way { kind: WayKind::Key, right, what: label.clone(), evidence };
            // Who made a key for a service account has seen its secret.
            let maker = key.creator_id.as_deref().filter(|maker| *maker != owner && !is_service_account(maker));
            let maker = maker.filter(|_| is_service_account(owner));
            let whose = facts.credentials.service_account(owner).map_or(owner, |one| &one.name);
            for place in places {
                if let Some(maker) = maker {
                    let what = format!("{label} of {whose}");
                    self.add(maker, place.clone(), Way { kind: WayKind::ServiceAccountKey, what, ..way.clone() });
                }
                self.add(owner, place, way.clone());
            }
        }
        self.by_other_keys();
    }

    /// Whether a key stopped because its owner was removed: keys that belong to a user do, and those of Claude Code.
    fn stopped_with(&self, key: &Key, owner: &str) -> bool {
        let home = key.workspace_id.as_deref().and_then(|id| self.facts.lists.workspace(id));
        let belongs = key.principal_id.is_some() || home.is_some_and(crate::facts::Workspace::is_claude_code);
        belongs && self.facts.people.departures.of_id(owner).is_some_and(|one| one.removal.is_some())
    }

    /// Where a key works: in its workspace, in the organization as an admin key, or in every workspace; or where no list says.
    fn places_of(&self, key: &'a Key, is_admin: bool) -> Vec<Resource<'a>> {
        match key.workspace_id.as_deref() {
            _ if is_admin => vec![self.places.organization()],
            _ if key.organization_scoped => self.places.everywhere(),
            Some(id) => self.places.workspace(id).into_iter().collect(),
            None if key.is_workspace_unclear => vec![self.places.not_known()],
            None => vec![self.places.default_workspace()],
        }
    }

    /// Compliance, scoped and admin keys, which no workspace holds.
    fn by_other_keys(&mut self) {
        let facts = self.facts;
        for key in &facts.credentials.keys.all {
            if !key.is_active || is_past(key.expires_at, self.as_of) {
                continue;
            }
            let made_by = key.made_by.as_ref().and_then(|actor| actor.id.as_deref().or(actor.address.as_deref()));
            let Some(owner) = key.creator_id.as_deref().or(made_by) else {
                self.ownerless_keys += 1;
                continue;
            };
            let scopes = key.scopes.as_ref().filter(|scopes| !scopes.is_empty());
            let scopes = scopes.map_or_else(String::new, |scopes| format!(" with {}", scopes.join(", ")));
            let way = Way {
                kind: WayKind::Key,
                right: match key.kind {
                    OtherKeyKind::Admin => Right::Administers,
                    OtherKeyKind::Compliance | OtherKeyKind::Scoped => Right::CallsTheApi,
                },
                what: format!("{} ({}{scopes})", key.label(), key.kind.title()),
                evidence: key.source.evidence(self.data, key.id.as_str()),
            };
            self.add(owner, self.places.organization(), way);
        }
    }
}

fn is_past(expires_at: Option<DateTime<Utc>>, as_of: DateTime<Utc>) -> bool {
    expires_at.is_some_and(|at| at <= as_of)
}
