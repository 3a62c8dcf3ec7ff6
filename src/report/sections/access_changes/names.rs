//! What people and things are called, whatever an event names them by.

use crate::facts::Facts;

/// The exports' names.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) facts: &'a Facts,
}

impl Names<'_> {
    /// Label and id of a person, by whatever an event has of them.
    pub(super) fn person(self, id: Option<&str>, address: Option<&str>) -> (String, String) {
        let lists = &self.facts.lists;
        let listed = id.and_then(|id| lists.member(id)).map(|member| member.address.clone());
        let known = || self.facts.people.departures.addresses_of(id?).next().map(str::to_owned);
        let by_address = || lists.member_at(address?).map(|member| member.id.clone());
        let label = listed.or_else(|| address.map(str::to_owned)).or_else(known);
        let label = label.or_else(|| id.map(str::to_owned)).unwrap_or_else(|| "somebody not named".to_owned());
        (label, id.map(str::to_owned).or_else(by_address).unwrap_or_default())
    }

    /// The same of a user or a service account.
    pub(super) fn account(self, id: &str) -> (String, String) {
        match self.facts.credentials.service_account(id) {
            Some(account) => (account.name.clone(), id.to_owned()),
            None => self.person(Some(id), None),
        }
    }

    /// The name of a workspace, else its id.
    pub(super) fn workspace(self, id: &str) -> String {
        self.facts.lists.workspace(id).map_or(id, |workspace| &workspace.name).to_owned()
    }

    /// The name of a key, else its id.
    pub(super) fn key(self, id: &str) -> String {
        let listed = self.facts.lists.key(id).map(|key| key.name.clone());
        let other =
            || self.facts.credentials.keys.all.iter().find(|key| key.id == id).map(|key| key.label().to_owned());
        listed.filter(|name| !name.trim().is_empty()).or_else(other).unwrap_or_else(|| id.to_owned())
    }

    /// The name of a group or a custom role, else its id.
    pub(super) fn group(self, id: &str) -> String {
        let groups = &self.facts.credentials.groups;
        let group = groups.groups.iter().find(|group| group.id == id).map(|group| group.name.clone());
        let role = || groups.roles.iter().find(|role| role.id == id).map(|role| role.name.clone());
        group.or_else(role).unwrap_or_else(|| id.to_owned())
    }

    /// The name of a service account, an issuer or a rule, else its id.
    pub(super) fn identity(self, id: &str) -> String {
        let all = &self.facts.credentials;
        let account = all.service_account(id).map(|one| one.name.clone());
        let issuer = || all.issuer(id).map(|one| one.name.clone());
        let rule = || all.rules.iter().find(|rule| rule.id == id).map(|rule| rule.name.clone());
        account.or_else(issuer).or_else(rule).unwrap_or_else(|| id.to_owned())
    }
}
