//! Days and instants as the exports write them; always UTC.

use std::borrow::Cow;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};

use super::month_name::parse_with_month_name;

/// Reads `2026-07-01` and nothing else.
#[must_use]
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| -> Option<u32> {
        bytes.get(range)?.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
    };
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(digits(0..4)?).ok()?, digits(5..7)?, digits(8..10)?)
}

/// Reads the `usage_date_utc` of the Console: `2026-07-01`, or with a time `2026-07-01 04:00` in hourly and minute exports.
/// Returns the day and the minute of the day. A year before 2020 or after 2099 is a damaged cell: one such day would move every age
/// and every period.
#[must_use]
pub fn parse_usage_date(text: &str) -> Option<(NaiveDate, Option<u16>)> {
    usage_date(text.trim()).filter(|(day, _)| (2020..2100).contains(&day.year()))
}

/// How tools write behind a day or time that it is UTC.
const UTC: [&str; 7] = [" UTC", " Z", "UTC", "Z", " +0000", "+0000", "+00:00"];

fn usage_date(text: &str) -> Option<(NaiveDate, Option<u16>)> {
    if let Some(day) = parse_day(text) {
        return Some((day, None));
    }
    let day = parse_day(text.get(..10)?)?;
    let behind = &text[10..];
    if UTC.contains(&behind) {
        return Some((day, None));
    }
    let time = behind.strip_prefix([' ', 'T'])?;
    let bare = UTC.iter().find_map(|zone| time.strip_suffix(zone)).unwrap_or(time);
    let time = NaiveTime::parse_from_str(bare, "%H:%M").or_else(|_| NaiveTime::parse_from_str(bare, "%H:%M:%S%.f"));
    match time {
        Ok(time) => Some((day, Some(minute_of_day(time)))),
        // Of another zone, in which the day may be another one.
        Err(_) => any_instant(text).map(|at| (at.date_naive(), Some(minute_of_day(at.time())))),
    }
}

/// The minute of a time; a leap second is in the minute that it ends.
pub(super) fn minute_of_day(time: NaiveTime) -> u16 {
    u16::try_from(time.hour() * 60 + time.minute()).unwrap_or_default()
}

/// Reads an instant: RFC 3339 with or without fraction, a space for the `T`, no offset (taken as UTC), or a bare day (its start).
/// Years have four digits.
#[must_use]
pub fn parse_instant(text: &str) -> Option<DateTime<Utc>> {
    instant(text.trim()).filter(four_digit_year)
}

/// Others are no dates, and arithmetic with them would leave the calendar.
fn four_digit_year(at: &DateTime<Utc>) -> bool {
    (1..=9999).contains(&at.year())
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    plain_instant(text).or_else(|| any_instant(text))
}

/// Reads `2025-09-28T02:45:39.374856Z`, with up to six decimals or none: how nearly all exports write it.
fn plain_instant(text: &str) -> Option<DateTime<Utc>> {
    let number =
        |digits: &[u8]| digits.iter().try_fold(0_u32, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')));
    let (day, time) = (text.get(..10)?, text.as_bytes().get(10..)?);
    let [b'T', h1, h2, b':', m1, m2, b':', s1, s2, fraction @ .., b'Z'] = time else { return None };
    let micros = match fraction {
        [] => 0,
        [b'.', digits @ ..] if (1..=6).contains(&digits.len()) => {
            number(digits)? * 10_u32.pow(6 - u32::try_from(digits.len()).ok()?)
        }
        _ => return None,
    };
    let (hour, minute, second) = (number(&[*h1, *h2])?, number(&[*m1, *m2])?, number(&[*s1, *s2])?);
    Some(parse_day(day)?.and_hms_micro_opt(hour, minute, second, micros)?.and_utc())
}

fn any_instant(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.to_utc());
    }
    if let Some(day) = parse_day(text) {
        return Some(day.and_time(NaiveTime::MIN).and_utc());
    }
    let bare = text.trim_end_matches(" UTC").trim_end_matches('Z');
    for format in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"] {
        if let Ok(at) = NaiveDateTime::parse_from_str(bare, format) {
            return Some(at.and_utc());
        }
    }
    // An offset without its colon, as `strftime` writes it, or of hours alone.
    let with_offset = ["%Y-%m-%d %H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%d %H:%M%#z", "%Y-%m-%dT%H:%M%#z"];
    with_offset.iter().find_map(|format| DateTime::parse_from_str(text, format).ok()).map(|at| at.to_utc())
}

