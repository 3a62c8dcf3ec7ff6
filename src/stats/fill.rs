//! Days and hours of which nothing is known.

use super::step::Step;

/// The series with what is not known filled in: the mean of the nearest same weekdays (and hours) before and behind, else of the nearest
/// steps. Less than nothing (credits) is nothing.
#[must_use]
pub fn fill(values: &[f64], step: Step) -> Vec<f64> {
    let is_known = |at: &usize| !values[*at].is_nan();
    let week = 7 * step.per_day();
    let mean = |neighbours: [Option<usize>; 2]| {
        let known: Vec<f64> = neighbours.into_iter().flatten().map(|at| values[at].max(0.0)).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    };
    let one = |at: usize| {
        let (low, high) = (at.saturating_sub(3 * week), values.len().min(at + 3 * week + 1));
        let alike = [
            (low..at).rev().filter(|other| (at - other).is_multiple_of(week)).find(is_known),
            (at..high).filter(|other| (other - at).is_multiple_of(week)).find(is_known),
        ];
        let nearest = mean([(0..at).rev().find(is_known), (at..values.len()).find(is_known)]);
        // In the midst of nothing there was nothing.
        if nearest == Some(0.0) { 0.0 } else { mean(alike).or(nearest).unwrap_or(0.0) }
    };
    (0..values.len()).map(|at| if is_known(&at) { values[at].max(0.0) } else { one(at) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_weekday_tells() {
        let mut values: Vec<f64> =
            (0..28).map(|day| if day % 7 >= 5 { 1.0 } else { 10.0 + f64::from(day / 7) }).collect();
        (values[8], values[13], values[20]) = (f64::NAN, f64::NAN, -3.0);
        let filled = fill(&values, Step::Day);
        assert_eq!([filled[8], filled[13], filled[20]], [11.0, 0.5, 0.0]);
        assert_eq!(fill(&[f64::NAN, 2.0], Step::Day), [2.0, 2.0]);
        assert_eq!(fill(&[f64::NAN], Step::Hour), [0.0]);
    }
}
