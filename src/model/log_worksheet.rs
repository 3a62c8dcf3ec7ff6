//! The reviewer's worksheet of the log: rows of actions that are decided together, and what became of them.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Evidence;

/// Actions of one actor and one type: a line of the worksheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LogRow {
    /// `log-` and letters that depend on its events.
    pub id: String,
    /// Who: an address, else an id.
    pub actor: String,
    /// Type, as the source writes it.
    pub event: String,
    /// How many events.
    pub count: u64,
    /// The first of them.
    pub first: String,
    /// The last of them.
    pub last: String,
    /// What they were done to, the first few.
    pub objects: Vec<String>,
    /// How many other things they were done to.
    pub more_objects: u64,
    /// What was changed, the first few.
    pub changes: Vec<Change>,
    /// Networks that they came from.
    pub networks: Vec<String>,
    /// How many of them a finding points at.
    pub flagged: u64,
    /// These findings: check and id.
    pub findings: Vec<String>,
    /// Where the first stands.
    pub evidence: Option<Evidence>,
    /// What its events are known by from run to run; written to `log-review.csv`.
    #[serde(skip)]
    pub event_keys: Vec<String>,
    /// Of its events, how many are decided.
    pub decided: u64,
    /// The worst decision about them; none as long as not all of them are decided.
    pub decision: Option<RowDecision>,
    /// Why a decision that stands there is none.
    pub unclear: Option<String>,
}

/// A changed field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// Its name.
    pub field: String,
    /// Its value before; null where the event does not say, or there was none.
    pub before: Option<String>,
    /// Its value after; null where there is none any more.
    pub after: Option<String>,
}

/// What somebody decided about a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RowDecision {
    /// `expected`, `follow-up`, `incident`.
    pub decision: String,
    /// Who decided.
    pub reviewer: Option<String>,
    /// When.
    #[schemars(with = "Option<String>")]
    pub on: Option<NaiveDate>,
    /// Where it is followed up.
    pub ticket: Option<String>,
    /// What was said about it.
    pub comment: Option<String>,
    /// Where it stands.
    pub evidence: Evidence,
}

/// What became of the review of the log: every row counted once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LogReviewResult {
    /// The worksheets.
    pub files: Vec<String>,
    /// Rows that are to be decided.
    pub rows: u64,
    /// Events in them.
    pub events: u64,
    /// To be expected.
    pub expected: u64,
    /// Somebody looks into them.
    pub follow_up: u64,
    /// Handled as incidents.
    pub incidents: u64,
    /// Without a decision about every event.
    pub undecided: u64,
    /// Of the undecided ones, with a decision that is none: a word that is not known, a day before the event.
    pub unclear: u64,
    /// Decisions about events that are not in this run.
    pub others: u64,
    /// First and last day of a decision about this run's events.
    #[schemars(with = "Option<(String, String)>")]
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Who decided, sorted.
    pub reviewers: Vec<String>,
    /// Which weeks of the period were reviewed when.
    pub weeks: Vec<ReviewedWeek>,
}

impl LogReviewResult {
    /// Rows with a decision.
    #[must_use]
    pub const fn decided(&self) -> u64 {
        self.rows - self.undecided
    }

    /// `57 rows = 55 decided (53 expected + 2 follow-up + 0 incidents) + 2 undecided`.
    #[must_use]
    pub fn equation(&self) -> String {
        let Self { rows, expected, follow_up, incidents, undecided, .. } = self;
        format!(
            "{} = {} decided ({expected} expected + {follow_up} for follow-up + {}) + {undecided} undecided",
            super::counted(*rows, "row"),
            self.decided(),
            super::counted(*incidents, "incident"),
        )
    }
}

/// A calendar week of the period, Monday to Sunday, and when its log was reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReviewedWeek {
    /// First day, within the period.
    #[schemars(with = "String")]
    pub first: NaiveDate,
    /// Last day, within the period.
    #[schemars(with = "String")]
    pub last: NaiveDate,
    /// Actions of administrators in it.
    pub events: u64,
    /// Of these, how many are decided.
    pub decided: u64,
    /// When the last of them was decided; null unless all are and every decision has a day.
    #[schemars(with = "Option<String>")]
    pub on: Option<NaiveDate>,
    /// Days from the end of the week to that.
    pub after_days: Option<i64>,
}
