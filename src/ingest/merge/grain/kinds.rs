//! One day in several kinds of export.
//!
//! The Console names keys and workspaces and rounds to cents, the API has ids and fractions of cents; models are called differently in
//! cost exports. Row by row nothing can be compared, so the day is: one kind holds it, and the other kinds' rows count nowhere.
//! A key's name and its id are as fine as each other, and so are a workspace's. The finer grouping holds; of two that are equally
//! fine the one with ids where the sums are equal, else the later export. But a file that was filtered shows a part of the day, however
//! fine it is: what has clearly more holds against it.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::against::Against;
use super::part::{is_hundredfold, is_subset_sum};
use super::{DayRows, Disposition, only, side};
use crate::model::Table;

/// What one kind states of the day.
struct SourceSummary {
    /// Positions of its files among those of the day.
    files: Vec<usize>,
    /// What it distinguishes: keys, workspaces, models first; then everything.
    fineness: (usize, usize),
    /// How many of its dimensions are ids.
    ids: usize,
    last_day: Option<i128>,
    total: i128,
    /// Sums by model (nothing where models cannot be compared) and measure.
    sums: BTreeMap<(Option<i128>, usize), i128>,
    /// How far rounding may have moved the sum.
    slack: i128,
}

/// Lets one kind hold the day. `kinds` are positions in `held`, by kind.
pub(super) fn resolve_between_kinds(day: i128, held: &mut [DayRows], kinds: BTreeMap<&str, Vec<usize>>) {
    if kinds.len() < 2 {
        return;
    }
    let kinds: Vec<Vec<usize>> = kinds.into_values().collect();
    let models = models_are_comparable(held, &kinds);
    let shared = shared_measures(held, &kinds);
    let stated: Vec<SourceSummary> =
        kinds.into_iter().map(|files| SourceSummary::of(files, held, &shared, models)).collect();
    let with_rows =
        || (0..stated.len()).filter(|&one| stated[one].files.iter().any(|&f| held[f].open().next().is_some()));
    let better = |a: usize, b: usize| if stated[b].holds_against(&stated[a], day) { b } else { a };
    let Some(holding) = with_rows().reduce(better) else { return };
    for one in with_rows().filter(|one| *one != holding).collect::<Vec<_>>() {
        let (own, other) = (&stated[one], &stated[holding]);
        let equal = own.equals(other);
        let coarser = own.fineness < other.fineness;
        let is_part = own.is_part_of(other);
        let disposition = if equal || coarser && !is_part { Disposition::Duplicate } else { Disposition::Restated };
        if let (Some(own), Some((_, other)), false) = (only(held, &own.files), side(held, &other.files), equal) {
            held[own.0].against.push(Against { own: own.1, other });
        }
        for &file in &own.files {
            let open: Vec<usize> = held[file].open().collect();
            held[file].differs |= !equal && !open.is_empty();
            open.into_iter().for_each(|row| held[file].set(row, disposition));
        }
    }
}

impl SourceSummary {
    fn of(files: Vec<usize>, held: &[DayRows], shared: &BTreeSet<usize>, models: Option<usize>) -> Self {
        let mut distinguished = BTreeSet::new();
        let (mut ids, mut total, mut slack) = (BTreeSet::new(), 0_i128, 0);
        let mut sums: BTreeMap<(Option<i128>, usize), i128> = BTreeMap::new();
        for one in files.iter().map(|&file| &held[file]) {
            let name = |column: &usize| one.batch.table.columns()[*column].name;
            for column in one.shape.stated.iter().map(name) {
                let thing = column.strip_suffix("_name").or_else(|| column.strip_suffix("_id"));
                distinguished.insert(thing.unwrap_or(column));
                ids.extend(column.ends_with("_id").then_some(column));
            }
            slack += one.slack();
            for row in one.open() {
                let model = models.and_then(|model| one.batch.value(model, one.rows[row]));
                for &measure in shared {
                    let amount = one.batch.value(measure, one.rows[row]).unwrap_or(0);
                    total = total.saturating_add(amount);
                    let sum = sums.entry((model, measure)).or_default();
                    *sum = sum.saturating_add(amount);
                }
            }
        }
        sums.retain(|_, sum| *sum != 0);
        let things = ["key", "workspace", "model"].iter().filter(|thing| distinguished.contains(**thing)).count();
        let last_day = files.iter().filter_map(|&file| held[file].shape.last_day()).max();
        Self { files, fineness: (things, distinguished.len()), ids: ids.len(), last_day, total, sums, slack }
    }

    /// Whether this holds the day although `other` claims it.
    fn holds_against(&self, other: &Self, day: i128) -> bool {
        match self.fineness.cmp(&other.fineness) {
            Ordering::Greater => !self.was_running(other, day) && !self.is_part_of(other),
            Ordering::Less => other.was_running(self, day) || other.is_part_of(self),
            Ordering::Equal if self.equals(other) => self.ids > other.ids,
            Ordering::Equal if self.is_part_of(other) != other.is_part_of(self) => other.is_part_of(self),
            Ordering::Equal => (self.last_day, self.total) > (other.last_day, other.total),
        }
    }

    /// Whether this shows a part of the day only: another states clearly more of it, and not a hundredfold, which is another unit.
    fn is_part_of(&self, other: &Self) -> bool {
        is_subset_sum(self.total, other.total, self.slack.saturating_add(other.slack))
    }

    /// Whether the day was not over when this was exported: its last one, of which an export that goes as far has more.
    fn was_running(&self, later: &Self, day: i128) -> bool {
        let slack = self.slack.saturating_add(later.slack);
        self.last_day == Some(day)
            && later.last_day >= self.last_day
            && later.total.saturating_sub(self.total) > slack
            && !is_hundredfold(self.total, later.total, slack)
    }

    fn equals(&self, other: &Self) -> bool {
        let slack = self.slack + other.slack;
        let sum = |stated: &Self, key| stated.sums.get(key).copied().unwrap_or(0);
        let near = |key| sum(self, key).abs_diff(sum(other, key)) <= slack.unsigned_abs();
        self.sums.keys().chain(other.sums.keys()).all(near)
    }
}

/// The column of models, where every kind states them and calls them alike: cost exports have display names or ids.
fn models_are_comparable(held: &[DayRows], kinds: &[Vec<usize>]) -> Option<usize> {
    let table = held.first()?.batch.table;
    let model = table.position("model").filter(|_| table == Table::Usage)?;
    kinds.iter().flatten().all(|&file| held[file].shape.stated.contains(&model)).then_some(model)
}

/// Measures that every file carries.
fn shared_measures(held: &[DayRows], kinds: &[Vec<usize>]) -> BTreeSet<usize> {
    let files = || kinds.iter().flatten().map(|&file| &held[file]);
    let mut shared: BTreeSet<usize> =
        files().next().map(|one| one.shape.summed.iter().copied().collect()).unwrap_or_default();
    for one in files() {
        shared.retain(|measure| one.batch.present[*measure]);
    }
    shared
}
