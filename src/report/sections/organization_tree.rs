//! The organization as a tree: workspaces, and the keys in each.

use std::collections::BTreeMap;

use crate::facts::Facts;
use crate::facts::names::environment;
use crate::model::{KeyLeaf, WorkspaceBranch};
use crate::policy::Policy;

/// Every listed workspace with its keys, live ones first, by name; at the end keys whose workspace no list names.
#[must_use]
pub fn organization_tree(facts: &Facts, policy: &Policy) -> Vec<WorkspaceBranch> {
    let lists = &facts.lists;
    let mut keys: BTreeMap<Option<&str>, Vec<KeyLeaf>> = BTreeMap::new();
    for key in &lists.keys {
        keys.entry(lists.workspace_name(key)).or_default().push(KeyLeaf {
            id: key.id.clone(),
            name: key.name.clone(),
            status: key.status.clone(),
            owner: key.creator_id.as_deref().map(|id| creator(facts, id)),
        });
    }
    keys.values_mut().for_each(|keys| keys.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id))));
    let spend = |name: &str| facts.totals.cost_usd.workspace.get(name).copied();
    let mut branches: Vec<WorkspaceBranch> = lists
        .workspaces
        .iter()
        .map(|workspace| {
            let limits = facts.spend.limits.of_workspace(&workspace.id);
            let limit = match limits.iter().find(|limit| limit.is_in_force()).or(limits.first()) {
                Some(limit) => Some(limit.says()),
                None if facts.spend.limits.lists_wholes() => Some("no limit listed".to_owned()),
                None => None,
            };
            let inferred =
                environment::of_workspace(&workspace.name, Some(&workspace.id), workspace.tag_env.as_deref(), policy);
            WorkspaceBranch {
                id: Some(workspace.id.clone()),
                name: workspace.name.clone(),
                environment: inferred.map(|inferred| inferred.environment.id()),
                status: workspace
                    .archived_at
                    .map_or_else(|| "active".to_owned(), |at| format!("archived on {}", at.format("%Y-%m-%d"))),
                spend: spend(&workspace.name),
                limit,
                // Namesakes: the keys are with the first.
                keys: keys.remove(&Some(workspace.name.as_str())).unwrap_or_default(),
            }
        })
        .collect();
    branches.sort_by(|a, b| (a.status != "active", &a.name, &a.id).cmp(&(b.status != "active", &b.name, &b.id)));
    branches.extend(keys.into_iter().map(|(name, keys)| WorkspaceBranch {
        id: None,
        name: name.unwrap_or("Keys of the organization").to_owned(),
        environment: None,
        status: "not in the list of workspaces".to_owned(),
        spend: name.and_then(spend),
        limit: None,
        keys,
    }));
    branches
}

/// Who made a key: a member's address, the name of a service account, else what is known of whoever is no member any more.
fn creator(facts: &Facts, id: &str) -> String {
    if let Some(member) = facts.lists.member(id) {
        return member.address.clone();
    }
    if let Some(account) = facts.credentials.service_account(id) {
        return format!("service account {}", account.name);
    }
    match facts.people.departures.addresses_of(id).next() {
        Some(address) => format!("{address} (not a member)"),
        None => format!("{id} (not a member)"),
    }
}
