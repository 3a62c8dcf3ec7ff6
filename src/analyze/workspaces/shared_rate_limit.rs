//! Non-production workspaces that can use up production's rate limits.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::{environment, made_workspaces, record, subject};
use crate::analyze::wording::quoted;
use crate::analyze::{Analyzer, Context, Explain, Outcome, list_is_cut};
use crate::facts::names::environment::Inferred;
use crate::facts::{RateLimit, Workspace};
use crate::model::{Confidence, Control, Finding, Severity, SubjectKind, Table, counted};
use crate::policy::Environment;

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "shared-rate-limit",
    title: "Non-production workspaces with the organization's rate limits",
    control: Control::EnvironmentSeparation,
    severity: Severity::Low,
    reads: &[&[Table::Workspaces]],
    population: "live non-production workspaces",
    thresholds: &[],
    explain: Explain {
        finds: "Live workspaces of staging, development or testing (by policy, tag `env` or name) none of whose rate limits is lower than \
                the organization's. One limiter below the organization's value is enough. Workspaces of unknown environment, Default, \
                which cannot carry limits, and Claude Code are not found.",
        matters: "Rate limits count over the organization: a load test in development can use up what production needs, and production's \
                  requests are refused.",
        remedy: &[
            "Console > Workspaces > {name} > Limits: set requests and tokens per minute to a share of the organization's",
            "Then export GET /v1/organizations/workspaces/{id}/rate_limits of the Admin API again",
        ],
        caveats: "Limits of a workspace are a list of their own, one request per workspace. The older shape lists only what a workspace has \
                  of its own, so a workspace without any has an empty list that looks like one that was not exported: then the \
                  confidence is low. With the newer shape such a workspace is not judged.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::Workspace);
    if !cx.data.has(Table::RateLimits) {
        return Ok(Outcome::NotAssessed { why: "no export of rate limits".to_owned(), needs: vec![Table::RateLimits] });
    }
    if let Some(cut) = list_is_cut(cx, Table::RateLimits) {
        return Ok(cut);
    }
    let limits = &cx.facts.spend.rate_limits;
    let (mut population, mut findings, mut unknown) = (0, Vec::new(), Vec::new());
    for workspace in made_workspaces(cx) {
        let Some(inferred) = environment(cx, workspace).filter(|one| one.environment != Environment::Production) else {
            continue;
        };
        match limits.of(&workspace.id) {
            None if limits.states_inherited || !limits.knows_workspaces() => {
                unknown.push(workspace.name.as_str());
                continue;
            }
            None => findings.push(finding(cx, workspace, &inferred, &[])),
            Some(own) if own.iter().any(|limit| limit.is_lower) => {}
            Some(own) => findings.push(finding(cx, workspace, &inferred, own)),
        }
        population += 1;
        judged.add(&workspace.id);
    }
    let why = format!("no export lists the rate limits of {}", quoted(unknown.iter().copied()));
    if population == 0 && !unknown.is_empty() {
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::RateLimits] });
    }
    let notes = if unknown.is_empty() { Vec::new() } else { vec![format!("not judged: {why}")] };
    Ok(Outcome::Assessed { population, findings, notes })
}

fn finding(cx: &Context, workspace: &Workspace, inferred: &Inferred, own: &[RateLimit]) -> Finding {
    let observed = if own.is_empty() {
        "no rate limit of its own in the exports".to_owned()
    } else {
        format!("{}, none below the organization's", counted(own.len(), "rate limit"))
    };
    let message = format!(
        "workspace of {} ({}) with {observed}. Expected: one rate limit below the organization's",
        inferred.environment.id(),
        inferred.basis
    );
    let title = format!("Workspace «{}» shares the organization's rate limits", workspace.name);
    let mut finding = ANALYZER.finding(subject(workspace), title, message);
    finding.confidence = if own.is_empty() { Confidence::Low } else { inferred.confidence };
    finding.observed = Some(observed);
    finding.threshold = Some("one rate limit below the organization's".to_owned());
    finding.evidence = vec![record(cx, workspace)];
    finding.evidence.extend(own.iter().map(|limit| {
        let organization = limit.organization.map_or_else(|| "none".to_owned(), |value| value.to_string());
        limit.source.evidence(cx.data, format!("{}: {}, organization {organization}", limit.limiter, limit.value))
    }));
    finding
}
