//! Sums of weeks, months or quarters, dated on one of their days, next to exports that state the same days one by one: they count once.
//!
//! A file is taken for sums where all its days are firsts or lasts of a month, or lie whole weeks apart, and at least one of its periods has the
//! sum that other files have in all its days together, to within a few percent: of everything, or of what both name alike.

mod step;
mod weeks_in_months;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use self::step::Step;
use super::super::grouping::FileGrain;
use super::{Disposition, FileRows, decided_days};
use crate::model::counted;

/// Percent that a sum may be off: a later correction, or what was not over yet.
const NEAR_PERCENT: u128 = 2;
/// Times the same day's own sum that a sum of a period is at least.
const MANY_TIMES: i128 = 3;
/// Days of a period besides its first that other files must hold.
const LEAST_OTHER_DAYS: usize = 3;

/// Rows with what becomes of them: (file, row, disposition).
pub(super) type Decided = Vec<(usize, usize, Disposition)>;

/// Takes sums of periods whose days other files state out of the shapes, or these days where they show the lesser part of a period.
pub(super) fn take_out(parts: &mut [FileRows], shapes: &mut [FileGrain]) -> Decided {
    let steps: Vec<Option<Step>> = shapes.iter().map(|shape| Step::of(&shape.days)).collect();
    if steps.iter().all(Option::is_some) {
        return weeks_in_months::take_out(parts, shapes, &steps);
    }
    let steps: Vec<Vec<Step>> = shapes.iter().map(|shape| Step::all_of(&shape.days)).collect();
    if steps.iter().all(Vec::is_empty) || steps.iter().all(|steps| !steps.is_empty()) {
        return Vec::new();
    }
    let mut held: Vec<BTreeMap<i128, Vec<usize>>> = shapes.iter().map(|_| BTreeMap::new()).collect();
    for at in (0..shapes.len()).filter(|&at| !steps[at].is_empty()) {
        held[at] = std::mem::take(&mut shapes[at].days);
    }
    let counting = Counting::of(parts, shapes);
    let mut decided = Decided::new();
    for at in 0..parts.len() {
        let mut days = std::mem::take(&mut held[at]);
        let judge = |(rank, step): (usize, &Step)| {
            let judged = Sums { parts, shapes, counting: &counting, at, step: *step, days: &days }.judge();
            (judged.alike, Reverse(rank), *step, judged)
        };
        let best = steps[at].iter().enumerate().map(judge).max_by_key(|(alike, rank, ..)| (*alike, *rank));
        if let Some((_, _, step, judged)) = best {
            if let Some(note) = judged.note(step) {
                parts[at].batch.note(note);
            }
            for day in &judged.repeated {
                let rows = days.remove(day).unwrap_or_default();
                decided.extend(rows.into_iter().map(|row| (at, row, Disposition::Duplicate)));
            }
            for (file, day) in judged.lesser {
                let rows = shapes[file].days.remove(&day).unwrap_or_default();
                decided.extend(rows.into_iter().map(|row| (file, row, Disposition::Restated)));
            }
            shapes[at].days = days;
        }
    }
    decided
}

/// The rows of the other files that count where they are compared among themselves, by day.
struct Counting(BTreeMap<i128, Vec<(usize, usize)>>);

impl Counting {
    fn of(parts: &[FileRows], shapes: &[FileGrain]) -> Self {
        let mut superseded = BTreeSet::new();
        for held in decided_days(parts, shapes).iter().flatten() {
            let dispositions = held.rows.iter().zip(&held.dispositions);
            superseded
                .extend(dispositions.filter(|(_, one)| **one != Disposition::Accepted).map(|(row, _)| (held.at, *row)));
        }
        let mut days: BTreeMap<i128, Vec<(usize, usize)>> = BTreeMap::new();
        for (at, shape) in shapes.iter().enumerate() {
            for (day, rows) in &shape.days {
                let counting = rows.iter().map(|row| (at, *row)).filter(|one| !superseded.contains(one));
                days.entry(*day).or_default().extend(counting);
            }
        }
        Self(days)
    }
}

/// A file that may hold sums of periods.
struct Sums<'a> {
    parts: &'a [FileRows],
    shapes: &'a [FileGrain],
    counting: &'a Counting,
    at: usize,
    step: Step,
    days: &'a BTreeMap<i128, Vec<usize>>,
}

/// What a file of sums repeats.
#[derive(Default)]
struct Repeated {
    /// First days of periods that other files state day by day.
    repeated: Vec<i128>,
    /// Periods that have the sum of their days there.
    alike: usize,
    /// How many of them have another sum there.
    differing: usize,
    /// Days of other files (file, day) in periods of which they show the lesser part.
    lesser: Vec<(usize, i128)>,
}

