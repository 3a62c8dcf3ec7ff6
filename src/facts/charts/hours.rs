//! At which hours of the week money is spent, where usage exports are hourly.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};

use super::super::hourly::Hourly;
use super::{chart as drawing, counted, dollars, percent};
use crate::model::{Chart, ChartData, HeatCells, HeatMap, Money, Period};

/// Weekdays in the order of the map.
pub(in crate::facts) const WEEKDAYS: [&str; 7] =
    ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];

/// Row of a day in the map.
pub(in crate::facts) fn row_of(weekday: Weekday) -> usize {
    weekday.num_days_from_monday() as usize
}

/// How many of each weekday there are.
pub(in crate::facts) fn weekdays(days: &BTreeSet<NaiveDate>) -> Vec<u64> {
    let mut counts = vec![0; 7];
    for day in days {
        counts[row_of(day.weekday())] += 1;
    }
    counts
}

/// `09:00 to 10:00 UTC`.
pub(in crate::facts) fn hour(hour: usize) -> String {
    format!("{hour:02}:00 to {:02}:00 UTC", hour + 1)
}

/// Days with hourly usage from which on there is a map: a week.
const LEAST_DAYS: usize = 7;

/// The map of the period's hours; none without hourly usage of a week.
pub(super) fn spend(hourly: &Hourly, period: Period) -> Option<Chart> {
    let hours = hourly.hours(period, |_| true);
    let days: BTreeSet<NaiveDate> = hours.keys().map(|(day, _)| *day).collect();
    let mut cells = vec![vec![Money::ZERO; 24]; 7];
    for ((day, hour), amount) in &hours {
        cells[row_of(day.weekday())][usize::from(*hour).min(23)] += *amount;
    }
    let total: Money = hours.values().copied().sum();
    if total <= Money::ZERO || days.len() < LEAST_DAYS {
        return None;
    }
    let flat = (0..7).flat_map(|row| (0..24).map(move |column| (row, column)));
    let (row, column) = flat.max_by_key(|(row, column)| (cells[*row][*column], 7 - row, 24 - column))?;
    let weekend: Money = cells[5..].iter().flatten().copied().sum();
    let weekend = percent(weekend, total).unwrap_or_default();
    let caption = format!(
        "Most is spent on {}, {}: {} of {}; {weekend} % on Saturdays and Sundays.",
        WEEKDAYS[row],
        hour(column),
        dollars(cells[row][column]),
        dollars(total)
    );
    let source = format!(
        "Usage of hourly exports at dated list prices, summed over {} of the period's {}; hours are UTC.",
        counted(days.len(), "day"),
        period.days()
    );
    let map = HeatMap { days: weekdays(&days), cells: HeatCells::Dollars(cells) };
    Some(drawing("spend-by-hour", "Spend by hour of the week", caption, source, ChartData::HeatMap(map)))
}
