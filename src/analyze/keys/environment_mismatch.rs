//! Keys of one environment in a workspace of another.

#[cfg(test)]
mod tests;
mod used_elsewhere;

use anyhow::Result;

use self::used_elsewhere::used_elsewhere;
use super::{active_keys, record, subject};
use crate::analyze::wording::some_of;
use crate::analyze::{Analyzer, Context, Explain, Outcome, unplaced};
use crate::facts::names::environment::{of_key, of_workspace};
use crate::model::{Control, Severity, SubjectKind, Table, counted};
use crate::policy::Environment;

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "environment-mismatch",
    title: "Keys of one environment in a workspace of another",
    control: Control::EnvironmentSeparation,
    severity: Severity::High,
    reads: &[&[Table::Keys], &[Table::Workspaces]],
    population: "active keys whose environment and workspace's environment are known",
    thresholds: &[],
    explain: Explain {
        finds: "Active keys whose environment (by policy, else by whole words of the name such as prod, stg, dev) differs from that of \
                their workspace (by policy, tag `env` or name). Where one of the two is unknown nothing is found. Medium where a key is used, by its id, in a workspace of another \
                environment than the list has it in, and no event moved it. A workspace for tests, \
                quality assurance or demonstrations may hold staging and development keys, but no production key. \
                Keys of a gateway (LiteLLM) likewise, against the name of their team.",
        matters: "Limits, members and logs hang on the workspace: a development key in production spends production's budget and is seen \
                  by production's members.",
        remedy: &[
            "Make a key for the service in the workspace of its environment; keys cannot change their workspace's limits",
            "Deploy it, see that usage moves, then disable {name} (Admin API: POST /v1/organizations/api_keys/{id} with {\"status\":\"inactive\"})",
            "If only the name is wrong: rename the key, or state its environment in the policy",
        ],
        caveats: "Names are hints: `live-search` is read as production. A map in the policy or a tag `env` on the workspace is sure.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::ApiKey);
    let (mut population, mut findings, mut unnamed) = (0, Vec::new(), Vec::new());
    for key in active_keys(cx) {
        let Some(workspace) = key.workspace_id.as_deref().and_then(|id| cx.facts.lists.workspace(id)) else { continue };
        let elsewhere = used_elsewhere(cx, key, workspace);
        let is_judged = elsewhere.is_some();
        findings.extend(elsewhere);
        let home = of_workspace(&workspace.name, Some(&workspace.id), workspace.tag_env.as_deref(), cx.policy);
        let (Some(own), Some(home)) = (of_key(&key.name, Some(&key.id), cx.policy), home) else {
            if is_judged {
                population += 1;
                judged.add(&key.id);
            } else if !workspace.is_claude_code() {
                // Claude Code names the keys of its workspace after people.
                unnamed.push(key.name.as_str());
            }
            continue;
        };
        population += 1;
        judged.add(&key.id);
        if !differ(own.environment, home.environment) {
            continue;
        }
        let message = format!(
            "the key belongs to {} ({}), its workspace «{}» to {} ({})",
            own.environment.id(),
            own.basis,
            workspace.name,
            home.environment.id(),
            home.basis
        );
        let subject = subject(cx, key);
        let title = format!("Key «{}» is in a workspace of another environment", subject.label());
        let mut finding = ANALYZER.finding(subject, title, message);
        finding.confidence = own.confidence.min(home.confidence);
        finding.observed = Some(format!("{} in {}", own.environment.id(), home.environment.id()));
        finding.threshold = Some("the same environment".to_owned());
        finding.evidence =
            vec![record(cx, key), workspace.source.evidence(cx.data, format!("{}: {}", workspace.id, workspace.name))];
        findings.push(finding);
    }
    let note = (!unnamed.is_empty()).then(|| {
        let count = counted(unnamed.len(), "active key");
        format!(
            "not judged: {count} whose environment, or whose workspace's, no name, tag or policy says: {}",
            some_of(unnamed, 3)
        )
    });
    Ok(unplaced::outcome_with(cx, (population, findings), note))
}

fn differ(key: Environment, workspace: Environment) -> bool {
    let tests = |environment| environment == Environment::Testing;
    if tests(key) || tests(workspace) {
        return key == Environment::Production || workspace == Environment::Production;
    }
    key != workspace
}
