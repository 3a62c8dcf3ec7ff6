//! Precision and recall over invented series whose spikes are known, and over what looks alike. Same seed, same series.

use super::{Daily, DetectorThresholds, spikes};
use crate::stats::random::Random;

/// The check's defaults.
const GATES: DetectorThresholds =
    DetectorThresholds { score: 4.5, ratio: 2.0, excess: 25.0, history: 12, longest: 3, alike: 0.0 };
const DAYS: usize = 92;
/// July, August and September.
const MONTH_ENDS: [usize; 3] = [30, 61, 91];

/// What is done to a series, and the spikes that are in it then.
type Change = fn(&mut Random, &mut [f64]) -> Vec<(usize, usize)>;

fn raise(values: &mut [f64], days: (usize, usize), factor: f64) -> (usize, usize) {
    for value in &mut values[days.0..=days.1] {
        *value *= factor;
    }
    days
}

fn days(random: &mut Random, from: usize, to: usize) -> (usize, usize) {
    let start = from + random.below(to - from);
    (start, (start + random.below(3)).min(DAYS - 1))
}

/// Kinds of series with spikes.
const PLANTED: [(&str, Change); 6] = [
    ("a spike", |random, values| {
        let (days, factor) = (days(random, 14, 88), random.between(4.0, 9.0));
        vec![raise(values, days, factor)]
    }),
    ("a spike in growth", |random, values| {
        values.iter_mut().enumerate().for_each(|(t, value)| *value *= 1.012_f64.powi(t as i32));
        let days = days(random, 14, 88);
        vec![raise(values, days, 5.0)]
    }),
    ("a spike at the end", |random, values| {
        let start = 89 + random.below(3);
        vec![raise(values, (start, DAYS - 1), 6.0)]
    }),
    ("two spikes", |random, values| {
        let (first, second) = (days(random, 14, 30), days(random, 66, 86));
        vec![raise(values, first, 5.0), raise(values, second, 7.0)]
    }),
    ("a spike of a series that began late", |random, values| {
        values[..35].fill(0.0);
        let days = days(random, 52, 86);
        vec![raise(values, days, 6.0)]
    }),
    ("a sleeping key wakes", |random, values| {
        let days = days(random, 30, 86);
        let level = values[0];
        values.fill(0.0);
        values[3] = 0.02 * level + 1.0;
        values[days.0..=days.1].fill(level + 60.0);
        vec![days]
    }),
];

/// Kinds of series that look alike and have none.
const ALIKE: [(&str, Change); 14] = [
    ("weekly pattern", |_, _| Vec::new()),
    ("growth", |random, values| {
        let daily = random.between(1.005, 1.03);
        values.iter_mut().enumerate().for_each(|(t, value)| *value *= daily.powi(t as i32));
        Vec::new()
    }),
    ("month-end batch", |random, values| {
        let factor = random.between(3.0, 8.0);
        for end in MONTH_ENDS {
            values[end] *= factor;
        }
        Vec::new()
    }),
    ("monthly batch", |random, values| {
        let (day, factor) = (random.below(27), random.between(3.0, 8.0));
        for start in [0, 31, 62] {
            values[start + day] *= factor;
        }
        Vec::new()
    }),
    ("fortnightly batch", |random, values| {
        values.iter_mut().skip(random.below(14)).step_by(14).for_each(|value| *value *= 6.0);
        Vec::new()
    }),
    ("a launch that ramps", |random, values| {
        let start = random.below(40);
        values[..start].fill(0.0);
        values.iter_mut().skip(start).enumerate().for_each(|(t, value)| *value *= (t as f64 / 40.0).min(1.0));
        Vec::new()
    }),
    ("a level that stays", |random, values| {
        values[20 + random.below(60)..].iter_mut().for_each(|value| *value *= 4.0);
        Vec::new()
    }),
    ("a service that ends", |random, values| {
        values[10 + random.below(70)..].fill(0.0);
        Vec::new()
    }),
    ("a holiday", |random, values| {
        let start = 15 + random.below(50);
        values[start..start + 5 + random.below(12)].iter_mut().for_each(|value| *value *= 0.1);
        Vec::new()
    }),
    ("bridge days between holidays", |random, values| {
        let start = 15 + random.below(50);
        for day in (start..start + 12).filter(|day| !(start + 5..start + 7).contains(day)) {
            values[day] *= 0.1;
        }
        Vec::new()
    }),
    ("a bursty sandbox", |random, values| {
        for value in values {
            *value *= if random.unit() < 0.15 { random.between(2.0, 9.0) } else { 0.2 };
        }
        Vec::new()
    }),
    ("sparse use", |random, values| {
        for value in values {
            *value *= if random.unit() < 0.04 { 1.0 } else { 0.0 };
        }
        Vec::new()
    }),
    ("a partial last day", |_, values| {
        values[DAYS - 1] *= 0.2;
        Vec::new()
    }),
    ("noise", |random, values| {
        values.iter_mut().for_each(|value| *value *= (0.5 * random.normal()).exp());
        Vec::new()
    }),
];

