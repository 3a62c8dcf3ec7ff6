//! What numbers of a part can be: a part may come from a stranger, and sums over it must not leave their ranges.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::ingest::batch::Batch;
use crate::model::{Bound, Bounds, Column, Money, Role};

/// The first and last day of four-digit years, in days since 1970-01-01.
const DAYS: std::ops::RangeInclusive<i32> = -719_162..=2_932_896;
/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;
/// Lines of the largest file.
const MOST_LINES: i64 = 1 << 40;
/// Largest count and amount of one row, as the readers have them.
const LARGEST_COUNT: i128 = 10_000_000_000_000;
const LARGEST_AMOUNT: i128 = Money::from_cents(100).units() * 1_000_000_000_000;
/// Of all rows together: what is far more than anybody spends, and far less than a sum may hold.
const LARGEST_SUM: i128 = LARGEST_AMOUNT * 10_000_000;

/// What is left of the numbers of one table of a file.
#[derive(Debug)]
pub(super) struct Ranges {
    /// Records that the file can still have: each has a byte at least.
    records: u64,
    /// Records so far.
    taken: u64,
    /// Sums so far, by column.
    sums: BTreeMap<usize, i128>,
}

impl Ranges {
    /// For a table of a file of so many bytes.
    pub(super) fn of(bytes: u64, bounds: &Bounds) -> Self {
        Self { records: bytes.min(bounds.of(Bound::FileBytes)), taken: 0, sums: BTreeMap::new() }
    }

    pub(super) fn is_line(line: i64) -> bool {
        (1..=MOST_LINES).contains(&line)
    }

    /// Takes so many records.
    pub(super) fn records(&mut self, count: u64) -> Result<(), String> {
        self.records = self.records.checked_sub(count).ok_or("it holds more records than its bytes can")?;
        self.taken += count;
        Ok(())
    }

    /// Takes so many rows; of cells with the number of rows of each.
    pub(super) fn rows(&mut self, batch: &Batch, count: usize, rows: &[u64]) -> Result<(), String> {
        if batch.folded.is_none() {
            return self.records(count as u64);
        }
        let all = rows.iter().try_fold(0_u64, |all, rows| all.checked_add(*rows)).ok_or("too many rows")?;
        self.records(all.max(count as u64 / 64))
    }

    pub(super) fn days(&self, mut days: impl Iterator<Item = i32>) -> Result<(), String> {
        if days.all(|day| DAYS.contains(&day)) { Ok(()) } else { Err("a day of no year of four digits".to_owned()) }
    }

    pub(super) fn instants(&self, mut instants: impl Iterator<Item = i64>) -> Result<(), String> {
        if instants.all(Self::is_instant) { Ok(()) } else { Err("an instant of no year of four digits".to_owned()) }
    }

    /// Counts of a column.
    pub(super) fn counts(
        &mut self,
        at: usize,
        column: &Column,
        mut counts: impl Iterator<Item = i64>,
    ) -> Result<(), String> {
        if column.name == "minute" {
            let is_minute = counts.all(|minute| (0..1440).contains(&minute));
            return if is_minute { Ok(()) } else { Err("a minute of no day".to_owned()) };
        }
        if column.role != Role::Measure {
            return Ok(());
        }
        self.sum(at, counts.map(i128::from), LARGEST_COUNT)
    }

    /// Amounts of a column, in 10^-18 dollars.
    pub(super) fn amounts(&mut self, at: usize, amounts: impl Iterator<Item = i128>) -> Result<(), String> {
        self.sum(at, amounts, LARGEST_AMOUNT)
    }

    /// What all rows state together, each at most `largest`.
    fn sum(&mut self, at: usize, values: impl Iterator<Item = i128>, largest: i128) -> Result<(), String> {
        let most = largest.saturating_mul(i128::from(self.taken)).min(LARGEST_SUM);
        let sum = self.sums.entry(at).or_default();
        *sum = values.fold(*sum, |sum, value| sum.saturating_add(value.saturating_abs()));
        if *sum <= most { Ok(()) } else { Err("a sum that its rows cannot have".to_owned()) }
    }

    /// Whether microseconds since 1970 are of a year of four digits.
    pub(super) fn is_instant(at: i64) -> bool {
        i32::try_from(at.div_euclid(DAY)).is_ok_and(|day| DAYS.contains(&day))
    }

    /// Whether a day is of a year of four digits.
    pub(super) fn is_day(day: NaiveDate) -> bool {
        use chrono::Datelike as _;
        (1..=9999).contains(&day.year())
    }
}
