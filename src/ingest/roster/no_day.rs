//! What stands where a last day would stand, and means that there is none.

use chrono::{Datelike, NaiveDate};

/// Days on which the calendars of systems and spreadsheets begin: a date that was never entered shows as one of them. The year 1,
/// the clock of Windows, the oldest day of SQL Server, day zero and day one of spreadsheets (and of those of the Macintosh), the clock
/// of Unix, and that one seen from America.
const FIRST_DAYS: [(i32, u32, u32); 10] = [
    (1, 1, 1),
    (1601, 1, 1),
    (1753, 1, 1),
    (1899, 12, 30),
    (1899, 12, 31),
    (1900, 1, 1),
    (1900, 1, 2),
    (1904, 1, 1),
    (1969, 12, 31),
    (1970, 1, 1),
];
/// From this day on a date means «open-ended»: SAP writes 9999-12-31, others 2999-12-31 or 2099-12-31.
const OPEN_ENDED: (i32, u32, u32) = (2099, 12, 31);
/// How directories write the date of an account that never ends (Windows counts in 100 nanoseconds from 1601 on).
const NEVER: [&str; 2] = ["0", "9223372036854775807"];
const WORDS: [&str; 20] = [
    "-",
    "--",
    "–",
    "—",
    "n/a",
    "#n/a",
    "na",
    "nan",
    "nat",
    "none",
    "null",
    "nil",
    "never",
    "present",
    "current",
    "ongoing",
    "open",
    "open-ended",
    "indefinite",
    "unbefristet",
];

/// Whether a cell says that there is no last day.
pub(super) fn is_nothing(text: &str) -> bool {
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)) || NEVER.contains(&text) || is_zero(text)
}

/// `0000-00-00`, `00.00.0000`, and how spreadsheets show a zero as a date: `00.01.1900`, `1/0/1900`.
fn is_zero(text: &str) -> bool {
    let is_date = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '/' | ':' | ' ' | 'T' | 'Z');
    let numbers: Vec<u32> =
        text.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect();
    let is_zero = numbers.len() >= 3 && numbers.iter().all(|number| *number == 0);
    text.chars().all(is_date) && (is_zero || matches!(numbers[..], [0, 1, 1900] | [1, 0, 1900] | [1900, 1, 0]))
}

/// Whether a day is one that stands for none.
pub(super) fn is_no_day(day: NaiveDate) -> bool {
    let date = (day.year(), day.month(), day.day());
    FIRST_DAYS.contains(&date) || date >= OPEN_ENDED
}
