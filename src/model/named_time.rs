//! What the name of a file says about when it was made.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::MONTHS;

/// The time in the name of a file or of its folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NamedTime {
    /// The last day of the date, month or quarter that it states.
    pub date: Option<NaiveDate>,
    /// Month of the year that it states, perhaps without a year.
    pub month: Option<u32>,
    /// Whether it calls itself older or newer than others.
    pub is_old: Option<bool>,
}

impl NamedTime {
    /// Whether this file is from an earlier or a later day than another, where both names say so.
    #[must_use]
    pub fn age(&self, other: &Self) -> Option<Ordering> {
        let by_date = self.date.zip(other.date).map(|(a, b)| a.cmp(&b)).filter(|order| order.is_ne());
        // Months without a year lie within one half of it; else which year is meant is not known.
        let undated = self.date.is_none() && other.date.is_none();
        let months = self.month.zip(other.month).filter(|(a, b)| undated && a.abs_diff(*b) <= 6);
        let by_month = months.map(|(a, b)| a.cmp(&b)).filter(|order| order.is_ne());
        let by_word = || match (self.is_old, other.is_old) {
            (Some(true), Some(false) | None) | (None, Some(false)) => Some(Ordering::Less),
            (Some(false), Some(true) | None) | (None, Some(true)) => Some(Ordering::Greater),
            _ => None,
        };
        by_date.or(by_month).or_else(by_word)
    }

    /// For people: `2026-07-31`, `July`, or that it calls itself older.
    #[must_use]
    pub fn says(&self) -> String {
        let month = self.month.and_then(|month| MONTHS.get(usize::try_from(month).ok()?.checked_sub(1)?));
        match (self.date, month) {
            (Some(date), _) => format!("it is of {date} by its name"),
            (None, Some(month)) => format!("it is of {}{} by its name", month[..1].to_uppercase(), &month[1..]),
            (None, None) => "it is the older one by its name".to_owned(),
        }
    }
}
