//! What exports tell about an organization: facts to confirm, and guesses.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::analyze::ALL;
use crate::facts::names::environment::{self, Inferred, environments_in_key};
use crate::facts::names::services;
use crate::facts::{
    CLAUDE_CODE_WORKSPACE, Facts, Key, Lists, OwnDomainRule, OwnDomains, SpendLimit, Workspace, domain_of,
    normalize_role,
};
use crate::model::{Dataset, Money, normalize_address};
use crate::policy::{Environment, Policy, is_domain};

/// What the exports tell; by default nothing.
#[derive(Clone, Debug, Default)]
pub struct Guesses {
    /// Files with exports.
    pub exports: usize,
    /// Name of the organization.
    pub organization: Option<String>,
    /// Mail domains of members with how many members, the most frequent first.
    pub domains: Vec<(String, usize)>,
    /// Those that are the organization's own, as `external-member` infers them.
    pub own_domains: Vec<String>,
    /// Members.
    pub members: usize,
    /// Live workspaces, by unique name or else id, with the environment that name or tag tells.
    pub workspaces: Vec<(String, Option<Inferred>)>,
    /// Services that names of active keys tell.
    pub services: Vec<Service>,
    /// US dollars a month that the organization may spend.
    pub organization_limit: Option<Money>,
    /// The same of workspaces, called as in `workspaces`.
    pub workspace_limits: BTreeMap<String, Money>,
    /// Who has a privileged role.
    pub roles: BTreeMap<String, Vec<String>>,
}

/// A service that names of keys tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// Names (or ids) of its keys.
    pub keys: BTreeSet<String>,
    /// Where its keys belong.
    pub environments: BTreeSet<Environment>,
}

impl Guesses {
    /// Looks at the exports, without a policy.
    ///
    /// # Errors
    /// When a frame lacks a column, which would be a mistake in `ingest`.
    pub fn from(data: &Dataset, facts: &Facts) -> Result<Self> {
        let lists = &facts.lists;
        let limits = &facts.spend.limits;
        let of_workspace =
            |workspace: &Workspace| Some((called(workspace, lists), monthly(limits.of_workspace(&workspace.id))?));
        Ok(Self {
            exports: data.inputs.iter().filter(|input| input.accepted > 0).count(),
            organization: lists.organization.name.clone().filter(|name| !name.trim().is_empty()),
            own_domains: own_domains(lists),
            domains: domains(lists),
            members: lists.members.len(),
            workspaces: workspaces(lists),
            services: services_of(lists),
            organization_limit: monthly(&limits.organization),
            workspace_limits: lists.live_workspaces().filter_map(of_workspace).collect(),
            roles: roles(lists),
        })
    }
}

/// The lowest limit a month that is in force: of two it bites first.
fn monthly(limits: &[SpendLimit]) -> Option<Money> {
    let in_force = limits.iter().filter(|limit| limit.is_in_force() && limit.period.as_deref() == Some("monthly"));
    in_force.filter_map(|limit| limit.amount).filter(|amount| *amount > Money::ZERO).min()
}

fn own_domains(lists: &Lists) -> Vec<String> {
    let check = ALL.iter().find(|analyzer| analyzer.id == "external-member");
    let default = |name: &str| check?.thresholds.iter().find(|limit| limit.name == name).map(|limit| limit.default);
    let (Some(members), Some(percent)) = (default("domain_members"), default("domain_percent")) else {
        return Vec::new();
    };
    let own = OwnDomains::inferred(&lists.members, OwnDomainRule { members, percent });
    let domains = own.into_iter().flat_map(|own| own.domains);
    domains.filter(|domain| is_domain(domain)).collect()
}

fn domains(lists: &Lists) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for member in &lists.members {
        if let Some(domain) = domain_of(&member.address).filter(|domain| is_domain(domain)) {
            *counts.entry(domain).or_default() += 1;
        }
    }
    let mut domains: Vec<_> = counts.into_iter().collect();
    domains.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    domains
}

/// How the policy may call a workspace: by its name where no other live one has it, else by its id.
fn called(workspace: &Workspace, lists: &Lists) -> String {
    let same = lists.live_workspaces().filter(|other| other.name == workspace.name).count();
    if same > 1 || workspace.name.trim().is_empty() { workspace.id.clone() } else { workspace.name.clone() }
}

fn workspaces(lists: &Lists) -> Vec<(String, Option<Inferred>)> {
    let mut named = BTreeMap::new();
    let live = lists.live_workspaces().filter(|workspace| !workspace.is_default() && !workspace.is_claude_code());
    for workspace in live {
        let (id, tag) = (Some(workspace.id.as_str()), workspace.tag_env.as_deref());
        let inferred = environment::of_workspace(&workspace.name, id, tag, &Policy::default());
        named.entry(called(workspace, lists)).or_insert(inferred);
    }
    named.into_iter().filter(|(name, _)| !name.trim().is_empty()).collect()
}

fn services_of(lists: &Lists) -> Vec<Service> {
    let policy = Policy::default();
    let mut by_spelling: BTreeMap<String, Service> = BTreeMap::new();
    // Keys that Claude Code makes are people's; one of two environments belongs to no service of one.
    let is_claude_code = |key: &Key| {
        lists.workspace_name(key) == Some(CLAUDE_CODE_WORKSPACE) || key.name.starts_with("claude_code_key_")
    };
    let is_shared = |key: &Key| environments_in_key(&key.name, Some(&key.id), &policy).len() > 1;
    for key in lists.active_keys().filter(|key| !is_claude_code(key) && !is_shared(key)) {
        let Some(found) = services::of_key(key, lists, &policy) else { continue };
        let service = by_spelling.entry(found.spelling()).or_default();
        service.name = found.spelling();
        // A name with `*` or `?` would be a pattern over other names too.
        let known_as = if key.name.contains(['*', '?']) { &key.id } else { &key.name };
        service.keys.insert(known_as.clone());
        let environment = services::environment_of(key, lists, &policy);
        service.environments.extend(environment.map(|inferred| inferred.environment));
    }
    by_spelling.into_values().filter(|service| !service.name.trim().is_empty()).collect()
}

/// A person listed twice keeps the first role: in the policy a person has one.
fn roles(lists: &Lists) -> BTreeMap<String, Vec<String>> {
    let mut seen = BTreeSet::new();
    let mut roles: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for member in lists.members.iter().filter(|member| member.is_privileged()) {
        let Some(address) = normalize_address(&member.address) else { continue };
        let role = normalize_role(member.role.as_deref().unwrap_or_default());
        if seen.insert(address.clone()) {
            roles.entry(role).or_default().push(address);
        }
    }
    roles.values_mut().for_each(|addresses| addresses.sort());
    roles
}
