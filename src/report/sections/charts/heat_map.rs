//! At which hours of the week money is spent, where usage exports are hourly, and things happen.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};

use super::{chart as drawing, percent};
use crate::facts::Hourly;
use crate::model::{Chart, ChartData, HeatCells, HeatMap, LogReview, Money, Period, counted, dollars};

/// Weekdays in the order of the map.
const WEEKDAYS: [&str; 7] = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];

/// Row of a day in the map.
fn row_of(weekday: Weekday) -> usize {
    weekday.num_days_from_monday() as usize
}

/// How many of each weekday there are.
fn weekdays(days: &BTreeSet<NaiveDate>) -> Vec<u64> {
    let mut counts = vec![0; 7];
    for day in days {
        counts[row_of(day.weekday())] += 1;
    }
    counts
}

/// `09:00 to 10:00 UTC`.
fn hour(hour: usize) -> String {
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
        "Spend is highest on {}, {}: {} of {}. Saturdays and Sundays have {weekend} %.",
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

/// The map of the period's events; none where there are none.
pub(super) fn activity(log: &LogReview, event_days: &BTreeSet<NaiveDate>, period: Period) -> Option<Chart> {
    let cells = &log.activity_by_hour;
    let value = |row: usize, hour: usize| cells.get(row).and_then(|hours| hours.get(hour)).copied().unwrap_or_default();
    let total: u64 = cells.iter().flatten().sum();
    let within: BTreeSet<NaiveDate> = event_days.range(period.start..=period.end).copied().collect();
    let (first, last) = (within.first()?, within.last()?);
    if total == 0 {
        return None;
    }
    let flat = (0..7).flat_map(|row| (0..24).map(move |column| (row, column)));
    let (row, column) = flat.max_by_key(|(row, column)| (value(*row, *column), 7 - row, 24 - column))?;
    let weekend: u64 = cells.iter().skip(5).flatten().sum();
    let caption = format!(
        "{}; most on {}, {}: {}. {} % on Saturdays and Sundays.",
        counted(usize::try_from(total).unwrap_or(usize::MAX), "event"),
        WEEKDAYS[row],
        hour(column),
        value(row, column),
        weekend.saturating_mul(100).saturating_add(total / 2) / total
    );
    let sources: Vec<&str> = log.sources.iter().map(|source| source.title.as_str()).collect();
    let source = format!(
        "Events of the {}{}; {} with events of the period's {}; hours are UTC.",
        sources.join(" and the "),
        if sources.len() > 1 { ", with shared events counted once" } else { "" },
        counted(within.len(), "day"),
        period.days()
    );
    // A day without events is a quiet one as long as there are events around it.
    let days = weekdays(&Period { start: *first, end: *last }.each_day().collect());
    let map = HeatMap { days, cells: HeatCells::Events(cells.clone()) };
    Some(drawing("audit-activity", "Audit events by hour of the week", caption, source, ChartData::HeatMap(map)))
}
