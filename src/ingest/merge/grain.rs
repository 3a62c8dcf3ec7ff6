//! Report rows (usage, cost) in overlapping exports: compared per grain, never dropped inside one file.
//!
//! The grain of two files is the set of dimension columns that both carry, less a key's or workspace's name where its id is
//! there. Per grain the lists of measures are compared: equal lists are duplicates, else the later export's list holds. Kinds of
//! export have no grain in common; there the day is compared. No day depends on another, so every day is decided for itself.

mod against;
mod bills;
mod kinds;
mod organizations;
mod part;
mod periods;
#[cfg(test)]
mod tests;
mod times;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use self::against::{Against, Side};
use self::organizations::by_organization;
use self::times::{minutes_of_held_hours, times_of_held_day};
use super::grouping::{FileGrain, Grain};
use super::{DAY_COLUMN, Disposition, FileRows};
use crate::ingest::batch::Batch;

/// Decides over every row; those that are `repeated` inside their file, as (file, row), are duplicates of it.
pub(super) fn merge(parts: &mut [FileRows], repeated: &[(usize, usize)]) -> Vec<Vec<Disposition>> {
    let mut shapes: Vec<FileGrain> = parts.par_iter().map(|part| FileGrain::of(&part.batch)).collect();
    bills::set_turns(parts, &mut shapes);
    leave_out(&mut shapes, parts, repeated);
    let sums = periods::take_out(parts, &mut shapes);
    let mut dispositions: Vec<Vec<Disposition>> =
        parts.iter().map(|part| vec![Disposition::Accepted; part.batch.rows()]).collect();
    for (at, row, disposition) in sums {
        dispositions[at][row] = disposition;
    }
    for &(at, row) in repeated {
        dispositions[at][row] = Disposition::Duplicate;
    }
    let decided = decided_days(parts, &shapes);
    let other_sums = against::remark(parts, &shapes, &decided);
    let mut differing = vec![0; parts.len()];
    for held in decided.iter().flatten() {
        differing[held.at] += u64::from(held.differs);
        for (row, disposition) in held.rows.iter().zip(&held.dispositions) {
            dispositions[held.at][*row] = *disposition;
        }
    }
    for ((part, dispositions), differing) in parts.iter_mut().zip(&dispositions).zip(differing) {
        if differing > 0 {
            part.batch.note(format!(
                "on {} its sums differ from those of another file, which is finer, newer or fuller and counts",
                crate::model::counted(differing, "day")
            ));
        }
        let Some(counted) = part.batch.table.position("counted") else { continue };
        for row in (0..dispositions.len()).filter(|row| dispositions[*row] == Disposition::FinerInTime) {
            part.batch.set_flag(counted, row, false);
        }
    }
    for (at, other, remark) in other_sums {
        if remark.is_hundredfold {
            for part in [at, other] {
                parts[part].batch.unit_is_unstated = true;
                parts[part]
                    .batch
                    .note("another file states a hundred times more or less of the same days: one of them is in cents");
            }
        }
        parts[at].batch.other_sums.push(remark);
    }
    dispositions
}

/// Takes rows out of what files are compared by.
fn leave_out(shapes: &mut [FileGrain], parts: &[FileRows], rows: &[(usize, usize)]) {
    let mut days: BTreeMap<(usize, i128), BTreeSet<usize>> = BTreeMap::new();
    for &(at, row) in rows {
        if let Some(day) = parts[at].batch.value(DAY_COLUMN, row) {
            days.entry((at, day)).or_default().insert(row);
        }
    }
    for ((at, day), rows) in days {
        if let Some(own) = shapes[at].days.get_mut(&day) {
            own.retain(|row| !rows.contains(row));
        }
    }
}

/// What becomes of the rows of every day that several files hold.
fn decided_days<'a>(parts: &'a [FileRows], shapes: &'a [FileGrain]) -> Vec<Vec<DayRows<'a>>> {
    let mut holders: BTreeMap<i128, Vec<usize>> = BTreeMap::new();
    for (at, shape) in shapes.iter().enumerate() {
        shape.days.keys().for_each(|day| holders.entry(*day).or_default().push(at));
    }
    let shared: Vec<_> = holders.into_iter().filter(|(_, holders)| holders.len() > 1).collect();
    let one_organization = |holders: &[usize]| by_organization(holders, shapes);
    shared
        .par_iter()
        .flat_map_iter(|(day, holders)| one_organization(holders).into_iter().map(|own| (*day, own)))
        .filter(|(_, own)| own.len() > 1)
        .map(|(day, own)| decide(day, &own, parts, shapes))
        .collect()
}

