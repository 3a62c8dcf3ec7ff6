//! Whether production stands apart.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::{environment, made_workspaces, record, subject};
use crate::analyze::wording::some_of;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold, list_is_cut, unread};
use crate::facts::Workspace;
use crate::facts::names::environment::{Named, environments_in, of_key};
use crate::model::{Confidence, Control, Finding, Severity, Subject, Table, counted};
use crate::policy::Environment;

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "missing-environment-separation",
    title: "No separate workspaces for the environments",
    control: Control::EnvironmentSeparation,
    severity: Severity::High,
    reads: &[&[Table::Workspaces]],
    population: "live workspaces other than Default and Claude Code",
    thresholds: &[Threshold {
        name: "least_environments",
        default: 2.0,
        unit: "environments",
        source: "the checklist: production apart from the rest",
    }],
    explain: Explain {
        finds: "Fewer than two environments (by policy, tag `env` or whole words of the name) among the live workspaces, Default and Claude \
                Code aside; also when no name tells any, unless the names of their keys do: a workspace all of whose keys are of one environment counts as of it. And a workspace whose name says that it holds production and another environment. \
                Several production workspaces are fine as long as another environment has one of its own.",
        matters: "Without separation a test can spend production's budget, use up its rate limits and read its files.",
        remedy: &[
            "Console > Workspaces > Create: one for each environment, tagged env=prod, env=staging, env=dev; or Admin API: POST \
             /v1/organizations/workspaces",
            "Give each a monthly spend limit, and make its keys there",
            "Where the workspaces exist under other names: state their environments in the policy",
        ],
        caveats: "Names are hints. Workspaces that are separated by team and not by environment need a tag or the policy.",
    },
    run,
};

/// So many workspaces are named in a sentence.
const NAMED: usize = 5;

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(cut) = list_is_cut(cx, Table::Workspaces) {
        return Ok(cut);
    }
    let least = cx.limit(&ANALYZER, const { ANALYZER.threshold("least_environments") });
    let workspaces: Vec<&Workspace> = made_workspaces(cx).collect();
    let mut by_environment: BTreeMap<Environment, Vec<&str>> = BTreeMap::new();
    let mut findings = Vec::new();
    for workspace in &workspaces {
        match environment(cx, workspace) {
            Some(inferred) => by_environment.entry(inferred.environment).or_default().push(&workspace.name),
            None => findings.extend(mixed(cx, workspace)),
        }
    }
    let mut notes = Vec::new();
    if (by_environment.len() as f64) < least.value {
        let silent = workspaces.iter().filter(|workspace| environment(cx, workspace).is_none());
        let by_keys: Vec<(Environment, &str)> =
            silent.filter_map(|workspace| Some((of_its_keys(cx, workspace)?, workspace.name.as_str()))).collect();
        let all: BTreeSet<Environment> =
            by_environment.keys().copied().chain(by_keys.iter().map(|(environment, _)| *environment)).collect();
        if let Some(unread) = unread(cx, Table::Workspaces).filter(|_| (all.len() as f64) < least.value) {
            return Ok(unread);
        }
        if (all.len() as f64) < least.value {
            findings.insert(0, unseparated(cx, &workspaces, &by_environment, &least.to_string()));
        } else {
            let each = by_keys.iter().map(|(environment, name)| format!("«{name}» as {}", environment.id()));
            let each = some_of(each.collect::<Vec<_>>(), NAMED);
            notes.push(format!(
                "counted by the names of their keys, since neither policy, tag nor name says which environment they are: {each}"
            ));
        }
    }
    // Without any workspace it is still the organization that is judged.
    Ok(Outcome::Assessed { population: workspaces.len().max(1) as u64, findings, notes })
}

/// The environment of which all active keys of a workspace are, as far as their names say one; none where its own name says several.
fn of_its_keys(cx: &Context, workspace: &Workspace) -> Option<Environment> {
    if !environments_in(&workspace.name, Named::Workspace, cx.policy).is_empty() {
        return None;
    }
    let own = cx.facts.lists.active_keys().filter(|key| key.workspace_id.as_deref() == Some(workspace.id.as_str()));
    let said: BTreeSet<Environment> = own
        .filter_map(|key| of_key(&key.name, Some(&key.id), cx.policy))
        .map(|inferred| inferred.environment)
        .collect();
    said.first().copied().filter(|_| said.len() == 1)
}

fn unseparated(
    cx: &Context,
    workspaces: &[&Workspace],
    by_environment: &BTreeMap<Environment, Vec<&str>>,
    limit: &str,
) -> Finding {
    let found: Vec<String> = by_environment
        .iter()
        .map(|(environment, names)| format!("{} ({})", environment.id(), names.join(", ")))
        .collect();
    let message = match (workspaces.len(), found.as_slice()) {
        (0, _) => "there is no live workspace except Default and Claude Code".to_owned(),
        (count, []) => {
            format!("none of the {count} live workspaces has a recognizable environment (policy, tag or name)")
        }
        (count, found) => {
            let silent = count - by_environment.values().map(Vec::len).sum::<usize>();
            let rest = if silent > 0 {
                format!(" ({silent} of {count} without a recognizable environment)")
            } else {
                String::new()
            };
            format!("all live workspaces with a known environment belong to {}{rest}", found.join(" or "))
        }
    };
    let mut finding = ANALYZER.finding(
        Subject::organization(),
        "Environments are not separated by workspaces",
        format!("{message}. Threshold: {limit}"),
    );
    finding.confidence = Confidence::Medium;
    finding.observed = Some(counted(by_environment.len(), "environment"));
    finding.threshold = Some(limit.to_owned());
    finding.evidence = workspaces.iter().map(|workspace| record(cx, workspace)).collect();
    finding
}

/// A workspace that says itself that production is not alone in it.
fn mixed(cx: &Context, workspace: &Workspace) -> Option<Finding> {
    let environments = environments_in(&workspace.name, Named::Workspace, cx.policy);
    let production = environments.iter().any(|(environment, _)| *environment == Environment::Production);
    let names: Vec<&str> = environments.iter().map(|(environment, _)| environment.id()).collect();
    if !production || names.len() < 2 {
        return None;
    }
    let message = format!("the name of workspace «{}» says that it holds {}", workspace.name, names.join(" and "));
    let mut finding =
        ANALYZER.finding(subject(workspace), format!("Workspace «{}» mixes environments", workspace.name), message);
    finding.confidence = Confidence::Medium;
    finding.observed = Some(names.join(", "));
    finding.threshold = Some("production alone".to_owned());
    finding.evidence = vec![record(cx, workspace)];
    Some(finding)
}
