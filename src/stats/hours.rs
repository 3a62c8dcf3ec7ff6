//! Bursts: some hours far above what their hour of the day, weekday and neighbourhood let expect.
//!
//! Every hour of the day is a daily series of its own, so that an hour of the week is held against its like; where there are too few
//! weeks for that, working days and weekends are distinguished. What a day of the series does at another hour now and then is its way,
//! what is up at the same hours of the next days is a new habit, and what lasts a day is reported for days.

#[cfg(test)]
mod tests;

use super::baseline::{Neighbourhood, Scatter, can_tell, values_of_use};
use super::median::{mad, median, quantile};

/// How far above is far. One setting for every series.
#[derive(Clone, Copy, Debug)]
pub struct DetectorThresholds {
    /// Robust score, as for days.
    pub score: f64,
    /// Actual over expected.
    pub ratio: f64,
    /// Actual less expected of the burst, in the unit of the series.
    pub excess: f64,
    /// The same, as a share of a usual day: what is less is lost in it.
    pub share: f64,
    /// Days before a burst that it takes to judge it; or besides it, where the series is older than the data.
    pub history: usize,
    /// Robust deviations below which other hours are chance, and not alike; 0 where what is far leaves no chance.
    pub alike: f64,
}

/// Hours far above the expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Burst {
    /// First hour, as index into the series.
    pub start: usize,
    /// Last hour, included.
    pub end: usize,
    /// Sum of the actual values.
    pub actual: f64,
    /// Sum of the expected values.
    pub expected: f64,
    /// Sum of the upper ends of the expected bands.
    pub upper: f64,
}

/// Days before a burst that it takes in any case.
const LEAST_BEFORE: usize = 2;
/// Longest burst; what lasts longer is reported for days.
const LONGEST: usize = 18;
/// Hours between two that are far and belong together.
const GAP: usize = 2;
/// Level below which the logarithm would magnify noise: this share of the usual hour. Nights are not days.
const FLOOR: f64 = 0.25;
/// A quantile far out, that many of its normal deviations, and what it may add to the middle's: what is farther out is an event.
const TAIL: (f64, f64) = (0.99, 2.326);
const HEAVY: f64 = 1.5;
/// Share of a burst's height on the logarithmic scale from which other hours are its like.
const ALIKE: f64 = 0.6;
/// Share of a burst's excess from which other hours are its like.
const WORTH: f64 = 0.5;
/// Days from one monthly batch to the next, and hours by which it may be early or late.
const MONTH: std::ops::RangeInclusive<usize> = 27..=32;
const BESIDE: usize = 2;
/// Days to either side whose same hours are the measure.
const AROUND: usize = 28;
/// Factor to the better ones of them.
const ABOVE_BETTER_DAYS: f64 = 1.3;
/// Share of days that may have their like, and how many always may.
const ALIKE_SHARE: f64 = 0.05;
const ALIKE_RUNS: usize = 4;
/// Share of days that may have hours as high, whatever they were worth.
const HIGH_SHARE: f64 = 0.2;
/// Factor to whatever else there was that a burst needs where most days have no use.
const ABOVE_SPARSE: f64 = 3.0;
/// Factor to the score that a single hour needs.
const ALONE: f64 = 2.0;
/// Days behind a burst whose same hours have to be normal, most of them.
const BEHIND: usize = 3;

/// What a series of whole days, first hour midnight, lets expect by the hour.
pub struct HourBaseline<'a> {
    values: &'a [f64],
    first_weekday: usize,
    /// First hour of the first day with a value.
    first: usize,
    /// Expected value per hour.
    pub expected: Vec<f64>,
    residuals: Vec<f64>,
    /// Robust deviation of the residuals.
    pub spread: f64,
    floor: f64,
}

impl<'a> HourBaseline<'a> {
    /// The baseline of whole days of hours of spend; `None` where it is nothing but zeros.
    #[must_use]
    pub fn of(values: &'a [f64], first_weekday: usize) -> Option<Self> {
        Self::with(values, first_weekday, Scatter::SPEND)
    }

