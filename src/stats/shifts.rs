//! Levels of a daily series that move and stay.
//!
//! Between the days before and the days after a move, weekdays taken out, stand five gates: a robust score of the medians'
//! difference, days of either side that keep to it, a ratio, dollars, and time. The slope that the series has on either side is
//! taken off first, so that growth and launches are none. What returns to a level that was there before is no move, nor is a
//! service that ends.

#[cfg(test)]
mod tests;

use super::median::{mad, median};
use super::spikes::Baseline;

/// How far and how long is a move. One setting for every series.
#[derive(Clone, Copy, Debug)]
pub struct Gates {
    /// Robust score: difference of the medians on the logarithmic scale over its standard error.
    pub score: f64,
    /// The higher level over the lower one.
    pub ratio: f64,
    /// Dollars of a week between the levels.
    pub excess: f64,
    /// Days before a move that it takes to judge it.
    pub history: usize,
    /// Days that the new level has to last.
    pub persistence: usize,
}

/// A level that moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// First day of the move, as index into the series.
    pub start: usize,
    /// First day on the new level; the same where it moved at once.
    pub settled: usize,
    /// Last day on the new level: the end of the data, or the day before the next move.
    pub end: usize,
    /// A day's mean before.
    pub before: f64,
    /// A day's mean after.
    pub after: f64,
}

impl Shift {
    /// What a day costs more, or less where negative.
    #[must_use]
    pub fn per_day(&self) -> f64 {
        self.after - self.before
    }

    /// Whether the level rose.
    #[must_use]
    pub fn is_rise(&self) -> bool {
        self.after > self.before
    }
}

/// Days to either side that make a level: four weeks hold every weekday four times.
const WINDOW: usize = 28;
/// Days that a move may take: what takes longer is growth.
const GAPS: [usize; 5] = [0, 2, 4, 7, 10];
/// Share of the days of either side that keep to it: what scatters across the middle has no level.
const KEEPS: f64 = 0.75;
/// A fall has to last longer: the longest usual holiday has two weeks.
const FALL_PERSISTENCE: usize = 14;
/// Factor of a weekday below which it tells nothing of the level.
const IDLE_WEEKDAY: f64 = 0.1;
/// Smallest spread, as for spikes.
const LEAST_SPREAD: f64 = 0.15;
/// Standard error of a median of normal values, in standard deviations over the root of their number: the root of pi / 2.
const MEDIAN_ERROR: f64 = 1.2533;
/// Standard errors from which a slope is one.
const SLOPE_SCORE: f64 = 2.0;
/// How much better a move over several days has to explain the series than one at once.
const SLOWER: f64 = 1.15;

/// The days of a stretch that tell of the level.
struct Side {
    days: Vec<usize>,
    logs: Vec<f64>,
    level: f64,
    spread: f64,
}

/// Rise per day, and its standard error.
struct Slope {
    daily: f64,
    error: f64,
}

impl Side {
    fn of(days: Vec<usize>, logs: &[f64]) -> Self {
        let logs: Vec<f64> = days.iter().map(|&day| logs[day]).collect();
        let (level, spread) = (median(&logs), mad(&logs).max(LEAST_SPREAD));
        Self { days, logs, level, spread }
    }

    fn center(&self) -> f64 {
        self.days.iter().sum::<usize>() as f64 / self.days.len() as f64
    }

    fn keeps(&self, is_kept: impl Fn(f64) -> bool) -> bool {
        self.logs.iter().filter(|log| is_kept(**log)).count() as f64 >= KEEPS * self.logs.len() as f64
    }

    /// Sum of absolute deviations from the level.
    fn cost(&self) -> f64 {
        self.logs.iter().map(|log| (log - self.level).abs()).sum()
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

/// The slope towards a move that both sides have, or that one has for certain.
fn slope_towards(up: f64, before: &Side, after: &Side) -> f64 {
    let (pairs_before, pairs_after) = (before.pairs(), after.pairs());
    let certain = |slope: Slope| if slope.daily.abs() > SLOPE_SCORE * slope.error { up * slope.daily } else { 0.0 };
    let own = certain(before.slope(&pairs_before)).max(certain(after.slope(&pairs_after)));
    let both = up * median(&[pairs_before, pairs_after].concat());
    own.max(both).max(0.0)
}

/// A move that passed the gates.
struct Candidate {
    shift: Shift,
    /// What two levels explain better than one: sum of absolute deviations.
    gain: f64,
    gap: usize,
}

/// What a search looks at.
struct Search<'a> {
    values: &'a [f64],
    logs: Vec<f64>,
    tells: Vec<bool>,
    gates: &'a Gates,
    /// Last day with use.
    last: usize,
}

/// Every move, in order.
#[must_use]
pub fn shifts(baseline: &Baseline, gates: &Gates) -> Vec<Shift> {
    let values = baseline.values();
    let Some(last) = values.iter().rposition(|value| *value > 0.0) else { return Vec::new() };
    let (logs, factors) = baseline.level_logs();
    let tells = factors.iter().map(|factor| *factor >= IDLE_WEEKDAY).collect();
    let search = Search { values, logs, tells, gates, last };
    let mut found = Vec::new();
    search.split(baseline.first(), values.len(), &mut found);
    found.sort_by_key(|shift| shift.start);
    search.that_stay(found, baseline.first())
}

impl Search<'_> {
    fn side(&self, from: usize, to: usize) -> Option<Side> {
        let days: Vec<usize> = (from..to).filter(|&day| self.tells[day]).collect();
        (days.len() >= 4).then(|| Side::of(days, &self.logs))
    }