/// One file's rows of one day, and what becomes of them.
struct DayRows<'a> {
    at: usize,
    kind: &'static str,
    batch: &'a Batch,
    shape: &'a FileGrain,
    rows: &'a [usize],
    dispositions: Vec<Disposition>,
    /// Whether a file with a finer grouping, which counts, has another sum.
    differs: bool,
    /// Its rows that do not count, since another file states the same otherwise.
    against: Vec<Against>,
}

impl DayRows<'_> {
    /// Positions of the rows that nothing has been found against.
    fn open(&self) -> impl Iterator<Item = usize> {
        (0..self.rows.len()).filter(|&row| self.dispositions[row] == Disposition::Accepted)
    }

    fn open_sum(&self) -> i128 {
        self.open().fold(0, |sum, row| self.shape.sum(self.batch, self.rows[row]).saturating_add(sum))
    }

    /// How far rounding to cents may have moved the sum.
    fn slack(&self) -> i128 {
        self.shape.slack_of(self.open_count())
    }

    /// Records that still stand.
    fn open_count(&self) -> u64 {
        self.open().map(|row| self.batch.count(self.rows[row])).sum()
    }

    fn hour(&self, row: usize) -> Option<i128> {
        self.batch.value(self.shape.minute?, self.rows[row]).map(|minute| minute / 60)
    }

    fn set(&mut self, row: usize, disposition: Disposition) {
        self.dispositions[row] = disposition;
    }
}

/// Decides over the rows of one day: first among files that cut time alike, then between those that do not.
fn decide<'a>(day: i128, holders: &[usize], parts: &'a [FileRows], shapes: &'a [FileGrain]) -> Vec<DayRows<'a>> {
    let mut held: Vec<DayRows> = holders
        .iter()
        .filter_map(|&at| {
            let (kind, batch, shape) = (parts[at].kind, &parts[at].batch, &shapes[at]);
            let rows = shape.days.get(&day)?;
            Some(DayRows {
                at,
                kind,
                batch,
                shape,
                rows,
                dispositions: vec![Disposition::Accepted; rows.len()],
                differs: false,
                against: Vec::new(),
            })
        })
        .collect();
    // Later export first: later edition of a bill, later last day, then larger total; the content has the last word, never the path.
    held.sort_by_cached_key(|one| {
        let latest = Reverse((one.shape.turn, one.shape.last_day(), one.open_sum()));
        (one.shape.resolution, latest, &parts[one.at].sha256, one.at)
    });
    for alike in held.chunk_by_mut(|a, b| a.shape.resolution == b.shape.resolution) {
        let mut kinds: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, file) in alike.iter().enumerate() {
            kinds.entry(file.kind).or_default().push(at);
        }
        kinds.values().for_each(|files| by_grouping(alike, files));
        kinds::resolve_between_kinds(day, alike, kinds);
    }
    minutes_of_held_hours(&mut held);
    times_of_held_day(day, &mut held);
    held
}

/// Files of one kind: those with one grouping are compared with each other, then groupings: the finer one holds.
fn by_grouping(held: &mut [DayRows], files: &[usize]) {
    let mut groups: BTreeMap<&BTreeSet<usize>, Vec<usize>> = BTreeMap::new();
    for &one in files {
        groups.entry(&held[one].shape.dimensions).or_default().push(one);
    }
    let mut groups: Vec<(&BTreeSet<usize>, Vec<usize>)> = groups.into_iter().collect();
    // Of groupings that are equally fine, none of which holds another, one counts: limits are set by workspace, and keys are asked for.
    let states = |dimensions: &BTreeSet<usize>, one: usize, thing: &str| {
        let columns = held[one].batch.table.columns();
        dimensions.iter().any(|&column| columns[column].name.starts_with(thing))
    };
    groups.sort_by_cached_key(|(dimensions, group)| {
        let wanted = ["workspace", "key"].map(|thing| states(dimensions, group[0], thing));
        (Reverse(dimensions.len()), Reverse(wanted), group[0])
    });
    for (at, (dimensions, group)) in groups.iter().enumerate() {
        resolve_within_grain(held, dimensions, &group.iter().map(|&one| vec![one]).collect::<Vec<_>>());
        for (finer, holding) in &groups[..at] {
            if dimensions.is_subset(finer) {
                coarser(held, group, holding);
            } else {
                let both = dimensions.intersection(finer).copied().collect();
                resolve_within_grain(held, &both, &[holding.clone(), group.clone()]);
            }
        }
    }
}

