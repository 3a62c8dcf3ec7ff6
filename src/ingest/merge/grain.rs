//! Report rows (usage, cost) in overlapping exports: compared per grain, never dropped inside one file.
//!
//! The grain of two files is the set of dimension columns that both carry, less a key's or workspace's name where its id is
//! there. Per grain the lists of measures are compared: equal lists are duplicates, else the later export's list holds.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::{Fate, Part};
use crate::model::Role;

/// How finely a file cuts time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Resolution {
    Day,
    Hour,
    Minute,
}

/// What decides between a file and the others.
struct Shape {
    /// Positions of the dimensions it carries, without day and minute.
    dimensions: BTreeSet<usize>,
    resolution: Resolution,
    /// Sum of all measures per day.
    days: BTreeMap<i128, i128>,
    /// Hours that an hourly file has rows in, as (day, hour).
    hours: BTreeSet<(i128, i128)>,
}

const DAY_COLUMN: usize = 0;
const MINUTE_COLUMN: usize = 1;

/// Decides over every row. Files are taken in the order in which they hold against others: whole days before hours and minutes,
/// finer grouping before coarser, later before earlier; every further file is compared with those before it.
pub(super) fn merge(parts: &mut [Part]) -> Vec<Vec<Fate>> {
    let shapes: Vec<Shape> = parts.iter().map(shape).collect();
    let mut fates: Vec<Vec<Fate>> = parts.iter().map(|part| vec![Fate::Accepted; part.batch.rows()]).collect();
    let partial = partial_last_days(&shapes);
    for &(at, day) in &partial {
        for row in 0..parts[at].batch.rows() {
            if parts[at].batch.value(DAY_COLUMN, row) == Some(day) {
                fates[at][row] = Fate::Restated;
            }
        }
    }
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&at| {
        let (shape, part) = (&shapes[at], &parts[at]);
        let later = (shape.days.keys().next_back().copied(), shape.days.values().sum::<i128>());
        (shape.resolution, std::cmp::Reverse((shape.dimensions.len(), later)), part.sha256.clone(), part.file)
    });
    for (position, &at) in order.iter().enumerate() {
        for &other in &order[..position] {
            let other_days = |day: &i128| shapes[other].days.contains_key(day) && !partial.contains(&(other, *day));
            if shapes[at].days.keys().any(other_days) {
                compare((at, other), parts, &shapes, &mut fates, other_days);
            }
        }
    }
    let finer = parts.first().and_then(|part| part.batch.table.position("counted"));
    for (part, fates) in parts.iter_mut().zip(&fates) {
        for (row, fate) in fates.iter().enumerate() {
            if let (Some(column), Fate::FinerInTime) = (finer, fate) {
                part.batch.set_flag(column, row, false);
            }
        }
    }
    fates
}

fn shape(part: &Part) -> Shape {
    let batch = &part.batch;
    let minutes = || (0..batch.rows()).filter_map(|row| batch.value(MINUTE_COLUMN, row));
    let resolution = match (minutes().next(), minutes().all(|minute| minute % 60 == 0)) {
        (None, _) => Resolution::Day,
        (Some(_), true) => Resolution::Hour,
        (Some(_), false) => Resolution::Minute,
    };
    let measures: Vec<usize> = batch.with_role(Role::Measure).collect();
    let mut days = BTreeMap::new();
    let mut hours = BTreeSet::new();
    for row in 0..batch.rows() {
        let Some(day) = batch.value(DAY_COLUMN, row) else { continue };
        *days.entry(day).or_insert(0) += measures.iter().filter_map(|&m| batch.value(m, row)).sum::<i128>();
        if let (Resolution::Hour, Some(minute)) = (resolution, batch.value(MINUTE_COLUMN, row)) {
            hours.insert((day, minute / 60));
        }
    }
    let carried = |column: &usize| batch.present[*column] && ![DAY_COLUMN, MINUTE_COLUMN].contains(column);
    Shape { dimensions: batch.with_role(Role::Dimension).filter(carried).collect(), resolution, days, hours }
}

