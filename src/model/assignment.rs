//! Whose task a finding is, and until when.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Severity;

/// Who deals with a finding, and by when. A suggestion until somebody takes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Assignment {
    /// Who can act: addresses, or the name that the policy gives; absent where no list has anybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What makes them that: `owner`, `admin of Production`, `organization admins`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_role: Option<String>,
    /// The last day on which it may still be open; absent for severities without a number of days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub due: Option<NaiveDate>,
    /// The instant from which the days are counted: as of the first report that had the finding open, and no less severe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub due_from: Option<DateTime<Utc>>,
}

impl Assignment {
    /// Days since the due day; none where it is to come, or where there is none.
    #[must_use]
    pub fn overdue_days(&self, as_of: DateTime<Utc>) -> Option<u64> {
        let late = as_of.date_naive() - self.due?;
        u64::try_from(late.num_days()).ok().filter(|days| *days > 0)
    }
}

/// How many days findings may stay open, by severity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DueDays {
    /// Days by severity; a severity that is not there has no due date.
    pub days: BTreeMap<String, u64>,
    /// Whether the policy says so, and not the defaults alone.
    pub by_policy: bool,
}

impl Default for DueDays {
    /// FedRAMP's 30, 90 and 180 days for high, moderate and low weaknesses; a week for critical ones; none for info.
    fn default() -> Self {
        use Severity::{Critical, High, Low, Medium};
        let days = [(Critical, 7), (High, 30), (Medium, 90), (Low, 180)];
        Self { days: days.map(|(severity, days)| (severity.id().to_owned(), days)).into(), by_policy: false }
    }
}

impl DueDays {
    /// Days for a severity.
    #[must_use]
    pub fn of(&self, severity: Severity) -> Option<u64> {
        self.days.get(severity.id()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_due_day_itself_is_not_late() {
        let due = Assignment { due: Some("2026-10-08".parse().unwrap()), ..Assignment::default() };
        let late = |as_of: &str| due.overdue_days(as_of.parse().unwrap());
        assert_eq!(late("2026-10-08T23:59:59Z"), None);
        assert_eq!(late("2026-10-09T00:00:00Z"), Some(1));
        assert_eq!(Assignment::default().overdue_days("2026-10-09T00:00:00Z".parse().unwrap()), None);
    }
}
