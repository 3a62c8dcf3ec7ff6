//! Days of usage and cost of which records could not be read, and days that are stated without a column that counts: more was used on
//! them than the rows say.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{Days, NaiveDate};

use crate::facts::frame::Rows;
use crate::model::{Dataset, Period, Rejection, Table, counted};

/// Columns whose sums are compared over time.
const TOKENS: [&str; 5] = ["uncached_input", "cache_write_5m", "cache_write_1h", "cache_read", "output"];

/// What the rows of usage and of cost leave out, by day.
#[derive(Clone, Debug, Default)]
pub struct UnreadDays {
    usage: OfTable,
    cost: OfTable,
}

#[derive(Clone, Debug, Default)]
struct OfTable {
    /// Records that were read and that were not, of files with unreadable ones; with the file.
    counts: BTreeMap<NaiveDate, (u64, u64, u32)>,
    /// Columns that a file with rows of the day does not have, and others of its kind do; with the file.
    lacking: BTreeMap<NaiveDate, BTreeMap<&'static str, u32>>,
}

/// Records of some days that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// How many.
    pub records: u64,
    /// Of how many that the files with unreadable ones have of these days, these included.
    pub of: u64,
    /// In words.
    pub says: String,
}

impl Unread {
    /// Which part was not read.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.records as f64 / self.of.max(1) as f64
    }
}

impl UnreadDays {
    pub(super) fn read(data: &Dataset) -> Result<Self> {
        Ok(Self { usage: OfTable::read(data, Table::Usage)?, cost: OfTable::read(data, Table::Cost)? })
    }

    const fn of(&self, table: Table) -> &OfTable {
        if matches!(table, Table::Cost) { &self.cost } else { &self.usage }
    }

    /// What could not be read of some days, as far as the lines around it show; nothing where everything was.
    #[must_use]
    pub fn unread(&self, data: &Dataset, table: Table, days: Period) -> Option<Unread> {
        let within = || self.of(table).counts.range(days.start..=days.end).map(|(_, counts)| counts);
        let (read, records) = within().fold((0, 0), |(read, unread), one| (read + one.0, unread + one.1));
        let file = within().find(|one| one.1 > 0)?.2;
        let of = read + records;
        let says = format!(
            "{records} of {} of {} in {days} could not be read (the first: in {})",
            counted(of, "record"),
            table.title(),
            data.path(file)
        );
        Some(Unread { records, of, says })
    }

    /// The first column that is not stated of some days and is of others, in words; nothing where both lack the same.
    #[must_use]
    pub fn lacking(&self, data: &Dataset, table: Table, days: Period, others: Period) -> Option<String> {
        let within = |days: Period| -> BTreeMap<&'static str, u32> {
            let found = self.of(table).lacking.range(days.start..=days.end);
            found.flat_map(|(_, columns)| columns.iter().map(|(column, file)| (*column, *file))).collect()
        };
        let (own, other) = (within(days), within(others));
        let (column, file) = own.iter().find(|(column, _)| !other.contains_key(*column))?;
        Some(format!("{} states no `{column}`, which counts elsewhere", data.path(*file)))
    }
}

impl OfTable {
    fn read(data: &Dataset, table: Table) -> Result<Self> {
        let mut all = Self::default();
        let Some(frame) = data.frame(table) else { return Ok(all) };
        let rows = Rows::of(frame)?;
        let day = rows.day("day")?;
        let is_counted = rows.flag("counted")?;
        if table == Table::Usage {
            all.lacking = lacking(data, &rows)?;
        }
        let damaged: BTreeSet<u32> =
            (0_u32..).zip(&data.inputs).filter(|(_, input)| input.rejected > 0).map(|(file, _)| file).collect();
        // The lines of each such file with their days; records by day.
        let mut lines: BTreeMap<u32, Vec<(u64, NaiveDate)>> = BTreeMap::new();
        let rows_of_damaged = (0..rows.len()).filter(|&row| !damaged.is_empty() && damaged.contains(&rows.file(row)));
        for row in rows_of_damaged.filter(|&row| is_counted.get(row) != Some(false)) {
            let Some(day) = day.get(row) else { continue };
            let source = rows.source(row);
            lines.entry(source.file).or_default().push((source.line, day));
            all.counts.entry(day).or_insert((0, 0, source.file)).0 += rows.records(row);
        }
        for (file, mut lines) in lines {
            lines.sort_unstable();
            let own: Vec<&Rejection> = data.rejections.iter().filter(|one| *one.file == *data.path(file)).collect();
            for day in days_of(&lines, &own) {
                all.counts.entry(day).or_insert((0, 0, file)).1 += 1;
            }
        }
        Ok(all)
    }
}

