//! Whether a cost export is in dollars: held against usage × list price before its money is summed.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;
use foldhash::fast::FixedState;
use indexmap::IndexMap;
use rayon::prelude::*;

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
    /// What all files together state of the same.
    stated_by_all: Money,
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

/// By what cost and usage are compared: the day, and the workspace, key and model where they are named.
type Grain<'a> = (NaiveDate, Option<&'a str>, Option<&'a str>, Option<&'a str>);

/// How finely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    KeyAndModel,
    Key,
    WorkspaceAndModel,
    Workspace,
    Day,
}

impl Level {
    const ALL: [Self; 5] = [Self::KeyAndModel, Self::Key, Self::WorkspaceAndModel, Self::Workspace, Self::Day];

    fn of(self, row: &SpendRow) -> Grain<'_> {
        let workspace = (self != Self::Day).then_some(row.workspace.as_str());
        let key = [Self::KeyAndModel, Self::Key].contains(&self).then_some(row.key.as_str());
        let model = [Self::KeyAndModel, Self::WorkspaceAndModel].contains(&self).then_some(row.model.as_str());
        (row.day, workspace, key, model)
    }

    /// Finest first, those by which rows are compared that name keys, or none: a file without any key says nothing about the Workbench,
    /// whose usage has none either.
    fn for_rows(rows: &[&SpendRow]) -> [Self; 2] {
        if rows.iter().any(|row| !row.key.is_empty()) {
            [Self::KeyAndModel, Self::Key]
        } else {
            [Self::WorkspaceAndModel, Self::Workspace]
        }
    }
}

/// Sums by grain.
type ByGrain<'a> = IndexMap<Grain<'a>, Money, FixedState>;

/// What usage and all cost exports together say, at each level.
struct Known<'a> {
    estimates: Vec<ByGrain<'a>>,
    stated: Vec<ByGrain<'a>>,
}

impl<'a> Known<'a> {
    fn of(reported: &'a [SpendRow], estimated: &'a [SpendRow]) -> Self {
        let by_level = |rows: &'a [SpendRow]| -> Vec<ByGrain<'a>> {
            let of_level = |level: &Level| {
                let mut sums = ByGrain::default();
                rows.iter().for_each(|row| *sums.entry(level.of(row)).or_default() += row.amount);
                sums
            };
            Level::ALL.par_iter().map(of_level).collect()
        };
        Self { estimates: by_level(estimated), stated: by_level(reported) }
    }

