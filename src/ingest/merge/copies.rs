//! Files whose rows are another file's, but for a word.
//!
//! Where every row of a file stands in another one with the same day, key, workspace and amounts, and only a word that says how it was
//! served differs, the model's among them, it is a copy that somebody changed, and counts once; so is one whose ids somebody took out.
//! Where the rows are the same but for whose they are, it may be a copy or not: both count, and a check says how much is at stake. Rows
//! prove this only where they are many and varied: two workspaces that run one batch every night have equal rows, too.

mod compared;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use self::compared::{Compared, IDS, difference, is_contained, may_be_contained, names_by_id};
use super::{DAY_COLUMN, Disposition, FileRows, TableFiles};
use crate::model::{Money, PossibleCopy, Role, Table};

/// Days whose amounts differ from each other must be so many,
const FEWEST_DAYS: usize = 3;
/// and their sums have so many digits together: a few cents are equal by chance.
const FEWEST_DIGITS: f64 = 6.0;
/// Takes the rows of copies for duplicates, and remarks on what may be one.
pub(super) fn find(parts: &mut TableFiles, dispositions: &mut [Vec<Disposition>]) {
    let days: Vec<BTreeSet<i128>> = parts.each.par_iter().map(days_of).collect();
    for (a, b) in pairs(parts, &days) {
        pair(parts, dispositions, a, b);
    }
}

/// Days of which a file has rows.
fn days_of(part: &FileRows) -> BTreeSet<i128> {
    (0..part.batch.rows()).filter_map(|row| part.batch.value(DAY_COLUMN, row)).collect()
}

/// Files of one kind and header that share so many days that one may be a copy of the other. A file of fewer days is compared with
/// none, so that thousands of files of one day cost nothing.
fn pairs(parts: &TableFiles, days: &[BTreeSet<i128>]) -> Vec<(usize, usize)> {
    let long: Vec<usize> = (0..days.len()).filter(|&at| days[at].len() >= FEWEST_DAYS).collect();
    let may_be = |(a, b): &(usize, usize)| {
        let (one, other) = (&parts.each[*a], &parts.each[*b]);
        one.kind == other.kind
            && has_header_of(one, other)
            && days[*a].intersection(&days[*b]).take(FEWEST_DAYS).count() == FEWEST_DAYS
    };
    let each = long.iter().enumerate().flat_map(|(at, &a)| long[at + 1..].iter().map(move |&b| (a, b)));
    each.filter(may_be).collect()
}

/// Whether two files state the same columns, but for ids.
fn has_header_of(one: &FileRows, other: &FileRows) -> bool {
    let columns = one.batch.table.columns().iter().zip(one.batch.present.iter().zip(&other.batch.present));
    columns.filter(|(column, _)| !IDS.contains(&column.name)).all(|(_, (own, others))| own == others)
}

fn pair(parts: &mut TableFiles, dispositions: &mut [Vec<Disposition>], a: usize, b: usize) {
    let (in_a, in_b) = (open_days(&parts.each[a], &dispositions[a]), open_days(&parts.each[b], &dispositions[b]));
    let shared: BTreeSet<i128> = in_a.keys().filter(|day| in_b.contains_key(day)).copied().collect();
    let on_shared = |days: &BTreeMap<i128, Vec<usize>>| -> Vec<usize> {
        shared.iter().filter_map(|day| days.get(day)).flatten().copied().collect()
    };
    let (rows_a, rows_b) = (on_shared(&in_a), on_shared(&in_b));
    // The file with fewer rows may be the copy; of two with as many the content decides, never the path.
    let sides = [(a, rows_a), (b, rows_b)];
    let ids = |(at, rows): &(usize, Vec<usize>)| {
        let columns = IDS.iter().filter_map(|name| parts.table.position(name));
        columns
            .map(|id| rows.iter().filter(|&&row| parts.each[*at].batch.value(id, row).is_some()).count())
            .sum::<usize>()
    };
    let rank = |side: &&(usize, Vec<usize>)| (side.1.len(), ids(side), parts.each[side.0].sha256.clone());
    let (Some(copy), Some(kept)) = (sides.iter().min_by_key(rank), sides.iter().max_by_key(rank)) else { return };
    if !is_varied(parts, copy) {
        return;
    }
    let compared = Compared::of(parts, [copy, kept]);
    let by = |columns: &[usize]| is_contained(parts, copy, kept, columns);
    let has_sums = |(at, rows): &(usize, Vec<usize>)| rows.iter().any(|&row| parts.each[*at].batch.count(row) > 1);
    let is_copy = by(&compared.whose) || compared.served.as_deref().is_some_and(by);
    let may_be = may_be_contained(parts, copy, kept, compared.served.as_ref().unwrap_or(&compared.whose));
    // Whether rows stand among those of a sum, the sum does not tell.
    let needs_rows = !is_copy && may_be && (has_sums(copy) || has_sums(kept));
    let is_alike = !is_copy
        && (compared.names.as_deref().is_some_and(by)
            || !names_by_id(parts, a) && !names_by_id(parts, b) && by(&compared.times));
    parts.needs_rows |= needs_rows;
    if is_copy {
        let note = format!(
            "on {} its rows are those of another file but for {}: a copy, which counts once",
            crate::model::counted(shared.len(), "day"),
            difference(parts, copy, kept).map_or_else(
                || "a word".to_owned(),
                |(column, own, other)| format!("`{column}` (`{own}`, there `{other}`)")
            )
        );
        let (at, rows) = copy.clone();
        parts.each[at].batch.note(note);
        rows.into_iter().for_each(|row| dispositions[at][row] = Disposition::Duplicate);
    } else if is_alike {
        // Each name by itself has been looked at before.
        let is_known = |at: usize| {
            parts.each[at].batch.possible_copies.iter().any(|one| one.other_file == parts.each[a + b - at].file)
        };
        if is_known(a) || is_known(b) {
            return;
        }
        let (column, own, other) = difference(parts, copy, kept).unwrap_or(("", String::new(), String::new()));
        let what = column.strip_suffix("_name").or_else(|| column.strip_suffix("_id")).unwrap_or(column);
        let remark = possible_copy(parts, what, (copy.0, &copy.1, own), (kept.0, &kept.1, other));
        parts.each[copy.0].batch.possible_copies.push(remark);
    }
}

