//! How a list and the events of the same days agree, in numbers.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A population counted twice: `listed` is what its list has, `at_start + created - ended` what the activity feed makes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PopulationProof {
    /// Id of the table: `api_keys`, `members`, `workspaces`.
    pub table: String,
    /// For people.
    pub title: String,
    /// First day of the count: of the feed's latest unbroken run, or of the period.
    #[schemars(with = "String")]
    pub since: NaiveDate,
    /// Its last day.
    #[schemars(with = "String")]
    pub until: NaiveDate,
    /// Listed and not archived.
    pub listed: u64,
    /// There at the start of that day.
    pub at_start: u64,
    /// Came to be, or came back, by an event.
    pub created: u64,
    /// Archived, deleted, removed or gone by an event.
    pub ended: u64,
    /// Objects of which list and feed say different things; each is a finding of `population-mismatch`.
    pub unexplained: u64,
    /// Why the feed proves nothing of it; null where it does.
    pub unproven: Option<String>,
}

impl PopulationProof {
    /// `48 = 41 on 2026-07-01 + 12 created - 5 ended`, with what is left unexplained.
    #[must_use]
    pub fn equation(&self) -> String {
        let Self { listed, at_start, created, ended, since, unexplained, .. } = self;
        let rest = match unexplained {
            0 => "nothing unexplained".to_owned(),
            count => format!("{count} unexplained"),
        };
        format!("{listed} = {at_start} on {since} + {created} created - {ended} ended; {rest}")
    }
}
