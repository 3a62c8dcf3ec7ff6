//! Samples for the auditor: what was drawn, by which rule, and all that is on record about it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Evidence;

/// Some of a population, drawn by a rule that anybody can repeat with any tool.
///
/// Of every id of the population SHA-256 is taken over the seed, a line feed (one byte, 0A) and the id, in UTF-8 and without anything
/// behind it: `printf '%s\n%s' "$seed" "$id" | sha256sum`. Those with the smallest are drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sample {
    /// The population: `API keys`, `organization members`.
    pub of: String,
    /// How many are listed, whatever their status.
    pub population: u64,
    /// How many were asked for; there are as many items, or as many as are listed.
    pub size: u64,
    /// What the draw depends on.
    pub seed: String,
    /// Why the population may be more than what is listed. Absent where the list is whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial: Option<String>,
    /// What was drawn, the smallest hash first.
    pub items: Vec<SampleItem>,
}

/// One that was drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SampleItem {
    /// Its id.
    pub id: String,
    /// Its name, or a member's address.
    pub name: Option<String>,
    /// The hash by which it was drawn, in lower-case hexadecimal.
    pub sha256: String,
    /// Its life: what the lists say of it, what happened in order of time, then what sums and findings say.
    pub lines: Vec<SampleLine>,
}

/// One thing on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SampleLine {
    /// The instant, 2026-07-01T09:30:00Z, or the day, 2026-07-01; null for what has none.
    pub at: Option<String>,
    /// What it says; names stand between backticks.
    pub what: String,
    /// Where it stands in the exports; never empty.
    pub evidence: Vec<Evidence>,
}
