//! Two keys a day, whose rows a file holds once, or several times.

use super::{FileRows, TableFiles, find};
use crate::ingest::batch::Batch;
use crate::ingest::document::Document;
use crate::ingest::{console_cost, console_usage, load_bytes};
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
    let pairs: Vec<String> = (1..=9).flat_map(|day| [cost(day, 1, 1000 + day), cost(day, 1, 2000 + 7 * day)]).collect();
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

/// Whether sums of the rows of a file leave open if some stand several times.
fn needs_rows(header: &str, rows: &[String]) -> bool {
    let ingestor = if header == COST { &console_cost::INGESTOR } else { &console_usage::INGESTOR };
    let text = format!("{header}\n{}", rows.concat());
    let mut batch = Batch::new(ingestor.table);
    (ingestor.read)(&Document::open(text.as_bytes()), &mut batch);
    batch.fold_rows();
    assert!(batch.has_sums());
    let part =
        FileRows { file: 0, path: String::new(), kind: ingestor.id, sha256: String::new(), has_rejects: false, batch };
    let mut parts = TableFiles::new(ingestor.table, vec![part]);
    find(&mut parts);
    parts.needs_rows
}

/// Fault: A file in which everybody has as many rows a day, as in a table of hours without their times, was read a second time, row by row
/// Outcome: Sums that are no multiples of one number are no days that stand twice
#[test]
fn as_many_rows_of_everybody_are_no_copies() {
    for (header, row) in [(COST, cost as fn(u32, u32, u32) -> String), (USAGE, usage)] {
        // Some sums of these steps are multiples of the number of rows: the rows themselves are not.
        let stepped = |n: u32| 1000 + n * 7919 % 9973;
        let hours = |often: u32| -> Vec<String> {
            let each =
                (1..=9).flat_map(|day| (0..often).flat_map(move |hour| (1..=8).map(move |key| (day, hour, key))));
            each.map(|(day, hour, key)| row(day, key, stepped(day * 10_000 + hour * 100 + key))).collect()
        };
        for often in [2, 3, 24, 50] {
            let once = hours(often);
            assert!(!needs_rows(header, &once), "{header} {often}");
            for times in 2..=4 {
                assert!(needs_rows(header, &vec![once.clone(); times].concat()), "{header} {often} {times}");
            }
        }
    }
}
