//! Invented hourly series with what was planted in them.

use clade_analyze::stats::step::Step;

use crate::random::Random;
use crate::series::{Change, Class, Series};

/// Every kind, those with planted events first.
pub(crate) const KINDS: [(&str, Change); 27] = [
    ("burst by night", |random, one| {
        let at = hour(random, one, 0, 5);
        burst(random, one, at, 0.5, 2.0);
    }),
    ("burst on a weekend", |random, one| {
        let days = one.len() / 24;
        let day = (0..).map(|_| random.pick(21, days - 1)).find(|&day| is_weekend(one, day)).unwrap_or(21);
        let at = 24 * day + random.pick(0, 20);
        burst(random, one, at, 0.5, 2.0);
    }),
    ("burst by day", |random, one| {
        let at = hour(random, one, 8, 17);
        burst(random, one, at, 0.8, 3.0);
    }),
    ("burst in growth", |random, one| {
        let daily = random.between(1.003, 1.015);
        one.scale(0..one.len(), |t| daily.powf(t as f64 / 24.0));
        let at = hour(random, one, 0, 20);
        burst(random, one, at, 1.0, 3.0);
    }),
    ("burst of a nightly job", |random, one| {
        nightly(random, one);
        let at = hour(random, one, 9, 20);
        burst(random, one, at, 1.0, 3.0);
    }),
    ("two bursts", |random, one| {
        let half = one.len() / 48;
        for (from, to) in [(21, half - 2), (half + 2, one.len() / 24 - 1)] {
            let at = 24 * random.pick(from, to) + random.pick(0, 24);
            burst(random, one, at, 0.8, 3.0);
        }
    }),
    ("days that spike", |random, one| {
        let (days, factor) = (random.pick(1, 4), random.between(3.0, 8.0));
        let start = 24 * random.pick(21, one.len() / 24 - 4);
        one.scale(start..start + 24 * days, |_| factor);
        one.label(Class::Spike, start, start + 24 * days - 1);
    }),
    ("shift up", |random, one| shift(random, one, 1.8, 5.0)),
    ("shift down", |random, one| shift(random, one, 0.2, 0.5)),
    ("drop", |random, one| {
        let start = one.len() - random.pick(9 * 24, 20 * 24);
        one.values[start..].fill(0.0);
        one.label(Class::Drop, start, one.len() - 1);
    }),
    ("nothing", |_, _| {}),
    ("growth", |random, one| {
        let daily = random.between(1.003, 1.03);
        one.scale(0..one.len(), |t| daily.powf(t as f64 / 24.0));
    }),
    ("nightly job", nightly),
    ("job that moves to another hour", |random, one| {
        let (turn, hours) = (random.pick(20, one.len() / 24 - 5), (random.pick(0, 12), random.pick(12, 24)));
        let height = 3.0 * mean(one);
        for day in 0..one.len() / 24 {
            one.values[24 * day + if day < turn { hours.0 } else { hours.1 }] += height;
        }
    }),
    ("weekly batch", |random, one| {
        let (first, hours, height) = (random.pick(0, 168), random.pick(2, 8), random.between(2.0, 8.0) * mean(one));
        for start in (first..one.len()).step_by(168) {
            add(one, start, hours, height);
        }
    }),
    ("summer time ends", |random, one| {
        let turn = 24 * random.pick(20, one.len() / 24 - 10);
        one.values.remove(turn);
        let last = one.values[one.len() - 168];
        one.values.push(last);
    }),
    ("holiday", |random, one| {
        let (start, days, left) = (random.pick(14, one.len() / 24 - 16), random.pick(1, 15), random.between(0.0, 0.3));
        one.scale(24 * start..24 * (start + days), |_| left);
    }),
    ("launch that ramps", |random, one| {
        let (start, days) = (24 * random.pick(0, 15), random.between(15.0, 50.0));
        one.values[..start].fill(0.0);
        one.scale(start..one.len(), |t| ((t + 1) as f64 / 24.0 / days).min(1.0));
    }),
    ("bursty sandbox", |random, one| {
        let height = mean(one);
        one.values.fill(0.0);
        for _ in 0..one.len() / 24 {
            let (start, hours) = (random.pick(0, one.len() - 8), random.pick(1, 8));
            let high = height * random.between(0.5, 8.0);
            add(one, start, hours, high);
        }
    }),
    ("now and then", |random, one| {
        let height = 4.0 * mean(one);
        one.values.fill(0.0);
        for _ in 0..one.len() / 120 {
            let (start, hours) = (random.pick(0, one.len() - 8), random.pick(1, 4));
            let high = height * random.between(0.5, 2.0);
            add(one, start, hours, high);
        }
    }),
    ("service that ends", |random, one| {
        let (days, start) = (random.pick(14, 25), 24 * random.pick(15, 25));
        one.scale(start..one.len(), |t| (1.0 - t as f64 / 24.0 / days as f64).max(0.0));
    }),
    ("launch at once", |random, one| {
        let start = random.pick(24 * 5, one.len() - 24 * 20);
        one.values[..start].fill(0.0);
    }),
    ("batch whose hour wanders", |random, one| {
        let (usual, height) = (random.pick(1, 20), random.between(2.0, 8.0) * mean(one));
        for day in 0..one.len() / 24 {
            let (start, hours) = (24 * day + usual + random.pick(0, 4), random.pick(1, 4));
            let high = height * (0.3 * random.normal()).exp();
            add(one, start, hours, high);
        }
    }),
    ("quiet nights with a job now and then", |random, one| {
        let night = mean(one);
        for day in 0..one.len() / 24 {
            one.values[24 * day..24 * day + 6].fill(0.0);
            if random.unit() < 0.15 {
                let (start, hours, high) = (24 * day + random.pick(0, 5), random.pick(1, 3), random.between(0.3, 1.5));
                add(one, start, hours, high * night);
            }
        }
    }),
    ("one person's hours", |random, one| {
        for day in 0..one.len() / 24 {
            let is_there = !is_weekend(one, day) && random.unit() < 0.85;
            for hour in 0..24 {
                let works = is_there && (8..19).contains(&hour) && random.unit() < 0.6;
                one.values[24 * day + hour] *= if works { (0.7 * random.normal()).exp() } else { 0.0 };
            }
        }
    }),
    ("monthly batch", |random, one| {
        let (hour, hours, height) = (random.pick(0, 16), random.pick(2, 8), random.between(4.0, 12.0) * mean(one));
        for day in (random.pick(0, 15)..one.len() / 24).step_by(30) {
            add(one, 24 * day + hour, hours, height);
        }
    }),
    ("counts", |random, one| {
        let factor = random.between(1.0, 6.0) / mean(one);
        for value in &mut one.values {
            *value = 30.0 * poisson(random, *value * factor);
        }
    }),
];

