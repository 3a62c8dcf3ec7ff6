//! Whether a cost export is in dollars: held against usage × list price before its money is summed.

#[cfg(test)]
mod tests;

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
/// Half a cent: how far a row of the Console's cost export can be off by rounding.
const ROUNDING: i128 = 5_000_000_000_000_000;
/// The kind of export whose amounts are rounded to cents. Those of the API have fractions of cents, and none of them is small by rounding.
const ROUNDED: &str = "console-cost";

#[derive(Clone, Copy, Debug)]
struct Sums {
    stated: Money,
    estimate: Money,
    /// How much rounding to cents could have taken from the rows that it is of, ten times over.
    rounding: i128,
    /// Whether its amounts are rounded to cents.
    is_rounded: bool,
    source: Source,
}

/// What rounding to cents could have taken from rows of a file, ten times over, and whether they were rounded.
fn rounding(data: &Dataset, rows: &[&SpendRow]) -> (i128, bool) {
    let kind = |row: &&SpendRow| data.inputs.get(row.source.file as usize).and_then(|input| input.kind.as_deref());
    (10 * ROUNDING * rows.len() as i128, rows.first().and_then(kind) == Some(ROUNDED))
}

/// Cost exports that are off by [`FACTOR`] or more, either way. A file is compared on the days, workspaces and keys that usage knows;
/// where it names them otherwise, on whole days, and then only whether it is too large: it may hold a part of the organization.
///
/// A file that does not state its unit is believed only where usage proves it.
pub(in crate::facts) fn unproven(
    data: &Dataset,
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
        let granted = rounding(data, &rows);
        let by_key = if rows.iter().any(|row| !row.key.is_empty()) {
            sums(&rows, granted, |row| (row.day, row.workspace.as_str(), row.key.as_str()), &exact)
        } else {
            sums(&rows, granted, |row| (row.day, row.workspace.as_str()), &placed)
        };
        let by_day = sums(&rows, granted, |row| row.day, &daily);
        let is_unstated = unstated.contains(&file);
        let off = match (by_key, by_day) {
            (Some(sums), _) | (None, Some(sums)) if is_unstated && !is_near(sums) => sums,
            (Some(sums), _) if too_large(sums) || too_small(sums) => sums,
            (None, Some(sums)) if too_large(sums) => sums,
            (None, None) if is_unstated => Sums {
                stated: rows.iter().map(|row| row.amount).sum(),
                estimate: Money::ZERO,
                rounding: granted.0,
                is_rounded: granted.1,
                source: rows.iter().map(|row| row.source).min()?,
            },
            _ => return on_some_days(data, file, &rows, &placed),
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
fn on_some_days(
    data: &Dataset,
    file: u32,
    rows: &[&SpendRow],
    placed: &BTreeMap<(NaiveDate, &str), Money>,
) -> Option<UnprovenFile> {
    let mut days: BTreeMap<NaiveDate, Vec<&SpendRow>> = BTreeMap::new();
    for row in rows {
        days.entry(row.day).or_default().push(row);
    }
    let off = |rows: &Vec<&SpendRow>| {
        let sums = sums(rows, rounding(data, rows), |row| (row.day, row.workspace.as_str()), placed)?;
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
    let is_small = sums.is_rounded && stated <= sums.rounding;
    is_near(estimate, stated) || !is_small && is_near(stated, estimate)
}

/// Stated and estimated sums over the grains that both have; `None` where the estimate is too small to prove anything.
fn sums<'a, G: Ord>(
    rows: &[&'a SpendRow],
    (rounding, is_rounded): (i128, bool),
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
    let sums = Sums { stated: stated.into_values().sum(), estimate, rounding, is_rounded, source };
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

/// Rounding to cents can make every row of a small user zero; that much is granted. Where nothing was rounded a sum near a hundredth is
/// no small one; what is smaller still may be a part of the cost, like that of searches alone.
fn too_small(sums: Sums) -> bool {
    let is_beyond_rounding = FACTOR * (sums.stated.units() + sums.rounding) <= sums.estimate.units();
    is_beyond_rounding || !sums.is_rounded && sums.stated < sums.estimate && is_hundredfold(sums)
}
