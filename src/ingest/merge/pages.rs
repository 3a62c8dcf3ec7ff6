//! Pages that were saved one a file.

use super::{Part, Parts};
use crate::ingest::batch::Ending;
use crate::model::Table;

/// A page that says that more follow, where none does.
///
/// A list is whole if any file ends it. Reports are asked for month by month, and another month's end is none of this one's: there
/// the next page is a file of the same kind that goes on from the last day.
pub(in crate::ingest) fn unfollowed(parts: &Parts) -> Option<&Part> {
    let open = |part: &Part| part.batch.ending == Ending::MoreFollow;
    if !is_report(parts.table) {
        let whole = parts.each.iter().any(|part| part.batch.ending == Ending::Whole);
        return parts.each.iter().find(|part| open(part)).filter(|_| !whole);
    }
    let pages = Pages::of(&parts.each);
    (0..parts.each.len())
        .find(|&at| open(&parts.each[at]) && pages.behind(at).next().is_none())
        .map(|at| &parts.each[at])
}

/// Lets pages of one report that share a day carry the same columns: a page of few rows may state less than the report was grouped
/// by, and would be taken for a coarser report of that day.
pub(super) fn join(parts: &mut [Part]) {
    let pages = Pages::of(parts);
    let pairs: Vec<(usize, usize)> = (0..parts.len())
        .filter(|&at| is_report(parts[at].batch.table) && parts[at].batch.ending == Ending::MoreFollow)
        .flat_map(|at| pages.behind(at).map(move |next| (at, next)))
        .filter(|&(at, next)| pages.share_a_day(at, next))
        .collect();
    // Once forth and once back, so that the first and the last page of several learn of each other.
    for &(at, next) in pairs.iter().chain(pairs.iter().rev()) {
        let both: Vec<bool> =
            parts[at].batch.present.iter().zip(&parts[next].batch.present).map(|(a, b)| *a || *b).collect();
        parts[at].batch.present.clone_from(&both);
        parts[next].batch.present = both;
    }
}

const fn is_report(table: Table) -> bool {
    matches!(table, Table::Usage | Table::Cost)
}

/// Kind, first and last day of every part.
struct Pages(Vec<(&'static str, Option<(i128, i128)>)>);

impl Pages {
    fn of(parts: &[Part]) -> Self {
        let days = |part: &Part| {
            let column = part.batch.table.position("day")?;
            let days = || (0..part.batch.rows()).filter_map(|row| part.batch.value(column, row));
            days().min().zip(days().max())
        };
        Self(parts.iter().map(|part| (part.kind, days(part))).collect())
    }

    /// Parts that can be the pages behind one: of its kind, and not before its last day.
    fn behind(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let (kind, own) = self.0[at];
        let last = own.map_or(i128::MIN, |(_, last)| last);
        let goes_on = move |&next: &usize| {
            let (other, days) = self.0[next];
            next != at && other == kind && days.is_some_and(|(first, _)| first >= last)
        };
        (0..self.0.len()).filter(goes_on)
    }

    fn share_a_day(&self, at: usize, next: usize) -> bool {
        let day = |at: usize| self.0[at].1;
        day(at).zip(day(next)).is_some_and(|((_, last), (first, _))| last == first)
    }
}
