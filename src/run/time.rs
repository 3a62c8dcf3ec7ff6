//! The instant that ages refer to and the days that sums refer to: as given, else as the exports say; held to what can be meant.

use anyhow::anyhow;
use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::{Failure, OrExit};
use crate::exit::Exit;
use crate::facts;
use crate::model::{Dataset, Period};
use crate::options::{Options, PeriodChoice};
use crate::policy::Policy;

/// How far a given instant may lie behind everything in the exports, in days: five years, in which a report of old exports can still be
/// asked for.
const FARTHEST_AS_OF: i64 = 1_827;
/// How far the policy's access review may lie behind the instant, in days. A review of these exports takes place after they were taken;
/// exports of more than 30 days are stale.
const FARTHEST_REVIEW: i64 = 31;

/// The end of the last thing that happened.
pub(super) fn last_event_time(data: &Dataset) -> Result<DateTime<Utc>, Failure> {
    let span = facts::span(data).or_exit(Exit::Usage)?;
    span.map(|(_, last)| last).ok_or_else(|| Failure { exit: Exit::NothingRecognized, error: undated(data) })
}

fn undated(data: &Dataset) -> anyhow::Error {
    let unread = data.rejections.first().map_or_else(String::new, |first| {
        let records = if data.rejections.len() == 1 {
            "1 record".to_owned()
        } else {
            format!("{} records", data.rejections.len())
        };
        format!(
            " ({records} could not be read; the first: {} line {}, {}: {})",
            first.file, first.line, first.column, first.reason
        )
    });
    anyhow!(
        "no record of these exports has a usable date{unread}, so ages and the period are unknown: add usage, cost, audit events or the list \
         of API keys, or give the day of the exports with --as-of"
    )
}

/// Instant and period of a run.
pub(super) fn resolve(options: &Options, data: &Dataset, policy: &Policy) -> Result<(DateTime<Utc>, Period), Failure> {
    let as_of = match options.as_of {
        Some(given) => given_as_of(given, data)?,
        None => last_event_time(data)?,
    };
    let period = period(options, data, as_of)?;
    if let Some(review) = policy.access_review()
        && (review.on - last_day(as_of)).num_days() > FARTHEST_REVIEW
    {
        let file = policy.info().file.unwrap_or_else(|| "the policy".to_owned());
        return usage(format!(
            "{file}: [access.review] says `on` = {}, more than a month after {}, the day these exports are judged for: correct the date, or \
             give newer exports",
            review.on,
            last_day(as_of)
        ));
    }
    Ok((as_of, period))
}

fn given_as_of(given: DateTime<Utc>, data: &Dataset) -> Result<DateTime<Utc>, Failure> {
    let Some((first, last)) = facts::span(data).or_exit(Exit::Usage)? else { return Ok(given) };
    if given < first {
        return usage(format!(
            "--as-of {} is before everything in the exports, which begin on {}",
            last_day(given),
            first.date_naive()
        ));
    }
    if (given - last).num_days() > FARTHEST_AS_OF {
        return usage(format!(
            "--as-of {} is more than five years after everything in the exports, which end on {}",
            last_day(given),
            last_day(last)
        ));
    }
    Ok(given)
}

fn period(options: &Options, data: &Dataset, as_of: DateTime<Utc>) -> Result<Period, Failure> {
    let latest = facts::default_period(data, as_of).or_exit(Exit::Usage)?;
    let covered = facts::covered_days(data).or_exit(Exit::Usage)?.unwrap_or(latest);
    let chosen = match options.period {
        PeriodChoice::Latest => return Ok(latest),
        PeriodChoice::Given(period) => Some(period),
        PeriodChoice::Until(end) => Period::new(covered.start.min(end), end),
        PeriodChoice::Since(start) => Period::new(start, covered.end),
    };
    let Some(chosen) = chosen else {
        return usage(format!("--from is after the last day of the exports, {}", covered.end));
    };
    if let Some(fault) = chosen.fault() {
        return usage(format!("the period {chosen} {fault}"));
    }
    let end = facts::span(data).or_exit(Exit::Usage)?.map_or(as_of, |(_, last)| last.max(as_of));
    if chosen.start > last_day(end) {
        return usage(format!(
            "the period {chosen} begins after everything in the exports, which end on {}",
            last_day(end)
        ));
    }
    Ok(chosen)
}

/// The day of which an instant is the end, else in which it lies.
fn last_day(at: DateTime<Utc>) -> NaiveDate {
    at.checked_sub_signed(Duration::microseconds(1)).unwrap_or(at).date_naive()
}

fn usage<T>(message: String) -> Result<T, Failure> {
    Err(Failure { exit: Exit::Usage, error: anyhow!(message) })
}
