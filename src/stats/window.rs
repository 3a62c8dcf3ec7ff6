//! The values around a day, kept in ascending order while the day moves on.

use super::median::between;

/// Values in ascending order.
#[derive(Debug, Default)]
pub(super) struct Window(Vec<f64>);

impl Window {
    /// The place of a value among the others.
    fn place(&self, value: f64) -> usize {
        self.0.partition_point(|other| other.total_cmp(&value).is_lt())
    }

    /// Takes a value in.
    pub(super) fn insert(&mut self, value: f64) {
        self.0.insert(self.place(value), value);
    }

    /// Lets a value go that was taken in.
    pub(super) fn remove(&mut self, value: f64) {
        let place = self.place(value);
        if place < self.0.len() {
            self.0.remove(place);
        }
    }

    /// As [`super::median::median`]; 0 of nothing.
    pub(super) fn median(&self) -> f64 {
        let Some(last) = self.0.len().checked_sub(1) else { return 0.0 };
        let next = self.0.get(last / 2 + 1).copied().filter(|_| last % 2 == 1);
        between(self.0[last / 2], next, last as f64 * 0.5 - (last / 2) as f64)
    }

    /// The mean of the middle half.
    pub(super) fn midmean(&self) -> f64 {
        midmean_of_sorted(&self.0)
    }
}

/// The mean of the middle half of values in ascending order; 0 of nothing.
pub(super) fn midmean_of_sorted(values: &[f64]) -> f64 {
    let cut = values.len() / 4;
    let middle = &values[cut..values.len() - cut];
    middle.iter().sum::<f64>() / middle.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::super::median::median;
    use super::*;

    #[test]
    fn values_that_come_and_go_have_the_median_of_those_that_are_there() {
        let values: Vec<f64> =
            (0..200_u32).map(|at| f64::from(at * 7919 % 23) / 3.0 - 2.0).chain([0.0, -0.0]).collect();
        let mut window = Window::default();
        for at in 0..values.len() {
            window.insert(values[at]);
            if let Some(gone) = at.checked_sub(24) {
                window.remove(values[gone]);
            }
            let held = &values[at.saturating_sub(23)..=at];
            assert_eq!(window.median().to_bits(), median(held).to_bits(), "{at}");
            let mut ordered = held.to_vec();
            ordered.sort_by(f64::total_cmp);
            assert_eq!(
                window.0.iter().map(|v| v.to_bits()).collect::<Vec<_>>(),
                ordered.iter().map(|v| v.to_bits()).collect::<Vec<_>>()
            );
        }
        assert!(Window::default().median().abs() < 1e-12 && Window::default().midmean().abs() < 1e-12);
    }
}
