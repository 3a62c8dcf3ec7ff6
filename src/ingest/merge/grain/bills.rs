//! Editions of a cloud's bill: it comes again when it was corrected, and the final one is often lower, by discounts and credits.
//!
//! A day of the Console still grows, so of two exports that go as far the one with more is the later one. A line of a bill does not: the
//! later edition is known by when it was read, or by the date in the name of its file or folder; else nobody knows which one holds.

use std::cmp::Ordering;

use super::super::PathName;
use super::{FileGrain, FileRows};
use crate::model::Table;

/// Sets how many earlier editions each bill has.
pub(super) fn set_turns(parts: &[FileRows], shapes: &mut [FileGrain]) {
    if !parts.iter().any(is_bill) {
        return;
    }
    let names: Vec<Option<PathName>> =
        parts.iter().map(|part| is_bill(part).then(|| PathName::of(&part.path))).collect();
    for at in 0..parts.len() {
        let is_earlier = |other: &usize| {
            let names = names[at].as_ref().zip(names[*other].as_ref());
            names.and_then(|names| age_of((&parts[at], names.0), (&parts[*other], names.1))) == Some(Ordering::Greater)
        };
        shapes[at].turn = (0..parts.len()).filter(is_earlier).count();
    }
}

/// Whether a bill is an earlier or later edition than another; `None` where nothing tells.
pub(super) fn age(one: &FileRows, other: &FileRows) -> Option<Ordering> {
    age_of((one, &PathName::of(&one.path)), (other, &PathName::of(&other.path)))
}

pub(super) fn is_bill(part: &FileRows) -> bool {
    part.batch.table == Table::CloudCost
}

fn age_of(one: (&FileRows, &PathName), other: (&FileRows, &PathName)) -> Option<Ordering> {
    if one.0.kind != other.0.kind {
        return None;
    }
    let read = one.0.batch.edition.zip(other.0.batch.edition).map(|(own, then)| own.cmp(&then));
    read.filter(|order| order.is_ne()).or_else(|| one.1.time.age(&other.1.time))
}
