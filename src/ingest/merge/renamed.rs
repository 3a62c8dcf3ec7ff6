//! A key or a workspace that was renamed between two exports: each states it by the name of its day, and the rows of the days that
//! both hold would count under both names.
//!
//! Names alone prove nothing, and neither do equal rows. Both together do: the activity feed reports the rename, the former name is
//! in one file only and the current one in the other only, and on all days that both hold their rows are the same but for the name.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::copies::{is_varied, possible_copy};
use super::{DAY_COLUMN, Disposition, FileRows, TableFiles};
use crate::ingest::batch::Batch;
use crate::model::{Named, Renaming, Role};

/// Rows that differ by nothing but a name must be so many to be called remarkable where the feed does not report a rename.
const REMARKABLE: u64 = 3;

/// Every change of a name that the activity feed tells.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Renames {
    /// What was called so, and is called so.
    steps: BTreeSet<(Named, String, String)>,
    /// Every name in them.
    names: BTreeSet<(Named, String)>,
}

impl Renames {
    /// Reads the events of all files; a name that changed twice is also followed from the first to the last.
    pub(in crate::ingest) fn read(events: &[FileRows]) -> Self {
        let mut by_id: BTreeMap<(Named, String), BTreeSet<(String, String)>> = BTreeMap::new();
        for part in events {
            let position = |name: &str| part.batch.table.position(name);
            let (Some(event), Some(details)) = (position("event"), position("details")) else { continue };
            for row in 0..part.batch.rows() {
                let (Some(event), Some(details)) = (part.batch.text(event, row), part.batch.text(details, row)) else {
                    continue;
                };
                for one in Renaming::of_event(event, details) {
                    by_id.entry((one.what, one.id)).or_default().insert((one.former, one.current));
                }
            }
        }
        let mut renames = BTreeSet::new();
        for ((what, _), mut steps) in by_id {
            loop {
                let further: Vec<(String, String)> = steps
                    .iter()
                    .flat_map(|(from, by)| {
                        steps.iter().filter(move |(next, _)| next == by).map(move |(_, to)| (from, to))
                    })
                    .filter(|(from, to)| from != to)
                    .map(|(from, to)| (from.clone(), to.clone()))
                    .collect();
                let known = steps.len();
                steps.extend(further);
                if steps.len() == known {
                    break;
                }
            }
            renames.extend(steps.into_iter().map(|(from, to)| (what, from, to)));
        }
        let both = |(what, from, to): &(Named, String, String)| [(*what, from.clone()), (*what, to.clone())];
        Self { names: renames.iter().flat_map(both).collect(), steps: renames }
    }

    fn mentions(&self, what: Named, name: &str) -> bool {
        !self.names.is_empty() && self.names.contains(&(what, name.to_owned()))
    }

    fn tells(&self, what: Named, former: &str, current: &str) -> bool {
        self.steps.contains(&(what, former.to_owned(), current.to_owned()))
    }
}

/// Takes rows under a former name for duplicates where that is proven, and tells where it looks so.
pub(super) fn resolve_renamed(parts: &mut TableFiles, dispositions: &mut [Vec<Disposition>], renames: &Renames) {
    let days: Vec<Days> = parts.each.par_iter().map(|part| rows_by_day(&part.batch)).collect();
    for (what, name, id) in [(Named::Key, "key_name", "key_id"), (Named::Workspace, "workspace_name", "workspace_id")] {
        let (Some(column), Some(id)) = (parts.table.position(name), parts.table.position(id)) else { continue };
        let is_open = |at: &usize| {
            let part = &parts.each[*at];
            part.batch.present[column] && !states(part, id) && may_be_renamed(parts, *at, (what, column), renames)
        };
        let open: Vec<usize> = (0..parts.each.len()).filter(is_open).collect();
        for (a, b) in pairs(&parts.each, &open, &days) {
            pair(parts, dispositions, renames, (what, column), [(a, &days[a]), (b, &days[b])]);
        }
    }
}

/// Rows by day.
type Days = BTreeMap<i128, Vec<usize>>;

fn rows_by_day(batch: &Batch) -> Days {
    let mut days = Days::new();
    for row in 0..batch.rows() {
        if let Some(day) = batch.value(DAY_COLUMN, row) {
            days.entry(day).or_default().push(row);
        }
    }
    days
}

/// Whether a file has a name that the feed reports, or with so many rows that a likeness would be remarkable.
fn may_be_renamed(parts: &TableFiles, at: usize, (what, column): (Named, usize), renames: &Renames) -> bool {
    let batch = &parts.each[at].batch;
    let mut rows: BTreeMap<i128, u64> = BTreeMap::new();
    (0..batch.rows()).filter_map(|row| Some((batch.value(column, row)?, batch.count(row)))).any(|(name, count)| {
        let all = rows.entry(name).or_default();
        *all += count;
        *all >= REMARKABLE || renames.mentions(what, parts.named(name).unwrap_or_default())
    })
}

/// Files of one kind and header that share a day.
fn pairs(parts: &[FileRows], open: &[usize], days: &[Days]) -> BTreeSet<(usize, usize)> {
    let mut holders: BTreeMap<i128, Vec<usize>> = BTreeMap::new();
    for &at in open {
        days[at].keys().for_each(|day| holders.entry(*day).or_default().push(at));
    }
    let alike = |a: &FileRows, b: &FileRows| a.kind == b.kind && a.batch.present == b.batch.present;
    let mut pairs = BTreeSet::new();
    for files in holders.values() {
        for (at, &a) in files.iter().enumerate() {
            pairs.extend(files[at + 1..].iter().filter(|&&b| alike(&parts[a], &parts[b])).map(|&b| (a, b)));
        }
    }
    pairs
}

