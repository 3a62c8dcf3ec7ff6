//! The only clock there is: what happened according to the exports.

#[cfg(test)]
mod tests;

use anyhow::Result;
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};

use crate::facts::frame::Rows;
use crate::facts::log::routine;
use crate::model::{Dataset, Kind, Period, Table};

/// First and last day of what happened in a table; `None` where nothing did.
pub(in crate::facts) fn extent(data: &Dataset, table: Table) -> Result<Option<(NaiveDate, NaiveDate)>> {
    let Some((first, last)) = event_time_columns(data, table)? else { return Ok(None) };
    // The end of a day is the midnight behind it.
    let last_day = if table.event_time_columns().contains(&"day") { last - Duration::microseconds(1) } else { last };
    Ok(Some((first.date_naive(), last_day.date_naive())))
}

/// Beginning of the first and end of the last thing that happened: of a day, or the instant. Never an expiry or another planned date.
/// `None` where the inputs date nothing.
pub(in crate::facts) fn span(data: &Dataset) -> Result<Option<(DateTime<Utc>, DateTime<Utc>)>> {
    let mut span: Option<(DateTime<Utc>, DateTime<Utc>)> = None;
    for table in Table::ALL {
        span = match (span, event_time_columns(data, table)?) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
    }
    Ok(span)
}

/// First and last day of usage, cost and events.
pub(in crate::facts) fn covered_days(data: &Dataset) -> Result<Option<Period>> {
    let mut covered: Option<Period> = None;
    for table in [Table::Usage, Table::Cost, Table::EnterpriseUsage, Table::EnterpriseCost, Table::Events] {
        if let Some((start, end)) = extent(data, table)? {
            let wider = |c: Period| Period { start: c.start.min(start), end: c.end.max(end) };
            covered = Some(covered.map_or(Period { start, end }, wider));
        }
    }
    // Bills of clouds and use of gateways decide only where there is nothing else: a period that they cover need not be the Console's.
    for table in [Table::CloudCost, Table::GatewayUse] {
        covered = covered.or(extent(data, table)?.map(|(start, end)| Period { start, end }));
    }
    Ok(covered)
}

/// The latest calendar quarter that usage, cost or events cover from first to last day; else all that they cover; for lists alone
/// the last day on which something happened.
pub(in crate::facts) fn default_period(data: &Dataset, as_of: DateTime<Utc>) -> Result<Period> {
    let last_day = as_of.checked_sub_signed(Duration::microseconds(1)).unwrap_or(as_of).date_naive();
    let Some(covered) = covered_days(data)? else { return Ok(Period { start: last_day, end: last_day }) };
    let running = Period::quarter_of(covered.end);
    let latest = if running.end == covered.end { running } else { running.previous_quarter() };
    Ok(if covered.start <= latest.start { latest } else { covered })
}

/// Beginning of the first and end of the last thing that happened in a table.
fn event_time_columns(data: &Dataset, table: Table) -> Result<Option<(DateTime<Utc>, DateTime<Utc>)>> {
    let Some(frame) = data.frame(table) else { return Ok(None) };
    let rows = Rows::of(frame)?;
    let mut extent: Option<(DateTime<Utc>, DateTime<Utc>)> = None;
    for name in table.event_time_columns() {
        let is_day = table.columns().iter().any(|c| c.name == *name && c.kind == Kind::Day);
        let own = if is_day {
            let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
            rows.day(name)?.extent().map(|(first, last)| (midnight(first), midnight(last) + Duration::days(1)))
        } else {
            rows.instant(name)?.extent()
        };
        extent = match (extent, own) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
    }
    if table == Table::Events {
        for hour in routine::hours(data)? {
            let (first, last) = extent.unwrap_or((hour.first, hour.last));
            extent = Some((first.min(hour.first), last.max(hour.last)));
        }
    }
    Ok(extent)
}
