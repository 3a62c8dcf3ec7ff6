//! Keys that are in use day by day and have nothing for some days, or from some day on: what stops says more than what lost some of it.
//!
//! A baseline tells little of them where the data is short: three empty days of thirty make a key look as if it burst by nature.

mod ends;
mod fit;
mod givers;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::{Member, Panel, SeriesOwner, mean};
use crate::stats::median::median;

/// Share of a usual day that is next to nothing.
const EMPTY: f64 = 0.05;
/// Share of the days of a weekday with use below which it is one of rest.
const RESTS: f64 = 0.3;
/// Working days beside a stop that it takes to know a key, and share of them that have use: what rests now and then stopped for nobody.
const LEAST_DAYS: usize = 6;
const IN_USE: f64 = 0.95;
/// Days to either side that tell what a day would have had.
const REACH: usize = 28;
/// What is no farther apart than this share fits as well.
const CLOSE: f64 = 0.15;
/// Days by which a traffic that goes over may have begun to before a jump that lasts to the end of the data, or a level.
const RAMP: usize = 4;
/// Days without use that are an end, where the data has as many.
const END: usize = 7;
/// Longest stop that comes back and is counted as chance.
const LONGEST: usize = 13;
/// Days beside a jump that are not other days.
const BESIDE: usize = 3;

/// Days without use of a key that is in use day by day.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stop {
    /// Number of the series.
    pub(super) of: usize,
    /// Its days: up to the end of the data where it does not come back.
    pub(super) days: Range<usize>,
    /// What each of these days would have had; nothing on days of rest.
    lost: Vec<f64>,
}

impl Stop {
    /// A working day's mean.
    fn daily(&self) -> f64 {
        let working: Vec<f64> = self.lost.iter().copied().filter(|lost| *lost > 0.0).collect();
        mean(&working, 0..working.len())
    }
}

/// The stops of a series; `first_weekday` is 0 for a Monday.
pub(super) fn stops(of: usize, values: &[f64], first_weekday: usize) -> Vec<Stop> {
    let Some(first) = values.iter().position(|value| *value > 0.0) else { return Vec::new() };
    let least = EMPTY * median(&values.iter().copied().filter(|value| *value > 0.0).collect::<Vec<_>>());
    let mut runs: Vec<Range<usize>> = Vec::new();
    for day in (first..values.len()).filter(|day| values[*day] <= least) {
        match runs.last_mut() {
            Some(run) if run.end == day => run.end = day + 1,
            _ => runs.push(day..day + 1),
        }
    }
    let week = Week { values, first, first_weekday, least };
    runs.into_iter().filter_map(|days| week.lost(&days).map(|lost| Stop { of, days, lost })).collect()
}

/// A series with its weekdays.
struct Week<'a> {
    values: &'a [f64],
    first: usize,
    first_weekday: usize,
    least: f64,
}

impl Week<'_> {
    const fn weekday(&self, day: usize) -> usize {
        (self.first_weekday + day) % 7
    }

    /// What days without use would have had; nothing where other days are without use as well, or these rest anyway.
    fn lost(&self, days: &Range<usize>) -> Option<Vec<f64>> {
        let is_used = |day: &usize| self.values[*day] > self.least;
        let beside = || (self.first..self.values.len()).filter(|day| !days.contains(day));
        let mut counts = [(0_usize, 0_usize); 7];
        for day in beside() {
            let (all, used) = &mut counts[self.weekday(day)];
            (*all, *used) = (*all + 1, *used + usize::from(is_used(&day)));
        }
        let rests = |day: usize| {
            let (all, used) = counts[self.weekday(day)];
            (used as f64) < RESTS * all as f64
        };
        let working: Vec<usize> = beside().filter(|day| !rests(*day)).collect();
        let in_use = working.iter().filter(|day| is_used(day)).count();
        let is_known = working.len() >= LEAST_DAYS && in_use as f64 >= IN_USE * working.len() as f64;
        if !is_known || days.clone().all(rests) {
            return None;
        }
        let is_weekend = |day: usize| self.weekday(day) >= 5;
        let near = days.start.saturating_sub(REACH)..days.end + REACH;
        let level = |weekend: bool| {
            let alike = working.iter().filter(|day| near.contains(day) && is_weekend(**day) == weekend);
            median(&alike.map(|day| self.values[*day]).collect::<Vec<_>>())
        };
        let levels = [level(false), level(true)];
        let of_day = |day: usize| if rests(day) { 0.0 } else { levels[usize::from(is_weekend(day))] };
        Some(days.clone().map(of_day).collect())
    }
}

impl Panel<'_> {
    /// The stops of all keys.
    pub(super) fn stops_of(members: &[Member], first_weekday: usize) -> Vec<Stop> {
        let keys = members.iter().enumerate().filter(|(_, one)| matches!(one.whose, SeriesOwner::Key(_)));
        keys.flat_map(|(of, one)| stops(of, &one.values, first_weekday)).collect()
    }

    /// Stops of other keys than this one: of its workspace, or of any.
    fn stops_beside(&self, at: usize, is_near: bool) -> impl Iterator<Item = &Stop> {
        let whose = self.members[at].whose;
        self.stops.iter().filter(move |stop| stop.of != at && (!is_near || self.members[stop.of].whose == whose))
    }
}
