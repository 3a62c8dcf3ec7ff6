//! One file, sixty, a day, more than a year, and none.

use super::*;
use crate::model::{FileSpan, Period};
use crate::render::sample;

fn with(period: &str, file_spans: Vec<FileSpan>) -> Report {
    let mut report = sample::report();
    report.period = match period.split_once("..") {
        Some((start, end)) => Period::new(start.parse().unwrap(), end.parse().unwrap()).unwrap(),
        None => period.parse().unwrap(),
    };
    report.coverage.iter_mut().for_each(|coverage| coverage.file_spans.clear());
    report.coverage[1].file_spans = file_spans;
    report
}

fn names(report: &Report) -> Vec<String> {
    let window = rows::window(report);
    rows::lanes(report, window).into_iter().flat_map(|lane| lane.rows).map(|row| row.name).collect()
}

#[test]
fn every_span_and_number_of_files_is_drawn() {
    let one = vec![sample::exports::file_span("usage.csv", "2026-07-03", "2026-09-01")];
    for period in ["2026-Q3", "2026-07-03..2026-07-03", "2025-06-01..2026-07-05", "1999-01-01..1999-01-31"] {
        assert!(picture(&with(period, one.clone())).unwrap().is_some(), "{period}");
    }
    assert!(picture(&with("2026-Q3", vec![])).unwrap().is_none(), "no file has days");
}

#[test]
fn a_crowd_is_folded_and_the_fold_shows_its_days() {
    let month = |n: u32| {
        sample::exports::file_span(&format!("{n:02}.csv"), &format!("2026-08-{:02}", n % 28 + 1), "2026-08-30")
    };
    let report = with("2026-Q3", (0..60).map(month).collect());
    let names = names(&report);
    assert_eq!(names.len(), 9);
    assert_eq!(names.last().unwrap(), "and 52 more files");
    let lanes = rows::lanes(&report, rows::window(&report));
    let last = lanes[0].rows.last().unwrap();
    assert_eq!(last.counted, [("2026-08-01".parse().unwrap(), "2026-08-30".parse().unwrap())]);
}

#[test]
fn what_is_outside_is_named_the_nearest_first() {
    let file_spans = (1..=6)
        .map(|m| sample::exports::file_span(&format!("{m}.csv"), &format!("2025-0{m}-01"), &format!("2025-0{m}-28")));
    let report = with("2026-Q3", file_spans.collect());
    let outside = rows::outside(&report, rows::window(&report));
    assert_eq!(outside.len(), 4);
    assert_eq!(outside[0], "1 Jun 2025 – 28 Jun 2025 · token usage: 6.csv");
    assert_eq!(outside[3], "and 3 more files, see Inputs");
    assert!(names(&report).is_empty());
}

#[test]
fn a_path_keeps_its_end() {
    let mut report = with("2026-Q3", vec![]);
    let long = format!("{}/usage 2026-07.csv", "folder/".repeat(30).trim_end_matches('/'));
    report.coverage[1].file_spans = vec![sample::exports::file_span(&long, "2026-07-01", "2026-07-31")];
    let lanes = rows::lanes(&report, rows::window(&report));
    let room = name(&lanes[0].rows[0]);
    assert!(room.starts_with("…/folder/") && room.ends_with("/folder/usage 2026-07.csv"), "{room}");
}