/// Reads the dates of identity providers next to the above: `8/19/2021 1:25:31 PM` (Entra ID), `2016/04/04 00:24:13` (Google
/// Workspace), `8/19/2021`. Month first, as these exports write them whatever the locale of the administrator.
#[must_use]
pub fn parse_roster_instant(text: &str) -> Option<DateTime<Utc>> {
    roster_instant(text.trim()).filter(four_digit_year)
}

fn roster_instant(text: &str) -> Option<DateTime<Utc>> {
    if let Some(at) = instant(text).or_else(|| parse_with_month_name(text)) {
        return Some(at);
    }
    let text = &*with_century(text);
    let with_time = [
        "%m/%d/%Y %I:%M:%S %p",
        "%m/%d/%Y %H:%M:%S",
        "%m/%d/%Y %H:%M",
        "%Y/%m/%d %H:%M:%S",
        "%d.%m.%Y %H:%M:%S",
        "%d.%m.%Y %H:%M",
        "%B %d, %Y %H:%M:%S",
    ];
    let at = with_time.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    let day = || {
        let mut formats = ["%m/%d/%Y", "%Y/%m/%d", "%d.%m.%Y", "%B %d, %Y"].iter();
        formats.find_map(|format| NaiveDate::parse_from_str(text, format).ok())
    };
    // The formats take a year of any number of digits: the year 126 is a damaged cell.
    at.or_else(|| Some(day()?.and_time(NaiveTime::MIN))).filter(|at| at.year() >= 1000).map(|at| at.and_utc())
}

