//! Workspaces in which keys of two environments live together.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;

use super::{record, subject};
use crate::analyze::wording::{quoted, some_of};
use crate::analyze::{Analyzer, Context, Explain, Outcome, unplaced};
use crate::facts::names::environment::of_key;
use crate::facts::{DEFAULT_WORKSPACE, Key, Workspace};
use crate::model::{Confidence, Control, Evidence, Finding, Severity, Subject, SubjectKind, Table, counted};
use crate::policy::Environment;

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "mixed-environment-workspace",
    title: "Workspaces with keys of two environments",
    control: Control::EnvironmentSeparation,
    severity: Severity::High,
    reads: &[&[Table::Workspaces], &[Table::Keys]],
    population: "live workspaces with active keys",
    thresholds: &[],
    explain: Explain {
        finds: "Live workspaces with active keys of two or more environments, as the policy or whole words of the keys' names tell, the \
                default workspace included. Keys that tell none, or two at once, count for nothing, and a workspace with several keys of which none tells one is not judged; keys for tests, quality assurance \
                and other non-production may stand next to staging and development. Archived workspaces and Claude Code's, whose keys \
                are named after people, are not found.",
        matters: "Limits, members and logs hang on the workspace: what development spends there, production lacks, and whoever may \
                  see one key's traffic sees the other's.",
        remedy: &[
            "Choose the environment that the workspace keeps; Console > Workspaces > Create for the others",
            "Make new keys there, deploy them, see that usage moves; then disable the old ones (Admin API: POST \
             /v1/organizations/api_keys/{api_key_id} with {\"status\":\"inactive\"})",
            "Where a key's name is wrong: rename it, or state its environment in the policy under [environments.keys]",
        ],
        caveats: "Names are hints: the confidence is medium unless the policy maps the keys. One key that was made in the wrong \
                  workspace is enough; `environment-mismatch` names it where the workspace's own environment is known.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::Workspace);
    let lists = &cx.facts.lists;
    // Keys without a workspace id belong to the default workspace, which may be in no list, unless the list says of nobody where they are.
    let mut homes: BTreeMap<Option<&str>, Vec<&Key>> = BTreeMap::new();
    for key in lists.active_keys().filter(|key| !key.organization_scoped && !key.is_workspace_unclear) {
        homes.entry(key.workspace_id.as_deref()).or_default().push(key);
    }
    let default = lists.live_workspaces().find(|workspace| workspace.is_default());
    if let Some(default) = default
        && let Some(keys) = homes.remove(&None)
    {
        homes.entry(Some(&default.id)).or_default().extend(keys);
    }
    let (mut population, mut findings) = (0, Vec::new());
    let mut silent = Silent::default();
    for (id, keys) in homes {
        let workspace = match id {
            None => None,
            Some(id) => match lists.workspace(id) {
                Some(workspace) if workspace.archived_at.is_none() && !workspace.is_claude_code() => Some(workspace),
                _ => continue,
            },
        };
        if silent.takes(cx, workspace, &keys) {
            continue;
        }
        population += 1;
        // A key without a name, or of which nobody knows where it is, may be what mixes it.
        if unplaced::count(cx) == 0 && keys.iter().all(|key| !key.name.trim().is_empty()) {
            judged.add(workspace.map_or(DEFAULT_WORKSPACE, |workspace| &workspace.id));
        }
        findings.extend(mixture(cx, workspace, &keys));
    }
    let note = silent.note();
    Ok(unplaced::outcome_with(cx, (population, findings), note))
}

/// What could not be judged, since keys say no environment.
#[derive(Default)]
struct Silent<'a> {
    /// Workspaces none of whose keys says one.
    workspaces: Vec<&'a str>,
    /// Keys that say none beside others that do.
    keys: Vec<&'a str>,
}

