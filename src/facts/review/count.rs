//! The arithmetic of a review: every decision counted once.

use super::{Decision, ReviewedRow};
use crate::model::{AccessRow, Dataset, ReviewResult};

/// The decisions about somebody.
pub(in crate::facts) fn decisions<'a>(
    reviewed: &'a [ReviewedRow],
    id: &'a str,
) -> impl Iterator<Item = &'a ReviewedRow> {
    reviewed.iter().filter(move |row| row.id == id && row.decision.is_some())
}

/// Counts the decisions about today's population; `None` where no worksheet has any.
pub(in crate::facts) fn result(data: &Dataset, access: &[AccessRow], reviewed: &[ReviewedRow]) -> Option<ReviewResult> {
    let decided: Vec<&ReviewedRow> = reviewed.iter().filter(|row| row.decision.is_some()).collect();
    if decided.is_empty() {
        return None;
    }
    let mut result = ReviewResult { population: access.len() as u64, ..ReviewResult::default() };
    for row in access {
        let decision = decisions(reviewed, &row.id).find_map(|row| Decision::of(row.decision.as_deref()?));
        let counter = match decision {
            None => &mut result.undecided,
            Some(Decision::Appropriate) => &mut result.appropriate,
            Some(Decision::Modified) => &mut result.modified,
            Some(Decision::Revoked) => &mut result.revoked,
            Some(Decision::Deferred) => &mut result.deferred,
            Some(Decision::Exception) => &mut result.exceptions,
        };
        *counter += 1;
    }
    result.reviewed = result.population - result.undecided;
    let is_known = |row: &&&ReviewedRow| access.iter().any(|one| one.id == row.id);
    result.others = decided.iter().filter(|row| !is_known(row)).count() as u64;
    let days = || decided.iter().filter_map(|row| row.on);
    result.days = days().min().zip(days().max());
    result.reviewers = decided.iter().filter_map(|row| row.reviewer.clone()).collect();
    result.reviewers.sort();
    result.reviewers.dedup();
    result.files = decided.iter().map(|row| data.path(row.source.file).to_owned()).collect();
    result.files.sort();
    result.files.dedup();
    Some(result)
}
