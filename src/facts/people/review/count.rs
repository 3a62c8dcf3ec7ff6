//! The arithmetic of a review: every decision counted once.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::carried_out::carried_out;
use super::{Decision, ReviewedRow};
use crate::facts::lists::Lists;
use crate::facts::people::departures::Departures;
use crate::model::{AccessRow, Dataset, ReviewResult, normalize_address};

/// The decisions about somebody.
pub(in crate::facts) fn decisions<'a>(
    reviewed: &'a [ReviewedRow],
    id: &'a str,
) -> impl Iterator<Item = &'a ReviewedRow> {
    reviewed.iter().filter(move |row| row.id == id && row.decision.is_some())
}

/// Counts the decisions about today's population; `None` where no worksheet has any.
pub(in crate::facts) fn result(
    data: &Dataset,
    (lists, departures): (&Lists, &Departures),
    access: &[AccessRow],
    reviewed: &[ReviewedRow],
) -> Option<ReviewResult> {
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
    let others: BTreeSet<&str> = decided.iter().filter(|row| !is_known(row)).map(|row| row.id.as_str()).collect();
    result.others = others.len() as u64;
    // A day on which nobody can have decided says nothing of when the review was.
    let days = || decided.iter().filter(|row| row.day_doubt().is_none()).filter_map(|row| row.on);
    result.days = days().min().zip(days().max());
    let last = days().max();
    let joined_since =
        |row: &&AccessRow| joined_after(lists, row, last) && decisions(reviewed, &row.id).next().is_none();
    result.carried_out = carried_out(data, access, reviewed, departures);
    result.joined_since = access.iter().filter(joined_since).count() as u64;
    result.reviewers =
        decided.iter().filter_map(|row| Some(reviewer_named(access, row.reviewer.as_deref()?))).collect();
    result.reviewers.sort();
    result.reviewers.dedup();
    result.files = decided.iter().map(|row| data.path(row.source.file).to_owned()).collect();
    result.files.sort();
    result.files.dedup();
    Some(result)
}

/// Whether somebody joined after this day: a review of that day could not know them.
#[must_use]
pub fn joined_after(lists: &Lists, row: &AccessRow, last: Option<NaiveDate>) -> bool {
    let joined = lists.member(&row.id).and_then(|member| member.added_at);
    joined.zip(last).is_some_and(|(at, last)| at.date_naive() > last)
}

/// The words of a name, in any order: `Aker, Nils` is `Nils Aker`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.sort();
    words
}

/// A reviewer by one name: the address, also where a worksheet writes the name of the only one who is listed under it.
#[must_use]
pub fn reviewer_named(access: &[AccessRow], written: &str) -> String {
    if let Some(address) = normalize_address(written) {
        return address;
    }
    let called_so = words(written);
    let is_called = |row: &&AccessRow| row.name.as_deref().is_some_and(|name| words(name) == called_so);
    let mut called = access
        .iter()
        .filter(|_| !called_so.is_empty())
        .filter(is_called)
        .filter_map(|row| normalize_address(&row.address));
    match (called.next(), called.next()) {
        (Some(address), None) => address,
        _ => written.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AccessGroup;

    #[test]
    fn a_reviewer_by_name_and_by_address_is_one_person() {
        let row = |name: &str, address: &str| AccessRow {
            group: AccessGroup::Member,
            is_privileged: false,
            id: format!("user_{address}"),
            name: Some(name.to_owned()),
            address: address.to_owned(),
            role: None,
            workspaces: Vec::new(),
            last_activity: None,
            key_ids: Vec::new(),
            keys: Vec::new(),
            findings: Vec::new(),
        };
        let access =
            [row("Ann Moss", "Ann.Moss@example.com"), row("Jo Li", "jo@example.com"), row("jo li", "li@example.com")];
        for (written, one) in [
            ("ann.moss@example.com", "ann.moss@example.com"),
            (" Ann.Moss+review@Example.com", "ann.moss@example.com"),
            ("ann moss ", "ann.moss@example.com"),
            ("Moss, Ann", "ann.moss@example.com"),
            ("Ann", "Ann"),
            ("--", "--"),
            ("Jo Li", "Jo Li"),
            ("The board", "The board"),
        ] {
            assert_eq!(reviewer_named(&access, written), one, "{written}");
        }
    }
}
