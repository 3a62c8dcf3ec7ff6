//! How long data is kept.

use std::fmt;

/// A retention period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retention {
    /// Kept without an end.
    Indefinite,
    /// So many days.
    Days(u64),
    /// So many months of the calendar.
    Months(u64),
}

/// Days that a month has at least and at most.
const MONTH: (u64, u64) = (28, 31);
/// A year of months never has another number of days than these.
const YEAR: (u64, u64) = (365, 366);

impl Retention {
    /// `90 days`, `3 months`, `1 year` or `indefinite`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        if ["indefinite", "forever", "unlimited"].contains(&text.as_str()) {
            return Some(Self::Indefinite);
        }
        let unit_at = text.find(|c: char| !c.is_ascii_digit())?;
        let (count, unit) = text.split_at(unit_at);
        Self::fixed(count.parse().ok()?, unit.trim())
    }

    /// So many of a unit: `day`, `month` or `year`.
    #[must_use]
    pub fn fixed(count: u64, unit: &str) -> Option<Self> {
        let kept = match unit {
            "day" | "days" | "d" => Self::Days(count),
            "week" | "weeks" => Self::Days(count.checked_mul(7)?),
            "month" | "months" => Self::Months(count),
            "year" | "years" | "y" => Self::Months(count.checked_mul(12)?),
            _ => return None,
        };
        (count > 0).then_some(kept)
    }

    /// Whether two periods are the same; nothing where one counts days and the other months, and the months can have as many days.
    #[must_use]
    pub fn is_same(self, other: Self) -> Option<bool> {
        match (self, other) {
            (Self::Days(days), Self::Months(months)) | (Self::Months(months), Self::Days(days)) => {
                let years = months / 12;
                let rest = months % 12;
                let least = years.saturating_mul(YEAR.0).saturating_add(rest * MONTH.0);
                let most = years.saturating_mul(YEAR.1).saturating_add(rest * MONTH.1);
                if (least..=most).contains(&days) { None } else { Some(false) }
            }
            (one, other) => Some(one == other),
        }
    }

    /// Whether it is longer than another; nothing where one counts days and the other months, and the months can have as many days.
    #[must_use]
    pub fn is_longer_than(self, other: Self) -> Option<bool> {
        // Of months the twelfth part of a year: where that decides wrongly, the two can be the same.
        let days = |period: Self| match period {
            Self::Indefinite => u64::MAX,
            Self::Days(days) => days,
            Self::Months(months) => months.saturating_mul(YEAR.0) / 12,
        };
        match (self, other) {
            (Self::Months(one), Self::Months(other)) => Some(one > other),
            (one, other) => one.is_same(other).map(|is_same| !is_same && days(one) > days(other)),
        }
    }
}

impl fmt::Display for Retention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Indefinite => f.write_str("indefinite"),
            Self::Days(1) => f.write_str("1 day"),
            Self::Days(count) => write!(f, "{count} days"),
            Self::Months(1) => f.write_str("1 month"),
            Self::Months(count) => write!(f, "{count} months"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_of_two() {
        for (one, other, is_longer) in [
            ("90 days", "30 days", Some(true)),
            ("30 days", "90 days", Some(false)),
            ("90 days", "90 days", Some(false)),
            ("indefinite", "3 months", Some(true)),
            ("3 months", "indefinite", Some(false)),
            ("indefinite", "indefinite", Some(false)),
            ("4 months", "90 days", Some(true)),
            ("3 months", "90 days", None),
            ("1 year", "2 months", Some(true)),
            ("364 days", "1 year", Some(false)),
        ] {
            let [parsed, before] = [one, other].map(|text| Retention::parse(text).unwrap());
            assert_eq!(parsed.is_longer_than(before), is_longer, "{one} after {other}");
        }
    }

    #[test]
    fn periods_as_people_write_them() {
        for (text, kept) in [
            ("90 days", Some(Retention::Days(90))),
            (" 90d ", Some(Retention::Days(90))),
            ("1 day", Some(Retention::Days(1))),
            ("2 weeks", Some(Retention::Days(14))),
            ("3 Months", Some(Retention::Months(3))),
            ("1 year", Some(Retention::Months(12))),
            ("Indefinite", Some(Retention::Indefinite)),
            ("0 days", None),
            ("90", None),
            ("days", None),
            ("90 minutes", None),
            ("-3 days", None),
            ("", None),
        ] {
            assert_eq!(Retention::parse(text), kept, "{text}");
        }
    }

    #[test]
    fn days_and_months_compare_only_where_the_calendar_allows() {
        use Retention::{Days, Indefinite, Months};
        for (one, other, same) in [
            (Days(90), Days(90), Some(true)),
            (Days(90), Days(91), Some(false)),
            (Months(3), Months(3), Some(true)),
            (Indefinite, Indefinite, Some(true)),
            (Indefinite, Days(90), Some(false)),
            (Days(90), Months(3), None),
            (Months(3), Days(30), Some(false)),
            (Months(12), Days(365), None),
            (Months(12), Days(364), Some(false)),
            (Months(14), Days(400), Some(false)),
        ] {
            assert_eq!(one.is_same(other), same, "{one} {other}");
        }
    }
}
