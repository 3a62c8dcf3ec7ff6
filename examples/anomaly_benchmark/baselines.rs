//! What the usual methods say, written simply: days whose residual lies beyond a number of robust deviations, joined to runs.

use clade_analyze::stats::step::Step;
use clade_analyze::stats::{mad, median};

use crate::score::Found;

/// Smallest spread of logarithmic residuals, for all alike.
const LEAST_SPREAD: f64 = 0.05;

/// Rolling median of the same hour of the four weeks before, and the median absolute deviation of the same values: deviations per step.
pub(crate) fn rolling_median(values: &[f64], step: Step) -> Vec<f64> {
    let (logs, day) = (logs(values), step.per_day());
    let deviation = |at: usize| {
        let before: Vec<f64> =
            (1..=28).filter_map(|back| at.checked_sub(back * day)).map(|other| logs[other]).collect();
        if before.len() < 12 { 0.0 } else { (logs[at] - median(&before)).abs() / mad(&before).max(LEAST_SPREAD) }
    };
    (0..logs.len()).map(deviation).collect()
}

/// Seasonal and trend decomposition by loess (Cleveland et al. 1990) of a week, or of a day of hours, and the median absolute
/// deviation of what remains: deviations per step.
pub(crate) fn stl(values: &[f64], step: Step) -> Vec<f64> {
    let logs = logs(values);
    let (seasonal, trend) = decompose(&logs, shortest(step));
    deviations(&(0..logs.len()).map(|at| logs[at] - seasonal[at] - trend[at]).collect::<Vec<_>>(), step)
}

/// Several seasons one after the other, each from what the others leave, twice (Bandara, Hyndman and Bergmeir 2021): day and week of
/// hours, week and month of days.
pub(crate) fn mstl(values: &[f64], step: Step) -> Vec<f64> {
    let logs = logs(values);
    let periods = if step == Step::Day { [7, 30] } else { [24, 168] };
    let mut seasons = [vec![0.0; logs.len()], vec![0.0; logs.len()]];
    let mut trend = vec![0.0; logs.len()];
    for _ in 0..2 {
        for own in 0..2 {
            let left: Vec<f64> = logs.iter().zip(&seasons[1 - own]).map(|(log, other)| log - other).collect();
            (seasons[own], trend) = decompose(&left, periods[own]);
        }
    }
    let rest = (0..logs.len()).map(|at| logs[at] - seasons[0][at] - seasons[1][at] - trend[at]);
    deviations(&rest.collect::<Vec<_>>(), step)
}

/// The season by loess, the median of two weeks instead of a trend, and robust deviations (S-H-ESD; Hochenbaum, Vallis and Kejariwal
/// 2017). Its test of the farthest value against a critical one, again and again, is a threshold here, as for the others.
pub(crate) fn seasonal_hybrid_esd(values: &[f64], step: Step) -> Vec<f64> {
    let logs = logs(values);
    let (seasonal, _) = decompose(&logs, shortest(step));
    let window = 14 * step.per_day();
    let left: Vec<f64> = logs.iter().zip(&seasonal).map(|(log, season)| log - season).collect();
    let rest = left.chunks(window).flat_map(|piece| {
        let center = median(piece);
        piece.iter().map(move |value| value - center)
    });
    deviations(&rest.collect::<Vec<_>>(), step)
}

const fn shortest(step: Step) -> usize {
    match step {
        Step::Day => 7,
        Step::Hour => 24,
    }
}

/// Robust deviations of what remains; none in the first days.
fn deviations(rest: &[f64], step: Step) -> Vec<f64> {
    let (center, spread, first) = (median(rest), mad(rest).max(LEAST_SPREAD), 12 * step.per_day());
    (0..rest.len()).map(|at| if at < first { 0.0 } else { (rest[at] - center).abs() / spread }).collect()
}

