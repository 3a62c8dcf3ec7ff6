//! How bad a finding is, and how sure we are of it: two fields, never mixed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much a finding matters. Ordered: `Info < Low < Medium < High < Critical`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; counts in no verdict.
    Info,
    /// Makes a control need attention.
    Low,
    /// Fails a control.
    Medium,
    /// Fails a control; mend soon.
    High,
    /// Fails a control; mend now.
    Critical,
}

impl Severity {
    /// Every severity, worst first.
    pub const ALL: [Self; 5] = [Self::Critical, Self::High, Self::Medium, Self::Low, Self::Info];

    /// Every word, worst first.
    #[must_use]
    pub fn ids() -> Vec<&'static str> {
        Self::ALL.map(Self::id).into()
    }

    /// The word used in outputs and arguments.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// How sure a finding is, apart from how bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A hint that a person must look at.
    Low,
    /// Rests on a name or another inference.
    Medium,
    /// Stands in the data, in a tag or in the policy.
    High,
}

impl Confidence {
    /// The word used in outputs.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}
