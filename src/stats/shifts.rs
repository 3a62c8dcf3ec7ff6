//! Levels of a daily series that move and stay.
//!
//! Between the days before and the days after a move, weekdays taken out, stand five gates: a robust score of the medians'
//! difference, days of either side that keep to it, a ratio, dollars, and time. The slope that the series has on either side is
//! taken off first, so that growth and launches are none, and the weeks right next to the move have to differ as far, and farther than
//! such weeks do elsewhere. What returns to a level that was there before is no move, nor is a
//! service that ends.

mod contrast;
mod side;
mod stay;
#[cfg(test)]
mod tests;

use std::cell::OnceCell;

use super::baseline::Baseline;
use contrast::Contrasts;
use side::{Side, Slopes};

/// How far and how long is a move. One setting for every series.
#[derive(Clone, Copy, Debug)]
pub struct DetectorThresholds {
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
    /// What levels of the kind usually scatter by on the logarithmic scale, their wandering included, where that is known.
    pub usual: Option<f64>,
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
/// Days before a rise that may have been a rest: the longest usual holiday but few.
const REST: usize = 10;
/// Days that a move may take: what takes longer is growth.
const GAPS: [usize; 5] = [0, 2, 4, 7, 10];
/// Factor of a weekday below which it tells nothing of the level.
const IDLE_WEEKDAY: f64 = 0.1;
/// Days that make a side, of those that tell.
const LEAST_DAYS: usize = 4;
/// Standard error of a median of normal values, in standard deviations over the root of their number: the root of pi / 2.
const MEDIAN_ERROR: f64 = 1.2533;
/// Rise of a day, on the logarithmic scale, that is growth where a move takes several: four percent, a season that begins.
const GROWTH: f64 = 0.04;
/// How much better a move over several days has to explain the series than one at once.
const SLOWER: f64 = 1.15;

/// A move that passed the gates but that of the slope.
struct Candidate {
    shift: Shift,
    /// What two levels explain better than one: sum of absolute deviations; less for a move over several days.
    weight: f64,
}

/// A series on the logarithmic scale.
struct Logs<'a> {
    values: &'a [f64],
    logs: Vec<f64>,
    /// Which days report the level.
    tells: Vec<bool>,
}

/// What a search looks at.
struct Search<'a> {
    series: &'a Logs<'a>,
    gates: &'a DetectorThresholds,
    /// Last day with use.
    last: usize,
    /// The sides by their end and length, each once: what is before one move is behind another, and is looked at again in the search
    /// before and behind the most certain one.
    sides: Vec<OnceCell<Option<Box<Side<'a>>>>>,
    contrasts: Contrasts,
}

/// Every move, in order.
#[must_use]
pub fn shifts(baseline: &Baseline, gates: &DetectorThresholds) -> Vec<Shift> {
    let values = baseline.values();
    let Some(last) = values.iter().rposition(|value| *value > 0.0) else { return Vec::new() };
    let (logs, factors) = baseline.level_logs();
    let tells = factors.iter().map(|factor| *factor >= IDLE_WEEKDAY).collect();
    let series = Logs { values, logs, tells };
    let sides = std::iter::repeat_with(OnceCell::new).take((values.len() + 1) * (WINDOW + 1)).collect();
    let search = Search { series: &series, gates, last, sides, contrasts: Contrasts::default() };
    let mut found = Vec::new();
    search.split(baseline.first(), values.len(), &mut found);
    found.sort_by_key(|shift| shift.start);
    search.that_stay(found, baseline.first())
}

