//! What is far above the expected and no event: the end of a rest, what the series does often, what stays up, what returns.

use super::super::baseline::{Baseline, MONTH_END, REACH};
use super::super::median::{median, quantile};
use super::{Spike, runs};

/// Days behind the first of a jump from which it has many.
const MANY: usize = 3;
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
/// Factor to the better days of the neighbourhood, a holiday's empty days not being the measure, at most; and as a share of what the ratio
/// asks for beyond the expected.
const ABOVE_BETTER_DAYS: f64 = 1.3;
const ABOVE_BETTER: f64 = 0.6;
/// Quantile that makes the better days.
const BETTER: f64 = 0.93;

/// Days from one month's end to another one, at least.
const OTHER_MONTH_END: usize = 20;

impl Spike {
    /// Whether a jump is at a month's end, and the days from `first` on, the first with use, have no other one: a batch of every month looks
    /// the same, and nothing tells which of the two it is. `from_month_end` is that of the series. Of many days one may lie beside the month
    /// end, as for batches that return.
    #[must_use]
    pub fn is_only_month_end(&self, first: usize, from_month_end: &[usize]) -> bool {
        let is_at_one = self.is_at(from_month_end);
        let is_other = |at: usize| from_month_end[at] == 0 && at.abs_diff(self.start) >= OTHER_MONTH_END;
        is_at_one && !(first..from_month_end.len()).any(is_other)
    }

    /// Whether all days are a month end's, or all but one where they are many: it may be high by chance.
    fn is_at(&self, from_month_end: &[usize]) -> bool {
        let other = (self.start..=self.end).filter(|at| from_month_end[*at] > MONTH_END).count();
        other == 0 || other == 1 && self.end - self.start >= MANY
    }
}

