//! What the events of a feed did to one object, counted on both sides of an equation.

use chrono::{DateTime, Utc};

use super::Population;
use super::replay::{Change, LifecycleEvents, Step};
use crate::model::Table;

/// Counts what the events did to one object since the start: an object that came and went since then counts on both sides.
pub(super) fn count(population: &mut Population, steps: &[&Step], was_member: bool, start: DateTime<Utc>) -> Net {
    let turn = |step: &&Step| match step.change {
        Change::Created => Some((step.at, true)),
        Change::Ended => Some((step.at, false)),
        Change::Became(_) => None,
    };
    let turns: Vec<(DateTime<Utc>, bool)> = steps.iter().filter_map(turn).collect();
    let (Some(&(_, first)), Some(&(_, last))) = (turns.first(), turns.last()) else { return Net::Unchanged };
    if was_member && turns.iter().all(|(_, came)| *came) {
        return Net::Unchanged;
    }
    let (before, since): (Vec<_>, Vec<_>) = turns.iter().partition(|(at, _)| *at < start);
    let was_there = before.last().map_or(!first, |(_, came)| *came);
    let came = !was_there && since.iter().any(|(_, came)| *came);
    population.at_start += u64::from(was_there);
    population.created += u64::from(came);
    population.ended += u64::from((was_there || came) && !last);
    if first && last { Net::Created } else { Net::Other }
}

/// What events did to an object on balance.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Net {
    /// No event of its coming or going.
    Unchanged,
    /// It came to be and is there.
    Created,
    /// Anything else: counted on both sides.
    Other,
}

/// Every step of an object, by whichever of its names.
pub(super) fn life<'a>(ids: &[String], lives: &'a LifecycleEvents) -> Vec<&'a Step> {
    let mut steps: Vec<&Step> = ids.iter().filter_map(|id| lives.get(id)).flatten().collect();
    let rank = |step: &Step| (step.at, step.row, matches!(step.change, Change::Became(_)));
    steps.sort_by_key(|step| rank(step));
    steps.dedup_by_key(|step| rank(step));
    steps
}

/// Keys with scopes of their own need not be in the list of keys: they are another kind.
pub(super) fn is_stranger(table: Table, id: &str, steps: &[Step]) -> bool {
    table == Table::Keys && (!id.starts_with("apikey_") || steps.iter().any(|step| step.event == "api_key_created"))
}
