//! Access of service accounts, and of outside identities that federation rules let act as one.

use super::Gathered;
use super::places::Resource;
use super::roles::in_organization;
use crate::facts::FederationRule;
use crate::model::{Right, Way, WayKind};

/// The scope of tokens that only call the API, whatever the service account may do.
const CALLS_ONLY: &str = "workspace:inference";

impl<'a> Gathered<'a> {
    pub(super) fn by_service_accounts(&mut self) {
        let credentials = &self.facts.credentials;
        for account in credentials.service_accounts.iter().filter(|account| account.archived_at.is_none()) {
            let role = account.role.as_deref();
            let way = Way {
                kind: WayKind::OrganizationRole,
                right: role.map_or(Right::NotKnown, in_organization),
                what: role.unwrap_or("not stated").to_owned(),
                evidence: account.source.evidence(self.data, account.id.as_str()),
            };
            self.add(&account.id, self.places.organization(), way);
        }
        for rule in credentials.live_rules() {
            self.by_rule(rule);
        }
    }

    /// A token that the rule accepts acts as its service account, in the workspaces that the rule is enabled for.
    fn by_rule(&mut self, rule: &'a FederationRule) {
        let credentials = &self.facts.credentials;
        let account = rule.target_id.as_deref().and_then(|id| credentials.service_account(id));
        if account.is_some_and(|account| account.archived_at.is_some()) {
            return;
        }
        let whom = account.map(|one| one.name.as_str()).or(rule.target_id.as_deref());
        let issuer = rule.issuer_id.as_deref().map(|id| credentials.issuer(id).map_or(id, |one| &one.name));
        let what = format!(
            "{}: acts as {} with tokens of {}",
            rule.name,
            whom.unwrap_or("an account that no list names"),
            issuer.unwrap_or("an issuer that no list names")
        );
        let evidence = rule.source.evidence(self.data, rule.id.as_str());
        let way = Way { kind: WayKind::Federation, right: Right::CallsTheApi, what, evidence };
        let places: Vec<Resource> = match (rule.all_workspaces, rule.workspaces.is_empty()) {
            (Some(true), _) => self.places.everywhere(),
            // Of archived workspaces nothing is left.
            (_, false) => rule.workspaces.iter().filter_map(|id| self.places.workspace(id)).collect(),
            (Some(false), true) => Vec::new(),
            // Where it is enabled no export says.
            (None, true) => vec![self.places.organization()],
        };
        let calls_only =
            rule.scopes.as_ref().is_some_and(|all| !all.is_empty() && all.iter().all(|one| one == CALLS_ONLY));
        for place in places {
            // What the account may do there, whoever acts as it may do.
            let acting = rule.target_id.clone().and_then(|id| self.ways.get(&(id, place.clone())));
            let right = acting.and_then(|ways| ways.iter().map(|way| way.right).max());
            let right = right.filter(|_| !calls_only).map_or(Right::CallsTheApi, |right| right.max(Right::CallsTheApi));
            self.add(&rule.id, place, Way { right, ..way.clone() });
        }
    }
}
