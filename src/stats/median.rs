//! Order statistics.

/// The median; 0 of nothing. Not-a-numbers must not be among the values.
#[must_use]
pub fn median(values: &[f64]) -> f64 {
    let Some(last) = values.len().checked_sub(1) else { return 0.0 };
    let (own, next) = neighbours(values, last / 2, last % 2 == 1);
    between(own, next, last as f64 * 0.5 - (last / 2) as f64)
}

/// The quantile at `q` between 0 and 1, linear between neighbours (type 7 of Hyndman and Fan 1996); 0 of nothing.
#[must_use]
pub fn quantile(values: &[f64], q: f64) -> f64 {
    let Some(last) = values.len().checked_sub(1) else { return 0.0 };
    let at = q.clamp(0.0, 1.0) * last as f64;
    let low = at.floor() as usize;
    let (own, next) = neighbours(values, low, at.ceil() as usize > low);
    between(own, next, at - low as f64)
}

/// So few values are put in order faster than the one that is asked for is selected.
const FEW: usize = 32;

/// The value at a place in ascending order, and the next one where it is asked for and there is one.
fn neighbours(values: &[f64], at: usize, wants_next: bool) -> (f64, Option<f64>) {
    let (mut few, mut many) = ([0; FEW], Vec::new());
    if let Some(keys) = few.get_mut(..values.len()) {
        keys.iter_mut().zip(values).for_each(|(key, value)| *key = key_of(*value));
        keys.sort_unstable();
        return (value_of(keys[at]), keys.get(at + 1).filter(|_| wants_next).map(|key| value_of(*key)));
    }
    many.extend(values.iter().map(|value| key_of(*value)));
    // Whatever the order of the others: linear in the values, where sorting them is not.
    let (_, own, above) = many.select_nth_unstable(at);
    (value_of(*own), if wants_next { above.iter().copied().min().map(value_of) } else { None })
}

/// A number that is in order as [`f64::total_cmp`] orders values.
const fn key_of(value: f64) -> i64 {
    let bits = value.to_bits().cast_signed();
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}

const fn value_of(key: i64) -> f64 {
    f64::from_bits((key ^ ((key >> 63).cast_unsigned() >> 1).cast_signed()).cast_unsigned())
}

/// Values in ascending order.
pub(super) fn sorted(values: Vec<f64>) -> Vec<f64> {
    let mut keys: Vec<i64> = values.into_iter().map(key_of).collect();
    keys.sort_unstable();
    keys.into_iter().map(value_of).collect()
}

/// The median of the values of two lists, each in ascending order: the same as [`median`] of both in one, in logarithmic time; 0 of
/// nothing.
pub(super) fn median_of_both(a: &[f64], b: &[f64]) -> f64 {
    let Some(last) = (a.len() + b.len()).checked_sub(1) else { return 0.0 };
    let low = last / 2;
    let is_less = |x: f64, y: f64| x.total_cmp(&y).is_lt();
    // How many of the `low` smallest values are of the first list: the least number whose next value is not below the others' last.
    let (mut from, mut to) = (low.saturating_sub(b.len()), low.min(a.len()));
    while from < to {
        let middle = usize::midpoint(from, to);
        if is_less(a[middle], b[low - middle - 1]) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    let (mut of_a, mut of_b) = (a[from..].iter().copied().peekable(), b[low - from..].iter().copied().peekable());
    let mut next = || match (of_a.peek(), of_b.peek()) {
        (Some(x), Some(y)) if is_less(*y, *x) => of_b.next(),
        (Some(_), _) => of_a.next(),
        (None, _) => of_b.next(),
    };
    let own = next().unwrap_or_default();
    between(own, if last % 2 == 1 { next() } else { None }, last as f64 * 0.5 - low as f64)
}

/// What lies so far between a value and the next one.
pub(super) fn between(own: f64, next: Option<f64>, share: f64) -> f64 {
    own + (next.unwrap_or(own) - own) * share
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
        assert!(median_of_both(&[], &[]).abs() < 1e-12);
        assert!((mad(&[1.0, 1.0, 2.0, 2.0, 4.0, 6.0, 9.0]) - 1.4826).abs() < 1e-12);
    }
    /// Values with repeats, zeros of either sign and infinities, in any order.
    fn invented(count: usize, seed: usize) -> Vec<f64> {
        let odd = [0.0, -0.0, f64::INFINITY, f64::NEG_INFINITY];
        let value = |at: usize| {
            let n = (at * 7919 + seed * 104_729) % 23;
            odd.get(n).copied().unwrap_or(n as f64 / 3.0 - 4.0)
        };
        (0..count).map(value).collect()
    }

    #[test]
    fn many_values_have_the_quantiles_of_an_ordered_list() {
        for count in [1, 2, 31, 32, 33, 64, 100] {
            let values = invented(count, 5);
            let mut ordered = values.clone();
            ordered.sort_by(f64::total_cmp);
            assert_eq!(
                sorted(values.clone()).iter().map(|v| v.to_bits()).collect::<Vec<_>>(),
                ordered.iter().map(|v| v.to_bits()).collect::<Vec<_>>()
            );
            for at in 0..count {
                let (own, next) = neighbours(&values, at, true);
                assert_eq!(own.to_bits(), ordered[at].to_bits(), "{at} of {count}");
                assert_eq!(next.map(f64::to_bits), ordered.get(at + 1).map(|next| next.to_bits()), "{at} of {count}");
            }
            assert_eq!(median(&values).to_bits(), quantile(&values, 0.5).to_bits());
        }
    }

    #[test]
    fn the_median_of_two_ordered_lists_is_that_of_one() {
        for (a, b) in (0..14).flat_map(|a| (0..14).map(move |b| (a, b))) {
            let (first, second) = (invented(a, b), invented(b, 31 + a));
            let whole = median(&[first.as_slice(), &second].concat());
            let both = median_of_both(&sorted(first), &sorted(second));
            assert_eq!(both.to_bits(), whole.to_bits(), "{a} and {b} values: {both} is not {whole}");
        }
    }
}
