//! Instants as tools rewrite them where nothing but one instant can be meant: seconds since 1970, `/Date(…)/`, dates of mail headers.

use chrono::{DateTime, Datelike, Utc};
use serde_json::Value;

use super::instant::parse_instant;
use super::month_name::parse_with_month_name;

/// Years in which something of these exports can have happened or will end; other numbers of ten digits are no dates.
const YEARS: std::ops::RangeInclusive<i32> = 2015..=2199;
/// Fields in which tools wrap a date: MongoDB, and PowerShell's `ConvertTo-Json`.
const WRAPPED: [&str; 3] = ["$date", "value", "DateTime"];

/// An instant in a JSON value.
#[must_use]
pub fn certain_instant(value: &Value) -> Option<DateTime<Utc>> {
    match value {
        Value::String(text) => certain_instant_of(text),
        Value::Number(number) => of_epoch(&number.to_string()),
        Value::Object(fields) => WRAPPED.iter().find_map(|field| certain_instant(fields.get(*field)?)),
        _ => None,
    }
}

/// An instant in a text. `05/11/2025` is none: it is one of two days.
#[must_use]
pub fn certain_instant_of(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    parse_instant(text).or_else(|| of_epoch(text)).or_else(|| of_date_call(text)).or_else(|| {
        let of_mail = DateTime::parse_from_rfc2822(text).ok().map(|at| at.to_utc());
        of_mail.or_else(|| parse_with_month_name(text))
    })
}

/// Seconds, milliseconds, microseconds or nanoseconds since 1970, known by how many digits they have.
fn of_epoch(text: &str) -> Option<DateTime<Utc>> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let at = match whole.len() {
        10 => {
            let micros: String = fraction.chars().chain("000000".chars()).take(6).collect();
            DateTime::from_timestamp(number, micros.parse::<u32>().ok()? * 1000)
        }
        13 => DateTime::from_timestamp_millis(number),
        16 => DateTime::from_timestamp_micros(number),
        19 => Some(DateTime::from_timestamp_nanos(number)),
        _ => None,
    };
    at.filter(|at| YEARS.contains(&at.year()))
}

/// `/Date(1753005600000)/`, also with the offset of the clock that wrote it, which changes nothing: .NET's JSON.
fn of_date_call(text: &str) -> Option<DateTime<Utc>> {
    let inner = text.trim_matches(['/', '\\']).strip_prefix("Date(")?.strip_suffix(')')?;
    let digits = inner.find(['+', '-']).map_or(inner, |at| &inner[..at]);
    (digits.len() == 13).then(|| of_epoch(digits)).flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_instant_in_many_forms() {
        let wanted = "2025-07-20T10:00:00+00:00";
        for value in [
            json!("2025-07-20T10:00:00Z"),
            json!(1_753_005_600),
            json!(1_753_005_600.0),
            json!("1753005600"),
            json!(1_753_005_600_000_i64),
            json!("1753005600000"),
            json!(1_753_005_600_000_000_i64),
            json!(1_753_005_600_000_000_000_i64),
            json!("/Date(1753005600000)/"),
            json!("\\/Date(1753005600000+0200)\\/"),
            json!("Sun, 20 Jul 2025 10:00:00 GMT"),
            json!("20 Jul 2025 12:00:00 +0200"),
            json!("20-Jul-2025 10:00"),
            json!({"$date": "2025-07-20T10:00:00Z"}),
            json!({"$date": 1_753_005_600_000_i64}),
            json!({"value": "/Date(1753005600000)/", "DisplayHint": 2, "DateTime": "Sonntag, 20. Juli 2025 10:00:00"}),
        ] {
            assert_eq!(certain_instant(&value).map(|at| at.to_rfc3339()).as_deref(), Some(wanted), "{value}");
        }
        let with_fraction = certain_instant(&json!("1753005600.25")).unwrap();
        assert_eq!(with_fraction.timestamp_millis(), 1_753_005_600_250);
    }

    #[test]
    fn what_may_be_another_instant_is_none() {
        for value in [
            json!("07/20/2025 10:00:00"),
            json!("20/07/2025"),
            json!(46204),
            json!(0),
            json!(1_000_000_000),
            json!(175_300_560),
            json!(-1_753_005_600),
            json!("1753005600x"),
            json!("1.753.005.600"),
            json!("/Date(soon)/"),
            json!("/Date(175300560000)/"),
            json!("Mon, 20 Jul 2025 10:00:00 GMT"),
            json!(true),
            json!({}),
            json!({"date": 1_753_005_600}),
            json!(["2025-07-20"]),
            json!("soon"),
        ] {
            assert_eq!(certain_instant(&value), None, "{value}");
        }
    }
}
