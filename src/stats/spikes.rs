//! Short excursions of a daily series far above what its neighbourhood and weekday let expect.
//!
//! The expected value of a day is the median of its neighbourhood on a logarithmic scale, corrected for the weekday; the days that
//! are judged, and their neighbours, are left out of it. Three gates stand before a finding: a robust score, a relative and an
//! absolute excess. What stays up is a shift and no spike, and what returns every month end is a batch.

use super::median::{mad, median, quantile};

/// How far above is far. One setting for every series.
#[derive(Clone, Copy, Debug)]
pub struct Gates {
    /// Robust score: excess on the logarithmic scale over the scaled median absolute deviation of the residuals. 3.5 is the usual
    /// cut-off (Iglewicz and Hoaglin 1993); spend has heavier tails.
    pub score: f64,
    /// Actual over expected.
    pub ratio: f64,
    /// Actual less expected, in the unit of the series.
    pub excess: f64,
    /// Days before a day that it takes to judge it.
    pub history: usize,
}

/// A run of days far above the expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spike {
    /// First day, as index into the series.
    pub start: usize,
    /// Last day, included.
    pub end: usize,
    /// Sum of the actual values.
    pub actual: f64,
    /// Sum of the expected values.
    pub expected: f64,
    /// Sum of the upper ends of the expected bands.
    pub upper: f64,
}

impl Spike {
    /// Actual less expected.
    #[must_use]
    pub fn excess(&self) -> f64 {
        self.actual - self.expected
    }
}

/// A daily series.
#[derive(Clone, Copy, Debug)]
pub struct Daily<'a> {
    /// One value per day, zeros included.
    pub values: &'a [f64],
    /// Days since any Monday of the first value: 0 for a Monday.
    pub first_weekday: usize,
    /// For every day how many days it is away from the nearest month end (the last day and the first are 0 and 1).
    pub from_month_end: &'a [usize],
}

/// Days to either side that make the neighbourhood: two weeks hold every weekday twice and follow growth.
const REACH: usize = 14;
/// Days beside the judged one that are left out of its neighbourhood: a spike has up to three days.
const GUARD: usize = 2;
/// Longest spike; what lasts longer is a shift.
const LONGEST: usize = 3;
/// Smallest spread of residuals on the logarithmic scale: 15 percent of daily noise are normal for spend, whatever a short series
/// happens to show.
const LEAST_SPREAD: f64 = 0.15;
/// Days within which a month-end batch falls.
const MONTH_END: usize = 2;

/// Every spike of the series, in order.
#[must_use]
pub fn spikes(series: &Daily, gates: &Gates) -> Vec<Spike> {
    let values = series.values;
    let Some(first) = values.iter().position(|value| *value > 0.0) else { return Vec::new() };
    let expected = expected(series, first);
    // Level of money below which the logarithm would magnify noise.
    let floor = 0.05 * median(&values.iter().copied().filter(|v| *v > 0.0).collect::<Vec<_>>());
    let residuals: Vec<f64> =
        (first..values.len()).map(|t| ((values[t] + floor) / (expected[t] + floor)).ln()).collect();
    let spread = mad(&residuals).max(LEAST_SPREAD);
    let far = |t: usize| {
        let score = residuals[t - first] / spread;
        t >= first + gates.history
            && score >= gates.score
            && values[t] >= gates.ratio * expected[t]
            && values[t] - expected[t] >= gates.excess / LONGEST as f64
    };
    let flagged: Vec<usize> = (first..values.len()).filter(|&t| far(t)).collect();
    runs(&flagged)
        .into_iter()
        .filter(|&(start, end)| end - start < LONGEST)
        .map(|(start, end)| {
            let sum = |of: &dyn Fn(usize) -> f64| (start..=end).map(of).sum::<f64>();
            let upper = |t: usize| (expected[t] + floor) * (gates.score * spread).exp() - floor;
            Spike { start, end, actual: sum(&|t| values[t]), expected: sum(&|t| expected[t]), upper: sum(&upper) }
        })
        .filter(|spike| {
            spike.excess() >= gates.excess
                && stands_out(spike, values)
                && returns(spike, values)
                && !is_batch(spike, series, &expected)
        })
        .collect()
}

/// Expected value per day: median of the neighbourhood on the logarithmic scale, corrected for the weekday.
fn expected(series: &Daily, first: usize) -> Vec<f64> {
    let logs: Vec<f64> = series.values.iter().map(|value| value.max(0.0).ln_1p()).collect();
    let around = |t: usize, keep: &dyn Fn(usize) -> bool| -> Vec<usize> {
        let (low, high) = (t.saturating_sub(REACH).max(first), (t + REACH).min(logs.len() - 1));
        (low..=high).filter(|&s| s.abs_diff(t) > GUARD && keep(s)).collect()
    };
    let level = |t: usize| median(&around(t, &|_| true).into_iter().map(|s| logs[s]).collect::<Vec<_>>());
    let levels: Vec<f64> = (0..logs.len()).map(level).collect();
    let weekday = |t: usize| (series.first_weekday + t) % 7;
    let effect = |day: usize| {
        let own: Vec<f64> = (first..logs.len()).filter(|&t| weekday(t) == day).map(|t| logs[t] - levels[t]).collect();
        if own.len() >= 2 { median(&own) } else { 0.0 }
    };
    let effects: Vec<f64> = (0..7).map(effect).collect();
    // Second pass: the level of a day from neighbours whose weekday is taken out.
    (0..logs.len())
        .map(|t| {
            let clean: Vec<f64> = around(t, &|_| true).into_iter().map(|s| logs[s] - effects[weekday(s)]).collect();
            (median(&clean) + effects[weekday(t)]).exp_m1().max(0.0)
        })
        .collect()
}

