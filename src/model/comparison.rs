//! What an earlier report says next to this one.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Finding, Period};

/// The comparison with an earlier report.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// Name of the baseline's file.
    pub file: String,
    /// SHA-256 of the baseline's file.
    pub sha256: String,
    /// Version of the program that wrote the baseline.
    pub tool_version: String,
    /// The days of the baseline.
    pub period: Period,
    /// The instant that ages in the baseline refer to.
    #[schemars(with = "String")]
    pub as_of: DateTime<Utc>,
    /// Findings, open or suppressed, that the baseline could have had and did not.
    pub new: u64,
    /// Findings, open or suppressed, that the baseline had too.
    pub persisting: u64,
    /// Of these, findings that are more severe than they were.
    #[serde(default)]
    pub worsened: u64,
    /// Findings, open or suppressed, that were resolved once and are back.
    pub reopened: u64,
    /// Findings of the baseline that are gone, and would be here if they were not.
    pub resolved: u64,
    /// Findings, open or suppressed, of which the baseline cannot tell whether they are new.
    pub not_comparable: Vec<NotComparable>,
    /// Findings of the baseline of which this run cannot tell whether they are gone.
    pub unjudged: Vec<Unjudged>,
    /// Findings of earlier reports that are in none of the lists, so that their return is noticed.
    pub history: Vec<Past>,
    /// What a reader should know about the comparison as a whole.
    pub notes: Vec<String>,
}

/// A finding of now that the baseline cannot tell about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotComparable {
    /// Id of the finding.
    pub id: String,
    /// Id of its check.
    pub rule: String,
    /// Why.
    pub why: String,
}

/// A finding of the baseline that this run cannot tell about: neither resolved nor found again.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Unjudged {
    /// The finding as the baseline has it.
    pub finding: Finding,
    /// Why.
    pub why: String,
}

/// A finding of an earlier report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Past {
    /// Its id.
    pub id: String,
    /// Id of its check.
    pub rule: String,
    /// As of which report it was first found.
    #[schemars(with = "String")]
    pub first_seen: DateTime<Utc>,
    /// As of which report it was resolved; null where no report since then could tell (an event of days that none covers).
    #[schemars(with = "Option<String>")]
    pub resolved: Option<DateTime<Utc>>,
}

/// What one file says about past days, small and exact, for the next run to compare: sums of the rows that count. Only days that
/// were whole are listed: not the last day of the file, no day of a file of which something could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fingerprint {
    /// Id of the table: `usage`, `cost` or `events`.
    pub table: String,
    /// Kind of the file.
    pub kind: String,
    /// The file, as in `path` of the inputs.
    pub file: String,
    /// What the file distinguishes, of what an export may be grouped by.
    pub grouping: Vec<String>,
    /// Names of the values of a day behind the number of its rows.
    pub measures: Vec<String>,
    /// First day of the file; of events: of the unbroken run of files of this kind.
    #[schemars(with = "String")]
    pub first: NaiveDate,
    /// Last day, which is not listed: it may not have been over.
    #[schemars(with = "String")]
    pub last: NaiveDate,
    /// By day: the number of rows and the values, separated by blanks; `-` where the file does not state a measure. Tokens are
    /// counts, cost is dollars, and `events` is the sum of the events' SHA-256 modulo 2^64 in hexadecimal, whatever their order.
    #[schemars(with = "BTreeMap<String, String>")]
    pub days: BTreeMap<NaiveDate, String>,
}
