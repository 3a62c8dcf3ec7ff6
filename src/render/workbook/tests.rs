use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};

use super::*;
use crate::render::sample;

fn book(report: &Report) -> Vec<u8> {
    let mut files = render(report).unwrap();
    assert_eq!(files.len(), 1);
    files.remove(0).bytes
}

fn rows(bytes: &[u8], sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
}

#[test]
fn every_table_is_a_sheet_with_the_rows_of_its_csv() {
    let report = sample::report();
    let bytes = book(&report);
    let found: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.as_slice())).unwrap();
    let names = found.sheet_names();
    assert_eq!(names[..2], ["Summary", "Controls"]);
    for file in (csv::RENDERER.render)(&report).unwrap() {
        let sheet = SHEETS.iter().find(|(path, _)| *path == file.path);
        let (_, sheet) = sheet.unwrap_or_else(|| panic!("{} is in no sheet", file.path));
        let mut csv = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(unmarked(&file.bytes));
        assert_eq!(rows(&bytes, sheet).len(), csv.records().count(), "{sheet}");
    }
    let items = rows(&bytes, "Open items");
    assert!(items[1].iter().any(|cell| cell.contains("\n1. ")), "steps stand on lines of their own: {:?}", items[1]);
    assert!(items[1].iter().all(|cell| !cell.contains("\\n")), "{:?}", items[1]);
    assert_eq!(rows(&bytes, "Inputs").len(), report.inputs.len() + 1);
    assert_eq!(rows(&bytes, "Controls").len(), report.controls.len() + 1);
}

#[test]
fn the_same_report_is_the_same_bytes() {
    assert_eq!(book(&sample::report()), book(&sample::report()));
}

#[test]
fn decisions_are_chosen_from_a_list() {
    let report = sample::report();
    let bytes = book(&report);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.as_slice())).unwrap();
    let mut with_choices = 0;
    for at in 0..archive.len() {
        let mut text = String::new();
        let mut file = archive.by_index(at).unwrap();
        if file.name().unwrap().starts_with("xl/worksheets/sheet") {
            file.read_to_string(&mut text).unwrap();
            with_choices += usize::from(text.contains("dataValidation") && text.contains("exception"));
        }
    }
    assert!(with_choices > 0, "the access review");
}

#[test]
fn no_cell_is_a_formula() {
    let mut report = sample::report();
    report.organization.name = Some("=1+1".to_owned());
    report.brief.headline = "=HYPERLINK(\"http://example.com\")".to_owned();
    let bytes = book(&report);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.as_slice())).unwrap();
    for at in 0..archive.len() {
        let mut text = String::new();
        archive.by_index(at).unwrap().read_to_string(&mut text).unwrap();
        assert!(!text.contains("<f>"), "a formula");
    }
    assert!(rows(&bytes, "Summary").iter().any(|row| row[1].starts_with("=HYPERLINK")), "as text");
}

/// Fault: Two million rejected rows took gigabytes in the workbook, which cut them without a word where the format ends
/// Outcome: A sheet that nobody fills in has so many rows, and says how many more are in the CSV file
#[test]
fn long_tables_are_cut_and_say_so() {
    let table = |header: &str, count: usize| format!("{header}\n{}", "a,b\n".repeat(count));
    let cut = |header: &str, count| {
        let mut book = Workbook::new();
        book.push_worksheet(copied(("t.csv", "Table"), table(header, count).as_bytes(), 10).unwrap());
        rows(&book.save_to_buffer().unwrap(), "Table")
    };
    assert_eq!(cut("file,line", 10).len(), 11);
    let long = cut("file,line", 13);
    assert_eq!(
        (long.len(), long[11].as_slice()),
        (12, ["… 3 more rows are in t.csv".to_owned(), String::new()].as_slice())
    );
    assert_eq!(cut("file,decision", 13).len(), 14, "a worksheet is filled in and read back");
}
