//! Invented daily series with what was planted in them. The shapes are what spend does; none of their numbers is the detector's.

use chrono::{DateTime, Datelike};
use clade_analyze::stats::step::Step;

use crate::random::Random;

/// What a label says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Spike,
    /// A jump of four to ten days.
    Long,
    Shift,
    Drift,
    Drop,
    /// An event of which nobody said what it is.
    Event,
}

/// A planted event with its steps, both included.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Label {
    pub(crate) class: Class,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A series.
pub(crate) struct Series {
    pub(crate) values: Vec<f64>,
    pub(crate) step: Step,
    /// Days, or hours, from 1 January 1970 to the first value.
    pub(crate) first: i64,
    pub(crate) labels: Vec<Label>,
}

impl Series {
    /// How many days it has.
    pub(crate) fn days(&self) -> usize {
        self.values.len().div_ceil(self.step.per_day())
    }

    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    /// Last days of months.
    fn month_ends(&self) -> Vec<usize> {
        let is_last =
            |day: i64| DateTime::from_timestamp((day + 1) * 86_400, 0).is_some_and(|at| at.date_naive().day() == 1);
        (0..self.len()).filter(|&day| is_last(self.first + day as i64)).collect()
    }

    pub(crate) fn scale(&mut self, days: std::ops::Range<usize>, factor: impl Fn(usize) -> f64) {
        for day in days.start..days.end.min(self.values.len()) {
            self.values[day] *= factor(day - days.start);
        }
    }

    pub(crate) fn label(&mut self, class: Class, start: usize, end: usize) {
        let end = end.min(self.len() - 1);
        self.labels.push(Label { class, start, end });
    }

    fn spike(&mut self, random: &mut Random, from: usize, to: usize) {
        let (start, days, factor) = (random.pick(from, to), random.pick(1, 4), random.between(3.0, 10.0));
        let end = (start + days).min(self.len());
        self.scale(start..end, |_| factor);
        self.label(Class::Spike, start, end - 1);
    }

    fn shift(&mut self, start: usize, factor: f64) {
        self.scale(start..self.len(), |_| factor);
        self.label(Class::Shift, start, start + 2);
    }
}

/// What is done to a series.
pub(crate) type Change = fn(&mut Random, &mut Series);

