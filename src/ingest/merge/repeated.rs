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
use crate::model::{Money, counted};

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

/// Whether sums of rows are each of several rows, as those of days that stand twice are: the rows themselves have to tell.
fn is_suspect_sum(part: &FileRows, days: &BTreeMap<i128, Vec<usize>>) -> bool {
    let is_sum = |rows: &&Vec<usize>| {
        let times = rows.iter().map(|&row| part.batch.count(row)).fold(0, common_divisor);
        times > 1
    };
    let sums: Vec<i128> = days.values().filter(is_sum).flatten().map(|&row| amount(part, row)).collect();
    part.batch.has_sums() && are_many(part, sums)
}

fn common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

/// The copies of a day, where it stands several times.
fn repeated(part: &FileRows, rows: &[usize]) -> Option<Repeated> {
    // Most days are none, which their amounts alone tell.
    let mut amounts: Vec<i128> = rows.iter().map(|&row| amount(part, row)).collect();
    amounts.sort_unstable();
    if amounts.chunk_by(|a, b| a == b).map(|same| same.len() as u64).fold(0, common_divisor) < 2 {
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
    let times = often.iter().map(|same| same.len() as u64).fold(0, common_divisor);
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
mod tests {
    use crate::ingest::load_bytes;
    use crate::model::{Dataset, Money, Table};

    const COST: &str = "usage_date_utc,model,workspace,api_key,usage_type,token_type,cost_usd,cost_type";
    const USAGE: &str = "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,usage_output_tokens";

    fn cost(day: u32, key: u32, cents: u32) -> String {
        format!("2026-07-{day:02},Claude Opus 4.8,w,k{key},message,output,{}.{:02},token\n", cents / 100, cents % 100)
    }

    fn usage(day: u32, key: u32, tokens: u32) -> String {
        format!("2026-07-{day:02},claude-opus-4-8,k{key},w,standard,≤ 200k,{tokens},1\n")
    }

    /// The rows of some days, of two keys each.
    fn rows(row: fn(u32, u32, u32) -> String, days: std::ops::RangeInclusive<u32>) -> Vec<String> {
        days.flat_map(|day| [row(day, 1, 1000 + 37 * day), row(day, 2, 5000 + 11 * day)]).collect()
    }

    fn load(header: &str, rows: &[String]) -> Dataset {
        let text = format!("{header}\n{}", rows.concat());
        let data = load_bytes(vec![("all.csv".to_owned(), text.into_bytes())]).unwrap();
        let input = &data.inputs[0];
        assert_eq!(input.rows, input.accepted + input.rejected + input.duplicates + input.restated);
        data
    }

    /// Rows that count, rows that do not, what is remarked of, and whether a note says it.
    fn counts(data: &Dataset) -> (u64, u64, u64, bool) {
        let input = &data.inputs[0];
        let remarked = data.remarks[0].possible_copies.iter().map(|one| one.rows).sum();
        (input.accepted, input.duplicates, remarked, input.notes.iter().any(|note| note.contains("more than once")))
    }

    /// Fault: Overlapping downloads, joined without their headers into one table, counted twice
    /// Outcome: Days that stand twice, one copy behind the other, count once
    #[test]
    fn days_that_stand_twice_count_once() {
        for (header, row) in [(COST, cost as fn(u32, u32, u32) -> String), (USAGE, usage)] {
            let month = rows(row, 1..=9);
            let n = month.len() as u64;
            let twice = [month.clone(), month.clone()].concat();
            assert_eq!(counts(&load(header, &twice)), (n, n, 0, true), "{header}");
            let thrice = [month.clone(), month.clone(), month.clone()].concat();
            assert_eq!(counts(&load(header, &thrice)), (n, 2 * n, 0, true), "{header}");
            // Two downloads that share two days, and the same in another order.
            let shared = [rows(row, 1..=5), rows(row, 4..=9)].concat();
            assert_eq!(counts(&load(header, &shared)), (n, 4, 0, true), "{header}");
            let turned = [month.clone(), month.iter().rev().cloned().collect()].concat();
            assert_eq!(counts(&load(header, &turned)), (n, n, 0, true), "{header}");
        }
        let one_row_a_day: Vec<String> = (1..=9).map(|day| cost(day, 1, 1000 + 37 * day)).collect();
        let data = load(COST, &[one_row_a_day.clone(), one_row_a_day].concat());
        assert_eq!(counts(&data), (9, 9, 0, true));
        let sums = data.frame(Table::Cost).unwrap().column("cost").unwrap().decimal().unwrap().physical().clone();
        assert_eq!(Money::from_units(sums.iter().flatten().sum()), Money::from_cents(9 * 1000 + 37 * 45));
    }

    #[test]
    fn rows_that_are_mixed_count_and_are_told() {
        for (header, row) in [(COST, cost as fn(u32, u32, u32) -> String), (USAGE, usage)] {
            let month = rows(row, 1..=9);
            let n = month.len() as u64;
            let sorted: Vec<String> = month.iter().flat_map(|row| [row.clone(), row.clone()]).collect();
            assert_eq!(counts(&load(header, &sorted)), (2 * n, 0, n, true), "{header}");
        }
    }

    #[test]
    fn what_chance_or_the_console_makes_stays() {
        let month = rows(cost, 1..=9);
        let n = month.len() as u64;
        assert_eq!(counts(&load(COST, &month)), (n, 0, 0, false));
        // Pairs of the same words with other amounts.
        let pairs: Vec<String> =
            (1..=9).flat_map(|day| [cost(day, 1, 1000 + day), cost(day, 1, 2000 + 7 * day)]).collect();
        assert_eq!(counts(&load(COST, &pairs)), (n, 0, 0, false));
        // Some rows of a day twice, and not the others.
        let some: Vec<String> = (1..=9)
            .flat_map(|day| [cost(day, 1, 1000 + day), cost(day, 1, 1000 + day), cost(day, 2, 4000 + day)])
            .collect();
        assert_eq!(counts(&load(COST, &some)), (27, 0, 0, false));
        // A batch of one amount every night, and a few cents.
        let nightly: Vec<String> = (1..=9).flat_map(|day| [cost(day, 1, 1000), cost(day, 1, 1000)]).collect();
        assert_eq!(counts(&load(COST, &nightly)), (18, 0, 0, false));
        let cents: Vec<String> = (1..=3).flat_map(|day| [cost(day, 1, day), cost(day, 1, day)]).collect();
        assert_eq!(counts(&load(COST, &cents)), (6, 0, 0, false));
    }
}
