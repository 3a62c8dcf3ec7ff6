//! Sums over the period and counts of what is listed.

#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::{Datelike, NaiveDate};
use polars::prelude::{IntoLazy, col, lit};

use super::event_hours::EventHours;
use super::events::Events;
use super::lists::Lists;
use super::spend::SpendSeries;
use crate::model::{
    Counts, Dataset, EventCounts, InviteCounts, KeyCounts, MemberCounts, Period, Table, Tokens, Totals,
};

pub(super) fn totals(
    data: &Dataset,
    lists: &Lists,
    spend: &SpendSeries,
    (told, hours): (&Events, &EventHours),
    period: Period,
) -> Result<Totals> {
    let (tokens, web_searches) = tokens(data, period)?;
    let count = |n: usize| n as u64;
    Ok(Totals {
        tokens,
        web_searches,
        cost_usd: spend.totals(period, false),
        estimated_cost_usd: spend.totals(period, true),
        api_keys: KeyCounts { total: count(lists.keys.len()), active: count(lists.active_keys().count()) },
        members: MemberCounts {
            total: count(lists.members.len()),
            admins: count(lists.members.iter().filter(|member| member.is_privileged()).count()),
        },
        workspaces: Counts { total: count(lists.workspaces.len()), active: count(lists.live_workspaces().count()) },
        invites: InviteCounts { pending: count(lists.invites.iter().filter(|invite| invite.is_pending()).count()) },
        audit_events: EventCounts { total: events(hours, period).saturating_sub(told.told_twice(period)) },
    })
}

fn tokens(data: &Dataset, period: Period) -> Result<(Tokens, u64)> {
    let Some(frame) = data.frame(Table::Usage) else { return Ok((Tokens::default(), 0)) };
    let names = ["uncached_input", "cache_write_5m", "cache_write_1h", "cache_read", "output", "web_searches"];
    let since_1970 = |day: NaiveDate| lit(day.num_days_from_ce() - NaiveDate::default().num_days_from_ce());
    let day = || col("day").to_physical();
    let counted = frame
        .clone()
        .lazy()
        .filter(col("counted").and(day().gt_eq(since_1970(period.start))).and(day().lt_eq(since_1970(period.end))))
        .select(names.map(col))
        .collect()?;
    // Added up in 128 bits: counts of damaged cells would wrap in 64.
    let sum = |name: &str| -> Result<u64> {
        let sum: i128 = counted.column(name)?.i64()?.iter().flatten().map(i128::from).sum();
        Ok(u64::try_from(sum.max(0)).unwrap_or(u64::MAX))
    };
    let mut tokens = Tokens {
        uncached_input: sum(names[0])?,
        cache_write_5m: sum(names[1])?,
        cache_write_1h: sum(names[2])?,
        cache_read: sum(names[3])?,
        output: sum(names[4])?,
        total: 0,
    };
    let each = [tokens.uncached_input, tokens.cache_write_5m, tokens.cache_write_1h, tokens.cache_read, tokens.output];
    tokens.total = each.into_iter().fold(0, u64::saturating_add);
    Ok((tokens, sum(names[5])?))
}

/// Events of both sources; a deed that both tell of is two.
fn events(hours: &EventHours, period: Period) -> u64 {
    hours.rows.iter().filter(|row| period.contains(row.hour.date_naive())).map(|row| row.count).sum()
}
