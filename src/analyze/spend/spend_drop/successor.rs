//! Whether other keys took over what a silent key did.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::series::{DailySpend, Entity};
use crate::analyze::Context;
use crate::facts::Key;
use crate::facts::names::services::{environment_of, of_key};
use crate::stats::median;

/// Share of the dollars that others must have.
const TOOK_OVER: f64 = 0.5;
/// Lesser over larger level under which a key changed at once, and does not merely scatter or grow.
const GAINED: f64 = 0.5;
/// Most that a key gained or lost next to, as a share of what is missing: a launch many times as large takes nothing over.
const MOST_TAKEN: f64 = 2.0;
/// Days before and after that are compared, and days next to the silence's first that are left out: a change of keys takes some.
const WINDOW: usize = 14;
const BESIDE: usize = 3;

/// Whether other keys of its workspace gained at once as much as it lost, or another key of its service and environment, wherever
/// it is, does as much.
pub(super) fn of(cx: &Context, key: &Key, since: NaiveDate, all: &BTreeMap<Entity, DailySpend>) -> bool {
    let Some(any) = all.values().next() else { return false };
    let at = usize::try_from((since - any.day(0)).num_days()).unwrap_or_default();
    // Medians: a spike or a batch on those days takes nothing over.
    let levels = |series: &DailySpend| {
        let values = series.values();
        let day = |at: usize| at.min(values.len());
        let before = &values[day(at.saturating_sub(BESIDE + WINDOW))..day(at.saturating_sub(BESIDE))];
        let after = &values[day(at + BESIDE)..day(at + BESIDE + WINDOW)];
        let (before, after) = (median(before), median(after));
        // The change must fall on these days, and not later or earlier in the windows.
        let half_way = before.midpoint(after);
        let is_above = |days: &[f64]| median(days) > half_way;
        let just_before = is_above(&values[day(at.saturating_sub(2 * BESIDE + 1))..day(at.saturating_sub(BESIDE))]);
        let just_after = is_above(&values[day(at + BESIDE)..day(at + 2 * BESIDE + 1)]);
        (before, after, just_before != just_after)
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
    let is_own = |name: &str| *name == key.name || *name == key.id;
    let keys = || {
        all.iter().filter_map(|(entity, series)| match entity {
            Entity::Key { workspace, key } => Some((workspace.as_str(), key.as_str(), levels(series))),
            _ => None,
        })
    };
    let lost: f64 = keys().filter(|(_, name, _)| is_own(name)).map(|(.., (before, after, _))| before - after).sum();
    let mut others = 0.0;
    for (workspace, name, (before, after, is_then)) in keys().filter(|(_, name, _)| !is_own(name)) {
        let gain = after - before;
        if same_service(name) {
            others += after;
        } else if Some(workspace) == home
            && is_then
            && before.min(after) < GAINED * before.max(after)
            && gain.abs() <= MOST_TAKEN * lost
        {
            // What another key lost has gone to somebody else too.
            others += gain;
        }
    }
    lost > 0.0 && others >= TOOK_OVER * lost
}
