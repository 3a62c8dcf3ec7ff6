//! Identities without a person that can act, or will when somebody accepts: keys of every kind, service accounts, federation rules and
//! pending invitations.

use chrono::{DateTime, NaiveDate, Utc};

use crate::facts::credentials::{Credentials, OtherKeyKind, is_service_account};
use crate::facts::frame::Source;
use crate::facts::keys::{KeyFacts, KeyUse};
use crate::facts::lists::{Key, Lists};
use crate::facts::log::Activity;
use crate::facts::people::{Departures, own_key_use};
use crate::model::IdentityKind;

/// Something that acts without a person.
#[derive(Clone, Debug)]
pub struct Identity {
    /// What it is.
    pub kind: IdentityKind,
    /// Its id.
    pub id: String,
    /// Its name; of an invitation the address.
    pub name: Option<String>,
    /// Id of who made it.
    pub creator_id: Option<String>,
    /// Who made it, or whose it is, as people know them.
    pub owner: Option<String>,
    /// Whether it belongs to an account of its own, with which it stops.
    pub has_account: bool,
    /// Its workspace; none of what belongs to the organization.
    pub workspace: Option<String>,
    /// Its role or scopes.
    pub access: Vec<String>,
    /// Status, as the export states it.
    pub status: String,
    /// When it was made.
    pub created_at: Option<DateTime<Utc>>,
    /// The last day on which it certainly acted.
    pub last_use: Option<NaiveDate>,
    /// When it expires.
    pub expires_at: Option<DateTime<Utc>>,
    /// Where it stands.
    pub source: Source,
}

impl Identity {
    /// What to call it: the name, else the id.
    #[must_use]
    pub fn label(&self) -> &str {
        self.name.as_deref().filter(|name| !name.trim().is_empty()).unwrap_or(&self.id)
    }
}

/// What they are made of.
pub(super) struct Origins<'a> {
    pub(super) lists: &'a Lists,
    pub(super) credentials: &'a Credentials,
    pub(super) keys: &'a KeyFacts,
    pub(super) activity: &'a Activity,
    pub(super) departures: &'a Departures,
}

/// Statuses of keys that cannot be used any more, and from which none comes back.
const ENDED: [&str; 3] = ["archived", "expired", "deleted"];

/// All of them, by kind, name and id.
pub(super) fn identities(from: &Origins) -> Vec<Identity> {
    let listed = from.lists.keys.iter().filter(|key| !ENDED.contains(&key.status.as_str()));
    let mut all: Vec<Identity> = listed.map(|key| from.of_key(key)).collect();
    all.extend(from.other_keys());
    all.extend(from.service_accounts());
    all.extend(from.rules());
    all.extend(from.invites());
    all.sort_by(|a, b| (a.kind, &a.name, &a.id).cmp(&(b.kind, &b.name, &b.id)));
    all
}

