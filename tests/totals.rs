//! Totals computed another way: lines split by hand, whole cents, first come first counted per day and full set of columns.
//!
//! Nothing here uses the reader, the merge or the frames of the program. It knows one thing that the program must find out: the
//! demo's exports overlap by copies of the same rows, by a copy of August that was saved in the middle of a day, and by one day in hours.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use support::{Folder, program, root};

/// One line as cells; quotes as in RFC 4180.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    cells
}

type Table = (Vec<String>, Vec<Vec<String>>);

fn table(path: &PathBuf) -> Table {
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(cells);
    (lines.next().unwrap(), lines.collect())
}

/// The demo's exports of a kind, the one with the latest last day first, and among those the longest.
fn tables(word: &str) -> Vec<Table> {
    let folder = root().join("fixtures/demo/console");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut tables: Vec<Table> =
        files.filter(|p| p.to_string_lossy().contains(word)).map(|path| table(&path)).collect();
    let daily = |t: &Table| t.1.iter().all(|row| row[0].len() == 10);
    tables.retain(daily);
    tables.sort_by_key(|t| std::cmp::Reverse((t.1.iter().map(|row| row[0].clone()).max(), t.1.len())));
    tables
}

/// Rows of the quarter; a day counts from the first table that has it.
fn counted(word: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let tables = tables(word);
    assert!(tables.len() >= 3, "the demo has several {word} exports");
    let mut owner: BTreeMap<String, usize> = BTreeMap::new();
    for (at, (_, rows)) in tables.iter().enumerate() {
        for row in rows {
            owner.entry(row[0].clone()).or_insert(at);
        }
    }
    let header = tables[0].0.clone();
    let rows = tables.into_iter().enumerate().flat_map(|(at, (_, rows))| rows.into_iter().map(move |row| (at, row)));
    let own =
        rows.filter(|(at, row)| owner[&row[0]] == *at && ("2026-07-01"..="2026-09-30").contains(&row[0].as_str()));
    (header, own.map(|(_, row)| row).collect())
}

fn cents(text: &str) -> i64 {
    let (dollars, cents) = text.split_once('.').unwrap_or((text, "00"));
    dollars.parse::<i64>().unwrap() * 100 + format!("{cents:0<2}").parse::<i64>().unwrap()
}

fn demo_totals() -> serde_json::Value {
    let elsewhere = Folder::new();
    let out = elsewhere.path("report");
    let exports = root().join("fixtures/demo");
    let arguments = [exports.to_str().unwrap(), "--out", out.to_str().unwrap(), "-q", "--format", "json"];
    assert!(program(&arguments, &elsewhere.0).status.success());
    let findings: serde_json::Value = serde_json::from_slice(&fs::read(out.join("findings.json")).unwrap()).unwrap();
    findings["totals"].clone()
}

#[test]
fn tokens_and_dollars_equal_an_independent_sum() {
    let totals = demo_totals();
    let (header, rows) = counted("tokens");
    let sum = |column: &str| -> u64 {
        let at = header.iter().position(|name| name == column).unwrap();
        rows.iter().map(|row| row[at].parse::<u64>().unwrap()).sum()
    };
    for (ours, column) in [
        ("uncached_input", "usage_input_tokens_no_cache"),
        ("cache_write_5m", "usage_input_tokens_cache_write_5m"),
        ("cache_write_1h", "usage_input_tokens_cache_write_1h"),
        ("cache_read", "usage_input_tokens_cache_read"),
        ("output", "usage_output_tokens"),
    ] {
        assert_eq!(totals["tokens"][ours].as_u64().unwrap(), sum(column), "{ours}");
    }
    assert_eq!(totals["web_searches"].as_u64().unwrap(), sum("web_search_count"));

    let (header, rows) = counted("cost");
    let column = |name: &str| header.iter().position(|n| n == name).unwrap();
    let (cost, workspace) = (column("cost_usd"), column("workspace"));
    let (mut total, mut by_month, mut by_workspace) =
        (0, BTreeMap::<String, i64>::new(), BTreeMap::<String, i64>::new());
    for row in &rows {
        let amount = cents(&row[cost]);
        total += amount;
        *by_month.entry(row[0][..7].to_owned()).or_default() += amount;
        let name = if row[workspace].is_empty() { "Default" } else { &row[workspace] };
        *by_workspace.entry(name.to_owned()).or_default() += amount;
    }
    let same = |value: &serde_json::Value, expected: i64| {
        let money = clade_analyze::model::Money::parse(&value.to_string()).unwrap();
        assert_eq!(money, clade_analyze::model::Money::from_cents(expected), "{value} is not {expected} cents");
    };
    same(&totals["cost_usd"]["total"], total);
    for (kind, sums) in [("month", by_month), ("workspace", by_workspace)] {
        assert_eq!(totals["cost_usd"][kind].as_object().unwrap().len(), sums.len());
        for (name, sum) in sums {
            same(&totals["cost_usd"][kind][&name], sum);
        }
    }
}
