//! What the coming days of a daily series will sum to, with an interval that is as wide as past forecasts were wrong.
//!
//! The point is a level with weekdays, a damped trend, and days of the month that return (a batch at the month's end); all of it
//! robust, so that a spike moves neither level nor trend; behind a step the days since are the level. The interval takes no distribution for granted: the same forecast is made
//! on past days for as many days ahead, and the quantile of how wrong it was is the half width, on a logarithmic scale. Windows that
//! overlap tell less than they are many, which widens the quantile as Student's distribution does for few observations.
//!
//! Libraries for exponential smoothing (`augurs-ets`) fit their intervals to one-step errors of a normal distribution, know no days
//! of the month, and follow a spike; what is left to take from them is smaller than the dependency.

#[cfg(test)]
mod simulation;
mod step;
#[cfg(test)]
mod tests;

use self::step::{SETTLED, last_step};
use super::median::{mad, median, quantile};

/// A day's place in its month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthDay {
    /// Months, counted on.
    pub month: usize,
    /// Day of the month.
    pub day: usize,
    /// Days to its last day.
    pub from_end: usize,
}

/// A daily series with its calendar.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    /// One value per day, none below zero.
    pub values: &'a [f64],
    /// Weekday of the first, from 0.
    pub first_weekday: usize,
    /// Place of every day, of those to come too.
    pub calendar: &'a [MonthDay],
}

/// A sum of days to come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// What it will be.
    pub expected: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Past forecasts that its width rests on.
    pub rests_on: usize,
    /// How many past forecasts had an interval.
    pub tried: usize,
    /// How many of them held what came.
    pub held: usize,
}

/// Share of sums that the interval is to hold.
pub const NOMINAL: f64 = 0.8;
/// The normal quantile of that share, both ends left out.
const NORMAL: f64 = 1.281_551_6;
/// Days before a forecast: every weekday four times.
const LEAST_HISTORY: usize = 28;
/// Past forecasts that are made.
const MOST_PAST: usize = 30;
/// What windows that overlap tell, in windows that do not: found by simulation.
const OVERLAP: f64 = 1.5;
/// Days that tell weekdays, level, and days of the month.
const WEEKDAYS: usize = 56;
const LEVEL: usize = 28;
const MONTHS: usize = 124;
/// What is left of a trend's daily step on each further day: a trend seldom lasts as long as it takes to see it.
const DAMPING: f64 = 0.9;
/// Share of the usual day below which a weekday has none, and is no base of a ratio.
const IDLE: f64 = 0.2;
/// Ratio to its neighbours from which a day of the month stands out, in every month: so many deviations of all days' ratios, between the
/// bounds. Many keys scatter little together, and their batches of a month's end are a smaller share of them.
const BATCH_SCORE: f64 = 2.0;
const BATCH: (f64, f64) = (1.1, 1.5);
/// Share of the mean that is added to both sides of a ratio of sums: nothing of nothing is right.
const FLOOR: f64 = 0.01;

/// The sum of the `ahead` days after the series; none where no past forecast can tell how wrong it may be, or where a step is so fresh that
/// nobody knows whether it stays.
#[must_use]
pub fn forecast(series: &Series, ahead: usize) -> Option<Forecast> {
    let now = series.values.len();
    if ahead == 0 || now < LEAST_HISTORY + ahead || series.calendar.len() < now + ahead {
        return None;
    }
    let recent: Vec<f64> = calm(series, now, &weekdays(series, now)).iter().map(|(_, value)| *value).collect();
    if last_step(&recent).is_some_and(|at| recent.len() - at < SETTLED) {
        return None;
    }
    // Past forecasts with what came. Neighbours tell nearly the same: a few dozen are enough.
    let stride = (now - ahead - LEAST_HISTORY) / MOST_PAST + 1;
    let mut past: Vec<Past> = (LEAST_HISTORY..=now - ahead)
        .rev()
        .step_by(stride)
        .map(|origin| Past {
            origin,
            found: point(series, origin, ahead),
            came: series.values[origin..origin + ahead].iter().sum(),
        })
        .collect();
    past.reverse();
    let (mut tried, mut held) = (0, 0);
    for one in &past {
        if let Some((low, high)) = interval(series, &past, one.origin, one.found, ahead) {
            tried += 1;
            held += usize::from(low <= one.came && one.came <= high);
        }
    }
    let expected = point(series, now, ahead);
    let (low, high) = interval(series, &past, now, expected, ahead)?;
    Some(Forecast { expected, low, high, rests_on: past.len(), tried, held })
}

/// A forecast that was made on a past day, and what came.
struct Past {
    origin: usize,
    found: f64,
    came: f64,
}

/// The ends that hold [`NOMINAL`] of what comes after a day, by how wrong the forecasts were that had come true by then.
fn interval(series: &Series, past: &[Past], origin: usize, expected: f64, ahead: usize) -> Option<(f64, f64)> {
    let floor = FLOOR * mean(&series.values[..origin]) * ahead as f64 + f64::MIN_POSITIVE;
    let known: Vec<&Past> = past.iter().filter(|one| one.origin + ahead <= origin).collect();
    let (first, last) = (known.first()?, known.last()?);
    let wrong = |one: &&Past| ((one.came + floor) / (one.found + floor)).ln().abs();
    let errors: Vec<f64> = known.iter().map(wrong).collect();
    // Windows that do not overlap, and one more.
    let independent = 1.0 + OVERLAP * (last.origin - first.origin) as f64 / ahead as f64;
    let width = quantile(&errors, NOMINAL) * student(independent) / NORMAL;
    Some((((expected + floor) * (-width).exp() - floor).max(0.0), (expected + floor) * width.exp() - floor))
}

