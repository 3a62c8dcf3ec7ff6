//! Whether a cost export is in dollars: held against usage × list price before its money is summed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::row::SpendRow;
use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Money, Table};

/// A cost export that is not in dollars, as far as usage can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnprovenFile {
    /// Index of the file among the inputs.
    pub file: u32,
    /// The days of which its unit is in doubt; none where it is on all.
    pub days: BTreeSet<NaiveDate>,
    /// What it adds up to where usage is known, if it were dollars.
    pub stated: Money,
    /// Usage × list price of the same days and keys; nothing where no usage says anything about it.
    pub estimate: Money,
    /// Its first row.
    pub source: Source,
}

/// Off by this factor is no discount and no rounding: cents are off by 100. Discounts reach a half, cache and tier effects a tenth.
const FACTOR: i128 = 50;
/// Within this factor an unstated unit is proven: discounts, cache and tiers reach no further, and half of the way to 100 is 10.
const NEAR: i128 = 10;
/// A single day may be off for another cause.
const FEWEST_DAYS: usize = 2;
/// Estimates below this prove nothing.
const LEAST_ESTIMATE: Money = Money::from_cents(100);
/// Half a cent: how far a row of the cost export can be off by rounding.
const ROUNDING: i128 = 5_000_000_000_000_000;

#[derive(Clone, Copy, Debug)]
struct Sums {
    stated: Money,
    estimate: Money,
    rows: i128,
    source: Source,
}

/// Cost exports that are off by [`FACTOR`] or more, either way. A file is compared on the days, workspaces and keys that usage knows;
/// where it names them otherwise, on whole days, and then only whether it is too large: it may hold a part of the organization.
///
/// A file that does not state its unit is believed only where usage proves it.
pub(in crate::facts) fn unproven(
    reported: &[SpendRow],
    estimated: &[SpendRow],
    unstated: &BTreeSet<u32>,
) -> Vec<UnprovenFile> {
    let mut exact: BTreeMap<(NaiveDate, &str, &str), Money> = BTreeMap::new();
    let mut placed: BTreeMap<(NaiveDate, &str), Money> = BTreeMap::new();
    let mut daily: BTreeMap<NaiveDate, Money> = BTreeMap::new();
    for row in estimated {
        *exact.entry((row.day, &row.workspace, &row.key)).or_default() += row.amount;
        *placed.entry((row.day, &row.workspace)).or_default() += row.amount;
        *daily.entry(row.day).or_default() += row.amount;
    }
    let mut files: BTreeMap<u32, Vec<&SpendRow>> = BTreeMap::new();
    for row in reported {
        files.entry(row.source.file).or_default().push(row);
    }
    let judge = |(file, rows): (u32, Vec<&SpendRow>)| {
        // A file without any key says nothing about the Workbench, whose usage has none either: its workspaces are compared whole.
        let by_key = if rows.iter().any(|row| !row.key.is_empty()) {
            sums(&rows, |row| (row.day, row.workspace.as_str(), row.key.as_str()), &exact)
        } else {
            sums(&rows, |row| (row.day, row.workspace.as_str()), &placed)
        };
        let by_day = sums(&rows, |row| row.day, &daily);
        let is_unstated = unstated.contains(&file);
        let off = match (by_key, by_day) {
            (Some(sums), _) | (None, Some(sums)) if is_unstated && !is_near(sums) => sums,
            (Some(sums), _) if too_large(sums) || too_small(sums) => sums,
            (None, Some(sums)) if too_large(sums) => sums,
            (None, None) if is_unstated => Sums {
                stated: rows.iter().map(|row| row.amount).sum(),
                estimate: Money::ZERO,
                rows: rows.len() as i128,
                source: rows.iter().map(|row| row.source).min()?,
            },
            _ => return on_some_days(file, &rows, &placed),
        };
        let days = BTreeSet::new();
        Some(UnprovenFile { file, days, stated: off.stated, estimate: off.estimate, source: off.source })
    };
    files.into_iter().filter_map(judge).collect()
}

