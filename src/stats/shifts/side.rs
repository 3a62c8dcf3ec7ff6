//! The days before or behind a move: their level, scatter and slope.

#[cfg(test)]
mod tests;

use std::cell::OnceCell;
use std::ops::Range;

use super::super::median::{mad, median, median_of_both, sorted};
use super::Logs;

/// Share of the days of either side that keep to it: what scatters across the middle has no level.
const KEEPS: f64 = 0.75;
/// Smallest spread, as for spikes.
const LEAST_SPREAD: f64 = 0.15;
/// Days of its own that what levels usually scatter by is worth, chosen on the training seeds of `benches/ANOMALIES.md` as 10 or 20.
const WORTH: f64 = 10.0;
/// Standard errors from which a slope is one.
const SLOPE_SCORE: f64 = 2.0;

/// The days of a stretch that report the level. Of most sides no more is asked than that.
pub(super) struct Side<'a> {
    /// First day of the stretch, and for each of its days the value and whether it reports the level.
    first: usize,
    values: &'a [f64],
    tells: &'a [bool],
    /// Of the days that tell.
    pub(super) logs: Vec<f64>,
    pub(super) level: f64,
    spread: OnceCell<f64>,
    typical: OnceCell<f64>,
    middle: OnceCell<f64>,
    ascending: OnceCell<Vec<f64>>,
    slope: OnceCell<Slope>,
}

/// How the days of a side rise.
struct Slope {
    /// Rises per day between all pairs of days, ascending.
    pairs: Vec<f64>,
    /// Rise per day, where there is one for certain.
    certain: Option<f64>,
    /// Middle of the days.
    center: f64,
}

impl<'a> Side<'a> {
    /// The side of some days in a row; nothing where fewer than `least` of them tell.
    pub(super) fn of(series: &'a Logs<'_>, stretch: Range<usize>, least: usize) -> Option<Self> {
        let (first, tells) = (stretch.start, &series.tells[stretch.clone()]);
        let mut logs = Vec::with_capacity(stretch.len());
        logs.extend(series.logs[stretch.clone()].iter().zip(tells).filter(|(_, tells)| **tells).map(|(log, _)| *log));
        if logs.len() < least {
            return None;
        }
        let (values, level) = (&series.values[stretch], median(&logs));
        let (spread, typical, middle) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        let (ascending, slope) = (OnceCell::new(), OnceCell::new());
        Some(Self { first, values, tells, logs, level, spread, typical, middle, ascending, slope })
    }

    /// Robust deviation from the level. A week of days hardly tells how far a level goes by itself: what levels usually scatter by, where
    /// that is known, counts as some days more.
    pub(super) fn spread(&self, usual: Option<f64>) -> f64 {
        let (own, days) = (*self.spread.get_or_init(|| mad(&self.logs)), self.logs.len() as f64);
        let spread = usual.map_or(own, |usual| ((days * own * own + WORTH * usual * usual) / (days + WORTH)).sqrt());
        spread.max(LEAST_SPREAD)
    }

    /// A day's mean.
    pub(super) fn typical(&self) -> f64 {
        *self.typical.get_or_init(|| typical(self.values))
    }

    /// Median of the days that tell.
    pub(super) fn middle(&self) -> f64 {
        *self.middle.get_or_init(|| {
            let found = self.values.iter().zip(self.tells).filter(|(_, tells)| **tells);
            median(&found.map(|(value, _)| *value).collect::<Vec<_>>())
        })
    }

    fn ascending(&self) -> &[f64] {
        self.ascending.get_or_init(|| sorted(self.logs.clone()))
    }

    /// What two levels explain better than one: sum of absolute deviations from one level of both sides, less those from their own.
    pub(super) fn gain(&self, other: &Self) -> f64 {
        let both = median_of_both(self.ascending(), other.ascending());
        let together = cost(self.logs.iter().chain(&other.logs), both);
        together - cost(self.logs.iter(), self.level) - cost(other.logs.iter(), other.level)
    }

    pub(super) fn keeps(&self, is_kept: impl Fn(f64) -> bool) -> bool {
        self.logs.iter().filter(|log| is_kept(**log)).count() as f64 >= KEEPS * self.logs.len() as f64
    }

    /// Slope of the median pair (Theil 1950, Sen 1968). Few sides are asked for it, and those many times.
    fn slope(&self) -> &Slope {
        self.slope.get_or_init(|| {
            let found = self.tells.iter().enumerate().filter(|(_, tells)| **tells);
            let days: Vec<usize> = found.map(|(at, _)| self.first + at).collect();
            let center = days.iter().sum::<usize>() as f64 / days.len() as f64;
            let off = |day: &usize| *day as f64 - center;
            let pairs = sorted(pairs(&days, &self.logs));
            let daily = median_of_both(&pairs, &[]);
            let straight: Vec<f64> = days.iter().zip(&self.logs).map(|(day, log)| log - daily * off(day)).collect();
            let squares: f64 = days.iter().map(|day| off(day).powi(2)).sum();
            let error = mad(&straight).max(LEAST_SPREAD) / squares.sqrt();
            Slope { pairs, certain: (daily.abs() > SLOPE_SCORE * error).then_some(daily), center }
        })
    }
}

/// Rises per day between all pairs of days.
fn pairs(days: &[usize], logs: &[f64]) -> Vec<f64> {
    let rise = |a: usize, b: usize| (logs[b] - logs[a]) / (days[b] - days[a]) as f64;
    let mut pairs = Vec::with_capacity(days.len() * days.len() / 2);
    for a in 0..days.len() {
        pairs.extend((a + 1..days.len()).map(|b| rise(a, b)));
    }
    pairs
}

/// What the slopes of both sides bring from the middle of the one to the middle of the other.
pub(super) struct Slopes<'a> {
    up: f64,
    sides: (&'a Side<'a>, &'a Side<'a>),
}

impl<'a> Slopes<'a> {
    /// Of the sides of a move up (1) or down (-1).
    pub(super) const fn towards(up: f64, before: &'a Side<'a>, after: &'a Side<'a>) -> Self {
        Self { up, sides: (before, after) }
    }

    /// At least so much: the own slope of each side where it has one for certain. Takes less time than the whole.
    pub(super) fn at_least(&self) -> f64 {
        self.with(0.0)
    }

    /// The own slope of a side where it has one for certain, else the one of both together; nothing where it leads away from the move.
    pub(super) fn whole(&self) -> f64 {
        self.with(self.up * median_of_both(&self.sides.0.slope().pairs, &self.sides.1.slope().pairs))
    }

    fn with(&self, both: f64) -> f64 {
        let (before, after) = (self.sides.0.slope(), self.sides.1.slope());
        let own = |slope: &Slope| slope.certain.map_or(0.0, |daily| self.up * daily).max(both).max(0.0);
        // Each side leads up to the boundary, which is half-way between them.
        let half = (after.center - before.center) / 2.0;
        half * (own(before) + own(after))
    }
}

/// A day's mean without the days that stick out: three times the median at most.
fn typical(values: &[f64]) -> f64 {
    let most = 3.0 * median(&values.iter().copied().filter(|value| *value > 0.0).collect::<Vec<_>>());
    values.iter().map(|value| value.min(most)).sum::<f64>() / values.len().max(1) as f64
}

fn cost<'a>(logs: impl Iterator<Item = &'a f64>, level: f64) -> f64 {
    logs.map(|log| (log - level).abs()).sum()
}
