//! Whether other keys took over what a silent key did.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::series::{DailySpend, Entity};
use crate::analyze::Context;
use crate::facts::Key;
use crate::facts::services::of_key;

/// Share of the dollars that others must have gained.
const TOOK_OVER: f64 = 0.5;
/// Before over after under which a key gained, and does not merely scatter.
const GAINED: f64 = 0.6;
/// Days before and after that are compared.
const WINDOW: usize = 28;

/// Whether other keys of its workspace, or of its service anywhere, gained as much as it lost.
pub(super) fn of(cx: &Context, key: &Key, since: NaiveDate, all: &BTreeMap<Entity, DailySpend>) -> bool {
    let Some(any) = all.values().next() else { return false };
    let at = usize::try_from((since - any.start).num_days()).unwrap_or_default();
    let mean = |days: &[f64]| days.iter().sum::<f64>() / days.len().max(1) as f64;
    let levels = |series: &DailySpend| {
        let values = series.values();
        let (at, end) = (at.min(values.len()), (at + WINDOW).min(values.len()));
        (mean(&values[at.saturating_sub(WINDOW)..at]), mean(&values[at..end]))
    };
    let home = cx.facts.lists.workspace_name(key);
    let stem = |key: &Key| of_key(key, &cx.facts.lists, cx.policy).map(|service| service.spelling());
    let service = stem(key);
    let same_service = |name: &str| {
        let named = cx.facts.lists.keys.iter().filter(|other| other.name == name);
        service.is_some() && named.map(stem).any(|other| other == service)
    };
    let (mut lost, mut gained) = (0.0, 0.0);
    for (entity, series) in all {
        let Entity::Key { workspace, key: name } = entity else { continue };
        let (before, after) = levels(series);
        if *name == key.name || *name == key.id {
            lost += before - after;
        } else if (Some(workspace.as_str()) == home || same_service(name)) && before < GAINED * after {
            gained += after - before;
        }
    }
    lost > 0.0 && gained >= TOOK_OVER * lost
}