/// A date between dots or slashes whose year has two digits, with the century put in front: they are of this one.
fn with_century(text: &str) -> Cow<'_, str> {
    let (date, rest) = text.split_at(text.find(' ').unwrap_or(text.len()));
    let separator = if date.contains('.') { '.' } else { '/' };
    let numbers: Vec<&str> = date.split(separator).collect();
    let short = |n: &&str| (1..=2).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit());
    match numbers[..] {
        [first, second, year] if numbers.iter().all(short) && year.len() == 2 => {
            Cow::Owned(format!("{first}{separator}{second}{separator}20{year}{rest}"))
        }
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_quickly_means_what_it_means_slowly() {
        for text in [
            "2025-09-28T02:45:39.374856Z",
            "2025-09-28T02:45:39.3Z",
            "2025-09-28T02:45:39Z",
            "0000-01-01T00:00:00Z",
            "2024-02-29T23:59:59.999999Z",
        ] {
            assert!(plain_instant(text).is_some() && plain_instant(text) == any_instant(text), "{text}");
        }
        for text in
            ["2025-09-28T02:45:60Z", "2025-02-30T00:00:00Z", "2025-09-28T02:45:39.Z", "2025-09-28T24:00:00Z", "é"]
        {
            assert_eq!(plain_instant(text), None, "{text}");
        }
    }

    #[test]
    fn usage_dates() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 2).unwrap();
        assert_eq!(parse_usage_date("2026-04-02"), Some((day, None)));
        assert_eq!(parse_usage_date("2026-04-02 04:00"), Some((day, Some(240))));
        assert_eq!(parse_usage_date("2026-04-02T23:59:00Z"), Some((day, Some(1439))));
        assert_eq!(parse_usage_date("2026-04-02T23:59:60Z"), Some((day, Some(1439))), "a leap second is no minute");
        for zone in ["", "Z", " Z", " UTC", "UTC", "+00:00", "+0000", " +0000"] {
            for time in [" 04:00", "T04:00", " 04:00:00", "T04:00:00.000000"] {
                let text = format!("2026-04-02{time}{zone}");
                assert_eq!(parse_usage_date(&text), Some((day, Some(240))), "{text}");
            }
            assert_eq!(parse_usage_date(&format!("2026-04-02{zone}")), Some((day, None)), "{zone}");
        }
        for text in
            ["2026-04-01T21:00:00-0700", "2026-04-01 21:00-07:00", "2026-04-02T06:00:00+02:00", "2026-04-02T06:00+0200"]
        {
            assert_eq!(parse_usage_date(text), Some((day, Some(240))), "{text}");
        }
        for text in [
            "",
            "2026-4-2",
            "2026-02-30",
            "04/02/2026",
            "2026-04-02x04:00",
            "2026-04-02 25:00",
            "2026-04-0é",
            "2026-04-02-0700",
            "2026-04-02 04:00 PST",
            "2026-04-02 UTC 04:00",
            "2026-04-02T04:00:00-070",
            "2206-04-02",
            "0026-04-02",
        ] {
            assert_eq!(parse_usage_date(text), None, "{text:?}");
        }
    }

    #[test]
    fn instants_of_every_export() {
        for text in
            ["2025-09-28T02:45:39.374856Z", "2025-09-28 02:45:39.374856 UTC", "2025-09-28T04:45:39.374856+02:00"]
        {
            assert_eq!(parse_instant(text).map(|t| t.timestamp_micros()), Some(1_759_027_539_374_856), "{text:?}");
        }
        assert_eq!(parse_instant("2026-01-10T10:00:00Z"), parse_instant("2026-01-10 10:00"));
        for text in [
            "2026-07-01T01:00:00-0700",
            "2026-07-01T01:00:00.000-0700",
            "2026-07-01T10:00:00+0200",
            "2026-07-01T01:00:00-07",
            "2026-07-01T01:00-0700",
            "2026-07-01 01:00-07:00",
            "2026-07-01 01:00:00 -0700",
        ] {
            assert_eq!(parse_instant(text), parse_instant("2026-07-01T08:00:00Z"), "{text}");
        }
        for text in
            ["2026-07-01T01:00:00-070", "2026-07-01T01:00:00-07000", "2026-07-01T01:00:00 PST", "2026-07-01-0700"]
        {
            assert_eq!(parse_instant(text), None, "{text}");
        }
        let entra = parse_roster_instant("8/19/2021 1:25:31 PM").unwrap();
        assert_eq!(entra.to_rfc3339(), "2021-08-19T13:25:31+00:00");
        assert_eq!(parse_roster_instant("2016/04/04 00:24:13").unwrap().to_rfc3339(), "2016-04-04T00:24:13+00:00");
        assert_eq!(parse_roster_instant("Never logged in"), None);
        for (text, read) in [
            ("30.06.26", Some("2026-06-30T00:00:00+00:00")),
            ("1.7.26", Some("2026-07-01T00:00:00+00:00")),
            ("30.06.26 14:05", Some("2026-06-30T14:05:00+00:00")),
            ("30.06.2026 14:05:06", Some("2026-06-30T14:05:06+00:00")),
            ("6/30/26", Some("2026-06-30T00:00:00+00:00")),
            ("8/19/21 1:25:31 PM", Some("2021-08-19T13:25:31+00:00")),
            ("30-Jun-26", Some("2026-06-30T00:00:00+00:00")),
            ("30 Jun 2026 14:05", Some("2026-06-30T14:05:00+00:00")),
            ("30-Foo-26", None),
            ("30.06.126", None),
            ("6/30/126", None),
            ("30.06.6", None),
            ("30.06", None),
        ] {
            assert_eq!(parse_roster_instant(text).map(|at| at.to_rfc3339()).as_deref(), read, "{text}");
        }
        assert!(parse_instant("9999-12-31").is_some(), "how some lists write «no end»");
        assert_eq!(parse_instant("+262142-12-31 23:59:59"), None);
    }
}
