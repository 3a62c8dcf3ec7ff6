//! Findings next to grants and removals: those that rest on the same records.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{AccessChanges, Evidence, Finding, Suppressed};

/// A file and a line.
type Place<'a> = (&'a str, Option<u64>);

/// How a subject is called.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Named<'a> {
    Id(&'a str),
    Label(&'a str),
}

/// Gives every change the findings that name a record of it, open ones first, and counts anew. Where several changes stand on one
/// line, as in a list without line breaks, a finding is about those of its subject only.
pub(super) fn attach(changes: &mut AccessChanges, open: &[Finding], suppressed: &[Suppressed]) {
    let all: Vec<&Finding> = open.iter().chain(suppressed.iter().map(|one| &one.finding)).collect();
    let mut by_place: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
    let mut by_subject: BTreeMap<(Place, Named), Vec<usize>> = BTreeMap::new();
    for (at, finding) in all.iter().enumerate() {
        for evidence in finding.evidence.iter().filter(|evidence| evidence.line.is_some()) {
            by_place.entry(place(evidence)).or_default().push(at);
            let id = finding.subject.id.as_deref().map(Named::Id);
            let name = finding.subject.name.as_deref().map(Named::Label);
            for named in id.into_iter().chain(name) {
                by_subject.entry((place(evidence), named)).or_default().push(at);
            }
        }
    }
    let mut at_places: BTreeMap<Place, usize> = BTreeMap::new();
    let all_evidence = || changes.changes.iter().flat_map(|change| &change.evidence);
    for evidence in all_evidence() {
        *at_places.entry(place(evidence)).or_default() += 1;
    }
    let alone: Vec<bool> = all_evidence().map(|evidence| at_places.get(&place(evidence)) == Some(&1)).collect();
    let mut alone = alone.into_iter();
    for change in &mut changes.changes {
        for (evidence, is_alone) in change.evidence.iter().zip(&mut alone) {
            // A hundred thousand changes on one line do not look at a hundred thousand findings each.
            let own = |named| by_subject.get(&(place(evidence), named)).into_iter().flatten().copied();
            let about: BTreeSet<usize> = match is_alone {
                true => by_place.get(&place(evidence)).into_iter().flatten().copied().collect(),
                false => own(Named::Id(&change.whom_id)).chain(own(Named::Label(&change.whom))).collect(),
            };
            for finding in about.into_iter().filter_map(|at| all.get(at)) {
                if !change.findings.contains(&finding.id) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AccessChange, ChangeBasis, ChangeKind, Severity};
    use crate::report::tests::{finding, instant, key};

    fn at(line: u64) -> Evidence {
        Evidence { file: "log.jsonl".to_owned(), line: Some(line), record: String::new() }
    }

    fn change(whom: &str, line: u64) -> AccessChange {
        AccessChange {
            at: instant("2026-08-03T10:00:00Z"),
            is_day: false,
            kind: ChangeKind::Joined,
            whom: whom.to_owned(),
            whom_id: format!("user_{whom}"),
            what: String::new(),
            workspace: None,
            by: None,
            departed_on: None,
            lag_hours: None,
            basis: ChangeBasis::Event,
            evidence: vec![at(line)],
            findings: Vec::new(),
        }
    }

    /// Whether a finding about `ann`, on a line, is next to each change, given as (whom, line).
    fn has_finding(line: u64, all: &[(&str, u64)]) -> Vec<bool> {
        let mut about = finding("rule", Severity::High, key("user_ann", "ann"));
        about.evidence = vec![at(line)];
        let changes = all.iter().map(|(whom, line)| change(whom, *line)).collect();
        let mut changes = AccessChanges { changes, ..AccessChanges::default() };
        attach(&mut changes, &[about], &[]);
        changes.changes.iter().map(|one| !one.findings.is_empty()).collect()
    }

    #[test]
    fn a_finding_stands_next_to_its_line_and_of_several_changes_on_it_to_its_subject() {
        assert_eq!(has_finding(1, &[("ann", 1), ("bo", 2)]), [true, false], "another line");
        assert_eq!(has_finding(1, &[("team", 1), ("ann", 2)]), [true, false], "what stands alone on the line");
        assert_eq!(has_finding(1, &[("ann", 1), ("bo", 1)]), [true, false], "two on one line");
        assert_eq!(has_finding(1, &[("bo", 1), ("cy", 1), ("ann", 1)]), [false, false, true], "three on one line");
    }
}