/// Reports of Claude Enterprise that do not state their unit: on a seat plan usage at list price is far above cost and proves nothing.
pub(in crate::facts) fn unprovable(data: &Dataset, unstated: &BTreeSet<u32>) -> Vec<UnprovenFile> {
    let Some(rows) = data.frame(Table::EnterpriseCost).and_then(|frame| Rows::of(frame).ok()) else {
        return Vec::new();
    };
    let Ok(cost) = rows.money("cost") else { return Vec::new() };
    let mut files: BTreeMap<u32, UnprovenFile> = BTreeMap::new();
    for row in (0..rows.len()).filter(|&row| unstated.contains(&rows.source(row).file)) {
        let source = rows.source(row);
        let one = files.entry(source.file).or_insert(UnprovenFile {
            file: source.file,
            stated: Money::ZERO,
            estimate: Money::ZERO,
            days: BTreeSet::new(),
            source,
        });
        one.stated += cost.get(row).unwrap_or_default();
        one.source = one.source.min(source);
    }
    files.into_values().collect()
}

/// Days on which a file is a hundredfold of usage, or a hundredth, although its other days are not: somebody joined or converted a part.
fn on_some_days(file: u32, rows: &[&SpendRow], placed: &BTreeMap<(NaiveDate, &str), Money>) -> Option<UnprovenFile> {
    let mut days: BTreeMap<NaiveDate, Vec<&SpendRow>> = BTreeMap::new();
    for row in rows {
        days.entry(row.day).or_default().push(row);
    }
    let off = |rows: &Vec<&SpendRow>| {
        let sums = sums(rows, |row| (row.day, row.workspace.as_str()), placed)?;
        is_hundredfold(sums).then_some(sums)
    };
    let off: BTreeMap<NaiveDate, Sums> = days.iter().filter_map(|(day, rows)| Some((*day, off(rows)?))).collect();
    if off.len() < FEWEST_DAYS {
        return None;
    }
    Some(UnprovenFile {
        file,
        stated: off.values().map(|sums| sums.stated).sum(),
        estimate: off.values().map(|sums| sums.estimate).sum(),
        source: off.values().map(|sums| sums.source).min()?,
        days: off.into_keys().collect(),
    })
}

/// Whether one sum is a hundred times the other, but for discounts and prices of other terms: within a factor of two.
fn is_hundredfold(sums: Sums) -> bool {
    let (stated, estimate) = (sums.stated.units(), sums.estimate.units());
    let is_near = |less: i128, more: i128| more >= FACTOR * less && more <= 4 * FACTOR * less;
    // Rounding makes cents of next to nothing.
    let is_small = stated <= 10 * ROUNDING * sums.rows;
    is_near(estimate, stated) || !is_small && is_near(stated, estimate)
}

/// Stated and estimated sums over the grains that both have; `None` where the estimate is too small to prove anything.
fn sums<'a, G: Ord>(
    rows: &[&'a SpendRow],
    grain: impl Fn(&'a SpendRow) -> G,
    estimates: &BTreeMap<G, Money>,
) -> Option<Sums> {
    let mut stated: BTreeMap<G, Money> = BTreeMap::new();
    for row in rows {
        let grain = grain(row);
        if estimates.contains_key(&grain) {
            *stated.entry(grain).or_default() += row.amount;
        }
    }
    let estimate: Money = stated.keys().filter_map(|grain| estimates.get(grain)).copied().sum();
    let source = rows.iter().map(|row| row.source).min()?;
    let sums = Sums { stated: stated.into_values().sum(), estimate, rows: rows.len() as i128, source };
    (estimate >= LEAST_ESTIMATE).then_some(sums)
}

/// Whether two sums are so near that one unit is proven: another one would be off by 100.
fn is_near(sums: Sums) -> bool {
    let (stated, estimate) = (sums.stated.units(), sums.estimate.units());
    stated * NEAR >= estimate && stated <= NEAR * estimate
}

fn too_large(sums: Sums) -> bool {
    sums.stated.units() >= FACTOR * sums.estimate.units()
}

/// Rounding to cents can make every row of a small user zero; that much is granted.
fn too_small(sums: Sums) -> bool {
    FACTOR * (sums.stated.units() + 10 * ROUNDING * sums.rows) <= sums.estimate.units()
}
