//! Jumps of some hours, and when inside the days of a jump the money went, where usage exports are hourly.

use chrono::NaiveDate;

use super::super::by_hour::ByHour;
use super::super::series::Entity;
use super::Jump;
use crate::analyze::Context;
use crate::facts::HourRow;
use crate::model::{Evidence, Money};
use crate::stats::detect::Setting;
use crate::stats::hours::{self, Burst};
use crate::stats::spikes::{DetectorThresholds, Spike};

/// Hours that are named: more would be a day.
const NAMED: usize = 3;

/// `; busiest hours (UTC): 2026-09-16 02:00 $120.00, …`, nothing where no export has the hours.
pub(super) fn busiest(cx: &Context, jump: &Jump) -> String {
    let holds = |row: &HourRow| match &jump.entity {
        Entity::Organization => true,
        Entity::Workspace(workspace) => row.workspace == workspace.as_str(),
        Entity::Key { workspace, key } => row.workspace == workspace.as_str() && row.key == key.as_str(),
        Entity::Model(model) => row.model == model.as_str(),
    };
    let mut hours: Vec<((NaiveDate, u8), Money)> = cx
        .facts
        .spend
        .series
        .hourly
        .hours(jump.period, holds)
        .into_iter()
        .filter(|(_, amount)| *amount > Money::ZERO)
        .collect();
    hours.sort_by_key(|(hour, amount)| (std::cmp::Reverse(*amount), *hour));
    let write_out =
        |((day, hour), amount): &((NaiveDate, u8), Money)| format!("{day} {hour:02}:00 ${}", amount.to_grouped());
    let named: Vec<String> = hours.iter().take(NAMED).map(write_out).collect();
    if named.is_empty() { String::new() } else { format!(". Busiest hours (UTC): {}", named.join(", ")) }
}

/// The hours of a jump.
pub(super) struct Hours {
    /// `2026-09-16 from 02:00 to 05:00 UTC`.
    pub(super) words: String,
    /// What they cost at list price.
    pub(super) actual: Money,
    /// The largest rows.
    pub(super) evidence: Vec<Evidence>,
}

/// Share of a burst by which the whole that it is part of has to have risen, too.
const MOVED: f64 = 0.5;
/// Rows that are quoted.
const QUOTED: usize = 5;

/// Hours that stand out of a day that does not: none where the hours are not known.
pub(super) fn jumps(cx: &Context, days: &DetectorThresholds, found: &[Jump]) -> Vec<Jump> {
    let shipped = Setting::SHIPPED.burst;
    // Hours scatter more than days: what a policy asks of days is the least.
    let (score, ratio) = (days.score.max(shipped.score), days.ratio.max(shipped.ratio));
    let gates = hours::DetectorThresholds { score, ratio, excess: days.excess, ..shipped };
    let Ok(hours) = ByHour::read(cx, gates.history, |_| true) else { return Vec::new() };
    let mut jumps = Vec::new();
    for (entity, values) in hours.all() {
        let Some(baseline) = hours.baseline(values) else { continue };
        for burst in hours.bursts(cx, &baseline, &gates) {
            let period = hours.days(&burst);
            let is_in_days = found.iter().any(|jump| {
                jump.entity == *entity && jump.period.start <= period.end && period.start <= jump.period.end
            });
            if is_in_days || came_from_others(&hours, entity, &burst) {
                continue;
            }
            let Burst { start, end, actual, expected, upper } = burst;
            let spike = Spike { start, end, actual, expected, upper };
            let hours = Some(details(cx, &hours, entity, &burst));
            jumps.push(Jump { entity: entity.clone(), period, spike, at_end: false, hours });
        }
    }
    jumps
}

/// Whether the whole that it is part of did not rise by as much.
fn came_from_others(hours: &ByHour, entity: &Entity, burst: &Burst) -> bool {
    let parent = entity.parent().and_then(|parent| hours.of(&parent));
    parent.and_then(|values| Some((values, hours.baseline(values)?))).is_some_and(|(values, baseline)| {
        let rise: f64 = (burst.start..=burst.end).map(|at| values[at] - baseline.expected[at]).sum();
        rise < MOVED * (burst.actual - burst.expected)
    })
}

fn details(cx: &Context, hours: &ByHour, entity: &Entity, burst: &Burst) -> Hours {
    let mut rows: Vec<&HourRow> = hours.rows(cx, entity, burst).collect();
    let actual = rows.iter().map(|row| row.amount).sum();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.amount), row.source));
    let record = |row: &HourRow| {
        let what = format!("{} {:02}:00 {} {} ${}", row.day, row.hour, row.key, row.model, row.amount.to_grouped());
        row.source.evidence(cx.data, what)
    };
    Hours { words: hours.words(burst), actual, evidence: rows.into_iter().take(QUOTED).map(record).collect() }
}
