//! Days that stand several times in one file: downloads of the same days, joined without their headers.
//!
//! No export states one row twice: what is used under the same words on one day is one sum, and the few pairs that the Console writes
//! differ in their amounts. Where every row of a day stands as often as every other one, all columns and amounts included, the day was
//! joined to itself. If the copies stand block behind block they are judged as those of two files are: one counts. If the rows are
//! mixed, all of them count, and a check says what may be counted twice.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::copies::{amount, is_money, possible_copy};
use super::{DAY_COLUMN, FileRows, TableFiles, compare_rows};
use crate::model::{Column, Kind, Money, Role, counted};

/// Rows whose amounts differ must be so many,
const FEWEST_ROWS: usize = 3;
/// and have so many digits together: a few cents are equal by chance.
const FEWEST_DIGITS: f64 = 6.0;

/// A day that was joined to itself.
struct Repeated {
    /// The rows of the first copy.
    first: Vec<usize>,
    /// Those of the others.
    others: Vec<usize>,
    /// Whether one copy stands behind the other.
    in_blocks: bool,
}

/// Finds the rows that another row of the same file states, and says so; what may be one is remarked.
pub(super) fn find(parts: &mut TableFiles) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for at in 0..parts.each.len() {
        let days = days(&parts.each[at]);
        if is_suspect_sum(&parts.each[at], &days) {
            parts.needs_rows = true;
            continue;
        }
        let repeated = days.par_iter().filter_map(|(_, rows)| repeated(&parts.each[at], rows));
        let (blocks, mixed): (Vec<Repeated>, Vec<Repeated>) = repeated.partition(|one| one.in_blocks);
        if is_no_chance(&parts.each[at], &blocks) {
            parts.each[at].batch.note(format!(
                "on {} every row stands more than once in this file, one copy behind the other, as where downloads that overlap were \
                 joined: each counts once",
                counted(blocks.len() as u64, "day")
            ));
            found.extend(blocks.iter().flat_map(|one| &one.others).map(|&row| (at, row)));
        }
        if is_no_chance(&parts.each[at], &mixed) {
            let first: Vec<usize> = mixed.iter().flat_map(|one| one.first.iter().copied()).collect();
            let others: Vec<usize> = mixed.iter().flat_map(|one| one.others.iter().copied()).collect();
            parts.each[at].batch.note(format!(
                "on {} every row stands more than once in this file: no export does so, and the sums may be too high as often",
                counted(mixed.len() as u64, "day")
            ));
            let remark = possible_copy(parts, "row", (at, &others, String::new()), (at, &first, String::new()));
            parts.each[at].batch.possible_copies.push(remark);
        }
    }
    found
}

/// The rows of each day, in the order of their lines.
fn days(part: &FileRows) -> BTreeMap<i128, Vec<usize>> {
    let mut days: BTreeMap<i128, Vec<usize>> = BTreeMap::new();
    for row in 0..part.batch.rows() {
        if let Some(day) = part.batch.value(DAY_COLUMN, row) {
            days.entry(day).or_default().push(row);
        }
    }
    days.values_mut().for_each(|rows| rows.sort_by_key(|&row| part.batch.lines[row]));
    days
}

/// Whether sums of rows are each of several rows, as those of days that stand twice are: the rows themselves have to tell. Of such a day the
/// number of rows of each sum, its counts, its whole cents and its fingerprint are all multiples of one number. As many rows of everybody alone,
/// as where everybody has one an hour, are no copies: a second reading of the file, row by row, would find nothing.
fn is_suspect_sum(part: &FileRows, days: &BTreeMap<i128, Vec<usize>>) -> bool {
    if !part.batch.has_sums() {
        return false;
    }
    let measures = divisible_measures(part);
    let is_sum = |rows: &&Vec<usize>| common_factor(part, rows, &measures) > 1;
    let sums: Vec<i128> = days.values().filter(is_sum).flatten().map(|&row| amount(part, row)).collect();
    are_many(part, sums)
}