/// Season and trend, with two inner and two outer passes.
fn decompose(logs: &[f64], period: usize) -> (Vec<f64>, Vec<f64>) {
    let steps = logs.len();
    let (mut seasonal, mut trend, mut weights) = (vec![0.0; steps], vec![0.0; steps], vec![1.0; steps]);
    for _ in 0..3 {
        for _ in 0..2 {
            let mut raw = vec![0.0; steps];
            for phase in 0..period {
                let own: Vec<usize> = (phase..steps).step_by(period).collect();
                let (cycle, weight): (Vec<f64>, Vec<f64>) =
                    own.iter().map(|&at| (logs[at] - trend[at], weights[at])).unzip();
                for (value, at) in loess(&cycle, &weight, 7).into_iter().zip(own) {
                    raw[at] = value;
                }
            }
            let low = loess(&mean_of_period(&raw, period), &vec![1.0; steps], period + 2);
            seasonal = raw.iter().zip(&low).map(|(raw, low)| raw - low).collect();
            let adjusted: Vec<f64> = logs.iter().zip(&seasonal).map(|(log, season)| log - season).collect();
            trend = loess(&adjusted, &weights, 2 * period + 1);
        }
        let rest: Vec<f64> = (0..steps).map(|at| logs[at] - seasonal[at] - trend[at]).collect();
        let scale = 6.0 * median(&rest.iter().map(|rest| rest.abs()).collect::<Vec<_>>()).max(1e-9);
        weights = rest.iter().map(|rest| (1.0 - (rest / scale).powi(2)).max(0.0).powi(2)).collect();
    }
    (seasonal, trend)
}

/// Logarithms with a floor in the unit of the series; the nearest value before where one is not known.
fn logs(values: &[f64]) -> Vec<f64> {
    let used: Vec<f64> = values.iter().copied().filter(|value| *value > 0.0).collect();
    let floor = (0.05 * median(&used)).max(f64::MIN_POSITIVE);
    let mut last = 0.0;
    let known = values.iter().map(|value| {
        last = if value.is_nan() { last } else { value.max(0.0) };
        last
    });
    known.map(|value| (value / floor).ln_1p()).collect()
}

fn mean_of_period(values: &[f64], period: usize) -> Vec<f64> {
    let around = |at: usize| &values[at.saturating_sub(period / 2)..(at + period / 2 + 1).min(values.len())];
    (0..values.len()).map(|at| around(at).iter().sum::<f64>() / around(at).len() as f64).collect()
}

/// Local lines with tricube weights over the `span` nearest points.
fn loess(values: &[f64], weights: &[f64], span: usize) -> Vec<f64> {
    let at = |x: usize| {
        let reach = span as f64 / 2.0;
        let low = x.saturating_sub(span / 2).min(values.len().saturating_sub(span));
        let high = (low + span).min(values.len());
        let far = (x - low).max(high - 1 - x).max(1) as f64 + 1.0;
        let (mut w, mut wx, mut wy, mut wxx, mut wxy) = (1e-12, 0.0, 0.0, 0.0, 0.0);
        for other in low..high {
            let step = other as f64 - x as f64;
            let weight = weights[other] * (1.0 - (step.abs() / far.max(reach)).powi(3)).max(0.0).powi(3);
            w += weight;
            wx += weight * step;
            wy += weight * values[other];
            wxx += weight * step * step;
            wxy += weight * step * values[other];
        }
        let determinant = w * wxx - wx * wx;
        if determinant.abs() < 1e-9 { wy / w } else { (wxx * wy - wx * wxy) / determinant }
    };
    (0..values.len()).map(at).collect()
}

/// Runs of steps beyond a threshold.
pub(crate) fn runs(deviations: &[f64], threshold: f64, step: Step) -> Vec<Found> {
    let mut runs: Vec<Found> = Vec::new();
    for at in (0..deviations.len()).filter(|&at| deviations[at] > threshold) {
        match runs.last_mut() {
            Some((_, end, _)) if at - *end <= step.per_day() => *end = at,
            _ => runs.push((at, at, None)),
        }
    }
    runs
}