/// What may be counted twice: rows of `own` that may be those of `other`; each is a file, its rows and its name.
pub(super) fn possible_copy(
    parts: &TableFiles,
    what: &str,
    (at, rows, own): (usize, &[usize], String),
    (other_at, other_rows, other): (usize, &[usize], String),
) -> PossibleCopy {
    let line = |at: usize, rows: &[usize]| rows.iter().map(|&row| parts.each[at].batch.lines[row]).min().unwrap_or(0);
    let batch = &parts.each[at].batch;
    let days: BTreeSet<i128> = rows.iter().filter_map(|&row| batch.value(DAY_COLUMN, row)).collect();
    let sum: i128 = rows.iter().map(|&row| amount(&parts.each[at], row)).fold(0, i128::saturating_add);
    let is_money = is_money(parts.table);
    PossibleCopy {
        what: what.to_owned(),
        own,
        other,
        line: line(at, rows),
        other_file: parts.each[other_at].file,
        other_line: line(other_at, other_rows),
        rows: rows.iter().map(|&row| batch.count(row)).sum(),
        days: days.len() as u64,
        usd: is_money.then(|| Money::from_units(sum)),
        tokens: if is_money { None } else { u64::try_from(sum).ok() },
    }
}

/// Whether rows are so many and so different that other data would hardly repeat them.
pub(super) fn is_varied(parts: &TableFiles, (at, rows): &(usize, Vec<usize>)) -> bool {
    let batch = &parts.each[*at].batch;
    let mut days: BTreeMap<i128, Vec<i128>> = BTreeMap::new();
    for &row in rows {
        if let Some(day) = batch.value(DAY_COLUMN, row) {
            days.entry(day).or_default().push(amount(&parts.each[*at], row));
        }
    }
    days.values_mut().for_each(|amounts| amounts.sort_unstable());
    let different: BTreeSet<&Vec<i128>> = days.values().collect();
    let smallest = if is_money(parts.table) { Money::from_cents(1).units() } else { 1 };
    let digits = |amounts: &&Vec<i128>| {
        let sum = amounts.iter().fold(0_i128, |sum, amount| sum.saturating_add(*amount));
        ((sum / smallest).max(0) as f64 + 1.0).log10()
    };
    different.len() >= FEWEST_DAYS && different.iter().map(digits).sum::<f64>() >= FEWEST_DIGITS
}

pub(super) const fn is_money(table: Table) -> bool {
    matches!(table, Table::Cost | Table::EnterpriseCost)
}

/// What a row adds to the sums: dollars, or tokens of all kinds.
pub(super) fn amount(part: &FileRows, row: usize) -> i128 {
    let measures = part.batch.with_role(Role::Measure).filter(|&at| {
        let column = &part.batch.table.columns()[at];
        !["list_price", "requests", "web_searches"].contains(&column.name)
    });
    measures.filter_map(|at| part.batch.value(at, row)).fold(0, i128::saturating_add)
}

fn open_days(part: &FileRows, dispositions: &[Disposition]) -> BTreeMap<i128, Vec<usize>> {
    let mut days: BTreeMap<i128, Vec<usize>> = BTreeMap::new();
    for row in (0..dispositions.len()).filter(|&row| dispositions[row] == Disposition::Accepted) {
        if let Some(day) = part.batch.value(DAY_COLUMN, row) {
            days.entry(day).or_default().push(row);
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::ingest::batch::{Batch, Cell};

    /// A file of rows on some days of a month.
    fn part(days: std::ops::Range<u32>) -> FileRows {
        let mut batch = Batch::new(Table::Cost);
        for day in days {
            let mut cells = vec![Cell::Null; Table::Cost.columns().len()];
            cells[DAY_COLUMN] = Cell::day(NaiveDate::from_ymd_opt(2026, 7, day));
            batch.push(u64::from(day) + 1, &cells);
        }
        FileRows {
            file: 0,
            path: String::new(),
            kind: "console-cost",
            sha256: String::new(),
            has_rejects: false,
            batch,
        }
    }

    #[test]
    fn only_files_that_share_days_are_compared() {
        let compared = |parts: Vec<FileRows>| {
            let days: Vec<BTreeSet<i128>> = parts.iter().map(days_of).collect();
            pairs(&TableFiles::new(Table::Cost, parts), &days)
        };
        assert_eq!(
            compared((0..500).map(|_| part(1..3)).collect()),
            [],
            "too few days to be a copy, however many files"
        );
        assert_eq!(compared((0..9).map(|at| part(1 + at * 3..4 + at * 3)).collect()), [], "a file after the other");
        assert_eq!(compared(vec![part(1..9), part(7..9), part(6..12), part(2..3)]), [(0, 2)]);
    }
}