/// Student's quantile where the normal one is [`NORMAL`] (Abramowitz and Stegun 1964, 26.7.5).
fn student(freedom: f64) -> f64 {
    let z = NORMAL;
    let [z3, z5, z7] = [3, 5, 7].map(|power| z.powi(power));
    z + (z3 + z) / (4.0 * freedom)
        + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * freedom.powi(2))
        + (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * freedom.powi(3))
}

/// The sum of the days from `origin` on, reported by the days before it.
fn point(series: &Series, origin: usize, ahead: usize) -> f64 {
    let weekdays = weekdays(series, origin);
    let of_day = |t: usize| weekdays[(t + series.first_weekday) % 7];
    let mut calm = calm(series, origin, &weekdays);
    let values: Vec<f64> = calm.iter().map(|(_, value)| *value).collect();
    if let Some(at) = last_step(&values).filter(|at| values.len() - at >= SETTLED) {
        calm.drain(..at);
    }
    let slope = slope(&calm);
    let level = steady_mean(&calm.iter().map(|(x, y)| y - slope * x).collect::<Vec<_>>());
    let batches = Batches::of(series, origin, &weekdays);
    let mut step = 0.0;
    let mut sum = 0.0;
    for t in origin..origin + ahead {
        step = DAMPING * (1.0 + step);
        sum += (level + slope * step).max(0.0) * of_day(t) * batches.factor(series.calendar[t]);
    }
    sum
}

/// The days that tell the level, without their weekdays: how far from the forecast, and how much. Weekdays without use are none of them.
fn calm(series: &Series, origin: usize, weekdays: &[f64; 7]) -> Vec<(f64, f64)> {
    let of_day = |t: usize| weekdays[(t + series.first_weekday) % 7];
    (origin.saturating_sub(LEVEL)..origin)
        .filter(|t| of_day(*t) >= IDLE)
        .map(|t| ((t + 1) as f64 - origin as f64, series.values[t] / of_day(t)))
        .collect()
}

/// What each weekday is of the usual day.
fn weekdays(series: &Series, origin: usize) -> [f64; 7] {
    let start = origin.saturating_sub(WEEKDAYS);
    let mut means = [0.0; 7];
    for (weekday, mean) in means.iter_mut().enumerate() {
        let own = (start..origin).filter(|t| (t + series.first_weekday) % 7 == weekday);
        *mean = steady_mean(&own.map(|t| series.values[t]).collect::<Vec<_>>());
    }
    let usual = mean(&means);
    if usual <= 0.0 { [1.0; 7] } else { means.map(|mean| mean / usual) }
}

/// Days of the month that stand out in every month before, by their number and by their distance from its end.
struct Batches {
    by_day: Vec<(usize, f64)>,
    by_end: Vec<(usize, f64)>,
}

impl Batches {
    fn of(series: &Series, origin: usize, weekdays: &[f64; 7]) -> Self {
        let start = origin.saturating_sub(MONTHS);
        let of_day = |t: usize| weekdays[(t + series.first_weekday) % 7].max(IDLE);
        let even: Vec<f64> = (start..origin).map(|t| series.values[t] / of_day(t)).collect();
        let ratio = |at: usize| {
            let near = (at.saturating_sub(7)..(at + 8).min(even.len())).filter(|other| *other != at);
            let usual = median(&near.map(|other| even[other]).collect::<Vec<_>>());
            if usual > 0.0 { even[at] / usual } else { 1.0 }
        };
        let ratios: Vec<(MonthDay, f64)> = (0..even.len()).map(|at| (series.calendar[start + at], ratio(at))).collect();
        let scatter = mad(&ratios.iter().map(|(_, ratio)| *ratio).collect::<Vec<_>>());
        let least = (1.0 + BATCH_SCORE * scatter).clamp(BATCH.0, BATCH.1);
        let standing = |place: fn(&MonthDay) -> usize| -> Vec<(usize, f64)> {
            let of = |n: usize| ratios.iter().filter(move |(at, _)| place(at) == n).map(|(_, ratio)| *ratio);
            let returns = |n: &usize| of(*n).count() >= 2 && of(*n).all(|ratio| ratio >= least);
            (0..=31).filter(returns).map(|n| (n, median(&of(n).collect::<Vec<_>>()))).collect()
        };
        Self { by_day: standing(|at| at.day), by_end: standing(|at| at.from_end) }
    }

    fn factor(&self, at: MonthDay) -> f64 {
        let find = |places: &[(usize, f64)], n| places.iter().find(|(place, _)| *place == n).map(|(_, factor)| *factor);
        find(&self.by_end, at.from_end).or_else(|| find(&self.by_day, at.day)).unwrap_or(1.0)
    }
}

/// Median slope of all pairs at least a week apart (Theil 1950, Sen 1968).
fn slope(points: &[(f64, f64)]) -> f64 {
    let pairs = points.iter().enumerate().flat_map(|(n, a)| points[n + 1..].iter().map(move |b| (a, b)));
    let far = pairs.filter(|(a, b)| b.0 - a.0 >= 7.0);
    median(&far.map(|(a, b)| (b.1 - a.1) / (b.0 - a.0)).collect::<Vec<_>>())
}

/// The mean, values far from the median pulled in (Huber 1964): as it is for what scatters evenly, and deaf to a spike.
fn steady_mean(values: &[f64]) -> f64 {
    let (center, spread) = (median(values), mad(values));
    // Of three values, two that agree are no reason to doubt the third.
    let reach = if values.len() < 5 { f64::INFINITY } else { 3.0 * spread.max(0.05 * center) };
    mean(&values.iter().map(|value| value.clamp(center - reach, center + reach)).collect::<Vec<_>>())
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}