/// The values of rows without one name, how many rows they are, and their fingerprint.
type Nameless = (Vec<Option<i128>>, u64, u128);
/// Whether any row of a file states a column.
fn states(part: &FileRows, column: usize) -> bool {
    part.batch.present[column] && (0..part.batch.rows()).any(|row| part.batch.value(column, row).is_some())
}

fn pair(
    parts: &mut TableFiles,
    dispositions: &mut [Vec<Disposition>],
    renames: &Renames,
    (what, column): (Named, usize),
    [(a, days_a), (b, days_b)]: [(usize, &Days); 2],
) {
    let named = |at: usize, own: &Days, others: &Days| {
        let mut named: BTreeMap<i128, Vec<usize>> = BTreeMap::new();
        for row in own.iter().filter(|(day, _)| others.contains_key(*day)).flat_map(|(_, rows)| rows) {
            if let Some(name) = parts.each[at].batch.value(column, *row) {
                named.entry(name).or_default().push(*row);
            }
        }
        named.values_mut().for_each(|rows| rows.sort_unstable());
        named
    };
    let (in_a, in_b) = (named(a, days_a, days_b), named(b, days_b, days_a));
    let alone = |at: usize, own: &BTreeMap<i128, Vec<usize>>, others: &BTreeMap<i128, Vec<usize>>| {
        let undisputed = |rows: &Vec<usize>| rows.iter().all(|row| dispositions[at][*row] == Disposition::Accepted);
        let alone = own.iter().filter(|(name, rows)| !others.contains_key(*name) && undisputed(rows));
        alone.map(|(_, rows)| (nameless(&parts.each[at], rows, column), rows.clone())).collect::<Vec<_>>()
    };
    let (only_a, only_b) = (alone(a, &in_a, &in_b), alone(b, &in_b, &in_a));
    let (like_a, like_b) = (by_values(&only_a), by_values(&only_b));
    let text = |at: usize, rows: &[usize]| parts.text(at, column, rows[0]).unwrap_or_default().to_owned();
    let (mut duplicates, mut notes) = (Vec::new(), Vec::new());
    for (values, rows) in &only_a {
        let (Some([_]), Some([other])) = (like_a.get(values).map(Vec::as_slice), like_b.get(values).map(Vec::as_slice))
        else {
            continue;
        };
        let (name, other_name) = (text(a, rows), text(b, other));
        if renames.tells(what, &name, &other_name) {
            duplicates.push((a, rows.clone()));
        } else if renames.tells(what, &other_name, &name) {
            duplicates.push((b, (*other).clone()));
        } else if rows.iter().map(|&row| parts.each[a].batch.count(row)).sum::<u64>() >= REMARKABLE {
            notes.push(((name, rows.clone()), (other_name, (*other).clone())));
        }
    }
    for (at, rows) in duplicates {
        rows.into_iter().for_each(|row| dispositions[at][row] = Disposition::Duplicate);
    }
    let label = if what == Named::Key { "key" } else { "workspace" };
    for ((name, rows), (other, other_rows)) in notes {
        for (at, own, other) in [(a, &name, &other), (b, &other, &name)] {
            parts.each[at].batch.note(format!(
                "on the days that another file has too, the rows of the {label} `{own}` are those of `{other}` there: if it was renamed in between, they count twice; the activity feed shows renamings"
            ));
        }
        let own = (b, other_rows);
        if is_varied(parts, &own) {
            let remark = possible_copy(parts, label, (b, &own.1, other), (a, &rows, name));
            parts.each[b].batch.possible_copies.push(remark);
        }
    }
}

/// Rows of names by what they state.
fn by_values(names: &[(Vec<Nameless>, Vec<usize>)]) -> BTreeMap<&Vec<Nameless>, Vec<&Vec<usize>>> {
    let mut alike: BTreeMap<&Vec<Nameless>, Vec<&Vec<usize>>> = BTreeMap::new();
    for (values, rows) in names {
        alike.entry(values).or_default().push(rows);
    }
    alike
}

fn nameless(part: &FileRows, rows: &[usize], name: usize) -> Vec<Nameless> {
    // The status of a key is of the day of the export.
    let left_out = [Some(name), part.batch.table.position("key_status")];
    let columns: Vec<usize> =
        (0..part.batch.values.len()).filter(|column| !left_out.contains(&Some(*column))).collect();
    let measures: Vec<usize> = part.batch.with_role(Role::Measure).collect();
    let of = |&row: &usize| {
        let values = columns.iter().map(|&column| {
            let value = part.batch.value(column, row);
            // Of a measure only whether it is stated: how much, the fingerprint tells.
            if measures.contains(&column) { value.map(|_| 0) } else { value }
        });
        (values.collect::<Vec<_>>(), part.batch.count(row), part.batch.fingerprint(row, &measures))
    };
    let mut values: Vec<Nameless> = rows.iter().map(of).collect();
    values.sort_unstable();
    // The status of a key may part what is one without it.
    values.dedup_by(|next, one| {
        let same = next.0 == one.0;
        if same {
            one.1 += next.1;
            one.2 = one.2.wrapping_add(next.2);
        }
        same
    });
    values
}
