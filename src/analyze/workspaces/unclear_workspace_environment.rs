//! Workspaces of which nobody can tell whether they are production.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::{environment, made_workspaces, record, subject};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::Workspace;
use crate::facts::names::environment::{Named, environments_in};
use crate::model::{Confidence, Control, Severity, SubjectKind, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "unclear-workspace-environment",
    title: "Workspaces without a recognizable environment",
    control: Control::EnvironmentSeparation,
    severity: Severity::Low,
    reads: &[&[Table::Workspaces]],
    population: "live workspaces other than Default and Claude Code",
    thresholds: &[],
    explain: Explain {
        finds: "Live workspaces whose environment neither the policy tells nor a tag `env`, nor a whole word of the name (prod, stg, \
                dev, qa and the like); also those whose name has words of two environments, which belongs to neither. Default and \
                Claude Code are not found: nobody chose their names.",
        matters: "What is not known to be production is not guarded like production, and keys in it cannot be compared with it.",
        remedy: &[
            "Console > Workspaces > {name} > Settings: add the tag env=prod, env=staging or env=dev; or Admin API: POST \
             /v1/organizations/workspaces/{id} with {\"tags\":{\"env\":\"…\"}}",
            "Or state it in the policy under [environments.workspaces]",
        ],
        caveats: "A workspace that serves all environments of one team has no environment of its own; state in the policy which one applies.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::Workspace);
    let (mut population, mut findings) = (0, Vec::new());
    for workspace in made_workspaces(cx) {
        population += 1;
        judged.add(&workspace.id);
        if environment(cx, workspace).is_some() {
            continue;
        }
        let (observed, why) = silence(cx, workspace);
        let title = format!("Workspace «{}» has no recognizable environment", workspace.name);
        let mut finding = ANALYZER.finding(subject(workspace), title, why);
        finding.confidence = Confidence::Medium;
        finding.observed = Some(observed);
        finding.threshold = Some("one environment, by policy, tag env or name".to_owned());
        finding.evidence = vec![record(cx, workspace)];
        findings.push(finding);
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

/// What its tag and its name say instead of one environment: in short, and as a sentence.
fn silence(cx: &Context, workspace: &Workspace) -> (String, String) {
    let named: Vec<&str> = environments_in(&workspace.name, Named::Workspace, cx.policy)
        .iter()
        .map(|(environment, _)| environment.id())
        .collect();
    let tag = match workspace.tag_env.as_deref() {
        None => "it has no tag env".to_owned(),
        Some(tag) => format!("its tag env={tag} is no known environment"),
    };
    if named.is_empty() {
        let sentence = format!("the policy does not map it, {tag}, and its name has no word for an environment");
        return ("no environment".to_owned(), sentence);
    }
    let named = named.join(" and ");
    (named.clone(), format!("the policy does not map it, {tag}, and its name says {named}"))
}
