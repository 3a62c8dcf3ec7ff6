//! The access-control checklist: ten controls that checks serve and reports open with.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One line of the checklist. The catalogue with its words and framework references is `data::controls`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Control {
    /// Separate workspaces for development, staging and production.
    EnvironmentSeparation,
    /// Separate keys per service and environment.
    KeyPerService,
    /// Descriptive key names.
    KeyNaming,
    /// Rotation every 90 days.
    KeyRotation,
    /// Keys revoked and access removed when people leave.
    Offboarding,
    /// Roles no wider than needed.
    LeastPrivilege,
    /// Monthly limits on spend.
    SpendLimits,
    /// Alerts configured, anomalies noticed.
    SpendAlerts,
    /// Audit log reviewed.
    AuditLogReview,
    /// The exports are whole, current and consistent.
    EvidenceCompleteness,
}

impl Control {
    /// Every control, in the order of the checklist.
    pub const ALL: [Self; 10] = [
        Self::EnvironmentSeparation,
        Self::KeyPerService,
        Self::KeyNaming,
        Self::KeyRotation,
        Self::Offboarding,
        Self::LeastPrivilege,
        Self::SpendLimits,
        Self::SpendAlerts,
        Self::AuditLogReview,
        Self::EvidenceCompleteness,
    ];

    /// The public id, as in `findings.json`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::EnvironmentSeparation => "environment-separation",
            Self::KeyPerService => "key-per-service",
            Self::KeyNaming => "key-naming",
            Self::KeyRotation => "key-rotation",
            Self::Offboarding => "offboarding",
            Self::LeastPrivilege => "least-privilege",
            Self::SpendLimits => "spend-limits",
            Self::SpendAlerts => "spend-alerts",
            Self::AuditLogReview => "audit-log-review",
            Self::EvidenceCompleteness => "evidence-completeness",
        }
    }
}

/// What the evidence says about a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// An open finding of medium severity or above (for `key-naming`: of low).
    Fail,
    /// Only low findings, or some of its checks could not be assessed.
    Attention,
    /// None of its checks could be assessed.
    NotAssessed,
    /// Nothing open above info, and what is left only a person can do: nothing records that somebody did.
    NeedsReview,
    /// Every check assessed, nothing open above info.
    Pass,
}

impl Verdict {
    /// The word used in outputs.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Attention => "attention",
            Self::NotAssessed => "not-assessed",
            Self::NeedsReview => "needs-review",
            Self::Pass => "pass",
        }
    }
}

/// References of a control into frameworks that auditors work with. A mapping says "supports", never "satisfies".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Frameworks {
    /// AICPA Trust Services Criteria.
    pub soc2: Vec<String>,
    /// ISO/IEC 27001:2022, Annex A.
    pub iso27001: Vec<String>,
    /// NIST SP 800-53 revision 5.
    pub nist80053: Vec<String>,
    /// Other frameworks by id: `cis`, `pci-dss`, `hipaa`, `ccm`, `ai-rmf`, `owasp-nhi`.
    #[serde(default)]
    pub more: BTreeMap<String, Vec<String>>,
}