impl<'a> Search<'a> {
    /// Up to four weeks; nothing where too few of the days tell.
    fn side(&self, from: usize, to: usize) -> Option<&Side<'a>> {
        let new = || Side::of(self.series, from..to, LEAST_DAYS).map(Box::new);
        self.sides[to * (WINDOW + 1) + to - from].get_or_init(new).as_deref()
    }

    /// The most certain move between two days, then those before and behind it.
    fn split(&self, low: usize, high: usize, found: &mut Vec<Shift>) {
        let least = self.gates.history.max(self.gates.persistence);
        let starts = low + least..(high + 1).saturating_sub(self.gates.persistence);
        let after: Vec<Option<&Side>> =
            starts.clone().map(|settled| self.side(settled, high.min(settled + WINDOW))).collect();
        let mut candidates: Vec<Candidate> = Vec::new();
        let sides: Vec<Option<&Side>> =
            starts.clone().map(|start| self.side(low.max(start.saturating_sub(WINDOW)), start)).collect();
        for (at, before) in sides.iter().enumerate().filter_map(|(at, side)| Some((at, (*side)?))) {
            for gap in GAPS {
                let Some(Some(after)) = after.get(at + gap) else { continue };
                let start = starts.start + at;
                candidates.extend(self.candidate(before, after, (start, start + gap, high)));
            }
        }
        // The slope takes longest to tell: the first in order of weight that it leaves is the best.
        candidates.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        let best = candidates.into_iter().find(|one| {
            let (before, after) = (sides[one.shift.start - starts.start], after[one.shift.settled - starts.start]);
            let days = GROWTH * (one.shift.settled - one.shift.start) as f64;
            before.zip(after).is_some_and(|(before, after)| {
                let earlier = self.earlier(low, &one.shift);
                earlier.is_none_or(|earlier| after.level > earlier.level)
                    && self.is_steeper(before, after, days)
                    && earlier.is_none_or(|earlier| self.is_steeper(earlier, after, days))
            })
        });
        let Some(Candidate { shift, .. }) = best else { return };
        self.split(low, shift.start, found);
        self.split(shift.settled, high, found);
        found.push(shift);
    }

    fn candidate(
        &self,
        before: &Side,
        after: &Side,
        (start, settled, high): (usize, usize, usize),
    ) -> Option<Candidate> {
        let raw = after.level - before.level;
        let up = raw.signum();
        let middle = before.level + raw / 2.0;
        // The levels first: most days lie between two that hardly differ.
        if up * raw < self.gates.ratio.ln() {
            return None;
        }
        let (old, new) = (before.typical(), after.typical());
        if 7.0 * up * (new - old) < self.gates.excess || before.middle() <= 0.0 {
            return None;
        }
        let keeps = before.keeps(|log| up * (log - middle) < 0.0) && after.keeps(|log| up * (log - middle) > 0.0);
        // The days next to the move keep to their sides, too: else it is dated a day early.
        let is_sharp = before.logs.last().is_some_and(|log| up * (log - middle) < 0.0)
            && after.logs.first().is_some_and(|log| up * (log - middle) > 0.0);
        let days = GROWTH * (settled - start) as f64;
        if !keeps || !is_sharp || !self.is_enough(up * raw - days, before, after) {
            return None;
        }
        if !self.contrasts.is_sharp(self.series, (start, settled), up, self.gates.ratio.ln()) {
            return None;
        }
        let shift = Shift { start, settled, end: high - 1, before: old, after: new };
        let gain = before.gain(after);
        Some(Candidate { shift, weight: if start == settled { gain } else { gain / SLOWER } })
    }

    /// Whether a difference of levels is far, by ratio and by score.
    fn is_enough(&self, difference: f64, before: &Side, after: &Side) -> bool {
        let spread = before.spread(self.gates.usual).max(after.spread(self.gates.usual));
        let error = MEDIAN_ERROR * spread * (1.0 / before.logs.len() as f64 + 1.0 / after.logs.len() as f64).sqrt();
        difference >= self.gates.ratio.ln() && difference / error >= self.gates.score
    }

    /// Whether it still is without what the slope would have brought anyway, and a move over several days without what growth makes of them.
    fn is_steeper(&self, before: &Side, after: &Side, days: f64) -> bool {
        let raw = after.level - before.level;
        let slopes = Slopes::towards(raw.signum(), before, after);
        let is_left = |slope: f64| self.is_enough(raw.abs() - slope - days, before, after);
        // From the cheapest to the dearest; each alone may say no.
        is_left(0.0) && is_left(slopes.at_least()) && is_left(slopes.whole())
    }

    /// The days before the last ones before a rise. It has to be one against these and their slope, too: what rested for some days, as in
    /// a holiday, comes back to where it would be anyway.
    fn earlier(&self, low: usize, shift: &Shift) -> Option<&Side<'a>> {
        let end = shift.start.saturating_sub(REST);
        let is_asked = shift.is_rise() && end >= low + self.gates.history;
        is_asked.then(|| self.side(low.max(end.saturating_sub(WINDOW)), end)).flatten()
    }
}
