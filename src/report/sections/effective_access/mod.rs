//! Who can do what, and by which way: roles, groups, keys, service accounts and federation put together, one row per principal and
//! resource (NIST SP 800-53 AC-6(7), CIS Controls 6.8).
//!
//! Roles of organizations count in workspaces as the Console documents it: admins administer every workspace, billing members see
//! cost and limits of every workspace, everybody else has to be added (support.claude.com/en/articles/10186004).

mod basis;
mod groups;
mod keys;
mod places;
mod roles;
mod service_accounts;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use foldhash::fast::FixedState;
use indexmap::IndexSet;

use self::places::{Places, Resource};
use crate::facts::{Facts, is_service_account};
use crate::model::{Dataset, EffectiveAccess, EffectiveAccesses, PrincipalKind, Way};
use crate::policy::Policy;

/// The ways while they are gathered.
struct Gathered<'a> {
    data: &'a Dataset,
    facts: &'a Facts,
    as_of: DateTime<Utc>,
    places: Places<'a>,
    /// By who has the access, and to what.
    ways: BTreeMap<(String, Resource<'a>), IndexSet<Way, FixedState>>,
    /// Active keys of which no export says whose they are.
    ownerless_keys: usize,
}

/// Everybody's access to everything that is in force, with what the list rests on.
#[must_use]
pub fn effective_access(data: &Dataset, facts: &Facts, policy: &Policy, as_of: DateTime<Utc>) -> EffectiveAccesses {
    let places = Places::of(facts, policy);
    let mut gathered = Gathered { data, facts, as_of, places, ways: BTreeMap::new(), ownerless_keys: 0 };
    gathered.by_roles();
    gathered.by_groups();
    gathered.by_keys();
    gathered.by_service_accounts();
    let left = left(facts);
    let ways = std::mem::take(&mut gathered.ways);
    let mut rows: Vec<EffectiveAccess> =
        ways.into_iter().map(|((who, place), ways)| gathered.row(who, place, ways, &left)).collect();
    rows.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut all = EffectiveAccesses { basis: gathered.basis(), reach: Vec::new(), rows };
    all.count();
    all
}

fn order(row: &EffectiveAccess) -> impl Ord + '_ {
    let resource = (row.resource_kind, &row.resource, &row.resource_id);
    (row.principal_kind, &row.principal, &row.principal_id, resource)
}

/// How everybody left who did, members included of whom only the roster says so, by id.
fn left(facts: &Facts) -> BTreeMap<&str, String> {
    let departures = facts.people.departures.all();
    departures.flat_map(|one| one.ids.iter().map(|id| (id.as_str(), one.basis()))).collect()
}

impl<'a> Gathered<'a> {
    fn add(&mut self, who: &str, place: Resource<'a>, way: Way) {
        let ways = self.ways.entry((who.to_owned(), place)).or_default();
        ways.insert(way);
    }

    fn row(
        &self,
        who: String,
        place: Resource<'a>,
        ways: IndexSet<Way, FixedState>,
        left: &BTreeMap<&str, String>,
    ) -> EffectiveAccess {
        let mut ways: Vec<Way> = ways.into_iter().collect();
        ways.sort_by(|a, b| (b.right, a.kind, &a.what).cmp(&(a.right, b.kind, &b.what)));
        let (principal_kind, principal) = self.called(&who);
        let by_address = || self.facts.people.departures.of_address(&who).map(|one| one.basis());
        EffectiveAccess {
            left: left.get(who.as_str()).cloned().or_else(by_address),
            principal_kind,
            principal,
            principal_id: who,
            resource_kind: place.kind,
            resource_id: place.id.map(str::to_owned),
            resource: place.name.into_owned(),
            environment: place.environment,
            ways,
        }
    }

    /// What kind of principal an id is, and its address or name.
    fn called(&self, who: &str) -> (PrincipalKind, String) {
        let credentials = &self.facts.credentials;
        if let Some(member) = self.facts.lists.member(who) {
            return (PrincipalKind::Person, member.address.clone());
        }
        if let Some(rule) = credentials.rules.iter().find(|rule| rule.id == who) {
            return (PrincipalKind::OutsideIdentity, rule.name.clone());
        }
        if let Some(account) = credentials.service_account(who) {
            return (PrincipalKind::ServiceAccount, account.name.clone());
        }
        if is_service_account(who) {
            return (PrincipalKind::ServiceAccount, who.to_owned());
        }
        let known = self.facts.people.departures.addresses_of(who).next();
        (PrincipalKind::Unlisted, known.unwrap_or(who).to_owned())
    }
}
