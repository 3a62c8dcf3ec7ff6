//! Which workspace counts as which environment, and which may be a department's or a customer's.

use std::collections::BTreeMap;

use super::super::environment;
use super::{NAMED, of_its_keys_alone};
use crate::analyze::Context;
use crate::analyze::wording::some_of;
use crate::facts::names::environment::goes_on_after_environment;
use crate::facts::names::words::words;
use crate::facts::{Key, Workspace};
use crate::model::Confidence;
use crate::policy::Environment;

/// What the workspaces count as.
pub(super) struct Counted<'a> {
    pub(super) by_environment: BTreeMap<Environment, Vec<&'a str>>,
    /// Workspaces that would be of an environment by the first word of a name that goes on, and nothing else bears that out.
    pub(super) doubtful: Vec<(&'a str, Environment)>,
    /// Those that count by their names alone, in the order of the list.
    by_name: Vec<(&'a str, Environment)>,
}

impl<'a> Counted<'a> {
    pub(super) fn of(cx: &Context, workspaces: &[&'a Workspace]) -> Self {
        let mut all = Self { by_environment: BTreeMap::new(), doubtful: Vec::new(), by_name: Vec::new() };
        for workspace in workspaces {
            let Some(inferred) = environment(cx, workspace) else { continue };
            let (name, environment) = (workspace.name.as_str(), inferred.environment);
            if may_be_a_name(cx, workspace, environment, workspaces) {
                all.doubtful.push((name, environment));
                continue;
            }
            if inferred.confidence < Confidence::High {
                all.by_name.push((name, environment));
            }
            all.by_environment.entry(environment).or_default().push(name);
        }
        // What is known for certain of an environment needs no bearing out.
        let by_environment = &mut all.by_environment;
        all.doubtful.retain(|(name, environment)| {
            let known = by_environment.get_mut(environment);
            let is_doubtful = known.is_none();
            known.into_iter().for_each(|names| names.push(*name));
            is_doubtful
        });
        all
    }

    /// What counts by its name, for people to look through; nothing where policy and tags say all.
    pub(super) fn note(&self) -> Option<String> {
        let each: Vec<String> =
            self.by_name.iter().map(|(name, environment)| format!("«{name}» as {}", environment.id())).collect();
        (!each.is_empty()).then(|| format!("counted by name: {}", some_of(each, NAMED)))
    }
}

/// Whether the name of a workspace may be a department's or a customer's: it begins with the word of an environment and goes on, and neither
/// the policy, its keys nor what other workspaces and keys are called bear it out.
fn may_be_a_name(cx: &Context, workspace: &Workspace, of: Environment, all: &[&Workspace]) -> bool {
    let is_stated = environment(cx, workspace).is_some_and(|own| own.confidence == Confidence::High)
        || cx.policy.environment_by_pattern(&workspace.name).is_some();
    let Some(rest) = goes_on_after_environment(&workspace.name, cx.policy).filter(|_| !is_stated) else { return false };
    let has = |name: &str| words(name).windows(rest.len()).any(|window| window == rest);
    let is_of_others = all.iter().any(|other| other.id != workspace.id && has(&other.name));
    let elsewhere = |key: &&Key| key.workspace_id.as_deref() != Some(workspace.id.as_str());
    let is_of_keys = || cx.facts.lists.active_keys().filter(elsewhere).any(|key| has(&key.name));
    let by_keys = || of_its_keys_alone(cx, workspace) == Some(of);
    !is_of_others && !is_of_keys() && !by_keys()
}
