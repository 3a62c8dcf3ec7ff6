//! How far a run of days is as a whole, beside how far all other days of its series go.
//!
//! A day by itself says little where a month is all there is: which days belong together is decided by a lower score, and whether they are
//! far by all of them. The measure is the scatter of the other days, their own far ones included, so that a jump does not hide itself and
//! a series that goes far now and then is not taken for a calm one. A month of days hardly tells how far they go: what series of the kind
//! usually scatter by counts as some days more.

use super::super::baseline::{Baseline, usual_days};
use super::{DetectorThresholds, SHARED};

/// Share of the score from which days make a run that is looked at, chosen among 0.6 to 0.85, and factor to the score that the run needs,
/// among 0.9 to 1.25, on the training seeds of `benches/ANOMALIES.md`.
const CANDIDATE: f64 = 0.72;
const WHOLE: f64 = 1.15;
/// Days of its own that what is usual for the kind is worth, chosen there among 5 to 80.
const WORTH: f64 = 10.0;

impl Baseline<'_> {
    /// The gates of days that may be part of a run.
    pub(super) fn of_candidates(&self, gates: &DetectorThresholds) -> DetectorThresholds {
        let share = if self.scatter.usual.is_some() { CANDIDATE } else { 1.0 };
        DetectorThresholds { score: share * gates.score, ..*gates }
    }

    /// Whether a run is far as a whole; yes where nothing is known of what the kind scatters by, and each of its days was far.
    pub(super) fn is_far_run(&self, start: usize, end: usize, score: f64) -> bool {
        let Some(usual) = self.scatter.usual else { return true };
        let together = ((end - start + 1) as f64).powf(SHARED);
        let sum: f64 = self.residuals[start..=end].iter().sum();
        sum >= WHOLE * score * together * self.scatter_beside(start, end, usual)
    }

    /// Scatter of all days but those of a run and next to it.
    fn scatter_beside(&self, start: usize, end: usize, usual: f64) -> f64 {
        let others = (self.first..self.residuals.len()).filter(|t| *t + 1 < start || *t > end + 1);
        let (residuals, ends): (Vec<f64>, Vec<usize>) =
            others.map(|t| (self.residuals[t], self.series.from_month_end[t])).unzip();
        let own = usual_days(&residuals, &ends);
        let squares: f64 = own.iter().map(|residual| residual * residual).sum();
        ((squares + WORTH * usual * usual) / (own.len() as f64 + WORTH)).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::baseline::Daily;
    use super::super::spikes;
    use super::*;
    use crate::stats::detect::Setting;

    /// Six weeks of a hundred a day, give or take `noise`, with a factor on some days.
    fn series(noise: f64, factor: impl Fn(usize) -> f64) -> Vec<f64> {
        (0..42).map(|t| 100.0 * (noise * ((t * 37 % 11) as f64 / 5.0 - 1.0)).exp() * factor(t)).collect()
    }

    fn found(values: &[f64], gates: &DetectorThresholds) -> Vec<(usize, usize)> {
        let series = Daily { values, first_weekday: 0, from_month_end: &[15; 42] };
        spikes(&series, gates).into_iter().map(|spike| (spike.start, spike.end)).collect()
    }

    #[test]
    fn days_that_are_rather_far_are_a_jump_together() {
        let gates = &Setting::SHIPPED.spike;
        for (days, factor, is_one) in
            [(1, 1.35, false), (1, 2.2, true), (3, 1.35, false), (3, 1.7, true), (5, 1.8, true)]
        {
            let values = series(0.1, |t| if (20..20 + days).contains(&t) { factor } else { 1.0 });
            let expected = if is_one { vec![(20, 19 + days)] } else { Vec::new() };
            assert_eq!(found(&values, gates), expected, "{days} days of {factor}");
        }
    }

    #[test]
    fn far_days_elsewhere_are_the_scatter_of_a_run() {
        let gates = &Setting::SHIPPED.spike;
        let jump = |t: usize| if t == 20 { 2.0 } else { 1.0 };
        let swings = |t: usize| if [3, 9, 26, 32, 35].contains(&t) { 0.45 } else { jump(t) };
        assert_eq!(found(&series(0.08, jump), gates), [(20, 20)]);
        assert_eq!(found(&series(0.08, swings), gates), []);
    }
}
