//! Findings next to grants and removals: those that rest on the same records.

use std::collections::BTreeMap;

use crate::model::{AccessChanges, Evidence, Finding, Suppressed};

/// A file and a line.
type Place<'a> = (&'a str, Option<u64>);

/// Gives every change the findings that name a record of it, open ones first, and counts anew. Where several changes stand on one
/// line, as in a list without line breaks, a finding is about those of its subject only.
pub(super) fn attach(changes: &mut AccessChanges, open: &[Finding], suppressed: &[Suppressed]) {
    let mut by_place: BTreeMap<Place, Vec<&Finding>> = BTreeMap::new();
    for finding in open.iter().chain(suppressed.iter().map(|one| &one.finding)) {
        for evidence in finding.evidence.iter().filter(|evidence| evidence.line.is_some()) {
            by_place.entry(place(evidence)).or_default().push(finding);
        }
    }
    let mut crowded: BTreeMap<(String, Option<u64>), usize> = BTreeMap::new();
    for evidence in changes.changes.iter().flat_map(|change| &change.evidence) {
        *crowded.entry((evidence.file.clone(), evidence.line)).or_default() += 1;
    }
    for change in &mut changes.changes {
        for evidence in &change.evidence {
            let is_alone = crowded.get(&(evidence.file.clone(), evidence.line)).is_none_or(|changes| *changes < 2);
            for finding in by_place.get(&place(evidence)).into_iter().flatten() {
                let is_about = finding.subject.id.as_ref() == Some(&change.whom_id)
                    || finding.subject.name.as_ref() == Some(&change.whom);
                if (is_alone || is_about) && !change.findings.contains(&finding.id) {
                    change.findings.push(finding.id.clone());
                }
            }
        }
    }
    changes.count();
}

fn place(evidence: &Evidence) -> Place<'_> {
    (evidence.file.as_str(), evidence.line)
}
