//! Exports of the same period that hold less than they did for the other run: what they no longer show may still be so.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Finding, Input, Report, SubjectKind, Table, counted};

/// Why a finding of `last` that `now` does not have says nothing: exports of the same period hold fewer records of what it rests on.
///
/// `tables` are the tables that it rests on; `is_listed` says that its subject is still in its list. An export of another period has
/// other records by its nature.
pub(super) fn reason(
    finding: &Finding,
    tables: &BTreeSet<&str>,
    kinds: &BTreeMap<&'static str, Table>,
    is_listed: bool,
    (now, last): (&Report, &Report),
) -> Option<String> {
    if now.period != last.period {
        return None;
    }
    let is_about_files = finding.subject.kind == SubjectKind::File;
    let of_its_files = |input: &Input| {
        finding.subject.id.as_deref() == Some(&input.path)
            || finding.evidence.iter().any(|evidence| evidence.file == input.path)
    };
    let table = |input: &Input| Some(kinds.get(input.kind.as_deref()?)?.id());
    let dated = |table: &str| last.coverage.iter().any(|one| one.table == table && one.first.is_some());
    // Whoever is removed makes a list shorter: that is no doubt about what is gone, but about what is still there.
    let matters = |input: &&Input| {
        let rests_on = table(input).is_some_and(|table| tables.contains(table) && (dated(table) || is_listed));
        rests_on || is_about_files && of_its_files(input)
    };
    let rests_on: Vec<&Input> = last.inputs.iter().filter(matters).collect();
    let shorter = rests_on.iter().find_map(|then| {
        let now = now.inputs.iter().find(|input| input.path == then.path && input.kind == then.kind)?;
        let text = || format!("{} has {}, {} in the baseline", now.path, counted(now.rows, "record"), then.rows);
        (now.rows < then.rows).then(text)
    });
    let gone = || {
        let is_gone = |then: &&&Input| now.inputs.iter().all(|input| input.path != then.path);
        // Its richer records may have been what the finding rested on, unless another export took its place.
        let is_replaced = |then: &Input| {
            let is_new = |input: &Input| last.inputs.iter().all(|one| one.path != input.path);
            now.inputs.iter().any(|input| input.kind == then.kind && is_new(input))
        };
        let is_evidence = |then: &Input| finding.evidence.iter().any(|one| one.file == then.path);
        let is_missed =
            |then: &&&Input| accepted(now, then) < accepted(last, then) || is_evidence(then) && !is_replaced(then);
        let gone = rests_on.iter().filter(is_gone).find(is_missed)?;
        Some(format!("{} is not among the exports of this run, and no other file stands in for it", gone.path))
    };
    Some(format!("{}, and the period is the same", shorter.or_else(gone)?))
}

/// Records that count, in all exports of the kind of one.
fn accepted(report: &Report, of: &Input) -> u64 {
    report.inputs.iter().filter(|input| input.kind == of.kind).map(|input| input.accepted).sum()
}
