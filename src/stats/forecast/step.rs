//! A step inside the days that tell the level: what was before it is no level any more, and no trend leads from one to the other.

use super::mean;
use crate::stats::median::{mad, median};

/// Days behind a step that are a level of their own: a week.
pub(super) const SETTLED: usize = 7;
/// Fewer days behind it are no step, and fewer before it are no level.
const LEAST: (usize, usize) = (3, 3);
/// Deviations of the days from their own side's level that it is high.
const SCORE: f64 = 4.0;
/// Ratio of the two levels.
const RATIO: f64 = 1.5;
/// Share of the level that days scatter by in any case.
const LEAST_SCATTER: f64 = 0.05;
/// Share of the distance from one level that is left with two.
const LEFT: f64 = 0.5;

/// The first day behind the step, as index into values without weekdays.
pub(super) fn last_step(values: &[f64]) -> Option<usize> {
    let distance = |side: &[f64]| {
        let level = median(side);
        side.iter().map(|value| (value - level).abs()).sum::<f64>()
    };
    let last = values.len().checked_sub(LEAST.1)?;
    let of_two = |at: usize| distance(&values[..at]) + distance(&values[at..]);
    let at = (LEAST.0..=last).min_by(|a, b| of_two(*a).total_cmp(&of_two(*b)))?;
    let (before, behind) = (median(&values[..at]), median(&values[at..]));
    let side = |t: usize| if t < at { before } else { behind };
    let own: Vec<f64> = values.iter().enumerate().map(|(t, value)| value - side(t)).collect();
    let scatter = mad(&own).max(LEAST_SCATTER * mean(&[before, behind]));
    let is_high = (before - behind).abs() >= SCORE * scatter && before.max(behind) >= RATIO * before.min(behind);
    (is_high && of_two(at) <= LEFT * distance(values)).then_some(at)
}
