//! Whether other keys took over what a silent key did.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::series::{DailySpend, Entity};
use crate::analyze::Context;
use crate::facts::Key;
use crate::facts::services::{environment_of, of_key};
use crate::stats::median;

/// Share of the dollars that others must have.
const TOOK_OVER: f64 = 0.5;
/// Before over after under which a key gained at once, and does not merely scatter or grow.
const GAINED: f64 = 0.5;
/// Days before and after that are compared, and days beside the silence's first that are left out: a change of keys takes some.
const WINDOW: usize = 14;
const BESIDE: usize = 3;

/// Whether other keys of its workspace gained at once as much as it lost, or another key of its service and environment, wherever
/// it is, does as much.
pub(super) fn of(cx: &Context, key: &Key, since: NaiveDate, all: &BTreeMap<Entity, DailySpend>) -> bool {
    let Some(any) = all.values().next() else { return false };
    let at = usize::try_from((since - any.start).num_days()).unwrap_or_default();
    // Medians: a spike or a batch on those days takes nothing over.
    let levels = |series: &DailySpend| {
        let values = series.values();
        let day = |at: usize| at.min(values.len());
        let before = &values[day(at.saturating_sub(BESIDE + WINDOW))..day(at.saturating_sub(BESIDE))];
        (median(before), median(&values[day(at + BESIDE)..day(at + BESIDE + WINDOW)]))
    };
    let home = cx.facts.lists.workspace_name(key);
    let service = |key: &Key| {
        let service = of_key(key, &cx.facts.lists, cx.policy)?.spelling();
        Some((service, environment_of(key, &cx.facts.lists, cx.policy)?.environment))
    };
    let own = service(key);
    let same_service = |name: &str| {
        let named = cx.facts.lists.keys.iter().filter(|other| other.name == name);
        own.is_some() && named.map(service).any(|other| other == own)
    };
    let (mut lost, mut others) = (0.0, 0.0);
    for (entity, series) in all {
        let Entity::Key { workspace, key: name } = entity else { continue };
        let (before, after) = levels(series);
        if *name == key.name || *name == key.id {
            lost += before - after;
        } else if same_service(name) {
            others += after;
        } else if Some(workspace.as_str()) == home && before < GAINED * after {
            others += after - before;
        }
    }
    lost > 0.0 && others >= TOOK_OVER * lost
}
