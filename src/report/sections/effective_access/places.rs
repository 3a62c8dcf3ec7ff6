//! What there is to reach: the organization, its live workspaces, and what custom roles name.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::facts::names::environment;
use crate::facts::{DEFAULT_WORKSPACE, Facts};
use crate::model::ResourceKind;
use crate::policy::Policy;

/// What stands for the workspace of keys whose list states none of any.
const NOT_KNOWN: &str = "workspace not known";

/// Something that can be reached.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Resource<'a> {
    pub(super) kind: ResourceKind,
    pub(super) name: Cow<'a, str>,
    pub(super) id: Option<&'a str>,
    pub(super) environment: Option<&'static str>,
}

/// The resources by what exports call them.
pub(super) struct Places<'a> {
    facts: &'a Facts,
    environments: BTreeMap<&'a str, &'static str>,
}

impl<'a> Places<'a> {
    pub(super) fn of(facts: &'a Facts, policy: &Policy) -> Self {
        let environment = |one: &'a crate::facts::Workspace| {
            let inferred = environment::of_workspace(&one.name, Some(&one.id), one.tag_env.as_deref(), policy)?;
            Some((one.id.as_str(), inferred.environment.id()))
        };
        Self { facts, environments: facts.lists.workspaces.iter().filter_map(environment).collect() }
    }

    pub(super) fn organization(&self) -> Resource<'a> {
        let own = &self.facts.lists.organization;
        let name = own.name.as_deref().map_or(Cow::Borrowed("the organization"), Cow::Borrowed);
        Resource { kind: ResourceKind::Organization, name, id: own.id.as_deref(), environment: None }
    }

    /// A workspace by its id; none for an archived one, whose keys are off and whose members reach nothing.
    pub(super) fn workspace(&self, id: &'a str) -> Option<Resource<'a>> {
        let listed = self.facts.lists.workspace(id);
        if listed.is_some_and(|one| one.archived_at.is_some()) {
            return None;
        }
        let name = listed.map(|one| one.name.as_str()).or_else(|| self.facts.credentials.workspace_name(id));
        Some(Resource {
            kind: ResourceKind::Workspace,
            name: Cow::Borrowed(name.unwrap_or(id)),
            id: Some(id),
            environment: self.environments.get(id).copied(),
        })
    }

    /// The default workspace, of which some shapes state no id.
    pub(super) fn default_workspace(&self) -> Resource<'a> {
        let listed = self.facts.lists.workspaces.iter().find(|one| one.is_default());
        listed.and_then(|one| self.workspace(&one.id)).unwrap_or(Resource {
            kind: ResourceKind::Workspace,
            name: Cow::Borrowed(DEFAULT_WORKSPACE),
            id: None,
            environment: None,
        })
    }

    /// Every workspace that is in force: the listed ones, and the default one where a key is in it.
    pub(super) fn workspaces(&self) -> Vec<Resource<'a>> {
        let lists = &self.facts.lists;
        let mut all: Vec<Resource> = lists.live_workspaces().filter_map(|one| self.workspace(&one.id)).collect();
        let in_default = |key: &crate::facts::Key| {
            key.workspace_id.is_none() && !key.organization_scoped && !key.is_workspace_unclear
        };
        if lists.active_keys().any(in_default) {
            all.push(self.default_workspace());
        }
        all.sort();
        all.dedup();
        all
    }

    /// Some workspace, of a key whose list does not say which.
    pub(super) const fn not_known(&self) -> Resource<'a> {
        Resource { kind: ResourceKind::Workspace, name: Cow::Borrowed(NOT_KNOWN), id: None, environment: None }
    }

    /// Every workspace; the organization where no export lists any.
    pub(super) fn everywhere(&self) -> Vec<Resource<'a>> {
        let all = self.workspaces();
        if all.is_empty() { vec![self.organization()] } else { all }
    }

    /// What a permission of a custom role names: the organization, or a connector.
    pub(super) fn permitted(&self, kind: Option<&'a str>, id: Option<&'a str>) -> Resource<'a> {
        match kind {
            None | Some("organization") => self.organization(),
            Some(kind) => {
                let noun = kind.replace('_', " ");
                let name = id.map_or_else(|| noun.clone(), |id| format!("{noun} {id}"));
                Resource { kind: ResourceKind::Other, name: Cow::Owned(name), id, environment: None }
            }
        }
    }
}