/// A coarser grouping of what finer files hold: it counts only where the finer ones show a part of it.
fn coarser(held: &mut [DayRows], group: &[usize], holding: &[usize]) {
    let sum = |group: &[usize]| group.iter().fold(0_i128, |sum, &one| sum.saturating_add(held[one].open_sum()));
    let slack: i128 = group.iter().chain(holding).map(|&one| held[one].slack()).sum();
    let (own, other) = (sum(group), sum(holding));
    let differs = own.abs_diff(other) > slack.unsigned_abs();
    let is_part = differs
        && holding.iter().any(|&one| held[one].open().next().is_some())
        && part::is_subset_sum(other, own, slack);
    let (superseded, counting, disposition) =
        if is_part { (holding, group, Disposition::Restated) } else { (group, holding, Disposition::Duplicate) };
    if let (Some(own), Some(other), true) = (only(held, superseded), side(held, counting), differs) {
        held[own.0].against.push(Against { own: own.1, other: other.1 });
    }
    for &one in superseded {
        let open: Vec<usize> = held[one].open().collect();
        held[one].differs |= differs && !open.is_empty();
        open.into_iter().for_each(|row| held[one].set(row, disposition));
    }
}

/// What files state that still stands, with the first of them.
fn side(held: &[DayRows], files: &[usize]) -> Option<(usize, Side)> {
    let open = || files.iter().filter(|&&one| held[one].open().next().is_some());
    let &first = open().next()?;
    let sum = open().fold(0_i128, |sum, &one| sum.saturating_add(held[one].open_sum()));
    let rows = open().map(|&one| held[one].open_count()).sum();
    let row = held[first].rows[held[first].open().next()?];
    Some((first, Side { at: held[first].at, row, sum, rows }))
}

/// The same of a group in which one file alone still stands: two that state parts cannot be compared one by one.
fn only(held: &[DayRows], files: &[usize]) -> Option<(usize, Side)> {
    let open = files.iter().filter(|&&one| held[one].open().next().is_some()).count();
    side(held, files).filter(|_| open == 1)
}

/// Compares lists of files grain by grain; per grain the first list that has it holds against those behind it.
fn resolve_within_grain(held: &mut [DayRows], dimensions: &BTreeSet<usize>, lists: &[Vec<usize>]) {
    if lists.len() < 2 {
        return;
    }
    let grain = Grain::of(dimensions, lists.iter().flatten().map(|&one| held[one].batch));
    // (list, file, row)
    let mut rows: Vec<(usize, usize, usize)> = Vec::new();
    for (list, files) in lists.iter().enumerate() {
        rows.extend(files.iter().flat_map(|&one| held[one].open().map(move |row| (list, one, row))));
    }
    let stored = |&(_, one, row): &(usize, usize, usize)| (held[one].batch, held[one].rows[row]);
    rows.sort_unstable_by(|a, b| grain.compare(stored(a), stored(b)).then(a.cmp(b)));
    let side = |rows: &[(usize, usize, usize)]| {
        let &(_, one, row) = rows.first()?;
        let sums = rows.iter().map(|&(_, one, row)| held[one].shape.sum(held[one].batch, held[one].rows[row]));
        let count = rows.iter().map(|&(_, one, row)| held[one].batch.count(held[one].rows[row])).sum();
        let sum = sums.fold(0, i128::saturating_add);
        Some(Side { at: held[one].at, row: held[one].rows[row], sum, rows: count })
    };
    let (mut decided, mut against) = (Vec::new(), Vec::new());
    for same in rows.chunk_by(|a, b| grain.compare(stored(a), stored(b)).is_eq()) {
        let mut by_list = same.chunk_by(|a, b| a.0 == b.0);
        let Some(first) = by_list.next() else { continue };
        let holding = grain.measures(first.iter().map(stored));
        for list in by_list {
            let equal = grain.measures(list.iter().map(stored)) == holding;
            let disposition = if equal { Disposition::Duplicate } else { Disposition::Restated };
            if let (Some(own), Some(other), false) = (side(list), side(first), equal) {
                against.push((list[0].1, Against { own, other }));
            }
            decided.extend(list.iter().map(|&(_, one, row)| (one, row, disposition)));
        }
    }
    for (one, against) in against {
        held[one].against.push(against);
    }
    for (one, row, disposition) in decided {
        held[one].set(row, disposition);
    }
}
