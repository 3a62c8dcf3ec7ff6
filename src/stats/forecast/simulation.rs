//! How often the interval holds what comes, over invented series. Same seed, same series.

use super::{MonthDay, Series, forecast};
use crate::stats::random::Random;

/// The days of a year from the first of July.
pub(super) fn calendar() -> Vec<MonthDay> {
    let lengths = [31, 31, 30, 31, 30, 31, 31, 28, 31, 30, 31, 30];
    let months = lengths.into_iter().enumerate();
    months.flat_map(|(month, len)| (1..=len).map(move |day| MonthDay { month, day, from_end: len - day })).collect()
}

/// What is done to a series that scatters around a weekly pattern.
type Change = fn(&mut Random, &mut [f64], &[MonthDay]);

const KINDS: [(&str, Change); 8] = [
    ("weekly pattern", |_, _, _| {}),
    ("rests on weekends", |_, values, _| {
        values.iter_mut().enumerate().filter(|(t, _)| t % 7 > 4).for_each(|(_, value)| *value = 0.0);
    }),
    ("growth", |random, values, _| {
        let daily = random.between(1.002, 1.012);
        values.iter_mut().enumerate().for_each(|(t, value)| *value *= daily.powi(t as i32));
    }),
    ("days like the day before", |random, values, _| {
        let mut state = 0.0;
        for value in values {
            state = 0.7 * state + 0.15 * random.normal();
            *value *= f64::exp(state);
        }
    }),
    ("a level that wanders", |random, values, _| {
        let mut state = 0.0;
        for value in values {
            state += 0.02 * random.normal();
            *value *= f64::exp(state);
        }
    }),
    ("a batch at the month's end", |random, values, calendar| {
        let factor = random.between(3.0, 8.0);
        values.iter_mut().zip(calendar).filter(|(_, at)| at.from_end == 0).for_each(|(value, _)| *value *= factor);
    }),
    ("two spikes", |random, values, _| {
        for _ in 0..2 {
            let at = (random.unit() * values.len() as f64) as usize;
            values[at] *= random.between(3.0, 7.0);
        }
    }),
    ("a step", |random, values, _| {
        let (at, factor) = ((random.between(0.2, 0.6) * values.len() as f64) as usize, random.between(1.3, 2.5));
        values[at..].iter_mut().for_each(|value| *value *= factor);
    }),
];

/// Share of series whose month's rest lay in the interval; median width and median error over the sum.
fn coverage(kind: usize, count: u64) -> (f64, f64, f64) {
    let calendar = calendar();
    let (mut held, mut widths, mut errors) = (0, Vec::new(), Vec::new());
    for seed in 0..count {
        let mut random = Random(seed * 1_000 + kind as u64);
        let (level, spread) = (random.between(20.0, 500.0), random.between(0.05, 0.35));
        let weekend = random.between(0.3, 1.0);
        // In the third month and in the seventh; a week, two or three into it.
        let now = [62, 184][seed as usize % 2] + [7, 14, 21][seed as usize % 3];
        let end = (now..).find(|t| calendar[*t].from_end == 0).unwrap() + 1;
        let mut values: Vec<f64> = (0..end)
            .map(|t| level * if t % 7 > 4 { weekend } else { 1.0 } * (spread * random.normal()).exp())
            .collect();
        (KINDS[kind].1)(&mut random, &mut values, &calendar);
        let rest: f64 = values[now..].iter().sum();
        let series = Series { values: &values[..now], first_weekday: 0, calendar: &calendar };
        let found = forecast(&series, end - now).unwrap();
        held += usize::from(found.low <= rest && rest <= found.high);
        widths.push((found.high - found.low) / rest);
        errors.push((found.expected / rest - 1.0).abs());
    }
    (held as f64 / count as f64, super::median(&widths), super::median(&errors))
}

#[test]
fn the_interval_holds_about_what_it_says() {
    let mut all = 0.0;
    for (kind, (name, _)) in KINDS.iter().enumerate() {
        let (held, width, error) = coverage(kind, 90);
        // Forecasts across a step were wrong, and the interval stays wide for that.
        let most = if *name == "a step" { 1.0 } else { 0.9 };
        assert!((0.7..=most).contains(&held), "{name}: holds {held}, width {width}, median error {error}");
        all += held / KINDS.len() as f64;
    }
    assert!((0.75..=0.9).contains(&all), "{all}");
}
