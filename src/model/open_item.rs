//! What is to be done about one subject, for a tracker.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::{Severity, Status, Subject, hex};

/// All open findings about one subject as one task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenItem {
    /// Ten hexadecimal digits that stay the same from report to report, through renames of the subject too.
    pub fingerprint: String,
    /// Title of the worst finding, and how many more there are.
    pub summary: String,
    /// The worst severity.
    pub severity: Severity,
    /// Where its findings stand towards the last report: the best known of them.
    pub status: Status,
    /// About what.
    pub subject: Subject,
    /// Who can act.
    pub owner: Option<String>,
    /// What makes them that.
    pub owner_role: Option<String>,
    /// The earliest of the due days.
    pub due: Option<NaiveDate>,
    /// Days since then.
    pub overdue_days: Option<u64>,
    /// Ids of the findings, worst first.
    pub findings: Vec<String>,
    /// Ids of their checks, in the same order, each once.
    pub rules: Vec<String>,
    /// What happened, where, and what to do: a line each.
    pub description: Vec<String>,
}

impl OpenItem {
    /// The fingerprint of a subject: SHA-256 over its kind and id, or where no id is known over name and workspace.
    #[must_use]
    pub fn fingerprint(subject: &Subject) -> String {
        let (id, name, workspace) = match &subject.id {
            Some(id) => (id.as_str(), "", ""),
            None => ("", subject.name.as_deref().unwrap_or(""), subject.workspace.as_deref().unwrap_or("")),
        };
        let mut hash = Sha256::new();
        for part in ["open item", subject.kind.title(), id, name, workspace] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        hex(&hash.finalize()[..5])
    }
}