    /// The most certain move between two days, then those before and behind it.
    fn split(&self, low: usize, high: usize, found: &mut Vec<Shift>) {
        let least = self.gates.history.max(self.gates.persistence);
        let starts = low + least..(high + 1).saturating_sub(self.gates.persistence);
        let candidates = starts.flat_map(|start| GAPS.map(|gap| (start, gap)));
        let mut best: Option<Candidate> = None;
        for candidate in candidates.filter_map(|(start, gap)| self.candidate(low, high, start, gap)) {
            let weight = |one: &Candidate| one.gain / if one.gap == 0 { 1.0 } else { SLOWER };
            if best.as_ref().is_none_or(|best| weight(&candidate) > weight(best)) {
                best = Some(candidate);
            }
        }
        let Some(Candidate { shift, .. }) = best else { return };
        self.split(low, shift.start, found);
        self.split(shift.settled, high, found);
        found.push(shift);
    }

    fn candidate(&self, low: usize, high: usize, start: usize, gap: usize) -> Option<Candidate> {
        let settled = start + gap;
        if settled + self.gates.persistence > high {
            return None;
        }
        let (from, to) = (low.max(start.saturating_sub(WINDOW)), high.min(settled + WINDOW));
        let (before, after) = (self.side(from, start)?, self.side(settled, to)?);
        let raw = after.level - before.level;
        let up = raw.signum();
        let middle = before.level + raw / 2.0;
        let keeps = before.keeps(|log| up * (log - middle) < 0.0) && after.keeps(|log| up * (log - middle) > 0.0);
        let (old, new) = (typical(&self.values[from..start]), typical(&self.values[settled..to]));
        let is_far = 7.0 * up * (new - old) >= self.gates.excess && up * raw >= self.gates.ratio.ln();
        let was_used = median(&before.days.iter().map(|&day| self.values[day]).collect::<Vec<_>>()) > 0.0;
        if !keeps || !is_far || !was_used {
            return None;
        }
        let spread = before.spread.max(after.spread);
        let error = MEDIAN_ERROR * spread * (1.0 / before.logs.len() as f64 + 1.0 / after.logs.len() as f64).sqrt();
        // What the slope would have brought anyway.
        let net = up * raw - slope_towards(up, &before, &after) * (after.center() - before.center());
        if net < self.gates.ratio.ln() || net / error < self.gates.score {
            return None;
        }
        let whole = Side::of([before.days.as_slice(), &after.days].concat(), &self.logs);
        let shift = Shift { start, settled, end: high - 1, before: old, after: new };
        Some(Candidate { shift, gain: whole.cost() - before.cost() - after.cost(), gap })
    }

    /// Leaves out what returns, falls that are too short, and services that end.
    fn that_stay(&self, found: Vec<Shift>, first: usize) -> Vec<Shift> {
        let ends: Vec<usize> = found.iter().skip(1).map(|next| next.start - 1).chain([self.values.len() - 1]).collect();
        let mut kept: Vec<Shift> = Vec::new();
        for (at, (shift, end)) in found.iter().zip(ends).enumerate() {
            let shift = Shift { end, ..*shift };
            let lasts = end + 1 - shift.settled;
            let before_that = found[..at].last();
            // A level of less than four weeks between two moves is an excursion: the way back is none.
            let comes_back = before_that.is_some_and(|other| {
                other.is_rise() != shift.is_rise()
                    && shift.start - other.settled < WINDOW
                    && (shift.after - other.before).abs() < 0.5 * (shift.after - shift.before).abs()
            }) || self.was_there(&shift, first);
            let is_dip = !shift.is_rise()
                && (lasts < FALL_PERSISTENCE
                    || found.get(at + 1).is_some_and(|next| {
                        next.is_rise()
                            && lasts < WINDOW
                            && next.after - next.before > 0.5 * (shift.before - shift.after)
                    }));
            let is_end = !shift.is_rise()
                && self.last + 2 < self.values.len()
                && self.last < end.max(shift.settled + WINDOW)
                && self.values.len() - 1 - self.last >= self.gates.persistence;
            if !comes_back && !is_dip && !is_end {
                kept.push(shift);
            }
        }
        kept
    }

    /// Whether the new level of a rise was there before: a week in the two months before that reached its middle.
    fn was_there(&self, shift: &Shift, first: usize) -> bool {
        let middle = f64::midpoint(
            self.side(shift.start.saturating_sub(WINDOW).max(first), shift.start).map_or(0.0, |side| side.level),
            self.side(shift.settled, (shift.settled + WINDOW).min(shift.end + 1)).map_or(0.0, |side| side.level),
        );
        let from = first.max(shift.start.saturating_sub(2 * WINDOW));
        shift.is_rise()
            && (from..shift.start.saturating_sub(7))
                .any(|day| self.side(day, day + 7).is_some_and(|week| week.level >= middle))
    }
}

/// A day's mean without the days that stick out: three times the median at most.
fn typical(values: &[f64]) -> f64 {
    let most = 3.0 * median(&values.iter().copied().filter(|value| *value > 0.0).collect::<Vec<_>>());
    values.iter().map(|value| value.min(most)).sum::<f64>() / values.len().max(1) as f64
}
