//! Order statistics.

/// The median; 0 of nothing. Not-a-numbers must not be among the values.
#[must_use]
pub fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// The quantile at `q` between 0 and 1, linear between neighbours (type 7 of Hyndman and Fan 1996); 0 of nothing.
#[must_use]
pub fn quantile(values: &[f64], q: f64) -> f64 {
    let mut values = values.to_vec();
    let Some(last) = values.len().checked_sub(1) else { return 0.0 };
    let at = q.clamp(0.0, 1.0) * last as f64;
    let low = at.floor() as usize;
    // Whatever the order of the others: linear in the values, where sorting them is not.
    let (_, own, above) = values.select_nth_unstable_by(low, f64::total_cmp);
    let own = *own;
    let next = if at.ceil() as usize > low { above.iter().copied().min_by(f64::total_cmp) } else { None };
    own + (next.unwrap_or(own) - own) * (at - low as f64)
}

/// Median absolute deviation from the median, scaled to the standard deviation of a normal distribution (factor 1.4826,
/// Rousseeuw and Croux 1993).
#[must_use]
pub fn mad(values: &[f64]) -> f64 {
    let center = median(values);
    let deviations: Vec<f64> = values.iter().map(|value| (value - center).abs()).collect();
    1.4826 * median(&deviations)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_statistics() {
        assert!((median(&[3.0, 1.0, 2.0]) - 2.0).abs() < 1e-12);
        assert!((median(&[4.0, 1.0, 2.0, 3.0]) - 2.5).abs() < 1e-12);
        assert!(median(&[]).abs() < 1e-12);
        assert!((quantile(&[0.0, 10.0], 0.9) - 9.0).abs() < 1e-12);
        assert!((mad(&[1.0, 1.0, 2.0, 2.0, 4.0, 6.0, 9.0]) - 1.4826).abs() < 1e-12);
    }
}
