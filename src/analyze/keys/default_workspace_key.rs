//! Active keys in the default workspace.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::{active_keys, record, subject};
use crate::analyze::{Analyzer, Context, Explain, Outcome, unplaced};
use crate::facts::{DEFAULT_WORKSPACE, Key};
use crate::model::{Confidence, Control, Severity, SubjectKind, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "default-workspace-key",
    title: "Active keys in the default workspace",
    control: Control::SpendLimits,
    severity: Severity::Medium,
    reads: &[&[Table::Keys]],
    population: "active keys of workspaces",
    thresholds: &[],
    explain: Explain {
        finds: "Active keys whose workspace is the default one: no workspace id (the shape before 2026-10-21), or a workspace named \
                Default. Organization-scoped admin keys belong to no workspace and are not found.",
        matters: "The default workspace cannot carry a spend or rate limit, so nothing bounds what such a key can spend, and it mixes \
                  whatever nobody sorted.",
        remedy: &[
            "Console > Workspaces: choose or make the workspace of the key's service and environment, with a monthly limit",
            "Make a new key there, deploy it, and see that usage moves",
            "Console > API keys > {name} > Disable; or Admin API: POST /v1/organizations/api_keys/{id} with {\"status\":\"inactive\"}",
        ],
        caveats: "In the new shape the default workspace has an id; it is known by name only where the workspace list was exported with \
                  include_default, or by the usage export.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::ApiKey);
    let (mut population, mut findings) = (0, Vec::new());
    for key in active_keys(cx).filter(|key| !key.organization_scoped && !key.is_workspace_unclear) {
        population += 1;
        judged.add(&key.id);
        let Some((confidence, why)) = in_default(cx, key) else { continue };
        let message = format!("{why}. The default workspace cannot have a spend limit");
        let subject = subject(cx, key);
        let title = format!("Key «{}» is in the default workspace", subject.label());
        let mut finding = ANALYZER.finding(subject, title, message);
        finding.confidence = confidence;
        finding.observed = Some(DEFAULT_WORKSPACE.to_owned());
        finding.threshold = Some("a workspace of its environment".to_owned());
        finding.evidence = vec![record(cx, key)];
        findings.push(finding);
    }
    Ok(unplaced::outcome(cx, population, findings))
}

fn in_default(cx: &Context, key: &Key) -> Option<(Confidence, String)> {
    let Some(id) = &key.workspace_id else {
        return Some((
            Confidence::High,
            "the key has no workspace id, which stands for the default workspace".to_owned(),
        ));
    };
    if let Some(workspace) = cx.facts.lists.workspace(id) {
        return workspace
            .is_default()
            .then(|| (Confidence::High, format!("the key's workspace {id} is named {}", workspace.name)));
    }
    // An id that no list knows, and use that the exports put into Default alone.
    let uses = cx.facts.keys.uses.of(&key.id)?;
    let only_default = !uses.uses.is_empty() && uses.workspaces().keys().all(|name| *name == DEFAULT_WORKSPACE);
    only_default.then(|| {
        (Confidence::Medium, format!("the key's workspace {id} is in no list, and its use is reported in Default"))
    })
}
