//! What one key spent, as far as its use is certain.

#[cfg(test)]
mod tests;

use std::fmt;

use chrono::NaiveDate;

use super::key_use::{KeyUse, Use};
use crate::facts::lists::DEFAULT_WORKSPACE;
use crate::facts::spend::{SpendRow, SpendSeries};
use crate::model::{Money, Period, Table};

/// Dollars of a key over some days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeySpend {
    /// As cost exports report it.
    pub reported: Money,
    /// Usage at list price, on the days that no cost export covers or whose cost exports do not distinguish keys.
    pub estimated: Money,
    /// Whether usage of some model could not be priced, so that the estimate may lack something.
    pub is_partial: bool,
}

impl KeySpend {
    /// Both together.
    #[must_use]
    pub fn total(self) -> Money {
        self.reported + self.estimated
    }
}

/// `$12.00, reported`; `$3.21, estimated at list price`; `$15.21: $12.00 reported and $3.21 estimated at list price`; `nothing on record`.
impl fmt::Display for KeySpend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (reported, estimated) = (self.reported.to_grouped(), self.estimated.to_grouped());
        let least = if self.is_partial { "at least " } else { "" };
        if self.total() == Money::ZERO {
            f.write_str("nothing on record")
        } else if self.estimated == Money::ZERO {
            write!(f, "{least}${reported}, reported")
        } else if self.reported == Money::ZERO {
            write!(f, "{least}${estimated}, estimated at list price")
        } else {
            let total = self.total().to_grouped();
            write!(f, "{least}${total}: ${reported} reported and ${estimated} estimated at list price")
        }
    }
}

impl SpendSeries {
    /// The rows that [`Self::of_key`] sums.
    pub fn rows_of_key<'a>(&'a self, uses: &'a KeyUse, days: Period) -> impl Iterator<Item = &'a SpendRow> {
        let rows = self.rows.iter().chain(&self.estimated_alongside).filter(move |row| days.contains(row.day));
        rows.filter(|row| uses.uses.iter().any(|one| is_of(row, one, row.day)))
    }

    /// What the key of these uses spent over some days. Use that may be another key's is not counted.
    #[must_use]
    pub fn of_key(&self, uses: &KeyUse, days: Period) -> KeySpend {
        let mut spend = KeySpend::default();
        for row in self.rows_of_key(uses, days) {
            let sum = if row.estimated { &mut spend.estimated } else { &mut spend.reported };
            *sum += row.amount;
        }
        let rests_on_usage = uses.uses.iter().filter(|one| one.table == Table::Usage);
        let unreported = rests_on_usage
            .flat_map(|one| one.days.keys())
            .any(|day| days.contains(*day) && !self.reported_days.contains(day));
        spend.is_partial = unreported && !self.unpriced.is_empty();
        spend
    }
}

/// Whether a row of the series is the money of this use. Reported rows rest on cost exports, estimated ones on usage.
fn is_of(row: &SpendRow, one: &Use, day: NaiveDate) -> bool {
    let table = if row.estimated { Table::Usage } else { Table::Cost };
    let same_key = match &one.key_id {
        Some(id) => row.key_id.as_deref() == Some(id),
        None => row.key_id.is_none() && one.key_name.as_deref() == Some(&row.key),
    };
    one.table == table
        && same_key
        && row.workspace == one.workspace.as_deref().unwrap_or(DEFAULT_WORKSPACE)
        && one.days.contains_key(&day)
}