/// The days of records that could not be read, by the lines around them: those between two days are spread over the days from one to
/// the other, where the file goes on in its order.
fn days_of(lines: &[(u64, NaiveDate)], rejections: &[&Rejection]) -> Vec<NaiveDate> {
    let (Some((_, first)), Some((_, last))) = (lines.first(), lines.last()) else { return Vec::new() };
    let mut between: BTreeMap<usize, u64> = BTreeMap::new();
    for one in rejections {
        *between.entry(lines.partition_point(|(line, _)| *line <= one.line)).or_default() += 1;
    }
    let mut days = Vec::new();
    for (at, count) in between {
        let before = at.checked_sub(1).and_then(|at| lines.get(at)).or(lines.first()).map_or(*first, |(_, day)| *day);
        let behind = lines.get(at).map_or(before, |(_, day)| *day);
        let goes_on = if first <= last { before <= behind } else { behind <= before };
        let (low, steps) = (before.min(behind), (behind - before).num_days().unsigned_abs());
        days.extend((0..count).filter_map(|number| match goes_on {
            true => low.checked_add_days(Days::new((steps + 1) * number / count)),
            false => Some(if number * 2 < count { before } else { behind }),
        }));
    }
    days
}

/// The token columns of which a file has no value, and another of its kind has, by the days of that file.
fn lacking(data: &Dataset, rows: &Rows) -> Result<BTreeMap<NaiveDate, BTreeMap<&'static str, u32>>> {
    let kind = |file: u32| data.inputs.get(file as usize).and_then(|input| input.kind.as_deref()).unwrap_or_default();
    let (day, mut files) = (rows.day("day")?, BTreeMap::<u32, (BTreeSet<NaiveDate>, BTreeSet<&'static str>)>::new());
    let columns = TOKENS.iter().map(|name| Ok((*name, rows.integer(name)?))).collect::<Result<Vec<_>>>()?;
    if columns.iter().all(|(_, column)| column.null_count() == 0) {
        return Ok(BTreeMap::new());
    }
    for row in 0..rows.len() {
        let (days, stated) = files.entry(rows.file(row)).or_default();
        days.extend(day.get(row));
        if stated.len() < columns.len() {
            stated.extend(columns.iter().filter(|(_, column)| column.get(row).is_some()).map(|(name, _)| *name));
        }
    }
    let mut known: BTreeMap<&str, BTreeSet<&'static str>> = BTreeMap::new();
    for (file, (_, stated)) in &files {
        known.entry(kind(*file)).or_default().extend(stated);
    }
    let mut lacking: BTreeMap<NaiveDate, BTreeMap<&'static str, u32>> = BTreeMap::new();
    for (file, (days, stated)) in &files {
        for column in known[kind(*file)].difference(stated) {
            for day in days {
                lacking.entry(*day).or_default().entry(*column).or_insert(*file);
            }
        }
    }
    Ok(lacking)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with rows on these lines and days of July, unreadable lines, and the days that these are taken to be of.
    type Case = (&'static [(u64, u32)], &'static [u64], &'static [u32]);

    #[test]
    fn unreadable_records_have_the_day_of_the_lines_around_them() {
        let cases: [Case; 7] = [
            (&[(2, 1), (4, 1), (6, 2)], &[3, 7], &[1, 2]),
            (&[(5, 3), (6, 4)], &[2, 3, 4], &[3, 3, 3]),
            (&[(2, 1), (7, 5)], &[3, 4, 5, 6], &[1, 2, 3, 4]),
            (&[(2, 5), (7, 1), (8, 1)], &[3, 4, 5, 6], &[1, 2, 3, 4]),
            // By key: the days begin again.
            (&[(2, 1), (3, 9), (6, 1), (7, 9)], &[4, 5], &[9, 1]),
            (&[], &[4, 5], &[]),
            (&[(2, 1)], &[], &[]),
        ];
        let day = |number: u32| NaiveDate::from_ymd_opt(2026, 7, number).unwrap();
        for (lines, unread, expected) in cases {
            let lines: Vec<(u64, NaiveDate)> = lines.iter().map(|(line, number)| (*line, day(*number))).collect();
            let reject = |line: &u64| Rejection {
                file: "u.csv".into(),
                line: *line,
                column: "".into(),
                value: "".into(),
                reason: "".into(),
                mentions: Box::default(),
            };
            let rejections: Vec<Rejection> = unread.iter().map(reject).collect();
            let found = days_of(&lines, &rejections.iter().collect::<Vec<_>>());
            assert_eq!(found, expected.iter().map(|number| day(*number)).collect::<Vec<_>>(), "{lines:?} {unread:?}");
        }
    }
}
