use proptest::prelude::*;

use super::simulation::calendar;
use super::{Forecast, Series, forecast, student};

fn found(values: &[f64], ahead: usize) -> Option<Forecast> {
    forecast(&Series { values, first_weekday: 0, calendar: &calendar() }, ahead)
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-6 * other.abs().max(1e-9)
}

#[test]
fn what_never_changes_goes_on() {
    let forecast = found(&[10.0; 80], 12).unwrap();
    assert!(near(forecast.expected, 120.0) && near(forecast.low, 120.0) && near(forecast.high, 120.0), "{forecast:?}");
    assert!(forecast.tried > 10 && forecast.held == forecast.tried);
    let weekly: Vec<f64> = (0..80).map(|t| if t % 7 > 4 { 0.0 } else { 10.0 }).collect();
    assert!(near(found(&weekly, 14).unwrap().expected, 100.0));
    assert!(near(found(&[0.0; 80], 12).unwrap().expected, 0.0), "nothing stays nothing");
}

#[test]
fn a_batch_at_the_end_of_two_months_comes_again() {
    let mut values: Vec<f64> = vec![10.0; 80];
    (values[30], values[61]) = (80.0, 80.0);
    let expected = |values: &[f64]| found(values, 12).unwrap().expected;
    assert!((180.0..200.0).contains(&expected(&values)), "{}", expected(&values));
    values[61] = 10.0;
    assert!((118.0..123.0).contains(&expected(&values)), "once is none: {}", expected(&values));
}

#[test]
fn a_batch_that_is_a_small_share_of_a_calm_sum_comes_again() {
    let days = |seed: u64, noise: f64, batch: f64| -> f64 {
        let mut random = crate::stats::random::Random(seed);
        let mut values: Vec<f64> = (0..80).map(|_| 10.0 * (noise * random.normal().clamp(-2.0, 2.0)).exp()).collect();
        (values[30], values[61]) = (10.0 * batch, 10.0 * batch);
        found(&values, 12).unwrap().expected
    };
    // The mean of some series, as one scatters.
    let added = |noise: f64, batch: f64| -> f64 {
        (0..40).map(|seed| days(seed, noise, batch) - days(seed, noise, 1.0)).sum::<f64>() / 40.0
    };
    assert!((2.5..3.5).contains(&added(0.03, 1.3)), "{}", added(0.03, 1.3));
    assert!(added(0.25, 1.3) < 1.0, "as much as chance does: {}", added(0.25, 1.3));
    assert!(added(0.005, 1.05).abs() < 0.3, "too small to matter: {}", added(0.005, 1.05));
}

/// Which weekday a series begins with is no matter: its weekends are where the calendar has them.
#[test]
fn weekends_come_again_where_the_calendar_has_them() {
    for first_weekday in 0..7 {
        let of = |t: usize| if (t + first_weekday) % 7 > 4 { 3.0 } else { 10.0 };
        let values: Vec<f64> = (0..80).map(of).collect();
        for ahead in [1, 2, 3, 5, 8] {
            let found = forecast(&Series { values: &values, first_weekday, calendar: &calendar() }, ahead).unwrap();
            let comes: f64 = (80..80 + ahead).map(of).sum();
            assert!(near(found.expected, comes), "{first_weekday} {ahead}: {found:?}, {comes}");
        }
    }
}

/// A dollar more every day goes on, and less and less: the second week has more than the first, but no longer a dollar a day.
#[test]
fn a_trend_goes_on_and_fades() {
    let line: Vec<f64> = (0..84).map(|t| 100.0 + f64::from(t)).collect();
    let of = |ahead: usize| found(&line, ahead).unwrap().expected;
    let (first, second) = (of(7), of(14) - of(7));
    let (stays, goes_on) = (7.0 * line[83], (84..91).map(|t| 100.0 + f64::from(t)).sum::<f64>());
    assert!(stays < first && first < goes_on, "{first} between {stays} and {goes_on}");
    assert!((12.0..40.0).contains(&(second - first)), "{first} {second}: 49 if nothing faded, 0 without a trend");
    let falling: Vec<f64> = (0..84).map(|t| 100.0 - f64::from(t)).collect();
    assert!((0.0..7.0 * falling[83]).contains(&found(&falling, 7).unwrap().expected), "and never below nothing");
}

/// Fault: A service that stopped in the middle of the month became a trend to nothing: a forecast without any width, below what was certain to come
/// Outcome: A week behind a step its days are the level; before that there is no forecast
#[test]
fn behind_a_step_the_days_since_are_the_level() {
    let random = |seed: u64| crate::stats::random::Random(seed);
    for (seed, (before, since)) in [(45.0, 4.5), (10.0, 30.0), (45.0, 0.0), (20.0, 12.0)].into_iter().enumerate() {
        for weekend in [1.0, 0.4] {
            for days in 1..30 {
                let mut random = random(seed as u64);
                let mut of = |t: usize, level: f64| {
                    level * if t % 7 > 4 { weekend } else { 1.0 } * (0.05 * random.normal().clamp(-2.0, 2.0)).exp()
                };
                let values: Vec<f64> = (0..112).map(|t| of(t, if t < 112 - days { before } else { since })).collect();
                let comes: f64 = (112..122).map(|t| since * if t % 7 > 4 { weekend } else { 1.0 }).sum();
                let found = found(&values, 10);
                if (3..7).contains(&days) {
                    assert_eq!(found, None, "{before} to {since}, {days} days since");
                } else if days >= 9 {
                    let found = found.unwrap().expected;
                    // Weekdays are known from two months, on both sides of the step.
                    let off = (found - comes).abs();
                    assert!(off <= 0.2 * comes + 1.0, "{before} to {since}, {days} days since: {found}, comes {comes}");
                }
            }
        }
    }
}

#[test]
fn a_spike_moves_little() {
    let mut values: Vec<f64> = vec![10.0; 80];
    values[75] = 1_000.0;
    assert!(found(&values, 12).unwrap().expected < 130.0);
}

#[test]
fn too_little_history_tells_nothing() {
    assert!(found(&[10.0; 40], 12).is_some());
    assert!(found(&[10.0; 39], 12).is_none());
    assert!(found(&[10.0; 80], 0).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn ends_enclose_the_point_and_dollars_or_cents_are_the_same(
        values in prop::collection::vec(0.0..1e6_f64, 60..110),
        ahead in 1..20_usize,
    ) {
        let forecast = found(&values, ahead).unwrap();
        prop_assert!(0.0 <= forecast.low && forecast.low <= forecast.expected + 1e-6);
        prop_assert!(forecast.expected <= forecast.high + 1e-6 && forecast.high.is_finite());
        prop_assert!(forecast.held <= forecast.tried && forecast.tried <= forecast.rests_on);
        let cents: Vec<f64> = values.iter().map(|value| 100.0 * value).collect();
        let other = found(&cents, ahead).unwrap();
        prop_assert!((other.expected - 100.0 * forecast.expected).abs() <= 1e-6 * other.expected.max(1.0));
        prop_assert!((other.high - 100.0 * forecast.high).abs() <= 1e-6 * other.high.max(1.0));
    }
}

#[test]
fn few_windows_widen_the_interval_as_students_quantile_says() {
    // The expansion to its third term; the tables have 1.886, 1.638, 1.476 and 1.372.
    for (freedom, quantile) in [(2.0, 1.87988), (3.0, 1.63675), (5.0, 1.47577), (10.0, 1.37218), (1e9, 1.28155)] {
        assert!((student(freedom) - quantile).abs() < 2e-5, "{freedom}: {}", student(freedom));
    }
}
