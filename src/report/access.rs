//! Findings next to the person whose access is reviewed.

use std::collections::BTreeMap;

use crate::model::{AccessRow, Finding};

/// Gives every row the open findings about the person, and about the keys that are theirs, in the findings' order.
pub(super) fn attach(rows: &mut [AccessRow], findings: &[Finding]) {
    let mut about: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        if let Some(id) = &finding.subject.id {
            about.entry(id).or_default().push(at);
        }
    }
    for row in rows {
        let subjects = row.key_ids.iter().chain([&row.id]);
        let mut own: Vec<usize> = subjects.filter_map(|id| about.get(id.as_str())).flatten().copied().collect();
        own.sort_unstable();
        own.dedup();
        row.findings = own.into_iter().map(|at| format!("{} {}", findings[at].rule, findings[at].id)).collect();
    }
}
