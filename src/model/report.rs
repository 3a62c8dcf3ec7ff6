//! The report: the one value between judging and showing, and the shape of `findings.json`.

mod check_result;

use std::collections::BTreeMap;

pub use check_result::{Basis, CheckResult, CheckStatus, ControlResult, NotAssessed};

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    AccessChanges, AccessRow, Attestation, Brief, Chart, Comparison, Coverage, DueDays, EffectiveAccesses, Finding,
    Fingerprint, GatewayKeyRow, IdentityReviewResult, IdentityRow, Input, KeyFigures, ListTie, LogReview,
    LooserThreshold, OpenItem, PART, Period, PeriodChange, PopulationProof, Reconciliation, Rejection, ReviewResult,
    Rotation, Sample, Severity, SignOff, Totals, WorkspaceBranch,
};

/// Version of the shape of `findings.json`.
pub const SCHEMA_VERSION: &str = "1";

/// Bytes of the largest `findings.json`: what is written can be given back as a baseline.
pub const LARGEST_FINDINGS: u64 = 512 * 1024 * 1024;

/// Everything a renderer may show. Serialized as it stands, it is `findings.json`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "clade-analyze findings")]
pub struct Report {
    /// [`SCHEMA_VERSION`].
    pub schema_version: String,
    /// What wrote it.
    pub tool: Tool,
    /// Whose exports these are, where one of them says so.
    pub organization: Organization,
    /// The days that sums and events refer to.
    pub period: Period,
    /// The instant that ages refer to: the last thing that happened according to the inputs, or as given.
    #[schemars(with = "String")]
    pub as_of: DateTime<Utc>,
    /// Where names, addresses and ids are labels: a hash that reports of one key file share. Absent where they are what the exports say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pseudonymized: Option<String>,
    /// The policy in force.
    pub policy: PolicyInfo,
    /// Who prepared, reviewed and approved the report.
    #[serde(default)]
    pub sign_off: SignOff,
    /// The conclusion, what to do first, and how sure the report is.
    #[serde(default)]
    pub brief: Brief,
    /// The organization's workspaces with their keys.
    #[serde(skip)]
    pub tree: Vec<WorkspaceBranch>,
    /// Every file and what became of its rows.
    pub inputs: Vec<Input>,
    /// What the tables cover, in the order of the tables.
    pub coverage: Vec<Coverage>,
    /// Keys, members and workspaces, counted by their lists and by the activity feed.
    #[serde(default)]
    pub populations: Vec<PopulationProof>,
    /// Every list in one line: listed, in force, by the activity feed, and what lies between.
    #[serde(default)]
    pub list_ties: Vec<ListTie>,
    /// Every grant and removal of the period, counted.
    #[serde(default)]
    pub access_changes: AccessChanges,
    /// Who reaches which resource by which ways, counted.
    #[serde(default)]
    pub effective_access: EffectiveAccesses,
    /// Who has access to what; written to `access-review.csv`.
    #[serde(skip)]
    pub access: Vec<AccessRow>,
    /// What became of the review of it; null where no worksheet with decisions was given.
    pub access_review: Option<ReviewResult>,
    /// Identities without a person, and what was decided about each; written to `non-human-identities.csv`.
    #[serde(default)]
    pub identities: Vec<IdentityRow>,
    /// What became of the review of them; null where no worksheet with decisions was given.
    #[serde(default)]
    pub identity_review: Option<IdentityReviewResult>,
    /// The audit events of the period as they were reviewed; absent without events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_review: Option<LogReview>,
    /// Sums and counts.
    pub totals: Totals,
    /// Spend of the period against earlier spend; absent where the data has nothing to compare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spend_change: Option<PeriodChange>,
    /// Figures derived from them.
    #[serde(default)]
    pub key_figures: KeyFigures,
    /// Sums that must agree; absent where no cost is reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reconciliation: Option<Reconciliation>,
    /// The checklist with a verdict on every line.
    pub controls: Vec<ControlResult>,
    /// What the organization attested about controls that are none of the checklist's.
    #[serde(default)]
    pub other_attestations: Vec<Attestation>,
    /// Every check of the catalogue and how it went.
    pub checks: Vec<CheckResult>,
    /// Open findings, worst first.
    pub findings: Vec<Finding>,
    /// Thresholds that are looser than a framework asks for in numbers.
    #[serde(default)]
    pub looser_thresholds: Vec<LooserThreshold>,
    /// How many days they may stay open.
    #[serde(default)]
    pub due_days: DueDays,
    /// A task for each subject of an open finding above info; written to `open-items.csv`.
    #[serde(skip)]
    pub open_items: Vec<OpenItem>,
    /// Checks that could not be assessed.
    pub not_assessed: Vec<NotAssessed>,
    /// Findings that the policy suppresses, with its reason.
    pub suppressed: Vec<Suppressed>,
    /// Suppressions without effect.
    pub unused_suppressions: Vec<UnusedSuppression>,
    /// Findings of the baseline that are gone.
    pub resolved: Vec<Finding>,
    /// Active keys that are overdue for rotation or fall due within 90 days, by owner and day.
    #[serde(default)]
    pub rotation_schedule: Vec<Rotation>,
    /// Keys that gateways to Claude gave out; absent where no list of them is given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gateway_keys: Vec<GatewayKeyRow>,
    /// Keys and members drawn for the auditor; absent where none were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub samples: Vec<Sample>,
    /// The comparison with the last report; absent where none was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Comparison>,
    /// What the exports say about past days, for the next report to compare.
    #[serde(default)]
    pub fingerprints: Vec<Fingerprint>,
    /// Drawings, with their numbers.
    pub charts: Vec<Chart>,
    /// Records that could not be taken; written to `rejected-rows.csv`.
    #[serde(skip)]
    pub rejections: Vec<Rejection>,
}

