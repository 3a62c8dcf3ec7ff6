//! The report as it stands before anything is read off it.

use super::{ReportInputs, looser};
use crate::model::{
    Attestation, Brief, CheckResult, ControlResult, Finding, NotAssessed, Report, SCHEMA_VERSION, Suppressed, Tool,
    UnusedSuppression,
};
use crate::policy::Policy;

/// What the checks said, with verdicts, in the order in which it is shown.
pub(super) struct Shown {
    pub(super) controls: Vec<ControlResult>,
    pub(super) other_attestations: Vec<Attestation>,
    pub(super) checks: Vec<CheckResult>,
    pub(super) open: Vec<Finding>,
    pub(super) not_assessed: Vec<NotAssessed>,
    pub(super) suppressed: Vec<Suppressed>,
    pub(super) unused: Vec<UnusedSuppression>,
}

/// The report without what is read off it: the comparison, due days, tasks and the conclusion.
pub(super) fn assemble(parts: ReportInputs, judged: Shown, policy: &Policy) -> Report {
    let looser_thresholds = looser::looser(&judged.checks, policy);
    Report {
        schema_version: SCHEMA_VERSION.to_owned(),
        tool: tool(),
        organization: parts.organization,
        period: parts.period,
        as_of: parts.as_of,
        pseudonymized: None,
        policy: policy.info(),
        sign_off: policy.sign_off().clone().of_report(parts.as_of),
        brief: Brief::default(),
        tree: parts.tree,
        inputs: parts.inputs,
        coverage: parts.coverage,
        populations: parts.populations,
        list_ties: parts.list_ties,
        access_changes: parts.access_changes,
        effective_access: parts.effective_access,
        access: parts.access,
        access_review: parts.access_review,
        identities: parts.identities,
        identity_review: parts.identity_review,
        log_review: parts.log_review,
        totals: parts.totals,
        spend_change: parts.spend_change,
        key_figures: parts.key_figures,
        reconciliation: parts.reconciliation,
        controls: judged.controls,
        other_attestations: judged.other_attestations,
        checks: judged.checks,
        findings: judged.open,
        looser_thresholds,
        due_days: policy.due_days().clone(),
        open_items: Vec::new(),
        not_assessed: judged.not_assessed,
        suppressed: judged.suppressed,
        unused_suppressions: judged.unused,
        resolved: Vec::new(),
        rotation_schedule: parts.rotation_schedule,
        gateway_keys: parts.gateway_keys,
        samples: parts.samples,
        baseline: None,
        fingerprints: parts.fingerprints,
        charts: parts.charts,
        rejections: parts.rejections,
    }
}

fn tool() -> Tool {
    Tool {
        name: env!("CARGO_PKG_NAME").to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        catalogue_sha256: crate::analyze::catalogue_sha256(),
    }
}
