//! Spend by the hour of the organization, its workspaces, keys and models, where usage exports are hourly.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

use super::series::Entity;
use crate::analyze::Context;
use crate::facts::HourRow;
use crate::model::Period;
use crate::stats::fill::fill;
use crate::stats::hours::{Burst, DetectorThresholds, HourBaseline};
use crate::stats::step::Step;

/// Share of the days between the first and the last with hours that must have them: else what is filled in is the series.
const KNOWN: f64 = 0.8;

/// Dollars per hour of every entity, whole days from midnight UTC.
pub(super) struct ByHour {
    /// First day.
    start: NaiveDate,
    /// Days whose hours are known.
    known: BTreeSet<NaiveDate>,
    series: BTreeMap<Entity, Vec<f64>>,
}

impl ByHour {
    /// The hours that the exports tell, or how many days have any.
    pub(super) fn read(cx: &Context, history: usize, is_wanted: impl Fn(&HourRow) -> bool) -> Result<Self, usize> {
        let rows = cx.facts.spend.series.hourly.rows();
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Err(0) };
        let (start, extent) = (first.day, Period { start: first.day, end: last.day });
        let days = usize::try_from(extent.days()).unwrap_or_default();
        // A day of which other exports tell use, and none its hours, is not known; a day without any use is known to have had none.
        let with_hours: BTreeSet<NaiveDate> = rows.iter().map(|row| row.day).collect();
        let used: BTreeSet<NaiveDate> =
            cx.facts.spend.tokens.iter().filter(|one| one.is_used()).map(|one| one.day).collect();
        let is_hole = |day: &NaiveDate| cx.facts.coverage.holes.iter().any(|hole| hole.contains(*day));
        let is_known = |day: &NaiveDate| with_hours.contains(day) || !used.contains(day) && !is_hole(day);
        let known: BTreeSet<NaiveDate> = extent.each_day().filter(is_known).collect();
        if known.len() <= history || (known.len() as f64) < KNOWN * days as f64 {
            return Err(known.len());
        }
        let mut series: BTreeMap<Entity, Vec<f64>> = BTreeMap::new();
        for row in rows.iter().filter(|row| is_wanted(row)) {
            let at = 24 * usize::try_from((row.day - start).num_days()).unwrap_or_default() + usize::from(row.hour);
            for entity in entities(row) {
                series.entry(entity).or_insert_with(|| vec![0.0; 24 * days])[at] += row.amount.to_f64();
            }
        }
        let unknown: Vec<usize> = (0..days).filter(|&day| !known.contains(&(start + Days::new(day as u64)))).collect();
        if !unknown.is_empty() {
            for values in series.values_mut() {
                unknown.iter().for_each(|day| values[24 * day..24 * day + 24].fill(f64::NAN));
                *values = fill(values, Step::Hour);
            }
        }
        Ok(Self { start, known, series })
    }

    /// Every entity with its hours.
    pub(super) fn all(&self) -> impl Iterator<Item = (&Entity, &[f64])> {
        self.series.iter().map(|(entity, values)| (entity, values.as_slice()))
    }

    /// The hours of one.
    pub(super) fn of(&self, entity: &Entity) -> Option<&[f64]> {
        self.series.get(entity).map(Vec::as_slice)
    }

    /// What its hours let expect.
    pub(super) fn baseline<'a>(&self, values: &'a [f64]) -> Option<HourBaseline<'a>> {
        HourBaseline::of(values, self.start.weekday().num_days_from_monday() as usize)
    }

    /// Its bursts on days of the period that have hours.
    pub(super) fn bursts(&self, cx: &Context, baseline: &HourBaseline, gates: &DetectorThresholds) -> Vec<Burst> {
        let is_in_period = |burst: &Burst| {
            let days = self.days(burst);
            cx.period.contains(days.start) && days.each_day().any(|day| self.known.contains(&day))
        };
        baseline.bursts(gates).into_iter().filter(is_in_period).collect()
    }

    /// The day of an hour.
    pub(super) fn day(&self, at: usize) -> NaiveDate {
        self.start.checked_add_days(Days::new((at / 24) as u64)).unwrap_or(self.start)
    }

    /// The instant at which an hour begins.
    pub(super) fn instant(&self, at: usize) -> DateTime<Utc> {
        self.day(at).and_hms_opt((at % 24) as u32, 0, 0).unwrap_or_default().and_utc()
    }

    /// The days of a burst.
    pub(super) fn days(&self, burst: &Burst) -> Period {
        Period { start: self.day(burst.start), end: self.day(burst.end) }
    }

    /// `2026-09-16 from 02:00 to 05:00 UTC`: the last hour is over then.
    pub(super) fn words(&self, burst: &Burst) -> String {
        let (from, to) = (self.instant(burst.start), self.instant(burst.end + 1));
        let end = if from.date_naive() == to.date_naive() { "%H:%M" } else { "%Y-%m-%d %H:%M" };
        format!("{} to {} UTC", from.format("%Y-%m-%d from %H:%M"), to.format(end))
    }

    /// The rows of an entity in the hours of a burst.
    pub(super) fn rows<'a>(
        &'a self,
        cx: &'a Context,
        entity: &'a Entity,
        burst: &'a Burst,
    ) -> impl Iterator<Item = &'a HourRow> {
        let is_inside = move |row: &&HourRow| {
            let days = (row.day - self.start).num_days();
            let at = usize::try_from(24 * days + i64::from(row.hour));
            at.is_ok_and(|at| (burst.start..=burst.end).contains(&at)) && entities(row).contains(entity)
        };
        cx.facts.spend.series.hourly.rows().iter().filter(is_inside)
    }
}

/// Whose hours a row is part of.
fn entities(row: &HourRow) -> Vec<Entity> {
    let key = Entity::Key { workspace: row.workspace.to_string(), key: row.key.to_string() };
    let model = (!row.model.is_empty()).then(|| Entity::Model(row.model.to_string()));
    let named = (!row.key.is_empty()).then_some(key);
    let wholes = [Entity::Workspace(row.workspace.to_string()), Entity::Organization];
    wholes.into_iter().chain(named).chain(model).collect()
}
