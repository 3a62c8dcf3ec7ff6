//! Findings -> report: suppression, order, and a verdict on every control.

mod access;
mod access_changes;
mod assemble;
mod attest;
mod brief;
mod compare;
mod due;
mod human_review;
mod identities;
mod items;
mod log_review;
mod looser;
mod marks;
mod open_items;
mod order;
mod owner;
mod samples;
pub mod sections;
mod suppress;
mod verdict;
mod waiting;

use std::collections::{BTreeMap, BTreeSet};

use assemble::{Shown, assemble};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use crate::analyze::{Check, JudgedSubjects, Outcome};
use crate::model::{
    AccessChanges, AccessRow, Attestation, Baseline, Basis, Chart, CheckResult, CheckStatus, Coverage,
    EffectiveAccesses, Finding, Fingerprint, GatewayKeyRow, IdentityReviewResult, IdentityRow, Input, KeyFigures,
    ListTie, LogReview, NotAssessed, Organization, Period, PeriodChange, PopulationProof, Reconciliation, Rejection,
    Report, ReviewResult, Rotation, Sample, SubjectStates, Suppressed, Table, Totals, WorkspaceBranch, hex,
};
use crate::policy::Policy;
pub use samples::findings_about;

/// What a report is made of next to the outcomes of the checks.
#[derive(Debug)]
pub struct ReportInputs {
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
    /// Every list in one line.
    pub list_ties: Vec<ListTie>,
    /// What the organization attested about its controls.
    pub attestations: Vec<Attestation>,
    /// Every grant and removal of the period, without the findings.
    pub access_changes: AccessChanges,
    /// Who reaches which resource by which ways.
    pub effective_access: EffectiveAccesses,
    /// Who has access to what, without the findings.
    pub access: Vec<AccessRow>,
    /// What became of the review of it.
    pub access_review: Option<ReviewResult>,
    /// Identities without a person, without the findings.
    pub identities: Vec<IdentityRow>,
    /// What became of the review of them.
    pub identity_review: Option<IdentityReviewResult>,
    /// The audit events of the period, without the findings.
    pub log_review: Option<LogReview>,
    /// Sums and counts over the period.
    pub totals: Totals,
    /// Spend against earlier spend.
    pub spend_change: Option<PeriodChange>,
    /// Figures derived from them.
    pub key_figures: KeyFigures,
    /// Sums that must agree.
    pub reconciliation: Option<Reconciliation>,
    /// Workspaces with their keys.
    pub tree: Vec<WorkspaceBranch>,
    /// Keys to rotate, in the order in which they are shown.
    pub rotation_schedule: Vec<Rotation>,
    /// Keys of gateways.
    pub gateway_keys: Vec<GatewayKeyRow>,
    /// What was drawn for the auditor, without the findings.
    pub samples: Vec<Sample>,
    /// Drawings, in the order in which they are shown.
    pub charts: Vec<Chart>,
    /// What the files say about past days.
    pub fingerprints: Vec<Fingerprint>,
    /// Which table each kind of export fills.
    pub kinds: BTreeMap<&'static str, Table>,
    /// Of the damaged tables those of which pages, files or fields are missing, and not single records.
    pub cuts: BTreeSet<Table>,
    /// What became of the things that findings are about.
    pub subject_states: SubjectStates,
    /// The last report, where one was given.
    pub baseline: Option<Baseline>,
}