impl<'a> Silent<'a> {
    /// Whether none of several keys of a workspace says an environment: any of them may be of another one. A single key mixes nothing.
    fn takes(&mut self, cx: &Context, workspace: Option<&'a Workspace>, keys: &[&'a Key]) -> bool {
        let says_none = |key: &&&Key| of_key(&key.name, Some(&key.id), cx.policy).is_none();
        let none: Vec<&str> = keys.iter().filter(says_none).map(|key| key.name.as_str()).collect();
        if keys.len() < 2 || none.is_empty() {
            return false;
        }
        let is_silent = none.len() == keys.len();
        if is_silent {
            self.workspaces.push(workspace.map_or(DEFAULT_WORKSPACE, |workspace| &workspace.name));
        } else {
            self.keys.extend(none);
        }
        is_silent
    }

    fn note(self) -> Option<String> {
        let Self { workspaces, keys } = self;
        let in_workspaces = (!workspaces.is_empty()).then(|| {
            let count = counted(workspaces.len(), "workspace");
            format!("{count} with several keys of which none says an environment: {}", some_of(workspaces, SHOWN))
        });
        let beside = (!keys.is_empty()).then(|| {
            let count = counted(keys.len(), "active key");
            format!("{count} next to keys that say an environment: {}", some_of(keys, SHOWN))
        });
        let parts: Vec<String> = in_workspaces.into_iter().chain(beside).collect();
        (!parts.is_empty()).then(|| format!("not judged: {}", parts.join("; ")))
    }
}

fn mixture(cx: &Context, workspace: Option<&Workspace>, keys: &[&Key]) -> Option<Finding> {
    let mut inside: BTreeMap<Environment, Vec<&Key>> = BTreeMap::new();
    let mut confidence = Confidence::High;
    for key in keys {
        let Some(own) = of_key(&key.name, Some(&key.id), cx.policy) else { continue };
        confidence = confidence.min(own.confidence);
        inside.entry(own.environment).or_default().push(key);
    }
    // What is only said not to be production goes with any other non-production.
    if !inside.contains_key(&Environment::Production) {
        inside.remove(&Environment::Testing);
    }
    if inside.len() < 2 {
        return None;
    }
    let name = workspace.map_or(DEFAULT_WORKSPACE, |workspace| &workspace.name);
    let found: Vec<String> = inside
        .iter()
        .map(|(environment, keys)| {
            format!("{} ({})", environment.id(), some_of(keys.iter().map(|key| quoted([key.name.as_str()])), SHOWN))
        })
        .collect();
    let names: Vec<&str> = inside.keys().map(|environment| environment.id()).collect();
    let about = workspace.map_or_else(default_subject, subject);
    let message = format!("workspace «{name}» holds active keys of {}. Expected: one environment", found.join(" and "));
    let mut finding = ANALYZER.finding(about, format!("Workspace «{name}» holds keys of two environments"), message);
    finding.confidence = confidence;
    finding.observed = Some(names.join(", "));
    finding.threshold = Some("keys of one environment".to_owned());
    finding.evidence = workspace.map(|workspace| record(cx, workspace)).into_iter().collect();
    // The odd ones out first: they are what has to move.
    let mut groups: Vec<(&Environment, &Vec<&Key>)> = inside.iter().collect();
    groups.sort_by_key(|(_, keys)| keys.len());
    for (environment, keys) in groups {
        finding.evidence.extend(keys.iter().take(PLACES).map(|key| key_record(cx, key, *environment)));
    }
    Some(finding)
}

/// Keys of one environment that the message names.
const SHOWN: usize = 3;
/// Keys of one environment that stand as evidence; the message says how many there are.
const PLACES: usize = 5;

/// The default workspace where no list has it.
fn default_subject() -> Subject {
    let name = || Some(DEFAULT_WORKSPACE.to_owned());
    Subject { kind: SubjectKind::Workspace, id: None, name: name(), workspace: name() }
}

fn key_record(cx: &Context, key: &Key, environment: Environment) -> Evidence {
    key.source.evidence(cx.data, format!("{}: {}, {}", key.id, key.name, environment.id()))
}
