//! The days before or behind a move: their level, scatter and slope.

use std::ops::Range;

use super::super::median::{mad, median};

/// Share of the days of either side that keep to it: what scatters across the middle has no level.
const KEEPS: f64 = 0.75;
/// Smallest spread, as for spikes.
const LEAST_SPREAD: f64 = 0.15;
/// Standard errors from which a slope is one.
const SLOPE_SCORE: f64 = 2.0;

/// The days of a stretch that tell of the level.
pub(super) struct Side {
    pub(super) days: Vec<usize>,
    pub(super) logs: Vec<f64>,
    pub(super) level: f64,
    pub(super) spread: f64,
    /// A day's mean, and the median of the days that tell.
    pub(super) typical: f64,
    pub(super) middle: f64,
}

/// Rise per day, and its standard error.
struct Slope {
    daily: f64,
    error: f64,
}

impl Side {
    /// The side of some days of a stretch.
    pub(super) fn of(days: Vec<usize>, logs: &[f64], values: &[f64], stretch: Range<usize>) -> Self {
        let logs: Vec<f64> = days.iter().map(|&day| logs[day]).collect();
        let (level, spread) = (median(&logs), mad(&logs).max(LEAST_SPREAD));
        let middle = median(&days.iter().map(|&day| values[day]).collect::<Vec<_>>());
        Self { days, logs, level, spread, typical: typical(&values[stretch]), middle }
    }

    /// Sum of absolute deviations from the level.
    pub(super) fn cost(&self) -> f64 {
        cost(&self.logs, self.level)
    }

    /// The same of two sides as one level.
    pub(super) fn cost_with(&self, other: &Self) -> f64 {
        let both = [self.logs.as_slice(), &other.logs].concat();
        cost(&both, median(&both))
    }

    pub(super) fn center(&self) -> f64 {
        self.days.iter().sum::<usize>() as f64 / self.days.len() as f64
    }

    pub(super) fn keeps(&self, is_kept: impl Fn(f64) -> bool) -> bool {
        self.logs.iter().filter(|log| is_kept(**log)).count() as f64 >= KEEPS * self.logs.len() as f64
    }

    /// Rises per day between all pairs of days.
    fn pairs(&self) -> Vec<f64> {
        let rise = |a: usize, b: usize| (self.logs[b] - self.logs[a]) / (self.days[b] - self.days[a]) as f64;
        (0..self.days.len()).flat_map(|a| (a + 1..self.days.len()).map(move |b| rise(a, b))).collect()
    }

    /// Slope of the median pair (Theil 1950, Sen 1968).
    fn slope(&self, pairs: &[f64]) -> Slope {
        let (daily, center) = (median(pairs), self.center());
        let off = |day: &usize| *day as f64 - center;
        let straight: Vec<f64> = self.days.iter().zip(&self.logs).map(|(day, log)| log - daily * off(day)).collect();
        let squares: f64 = self.days.iter().map(|day| off(day).powi(2)).sum();
        Slope { daily, error: mad(&straight).max(LEAST_SPREAD) / squares.sqrt() }
    }
}

/// What the slopes of both sides bring from the middle of the one to the middle of the other: the own slope of a side where it has one for
/// certain, else the one of both together; nothing where it leads away from the move.
pub(super) fn slope_towards(up: f64, before: &Side, after: &Side) -> f64 {
    let (pairs_before, pairs_after) = (before.pairs(), after.pairs());
    let certain = |slope: Slope| if slope.daily.abs() > SLOPE_SCORE * slope.error { up * slope.daily } else { 0.0 };
    let own = (certain(before.slope(&pairs_before)), certain(after.slope(&pairs_after)));
    let both = up * median(&[pairs_before, pairs_after].concat());
    // Each side leads up to the boundary, which is half-way between them.
    let half = (after.center() - before.center()) / 2.0;
    half * (own.0.max(both).max(0.0) + own.1.max(both).max(0.0))
}

/// A day's mean without the days that stick out: three times the median at most.
fn typical(values: &[f64]) -> f64 {
    let most = 3.0 * median(&values.iter().copied().filter(|value| *value > 0.0).collect::<Vec<_>>());
    values.iter().map(|value| value.min(most)).sum::<f64>() / values.len().max(1) as f64
}

fn cost(logs: &[f64], level: f64) -> f64 {
    logs.iter().map(|log| (log - level).abs()).sum()
}
