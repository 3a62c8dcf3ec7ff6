//! Daily series without the stretches of which no export says a thing: a forgotten month is no month without spend.
//!
//! Whole weeks of such a stretch are left out, so that weekdays stay in step; what is left of it repeats the week before. Days on which
//! exports state no keys (workspaces, models) repeat it in the series of these.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::series::{DailySpend, Entity, daily};
use crate::analyze::Context;
use crate::analyze::wording::some_of;
use crate::facts::{SpendRow, SpendSeries, long_pauses};
use crate::model::{Money, Period, counted};

const WEEK: usize = 7;

/// The series of every entity, as statistics take them.
pub(super) fn daily_known(cx: &Context) -> BTreeMap<Entity, DailySpend> {
    let spend = &cx.facts.spend.series;
    let (mut all, unstated) = rayon::join(|| daily(spend), || Unstated::of(spend));
    let Some((any, extent)) = all.values().next().zip(spend.extent()) else { return all };
    let kept = kept(extent, &cx.facts.coverage.holes);
    let days: Arc<[NaiveDate]> = kept.iter().map(|(at, _)| any.day(*at)).collect();
    all.par_iter_mut().for_each(|(entity, series)| {
        let unstated = unstated.of_entity(entity);
        series.known = kept.iter().map(|(at, known)| *known && !unstated.contains(&series.days[*at])).collect();
        series.amounts = kept.iter().map(|(at, _)| series.amounts[*at]).collect();
        series.days = Arc::clone(&days);
        repeat_weeks(series);
    });
    all
}

/// Which stretches of the period are left out.
pub(super) fn left_out(cx: &Context) -> Option<String> {
    let inside = |hole: &&Period| hole.start <= cx.period.end && cx.period.start <= hole.end;
    let named = cx.facts.coverage.holes.iter().filter(inside).map(|hole| {
        let days = counted(usize::try_from(hole.days()).unwrap_or_default(), "day");
        format!("{} to {} ({days})", hole.start, hole.end)
    });
    let named: Vec<String> = named.collect();
    let left_out = || format!("left out, as no export says a thing of them: {}", some_of(named.iter().cloned(), 6));
    (!named.is_empty()).then(left_out)
}

/// The days that stay, by their number in the extent, and whether something is known of them.
fn kept(extent: Period, holes: &[Period]) -> Vec<(usize, bool)> {
    let inside = |hole: &Period| Period::new(hole.start.max(extent.start), hole.end.min(extent.end));
    let holes: Vec<Period> = holes.iter().filter_map(inside).collect();
    let stays = |day: NaiveDate| match holes.iter().find(|hole| hole.contains(day)) {
        Some(hole) => ((day - hole.start).num_days() < hole.days() % WEEK as i64).then_some(false),
        None => Some(true),
    };
    extent.each_day().enumerate().filter_map(|(at, day)| Some((at, stays(day)?))).collect()
}

/// Days of which nothing is known have what the same weekday had, before them or else behind.
fn repeat_weeks(series: &mut DailySpend) {
    for at in (0..series.amounts.len()).filter(|&at| !series.known[at]) {
        let before = at.checked_sub(WEEK);
        let behind = (at + WEEK..series.amounts.len()).step_by(WEEK).find(|&other| series.known[other]);
        series.amounts[at] = before.or(behind).map_or(Money::ZERO, |other| series.amounts[other]);
    }
}

/// Long stretches in which spend is stated, and not by what.
struct Unstated {
    keys: BTreeSet<NaiveDate>,
    workspaces: BTreeSet<NaiveDate>,
    models: BTreeSet<NaiveDate>,
    none: BTreeSet<NaiveDate>,
}

impl Unstated {
    fn of(spend: &SpendSeries) -> Self {
        let pauses = |alongside: &[SpendRow], states: fn(&SpendRow) -> bool| {
            let rows = spend.rows.iter().chain(alongside);
            let mut days: Vec<NaiveDate> = rows.filter(|row| states(row)).map(|row| row.day).collect();
            // Of hundreds of thousands of rows a few hundred days.
            days.dedup();
            let days = days.into_iter().collect();
            long_pauses(&days).into_iter().flat_map(Period::each_day).collect()
        };
        Self {
            keys: pauses(spend.keys_alongside(), |row| row.by_key),
            workspaces: pauses(&[], |row| row.by_workspace),
            models: pauses(&[], |row| !row.model.is_empty()),
            none: BTreeSet::new(),
        }
    }

    const fn of_entity(&self, entity: &Entity) -> &BTreeSet<NaiveDate> {
        match entity {
            Entity::Key { .. } => &self.keys,
            Entity::Workspace(_) => &self.workspaces,
            Entity::Model(_) => &self.models,
            Entity::Organization => &self.none,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_stay_in_step() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let extent = Period { start: day("2026-07-01"), end: day("2026-09-30") };
        for (from, to) in [
            ("2026-08-01", "2026-08-31"),
            ("2026-07-06", "2026-07-12"),
            ("2026-06-20", "2026-07-08"),
            ("2026-08-01", "2026-08-04"),
            ("2026-09-10", "2026-10-20"),
        ] {
            let hole = Period { start: day(from), end: day(to) };
            let kept = kept(extent, &[hole]);
            let days: Vec<(NaiveDate, bool)> =
                kept.iter().map(|(at, known)| (extent.start + chrono::Days::new(*at as u64), *known)).collect();
            assert!(days.windows(2).all(|two| (two[1].0 - two[0].0).num_days() % 7 == 1), "{from} to {to}");
            assert!(days.iter().all(|(day, known)| *known != hole.contains(*day)), "{from} to {to}");
            let known = extent.each_day().filter(|day| !hole.contains(*day)).count();
            assert_eq!(days.iter().filter(|(_, known)| *known).count(), known, "{from} to {to}");
        }
    }
}
