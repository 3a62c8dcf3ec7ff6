//! How much of a limit was spent, in words.

use crate::model::{Money, grouped};

/// From so many times the limit on a percentage says less than the number of times.
const TIMES: f64 = 10.0;

/// `87.9 % of $152.00`, `1,069 times the limit of $10.00`. The limit is not zero.
pub(super) fn share_of(spent: Money, limit: Money) -> String {
    let share = spent.to_f64() / limit.to_f64();
    let limit = limit.to_grouped();
    if share >= TIMES {
        return format!("{} times the limit of ${limit}", grouped(share.round() as u64));
    }
    format!("{:.1} % of ${limit}", 100.0 * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_times_are_no_percentage() {
        let dollars = |dollars: i64| Money::from_cents(dollars * 100);
        for (spent, limit, text) in [
            (45, 50, "90.0 % of $50.00"),
            (499, 50, "998.0 % of $50.00"),
            (500, 50, "10 times the limit of $50.00"),
            (106_877, 10, "10,688 times the limit of $10.00"),
        ] {
            assert_eq!(share_of(dollars(spent), dollars(limit)), text);
        }
    }
}