    /// Stated and estimated sums over the grains that both have; `None` where the estimate is too small to prove anything.
    fn sums(&self, data: &Dataset, rows: &[&'a SpendRow], level: Level) -> Option<Sums> {
        let (estimates, all) = (&self.estimates[level as usize], &self.stated[level as usize]);
        let mut own = ByGrain::default();
        for row in rows.iter().filter(|row| estimates.contains_key(&level.of(row))) {
            *own.entry(level.of(row)).or_default() += row.amount;
        }
        let over = |sums: &ByGrain<'a>| -> Money { own.keys().filter_map(|grain| sums.get(grain)).copied().sum() };
        let estimate = over(estimates);
        let source = rows.iter().map(|row| row.source).min()?;
        let (rounding, is_rounded) = rounding(data, rows);
        let stated: Money = own.values().copied().sum();
        let sums = Sums { stated, stated_by_all: over(all), estimate, rounding, is_rounded, source };
        (estimate >= LEAST_ESTIMATE).then_some(sums)
    }

    /// The same at the finest level that says something.
    fn finest(&self, data: &Dataset, rows: &[&'a SpendRow]) -> Option<Sums> {
        Level::for_rows(rows).into_iter().find_map(|level| self.sums(data, rows, level))
    }
}

/// Cost exports that are off by [`FACTOR`] or more, either way. A file is compared on the days, workspaces, keys and models that usage knows;
/// where it names them otherwise, on whole days, and then only whether it is too large: it may hold a part of the organization. What is no
/// model's, as searches are, has no tokens to be held against.
///
/// A file that does not state its unit is believed only where usage proves it.
pub(in crate::facts) fn unproven(
    data: &Dataset,
    reported: &[SpendRow],
    estimated: &[SpendRow],
    unstated: &BTreeSet<u32>,
) -> Result<Vec<UnprovenFile>> {
    let known = Known::of(reported, estimated);
    let parts = filtered(data)?;
    let mut files: BTreeMap<u32, Vec<&SpendRow>> = BTreeMap::new();
    for row in reported {
        files.entry(row.source.file).or_default().push(row);
    }
    let judge = |(file, all): (u32, Vec<&SpendRow>)| {
        let rows: Vec<&SpendRow> = all.iter().copied().filter(|row| !row.model.is_empty()).collect();
        let is_part = parts.contains(&file);
        let (by_name, by_day) = (known.finest(data, &rows), known.sums(data, &rows, Level::Day));
        let is_unstated = unstated.contains(&file);
        let off = match (by_name, by_day) {
            (Some(sums), _) | (None, Some(sums)) if is_unstated && !is_near(sums) => sums,
            (Some(sums), _) if too_large(sums) || !is_part && too_small(sums) => sums,
            (None, Some(sums)) if too_large(sums) => sums,
            (None, None) if is_unstated => {
                let stated = all.iter().map(|row| row.amount).sum();
                let source = all.iter().map(|row| row.source).min()?;
                let (rounding, is_rounded) = rounding(data, &all);
                Sums { stated, stated_by_all: stated, estimate: Money::ZERO, rounding, is_rounded, source }
            }
            _ => return on_some_days(data, file, &rows, (&known, is_part)),
        };
        let days = BTreeSet::new();
        Some(UnprovenFile { file, days, stated: off.stated, estimate: off.estimate, source: off.source })
    };
    Ok(files.into_iter().filter_map(judge).collect())
}

/// Files that hold a part of what was used, by their own words: they name kinds of tokens, and lack input or output; or they are of
/// batches alone.
fn filtered(data: &Dataset) -> Result<BTreeSet<u32>> {
    let Some(frame) = data.frame(Table::Cost) else { return Ok(BTreeSet::new()) };
    let rows = Rows::of(frame)?;
    let (kind, tier) = (rows.text("token_type")?, rows.text("usage_type")?);
    // Of each file: whether it has input, output, and anything but batches.
    let mut files: BTreeMap<u32, [bool; 3]> = BTreeMap::new();
    for row in 0..rows.len() {
        let Some(kind) = kind.get(row).map(str::to_lowercase) else { continue };
        let [input, output, others] = files.entry(rows.file(row)).or_default();
        *input |= kind.contains("input") && !kind.contains("cache_read");
        *output |= kind.contains("output");
        *others |= !tier.get(row).is_some_and(|tier| tier.eq_ignore_ascii_case("batch"));
    }
    Ok(files.into_iter().filter(|(_, has)| has.contains(&false)).map(|(file, _)| file).collect())
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
fn on_some_days<'a>(
    data: &Dataset,
    file: u32,
    rows: &[&'a SpendRow],
    (known, is_part): (&Known<'a>, bool),
) -> Option<UnprovenFile> {
    let mut days: BTreeMap<NaiveDate, Vec<&SpendRow>> = BTreeMap::new();
    for row in rows {
        days.entry(row.day).or_default().push(row);
    }
    let off = |rows: &Vec<&'a SpendRow>| {
        let sums = known.finest(data, rows)?;
        (is_hundredfold(sums) && !(is_part && sums.stated < sums.estimate)).then_some(sums)
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
    // What other files state of the same is a part of it, too.
    is_near(estimate, stated) || !is_small && is_near(stated, estimate) && is_near(sums.stated_by_all.units(), estimate)
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
    let is_beyond_rounding = FACTOR * (sums.stated_by_all.units() + sums.rounding) <= sums.estimate.units();
    is_beyond_rounding || !sums.is_rounded && sums.stated < sums.estimate && is_hundredfold(sums)
}
