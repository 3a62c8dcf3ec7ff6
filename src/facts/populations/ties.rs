//! Every list in one line: listed, in force, by the activity feed, and what lies between.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::Population;
use crate::facts::Facts;
use crate::facts::credentials::is_service_account;
use crate::model::{Dataset, ListTie, OtherList, Part, PopulationProof, Table, TieDifference, normalize_address};

impl Facts {
    /// Every list that was given, in the order of the tables.
    #[must_use]
    pub fn ties(&self, data: &Dataset) -> Vec<ListTie> {
        let counts: [(Table, Count); 11] = [
            (Table::Keys, keys),
            (Table::Members, |facts| all("members", facts.lists.members.len())),
            (Table::Workspaces, workspaces),
            (Table::WorkspaceMembers, workspace_members),
            (Table::Invites, invites),
            (Table::ServiceAccounts, |facts| {
                archivable(facts.credentials.service_accounts.iter().map(|one| one.archived_at.is_some()))
            }),
            (Table::FederationIssuers, |facts| {
                archivable(facts.credentials.issuers.iter().map(|one| one.archived_at.is_some()))
            }),
            (Table::FederationRules, |facts| {
                archivable(facts.credentials.rules.iter().map(|one| one.archived_at.is_some()))
            }),
            (Table::RbacGroups, |facts| all("groups", facts.credentials.groups.groups.len())),
            (Table::RbacGroupMembers, |facts| all("memberships", facts.credentials.groups.members.len())),
            (Table::RbacRoles, |facts| all("roles", facts.credentials.groups.roles.len())),
        ];
        let given = counts.into_iter().filter(|(table, _)| data.has(*table));
        given.map(|(table, count)| self.tie(table, count(self))).collect()
    }

    fn tie(&self, table: Table, Counted { in_force, others }: Counted) -> ListTie {
        let population = self.populations.ties.all.iter().find(|one| one.table == table);
        let proofs = self.populations.ties.proofs();
        let difference = |one: &super::Unexplained| TieDifference {
            id: one.id.clone(),
            name: one.name.clone(),
            why: one.why.clone(),
            effect: one.effect,
        };
        ListTie {
            table: table.id().to_owned(),
            title: table.title().to_owned(),
            listed: in_force.count + others.iter().map(|one| one.count).sum::<u64>(),
            in_force,
            others,
            left_out: population.map(left_out).unwrap_or_default(),
            proof: proofs.into_iter().find(|one: &PopulationProof| one.table == table.id()),
            differences: population.into_iter().flat_map(|one| &one.unexplained).map(difference).collect(),
            beside: if table == Table::Members { self.beside_members() } else { Vec::new() },
        }
    }

    /// Seats of claude.ai and the roster, next to the members.
    fn beside_members(&self) -> Vec<OtherList> {
        let members: BTreeMap<String, &str> = (self.lists.members.iter())
            .filter_map(|member| Some((normalize_address(&member.address)?, member.address.as_str())))
            .collect();
        let shared = (self.lists.members.len() - members.len()) as u64;
        let mut all = Vec::new();
        if !self.people.seats.is_empty() {
            let seats: BTreeSet<&str> = self.people.seats.iter().map(|seat| seat.address.as_str()).collect();
            let only = |has: &dyn Fn(&str) -> bool| -> Vec<String> {
                members.iter().filter(|(address, _)| !has(address)).map(|(_, shown)| (*shown).to_owned()).collect()
            };
            let only_listed = only(&|address| seats.contains(address));
            all.push(OtherList {
                title: Table::Seats.title().to_owned(),
                entries: seats.len() as u64,
                shared,
                both: (members.len() - only_listed.len()) as u64,
                only_listed,
                only_there: seats
                    .iter()
                    .filter(|seat| !members.contains_key(**seat))
                    .map(|seat| (*seat).to_owned())
                    .collect(),
            });
        }
        if !self.people.roster.is_empty() {
            let missing = members.iter().filter(|(address, _)| self.people.roster.by_address(address).is_none());
            let only_listed: Vec<String> = missing.map(|(_, shown)| (*shown).to_owned()).collect();
            all.push(OtherList {
                title: Table::Roster.title().to_owned(),
                entries: self.people.roster.len() as u64,
                shared,
                both: (members.len() - only_listed.len()) as u64,
                only_listed,
                only_there: Vec::new(),
            });
        }
        all
    }
}

/// Counts the entries of one list.
type Count = fn(&Facts) -> Counted;

/// Entries of a list by state.
struct Counted {
    in_force: Part,
    others: Vec<Part>,
}

/// What the figures count comes first, whatever else there is after it by name.
fn counted(in_force: &str, states: impl Iterator<Item = String>) -> Counted {
    let mut by_state: BTreeMap<String, u64> = BTreeMap::new();
    states.for_each(|state| *by_state.entry(state).or_default() += 1);
    let first = Part { what: in_force.to_owned(), count: by_state.remove(in_force).unwrap_or(0) };
    Counted { in_force: first, others: by_state.into_iter().map(|(what, count)| Part { what, count }).collect() }
}

/// A list without states: everything in it is in force.
fn all(what: &str, count: usize) -> Counted {
    Counted { in_force: Part { what: what.to_owned(), count: count as u64 }, others: Vec::new() }
}

fn archivable(archived: impl Iterator<Item = bool>) -> Counted {
    counted("active", archived.map(|is| if is { "archived" } else { "active" }.to_owned()))
}

fn state(status: &str) -> String {
    if status.is_empty() { "without a status".to_owned() } else { status.to_owned() }
}

fn keys(facts: &Facts) -> Counted {
    counted("active", facts.lists.keys.iter().map(|key| state(&key.status)))
}

fn workspaces(facts: &Facts) -> Counted {
    archivable(facts.lists.workspaces.iter().map(|one| one.archived_at.is_some()))
}

fn invites(facts: &Facts) -> Counted {
    counted("pending", facts.lists.invites.iter().map(|invite| state(&invite.status)))
}

/// Of members in live workspaces, and what else there is.
fn workspace_members(facts: &Facts) -> Counted {
    let lists = &facts.lists;
    let has_members = !lists.members.is_empty();
    let what = |one: &crate::facts::WorkspaceMember| {
        let workspace = lists.workspace(&one.workspace_id);
        let is_archived = workspace.is_some_and(|workspace| workspace.archived_at.is_some());
        if is_archived {
            "in archived workspaces"
        } else if is_service_account(&one.user_id) {
            "of service accounts"
        } else if has_members && lists.member(&one.user_id).is_none() {
            "of people who are not in the list of members"
        } else {
            "of members"
        }
    };
    counted("of members", lists.workspace_members.iter().map(|one| what(one).to_owned()))
}

/// What the proof does not count of a list.
fn left_out(population: &Population) -> Vec<Part> {
    let part = |(what, count): &(&'static str, u64)| Part { what: (*what).to_owned(), count: *count };
    population.left_out.iter().filter(|(_, count)| *count > 0).map(part).collect()
}