/// The last day of a daily export may still have been running. Where hourly rows of that day add up to more, they hold it whole
/// and the daily rows do not. Returns (part, day).
fn partial_last_days(shapes: &[Shape]) -> BTreeSet<(usize, i128)> {
    let daily = |shape: &&Shape| shape.resolution == Resolution::Day;
    let mut partial = BTreeSet::new();
    for (at, shape) in shapes.iter().enumerate().filter(|(_, shape)| daily(shape)) {
        let Some((&day, &sum)) = shape.days.last_key_value() else { continue };
        let held_whole = shapes
            .iter()
            .filter(daily)
            .any(|s| s.days.last_key_value().is_some_and(|(last, _)| *last > day) && s.days.contains_key(&day));
        let more = shapes
            .iter()
            .any(|s| s.resolution != Resolution::Day && s.days.get(&day).is_some_and(|hourly| *hourly > sum));
        if more && !held_whole {
            partial.insert((at, day));
        }
    }
    partial
}

/// Compares the rows of part `at`, on the days that `other` has, with those of part `other`, which holds against it.
fn compare(
    (at, other): (usize, usize),
    parts: &mut [Part],
    shapes: &[Shape],
    fates: &mut [Vec<Fate>],
    shared: impl Fn(&i128) -> bool,
) {
    let (shape, holding) = (&shapes[at], &shapes[other]);
    let open = |fates: &[Vec<Fate>], row: usize| fates[at][row] == Fate::Accepted;
    if shape.resolution > holding.resolution {
        for row in 0..parts[at].batch.rows() {
            let Some(day) = parts[at].batch.value(DAY_COLUMN, row).filter(&shared) else { continue };
            let hour = parts[at].batch.value(MINUTE_COLUMN, row).map_or(0, |minute| minute / 60);
            let held = holding.resolution == Resolution::Day || holding.hours.contains(&(day, hour));
            if held && open(fates, row) {
                fates[at][row] = Fate::FinerInTime;
            }
        }
    } else if shape.dimensions.is_subset(&holding.dimensions) && shape.dimensions.len() < holding.dimensions.len() {
        for row in 0..parts[at].batch.rows() {
            if parts[at].batch.value(DAY_COLUMN, row).is_some_and(|day| shared(&day)) && open(fates, row) {
                fates[at][row] = Fate::Duplicate;
            }
        }
        let differing =
            shape.days.iter().filter(|(day, sum)| shared(day) && holding.days.get(day) != Some(sum)).count();
        if differing > 0 {
            parts[at].batch.note(format!(
                "on {differing} day(s) its sums differ from those of a file with a finer grouping, which counts"
            ));
        }
    } else {
        let dimensions: Vec<usize> = shape.dimensions.intersection(&holding.dimensions).copied().collect();
        let (own, held) = (grains(&parts[at], &dimensions, &shared), grains(&parts[other], &dimensions, &shared));
        for (grain, list) in &own {
            let Some(holding_list) = held.get(grain) else { continue };
            let fate = if list.measures == holding_list.measures { Fate::Duplicate } else { Fate::Restated };
            for &row in &list.rows {
                if open(fates, row) {
                    fates[at][row] = fate;
                }
            }
        }
    }
}

/// The rows of one grain, and their measures in order.
#[derive(Default)]
struct GrainRows {
    rows: Vec<usize>,
    measures: Vec<Vec<Option<i128>>>,
}

fn grains(part: &Part, dimensions: &[usize], shared: impl Fn(&i128) -> bool) -> IndexMap<Vec<Option<i128>>, GrainRows> {
    let batch = &part.batch;
    let measures: Vec<usize> = batch.with_role(Role::Measure).collect();
    let position = |name: &str| batch.table.position(name).filter(|column| dimensions.contains(column));
    let named_by_id = [("key_id", "key_name"), ("workspace_id", "workspace_name")]
        .map(|(id, name)| (position(id), batch.table.position(name)));
    let mut grains: IndexMap<Vec<Option<i128>>, GrainRows> = IndexMap::new();
    for row in 0..batch.rows() {
        let day = batch.value(DAY_COLUMN, row);
        if !day.is_some_and(|day| shared(&day)) {
            continue;
        }
        let named = |column: usize| {
            named_by_id
                .iter()
                .any(|(id, name)| *name == Some(column) && id.is_some_and(|id| batch.value(id, row).is_some()))
        };
        let mut grain = vec![day, batch.value(MINUTE_COLUMN, row)];
        grain.extend(dimensions.iter().map(|&column| if named(column) { None } else { batch.value(column, row) }));
        let entry = grains.entry(grain).or_default();
        entry.rows.push(row);
        // A measure that is absent or zero says the same.
        entry.measures.push(measures.iter().map(|&m| batch.value(m, row).filter(|v| *v != 0)).collect());
    }
    for entry in grains.values_mut() {
        entry.measures.sort();
    }
    grains
}