impl Origins<'_> {
    /// Whoever has this id, as people know them.
    fn called(&self, id: &str) -> String {
        if let Some(member) = self.lists.member(id).filter(|member| !member.address.trim().is_empty()) {
            return member.address.clone();
        }
        if let Some(account) = self.credentials.service_account(id) {
            return account.name.clone();
        }
        match self.departures.of_id(id).filter(|one| !one.is_member) {
            Some(left) => format!("{} (no longer a member)", left.label()),
            None => id.to_owned(),
        }
    }

    fn of_key(&self, key: &Key) -> Identity {
        // Where the record names nobody, the event that made the key may.
        let by_event = || self.keys.makers.of_key(&key.id).and_then(|maker| maker.id.as_deref());
        let creator = key.creator_id.as_deref().or_else(by_event);
        let whose = key.principal_id.as_deref().or(creator);
        Identity {
            kind: if key.organization_scoped { IdentityKind::AdminKey } else { IdentityKind::ApiKey },
            id: key.id.clone(),
            name: Some(key.name.clone()).filter(|name| !name.trim().is_empty()),
            creator_id: creator.map(str::to_owned),
            owner: whose.map(|id| self.called(id)),
            has_account: key.principal_id.is_some(),
            workspace: self.lists.workspace_name(key).map(str::to_owned),
            access: Vec::new(),
            status: key.status.clone(),
            created_at: key.created_at,
            last_use: self.keys.uses.of(&key.id).and_then(KeyUse::last).map(|last| last.last),
            expires_at: key.expires_at,
            source: key.source,
        }
    }

    fn other_keys(&self) -> impl Iterator<Item = Identity> {
        self.credentials.keys.all.iter().map(|key| {
            let by = key.creator_id.as_deref().map(|id| self.called(id));
            Identity {
                kind: match key.kind {
                    OtherKeyKind::Admin => IdentityKind::AdminKey,
                    OtherKeyKind::Compliance => IdentityKind::ComplianceKey,
                    OtherKeyKind::Scoped => IdentityKind::ScopedKey,
                },
                id: key.id.clone(),
                name: key.name.clone(),
                creator_id: key.creator_id.clone(),
                owner: by.or_else(|| key.made_by.as_ref().map(|by| by.label().to_owned())),
                has_account: false,
                workspace: None,
                access: key.scopes.clone().unwrap_or_default(),
                status: if key.is_active { "active" } else { "inactive" }.to_owned(),
                created_at: key.created_at,
                last_use: self.activity.of_id(&key.id).map(|last| last.at.date_naive()),
                expires_at: key.expires_at,
                source: key.source,
            }
        })
    }

    fn service_accounts(&self) -> impl Iterator<Item = Identity> {
        let live = self.credentials.service_accounts.iter().filter(|account| account.archived_at.is_none());
        live.map(|account| Identity {
            kind: IdentityKind::ServiceAccount,
            id: account.id.clone(),
            name: Some(account.name.clone()),
            creator_id: account.creator_id.clone(),
            owner: account.creator_id.as_deref().map(|id| self.called(id)),
            has_account: false,
            workspace: None,
            access: account.role.iter().cloned().collect(),
            status: "active".to_owned(),
            created_at: account.created_at,
            last_use: self.activity.of_id(&account.id).map(|last| last.at.date_naive()).max(own_key_use(
                &account.id,
                self.lists,
                &self.keys.uses,
            )),
            expires_at: None,
            source: account.source,
        })
    }

    fn rules(&self) -> impl Iterator<Item = Identity> {
        self.credentials.live_rules().map(|rule| {
            let target = rule.target_id.as_deref();
            Identity {
                kind: IdentityKind::FederationRule,
                id: rule.id.clone(),
                name: Some(rule.name.clone()),
                creator_id: rule.creator_id.clone(),
                owner: rule.creator_id.as_deref().map(|id| self.called(id)),
                has_account: target.is_some_and(is_service_account),
                workspace: self.workspaces_of(rule.all_workspaces, &rule.workspaces),
                access: rule.scopes.clone().unwrap_or_default(),
                status: "active".to_owned(),
                created_at: rule.created_at,
                last_use: None,
                expires_at: None,
                source: rule.source,
            }
        })
    }

    /// `all workspaces`, or the names of some.
    fn workspaces_of(&self, all: Option<bool>, some: &[String]) -> Option<String> {
        if all == Some(true) {
            return Some("all workspaces".to_owned());
        }
        let name = |id: &String| {
            let listed = self.lists.workspace(id).map(|workspace| workspace.name.as_str());
            listed.or_else(|| self.credentials.workspace_name(id)).unwrap_or(id).to_owned()
        };
        (!some.is_empty()).then(|| some.iter().map(name).collect::<Vec<_>>().join("; "))
    }

    fn invites(&self) -> impl Iterator<Item = Identity> {
        self.lists.invites.iter().filter(|invite| invite.is_pending()).map(|invite| Identity {
            kind: IdentityKind::Invite,
            id: invite.id.clone(),
            name: Some(invite.address.clone()).filter(|address| !address.trim().is_empty()),
            creator_id: None,
            owner: None,
            has_account: false,
            workspace: None,
            access: invite.role.iter().cloned().collect(),
            status: invite.status.clone(),
            created_at: invite.invited_at,
            last_use: None,
            expires_at: invite.expires_at,
            source: invite.source,
        })
    }
}
