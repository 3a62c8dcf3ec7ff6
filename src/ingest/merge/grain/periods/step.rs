//! What the days of a file may stand for: weeks, months, quarters, each dated on its first day or its last.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};

/// What each day of a file may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The week that it begins.
    Week,
    /// The month that it begins.
    Month,
    /// The month that it ends: what pandas and spreadsheets (`EOMONTH`) write.
    MonthEnd,
    /// The month in which it lies.
    MonthAround,
    /// The quarter that it begins.
    Quarter,
    /// The quarter that it ends.
    QuarterEnd,
}

impl Step {
    /// What these days are the first ones of, weeks or months.
    pub(super) fn of(days: &BTreeMap<i128, Vec<usize>>) -> Option<Self> {
        let first = *days.keys().next()?;
        if days.keys().all(|day| date(*day).is_some_and(|date| date.day() == 1)) {
            return Some(Self::Month);
        }
        days.keys().all(|day| (day - first) % 7 == 0).then_some(Self::Week)
    }

    /// Everything that these days may stand for, the likeliest first.
    pub(super) fn all_of(days: &BTreeMap<i128, Vec<usize>>) -> Vec<Self> {
        let dates: Vec<NaiveDate> = days.keys().filter_map(|day| date(*day)).collect();
        let all = |is: fn(&NaiveDate) -> bool| !dates.is_empty() && dates.len() == days.len() && dates.iter().all(is);
        let is_last = |date: &NaiveDate| date.succ_opt().is_some_and(|next| next.day() == 1);
        let alike = dates.windows(2).all(|two| two[0].day() == two[1].day());
        let mut steps: Vec<Self> = Self::of(days).into_iter().collect();
        if all(is_last) {
            steps.push(Self::MonthEnd);
        }
        if all(|date| date.day() == 1 && date.month() % 3 == 1) {
            steps.push(Self::Quarter);
        }
        if all(|date| date.succ_opt().is_some_and(|next| next.day() == 1 && next.month() % 3 == 1)) {
            steps.push(Self::QuarterEnd);
        }
        if steps.iter().all(|step| *step == Self::Week) && alike && !dates.is_empty() {
            steps.push(Self::MonthAround);
        }
        steps
    }

    /// The first day of the period that a day stands for, and the day behind it.
    pub(super) fn period(self, day: i128) -> (i128, i128) {
        let months = |back: u32, long: u32| {
            let first = date(day)?.with_day(1)?.checked_sub_months(Months::new(back))?;
            let end = first.checked_add_months(Months::new(long))?;
            Some((i128::from(first.num_days_from_ce()), i128::from(end.num_days_from_ce())))
        };
        let period = match self {
            Self::Week => Some((day, day + 7)),
            Self::Month | Self::MonthEnd | Self::MonthAround => months(0, 1),
            Self::Quarter => months(0, 3),
            Self::QuarterEnd => months(2, 3),
        };
        period.unwrap_or((day, day + 1))
    }

    /// The day behind the period that a day begins.
    pub(super) fn end(self, day: i128) -> i128 {
        self.period(day).1
    }

    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month | Self::MonthEnd | Self::MonthAround => "month",
            Self::Quarter | Self::QuarterEnd => "quarter",
        }
    }

    /// On which of its days each is dated.
    pub(super) const fn dated(self) -> &'static str {
        match self {
            Self::Week | Self::Month | Self::Quarter => "on its first day",
            Self::MonthEnd | Self::QuarterEnd => "on its last day",
            Self::MonthAround => "on a day inside it",
        }
    }
}

fn date(day: i128) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(day).ok()?)
}
