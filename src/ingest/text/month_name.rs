//! Dates with the name of a month: nobody takes it for a day.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// Reads `5-Nov-2025`, `05 Nov 25 09:00`, `November 5, 2025`, in English.
#[must_use]
pub fn parse_with_month_name(text: &str) -> Option<DateTime<Utc>> {
    let text = text.replace([',', '-', '.'], " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let (date, time) = words.split_at_checked(3)?;
    let day = ["%d %B %Y", "%d %B %y", "%B %d %Y"]
        .iter()
        .filter(|format| {
            format.ends_with("%y") == date.iter().all(|word| word.len() < 4 || word.parse::<u32>().is_err())
        })
        .find_map(|format| NaiveDate::parse_from_str(&date.join(" "), format).ok())?;
    let time = match time {
        [] => NaiveTime::MIN,
        time => ["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p"]
            .iter()
            .find_map(|format| NaiveTime::parse_from_str(&time.join(" "), format).ok())?,
    };
    Some(NaiveDateTime::new(day, time).and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_months() {
        for text in ["5-Nov-2025", "05 Nov 25", "November 5, 2025", "Nov 5, 2025 00:00", "5.Nov.2025 12:00 AM"] {
            assert_eq!(
                parse_with_month_name(text).map(|at| at.to_rfc3339()).as_deref(),
                Some("2025-11-05T00:00:00+00:00"),
                "{text}"
            );
        }
        for text in ["Nov 2025", "soon", "5 Foo 2025", "05/11/2025", "5-Nov-2025 late"] {
            assert_eq!(parse_with_month_name(text), None, "{text}");
        }
    }
}