fn mean(one: &Series) -> f64 {
    one.values.iter().sum::<f64>() / one.len() as f64
}

fn is_weekend(one: &Series, day: usize) -> bool {
    (one.first / 24 + day as i64 + 3) % 7 >= 5
}

/// An hour of a day behind the first three weeks.
fn hour(random: &mut Random, one: &Series, from: usize, to: usize) -> usize {
    24 * random.pick(21, one.len() / 24 - 1) + random.pick(from, to)
}

fn add(one: &mut Series, start: usize, hours: usize, height: f64) {
    let end = (start + hours).min(one.len());
    one.values[start..end].iter_mut().for_each(|value| *value += height);
}

/// Two to eight hours that add so many usual days.
fn burst(random: &mut Random, one: &mut Series, start: usize, low: f64, high: f64) {
    let (hours, days) = (random.pick(2, 9), random.between(low, high));
    let around = &one.values[start.saturating_sub(168)..start];
    let day = around.iter().sum::<f64>() / 7.0;
    let end = (start + hours).min(one.len());
    let height = days * day / (end - start) as f64;
    add(one, start, end - start, height);
    one.label(Class::Spike, start, end - 1);
}

fn nightly(random: &mut Random, one: &mut Series) {
    let (hour, hours, height) = (random.pick(0, 6), random.pick(1, 4), random.between(2.0, 8.0) * mean(one));
    for start in (hour..one.len()).step_by(24) {
        let high = height * (0.2 * random.normal()).exp();
        add(one, start, hours, high);
    }
}

fn shift(random: &mut Random, one: &mut Series, low: f64, high: f64) {
    let (start, factor) = (random.pick(21 * 24, one.len() - 16 * 24), random.between(low, high));
    one.scale(start..one.len(), |_| factor);
    one.label(Class::Shift, start, start + 24);
}

/// A count of events (Knuth 1969).
fn poisson(random: &mut Random, mean: f64) -> f64 {
    let (limit, mut product, mut count) = ((-mean).exp(), random.unit(), 0.0);
    while product > limit {
        product *= random.unit();
        count += 1.0;
    }
    count
}

/// A series of a kind: 45 to 90 days with a level, hours of work, mostly a weekend, and noise.
pub(crate) fn series(seed: u64, kind: usize, turn: usize) -> Series {
    let mut random = Random::new(seed, 1000 + kind, turn);
    let days = random.pick(45, 91);
    let (level, noise) = (random.between(1.5, 4.5).exp(), random.between(0.1, 0.35));
    let weekend = if random.unit() < 0.7 { random.between(0.0, 0.7) } else { 1.0 };
    // Night over noon: nothing at all for people, half for services with users everywhere.
    let night = if random.unit() < 0.3 { 0.0 } else { random.between(0.02, 0.6) };
    let (noon, width) = (random.between(10.0, 20.0), random.between(3.0, 6.0));
    let first = 24 * random.pick(18_262, 21_900) as i64;
    let (mut slow, mut values) = (0.0, Vec::with_capacity(24 * days));
    for hour in 0..24 * days {
        slow = 0.8 * slow + 0.6 * random.normal();
        let shock = 0.7 * slow + 0.7 * random.heavy();
        let of_day = (hour % 24) as f64 - noon;
        let away = of_day.abs().min(24.0 - of_day.abs());
        let of_hour = night + (1.0 - night) * (-(away / width).powi(2)).exp();
        let of_week = if (first / 24 + (hour / 24) as i64 + 3) % 7 >= 5 { weekend } else { 1.0 };
        values.push(level * of_hour * of_week * (noise * shock).exp());
    }
    let mut one = Series { values, step: Step::Hour, first, labels: Vec::new() };
    KINDS[kind].1(&mut random, &mut one);
    one.labels.sort_by_key(|label| label.start);
    one
}