    /// The baseline of whole days of hours of this scatter; `None` where it is nothing but zeros.
    #[must_use]
    pub fn with(values: &'a [f64], first_weekday: usize, scatter: Scatter) -> Option<Self> {
        let first_day = values.iter().position(|value| *value > 0.0)? / 24;
        let floor = FLOOR * median(&values_of_use(values));
        let mut expected = vec![0.0; values.len()];
        for hour in 0..24 {
            let own: Vec<f64> = values.iter().skip(hour).step_by(24).copied().collect();
            let neighbourhood = Neighbourhood { values: &own, first_weekday, first: first_day, floor, left_out: &[] };
            for (day, value) in neighbourhood.expected().0.into_iter().enumerate() {
                expected[24 * day + hour] = value;
            }
        }
        let residual = |at: usize| ((values[at] + floor) / (expected[at] + floor)).ln();
        let residuals: Vec<f64> = (0..values.len()).map(residual).collect();
        let first = 24 * first_day;
        let busy: Vec<f64> =
            (first..values.len()).filter(|&at| expected[at] >= floor).map(|at| residuals[at]).collect();
        let spreads = [busy.as_slice(), &residuals[first..]].map(spread);
        let spread = spreads.into_iter().fold(scatter.least_of_hours, f64::max);
        Some(Self { values, first_weekday, first, expected, residuals, spread, floor })
    }

    /// The most that the hour and those next to it let expect: what is an hour early is not far.
    fn most(&self, at: usize) -> f64 {
        let beside = &self.expected[at.saturating_sub(1)..(at + 2).min(self.expected.len())];
        beside.iter().copied().fold(0.0, f64::max)
    }

    /// Every burst, in order.
    #[must_use]
    pub fn bursts(&self, gates: &DetectorThresholds) -> Vec<Burst> {
        let far = |&at: &usize| {
            let most = self.most(at);
            ((self.values[at] + self.floor) / (most + self.floor)).ln() >= gates.score * self.spread
                && self.values[at] >= gates.ratio * most
        };
        let days = self.first / 24..self.values.len() / 24;
        let tells = |at: &usize| can_tell(at / 24, &days, LEAST_BEFORE, gates.history);
        let flagged: Vec<usize> = (self.first..self.values.len()).filter(tells).filter(far).collect();
        let short = joined(&flagged).into_iter().filter(|(start, end)| end - start < LONGEST);
        let burst = |(start, end): (usize, usize)| {
            let sum = |of: &dyn Fn(usize) -> f64| (start..=end).map(of).sum::<f64>();
            let upper = |at: usize| (self.expected[at] + self.floor) * (gates.score * self.spread).exp() - self.floor;
            let (actual, expected) = (sum(&|at| self.values[at]), sum(&|at| self.expected[at]));
            Burst { start, end, actual, expected, upper: sum(&upper) }
        };
        let usual_day = self.usual_day();
        short
            .map(burst)
            .filter(|one| {
                // A single hour is more easily chance: twice as much of a day, and farther out.
                let alone = one.start == one.end;
                let share = if alone { 2.0 * gates.share } else { gates.share };
                let score = if alone { ALONE * gates.score } else { gates.score };
                self.height(one.start, one.end) >= score * self.spread
                    && one.actual - one.expected >= gates.excess.max(share * usual_day)
                    && self.stands_out(one)
                    && self.is_rare(one, gates.alike)
                    && self.is_once(one, gates.alike)
                    && !self.is_monthly(one)
            })
            .collect()
    }

    /// Median of the days with use.
    fn usual_day(&self) -> f64 {
        median(&values_of_use(&self.values.chunks(24).map(|hours| hours.iter().sum()).collect::<Vec<_>>()))
    }

    fn height(&self, start: usize, end: usize) -> f64 {
        self.residuals[start..=end].iter().copied().fold(0.0, f64::max)
    }

    /// Residual from which another hour is a like of a burst.
    fn like(&self, burst: &Burst, alike: f64) -> f64 {
        (ALIKE * self.height(burst.start, burst.end)).max(alike * self.spread)
    }

