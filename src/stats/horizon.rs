//! The last day that can be believed among dated records of several sources, of which a few may be misdated.
//!
//! One event of 9999-12-31, or one key of 2096, would make everything else decades old. Records are believed as long as they follow each
//! other without a long pause; behind a pause only where they are many, come from several sources, or where pauses are usual.

use std::collections::BTreeSet;

/// A day with records: the day (counted from any epoch), the file, and the table that the file fills.
pub type DatedDay = (i32, usize, usize);

/// Days without any record behind which records are looked at: two quarters, so that last quarter's usage next to today's lists, or a log
/// exported weeks after the rest, is never in question.
const PAUSE: i32 = 183;
/// A pause that no organization has: the API is younger than it was when this was written.
const FAR: i32 = 5 * 365 + 1;
/// Within a year so many days with records are a daily series, in which half a year of silence and then a single record is an error.
const DENSE_DAYS: usize = 30;
/// Fewer records than one in so many are few.
const FEW: usize = 10;
/// Records that support each other: of so many tables, on so many days.
const SUPPORT: (usize, usize) = (2, 3);
/// In lists alone, which have no daily series: so many days with records show which pauses are usual, and a pause is unusual where it is
/// longer than a year and so many times the longest.
const SPARSE: (usize, i32) = (8, 3);
const YEAR: i32 = 366;

/// The last day that is plausible; `None` without days.
///
/// A tail of records is implausible where it follows a pause of more than half a year and is thin: at most a tenth of the (day, file)
/// pairs before it while these are a daily series, and not itself dated by two tables on three days; or, in lists alone, a tenth and
/// behind a pause three times as long as any other. Behind more than five years the smaller side is wrong, the later one where both are
/// equal.
#[must_use]
pub fn last_plausible(dated: &BTreeSet<DatedDay>) -> Option<i32> {
    let mut before: Vec<DatedDay> = dated.iter().copied().collect();
    loop {
        let last = before.last()?.0;
        let mut tails = (1..before.len()).rev();
        let Some(from) = tails.find(|at| before[*at].0 - before[*at - 1].0 > PAUSE) else { return Some(last) };
        if !is_stray(&before[..from], &before[from..]) {
            return Some(last);
        }
        before.truncate(from);
    }
}

fn is_stray(rest: &[DatedDay], tail: &[DatedDay]) -> bool {
    let (Some(end), Some(start)) = (rest.last(), tail.first()) else { return false };
    let pause = start.0 - end.0;
    if pause > FAR {
        return tail.len() <= rest.len();
    }
    let days = |side: &[DatedDay]| side.iter().map(|one| one.0).collect::<BTreeSet<_>>();
    if tail.len() * FEW > rest.len() {
        return false;
    }
    let recent = days(rest).into_iter().filter(|day| end.0 - day < YEAR).count();
    if recent >= DENSE_DAYS {
        let tables: BTreeSet<usize> = tail.iter().map(|one| one.2).collect();
        return tables.len() < SUPPORT.0 || days(tail).len() < SUPPORT.1;
    }
    let all: Vec<i32> = days(rest).into_iter().collect();
    let longest = all.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(0);
    all.len() >= SPARSE.0 && pause > YEAR && pause > SPARSE.1 * longest
}

#[cfg(test)]
mod tests;
