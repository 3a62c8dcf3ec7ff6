//! What a check found: one subject, one reason, with evidence and a way out.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Assignment, Confidence, Control, Money, Period, Severity, SpendChange, Subject, hex};

/// A place in an export.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The input's path, as in [`super::Input::path`].
    pub file: String,
    /// 1-based line where the record begins; null where the file as a whole is meant.
    pub line: Option<u64>,
    /// The record's id, or what it says, in a few words.
    pub record: String,
}

/// Where a finding stands towards the last report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// No baseline was given.
    #[default]
    Open,
    /// Not in the baseline.
    New,
    /// In the baseline too.
    Persisting,
    /// Resolved in the baseline, and back.
    Reopened,
    /// The baseline cannot tell.
    NotComparable,
}

/// One finding of one check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Stable fingerprint of rule and subject (for event findings also of the event); short enough to quote in a ticket.
    pub id: String,
    /// Id of the check.
    pub rule: String,
    /// The control that the check serves.
    pub control: Control,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// About what.
    pub subject: Subject,
    /// One line.
    pub title: String,
    /// The sentence with value, threshold and where the threshold comes from.
    pub message: String,
    /// Days of the event; null for findings about an inventory.
    pub period: Option<Period>,
    /// What tells the event from others of the subject, where the export says (its id); else the first day does. In no output:
    /// the fingerprint holds it.
    #[serde(skip)]
    pub event: Option<String>,
    /// Dollars at stake, where the finding is about dollars.
    pub impact_usd: Option<Money>,
    /// Actual, expected, and what the difference is made of, where the finding is about spend.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<SpendChange>,
    /// The value that was judged.
    pub observed: Option<String>,
    /// What it was judged against, with its source.
    pub threshold: Option<String>,
    /// Where it stands in the exports.
    pub evidence: Vec<Evidence>,
    /// Steps, in order.
    pub remediation: Vec<String>,
    /// Towards the baseline.
    pub status: Status,
    /// As of which report it was first found; absent where no baseline was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub first_seen: Option<DateTime<Utc>>,
    /// Severity in the baseline, where that was another: higher now is worse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity_before: Option<Severity>,
    /// Whose task it is, and until when; of open findings.
    #[serde(flatten)]
    pub assignment: Assignment,
    /// How it was resolved: what became of its subject. Of findings of the baseline that are gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<String>,
}

impl Finding {
    /// Whether it was less severe in the baseline.
    #[must_use]
    pub fn has_worsened(&self) -> bool {
        self.severity_before.is_some_and(|before| before < self.severity)
    }

    /// Gives the finding its fingerprint: the first ten hexadecimal digits of SHA-256 over the rule, what identifies the subject and,
    /// for an event, what tells it from other events of the subject (its id, or its first day).
    ///
    /// Subjects are identified by kind and id, or where no id is known by name and workspace, so that a rename does not make a new finding.
    pub fn fingerprint(&mut self, event: Option<&str>) {
        let mut hash = Sha256::new();
        let subject = &self.subject;
        let (id, name, workspace) = match &subject.id {
            Some(id) => (id.as_str(), "", ""),
            None => ("", subject.name.as_deref().unwrap_or(""), subject.workspace.as_deref().unwrap_or("")),
        };
        for part in [&self.rule, subject.kind.title(), id, name, workspace, event.unwrap_or("")] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        self.id = hex(&hash.finalize()[..5]);
    }
}
