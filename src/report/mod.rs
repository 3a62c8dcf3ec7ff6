//! Findings -> report: suppression, order, and a verdict on every control.

mod attest;
mod marks;
mod order;
mod suppress;
mod verdict;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::analyze::{Analyzer, Outcome};
use crate::model::{
    Attestation, Chart, CheckResult, CheckStatus, Coverage, Finding, Input, NotAssessed, Organization, Period,
    PopulationProof, Rejection, Report, SCHEMA_VERSION, Suppressed, Table, Tool, Totals,
};
use crate::policy::Policy;

/// What a report is made of beside the outcomes of the checks.
#[derive(Debug)]
pub struct Parts {
    /// The organization as an export states it; the policy's name for it fills a gap.
    pub organization: Organization,
    /// The days that sums refer to.
    pub period: Period,
    /// The instant that ages refer to.
    pub as_of: DateTime<Utc>,
    /// Every file and what became of its rows, in any order.
    pub inputs: Vec<Input>,
    /// Records that could not be taken, in any order.
    pub rejections: Vec<Rejection>,
    /// Tables of which something is missing, with what.
    pub damaged: BTreeMap<Table, String>,
    /// What the tables cover, in the order of the tables.
    pub coverage: Vec<Coverage>,
    /// Keys, members and workspaces, counted twice.
    pub populations: Vec<PopulationProof>,
    /// What the organization attested about its controls.
    pub attestations: Vec<Attestation>,
    /// Sums and counts over the period.
    pub totals: Totals,
    /// Drawings, in the order in which they are shown.
    pub charts: Vec<Chart>,
}

/// Assembles the report. The outcomes stand in the order of the catalogue; that of a disabled check is not looked at.
#[must_use]
pub fn build(outcomes: Vec<(&'static Analyzer, Outcome)>, policy: &Policy, parts: Parts) -> Report {
    let Judged { mut checks, findings, not_assessed } = judged(outcomes, policy, &parts.damaged);
    let suppress::Sorted { mut open, mut suppressed, unused } = suppress::sort(findings, policy, &checks, parts.as_of);
    count(&mut checks, &open, &suppressed);
    open.sort_by(order::findings);
    suppressed.sort_by(|a, b| order::findings(&a.finding, &b.finding));
    let Parts {
        mut organization,
        period,
        as_of,
        mut inputs,
        mut rejections,
        coverage,
        populations,
        attestations,
        totals,
        mut charts,
        ..
    } = parts;
    let mut controls = verdict::all(&checks, &open);
    let other_attestations = attest::attach(&mut controls, attestations);
    organization.name = organization.name.or_else(|| policy.organization().map(str::to_owned));
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    rejections.sort();
    marks::mark(&mut charts, &open);
    Report {
        schema_version: SCHEMA_VERSION.to_owned(),
        tool: Tool { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        organization,
        period,
        as_of,
        policy: policy.info(),
        inputs,
        coverage,
        populations,
        totals,
        controls,
        other_attestations,
        checks,
        findings: open,
        not_assessed,
        suppressed,
        unused_suppressions: unused,
        resolved: Vec::new(),
        charts,
        rejections,
    }
}

/// What the checks said, the policy's switches applied.
struct Judged {
    checks: Vec<CheckResult>,
    findings: Vec<Finding>,
    not_assessed: Vec<NotAssessed>,
}

fn judged(outcomes: Vec<(&'static Analyzer, Outcome)>, policy: &Policy, damaged: &BTreeMap<Table, String>) -> Judged {
    let mut judged = Judged { checks: Vec::new(), findings: Vec::new(), not_assessed: Vec::new() };
    for (analyzer, outcome) in outcomes {
        let mut check = CheckResult {
            id: analyzer.id.to_owned(),
            title: analyzer.title.to_owned(),
            control: analyzer.control,
            status: CheckStatus::Assessed,
            population: 0,
            of: analyzer.population.to_owned(),
            findings: 0,
            suppressed: 0,
            partial: None,
            notes: Vec::new(),
        };
        match (policy.disabled(analyzer.id), outcome) {
            (Some(reason), _) => {
                check.status = CheckStatus::Disabled;
                check.notes = vec![format!("disabled by the policy: {reason}")];
            }
            (None, Outcome::Assessed { population, findings, notes }) => {
                check.population = population;
                check.notes = notes;
                check.partial = analyzer.reads.iter().copied().flatten().find_map(|table| damaged.get(table)).cloned();
                judged.findings.extend(findings);
            }
            (None, Outcome::NotAssessed { why, needs }) => {
                check.status = CheckStatus::NotAssessed;
                let needs = needs.into_iter().map(|table| table.title().to_owned()).collect();
                judged.not_assessed.push(NotAssessed { rule: check.id.clone(), why, needs });
            }
        }
        judged.checks.push(check);
    }
    judged
}

fn count(checks: &mut [CheckResult], open: &[Finding], suppressed: &[Suppressed]) {
    for check in checks {
        check.findings = open.iter().filter(|finding| finding.rule == check.id).count() as u64;
        check.suppressed = suppressed.iter().filter(|one| one.finding.rule == check.id).count() as u64;
    }
}

#[cfg(test)]
mod tests;
