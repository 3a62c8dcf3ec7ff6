//! Usage and cost that break off: every day of them stands in whole files.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;

use super::super::{DAY_COLUMN, FileRows, TableFiles, named_time};
use crate::model::Role;

/// Records with the same day and dimensions: how many, and their sums.
type Sums = BTreeMap<Vec<Option<i128>>, (u64, Vec<i128>)>;

/// The part with most of a cut one, where every record of it stands in whole parts, and they go on where it ends.
pub(super) fn holder(parts: &TableFiles, cut: usize, whole: &[usize]) -> Option<usize> {
    let own = sums(&parts.each[cut]);
    let each: Vec<(usize, Sums)> = whole.iter().map(|&at| (at, sums(&parts.each[at]))).collect();
    // The last sum may lack what stood behind the end.
    let stands_in = |other: &Sums, (dimensions, (count, sum)): (&Vec<_>, &(u64, Vec<i128>))| {
        other.get(dimensions).is_some_and(|(all, whole)| count < all || count == all && sum == whole)
    };
    let stands = |one: (&Vec<_>, &(u64, Vec<i128>))| each.iter().any(|(_, other)| stands_in(other, one));
    if own.is_empty() || !own.iter().all(stands) || !goes_beyond(&parts.each[cut], &own, whole, &each, parts) {
        return None;
    }
    let held = |other: &Sums| own.iter().filter(|one| stands_in(other, *one)).count();
    each.iter().max_by_key(|(at, other)| (held(other), std::cmp::Reverse(*at))).map(|(at, _)| *at)
}

fn sums(part: &FileRows) -> Sums {
    let batch = &part.batch;
    let measures: BTreeSet<usize> = batch.with_role(Role::Measure).collect();
    let counted = batch.table.position("counted");
    let dimensions: Vec<usize> =
        (0..batch.values.len()).filter(|at| !measures.contains(at) && Some(*at) != counted).collect();
    let mut sums = Sums::new();
    for row in 0..batch.rows() {
        let of = dimensions.iter().map(|&column| batch.value(column, row)).collect();
        let (count, sum) = sums.entry(of).or_insert_with(|| (0, vec![0; measures.len()]));
        *count += batch.count(row);
        for (sum, &measure) in sum.iter_mut().zip(&measures) {
            *sum = sum.saturating_add(batch.value(measure, row).unwrap_or(0));
        }
    }
    sums
}

/// How many records each day has.
fn days(sums: &Sums) -> BTreeMap<i128, u64> {
    let mut days = BTreeMap::new();
    for (dimensions, (count, _)) in sums {
        if let Some(day) = dimensions.get(DAY_COLUMN).copied().flatten() {
            *days.entry(day).or_default() += count;
        }
    }
    days
}

/// Whether whole files have the records behind the end of a cut one: the next day lies within one of them, or the last day has more
/// records there, and the other days as many; and so does every later day on which the cut one may have had some.
fn goes_beyond(cut: &FileRows, own: &Sums, whole: &[usize], each: &[(usize, Sums)], parts: &TableFiles) -> bool {
    let batch = &cut.batch;
    let day = |row: usize| batch.value(DAY_COLUMN, row);
    let first = (0..batch.rows()).min_by_key(|&row| batch.lines[row]).and_then(day);
    let last = (0..batch.rows()).max_by_key(|&row| (batch.last_line(row), row)).and_then(day);
    let (Some(first), Some(last)) = (first, last) else { return false };
    let is_rising = first <= last;
    let extents: Vec<(i128, i128)> = whole.iter().filter_map(|&at| extent(&parts.each[at])).collect();
    let is_within = |day: i128| extents.iter().any(|(low, high)| (*low..=*high).contains(&day));
    let own_days = days(own);
    let ends_within = |other: &Sums| {
        let days = days(other);
        own_days
            .iter()
            .all(|(day, count)| if *day == last { days.get(day) > Some(count) } else { days.get(day) == Some(count) })
    };
    let next = if is_rising { last + 1 } else { last - 1 };
    let goes_on = is_within(next) || each.iter().any(|(_, other)| ends_within(other));
    goes_on && later_days(cut, (last, is_rising), parts).all(is_within)
}

/// The days behind the last one of a cut file that it may have had records of: up to the end of the month that its name states, and of all
/// that files of its kind state.
fn later_days(cut: &FileRows, (last, is_rising): (i128, bool), parts: &TableFiles) -> impl Iterator<Item = i128> {
    let of_all = parts.each.iter().filter_map(extent);
    if !is_rising {
        return of_all.map(|(low, _)| low).min().unwrap_or(last)..=last - 1;
    }
    let named = named_time(&cut.path).date.filter(|end| end.succ_opt().is_some_and(|next| next.day() == 1));
    let named = named.map(|end| (i128::from(end.num_days_from_ce()), i128::from(end.num_days_in_month())));
    let named = named.filter(|(end, days)| (end - days + 1..=*end).contains(&last)).map(|(end, _)| end);
    last + 1..=of_all.map(|(_, high)| high).chain(named).max().unwrap_or(last)
}

/// First and last day that a file states, those on which there was nothing among them.
fn extent(part: &FileRows) -> Option<(i128, i128)> {
    let stated = (0..part.batch.rows()).filter_map(|row| part.batch.value(DAY_COLUMN, row));
    let empty = part.batch.empty_days.iter().map(|day| i128::from(day.num_days_from_ce()));
    stated.chain(empty).fold(None, |extent: Option<(i128, i128)>, day| {
        Some(extent.map_or((day, day), |(low, high)| (low.min(day), high.max(day))))
    })
}