impl Baseline<'_> {
    /// Whether days above the expected are a batch that returns every month, whatever they are worth.
    pub(in crate::stats) fn is_batch_on(&self, start: usize, end: usize) -> bool {
        let sum = |of: &[f64]| of[start..=end].iter().sum::<f64>();
        let (actual, expected) = (sum(self.series.values), sum(&self.expected));
        let spike = Spike { start, end, actual, expected, upper: expected };
        start >= self.first && spike.excess() > 0.0 && self.is_batch(&spike, 0.0)
    }

    /// Highest residual of a spike.
    fn height(&self, spike: &Spike) -> f64 {
        self.residuals[spike.start..=spike.end].iter().copied().fold(0.0, f64::max)
    }

    /// Residual from which another day is a like of a spike.
    fn like(&self, spike: &Spike, alike: f64) -> f64 {
        (ALIKE * self.height(spike)).max(alike * self.spread)
    }

    /// Whether the days are beyond what the neighbourhood reaches on its better days, weekdays taken out: after a holiday the normal
    /// is no spike.
    pub(super) fn stands_out(&self, spike: &Spike, ratio: f64) -> bool {
        let values = self.series.values;
        let above = (1.0 + ABOVE_BETTER * (ratio - 1.0)).min(ABOVE_BETTER_DAYS);
        let plain = |t: usize| values[t] / self.weekday[t];
        let better = |days: std::ops::Range<usize>| {
            let others: Vec<f64> = days.filter(|t| !self.is_other_batch(spike, *t)).map(plain).collect();
            (others.len(), quantile(&others, BETTER))
        };
        let before = better(spike.start.saturating_sub(2 * REACH).max(self.first)..spike.start);
        let behind = better(spike.end + 1..(spike.end + 1 + 2 * REACH).min(values.len()));
        // Growth makes the days behind higher: half-way is where the spike is.
        let half_way = if before.0.min(behind.0) >= REACH && behind.1 > before.1 {
            (before.1 * behind.1).sqrt()
        } else {
            let low = spike.start.saturating_sub(2 * REACH);
            let own = |t: &usize| (spike.start..=spike.end).contains(t) || self.is_other_batch(spike, *t);
            let all = (low..(spike.end + 1 + 2 * REACH).min(values.len())).filter(|t| !own(t));
            quantile(&all.map(plain).collect::<Vec<_>>(), BETTER)
        };
        let days = (spike.end - spike.start + 1) as f64;
        (spike.start..=spike.end).map(plain).sum::<f64>() / days >= above * half_way
    }

    /// Whether the series does not do this often; where nothing was expected, whether it is far above whatever else there was.
    pub(super) fn is_rare(&self, spike: &Spike, alike: f64) -> bool {
        let values = self.series.values;
        let is_other = |t: &usize| *t + 1 < spike.start || *t > spike.end + 1;
        if spike.expected <= self.floor {
            let most = (self.first..values.len()).filter(is_other).map(|t| values[t]).fold(0.0, f64::max);
            let own = (spike.start..=spike.end).map(|t| values[t]).fold(0.0, f64::max);
            return own >= ABOVE_SPARSE * most;
        }
        let height = self.like(spike, alike);
        let alike: Vec<usize> = (self.first..values.len())
            .filter(is_other)
            .filter(|&t| self.residuals[t] >= height && !self.is_other_batch(spike, t))
            .collect();
        let may = (ALIKE_SHARE * (values.len() - self.first) as f64) as usize;
        runs(&alike).len() <= may.max(ALIKE_RUNS)
    }

    /// Whether the days behind fall back, weekdays taken out; behind the end of the data nothing can be said against it.
    pub(super) fn returns(&self, spike: &Spike) -> bool {
        let plain = |of: &[f64], t: usize| of[t] / self.weekday[t];
        let actual = |days: &mut dyn Iterator<Item = usize>| -> Vec<f64> {
            days.map(|t| plain(self.series.values, t)).collect()
        };
        let is_usual = |t: &usize| !self.is_other_batch(spike, *t);
        let behind = actual(&mut (spike.end + 1..self.series.values.len()).filter(is_usual).take(5));
        let before = actual(&mut (0..spike.start).rev().filter(is_usual).take(2));
        let days = (spike.end - spike.start + 1) as f64;
        let mean = |of: &[f64]| (spike.start..=spike.end).map(|t| plain(of, t)).sum::<f64>() / days;
        let half_way = f64::midpoint(mean(self.series.values), mean(&self.expected));
        (behind.is_empty() || median(&behind) < half_way) && median(&before) < half_way
    }

    /// Whether it is a monthly batch: something alike a month before or behind, or at another month end.
    pub(super) fn is_batch(&self, spike: &Spike, alike: f64) -> bool {
        let (is_month_end, like) = (spike.is_at(self.series.from_month_end), self.like(spike, alike));
        // Half as high on the logarithmic scale: what a weekend's batch is beside a working day's, and by chance.
        let least = (spike.actual / spike.expected.max(1e-9)).sqrt();
        let like_batch = |t: usize| {
            self.series.values[t] > 0.0
                && self.residuals[t] >= alike * self.spread
                && self.series.values[t] / self.expected[t].max(1e-9) >= least
        };
        (self.first..self.series.values.len()).any(|t| {
            let away = (spike.start..=spike.end).map(|s| s.abs_diff(t)).min().unwrap_or_default();
            let month_end =
                is_month_end && self.series.from_month_end[t] <= MONTH_END && NEXT_MONTH_END.contains(&away);
            let month = (spike.start..=spike.end).any(|s| MONTH.contains(&s.abs_diff(t)));
            month_end && like_batch(t) || month && !self.is_other_batch(spike, t) && self.residuals[t] >= like
        })
    }

    /// Whether the same weekday a week before or behind was alike, and no day of the spike: what weekdays have has changed.
    pub(super) fn is_new_rhythm(&self, spike: &Spike, alike: f64) -> bool {
        let height = self.like(spike, alike);
        let is_like = |t: usize| {
            let is_high = self.residuals.get(t).is_some_and(|residual| *residual >= height);
            t >= self.first && is_high && !(spike.start..=spike.end).contains(&t) && !self.is_other_batch(spike, t)
        };
        (spike.start..=spike.end).any(|t| t.checked_sub(7).is_some_and(is_like) || is_like(t + 7))
    }

    /// Whether a day is a month end's, and the spike is none: what returns every month says nothing of it.
    fn is_other_batch(&self, spike: &Spike, t: usize) -> bool {
        self.series.from_month_end[t] <= MONTH_END && !spike.is_at(self.series.from_month_end)
    }
}