    /// Whether the hours are beyond what they reach on the better days around, working days and weekends apart: where a series ends, or
    /// behind a holiday, the normal is no burst.
    fn stands_out(&self, burst: &Burst) -> bool {
        let day = burst.start / 24;
        let (low, high) = (day.saturating_sub(AROUND).max(self.first / 24), day + AROUND);
        let same_hours = |other: usize| {
            let (start, end) = (burst.start % 24 + 24 * other, burst.end + 24 * other - 24 * day);
            self.values.get(start..=end).map(|hours| hours.iter().sum::<f64>())
        };
        let others = (low..=high).filter(|&other| other != day && self.is_weekend(other) == self.is_weekend(day));
        burst.actual >= ABOVE_BETTER_DAYS * quantile(&others.filter_map(same_hours).collect::<Vec<_>>(), 0.9)
    }

    const fn is_weekend(&self, day: usize) -> bool {
        (self.first_weekday + day) % 7 >= 5
    }

    /// Whether the series does not do this often, at whatever hour: hours as high, that were worth half as much.
    fn is_rare(&self, burst: &Burst, alike: f64) -> bool {
        let height = self.like(burst, alike);
        let high: Vec<usize> = (self.first..self.values.len())
            .filter(|at| (*at + 24 < burst.start || *at > burst.end + 24) && self.residuals[*at] >= height)
            .collect();
        let over = |at: usize| self.values[at] - self.expected[at];
        let excess = |(start, end): (usize, usize)| (start..=end).map(over).sum::<f64>();
        let own = burst.actual - burst.expected;
        let runs = joined(&high);
        let min_effect = |share: f64| runs.iter().filter(|run| excess(**run) >= share * own).count();
        let days = (self.values.len() - self.first) / 24;
        let used = self.values[self.first..].chunks(24).filter(|hours| hours.iter().any(|value| *value > 0.0)).count();
        if 2 * used < days {
            // Used now and then: there is no neighbourhood to compare with.
            return min_effect(1.0 / ABOVE_SPARSE) == 0;
        }
        let most = |share: f64| ((share * days as f64) as usize).max(ALIKE_RUNS);
        min_effect(WORTH) <= most(ALIKE_SHARE) && runs.len() <= most(HIGH_SHARE)
    }

    /// Whether a month before or behind, about the same hours were worth half as much over the expected: a batch that returns.
    fn is_monthly(&self, burst: &Burst) -> bool {
        let own = burst.actual - burst.expected;
        let excess = |start: usize, end: usize| -> f64 {
            let hours = start.saturating_sub(BESIDE).max(self.first)..(end + BESIDE + 1).min(self.values.len());
            hours.map(|at| (self.values[at] - self.expected[at]).max(0.0)).sum()
        };
        MONTH.map(|days| 24 * days).any(|away| {
            let before = burst.start.checked_sub(away).map_or(0.0, |start| excess(start, burst.end - away));
            before.max(excess(burst.start + away, burst.end + away)) >= WORTH * own
        })
    }

    /// Whether the same hours of the next days are normal again.
    fn is_once(&self, burst: &Burst, alike: f64) -> bool {
        let height = self.like(burst, alike);
        let days: Vec<bool> = (1..=BEHIND)
            .map(|day| (burst.start.saturating_sub(1) + 24 * day, burst.end + 1 + 24 * day))
            .filter(|(_, end)| *end < self.values.len())
            .map(|(start, end)| self.height(start, end) < height)
            .collect();
        2 * days.iter().filter(|is_normal| **is_normal).count() >= days.len()
    }
}

/// Robust deviation of residuals, by their upper tail where that is heavier than a normal one.
fn spread(residuals: &[f64]) -> f64 {
    let middle = mad(residuals);
    let tail = (quantile(residuals, TAIL.0) - median(residuals)) / TAIL.1;
    middle.max(tail.min(HEAVY * middle))
}

/// Runs of hours with up to [`GAP`] between them.
fn joined(hours: &[usize]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &hour in hours {
        match runs.last_mut() {
            Some((_, end)) if hour - *end <= GAP + 1 => *end = hour,
            _ => runs.push((hour, hour)),
        }
    }
    runs
}
