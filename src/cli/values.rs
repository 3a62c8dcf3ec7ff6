//! Values of arguments, from their text.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::model::{
    FIRST_DAY, LAST_DAY, Period, PeriodError, Severity, find_secrets, is_possible_day, is_possible_instant,
};
use crate::options::{Color, Format};

/// A day in the one spelling that every export uses too.
pub(super) fn day(text: &str) -> Result<NaiveDate, String> {
    let plain = text.len() == "2026-04-01".len() && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let day = text.parse().ok().filter(|_| plain).ok_or_else(|| "write a date like 2026-04-01".to_owned())?;
    if is_possible_day(day) { Ok(day) } else { Err(outside()) }
}

fn outside() -> String {
    format!("only dates of {} to {} can be meant", FIRST_DAY.format("%Y"), LAST_DAY.format("%Y"))
}

/// A text that the report can show, so that the draw can be repeated.
pub(super) fn seed(text: &str) -> Result<String, String> {
    if find_secrets(text.as_bytes()).is_empty() {
        Ok(text.to_owned())
    } else {
        Err("it holds an API key, and the seed stands in the report: choose another text, and revoke the key"
            .to_owned())
    }
}

/// A period in the years of which there can be exports.
pub(super) fn period(text: &str) -> Result<Period, String> {
    let period: Period = text.parse().map_err(|error: PeriodError| error.to_string())?;
    if period.fault().is_none() { Ok(period) } else { Err(outside()) }
}

/// An instant, or the end of a day: the midnight with which the next day begins.
pub(super) fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    let is_day = text.len() == "2026-04-01".len();
    if is_day {
        let day = day(text)?;
        let end = day.checked_add_days(Days::new(1)).map(|next| next.and_time(NaiveTime::MIN).and_utc());
        return end.ok_or_else(|| "this day has no end".to_owned());
    }
    let instant = DateTime::parse_from_rfc3339(text).map(|instant| instant.to_utc());
    let instant = instant
        .map_err(|_| "write a date like 2026-09-30 or an instant with its zone like 2026-10-01T00:00:00Z".to_owned())?;
    if is_possible_instant(instant) { Ok(instant) } else { Err(outside()) }
}

pub(super) fn severity() -> impl TypedValueParser<Value = Severity> {
    let mildest_first: Vec<Severity> = Severity::ALL.into_iter().rev().collect();
    one_of(mildest_first, Severity::id)
}

pub(super) fn format() -> impl TypedValueParser<Value = Format> {
    one_of(Format::ALL.to_vec(), Format::id)
}

pub(super) fn color() -> impl TypedValueParser<Value = Color> {
    one_of(Color::ALL.to_vec(), Color::id)
}

/// Takes the id of one of `values`.
fn one_of<T: Copy + Send + Sync + 'static>(
    values: Vec<T>,
    id: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    let ids: Vec<&'static str> = values.iter().map(|value| id(*value)).collect();
    let unknown = "not one of the listed values";
    PossibleValuesParser::new(ids)
        .try_map(move |text| values.iter().copied().find(|value| id(*value) == text).ok_or(unknown))
}
