//! Findings next to the identity that is reviewed.

use std::collections::BTreeMap;

use crate::model::{Finding, IdentityRow};

/// Gives every row the open findings about it, in the findings' order.
pub(super) fn attach(rows: &mut [IdentityRow], findings: &[Finding]) {
    let mut about: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for finding in findings {
        if let Some(id) = &finding.subject.id {
            about.entry(id).or_default().push(format!("{} {}", finding.rule, finding.id));
        }
    }
    for row in rows {
        row.findings = about.get(row.id.as_str()).cloned().unwrap_or_default();
    }
}
