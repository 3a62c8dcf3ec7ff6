//! Every export of every kind, damaged in every way that people and spreadsheets know: what it says stays the same, or the report
//! says that something is wrong.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its fixtures has failed")]

mod support;

use std::collections::BTreeSet;

use clade_analyze::ingest::load_bytes;
use clade_analyze::model::{Dataset, Table};
use rayon::prelude::*;
use support::{Fixture, closes, fixtures};

/// What the exports say, whichever file and line says it: every row of every table, sorted.
fn says(data: &Dataset) -> Vec<String> {
    let mut rows = Vec::new();
    for (table, frame) in &data.frames {
        // `layout` is the names of a roster's columns, by which lists of one source are known: the form of a list, as its file is.
        let columns: Vec<_> =
            frame.columns().iter().filter(|c| !["file", "line", "layout"].contains(&c.name().as_str())).collect();
        let cell = |row: usize| columns.iter().map(move |c| c.get(row).unwrap().to_string()).collect::<Vec<_>>();
        // A duplicate that feeds hourly analyses only counts nowhere.
        rows.extend((0..frame.height()).map(|row| format!("{} {}", table.id(), cell(row).join("|"))));
    }
    rows.sort();
    rows
}

/// What a reader of the report learns of the files next to their rows.
fn found(data: &Dataset) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (input, remarks) in data.inputs.iter().zip(&data.remarks) {
        assert!(closes(input), "{input:?}");
        found.insert(format!("kind {:?}", input.kind));
        found.extend(input.notes.iter().cloned());
        found.extend(remarks.cut.clone());
    }
    found.extend(data.rejections.iter().map(|r| format!("{} {} {}", r.line, r.column, r.reason)));
    found
}

fn load(bytes: Vec<u8>) -> Dataset {
    load_bytes(vec![("export".to_owned(), bytes)]).unwrap()
}

/// What is lost without a word, for every damaged copy of every fixture.
fn silent<'a, D>(damaged: impl Fn(&'a Fixture) -> D + Sync, all: &'a [Fixture]) -> Vec<String>
where
    D: Iterator<Item = (String, Vec<u8>)>,
{
    let of = |fixture: &'a Fixture| {
        let whole = load(fixture.bytes.clone());
        let (rows, known) = (says(&whole), found(&whole));
        let lost = damaged(fixture).filter(|(_, bytes)| {
            let data = load(bytes.clone());
            says(&data) != rows && found(&data).is_subset(&known)
        });
        lost.map(|(how, _)| format!("{} {how}", fixture.path)).collect::<Vec<_>>()
    };
    all.par_iter().flat_map_iter(of).collect()
}

/// So many positions of a file, spread over it.
fn positions(fixture: &Fixture, most: usize) -> impl Iterator<Item = usize> + use<> {
    let (length, step) = (fixture.bytes.len(), fixture.bytes.len() / most + 1);
    // Not always the same place in lines of one length.
    (0..most).map(move |n| n * step + n * 7 % step).filter(move |at| *at < length)
}

/// Fault: An export cut off anywhere
/// Outcome: Named in the report; no check passes by what is missing
#[test]
fn a_cut_file_is_told() {
    let all = fixtures();
    let cut = |fixture: &Fixture| {
        let bytes = fixture.bytes.clone();
        // Between two lines of a table, or of objects, nothing shows that others followed; objects need no line end behind the last.
        let shows = {
            let (bytes, is_lines) = (bytes.clone(), fixture.path.ends_with(".jsonl"));
            move |at: &usize| {
                let is_between = bytes[..*at].ends_with(b"\n") || is_lines && bytes.get(*at) == Some(&b'\n');
                !is_between && *at + 1 < bytes.len()
            }
        };
        positions(fixture, 24).filter(shows).map(move |at| (format!("cut at {at}"), bytes[..at].to_vec()))
    };
    assert_eq!(silent(cut, &all), [""; 0]);
}

/// Fault: Bytes that are no text
/// Outcome: The row or file is named; the rest is read
#[test]
fn bytes_that_are_no_text_are_told() {
    let mut all = fixtures();
    // In the encoding of one machine every byte is a letter: a changed one is another letter, and the file is said to be in that
    // encoding either way.
    all.retain(|fixture| std::str::from_utf8(&fixture.bytes).is_ok() || fixture.bytes.starts_with(b"\xff\xfe"));
    let flipped = |fixture: &Fixture| {
        let bytes = fixture.bytes.clone();
        positions(fixture, 24).map(move |at| {
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x80;
            (format!("flipped at {at}"), flipped)
        })
    };
    assert_eq!(silent(flipped, &all), [""; 0]);
}

