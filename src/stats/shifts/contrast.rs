//! How sharply a series turns on some day, beside how sharply it turns on others.
//!
//! A level that wanders or grows has two sides that differ, too, as long as four weeks are compared with four weeks. Right next to a move
//! the difference of a wander is small, and on its other days a wander turns as sharply.

use std::cell::OnceCell;
use std::ops::Range;

use super::super::median::{mad, median};
use super::{GAPS, Logs};

/// Days to either side that are next to a move: a week has every weekday once.
const BESIDE: usize = 7;
/// How many of them have to tell the level.
const LEAST: usize = 3;
/// Robust deviations of what the other days turn by from which a day turns.
const SCORE: f64 = 3.5;
/// Smallest such deviation on the logarithmic scale: a series of next to no scatter turns by a few percent, too.
const LEAST_SPREAD: f64 = 0.07;
/// Other days that it takes to tell how sharply a series turns.
const LEAST_OTHERS: usize = 14;

/// What a series turns by on each of its days, for moves of every length; asked for few series.
#[derive(Default)]
pub(super) struct Contrasts {
    by_gap: [OnceCell<Vec<Option<f64>>>; GAPS.len()],
}

impl Contrasts {
    /// Whether a series rises (`up` 1) or falls (-1) on these days by `least` on the logarithmic scale, and farther than on others. Yes
    /// where too few days tell.
    pub(super) fn is_sharp(&self, series: &Logs, (start, settled): (usize, usize), up: f64, least: f64) -> bool {
        let days = series.logs.len();
        let gap = settled - start;
        let Some(row) = GAPS.iter().position(|one| *one == gap).map(|at| &self.by_gap[at]) else { return true };
        let all = row.get_or_init(|| (0..days).map(|day| contrast(series, day, day + gap)).collect());
        let Some(near) = all.get(start).copied().flatten() else { return true };
        if up * near < least {
            return false;
        }
        let is_other = |day: &usize| day.abs_diff(start) > 2 * BESIDE && day.abs_diff(settled) > 2 * BESIDE;
        let others: Vec<f64> =
            (BESIDE..days.saturating_sub(BESIDE)).filter(is_other).filter_map(|day| all[day]).collect();
        // What it turns by on most days is growth.
        others.len() < LEAST_OTHERS || up * (near - median(&others)) >= SCORE * mad(&others).max(LEAST_SPREAD)
    }
}

/// Level of the week behind less that of the week before, weekdays taken out.
fn contrast(series: &Logs, start: usize, settled: usize) -> Option<f64> {
    let level = |days: Range<usize>| {
        let found: Vec<f64> = days.filter(|day| series.tells[*day]).map(|day| series.logs[day]).collect();
        (found.len() >= LEAST).then(|| median(&found))
    };
    let days = series.logs.len();
    let behind = settled.min(days)..(settled + BESIDE).min(days);
    Some(level(behind)? - level(start.saturating_sub(BESIDE)..start)?)
}
