//! A key or a workspace that was renamed between two exports: each states it by the name of its day, and the rows of the days that
//! both hold would count under both names.
//!
//! Names alone prove nothing, and neither do equal rows. Both together do: the activity feed tells of the rename, the former name is
//! in one file only and the current one in the other only, and on all days that both hold their rows are the same but for the name.

use std::collections::{BTreeMap, BTreeSet};

use super::copies::{is_varied, possible_copy};
use super::{Fate, Part, Parts};
use crate::model::{Named, Renaming};

/// Rows that differ by nothing but a name must be so many to be called remarkable where the feed does not tell of a rename.
const REMARKABLE: usize = 3;
const DAY_COLUMN: usize = 0;

/// Every change of a name that the activity feed tells.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Renames(BTreeSet<(Named, String, String)>);

impl Renames {
    /// Reads the events of all files; a name that changed twice is also followed from the first to the last.
    pub(in crate::ingest) fn read(events: &[Part]) -> Self {
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
        Self(renames)
    }

    fn tells(&self, what: Named, former: &str, current: &str) -> bool {
        self.0.contains(&(what, former.to_owned(), current.to_owned()))
    }
}

/// Takes rows under a former name for duplicates where that is proven, and tells where it looks so.
pub(super) fn settle(parts: &mut Parts, fates: &mut [Vec<Fate>], renames: &Renames) {
    for (what, name, id) in [(Named::Key, "key_name", "key_id"), (Named::Workspace, "workspace_name", "workspace_id")] {
        let (Some(column), Some(id)) = (parts.table.position(name), parts.table.position(id)) else { continue };
        for a in 0..parts.each.len() {
            for b in a + 1..parts.each.len() {
                let (one, other) = (&parts.each[a], &parts.each[b]);
                let alike = one.kind == other.kind && one.batch.present == other.batch.present;
                if alike && one.batch.present[column] && !states(one, id) && !states(other, id) {
                    pair(parts, fates, renames, (what, column), (a, b));
                }
            }
        }
    }
}

/// Whether any row of a file states a column.
fn states(part: &Part, column: usize) -> bool {
    part.batch.present[column] && (0..part.batch.rows()).any(|row| part.batch.value(column, row).is_some())
}

/// The values of a row without one name.
type Nameless = Vec<Option<i128>>;

fn pair(
    parts: &mut Parts,
    fates: &mut [Vec<Fate>],
    renames: &Renames,
    (what, column): (Named, usize),
    (a, b): (usize, usize),
) {
    let days = |at: usize| -> BTreeSet<i128> {
        let batch = &parts.each[at].batch;
        (0..batch.rows()).filter_map(|row| batch.value(DAY_COLUMN, row)).collect()
    };
    let shared: BTreeSet<i128> = days(a).intersection(&days(b)).copied().collect();
    if shared.is_empty() {
        return;
    }
    let (in_a, in_b) = (named(parts, a, column, &shared), named(parts, b, column, &shared));
    let alone = |at: usize, own: &BTreeMap<i128, Vec<usize>>, others: &BTreeMap<i128, Vec<usize>>| {
        let undisputed = |rows: &Vec<usize>| rows.iter().all(|row| fates[at][*row] == Fate::Accepted);
        let alone = own.iter().filter(|(name, rows)| !others.contains_key(*name) && undisputed(rows));
        alone.map(|(_, rows)| (nameless(&parts.each[at], rows, column), rows.clone())).collect::<Vec<_>>()
    };
    let (only_a, only_b) = (alone(a, &in_a, &in_b), alone(b, &in_b, &in_a));
    let text = |at: usize, rows: &[usize]| parts.text(at, column, rows[0]).unwrap_or_default().to_owned();
    let (mut duplicates, mut notes) = (Vec::new(), Vec::new());
    for (values, rows) in &only_a {
        let same: Vec<&Vec<usize>> = only_b.iter().filter(|(other, _)| other == values).map(|(_, rows)| rows).collect();
        let [other] = same.as_slice() else { continue };
        if only_a.iter().filter(|(again, _)| again == values).count() > 1 {
            continue;
        }
        let (name, other_name) = (text(a, rows), text(b, other));
        if renames.tells(what, &name, &other_name) {
            duplicates.push((a, rows.clone()));
        } else if renames.tells(what, &other_name, &name) {
            duplicates.push((b, (*other).clone()));
        } else if rows.len() >= REMARKABLE {
            notes.push(((name, rows.clone()), (other_name, (*other).clone())));
        }
    }
    for (at, rows) in duplicates {
        rows.into_iter().for_each(|row| fates[at][row] = Fate::Duplicate);
    }
    let label = if what == Named::Key { "key" } else { "workspace" };
    for ((name, rows), (other, other_rows)) in notes {
        for (at, own, other) in [(a, &name, &other), (b, &other, &name)] {
            parts.each[at].batch.note(format!(
                "on the days that another file has too, the rows of the {label} `{own}` are those of `{other}` there: if it was renamed \
                 in between, they count twice; the activity feed would tell"
            ));
        }
        let own = (b, other_rows);
        if is_varied(parts, &own) {
            let remark = possible_copy(parts, label, (b, &own.1, other), (a, &rows, name));
            parts.each[b].batch.possible_copies.push(remark);
        }
    }
}

/// Rows on some days by the name in a column, as its shared code.
fn named(parts: &Parts, at: usize, column: usize, days: &BTreeSet<i128>) -> BTreeMap<i128, Vec<usize>> {
    let batch = &parts.each[at].batch;
    let mut named: BTreeMap<i128, Vec<usize>> = BTreeMap::new();
    for row in (0..batch.rows()).filter(|&row| batch.value(DAY_COLUMN, row).is_some_and(|day| days.contains(&day))) {
        if let Some(name) = batch.value(column, row) {
            named.entry(name).or_default().push(row);
        }
    }
    named
}

fn nameless(part: &Part, rows: &[usize], name: usize) -> Vec<Nameless> {
    // The status of a key is of the day of the export.
    let left_out = [Some(name), part.batch.table.position("key_status")];
    let columns: Vec<usize> =
        (0..part.batch.values.len()).filter(|column| !left_out.contains(&Some(*column))).collect();
    let mut values: Vec<Nameless> =
        rows.iter().map(|&row| columns.iter().map(|&column| part.batch.value(column, row)).collect()).collect();
    values.sort_unstable();
    values
}
