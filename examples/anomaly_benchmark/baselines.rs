//! What the usual methods say, written simply: days whose residual lies beyond a number of robust deviations, joined to runs.

use clade_analyze::stats::{mad, median};

/// Smallest spread of logarithmic residuals, for all alike.
const LEAST_SPREAD: f64 = 0.05;

/// Rolling median of the four weeks before, and the median absolute deviation of the same days.
pub(crate) fn rolling_median(values: &[f64], threshold: f64) -> Vec<(usize, usize)> {
    let logs: Vec<f64> = values.iter().map(|value| value.ln_1p()).collect();
    let is_far = |day: usize| {
        let before = &logs[day.saturating_sub(28)..day];
        (logs[day] - median(before)).abs() > threshold * mad(before).max(LEAST_SPREAD)
    };
    runs(&(12..logs.len()).filter(|&day| is_far(day)).collect::<Vec<_>>())
}

/// Seasonal and trend decomposition by loess (Cleveland et al. 1990) of period 7 with two inner and two outer passes, and the median
/// absolute deviation of what remains.
pub(crate) fn stl(values: &[f64], threshold: f64) -> Vec<(usize, usize)> {
    let logs: Vec<f64> = values.iter().map(|value| value.ln_1p()).collect();
    let days = logs.len();
    let (mut seasonal, mut trend, mut weights) = (vec![0.0; days], vec![0.0; days], vec![1.0; days]);
    for _ in 0..3 {
        for _ in 0..2 {
            let mut raw = vec![0.0; days];
            for weekday in 0..7 {
                let own: Vec<usize> = (weekday..days).step_by(7).collect();
                let (cycle, weight): (Vec<f64>, Vec<f64>) =
                    own.iter().map(|&day| (logs[day] - trend[day], weights[day])).unzip();
                for (value, day) in loess(&cycle, &weight, 7).into_iter().zip(own) {
                    raw[day] = value;
                }
            }
            let low = loess(&mean_of_week(&raw), &vec![1.0; days], 9);
            seasonal = raw.iter().zip(&low).map(|(raw, low)| raw - low).collect();
            let adjusted: Vec<f64> = logs.iter().zip(&seasonal).map(|(log, season)| log - season).collect();
            trend = loess(&adjusted, &weights, 15);
        }
        let rest: Vec<f64> = (0..days).map(|day| logs[day] - seasonal[day] - trend[day]).collect();
        let scale = 6.0 * median(&rest.iter().map(|rest| rest.abs()).collect::<Vec<_>>()).max(1e-9);
        weights = rest.iter().map(|rest| (1.0 - (rest / scale).powi(2)).max(0.0).powi(2)).collect();
    }
    let rest: Vec<f64> = (0..days).map(|day| logs[day] - seasonal[day] - trend[day]).collect();
    let (center, spread) = (median(&rest), mad(&rest).max(LEAST_SPREAD));
    runs(&(12..days).filter(|&day| (rest[day] - center).abs() > threshold * spread).collect::<Vec<_>>())
}

fn mean_of_week(values: &[f64]) -> Vec<f64> {
    let around = |day: usize| &values[day.saturating_sub(3)..(day + 4).min(values.len())];
    (0..values.len()).map(|day| around(day).iter().sum::<f64>() / around(day).len() as f64).collect()
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

fn runs(days: &[usize]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &day in days {
        match runs.last_mut() {
            Some((_, end)) if day - *end <= 1 => *end = day,
            _ => runs.push((day, day)),
        }
    }
    runs
}