/// Every kind, those with planted events first.
pub(crate) const KINDS: [(&str, Change); 30] = [
    ("spike", |random, one| one.spike(random, 21, one.len())),
    ("spike in growth", |random, one| {
        let daily = random.between(1.003, 1.015);
        one.scale(0..one.len(), |t| daily.powi(t as i32));
        one.spike(random, 21, one.len() - 5);
    }),
    ("two spikes", |random, one| {
        let half = one.len() / 2;
        one.spike(random, 21, half);
        one.spike(random, half + 7, one.len());
    }),
    ("spike beside month-end batches", |random, one| {
        month_ends(random, one);
        let ends = one.month_ends();
        let start =
            (0..).map(|_| random.pick(21, one.len() - 4)).find(|day| ends.iter().all(|end| end.abs_diff(*day) > 5));
        let start = start.unwrap_or(21);
        one.spike(random, start, start + 1);
    }),
    ("spike of a series that began late", |random, one| {
        let begin = one.len() / 3;
        one.values[..begin].fill(0.0);
        one.spike(random, begin + 21, one.len());
    }),
    ("shift up", |random, one| {
        let (start, factor) = (random.pick(21, one.len() - 9), random.between(1.8, 5.0));
        one.shift(start, factor);
    }),
    ("shift down", |random, one| {
        let (start, factor) = (random.pick(21, one.len() - 16), random.between(0.2, 0.5));
        one.shift(start, factor);
    }),
    ("shift in growth", |random, one| {
        one.scale(0..one.len(), |t| 1.006_f64.powi(t as i32));
        let (start, factor) = (random.pick(28, one.len() - 14), random.between(2.0, 5.0));
        one.shift(start, factor);
    }),
    ("shift at a month end", |random, one| {
        let ends = one.month_ends();
        let fit: Vec<usize> = ends.into_iter().filter(|end| (21..one.len() - 9).contains(end)).collect();
        let at = fit[random.pick(0, fit.len())];
        let factor = random.between(2.0, 5.0);
        one.shift(at + 1, factor);
    }),
    ("shift and spike", |random, one| {
        let half = one.len() / 2;
        one.shift(half, random.between(2.0, 4.0));
        one.spike(random, half + 21, one.len());
    }),
    ("shift up and back", |random, one| {
        let (half, factor) = (one.len() / 2, random.between(2.0, 5.0));
        one.shift(half - random.pick(0, 7), factor);
        one.shift(half + random.pick(29, 35), 1.0 / factor);
    }),
    ("drift", |random, one| {
        let (start, days, factor) = (random.pick(21, one.len() - 24), random.pick(4, 11), random.between(2.0, 5.0));
        one.scale(start..one.len(), |t| 1.0 + (factor - 1.0) * (((t + 1) as f64) / days as f64).min(1.0));
        one.label(Class::Drift, start, start + days);
    }),
    ("drop", |random, one| {
        let start = random.pick(one.len() - 30, one.len() - 9);
        one.values[start..].fill(0.0);
        one.label(Class::Drop, start, one.len() - 1);
    }),
    ("drop in growth", |random, one| {
        one.scale(0..one.len(), |t| 1.008_f64.powi(t as i32));
        let start = random.pick(one.len() - 30, one.len() - 9);
        one.values[start..].fill(0.0);
        one.label(Class::Drop, start, one.len() - 1);
    }),
    ("nothing", |_, _| {}),
    ("growth", |random, one| {
        let daily = random.between(1.003, 1.03);
        one.scale(0..one.len(), |t| daily.powi(t as i32));
    }),
    ("decline", |random, one| {
        let daily = random.between(0.975, 0.997);
        one.scale(0..one.len(), |t| daily.powi(t as i32));
    }),
    ("month-end batch", month_ends),
    ("monthly batch", |random, one| {
        let (before, days, factor) = (random.pick(5, 27), random.pick(1, 4), random.between(3.0, 8.0));
        let first = one.month_ends()[0] % 30;
        for month in 0..8 {
            let start = (first + 30 * month + before) % 400;
            one.scale(start..start + days, |_| factor);
        }
    }),
    ("fortnightly batch", |random, one| {
        for start in (random.pick(0, 14)..one.len()).step_by(14) {
            one.scale(start..start + 1, |_| 6.0);
        }
    }),
    ("holiday", |random, one| {
        let (start, days, left) = (random.pick(14, one.len() - 30), random.pick(3, 15), random.between(0.0, 0.3));
        one.scale(start..start + days, |_| left);
    }),
    ("launch that ramps", |random, one| {
        let (start, days) = (random.pick(0, 40), random.between(15.0, 60.0));
        one.values[..start].fill(0.0);
        one.scale(start..one.len(), |t| ((t + 1) as f64 / days).min(1.0));
    }),
    ("launch that ramps in an s", |random, one| {
        let (start, days) = (random.pick(0, 40), random.between(20.0, 60.0));
        one.values[..start].fill(0.0);
        one.scale(start..one.len(), |t| 1.0 / (1.0 + (6.0 - 12.0 * t as f64 / days).exp()));
    }),
    ("launch at once", |random, one| {
        let start = random.pick(5, one.len() - 20);
        one.values[..start].fill(0.0);
    }),
    ("bursty sandbox", |random, one| {
        for value in &mut one.values {
            *value *= if random.unit() < 0.15 { random.between(2.0, 9.0) } else { 0.2 };
        }
    }),
    ("sparse use", |random, one| {
        for value in &mut one.values {
            *value *= if random.unit() < 0.06 { 1.0 } else { 0.0 };
        }
    }),
    ("service that ends", |random, one| {
        let (days, start) = (random.pick(14, 30), random.pick(30, one.len() - 20));
        one.scale(start..one.len(), |t| (1.0 - t as f64 / days as f64).max(0.0));
    }),
    ("partial last day", |random, one| {
        let (last, left) = (one.len() - 1, random.between(0.05, 0.5));
        one.values[last] *= left;
    }),
    ("noise", |random, one| {
        for value in &mut one.values {
            *value *= (0.5 * random.normal()).exp();
        }
    }),
    ("wandering level", |random, one| {
        let mut level = 0.0;
        for value in &mut one.values {
            level += 0.04 * random.normal();
            *value *= f64::exp(level);
        }
    }),
];

/// A batch on the last one to three days of every month.
fn month_ends(random: &mut Random, one: &mut Series) {
    let (days, factor) = (random.pick(1, 4), random.between(2.0, 8.0));
    for end in one.month_ends() {
        let height = factor * random.between(0.8, 1.25);
        one.scale((end + 1).saturating_sub(days)..end + 1, |_| height);
    }
}

/// A series of a kind: 75 to 180 days with a level, mostly a weekend, and noise of one of four sorts.
pub(crate) fn series(seed: u64, kind: usize, turn: usize) -> Series {
    let mut random = Random::new(seed, kind, turn);
    let days = random.pick(75, 181);
    let (level, noise) = (random.between(3.0, 7.5).exp(), random.between(0.05, 0.25));
    let weekend = if random.unit() < 0.7 { random.between(0.0, 0.7) } else { 1.0 };
    // Some day of the twenties.
    let (first, sort) = (random.pick(18_262, 21_900) as i64, random.pick(0, 4));
    let mut previous = 0.0;
    let mut values = Vec::with_capacity(days);
    for day in 0..days {
        let shock = match sort {
            0 | 1 => random.normal(),
            2 => random.heavy(),
            // What was high yesterday is so today.
            _ => 0.5 * previous + 0.75_f64.sqrt() * random.normal(),
        };
        previous = shock;
        let factor = if (first + day as i64 + 3) % 7 >= 5 { weekend } else { 1.0 };
        values.push(level * factor * (noise * shock).exp());
    }
    let mut one = Series { values, step: Step::Day, first, labels: Vec::new() };
    KINDS[kind].1(&mut random, &mut one);
    one.labels.sort_by_key(|label| label.start);
    one
}