/// A series with a level, noise and mostly a weekend.
fn series(random: &mut Random) -> (Vec<f64>, usize) {
    let (level, noise) = (random.between(3.4, 7.3).exp(), random.between(0.05, 0.25));
    let weekend = if random.unit() < 0.7 { random.between(0.05, 0.6) } else { 1.0 };
    let first_weekday = random.below(7);
    let day = |t: usize, random: &mut Random| {
        let factor = if (first_weekday + t) % 7 >= 5 { weekend } else { 1.0 };
        level * factor * (noise * random.normal()).exp()
    };
    ((0..DAYS).map(|t| day(t, random)).collect(), first_weekday)
}

/// Spikes planted, found and found where none was planted, with the kinds of series that went wrong.
fn measure(kinds: &[(&'static str, Change)], each: usize, seed: u64) -> (usize, usize, usize, Vec<String>) {
    let from_month_end: Vec<usize> =
        (0..DAYS).map(|t| MONTH_ENDS.iter().map(|end| end.abs_diff(t)).chain([t + 1]).min().unwrap()).collect();
    let (mut planted, mut found, mut wrong, mut which) = (0, 0, 0, Vec::new());
    for (at, (kind, change)) in kinds.iter().enumerate() {
        for turn in 0..each {
            let mut random = Random(seed + (at * 1000 + turn) as u64);
            let (mut values, first_weekday) = series(&mut random);
            let truth = change(&mut random, &mut values);
            let daily = Daily { values: &values, first_weekday, from_month_end: &from_month_end };
            let reported: Vec<(usize, usize)> = spikes(&daily, &GATES).iter().map(|s| (s.start, s.end)).collect();
            let is_hit = |reported: &(usize, usize)| truth.iter().any(|t| reported.0 <= t.1 && t.0 <= reported.1);
            planted += truth.len();
            found += truth.iter().filter(|t| reported.iter().any(|s| s.0 <= t.1 && t.0 <= s.1)).count();
            wrong += reported.iter().filter(|reported| !is_hit(reported)).count();
            if reported.len() != truth.len() || !reported.iter().all(is_hit) {
                which.push(format!("{kind} {turn}: planted {truth:?}, found {reported:?}"));
            }
        }
    }
    (planted, found, wrong, which)
}

#[test]
fn precision_and_recall() {
    let (planted, found, wrong, missed) = measure(&PLANTED, 40, 7);
    let (_, _, alarms, false_ones) = measure(&ALIKE, 20, 11);
    // Measured when this was written: 271 of 280 found, none wrong next to them, 2 false alarms among the 280 that look alike.
    let recall = found as f64 / planted as f64;
    let precision = found as f64 / (found + wrong + alarms) as f64;
    assert!(recall >= 0.95, "recall {recall}: {missed:#?}");
    assert!(precision >= 0.95, "precision {precision}: {false_ones:#?}");
}
