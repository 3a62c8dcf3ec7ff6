//! Findings beside the person whose access is reviewed.

use crate::model::{AccessRow, Finding};

/// Gives every row the open findings about the person, and about the keys that are theirs.
pub(super) fn attach(rows: &mut [AccessRow], findings: &[Finding]) {
    for row in rows {
        let is_about = |finding: &&Finding| {
            finding.subject.id.as_ref().is_some_and(|id| *id == row.id || row.key_ids.contains(id))
        };
        row.findings = findings.iter().filter(is_about).map(|f| format!("{} {}", f.rule, f.id)).collect();
    }
}
