//! Short excursions of a daily series far above what its neighbourhood and weekday let expect.
//!
//! The expected value of a day is the mean of the middle half of its neighbourhood on a logarithmic scale, corrected for the weekday; the days that
//! are judged, and their neighbours, are left out of it. Three gates stand before a spike: a robust score, a relative and an
//! absolute excess. Days that are rather far make a run, and the run as a whole is held against the scatter of all other days
//! (`spikes/run.rs`). What stays up is a shift and no spike, what returns every month is a batch, and what the series does often is
//! its way.

use super::baseline::{Baseline, Daily, can_tell};
use bursts::Bursts;

mod bursts;
mod own_way;
mod run;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;

/// How far above is far. One setting for every series.
#[derive(Clone, Copy, Debug)]
pub struct DetectorThresholds {
    /// Robust score: excess on the logarithmic scale over the scaled median absolute deviation of the residuals. 3.5 is the usual
    /// cut-off (Iglewicz and Hoaglin 1993); spend has heavier tails. A run of days is judged as a whole, see `run.rs`.
    pub score: f64,
    /// Actual over expected.
    pub ratio: f64,
    /// Actual less expected, in the unit of the series.
    pub excess: f64,
    /// Days before a day that it takes to judge it; or besides it, where the series is older than the data.
    pub history: usize,
    /// Days that a jump may last.
    pub longest: usize,
    /// Robust deviations below which another day is chance, and not alike; 0 where what is far leaves no chance.
    pub alike: f64,
}

/// A run of days far above the expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spike {
    /// First day, as index into the series.
    pub start: usize,
    /// Last day, included.
    pub end: usize,
    /// Sum of the actual values.
    pub actual: f64,
    /// Sum of the expected values.
    pub expected: f64,
    /// Sum of the upper ends of the expected bands.
    pub upper: f64,
}

impl Spike {
    /// Actual less expected.
    #[must_use]
    pub fn excess(&self) -> f64 {
        self.actual - self.expected
    }
}

/// Days before a day that it takes in any case: with fewer nothing tells when it began to be high.
const LEAST_BEFORE: usize = 3;
/// Days that are far together.
const LONGEST: usize = 3;
/// Share of the score that each of several days needs which are far together, and how their scores add up: as a power of their number,
/// 0.5 for days that have nothing to do with each other.
const TOGETHER: f64 = 0.6;
const SHARED: f64 = 0.65;
/// Times the dollars that a jump of a series has to be worth which bursts by nature.
const WORTH: f64 = 3.0;
/// The same of a job that runs on some weekdays.
const WORTH_OF_RUN: f64 = 2.0;

impl Baseline<'_> {
    /// Every spike, in order.
    #[must_use]
    pub fn spikes(&self, gates: &DetectorThresholds) -> Vec<Spike> {
        let values = self.series.values;
        if let Some(bursts) = Bursts::of(self) {
            return self.spikes_of_bursts(&bursts, gates);
        }
        let candidates = &self.of_candidates(gates);
        let flagged: Vec<usize> = (self.first..values.len()).filter(|&t| self.is_far(t, candidates)).collect();
        let short = runs(&flagged).into_iter().filter(|&(start, end)| end - start < gates.longest);
        let far = short.filter(|&(start, end)| self.is_far_run(start, end, gates.score));
        let spikes = far.map(|(start, end)| {
            let sum = |of: &dyn Fn(usize) -> f64| (start..=end).map(of).sum::<f64>();
            let upper = |t: usize| self.band(t, gates.score).1;
            Spike { start, end, actual: sum(&|t| values[t]), expected: sum(&|t| self.expected[t]), upper: sum(&upper) }
        });
        spikes
            .filter(|spike| {
                spike.excess() >= gates.excess
                    && self.stands_out(spike, gates.ratio)
                    && self.is_rare(spike, gates.alike)
                    && self.returns(spike)
                    && !self.is_batch(spike, gates.alike)
                    && !self.is_new_rhythm(spike, gates.alike)
            })
            .collect()
    }

    fn can_tell(&self, t: usize, history: usize) -> bool {
        can_tell(t, &(self.first..self.series.values.len()), LEAST_BEFORE, history)
    }

    /// Every spike of a series that bursts by nature.
    fn spikes_of_bursts(&self, bursts: &Bursts, gates: &DetectorThresholds) -> Vec<Spike> {
        let values = self.series.values;
        let least = gates.excess / LONGEST as f64;
        // Nothing less than zero is ever expected: most days cost too little whatever is.
        let is_far =
            |&t: &usize| values[t] >= least && values[t] - bursts.expected(t) >= least && bursts.is_far(t, gates.score);
        let flagged: Vec<usize> =
            (self.first..values.len()).filter(|&t| self.can_tell(t, gates.history)).filter(is_far).collect();
        let short = runs(&flagged).into_iter().filter(|&(start, end)| end - start < gates.longest);
        let spikes = short.map(|(start, end)| {
            let sum = |of: &dyn Fn(usize) -> f64| (start..=end).map(of).sum::<f64>();
            let upper = sum(&|t| bursts.upper(t, gates.score));
            Spike { start, end, actual: sum(&|t| values[t]), expected: sum(&|t| bursts.expected(t)), upper }
        });
        spikes
            .filter(|spike| {
                let min_effect = if bursts.has_rhythm() { WORTH_OF_RUN } else { WORTH };
                spike.excess() >= min_effect * gates.excess && bursts.is_once(spike.start, spike.end)
            })
            .collect()
    }

    /// Whether a day is far above the expected: by itself, or with one or two days next to it that are all up.
    fn is_far(&self, t: usize, gates: &DetectorThresholds) -> bool {
        let values = self.series.values;
        let score = |t: usize| self.residuals[t] / self.spread;
        let is_up = |t: usize| {
            self.can_tell(t, gates.history)
                && score(t) >= TOGETHER * gates.score
                && values[t] >= gates.ratio * self.expected[t]
                && values[t] - self.expected[t] >= gates.excess / (2 * LONGEST) as f64
        };
        let together = |length: usize| {
            (t.saturating_sub(length - 1)..=t).filter(|start| start + length <= values.len()).any(|start| {
                let days = start..start + length;
                let sum: f64 = days.clone().map(score).sum();
                sum >= gates.score * (length as f64).powf(SHARED) && days.into_iter().all(is_up)
            })
        };
        is_up(t) && (1..=LONGEST).any(together)
    }
}

/// Every spike of the series, in order.
#[must_use]
pub fn spikes(series: &Daily, gates: &DetectorThresholds) -> Vec<Spike> {
    Baseline::of(*series).map_or_else(Vec::new, |baseline| baseline.spikes(gates))
}

/// Runs of consecutive days.
fn runs(days: &[usize]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &day in days {
        match runs.last_mut() {
            Some((_, end)) if day - *end == 1 => *end = day,
            _ => runs.push((day, day)),
        }
    }
    runs
}