/// The records of a table, and its delimiter.
fn table(fixture: &Fixture) -> Option<(Vec<csv::ByteRecord>, u8)> {
    if !fixture.path.ends_with(".csv") {
        return None;
    }
    let first = fixture.bytes.split(|b| *b == b'\n').next()?;
    let delimiter = if first.contains(&b';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(fixture.bytes.as_slice());
    Some((reader.byte_records().map(Result::unwrap).collect(), delimiter))
}

fn written<'a>(records: impl Iterator<Item = Vec<&'a [u8]>>, delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(Vec::new());
    records.for_each(|record| writer.write_record(record).unwrap());
    writer.into_inner().unwrap()
}

fn without_cell(record: &csv::ByteRecord, column: usize) -> Vec<&[u8]> {
    record.iter().enumerate().filter(|(at, _)| *at != column).map(|(_, cell)| cell).collect()
}

/// Fault: A column that somebody removed
/// Outcome: Named, and checks that need it are not assessed
#[test]
fn a_column_that_was_cut_out_is_told() {
    let all = fixtures();
    let without = |fixture: &Fixture| {
        let (records, delimiter) = table(fixture).unwrap_or_default();
        let columns = records.first().map_or(0, csv::ByteRecord::len);
        (0..columns).map(move |column| {
            let name = String::from_utf8_lossy(&records[0][column]).into_owned();
            (format!("without {name}"), written(records.iter().map(|record| without_cell(record, column)), delimiter))
        })
    };
    assert_eq!(silent(without, &all), [""; 0]);
}

/// Fault: Semicolons or tabs instead of commas
/// Outcome: Read the same, or named
#[test]
fn other_delimiters_change_nothing_or_are_told() {
    let all = fixtures();
    let rewritten = |fixture: &Fixture| {
        let (records, _) = table(fixture).unwrap_or_default();
        let delimiters = if records.is_empty() { &b""[..] } else { b",;\t|" };
        delimiters.iter().map(move |delimiter| {
            let cells = records.iter().map(|record| record.iter().collect());
            (format!("delimited by {:?}", char::from(*delimiter)), written(cells, *delimiter))
        })
    };
    assert_eq!(silent(rewritten, &all), [""; 0]);
}

/// Fault: The same export twice under two names
/// Outcome: Counted once
#[test]
fn a_copy_under_another_name_adds_nothing() {
    // Only the name of such a file says of which role the permissions are: under another name they are another role's.
    // Decisions are kept line by line, so that two that contradict each other are seen; what is counted is what they are about.
    let is_kept_by_line =
        |path: &str| ["access-review/", "identity-review/", "log-review/"].iter().any(|kind| path.starts_with(kind));
    let has_own_name = |fixture: &Fixture| {
        fixture.path != "rbac-role-permissions/rbac_role_01Lab.json" && !is_kept_by_line(&fixture.path)
    };
    for fixture in fixtures().into_iter().filter(has_own_name) {
        let alone = load(fixture.bytes.clone());
        let both = load_bytes(vec![("z".to_owned(), fixture.bytes.clone()), ("a".to_owned(), fixture.bytes)]).unwrap();
        assert_eq!(says(&both), says(&alone), "{}", fixture.path);
        let accepted = |data: &Dataset| data.inputs.iter().map(|input| input.accepted).sum::<u64>();
        assert_eq!(accepted(&both), accepted(&alone), "{}", fixture.path);
    }
}

/// Fault: A damaged copy beside the whole export
/// Outcome: The whole one counts
#[test]
fn a_damaged_copy_beside_the_whole_takes_nothing_away() {
    let sum = |data: &Dataset| {
        let tables = [(Table::Usage, "output"), (Table::Usage, "uncached_input"), (Table::Cost, "cost")];
        tables.map(|(table, column)| {
            data.frame(table).map(|frame| {
                let counted = frame.column("counted").unwrap().bool().unwrap();
                let column = frame.column(column).unwrap();
                let amounts: Vec<i128> = (0..frame.height())
                    .filter(|row| counted.get(*row) == Some(true))
                    .map(|row| match column.decimal() {
                        Ok(amounts) => amounts.physical().get(row).unwrap_or(0),
                        Err(_) => i128::from(column.i64().unwrap().get(row).unwrap_or(0)),
                    })
                    .collect();
                amounts.into_iter().sum::<i128>()
            })
        })
    };
    let all: Vec<Fixture> = fixtures().into_iter().filter(|fixture| fixture.kind.starts_with("console-")).collect();
    for fixture in &all {
        let (records, delimiter) = table(fixture).unwrap_or_default();
        let whole = load(fixture.bytes.clone());
        for column in 0..records.first().map_or(0, csv::ByteRecord::len) {
            let damaged = written(records.iter().map(|record| without_cell(record, column)), delimiter);
            let both = load_bytes(vec![("a".into(), damaged), ("b".into(), fixture.bytes.clone())]).unwrap();
            let news = found(&both).difference(&found(&whole)).next().is_some();
            assert!(sum(&both) == sum(&whole) || news, "{} without column {column}", fixture.path);
        }
    }
}
