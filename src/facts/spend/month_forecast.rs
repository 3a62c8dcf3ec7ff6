//! What the month in which the data ends will cost.

#[cfg(test)]
mod tests;

use chrono::{Datelike, Months, NaiveDate};

use super::row::SpendRow;
use super::spend_change::Spender;
use crate::facts::Facts;
use crate::model::{Money, MonthForecast, Period};
use crate::stats::forecast::{MonthDay, NOMINAL, Series, forecast};

/// Days after which a weekday is the same again.
const WEEK: usize = 7;

impl Facts {
    /// The month in which the spend series ends, forecast for the rows that `holds` takes; none where it is whole, or where the
    /// series is too short to tell how wrong a forecast may be.
    #[must_use]
    pub fn month_forecast(&self, holds: impl Fn(&Spender) -> bool) -> Option<MonthForecast> {
        let through = self.spend.series.extent()?.end;
        let month = month_of(through)?;
        let rows: Vec<&SpendRow> = self.spend.series.rows.iter().filter(|row| holds(&row.spender())).collect();
        // A key or workspace that began later has no days before.
        let start = rows.iter().filter(|row| row.amount > Money::ZERO).map(|row| row.day).min()?;
        // The last day may have been exported before it was over.
        let known = Period::new(start, through.pred_opt()?)?;
        if through == month.end || known.start > known.end {
            return None;
        }
        let mut daily = vec![Money::ZERO; usize::try_from(known.days()).ok()?];
        let mut so_far = Money::ZERO;
        for row in rows {
            if month.contains(row.day) {
                so_far += row.amount;
            }
            if known.contains(row.day) {
                daily[usize::try_from((row.day - start).num_days()).ok()?] += row.amount;
            }
        }
        let mut values: Vec<f64> = daily.iter().map(|usd| usd.to_f64().max(0.0)).collect();
        // A stretch of which no export says a thing repeats the week before: zeros would be a level.
        for (at, day) in known.each_day().enumerate().skip(WEEK) {
            if self.coverage.holes.iter().any(|hole| hole.contains(day)) {
                values[at] = values[at - WEEK];
            }
        }
        let calendar: Vec<MonthDay> = Period::new(start, month.end)?.each_day().map(place).collect();
        let first_weekday = start.weekday().num_days_from_monday() as usize;
        let series = Series { values: &values, first_weekday, calendar: &calendar };
        let found = forecast(&series, calendar.len().checked_sub(values.len())?)?;
        let before = known.start.max(month.start);
        let spent: Money = known.each_day().zip(&daily).filter(|(day, _)| *day >= before).map(|(_, usd)| *usd).sum();
        // What is spent is spent.
        let whole = |rest: f64| (spent + Money::from_estimate(rest)).max(so_far).round_to_cents();
        Some(MonthForecast {
            month: month.start,
            through,
            so_far_usd: so_far.round_to_cents(),
            expected_usd: whole(found.expected),
            low_usd: whole(found.low),
            high_usd: whole(found.high),
            interval_percent: (100.0 * NOMINAL).round() as u8,
            backtests: found.tried as u64,
            held: found.held as u64,
        })
    }
}

fn month_of(day: NaiveDate) -> Option<Period> {
    let start = day.with_day(1)?;
    Period::new(start, start.checked_add_months(Months::new(1))?.pred_opt()?)
}

fn place(day: NaiveDate) -> MonthDay {
    MonthDay {
        month: day.year().unsigned_abs() as usize * 12 + day.month0() as usize,
        day: day.day() as usize,
        from_end: usize::from(day.num_days_in_month()).saturating_sub(day.day() as usize),
    }
}
