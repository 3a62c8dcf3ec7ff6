//! At which hours a key works, and at which it never does.

use chrono::Datelike;

use super::super::by_hour::ByHour;
use crate::policy::Hours;
use crate::stats::hours::Burst;
use crate::stats::median;

/// Share of days on which an hour is used that makes it one of the key's own.
const OWN: f64 = 0.5;
/// Hours to either side of the key's own in which late work is no night.
const LATE: usize = 2;
/// Share of a usual hour under which there was no use to speak of.
const NOTHING: f64 = 0.05;
/// Hours to either side of a burst that must be as quiet.
const BESIDE: usize = 1;
/// Share of a burst's dollars that must fall on such hours.
const MOST: f64 = 0.5;
/// Working hours of a day above which a key has no night.
const MOST_OWN: usize = 16;

/// What a key does at each hour, on working days and on weekends.
pub(super) struct Habit<'a> {
    hours: &'a ByHour,
    values: &'a [f64],
    /// Share of the days with use at the hour.
    used: [[f64; 24]; 2],
    most_share: f64,
}

impl<'a> Habit<'a> {
    pub(super) fn of(hours: &'a ByHour, values: &'a [f64], bursts: &[Burst], most_share: f64) -> Self {
        let positive: Vec<f64> = values.iter().copied().filter(|value| *value > 0.0).collect();
        let least = NOTHING * median(&positive);
        let first = values.iter().position(|value| *value > 0.0).unwrap_or_default() / 24;
        let is_burst = |day: usize| bursts.iter().any(|burst| (burst.start / 24..=burst.end / 24).contains(&day));
        let (mut used, mut days) = ([[0.0; 24]; 2], [0.0_f64; 2]);
        for day in (first..values.len() / 24).filter(|day| !is_burst(*day)) {
            let class = usize::from(is_weekend(hours, 24 * day));
            days[class] += 1.0;
            for hour in 0..24 {
                used[class][hour] += f64::from(u8::from(values[24 * day + hour] > least));
            }
        }
        for (class, days) in days.iter().enumerate() {
            used[class].iter_mut().for_each(|share| *share /= days.max(1.0));
        }
        Self { hours, values, used, most_share }
    }

    /// Whether there are hours at which it works, and a night.
    pub(super) fn has_hours(&self) -> bool {
        let own = self.used[0].iter().filter(|share| **share >= OWN).count();
        (1..=MOST_OWN).contains(&own)
    }

    /// Whether most of a burst is at hours that the key never has, at night or on a weekend.
    pub(super) fn is_off(&self, burst: &Burst, hours: Option<&Hours>) -> bool {
        let min_effect = |at: &usize| self.values[*at];
        let off: f64 =
            (burst.start..=burst.end).filter(|at| self.is_off_hour(*at, hours)).map(|at| min_effect(&at)).sum();
        off > MOST * (burst.start..=burst.end).map(|at| min_effect(&at)).sum::<f64>()
    }

    fn is_off_hour(&self, at: usize, hours: Option<&Hours>) -> bool {
        let weekend = is_weekend(self.hours, at);
        let used = &self.used[usize::from(weekend)];
        let around = |reach: usize| (24 - reach..=24 + reach).map(move |step| (at + step) % 24);
        let is_quiet = around(BESIDE).all(|hour| used[hour] <= self.most_share);
        let is_night = match hours {
            Some(hours) => !hours.is_working(self.hours.instant(at)),
            None => {
                weekend && used.iter().all(|share| *share < OWN) || around(LATE).all(|hour| self.used[0][hour] < OWN)
            }
        };
        is_quiet && is_night
    }
}

fn is_weekend(hours: &ByHour, at: usize) -> bool {
    hours.day(at).weekday().num_days_from_monday() >= 5
}
