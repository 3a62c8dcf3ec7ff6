//! Who has access to what: the rows of the reviewer's worksheet, and what became of a review.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::CarriedOut;

/// How closely somebody's access is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccessGroup {
    /// Members with an admin or owner role: they come first.
    Privileged,
    /// Everybody else.
    Member,
    /// Service accounts: no person, and nobody's colleague.
    ServiceAccount,
}

impl AccessGroup {
    /// As in the worksheet.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Privileged => "privileged",
            Self::Member => "member",
            Self::ServiceAccount => "service account",
        }
    }
}

/// A line of the worksheet.
#[derive(Clone, Debug)]
pub struct AccessRow {
    /// Where it stands.
    pub group: AccessGroup,
    /// Whether the role is an admin's or owner's: a service account's too.
    pub is_privileged: bool,
    /// `user_…` or `svac_…`.
    pub id: String,
    /// Name.
    pub name: Option<String>,
    /// Address as listed; empty for service accounts.
    pub address: String,
    /// Role in the organization.
    pub role: Option<String>,
    /// Workspaces with the role in each, sorted.
    pub workspaces: Vec<String>,
    /// Last day with an event, use of an own key, or activity in claude.ai.
    pub last_activity: Option<NaiveDate>,
    /// Ids of active keys that they made or that are theirs.
    pub key_ids: Vec<String>,
    /// Names of these keys.
    pub keys: Vec<String>,
    /// Open findings about them or these keys: check and id.
    pub findings: Vec<String>,
}

/// What became of a review: every decision counted, and what does not add up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReviewResult {
    /// The worksheets.
    pub files: Vec<String>,
    /// People and service accounts that are to be reviewed.
    pub population: u64,
    /// Of those, how many have a decision that is one.
    pub reviewed: u64,
    /// Access stays as it is.
    pub appropriate: u64,
    /// Access was changed.
    pub modified: u64,
    /// Access was taken away.
    pub revoked: u64,
    /// To be decided later.
    pub deferred: u64,
    /// Access stays although it should not.
    pub exceptions: u64,
    /// Of the population, how many have no decision.
    pub undecided: u64,
    /// Decisions about others than the population: people who left since.
    pub others: u64,
    /// First and last day of a decision.
    #[schemars(with = "Option<(String, String)>")]
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Who decided, sorted.
    pub reviewers: Vec<String>,
    /// Of the undecided ones, how many joined after the last decision.
    #[serde(default)]
    pub joined_since: u64,
    /// Decisions to take access away of which events show that it was done.
    #[serde(default)]
    pub carried_out: Vec<CarriedOut>,
}

impl ReviewResult {
    /// `40 to review = 38 reviewed (31 appropriate + 2 modified + 3 revoked + 1 deferred + 1 exceptions) + 2 undecided`.
    #[must_use]
    pub fn equation(&self) -> String {
        let Self { population, reviewed, appropriate, modified, revoked, deferred, exceptions, undecided, .. } = self;
        format!(
            "{population} to review = {reviewed} reviewed ({appropriate} appropriate + {modified} modified + {revoked} revoked + \
             {deferred} deferred + {exceptions} exceptions) + {undecided} undecided"
        )
    }
}
