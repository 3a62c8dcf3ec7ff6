//! Which worksheet a header is of, and which of several columns counts.

use super::super::text::delimited::{Delimited, canonical};
use super::names::{ACTOR, ADDRESS, DECISION, EVENT, GROUP, ID, OWNER, PURPOSE, REVIEWER};
use crate::model::{Table, worksheet};

/// Columns of ours with days: a spreadsheet writes them as it writes the reviewer's.
pub(super) const OTHER_DAYS: [&str; 6] = [
    worksheet::LAST_ACTIVITY,
    worksheet::CREATED_ON,
    worksheet::LAST_USE,
    worksheet::EXPIRES_ON,
    worksheet::FIRST,
    worksheet::LAST,
];
/// So many records are looked at for a column in which somebody wrote.
const SAMPLE: usize = 500;

/// The column of one of these names in which somebody wrote, the first in their order; else the first one.
pub(in crate::ingest) fn filled_column(csv: &Delimited, names: &[&str]) -> Option<usize> {
    let is = |name: &str, at: usize| canonical(name) == canonical(&csv.header[at]);
    let mut named = names.iter().flat_map(|name| (0..csv.header.len()).filter(|at| is(name, *at)));
    if let (Some(first), Some(second)) = (named.next(), named.next()) {
        let records = csv.first_records(SAMPLE);
        let is_filled = |at: &usize| records.iter().any(|record| !record[*at].is_empty());
        let filled = [first, second].into_iter().chain(named).find(is_filled);
        return csv.column(&[&csv.header[filled.unwrap_or(first)]]);
    }
    csv.column(names)
}

/// Every column that a report writes, but those that are read under other names too.
pub(super) fn own() -> impl Iterator<Item = &'static str> {
    let all = [&worksheet::ACCESS_REVIEW[..], &worksheet::IDENTITY_REVIEW, &worksheet::LOG_REVIEW].concat();
    let is_read = |name: &&str| [worksheet::ID, worksheet::EVENT_KEYS].contains(name);
    all.into_iter().filter(move |name| !is_read(name) && !worksheet::OF_THE_REVIEWER.contains(name))
}

/// Whether a header has a column under any of these names.
fn has(csv: &Delimited, names: &[&str]) -> bool {
    names.iter().any(|name| csv.has(name))
}

/// The table that a worksheet fills, in any order of its columns, whatever else people added; none where it is no worksheet.
pub(in crate::ingest) fn table_of(csv: &Delimited) -> Option<Table> {
    if ![ID, DECISION, REVIEWER].iter().all(|names| has(csv, names)) {
        return None;
    }
    if has(csv, EVENT) && has(csv, ACTOR) && !has(csv, GROUP) {
        return Some(Table::LogReview);
    }
    if has(csv, OWNER) && has(csv, PURPOSE) && !has(csv, GROUP) {
        return Some(Table::IdentityReview);
    }
    has(csv, ADDRESS).then_some(Table::AccessReview)
}

/// The columns that worksheets must have, with every name that each may have, for messages.
pub(in crate::ingest) fn needed() -> String {
    let one = |names: &[&str]| format!("{} (or {})", names[0], names[1..].join(", "));
    let of = |all: &[&[&str]]| all.iter().map(|names| one(names)).collect::<Vec<_>>().join("; ");
    let others = format!("{}, or {}, or {}", of(&[ADDRESS]), of(&[ACTOR, EVENT]), of(&[OWNER, PURPOSE]));
    format!("{}; and {others}", of(&[ID, DECISION, REVIEWER]))
}
