//! Sums of weeks next to sums of months, where no file has the days: both would be summed.
//!
//! A file of weeks has its days whole weeks apart, a file of months has firsts of months alone. They state the same where the weeks that
//! cover a month add up to its sum, to within a part: a week at its edge is split by its days. Then the months count, which end where
//! bills do.

use std::collections::BTreeSet;

use super::super::super::grouping::FileGrain;
use super::super::{Disposition, FileRows};
use super::{Decided, Step};
use crate::model::counted;

/// Weeks from which on days that are seven apart are sums of weeks.
const LEAST_WEEKS: usize = 3;
/// Days of a week, and how many of them decide where it belongs.
const WEEK: i128 = 7;
const MOST_OF_A_WEEK: i128 = 4;
/// Percent that the weeks of a month may be off: those at its edges are split evenly.
const NEAR_PERCENT: u128 = 10;

/// Takes the weeks of months that another file states out of the shapes.
pub(super) fn take_out(parts: &mut [FileRows], shapes: &mut [FileGrain], steps: &[Option<Step>]) -> Decided {
    let of = |step: Step| (0..shapes.len()).filter(|&at| steps[at] == Some(step)).collect::<Vec<_>>();
    let is_weeks = |at: &usize| {
        let days: Vec<i128> = shapes[*at].days.keys().copied().collect();
        days.len() >= LEAST_WEEKS && days.windows(2).any(|two| two[1] - two[0] == WEEK)
    };
    let (weeks, months): (Vec<usize>, Vec<usize>) =
        (of(Step::Week).into_iter().filter(is_weeks).collect(), of(Step::Month));
    let mut repeated: Vec<(usize, BTreeSet<i128>)> = Vec::new();
    for &at in &weeks {
        let alike = months.iter().filter(|&&month| is_alike(parts, shapes, at, month));
        let covered: Vec<(i128, i128)> =
            alike.flat_map(|&month| shapes[month].days.keys().map(|first| (*first, Step::Month.end(*first)))).collect();
        let inside = |week: i128| {
            let days = covered.iter().map(|month| overlap(week, *month)).sum::<i128>();
            days >= MOST_OF_A_WEEK
        };
        repeated.push((at, shapes[at].days.keys().copied().filter(|week| inside(*week)).collect()));
    }
    let mut decided = Decided::new();
    for (at, days) in repeated.into_iter().filter(|(_, days)| !days.is_empty()) {
        parts[at].batch.note(format!(
            "its rows are sums of weeks, each dated on its first day: {} that another file states as sums of months {} there",
            counted(days.len(), "week"),
            if days.len() == 1 { "counts" } else { "count" }
        ));
        for day in days {
            let rows = shapes[at].days.remove(&day).unwrap_or_default();
            decided.extend(rows.into_iter().map(|row| (at, row, Disposition::Duplicate)));
        }
    }
    decided
}

/// How many days a week has in common with a month.
fn overlap(week: i128, (first, end): (i128, i128)) -> i128 {
    ((week + WEEK).min(end) - week.max(first)).max(0)
}

/// Whether a file of weeks states what a file of months does: in at least one month whose days the weeks cover.
fn is_alike(parts: &[FileRows], shapes: &[FileGrain], weeks: usize, months: usize) -> bool {
    let (own, other) = (&shapes[weeks].organizations, &shapes[months].organizations);
    if !own.is_empty() && !other.is_empty() && own.is_disjoint(other) {
        return false;
    }
    let has = |at: usize, column: usize| parts[at].batch.present[column];
    let measures: Vec<usize> =
        shapes[weeks].summed.iter().copied().filter(|&column| has(weeks, column) && has(months, column)).collect();
    let amount = |at: usize, rows: &[usize]| -> i128 {
        let values =
            rows.iter().flat_map(|&row| measures.iter().filter_map(move |&one| parts[at].batch.value(one, row)));
        values.fold(0, i128::saturating_add)
    };
    shapes[months].days.iter().any(|(first, rows)| {
        let month = (*first, Step::Month.end(*first));
        let (mut days, mut sum) = (0, 0_i128);
        for (week, rows) in &shapes[weeks].days {
            let common = overlap(*week, month);
            days += common;
            sum = sum.saturating_add(amount(weeks, rows).saturating_mul(common));
        }
        let whole = amount(months, rows).saturating_mul(WEEK);
        let apart = sum.abs_diff(whole).saturating_mul(100);
        days >= month.1 - month.0 && whole > 0 && apart <= whole.unsigned_abs().saturating_mul(NEAR_PERCENT)
    })
}
