//! Short excursions of a daily series far above what its neighbourhood and weekday let expect.
//!
//! The expected value of a day is the median of its neighbourhood on a logarithmic scale, corrected for the weekday; the days that
//! are judged, and their neighbours, are left out of it. Three gates stand before a spike: a robust score, a relative and an
//! absolute excess. What stays up is a shift and no spike, what returns every month is a batch, and what the series does often is
//! its way.

use super::baseline::{Baseline, Daily, REACH};
use super::median::{median, quantile};
use bursts::Bursts;

mod bursts;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;

/// How far above is far. One setting for every series.
#[derive(Clone, Copy, Debug)]
pub struct Gates {
    /// Robust score: excess on the logarithmic scale over the scaled median absolute deviation of the residuals. 3.5 is the usual
    /// cut-off (Iglewicz and Hoaglin 1993); spend has heavier tails.
    pub score: f64,
    /// Actual over expected.
    pub ratio: f64,
    /// Actual less expected, in the unit of the series.
    pub excess: f64,
    /// Days before a day that it takes to judge it.
    pub history: usize,
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

/// Longest spike; what lasts longer is a shift.
const LONGEST: usize = 3;
/// Share of the score that each of several days needs which are far together, and how their scores add up: as a power of their number,
/// 0.5 for days that have nothing to do with each other.
const TOGETHER: f64 = 0.6;
const SHARED: f64 = 0.65;
/// Times the dollars that a jump of a series has to be worth which bursts by nature.
const WORTH: f64 = 3.0;
/// Days within which a month-end batch falls.
const MONTH_END: usize = 2;
/// Days from one month end's batch to the next one's, over a month end without it.
const NEXT_MONTH_END: std::ops::RangeInclusive<usize> = 24..=66;
/// Days from one monthly batch to the next, give or take a day for a weekend.
const MONTH: std::ops::RangeInclusive<usize> = 27..=32;
/// Share of a spike's height on the logarithmic scale from which another day is its like.
const ALIKE: f64 = 0.6;
/// Share of days that may be alike, and how many always may: more of them are the way of the series, and no event.
const ALIKE_SHARE: f64 = 0.03;
const ALIKE_RUNS: usize = 2;
/// Factor to the largest other day that a spike needs where nothing was expected: a key that is used now and then has no
/// neighbourhood to compare with.
const ABOVE_SPARSE: f64 = 3.0;
/// Factor to the better days of the neighbourhood, a holiday's empty days not being the measure.
const ABOVE_BETTER_DAYS: f64 = 1.3;

impl Baseline<'_> {
    /// Every spike, in order.
    #[must_use]
    pub fn spikes(&self, gates: &Gates) -> Vec<Spike> {
        let values = self.series.values;
        if let Some(bursts) = Bursts::of(self) {
            return self.spikes_of_bursts(&bursts, gates);
        }
        let flagged: Vec<usize> = (self.first..values.len()).filter(|&t| self.is_far(t, gates)).collect();
        let short = runs(&flagged).into_iter().filter(|&(start, end)| end - start < LONGEST);
        let spikes = short.map(|(start, end)| {
            let sum = |of: &dyn Fn(usize) -> f64| (start..=end).map(of).sum::<f64>();
            let upper = |t: usize| self.band(t, gates.score).1;
            Spike { start, end, actual: sum(&|t| values[t]), expected: sum(&|t| self.expected[t]), upper: sum(&upper) }
        });
        spikes
            .filter(|spike| {
                spike.excess() >= gates.excess
                    && self.stands_out(spike)
                    && self.is_rare(spike)
                    && self.returns(spike)
                    && !self.is_batch(spike)
            })
            .collect()
    }

    /// Every spike of a series that bursts by nature.
    fn spikes_of_bursts(&self, bursts: &Bursts, gates: &Gates) -> Vec<Spike> {
        let values = self.series.values;
        let from = self.first + gates.history;
        let is_far = |&t: &usize| {
            values[t] - bursts.expected(t) >= gates.excess / LONGEST as f64 && bursts.is_far(t, gates.score)
        };
        let flagged: Vec<usize> = (from..values.len()).filter(is_far).collect();
        let short = runs(&flagged).into_iter().filter(|&(start, end)| end - start < LONGEST);
        let spikes = short.map(|(start, end)| {
            let sum = |of: &dyn Fn(usize) -> f64| (start..=end).map(of).sum::<f64>();
            let upper = sum(&|t| bursts.upper(t, gates.score));
            Spike { start, end, actual: sum(&|t| values[t]), expected: sum(&|t| bursts.expected(t)), upper }
        });
        spikes
            .filter(|spike| spike.excess() >= WORTH * gates.excess && bursts.is_once(spike.start, spike.end))
            .collect()
    }

