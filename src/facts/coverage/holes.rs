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
