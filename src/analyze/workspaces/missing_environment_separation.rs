//! Whether production stands apart.

mod counted_as;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use anyhow::Result;

use self::counted_as::Counted;
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
                Several production workspaces are fine as long as another environment has one of its own. Medium where production is known \
                and others tell none: state them. A name that begins with the word of an environment and goes on like a department's or a \
                customer's («Demo Day», «Stage Entertainment») counts only where its keys, or other workspaces, bear it out; else the finding is medium.",
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
    let counted_as = Counted::of(cx, &workspaces);
    let silent = || workspaces.iter().filter(|workspace| environment(cx, workspace).is_none());
    let mut findings: Vec<Finding> = silent().filter_map(|workspace| mixed(cx, workspace)).collect();
    let mut notes = Vec::new();
    let is_enough = |count: usize| count as f64 >= least.value;
    if is_enough(counted_as.by_environment.len()) {
        notes.extend(counted_as.note());
    } else {
        let by_keys: Vec<(Environment, &str)> =
            silent().filter_map(|workspace| Some((of_its_keys(cx, workspace)?, workspace.name.as_str()))).collect();
        let by_names = counted_as.by_environment.keys().copied();
        let all: BTreeSet<Environment> = by_names.chain(by_keys.iter().map(|(environment, _)| *environment)).collect();
        if let Some(unread) = unread(cx, Table::Workspaces).filter(|_| !is_enough(all.len())) {
            return Ok(unread);
        }
        if is_enough(all.len()) {
            let each = by_keys.iter().map(|(environment, name)| format!("«{name}» as {}", environment.id()));
            let each = some_of(each.collect::<Vec<_>>(), NAMED);
            notes.push(format!(
                "counted by the names of their keys, since neither policy, tag nor name says which environment they are: {each}"
            ));
            notes.extend(counted_as.note());
        } else {
            findings.insert(0, unseparated(cx, &workspaces, &counted_as, &least.to_string()));
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
    of_its_keys_alone(cx, workspace)
}

/// The same, whatever its own name says.
fn of_its_keys_alone(cx: &Context, workspace: &Workspace) -> Option<Environment> {
    let own = cx.facts.lists.active_keys().filter(|key| key.workspace_id.as_deref() == Some(workspace.id.as_str()));
    let said: BTreeSet<Environment> = own
        .filter_map(|key| of_key(&key.name, Some(&key.id), cx.policy))
        .map(|inferred| inferred.environment)
        .collect();
    said.first().copied().filter(|_| said.len() == 1)
}

fn unseparated(cx: &Context, workspaces: &[&Workspace], counted_as: &Counted, limit: &str) -> Finding {
    let Counted { by_environment, doubtful, .. } = counted_as;
    let found: Vec<String> = by_environment
        .iter()
        .map(|(environment, names)| format!("{} ({})", environment.id(), names.join(", ")))
        .collect();
    let silent = workspaces.len() - by_environment.values().map(Vec::len).sum::<usize>() - doubtful.len();
    let doubts = doubtful.iter().map(|(name, environment)| format!("«{name}», if it is {}", environment.id()));
    let doubts = some_of(doubts.collect::<Vec<_>>(), NAMED);
    let message = match (workspaces.len(), found.as_slice()) {
        (0, _) => "there is no live workspace except Default and Claude Code".to_owned(),
        (_, []) if !doubtful.is_empty() => {
            format!("no environment is certain; the names of these may be of departments or customers: {doubts}")
        }
        (count, []) => {
            format!("none of the {count} live workspaces has a recognizable environment (policy, tag or name)")
        }
        (count, found) => {
            let rest = if silent > 0 {
                format!(" ({silent} of {count} without a recognizable environment)")
            } else {
                String::new()
            };
            let others = if doubtful.is_empty() {
                String::new()
            } else {
                format!("; another one may be {doubts}, or the name of a department or customer")
            };
            format!("all live workspaces with a known environment belong to {}{rest}{others}", found.join(" or "))
        }
    };
    let mut finding = ANALYZER.finding(
        Subject::organization(),
        "Environments are not separated by workspaces",
        format!("{message}. Threshold: {limit}"),
    );
    // Production is there, and others of which nobody can tell: perhaps they are separated, and no name says so.
    if !doubtful.is_empty() || silent > 0 && by_environment.contains_key(&Environment::Production) {
        finding.severity = Severity::Medium;
    }
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
