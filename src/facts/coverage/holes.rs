//! Long stretches inside the series of which no export says a thing: a forgotten month is no month without spend.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Calendar;
use crate::model::{Dataset, Period, Table};

/// Days that a pause may always last: a weekend and a holiday.
pub const SHORT_PAUSE: i64 = 3;

/// The stretches of which neither usage nor cost has a row, and which no export states to be empty, in order of time.
pub(super) fn of_spend(data: &Dataset, calendar: &Calendar) -> Vec<Period> {
    let stated = |table: Table| {
        let mut days = calendar.days(table);
        days.extend(data.empty_days.get(&table).into_iter().flatten());
        days
    };
    let mut days = stated(Table::Usage);
    days.extend(stated(Table::Cost));
    long_pauses(&days)
}

/// Pauses of more than three days that last more than twice as long as nine in ten of the steps from one day to the next.
#[must_use]
pub fn long_pauses(days: &BTreeSet<NaiveDate>) -> Vec<Period> {
    let steps = || days.iter().zip(days.iter().skip(1));
    let mut pauses: Vec<i64> = steps().map(|(a, b)| (*b - *a).num_days() - 1).collect();
    pauses.sort_unstable();
    let usual = pauses.get(pauses.len().saturating_sub(1) * 9 / 10).copied().unwrap_or(0);
    let pause = steps().filter_map(|(a, b)| Period::new(a.succ_opt()?, b.pred_opt()?));
    pause.filter(|pause| pause.days() > SHORT_PAUSE.max(2 * usual)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Days of July by number, and which pauses between them are long.
    fn found(days: &[u32]) -> Vec<(u32, i64)> {
        let day = |number: &u32| NaiveDate::from_ymd_opt(2026, 7, *number).unwrap();
        let pauses = long_pauses(&days.iter().map(day).collect());
        pauses.iter().map(|one| (chrono::Datelike::day(&one.start), one.days())).collect()
    }

    fn from_to(ranges: &[(u32, u32)]) -> Vec<u32> {
        ranges.iter().flat_map(|(from, to)| *from..=*to).collect()
    }

    #[test]
    fn a_pause_is_long_by_itself_and_by_the_others() {
        assert_eq!(found(&[]), []);
        assert_eq!(found(&[5]), []);
        assert_eq!(found(&from_to(&[(1, 31)])), []);
        assert_eq!(found(&from_to(&[(1, 12), (16, 25)])), [], "a long weekend");
        assert_eq!(found(&from_to(&[(1, 12), (17, 25)])), [(13, 4)]);
        let every_third = [1, 4, 7, 10, 13, 16, 19, 22];
        assert_eq!(found(&[&every_third[..], &[27, 30]].concat()), [], "twice as long as usual");
        assert_eq!(found(&[&every_third[..], &[28, 31]].concat()), [(23, 5)], "longer than that");
        assert_eq!(found(&from_to(&[(1, 10), (16, 16)])), [(11, 5)], "one of ten is not usual");
        assert_eq!(found(&from_to(&[(1, 5), (11, 15), (21, 22)])), [], "two of eleven are");
        assert_eq!(found(&from_to(&[(1, 6), (12, 16), (22, 23)])), [(7, 5), (17, 5)], "two of twelve are not");
    }
}
