//! Sums over the period and counts of what is listed.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{Datelike, NaiveDate};
use polars::prelude::{IntoLazy, col, lit};

use crate::facts::frame::Rows;
use crate::facts::gateways::GatewayFacts;
use crate::facts::lists::Lists;
use crate::facts::log::EventHours;
use crate::facts::log::Events;
use crate::facts::spend::{COUNTS, SpendFacts, SpendSeries};
use crate::model::{
    Counts, Dataset, EventCounts, InviteCounts, KeyCounts, MemberCounts, Money, Period, Table, Tokens, Totals,
    UNSTATED_ORGANIZATION,
};

pub(super) fn totals(
    data: &Dataset,
    lists: &Lists,
    (all, gateways): (&SpendFacts, &GatewayFacts),
    (found, hours): (&Events, &EventHours),
    period: Period,
) -> Result<Totals> {
    let spend = &all.series;
    let (mut tokens, mut web_searches) = tokens(data, Table::Usage, period)?;
    let (of_seats, searches) = self::tokens(data, Table::EnterpriseUsage, period)?;
    tokens += of_seats;
    web_searches += searches;
    let mut cost_usd = spend.totals(period, false);
    spend.enterprise.add_to(&mut cost_usd, period);
    cost_usd.organization = organizations(data, spend, period)?;
    let count = |n: usize| n as u64;
    Ok(Totals {
        tokens,
        web_searches,
        cost_usd,
        estimated_cost_usd: spend.totals(period, true),
        estimated_at_least_usd: spend.estimated_at_least(period),
        unpriced: Some(all.unpriced(|one| period.contains(one.day))).filter(|found| found.tokens > 0),
        cloud_cost_usd: all.clouds.bills(period),
        gateway_usd: gateways.spend(period),
        api_keys: KeyCounts { total: count(lists.keys.len()), active: count(lists.active_keys().count()) },
        members: MemberCounts {
            total: count(lists.members.len()),
            admins: count(lists.members.iter().filter(|member| member.is_privileged()).count()),
        },
        workspaces: Counts { total: count(lists.workspaces.len()), active: count(lists.live_workspaces().count()) },
        invites: InviteCounts { pending: count(lists.invites.iter().filter(|invite| invite.is_pending()).count()) },
        audit_events: EventCounts { total: events(hours, period).saturating_sub(found.reported_twice(period)) },
    })
}

/// Reported cost by organization, where exports of several are given.
fn organizations(data: &Dataset, spend: &SpendSeries, period: Period) -> Result<BTreeMap<String, Money>> {
    let mut sums = spend.enterprise.by_organization(period);
    if let Some(frame) = data.frame(Table::Cost) {
        let folded = frame
            .clone()
            .lazy()
            .filter(col("counted"))
            .group_by_stable(["file", "day", "organization_id"].map(col))
            .agg([col("cost").sum(), col("line").min()])
            .collect()?;
        let rows = Rows::of(&folded)?;
        let (day, organization, cost) = (rows.day("day")?, rows.text("organization_id")?, rows.money("cost")?);
        for row in 0..rows.len() {
            let is_proven = |day: NaiveDate| !spend.is_unproven(rows.source(row).file, day);
            if day.get(row).is_some_and(|day| period.contains(day) && is_proven(day)) {
                let name = organization.get(row).unwrap_or_default().to_owned();
                *sums.entry(name).or_default() += cost.get(row).unwrap_or_default();
            }
        }
    }
    if sums.len() < 2 {
        return Ok(BTreeMap::new());
    }
    let named = |(id, sum): (String, Money)| (if id.is_empty() { UNSTATED_ORGANIZATION.to_owned() } else { id }, sum);
    Ok(sums.into_iter().map(named).collect())
}

fn tokens(data: &Dataset, table: Table, period: Period) -> Result<(Tokens, u64)> {
    let Some(frame) = data.frame(table) else { return Ok((Tokens::default(), 0)) };
    let since_1970 = |day: NaiveDate| lit(day.num_days_from_ce() - NaiveDate::default().num_days_from_ce());
    let day = || col("day").to_physical();
    let counted = frame
        .clone()
        .lazy()
        .filter(col("counted").and(day().gt_eq(since_1970(period.start))).and(day().lt_eq(since_1970(period.end))))
        .select(COUNTS.map(col))
        .collect()?;
    // Added up in 128 bits: counts of damaged cells would wrap in 64.
    let sum = |name: &str| -> Result<u64> {
        let sum: i128 = counted.column(name)?.i64()?.iter().flatten().map(i128::from).sum();
        Ok(u64::try_from(sum.max(0)).unwrap_or(u64::MAX))
    };
    let mut tokens = Tokens {
        uncached_input: sum(COUNTS[0])?,
        cache_write_5m: sum(COUNTS[1])?,
        cache_write_1h: sum(COUNTS[2])?,
        cache_read: sum(COUNTS[3])?,
        output: sum(COUNTS[4])?,
        total: 0,
    };
    let each = [tokens.uncached_input, tokens.cache_write_5m, tokens.cache_write_1h, tokens.cache_read, tokens.output];
    tokens.total = each.into_iter().fold(0, u64::saturating_add);
    Ok((tokens, sum(COUNTS[5])?))
}

/// How many events the activity feed and the audit log have in the period. An action that both report counts twice.
fn events(hours: &EventHours, period: Period) -> u64 {
    hours.rows.iter().filter(|row| period.contains(row.hour.date_naive())).map(|row| row.count).sum()
}