impl Repeated {
    fn note(&self, step: Step) -> Option<String> {
        let lesser: BTreeSet<i128> = self.lesser.iter().map(|(_, day)| *day).collect();
        let noun = step.noun();
        let mut said = Vec::new();
        if !self.repeated.is_empty() {
            said.push(format!("{} that other files state day by day count there", counted(self.repeated.len(), noun)));
        }
        if self.differing > 0 {
            said.push(format!("{} of another sum there", counted(self.differing, noun)));
        }
        if !lesser.is_empty() {
            said.push(format!("{} of other files inside its {noun}s do not count", counted(lesser.len(), "day")));
        }
        (!said.is_empty())
            .then(|| format!("its rows are sums of {noun}s, each dated {}: {}", step.dated(), said.join("; ")))
    }
}

impl Sums<'_> {
    /// Nothing where it holds no sums of what other files have.
    fn judge(&self) -> Repeated {
        let mut judged = Repeated::default();
        let mut begun = Vec::new();
        for (&dated, own) in self.days {
            let (first, end) = self.step.period(dated);
            let others: Vec<(i128, usize, usize)> = self.others(first, end).collect();
            let days: BTreeSet<i128> = others.iter().map(|(day, ..)| *day).collect();
            let (Some(&from), Some(&to)) = (days.first(), days.last()) else { continue };
            if days.iter().filter(|day| **day != dated).count() < LEAST_OTHER_DAYS {
                begun.extend((days.len() > 1 && self.is_sum_of(own, &others, (dated, 1))).then_some(dated));
                continue;
            }
            let is_alike = self.is_sum_of(own, &others, (dated, MANY_TIMES));
            judged.alike += usize::from(is_alike);
            // What covers most of the period is finer, and counts.
            if is_alike || 2 * (to - from + 1) > end - first {
                judged.repeated.push(dated);
                judged.differing += usize::from(!is_alike);
            } else {
                judged.lesser.extend(others.iter().map(|(day, at, _)| (*at, *day)).collect::<BTreeSet<_>>());
            }
        }
        // Of a file that is one of sums, the period that has just begun is one, too.
        judged.repeated.extend(begun);
        if judged.alike == 0 { Repeated::default() } else { judged }
    }

    /// What counts of other files of its organization from one day on to before another: (day, file, row).
    fn others(&self, first: i128, end: i128) -> impl Iterator<Item = (i128, usize, usize)> {
        let own = &self.shapes[self.at].organizations;
        let is_of = move |at: usize| {
            let other = &self.shapes[at].organizations;
            own.is_empty() || other.is_empty() || !own.is_disjoint(other)
        };
        let days = self.counting.0.range(first..end);
        let rows = days.flat_map(|(day, rows)| rows.iter().map(|(at, row)| (*day, *at, *row)));
        rows.filter(move |(_, at, _)| is_of(*at))
    }

    /// Whether rows of a period are the sum of other files' rows: of all, or of those that are of the same. It is at least so many times
    /// what these have on the day on which it is dated.
    fn is_sum_of(&self, own: &[usize], others: &[(i128, usize, usize)], (dated, least): (i128, i128)) -> bool {
        let files: BTreeSet<usize> = others.iter().map(|(_, at, _)| *at).collect();
        let both = |column: &usize| files.iter().all(|&at| self.parts[at].batch.present[*column]);
        let measures: Vec<usize> = self.shapes[self.at].summed.iter().copied().filter(both).collect();
        let states = |column: &usize| files.iter().all(|&at| self.shapes[at].stated.contains(column));
        let names: Vec<usize> = self.shapes[self.at].stated.iter().copied().filter(states).collect();
        let of = |at: usize, row: usize| -> Vec<Option<i128>> {
            names.iter().map(|&column| self.parts[at].batch.value(column, row)).collect()
        };
        let named: BTreeSet<Vec<Option<i128>>> = own.iter().map(|&row| of(self.at, row)).collect();
        let amount = |at: usize, row: usize| -> i128 {
            measures
                .iter()
                .filter_map(|&measure| self.parts[at].batch.value(measure, row))
                .fold(0, i128::saturating_add)
        };
        let whole: i128 = own.iter().map(|&row| amount(self.at, row)).fold(0, i128::saturating_add);
        let is_sum = |is_of: &dyn Fn(usize, usize) -> bool| {
            let (mut all, mut day_itself) = (0_i128, 0_i128);
            for &(day, at, row) in others.iter().filter(|(_, at, row)| is_of(*at, *row)) {
                all = all.saturating_add(amount(at, row));
                if day == dated {
                    day_itself = day_itself.saturating_add(amount(at, row));
                }
            }
            let apart = all.abs_diff(whole).saturating_mul(100);
            whole > 0
                && apart <= whole.unsigned_abs().saturating_mul(NEAR_PERCENT)
                && whole >= day_itself.saturating_mul(least)
        };
        is_sum(&|_, _| true) || !names.is_empty() && is_sum(&|at, row| named.contains(&of(at, row)))
    }
}