/// Assembles the report. The outcomes stand in the order of the catalogue; that of a disabled check is not looked at.
#[must_use]
pub fn build(outcomes: Vec<(Check<'_>, Outcome)>, policy: &Policy, mut parts: ReportInputs) -> Report {
    let reads: items::Reads = outcomes.iter().map(|(check, _)| (check.id.to_owned(), tables(check))).collect();
    let judged_subjects: BTreeMap<String, JudgedSubjects> =
        outcomes.iter().map(|(check, _)| (check.id.to_owned(), check.judged.clone())).collect();
    let Results { mut checks, mut findings, not_assessed } = results(outcomes, policy, &parts.damaged);
    waiting::count_in(&mut findings, &checks, &not_assessed);
    let suppress::Split { mut open, mut suppressed, unused } = suppress::apply(findings, policy, &checks, parts.as_of);
    count(&mut checks, &open, &suppressed);
    open.sort_by(order::findings);
    suppressed.sort_by(|a, b| order::findings(&a.finding, &b.finding));
    let mut controls = verdict::all(&checks, &open, &reads);
    let log = parts.log_review.as_ref().and_then(|review| review.result.as_ref());
    human_review::require(&mut controls, human_review::Decided { access: parts.access_review.as_ref(), log }, &open);
    if let Some(review) = &mut parts.log_review {
        log_review::attach(review, &mut controls, &open, &suppressed);
    }
    attest::name_people(&mut parts.attestations, &parts.access);
    let other_attestations = attest::attach(&mut controls, std::mem::take(&mut parts.attestations));
    let organization = &mut parts.organization;
    organization.name = organization.name.take().or_else(|| policy.organization().map(str::to_owned));
    arrange(&mut parts, &open, &suppressed);
    let (kinds, cuts) = (std::mem::take(&mut parts.kinds), std::mem::take(&mut parts.cuts));
    let (damaged, subject_states) = (std::mem::take(&mut parts.damaged), std::mem::take(&mut parts.subject_states));
    let baseline = parts.baseline.take();
    let judged = Shown { controls, other_attestations, checks, open, not_assessed, suppressed, unused };
    let mut report = assemble(parts, judged, policy);
    if let Some(baseline) = &baseline {
        let unread = compare::unread(&report, &kinds, &damaged, &cuts);
        let known = compare::RunDetails { reads, kinds, unread, judged: judged_subjects, subject_states };
        compare::compare(&mut report, baseline, &known);
    }
    due::assign(&mut report, policy, baseline.as_ref());
    report.open_items = open_items::items(&report);
    report.brief = brief::brief(&report);
    report
}

/// Puts in order what the report shows of the exports, and next to it what was found about it.
fn arrange(parts: &mut ReportInputs, open: &[Finding], suppressed: &[Suppressed]) {
    for (table, why) in &parts.damaged {
        let own = parts.coverage.iter_mut().filter(|one| one.table == table.id());
        own.for_each(|one| one.partial = Some(why.clone()));
    }
    parts.inputs.sort_by(|a, b| a.path.cmp(&b.path));
    parts.rejections.sort_unstable();
    marks::mark(&mut parts.charts, open);
    access::attach(&mut parts.access, open);
    access_changes::attach(&mut parts.access_changes, open, suppressed);
    identities::attach(&mut parts.identities, open);
    samples::attach(&mut parts.samples, open, suppressed);
}

/// Ids of the tables that a check reads.
fn tables(check: &Check) -> Vec<&'static str> {
    check.reads.iter().map(|table| table.id()).collect()
}

/// What the checks said, the policy's switches applied.
struct Results {
    checks: Vec<CheckResult>,
    findings: Vec<Finding>,
    not_assessed: Vec<NotAssessed>,
}

fn results(outcomes: Vec<(Check<'_>, Outcome)>, policy: &Policy, damaged: &BTreeMap<Table, String>) -> Results {
    let mut results = Results { checks: Vec::new(), findings: Vec::new(), not_assessed: Vec::new() };
    for (asked, outcome) in outcomes {
        let mut check = CheckResult {
            id: asked.id.to_owned(),
            title: asked.title.to_owned(),
            control: asked.control,
            status: CheckStatus::Assessed,
            population: 0,
            of: asked.population.to_owned(),
            findings: 0,
            suppressed: 0,
            partial: None,
            basis: basis(&asked, policy),
            notes: Vec::new(),
        };
        match (policy.disabled(asked.id), outcome) {
            (Some(reason), _) => {
                check.status = CheckStatus::Disabled;
                check.notes = vec![format!("disabled by the policy: {reason}")];
            }
            (None, Outcome::Assessed { population, findings, notes }) => {
                check.population = population;
                check.notes = notes;
                check.partial =
                    asked.reads.iter().find_map(|table| damaged.get(table)).or(asked.weakened.as_ref()).cloned();
                results.findings.extend(findings);
            }
            (None, Outcome::NotAssessed { why, needs }) => {
                check.status = CheckStatus::NotAssessed;
                let needs = needs.into_iter().map(|table| table.title().to_owned()).collect();
                results.not_assessed.push(NotAssessed { rule: check.id.clone(), why, needs });
            }
            (None, Outcome::NotApplicable { why, needs }) => {
                check.status = CheckStatus::NotApplicable;
                results.not_assessed.push(NotAssessed { rule: check.id.clone(), why, needs });
            }
        }
        results.checks.push(check);
    }
    results
}

/// What a check goes by. Its explanation says exactly what it finds, so another text is another definition.
fn basis(check: &Check, policy: &Policy) -> Basis {
    let limits = check
        .thresholds
        .iter()
        .map(|limit| (limit.name.to_owned(), policy.threshold(check.id, limit.name).unwrap_or(limit.default)));
    let mut hash = Sha256::new();
    let reads = tables(check).join(" ");
    for part in [check.id, check.finds, check.population, &reads] {
        hash.update(part);
        hash.update([0]);
    }
    let definition = hex(&hash.finalize()[..5]);
    Basis { definition, limits: limits.collect() }
}

fn count(checks: &mut [CheckResult], open: &[Finding], suppressed: &[Suppressed]) {
    for check in checks {
        check.findings = open.iter().filter(|finding| finding.rule == check.id).count() as u64;
        check.suppressed = suppressed.iter().filter(|one| one.finding.rule == check.id).count() as u64;
    }
}

#[cfg(test)]
mod tests;