/// Runs of consecutive days; one quiet day inside a run does not end it.
fn runs(days: &[usize]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &day in days {
        match runs.last_mut() {
            Some((_, end)) if day - *end == 1 => *end = day,
            _ => runs.push((day, day)),
        }
    }
    runs
}

/// Whether the days are beyond what the neighbourhood reaches on its better days: bursty series have many of them.
fn stands_out(spike: &Spike, values: &[f64]) -> bool {
    let (low, high) = (spike.start.saturating_sub(2 * REACH), (spike.end + 2 * REACH).min(values.len() - 1));
    let others: Vec<f64> = (low..=high).filter(|t| !(spike.start..=spike.end).contains(t)).map(|t| values[t]).collect();
    let daily = spike.actual / (spike.end - spike.start + 1) as f64;
    daily >= 1.3 * quantile(&others, 0.93)
}

/// Whether the days behind fall back; behind the end of the data nothing can be said against it.
fn returns(spike: &Spike, values: &[f64]) -> bool {
    let behind: Vec<f64> = values.iter().skip(spike.end + 1).take(5).copied().collect();
    let before: Vec<f64> = values[..spike.start].iter().rev().take(2).copied().collect();
    let days = (spike.end - spike.start + 1) as f64;
    let (daily, normal) = (spike.actual / days, spike.expected / days);
    let half_way = normal + (daily - normal) / 2.0;
    (behind.is_empty() || median(&behind) < half_way) && median(&before) < half_way
}

/// Whether it is a month-end batch: another month end of the series stands out too, or no other one is there to tell.
fn is_batch(spike: &Spike, series: &Daily, expected: &[f64]) -> bool {
    let at_end = |t: usize| series.from_month_end[t] <= MONTH_END;
    if !(spike.start..=spike.end).all(at_end) {
        return false;
    }
    let ratio = spike.actual / spike.expected.max(1e-9);
    (0..series.values.len())
        .filter(|&t| at_end(t) && (t + 10 < spike.start || t > spike.end + 10))
        .any(|t| series.values[t] > 0.0 && series.values[t] / expected[t].max(1e-9) >= 1.0 + (ratio - 1.0) * 0.4)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GATES: Gates = Gates { score: 4.5, ratio: 2.0, excess: 20.0, history: 12 };

    /// 92 days from Wednesday 1 July with a weekday pattern and a small wobble.
    fn quarter(change: impl Fn(usize) -> f64) -> Vec<f64> {
        (0..92)
            .map(|t| {
                let weekend = (2 + t) % 7 >= 5;
                let wobble = 1.0 + 0.08 * ((t * 37 % 11) as f64 / 5.0 - 1.0);
                100.0 * if weekend { 0.3 } else { 1.0 } * wobble * change(t)
            })
            .collect()
    }

    fn found(values: &[f64]) -> Vec<(usize, usize)> {
        // July, August and September.
        let from_month_end: Vec<usize> = (0..92_usize)
            .map(|t| {
                [30_usize, 61, 91]
                    .iter()
                    .map(|end| if t > *end { t - end } else { end - t })
                    .chain([t + 1])
                    .min()
                    .unwrap_or(0)
            })
            .collect();
        let series = Daily { values, first_weekday: 2, from_month_end: &from_month_end[..values.len()] };
        spikes(&series, &GATES).into_iter().map(|s| (s.start, s.end)).collect()
    }

    #[test]
    fn one_to_three_days_far_above() {
        assert_eq!(found(&quarter(|t| if t == 40 { 5.0 } else { 1.0 })), [(40, 40)]);
        assert_eq!(found(&quarter(|t| if (47..50).contains(&t) { 4.0 } else { 1.0 })), [(47, 49)]);
        assert_eq!(found(&quarter(|t| if t == 91 { 6.0 } else { 1.0 })), [(91, 91)], "the last day of the data");
    }

    #[test]
    fn what_looks_alike_is_none() {
        assert_eq!(found(&quarter(|_| 1.0)), [], "weekly pattern");
        assert_eq!(
            found(&quarter(|t| if [29, 30, 60, 61, 90, 91].contains(&t) { 4.0 } else { 1.0 })),
            [],
            "month-end batch"
        );
        assert_eq!(found(&quarter(|t| if (40..45).contains(&t) { 0.2 } else { 1.0 })), [], "holiday dip");
        assert_eq!(found(&quarter(|t| 1.0 + (t.saturating_sub(40) as f64 / 4.0).min(4.0))), [], "a launch that ramps");
        assert_eq!(found(&quarter(|t| if t >= 45 { 4.0 } else { 1.0 })), [], "a level that stays");
        assert_eq!(found(&quarter(|t| 1.02_f64.powi(t as i32))), [], "growth");
        assert_eq!(found(&quarter(|t| if t % 6 == 1 { 5.0 } else { 0.4 })), [], "a bursty sandbox");
    }

    #[test]
    fn gates_hold() {
        assert_eq!(found(&quarter(|t| if t == 40 { 1.6 } else { 1.0 })), [], "relative");
        assert_eq!(found(&quarter(|t| if t == 40 { 0.05 } else { 0.01 })), [], "absolute");
        assert_eq!(found(&quarter(|t| if t == 5 { 9.0 } else { 1.0 })), [], "too early to judge");
        assert_eq!(found(&quarter(|_| 0.0)), [], "nothing at all");
    }
}
