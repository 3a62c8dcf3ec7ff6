//! The checks of spend, run on what each cloud bills: apart from the Console's, by the same rules.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::spend::{spend_shift, spend_spike};
use super::{Analyzer, Context, Outcome, SpenderWords};
use crate::model::{Finding, Subject, SubjectKind};

/// One provider's bills as a check sees them: accounts stand for workspaces, principals for keys.
pub struct ProviderBills<'a> {
    /// Who bills: `AWS`.
    pub provider: String,
    /// Whether it is a gateway, which bills nothing itself.
    pub is_gateway: bool,
    /// Its own facts.
    pub cx: Context<'a>,
}

/// Checks that ask for nothing but spend.
const CHECKS: [&str; 2] = [spend_spike::ANALYZER.id, spend_shift::ANALYZER.id];

impl ProviderBills<'_> {
    /// What those who spent are called on these bills.
    #[must_use]
    pub const fn words(is_gateway: bool) -> SpenderWords {
        if is_gateway { SpenderWords::GATEWAY } else { SpenderWords::CLOUD }
    }
}

/// Adds what a check says of every provider. What the Console's exports could not show stays said.
pub(super) fn add(outcome: Outcome, analyzer: &Analyzer, others: &[ProviderBills]) -> Result<Outcome> {
    if !CHECKS.contains(&analyzer.id) {
        return Ok(outcome);
    }
    others.iter().try_fold(outcome, |so_far, other| Ok(joined(so_far, (analyzer.run)(&other.cx)?, other)))
}

fn joined(so_far: Outcome, own: Outcome, other: &ProviderBills) -> Outcome {
    let provider = other.provider.as_str();
    let through = if other.is_gateway { "through" } else { "on" };
    let of = |finding: Finding| of(finding, other);
    match (so_far, own) {
        (
            Outcome::Assessed { population, mut findings, mut notes },
            Outcome::Assessed { population: more, findings: found, notes: said },
        ) => {
            findings.extend(found.into_iter().map(of));
            notes.push(format!("{more} series of Claude {through} {provider} among them"));
            notes.extend(said.iter().map(|note| format!("Claude {through} {provider}: {note}")));
            Outcome::Assessed { population: population + more, findings, notes }
        }
        // Found is found, also where the Console's spend could not be looked at.
        (Outcome::NotAssessed { why, .. }, Outcome::Assessed { population, findings, .. }) if !findings.is_empty() => {
            let findings = findings.into_iter().map(of).collect();
            let notes = vec![format!("only the bills of {provider} were judged, the Console's spend was not: {why}")];
            Outcome::Assessed { population, findings, notes }
        }
        (Outcome::Assessed { population, findings, mut notes }, Outcome::NotAssessed { why, .. }) => {
            notes.push(format!("Claude {through} {provider} was not assessed: {why}"));
            Outcome::Assessed { population, findings, notes }
        }
        (so_far, _) => so_far,
    }
}

/// A finding about a bill: its own words, its own subject, and what can be done there.
fn of(mut finding: Finding, other: &ProviderBills) -> Finding {
    let provider = other.provider.as_str();
    finding.title = format!("{provider}: {}", finding.title);
    finding.message = format!("{provider}: {}", finding.message);
    finding.subject = subject(&finding.subject, other);
    if other.is_gateway {
        // The money is the Console's or a cloud's, and counts there.
        finding.impact_usd = None;
        finding.message.push_str(". The Console or a cloud bills it: it may be found there once more");
        finding.remediation = vec![
            format!("Look at the log of {provider} for these days, by key and user"),
            "Ask who owns the key what ran; if nobody knows, block it: POST /key/block".to_owned(),
            "Give the key a budget: POST /key/update with `max_budget` and `budget_duration`".to_owned(),
        ];
        return finding;
    }
    finding.remediation = vec![
        format!("Look at the bill of {provider} for these days, by principal and hour"),
        "Ask who owns the principal what ran; if nobody knows, take away its permission to call models and rotate its credentials".to_owned(),
        format!("Set a budget with an alert for Claude on {provider}: the Console's limits do not hold there"),
    ];
    finding
}

fn subject(subject: &Subject, other: &ProviderBills) -> Subject {
    let provider = other.provider.as_str();
    let through = if other.is_gateway { "through" } else { "on" };
    let id = |name: &str| Some(format!("{provider}:{name}"));
    let label = subject.label();
    let account = |name: &str| format!("{provider} {} {name}", if other.is_gateway { "team" } else { "account" });
    match subject.kind {
        SubjectKind::ApiKey => Subject {
            kind: if other.is_gateway { SubjectKind::GatewayKey } else { SubjectKind::ServiceAccount },
            id: id(&format!("{}:{label}", subject.workspace.as_deref().unwrap_or_default())),
            name: Some(label.to_owned()),
            workspace: subject.workspace.as_deref().map(account),
        },
        SubjectKind::Model => Subject {
            kind: SubjectKind::Model,
            id: id(label),
            name: Some(format!("{label} {through} {provider}")),
            workspace: None,
        },
        SubjectKind::Workspace => Subject {
            kind: SubjectKind::Workspace,
            id: id(label),
            name: Some(account(label)),
            workspace: Some(account(label)),
        },
        _ => Subject {
            kind: subject.kind,
            id: id("all"),
            name: Some(format!("Claude {through} {provider}")),
            workspace: None,
        },
    }
}
