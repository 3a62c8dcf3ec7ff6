//! Credentials other than API keys, and the identities that they act as.

mod cases;
mod federation;
mod groups;
mod other_keys;
mod service_accounts;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;
pub use cases::ReviewCase;
pub use federation::{FederationIssuer, FederationRule};
pub use groups::{Group, GroupMember, Groups, Permission, Role};
pub use other_keys::{OtherKey, OtherKeyKind, OtherKeys};
pub use service_accounts::ServiceAccount;

use crate::facts::lists::Lists;
use crate::facts::log::KeyEvents;
use crate::model::Dataset;

/// Every credential that is no API key; an absent list is empty, and checks ask the dataset whether it was there.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    /// Service accounts.
    pub service_accounts: Vec<ServiceAccount>,
    /// Issuers of outside tokens.
    pub issuers: Vec<FederationIssuer>,
    /// Rules that turn such a token into access.
    pub rules: Vec<FederationRule>,
    /// Whether a list without entries was saved under the name of such rules: there are none.
    pub rules_saved_empty: bool,
    /// Compliance, scoped and admin keys.
    pub keys: OtherKeys,
    /// Groups, their members and roles, and what those permit.
    pub groups: Groups,
    /// Cases of the provider.
    pub cases: Vec<ReviewCase>,
    /// Names of workspaces that the list of workspaces need not have, by id: the default one's.
    workspace_names: BTreeMap<String, String>,
}

/// Whether an id is that of a service account.
#[must_use]
pub fn is_service_account(id: &str) -> bool {
    id.starts_with("svac_")
}

impl Credentials {
    pub(super) fn read(data: &Dataset, lists: &Lists, key_events: &KeyEvents) -> Result<Self> {
        let rule_workspaces = federation::rule_workspaces(data)?;
        Ok(Self {
            service_accounts: service_accounts::read(data)?,
            issuers: federation::issuers(data)?,
            rules: federation::rules(data, &rule_workspaces)?,
            rules_saved_empty: groups::is_saved_empty(data, "federation_rules"),
            keys: other_keys::read(data, &key_events.0, &lists.keys)?,
            groups: Groups::read(data)?,
            cases: cases::read(data)?,
            workspace_names: rule_workspaces.names,
        })
    }

    /// The listed service account with this id.
    #[must_use]
    pub fn service_account(&self, id: &str) -> Option<&ServiceAccount> {
        self.service_accounts.iter().find(|account| account.id == id)
    }

    /// The listed issuer with this id.
    #[must_use]
    pub fn issuer(&self, id: &str) -> Option<&FederationIssuer> {
        self.issuers.iter().find(|issuer| issuer.id == id)
    }

    /// The name of a workspace as the list of rules' workspaces states it.
    #[must_use]
    pub fn workspace_name(&self, id: &str) -> Option<&str> {
        self.workspace_names.get(id).map(String::as_str)
    }

    /// Rules that turn tokens into access: neither they nor their issuer is archived.
    pub fn live_rules(&self) -> impl Iterator<Item = &FederationRule> {
        let issuer_is_archived = |rule: &FederationRule| {
            let issuer = rule.issuer_id.as_deref().and_then(|id| self.issuer(id));
            issuer.is_some_and(|issuer| issuer.archived_at.is_some())
        };
        self.rules.iter().filter(move |rule| rule.archived_at.is_none() && !issuer_is_archived(rule))
    }
}