    /// Whether a day is far above the expected: by itself, or with one or two days beside it that are all up.
    fn is_far(&self, t: usize, gates: &Gates) -> bool {
        let values = self.series.values;
        let score = |t: usize| self.residuals[t] / self.spread;
        let is_up = |t: usize| {
            t >= self.first + gates.history
                && score(t) >= TOGETHER * gates.score
                && values[t] >= gates.ratio * self.expected[t]
                && values[t] - self.expected[t] >= gates.excess / LONGEST as f64
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

    /// Highest residual of a spike.
    fn height(&self, spike: &Spike) -> f64 {
        self.residuals[spike.start..=spike.end].iter().copied().fold(0.0, f64::max)
    }

    /// Whether the days are beyond what the neighbourhood reaches on its better days, weekdays taken out: after a holiday the normal
    /// is no spike.
    fn stands_out(&self, spike: &Spike) -> bool {
        let values = self.series.values;
        let plain = |t: usize| values[t] / self.weekday[t];
        let (low, high) = (spike.start.saturating_sub(2 * REACH), (spike.end + 2 * REACH).min(values.len() - 1));
        let others: Vec<f64> = (low..=high)
            .filter(|t| !(spike.start..=spike.end).contains(t) && !self.is_other_batch(spike, *t))
            .map(plain)
            .collect();
        let days = (spike.end - spike.start + 1) as f64;
        (spike.start..=spike.end).map(plain).sum::<f64>() / days >= ABOVE_BETTER_DAYS * quantile(&others, 0.93)
    }

    /// Whether the series does not do this often; where nothing was expected, whether it is far above whatever else there was.
    fn is_rare(&self, spike: &Spike) -> bool {
        let values = self.series.values;
        let is_other = |t: &usize| *t + 1 < spike.start || *t > spike.end + 1;
        if spike.expected <= self.floor {
            let most = (self.first..values.len()).filter(is_other).map(|t| values[t]).fold(0.0, f64::max);
            let own = (spike.start..=spike.end).map(|t| values[t]).fold(0.0, f64::max);
            return own >= ABOVE_SPARSE * most;
        }
        let height = ALIKE * self.height(spike);
        let alike: Vec<usize> = (self.first..values.len())
            .filter(is_other)
            .filter(|&t| self.residuals[t] >= height && !self.is_other_batch(spike, t))
            .collect();
        let may = (ALIKE_SHARE * (values.len() - self.first) as f64) as usize;
        runs(&alike).len() <= may.max(ALIKE_RUNS)
    }

    /// Whether the days behind fall back, weekdays taken out; behind the end of the data nothing can be said against it.
    fn returns(&self, spike: &Spike) -> bool {
        let plain = |of: &[f64], t: usize| of[t] / self.weekday[t];
        let actual = |days: &mut dyn Iterator<Item = usize>| -> Vec<f64> {
            days.map(|t| plain(self.series.values, t)).collect()
        };
        let behind = actual(&mut (spike.end + 1..self.series.values.len()).take(5));
        let before = actual(&mut (0..spike.start).rev().take(2));
        let days = (spike.end - spike.start + 1) as f64;
        let mean = |of: &[f64]| (spike.start..=spike.end).map(|t| plain(of, t)).sum::<f64>() / days;
        let half_way = f64::midpoint(mean(self.series.values), mean(&self.expected));
        (behind.is_empty() || median(&behind) < half_way) && median(&before) < half_way
    }

    /// Whether it is a monthly batch: something alike a month before or behind, or at another month end.
    fn is_batch(&self, spike: &Spike) -> bool {
        let is_month_end = self.is_at_month_end(spike);
        let ratio = spike.actual / spike.expected.max(1e-9);
        let like_batch = |t: usize| {
            self.series.values[t] > 0.0
                && self.series.values[t] / self.expected[t].max(1e-9) >= 1.0 + (ratio - 1.0) * 0.4
        };
        (self.first..self.series.values.len()).any(|t| {
            let away = (spike.start..=spike.end).map(|s| s.abs_diff(t)).min().unwrap_or_default();
            let month_end =
                is_month_end && self.series.from_month_end[t] <= MONTH_END && NEXT_MONTH_END.contains(&away);
            let month = (spike.start..=spike.end).any(|s| MONTH.contains(&s.abs_diff(t)));
            month_end && like_batch(t)
                || month && !self.is_other_batch(spike, t) && self.residuals[t] >= ALIKE * self.height(spike)
        })
    }

    fn is_at_month_end(&self, spike: &Spike) -> bool {
        (spike.start..=spike.end).all(|t| self.series.from_month_end[t] <= MONTH_END)
    }

    /// Whether a day is a month end's, and the spike is none: what returns every month says nothing of it.
    fn is_other_batch(&self, spike: &Spike, t: usize) -> bool {
        self.series.from_month_end[t] <= MONTH_END && !self.is_at_month_end(spike)
    }
}

/// Every spike of the series, in order.
#[must_use]
pub fn spikes(series: &Daily, gates: &Gates) -> Vec<Spike> {
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
