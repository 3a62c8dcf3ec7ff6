//! Lines of the checklist with their verdict, and the checks behind them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Attestation, Control, Frameworks, Verdict};

/// A line of the checklist.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ControlResult {
    /// Its id.
    pub id: Control,
    /// In the checklist's words.
    pub title: String,
    /// The verdict.
    pub status: Verdict,
    /// Why, in a sentence.
    pub summary: String,
    /// Things its checks looked at: of keys, members, workspaces and so on the largest population each, summed.
    pub population: u64,
    /// What these things are: `active keys: 98; members: 34`; empty where nothing was looked at.
    #[serde(default)]
    pub population_of: String,
    /// Distinct subjects with an open finding above info; never more than `population`.
    pub exceptions: u64,
    /// Ids of its checks.
    pub checks: Vec<String>,
    /// What the organization attested about it; the verdict does not rest on that.
    #[serde(default)]
    pub attestations: Vec<Attestation>,
    /// What the control supports elsewhere.
    pub frameworks: Frameworks,
}

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CheckStatus {
    /// Ran over its population.
    Assessed,
    /// Could not run.
    NotAssessed,
    /// Switched off by the policy.
    Disabled,
    /// Its question does not arise, as a comparison does not where there is no earlier report; no gap in the evidence.
    NotApplicable,
}

/// One check of the catalogue.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CheckResult {
    /// Its id.
    pub id: String,
    /// What it finds.
    pub title: String,
    /// The control it serves.
    pub control: Control,
    /// How it went.
    pub status: CheckStatus,
    /// How many things it judged.
    pub population: u64,
    /// What the population is made of: `active keys`.
    pub of: String,
    /// Open findings.
    pub findings: u64,
    /// Suppressed findings.
    pub suppressed: u64,
    /// Why finding nothing proves nothing: what of its exports is cut or could not be read. Null where they are whole.
    pub partial: Option<String>,
    /// What it went by, for the next report to compare.
    #[serde(default)]
    pub basis: Basis,
    /// What a reader should know: subjects it could not judge, and why; or why it is disabled.
    pub notes: Vec<String>,
}

/// What a check went by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Basis {
    /// Short hash of its definition: what it finds, in what, and which limits it has. Another one is another check of that name.
    pub definition: String,
    /// Its limits in force.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub limits: BTreeMap<String, f64>,
}

/// A check that could not be assessed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct NotAssessed {
    /// Id of the check.
    pub rule: String,
    /// Why.
    pub why: String,
    /// Exports that would make it assessable.
    pub needs: Vec<String>,
}
