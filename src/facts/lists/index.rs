//! Lists by what they are asked for: an organization of many members and workspaces is not searched for every question.

use std::collections::BTreeMap;

use super::{Key, Lists, Member, Workspace};
use crate::model::normalize_address;

/// Places in the lists.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    workspaces: BTreeMap<String, usize>,
    workspace_names: BTreeMap<String, Vec<usize>>,
    members: BTreeMap<String, usize>,
    /// By normalized address.
    addresses: BTreeMap<String, usize>,
    keys: BTreeMap<String, usize>,
    /// Keys by who they belong to, or were made by.
    accounts: BTreeMap<String, Vec<usize>>,
}

impl Index {
    fn of(lists: &Lists) -> Self {
        let mut index = Self::default();
        for (at, workspace) in lists.workspaces.iter().enumerate() {
            index.workspaces.entry(workspace.id.clone()).or_insert(at);
            index.workspace_names.entry(workspace.name.trim().to_owned()).or_default().push(at);
        }
        for (at, member) in lists.members.iter().enumerate() {
            index.members.entry(member.id.clone()).or_insert(at);
            if let Some(address) = normalize_address(&member.address) {
                index.addresses.entry(address).or_insert(at);
            }
        }
        for (at, key) in lists.keys.iter().enumerate() {
            index.keys.entry(key.id.clone()).or_insert(at);
            let other = key.creator_id.as_ref().filter(|creator| Some(*creator) != key.principal_id.as_ref());
            for account in key.principal_id.iter().chain(other) {
                index.accounts.entry(account.clone()).or_default().push(at);
            }
        }
        index
    }
}

impl Lists {
    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(self))
    }

    /// The workspace with this id.
    #[must_use]
    pub fn workspace(&self, id: &str) -> Option<&Workspace> {
        self.index().workspaces.get(id).and_then(|&at| self.workspaces.get(at))
    }

    /// Every workspace of a name, archived ones included: names are not ids.
    pub fn workspaces_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Workspace> {
        let places = self.index().workspace_names.get(name.trim());
        places.into_iter().flatten().filter_map(|&at| self.workspaces.get(at))
    }

    /// The member with this id.
    #[must_use]
    pub fn member(&self, id: &str) -> Option<&Member> {
        self.index().members.get(id).and_then(|&at| self.members.get(at))
    }

    /// The member with this address, in whichever spelling.
    #[must_use]
    pub fn member_at(&self, address: &str) -> Option<&Member> {
        self.index().addresses.get(&normalize_address(address)?).and_then(|&at| self.members.get(at))
    }

    /// The key with this id.
    #[must_use]
    pub fn key(&self, id: &str) -> Option<&Key> {
        self.index().keys.get(id).and_then(|&at| self.keys.get(at))
    }

    /// Keys that belong to a user or service account, or were made by it.
    pub(in crate::facts) fn keys_about<'a>(&'a self, account: &str) -> impl Iterator<Item = &'a Key> + use<'a> {
        self.index().accounts.get(account).into_iter().flatten().filter_map(|&at| self.keys.get(at))
    }
}