impl Report {
    /// The files that were given, with those in parts and without the parts themselves.
    pub fn files(&self) -> impl Iterator<Item = &Input> {
        self.inputs.iter().filter(|input| input.kind.as_deref() != Some(PART))
    }

    /// The worst severity among open findings.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|f| f.severity).max()
    }

    /// How many checks ended so.
    #[must_use]
    pub fn checks_that(&self, status: CheckStatus) -> usize {
        self.checks.iter().filter(|check| check.status == status).count()
    }

    /// Checks that could not look for want of exports: of those that were not assessed not the ones that nobody configured or that were
    /// switched off.
    #[must_use]
    pub fn blind(&self) -> Vec<&NotAssessed> {
        let is_blind = |one: &&NotAssessed| {
            self.checks.iter().any(|check| check.id == one.rule && check.status == CheckStatus::NotAssessed)
        };
        self.not_assessed.iter().filter(is_blind).collect()
    }

    /// Open findings of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|f| f.severity == severity).count()
    }
}

/// The program.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// `clade-analyze`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its catalogue: with the same one, checks of the same definitions and defaults ran. Reports before it was stated
    /// have none.
    #[serde(default)]
    pub catalogue_sha256: String,
}

/// The organization.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Organization {
    /// Its id, where an export states it.
    pub id: Option<String>,
    /// Its name, where an export or the policy states it.
    pub name: Option<String>,
}

/// The policy in force.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct PolicyInfo {
    /// File name; null where the defaults were used.
    pub file: Option<String>,
    /// SHA-256 of the file.
    pub sha256: Option<String>,
    /// Short hashes of its sections, `checks` and `suppress` apart, so that the next report can tell which changed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sections: BTreeMap<String, String>,
}

/// A finding that the policy suppresses.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// The policy's reason.
    pub reason: String,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// Last day on which it holds.
    #[schemars(with = "Option<String>")]
    pub expires: Option<NaiveDate>,
}

/// A suppression without effect.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UnusedSuppression {
    /// Id of the check.
    pub rule: String,
    /// Id or name of the subject.
    pub subject: String,
    /// `matches no finding`, or `expired on 2026-01-31`.
    pub why: String,
}
