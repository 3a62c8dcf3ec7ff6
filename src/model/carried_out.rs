//! Decisions to take something away that were carried out.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Evidence, counted};

/// That something was taken away which was to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CarriedOut {
    /// Id of whom or what it was taken from.
    pub id: String,
    /// What to call it.
    pub name: Option<String>,
    /// When it was decided.
    #[schemars(with = "Option<String>")]
    pub decided_on: Option<NaiveDate>,
    /// When it was done.
    #[schemars(with = "String")]
    pub on: NaiveDate,
    /// Who did it; null where no event says.
    pub by: Option<String>,
    /// What says so.
    pub evidence: Evidence,
}

impl CarriedOut {
    /// `bo@example.com on 2026-10-11 by ann@example.com, 4 days after the decision (feed.jsonl:12)`.
    #[must_use]
    pub fn sentence(&self) -> String {
        let by = self.by.as_ref().map_or_else(String::new, |by| format!(" by {by}"));
        let after = match self.decided_on.map(|decided| (self.on - decided).num_days()) {
            None => String::new(),
            Some(0) => ", on the day of the decision".to_owned(),
            Some(days) if days < 0 => format!(", {} before the decision", counted(days.unsigned_abs(), "day")),
            Some(days) => format!(", {} after the decision", counted(days.unsigned_abs(), "day")),
        };
        let line = self.evidence.line.map_or_else(String::new, |line| format!(":{line}"));
        let name = self.name.as_ref().unwrap_or(&self.id);
        format!("{name} on {}{by}{after} ({}{line})", self.on, self.evidence.file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_between_decision_and_removal() {
        let evidence = Evidence { file: "feed.jsonl".to_owned(), line: Some(12), record: String::new() };
        let one = |decided: Option<&str>, by: Option<&str>| CarriedOut {
            id: "user_1".to_owned(),
            name: Some("bo@example.com".to_owned()),
            decided_on: decided.map(|day| day.parse().unwrap()),
            on: "2026-10-11".parse().unwrap(),
            by: by.map(str::to_owned),
            evidence: evidence.clone(),
        };
        for (decided, by, expected) in [
            (
                Some("2026-10-07"),
                Some("ann"),
                "bo@example.com on 2026-10-11 by ann, 4 days after the decision (feed.jsonl:12)",
            ),
            (Some("2026-10-10"), None, "bo@example.com on 2026-10-11, 1 day after the decision (feed.jsonl:12)"),
            (Some("2026-10-11"), None, "bo@example.com on 2026-10-11, on the day of the decision (feed.jsonl:12)"),
            (Some("2026-10-12"), None, "bo@example.com on 2026-10-11, 1 day before the decision (feed.jsonl:12)"),
            (None, None, "bo@example.com on 2026-10-11 (feed.jsonl:12)"),
        ] {
            assert_eq!(one(decided, by).sentence(), expected);
        }
    }
}
