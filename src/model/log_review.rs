//! The audit log as it was reviewed: how much of what, who administered, and what was new.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Change, Evidence, LogReviewResult, LogRow};

/// The audit events of the period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LogReview {
    /// Where they are from: the activity feed, the audit-log export.
    pub sources: Vec<LogSource>,
    /// Events that both sources report; they count twice in the counts by source, and once in all others.
    #[serde(alias = "told_twice")]
    pub reported_twice: u64,
    /// Events by weekday, Monday first, and hour, 0 to 23, UTC.
    pub activity_by_hour: Vec<Vec<u64>>,
    /// Events by what they are about and what is done, the most sensitive first.
    pub kinds: Vec<KindCount>,
    /// What administrators did, in order of time: settings, roles, members, limits, connectors, keys and exports. At most 10,000.
    pub actions: Vec<AdminAction>,
    /// How many there are.
    pub actions_total: u64,
    /// How many of them a finding points at.
    pub actions_found: u64,
    /// The actions as rows that somebody can decide about, those that findings point at first; written to `log-review.csv`.
    #[serde(default)]
    pub rows: Vec<LogRow>,
    /// What became of them; null where no worksheet with decisions was given.
    #[serde(default)]
    pub result: Option<LogReviewResult>,
    /// The first day of events before the period; null where there is too little of them to say what is new.
    #[schemars(with = "Option<String>")]
    pub compared_since: Option<NaiveDate>,
    /// People who acted for the first time.
    pub new_actors: Vec<FirstSeen>,
    /// Event types that occurred for the first time.
    pub new_types: Vec<FirstSeen>,
}

/// A source of audit events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LogSource {
    /// What it is called.
    pub title: String,
    /// Its events in the period.
    pub events: u64,
}

/// Events of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KindCount {
    /// What they are about: `key`, `role`, `security`; empty where the type is not known.
    pub topic: String,
    /// What is done: `made`, `changed`, `deleted`.
    pub action: String,
    /// How much weight that has: `administration`, `export`, `unknown`, `sign-in`, `reading`, `everyday`.
    pub sensitivity: String,
    /// How many, by source, in the order of the sources.
    pub events: Vec<u64>,
    /// Their types, as the activity feed calls them.
    pub types: Vec<String>,
    /// The first of them.
    pub evidence: Evidence,
}

/// What an administrator did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AdminAction {
    /// The event's id; null where the source gives none.
    pub id: Option<String>,
    /// When.
    pub at: String,
    /// Who: the address, else the id.
    pub actor: String,
    /// Type, as the source writes it.
    pub event: String,
    /// What it was done to: names where lists know them, else ids.
    pub objects: Vec<String>,
    /// What was changed.
    pub changes: Vec<Change>,
    /// From which address.
    pub ip: Option<String>,
    /// With which program, versions aside.
    pub agent: Option<String>,
    /// Its row among those that somebody decides about.
    #[serde(default)]
    pub row: String,
    /// Checks with a finding that points at it.
    pub found_by: Vec<String>,
    /// Where it stands, in each source that reports it.
    pub evidence: Vec<Evidence>,
}

/// Something that occurred for the first time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FirstSeen {
    /// The person's address or id, or the type.
    pub name: String,
    /// What else is known: since when the person is a member; what the type is.
    pub about: String,
    /// When it was first: the instant, or the hour.
    pub at: String,
    /// How many events there are in all.
    pub events: u64,
    /// The first of them.
    pub evidence: Evidence,
}