/// The columns whose sums are whole multiples of what single rows state, with the least that a row can state: counts, and dollars that are
/// whole cents in every row.
fn divisible_measures(part: &FileRows) -> Vec<(usize, i128)> {
    let has_fractions =
        |column: usize| part.batch.folded.as_ref().is_none_or(|folded| folded.fractions.contains(&column));
    let columns = part.batch.table.columns().iter().enumerate().filter(|(_, column)| column.role == Role::Measure);
    let unit = |(at, column): (usize, &Column)| match column.kind {
        Kind::Money if has_fractions(at) => None,
        Kind::Money => Some((at, Money::from_cents(1).units())),
        _ => Some((at, 1)),
    };
    columns.filter_map(unit).collect()
}

/// The greatest number that divides all that is known of the sums of a day: so often its rows may stand in the file at most.
fn common_factor(part: &FileRows, rows: &[usize], measures: &[(usize, i128)]) -> u128 {
    let mut factor = 0;
    for &row in rows {
        let count = part.batch.count(row);
        let stated = measures.iter().filter_map(|&(column, unit)| Some(part.batch.value(column, row)? / unit));
        factor = stated.map(i128::unsigned_abs).fold(common_divisor(factor, u128::from(count)), common_divisor);
        // A sum in several pieces, as beyond 64 bits, says nothing piece by piece.
        if count == 0 {
            return rows.iter().map(|&row| u128::from(part.batch.count(row))).fold(0, common_divisor);
        }
        let print = part.batch.folded.as_ref().map_or(0, |folded| folded.fingerprints[row].all);
        factor = common_divisor(factor, print);
        if factor == 1 {
            break;
        }
    }
    factor
}

fn common_divisor(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

/// The copies of a day, where it stands several times.
fn repeated(part: &FileRows, rows: &[usize]) -> Option<Repeated> {
    // Most days are none, which their amounts alone tell.
    let mut amounts: Vec<i128> = rows.iter().map(|&row| amount(part, row)).collect();
    amounts.sort_unstable();
    if amounts.chunk_by(|a, b| a == b).map(|same| same.len() as u128).fold(0, common_divisor) < 2 {
        return None;
    }
    let sorted = |rows: &[usize]| {
        let mut rows = rows.to_vec();
        rows.sort_by(|&a, &b| compare_rows((part, a), (part, b)).then(a.cmp(&b)));
        rows
    };
    let is_same = |a: usize, b: usize| compare_rows((part, a), (part, b)).is_eq();
    let all = sorted(rows);
    let often: Vec<&[usize]> = all.chunk_by(|&a, &b| is_same(a, b)).collect();
    let times = often.iter().map(|same| same.len() as u128).fold(0, common_divisor);
    let times = usize::try_from(times).ok().filter(|times| *times > 1)?;
    let size = rows.len() / times;
    let first = sorted(&rows[..size]);
    let is_first = |block: &[usize]| sorted(block).iter().zip(&first).all(|(&a, &b)| is_same(a, b));
    let in_blocks = rows.chunks(size).all(is_first) && (often.len() > 1 || are_apart(part, rows));
    if in_blocks {
        return Some(Repeated { first, others: rows[size..].to_vec(), in_blocks });
    }
    let (mut first, mut others) = (Vec::new(), Vec::new());
    for same in often {
        let (own, more) = same.split_at(same.len() / times);
        first.extend(own);
        others.extend(more);
    }
    Some(Repeated { first, others, in_blocks })
}

/// Whether rows of other days stand between these, which are the same.
fn are_apart(part: &FileRows, rows: &[usize]) -> bool {
    // Rows of a file are in the order of its lines.
    rows.windows(2).all(|pair| pair[1] > pair[0] + 1) && !part.batch.has_sums()
}

/// Whether what stands several times is so much and so varied that chance does not make it.
fn is_no_chance(part: &FileRows, repeated: &[Repeated]) -> bool {
    are_many(part, repeated.iter().flat_map(|one| &one.first).map(|&row| amount(part, row)).collect())
}

fn are_many(part: &FileRows, amounts: Vec<i128>) -> bool {
    let smallest = if is_money(part.batch.table) { Money::from_cents(1).units() } else { 1 };
    let different: BTreeSet<i128> =
        amounts.into_iter().map(|amount| amount / smallest).filter(|one| *one > 0).collect();
    let digits: f64 = different.iter().map(|amount| (*amount as f64 + 1.0).log10()).sum();
    different.len() >= FEWEST_ROWS && digits >= FEWEST_DIGITS
}

#[cfg(test)]
mod tests;
