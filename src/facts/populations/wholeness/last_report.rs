//! The numbers of the last report against today's lists.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Shortage, WholenessInputs};
use crate::facts::log::{KeyChange, KeyEvent};
use crate::model::{Report, Table};

/// So large a part of a list does not leave between two reports without a trace, in percent, and so many.
const NEVER_PERCENT: u128 = 33;
const NEVER: u64 = 5;

/// How many of those whom the last report counted are neither in the list nor ended since, where it counted any.
pub(super) fn shortage(table: Table, known: &WholenessInputs) -> Option<Shortage> {
    let last = &known.baseline?.report;
    if last.as_of > known.as_of || counts_later_things(last) || is_another(known, last.organization.id.as_deref()) {
        return None;
    }
    let was_there = |made: Option<DateTime<Utc>>| made.is_none_or(|made| made <= last.as_of);
    let lists = known.lists;
    let (listed, still, ended) = match table {
        Table::Keys => {
            let still = lists.keys.iter().filter(|key| was_there(key.created_at)).count();
            (last.totals.api_keys.total, still, ended_keys(known, last.as_of))
        }
        Table::Members => {
            let still = lists.members.iter().filter(|member| was_there(member.added_at)).count();
            (last.totals.members.total, still, removed(known, last.as_of))
        }
        _ => {
            // Archived ones are listed on request only.
            let still = lists.workspaces.iter().filter(|one| was_there(one.created_at)).count();
            (last.totals.workspaces.active, still, archived(known, last.as_of))
        }
    };
    // Whoever stands in a record that could not be read is still listed.
    let missing = listed.saturating_sub((still + ended) as u64 + lists.unread.records(table));
    if missing == 0 {
        return None;
    }
    let covered = known.feed.iter().any(|run| {
        let end = known.as_of.date_naive() - chrono::Duration::days(2);
        run.since <= last.as_of.date_naive() && run.until >= end
    });
    // Keys never leave the list, they are archived; everybody else may have left unseen.
    let is_large = || missing >= NEVER && u128::from(missing) * 100 > u128::from(listed) * NEVER_PERCENT;
    let is_certain = table == Table::Keys || covered || is_large();
    Some(Shortage { missing, listed, is_certain })
}

/// Whether the report was made for a day before the end of its exports, as `--as-of` asks: its lists had what was not there on that day.
fn counts_later_things(report: &Report) -> bool {
    let day = report.as_of.date_naive();
    let last = report.inputs.iter().filter_map(|input| input.last.as_deref()?.get(..10)?.parse::<NaiveDate>().ok());
    last.max().is_some_and(|last| last > day)
}

fn is_another(known: &WholenessInputs, last: Option<&str>) -> bool {
    last.zip(known.lists.organization.id.as_deref()).is_some_and(|(last, now)| last != now)
}

/// Keys that events ended since and that the list leaves out.
fn ended_keys(known: &WholenessInputs, since: DateTime<Utc>) -> usize {
    let ends = |event: &&KeyEvent| match &event.change {
        KeyChange::Deleted => true,
        KeyChange::Created => false,
        KeyChange::Updated(updates) => updates.iter().any(|update| {
            update.field == "status" && matches!(update.to.as_str(), Some("archived" | "expired" | "inactive"))
        }),
    };
    let ended = known.key_events.0.iter().filter(|event| event.at >= since).filter(ends);
    let ids: BTreeSet<&str> = ended.filter_map(|event| event.key_id.as_deref()).collect();
    ids.into_iter().filter(|id| known.lists.keys.iter().all(|key| key.id != *id)).count()
}

fn removed(known: &WholenessInputs, since: DateTime<Utc>) -> usize {
    let gone = known.departures.all().filter(|one| !one.is_member);
    gone.filter(|one| one.removal.as_ref().is_none_or(|removal| removal.at >= since)).count()
}

fn archived(known: &WholenessInputs, since: DateTime<Utc>) -> usize {
    let ends =
        known.events.notable.iter().filter(|event| event.at >= since && event.name == "platform_workspace_archived");
    let ids: BTreeSet<&str> = ends.filter_map(|event| event.text("workspace_id")).collect();
    ids.into_iter().filter(|id| known.lists.workspaces.iter().all(|one| one.id != *id)).count()
}
