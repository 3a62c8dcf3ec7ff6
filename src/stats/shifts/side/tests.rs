//! What is computed once, late or from ordered lists is what the formulas say, to the last bit.

use super::*;
use crate::stats::random::Random;

/// A series that grows or falls, scatters, and rests on some weekdays.
fn series(seed: u64) -> Logs<'static> {
    let mut random = Random(seed);
    let (growth, noise) = (random.between(-0.05, 0.05), random.between(0.01, 0.6));
    let values: Vec<f64> = (0..90).map(|day| (3.0 + growth * day as f64 + noise * random.normal()).exp()).collect();
    let rest = random.below(9);
    Logs {
        logs: values.iter().map(|value| value.ln()).collect(),
        tells: (0..values.len()).map(|day| day % 7 != rest).collect(),
        values: values.leak(),
    }
}

/// Days and logarithms of a stretch that tell.
fn found(series: &Logs, stretch: Range<usize>) -> (Vec<usize>, Vec<f64>) {
    stretch.filter(|&day| series.tells[day]).map(|day| (day, series.logs[day])).unzip()
}

fn plain_slope(up: f64, (days, logs): &(Vec<usize>, Vec<f64>)) -> f64 {
    let center = days.iter().sum::<usize>() as f64 / days.len() as f64;
    let daily = median(&pairs(days, logs));
    let straight: Vec<f64> = days.iter().zip(logs).map(|(day, log)| log - daily * (*day as f64 - center)).collect();
    let squares: f64 = days.iter().map(|day| (*day as f64 - center).powi(2)).sum();
    let error = mad(&straight).max(LEAST_SPREAD) / squares.sqrt();
    if daily.abs() > SLOPE_SCORE * error { up * daily } else { 0.0 }
}

/// As the documentation of [`Slopes::whole`] says it.
fn plain_slopes(up: f64, before: &(Vec<usize>, Vec<f64>), after: &(Vec<usize>, Vec<f64>)) -> f64 {
    let both = up * median(&[pairs(&before.0, &before.1), pairs(&after.0, &after.1)].concat());
    let center = |days: &[usize]| days.iter().sum::<usize>() as f64 / days.len() as f64;
    let half = (center(&after.0) - center(&before.0)) / 2.0;
    let own = |side| plain_slope(up, side).max(both).max(0.0);
    half * (own(before) + own(after))
}

#[test]
fn slopes_and_gains_are_those_of_the_formulas() {
    let mut certain = 0;
    for seed in 0..400 {
        let (series, mut random) = (series(seed), Random(seed + 1000));
        let middle = 20 + random.below(50);
        let stretches =
            (middle - 5 - random.below(15)..middle, middle + random.below(8)..90.min(middle + 12 + random.below(17)));
        let (before, after) = (found(&series, stretches.0.clone()), found(&series, stretches.1.clone()));
        let sides = [stretches.0, stretches.1].map(|stretch| Side::of(&series, stretch, 4).unwrap());
        let slopes = Slopes::towards(if seed % 2 == 0 { 1.0 } else { -1.0 }, &sides[0], &sides[1]);
        let plain = plain_slopes(slopes.up, &before, &after);
        assert_eq!(slopes.whole().to_bits(), plain.to_bits(), "seed {seed}");
        assert!((0.0..=plain).contains(&slopes.at_least()), "seed {seed}: {} of {plain}", slopes.at_least());
        certain += usize::from(slopes.at_least() > 0.0);
        let both = [before.1.as_slice(), &after.1].concat();
        let gain = cost(both.iter(), median(&both))
            - cost(before.1.iter(), median(&before.1))
            - cost(after.1.iter(), median(&after.1));
        assert_eq!(sides[0].gain(&sides[1]).to_bits(), gain.to_bits(), "seed {seed}");
    }
    assert!((50..350).contains(&certain), "both ways are taken: {certain} of 400");
}

#[test]
fn a_side_needs_days_that_tell() {
    let series =
        Logs { values: &[1.0; 7], logs: vec![0.0; 7], tells: vec![true, false, true, false, true, true, false] };
    assert!(Side::of(&series, 0..6, 4).is_some());
    assert!(Side::of(&series, 0..5, 4).is_none());
}
