//! At which hours of the week things happen, by the audit log and the activity feed.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

use super::charts::{WEEKDAYS, counted, hour, row_of, weekdays};
use super::events::Events;
use super::frame::Rows;
use crate::model::{Chart, ChartData, Dataset, HeatCells, HeatMap, Period, Table};

/// Events per day and hour, a deed that two sources tell of once.
#[derive(Clone, Debug, Default)]
pub struct ActivityHeat(BTreeMap<NaiveDate, [u64; 24]>);

impl ActivityHeat {
    pub(super) fn read(data: &Dataset, events: &Events) -> Result<Self> {
        let mut heat = Self::default();
        let Some(frame) = data.frame(Table::Events) else { return Ok(heat) };
        let rows = Rows::of(frame)?;
        let at = rows.instant("at")?;
        for at in (0..rows.len()).filter_map(|row| at.get(row)) {
            *heat.hour(at) += 1;
        }
        for at in events.told_twice_at() {
            let hour = heat.hour(at);
            *hour = hour.saturating_sub(1);
        }
        Ok(heat)
    }

    fn hour(&mut self, at: DateTime<Utc>) -> &mut u64 {
        &mut self.0.entry(at.date_naive()).or_default()[at.hour() as usize % 24]
    }

    /// The map of a period; none where nothing happened.
    #[must_use]
    pub fn chart(&self, period: Period) -> Option<Chart> {
        let within: Vec<_> = self.0.range(period.start..=period.end).collect();
        let mut cells = vec![vec![0_u64; 24]; 7];
        for (day, hours) in &within {
            for (cell, events) in cells[row_of(day.weekday())].iter_mut().zip(*hours) {
                *cell += events;
            }
        }
        let total: u64 = cells.iter().flatten().sum();
        if total == 0 {
            return None;
        }
        let flat = (0..7).flat_map(|row| (0..24).map(move |column| (row, column)));
        let (row, column) = flat.max_by_key(|(row, column)| (cells[*row][*column], 7 - row, 24 - column))?;
        let weekend: u64 = cells[5..].iter().flatten().sum();
        let caption = format!(
            "{}; most on {}, {}: {}. {} % on Saturdays and Sundays.",
            counted(usize::try_from(total).unwrap_or(usize::MAX), "event"),
            WEEKDAYS[row],
            hour(column),
            cells[row][column],
            weekend.saturating_mul(100) / total
        );
        let source = format!(
            "Events of the audit log and the activity feed, what both tell of once; {} with events of the period's {}; hours are UTC.",
            counted(within.len(), "day"),
            period.days()
        );
        // A day without events is a quiet one as long as there are events around it.
        let days = match (within.first(), within.last()) {
            (Some((first, _)), Some((last, _))) => Period { start: **first, end: **last }.each_day().collect(),
            _ => Default::default(),
        };
        let map = HeatMap { days: weekdays(&days), cells: HeatCells::Events(cells) };
        Some(Chart {
            id: "audit-activity".to_owned(),
            title: "Audit events by hour of the week".to_owned(),
            caption,
            source,
            data: ChartData::HeatMap(map),
        })
    }
}
