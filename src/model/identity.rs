//! Identities without a person: the rows of the reviewer's worksheet, and what became of a review.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CarriedOut, Evidence, RowDecision};

/// What kind of identity or credential it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IdentityKind {
    /// A key with full access to the Admin API.
    AdminKey,
    /// A key of the Compliance API.
    ComplianceKey,
    /// A key with other scopes.
    ScopedKey,
    /// A service account.
    ServiceAccount,
    /// A rule that turns an outside token into access.
    FederationRule,
    /// An API key of a workspace.
    ApiKey,
    /// An invitation that nobody has accepted yet.
    Invite,
}

impl IdentityKind {
    /// Every kind, in the order of the worksheet.
    pub const ALL: [Self; 7] = [
        Self::AdminKey,
        Self::ComplianceKey,
        Self::ScopedKey,
        Self::ServiceAccount,
        Self::FederationRule,
        Self::ApiKey,
        Self::Invite,
    ];

    /// As in the worksheet.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::AdminKey => "admin key",
            Self::ComplianceKey => "compliance key",
            Self::ScopedKey => "scoped key",
            Self::ServiceAccount => "service account",
            Self::FederationRule => "federation rule",
            Self::ApiKey => "API key",
            Self::Invite => "pending invite",
        }
    }
}

/// A line of the worksheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IdentityRow {
    /// What it is.
    pub kind: IdentityKind,
    /// Its id.
    pub id: String,
    /// Its name; of an invitation the address.
    pub name: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// How that is known: `policy`, `creator`, `account`.
    pub owner_from: Option<String>,
    /// What it is for: the service that policy or name tell.
    pub purpose: Option<String>,
    /// Its environment, where one is known.
    pub environment: Option<String>,
    /// Its workspace; none of what belongs to the organization.
    pub workspace: Option<String>,
    /// What it may do: its role or scopes.
    pub access: Vec<String>,
    /// Status, as the export states it.
    pub status: String,
    /// The day on which it was made.
    #[schemars(with = "Option<String>")]
    pub created_on: Option<NaiveDate>,
    /// Days since then.
    pub age_days: Option<i64>,
    /// The last day on which it certainly acted; null where no export shows one.
    #[schemars(with = "Option<String>")]
    pub last_use: Option<NaiveDate>,
    /// The day on which it expires.
    #[schemars(with = "Option<String>")]
    pub expires_on: Option<NaiveDate>,
    /// Open findings about it: check and id.
    pub findings: Vec<String>,
    /// Where it stands.
    pub evidence: Evidence,
    /// What somebody decided about it: `keep`, `rotate`, `revoke`, `deferred`, `exception`.
    pub decision: Option<RowDecision>,
    /// Why a decision that stands on a worksheet is none.
    pub unclear: Option<String>,
}

/// What became of a review: every identity counted once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IdentityReviewResult {
    /// The worksheets.
    pub files: Vec<String>,
    /// Identities that are to be reviewed.
    pub population: u64,
    /// They stay as they are.
    pub kept: u64,
    /// Renewed or changed.
    pub rotated: u64,
    /// Taken away.
    pub revoked: u64,
    /// To be decided later.
    pub deferred: u64,
    /// They stay although they should not.
    pub exceptions: u64,
    /// Without a decision.
    pub undecided: u64,
    /// Of these, with a word that is no decision.
    pub unclear: u64,
    /// Decisions about identities that are not listed, or no longer live.
    pub others: u64,
    /// First and last day of a decision.
    #[schemars(with = "Option<(String, String)>")]
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Who decided, sorted.
    pub reviewers: Vec<String>,
    /// Of the undecided ones, how many were made after the last decision.
    pub made_since: u64,
    /// Decisions to revoke of which exports show that it was done.
    pub carried_out: Vec<CarriedOut>,
}

impl IdentityReviewResult {
    /// Identities with a decision.
    #[must_use]
    pub const fn reviewed(&self) -> u64 {
        self.population - self.undecided
    }

    /// `40 to review = 38 reviewed (31 kept + 2 rotated + 3 revoked + 1 deferred + 1 exception) + 2 undecided`.
    #[must_use]
    pub fn equation(&self) -> String {
        let Self { population, kept, rotated, revoked, deferred, exceptions, undecided, .. } = self;
        format!(
            "{population} to review = {} reviewed ({kept} kept + {rotated} rotated + {revoked} revoked + {deferred} deferred + {}) + \
             {undecided} undecided",
            self.reviewed(),
            super::counted(*exceptions, "exception"),
        )
    }
}
