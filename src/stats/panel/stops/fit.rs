//! How well what a key lost while it stopped fits what another won on these days, and how often a stop fits by chance.

use std::ops::Range;

use super::{BESIDE, CLOSE, END, LONGEST, RAMP, Stop};
use crate::stats::baseline::Baseline;
use crate::stats::spikes::Spike;

/// How far apart the days of both may be, as a share of the larger sum: each day counts, so that ten days of little are not two of much.
/// Chosen on the training seeds of `benches/ANOMALIES.md` among 0.4 to 0.8.
const APART: f64 = 0.45;
/// Share of a jump that may lie on days on which the other one had not stopped: days next to it that are high as well.
const OUTSIDE: f64 = 0.4;

/// How far apart a loss and a gain are, as shares of the larger sum.
#[derive(Clone, Copy, Debug)]
pub(super) struct Apart {
    /// Their sums.
    pub(super) sums: f64,
    /// Their days, added up.
    pub(super) days: f64,
}

/// A jump with what it has over the expected.
pub(super) struct Won<'a> {
    values: &'a [f64],
    expected: &'a [f64],
    days: Range<usize>,
    excess: f64,
}

impl<'a> Won<'a> {
    pub(super) fn of(baseline: &'a Baseline<'_>, spike: &Spike) -> Self {
        let (values, expected) = (baseline.values(), baseline.expected.as_slice());
        Self { values, expected, days: spike.start..spike.end + 1, excess: spike.excess() }
    }

    fn over(&self, day: usize) -> f64 {
        self.values[day] - self.expected[day]
    }

    /// How far apart what was lost day by day from some day on is, and what was won; nothing where they do not fit.
    fn apart(&self, from: usize, lost: &[f64]) -> Option<Apart> {
        let its = from..from + lost.len();
        if its.start >= self.days.end || its.end <= self.days.start || its.end > self.values.len() {
            return None;
        }
        let own: f64 = its.clone().map(|day| self.over(day)).sum();
        let outside: f64 = self.days.clone().filter(|day| !its.contains(day)).map(|day| self.over(day)).sum();
        let (lost_all, off): (f64, f64) =
            its.zip(lost).fold((0.0, 0.0), |(all, off), (day, lost)| (all + lost, off + (self.over(day) - lost).abs()));
        let larger = own.max(lost_all);
        let fits = own > 0.0 && outside <= OUTSIDE * self.excess && off <= APART * larger;
        fits.then(|| Apart { sums: (own - lost_all).abs() / larger, days: off / larger })
    }

    /// Whether both last to the end of the data.
    pub(super) fn lasts_with(&self, stop: &Stop) -> bool {
        stop.days.end == self.values.len() && self.days.end == self.values.len()
    }

    /// The same of a stop. One of weeks is none of a jump, but where both last to the end of the data.
    pub(super) fn given_by(&self, stop: &Stop) -> Option<Apart> {
        (stop.days.len() <= LONGEST || self.lasts_with(stop)).then(|| self.apart(stop.days.start, &stop.lost)).flatten()
    }

    /// How many of these stops would fit as well by chance: those of other days, each on any day as likely as on another.
    pub(super) fn by_chance<'s>(&self, best: &Stop, stops: impl Iterator<Item = &'s Stop>) -> f64 {
        let last = self.values.len();
        let close = self.given_by(best).map_or(CLOSE, |apart| apart.sums.max(CLOSE));
        let fits = |from: usize, lost: &[f64]| self.apart(from, lost).is_some_and(|apart| apart.sums <= close);
        let lasts = self.lasts_with(best);
        let places = |stop: &Stop| {
            let length = stop.days.len();
            if lasts {
                // Whatever ends for good may have ended here.
                let is_end = length >= END.min(last - stop.days.start);
                let near = self.days.start.saturating_sub(RAMP)..(self.days.start + RAMP).min(last);
                near.filter(|from| is_end && fits(*from, &vec![stop.daily(); last - from])).count()
            } else if length <= LONGEST && stop.days.end < last {
                let near = (self.days.start + 1).saturating_sub(length)..self.days.end;
                near.filter(|from| fits(*from, &stop.lost)).count()
            } else {
                0
            }
        };
        let others = stops.filter(|stop| stop.days.start.abs_diff(self.days.start) > BESIDE);
        others.map(places).sum::<usize>() as f64 / last as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stop from day 10 on that lost so much a day, in data of forty days.
    fn stop(lost: &[f64]) -> Stop {
        Stop { of: 0, days: 10..10 + lost.len(), lost: lost.to_vec() }
    }

    /// Whether what was won over the expected from day 9 on fits the stop, the jump on all of these days.
    fn fits(won: &[f64], lost: &[f64]) -> bool {
        let expected = vec![10.0; 40];
        let mut values = expected.clone();
        won.iter().enumerate().for_each(|(at, won)| values[9 + at] += won);
        let days = won.iter().position(|won| *won > 0.0).map_or(9, |at| 9 + at)..9 + won.len();
        let won = Won { values: &values, expected: &expected, days, excess: won.iter().sum() };
        won.given_by(&stop(lost)).is_some()
    }

    #[test]
    fn what_was_won_fits_what_was_lost_day_by_day() {
        let cases: [(&str, &[f64], &[f64], bool); 9] = [
            ("the same", &[0.0, 90.0, 80.0], &[90.0, 80.0], true),
            ("about the same", &[0.0, 110.0, 70.0], &[90.0, 90.0], true),
            ("a day of rest", &[0.0, 90.0], &[90.0, 0.0, 0.0], true),
            ("a day before that is rather high", &[40.0, 90.0, 80.0], &[90.0, 80.0], true),
            ("a day before that is as high", &[120.0, 60.0, 60.0], &[60.0, 60.0], false),
            ("a Monday more", &[0.0, 90.0], &[90.0, 0.0, 0.0, 90.0], false),
            ("half of it", &[0.0, 90.0, 90.0], &[40.0, 40.0], false),
            ("twice of it", &[0.0, 90.0, 90.0], &[190.0, 190.0], false),
            ("much on a day, little on many", &[0.0, 200.0], &[20.0; 10], false),
        ];
        for (name, won, lost, expected) in cases {
            assert_eq!(fits(won, lost), expected, "{name}");
        }
    }

    #[test]
    fn many_stops_of_the_size_fit_by_chance() {
        let (expected, mut values) = (vec![10.0; 40], vec![10.0; 40]);
        values[10] = 110.0;
        let won = Won { values: &values, expected: &expected, days: 10..11, excess: 100.0 };
        let (best, at) = (stop(&[95.0]), |day: usize, lost: f64| Stop { of: 1, days: day..day + 1, lost: vec![lost] });
        let others = [at(20, 100.0), at(25, 105.0), at(30, 30.0), at(11, 100.0)];
        assert!((won.by_chance(&best, others.iter()) - 2.0 / 40.0).abs() < 1e-9, "two of forty days");
    }
}
