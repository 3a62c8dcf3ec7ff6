//! `evidence.xlsx`: the tables of the report as sheets of one workbook, with drop-downs where people decide.
//!
//! The sheets hold what the CSV files hold: a worksheet that is filled in here is read back by `--review` as the CSV is.

mod page;
#[cfg(test)]
mod tests;

use anyhow::{Context as _, Result};
use chrono::{Datelike as _, Timelike as _};
use rayon::prelude::*;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};

use self::page::{MOST_ROWS_OF_ALL, Page};

use super::document::{controls_by_worst, headline, word};
use super::escape::{cut, visible};
use super::{File, Renderer, csv};
use crate::model::{Input, Report};

/// The registry line.
pub(super) const RENDERER: Renderer =
    Renderer { id: "xlsx", title: "evidence.xlsx: every table in one workbook, to filter and to fill in", render };

/// CSV files, and the sheets that they become, in this order.
const SHEETS: [(&str, &str); 9] = [
    ("findings.csv", "Findings"),
    ("open-items.csv", "Open items"),
    ("access-review.csv", "Access review"),
    ("non-human-identities.csv", "Non-human identities"),
    ("log-review.csv", "Log review"),
    ("grants-and-removals.csv", "Grants and removals"),
    ("effective-access.csv", "Effective access"),
    ("rotation-schedule.csv", "Keys to rotate"),
    ("rejected-rows.csv", "Rejected rows"),
];
/// Rows of a sheet that nobody fills in: a cell takes some 150 bytes while the workbook is written, and who filters more takes the CSV file.
const MOST_ROWS: u32 = 50_000;
/// How hard the parts of the file are deflated, of 1 to 9. For 50,000 members 4 takes 0.23 s where 6, which is the default, takes 0.59, and the
/// file is 2 % larger; 2 takes two thirds of that, and the file is 8 % larger.
const DEFLATE_LEVEL: u8 = 2;

/// A table: its first row is the header.
struct Sheet {
    name: &'static str,
    rows: Vec<Vec<String>>,
}

fn render(report: &Report) -> Result<Vec<File>> {
    Ok(vec![of_tables(report, &(csv::RENDERER.render)(report)?)?])
}

/// The workbook of a report whose CSV files are there already.
pub(super) fn of_tables(report: &Report, tables: &[File]) -> Result<File> {
    let mut book = Workbook::new();
    book.set_properties(&properties(report)?);
    book.set_zip_compression_level(DEFLATE_LEVEL);
    for page in pages(report, tables)? {
        book.push_worksheet(page);
    }
    let bytes = book.save_to_buffer()?;
    // To free a million cells takes as long as to hash all files, which need not wait.
    rayon::spawn(move || drop(book));
    Ok(File::new("evidence.xlsx", bytes))
}

/// The workbook is of the report's instant, not of the moment in which it is written.
fn properties(report: &Report) -> Result<DocProperties> {
    let at = report.as_of.naive_utc();
    let year = u16::try_from(at.year()).context("the report's year")?;
    let created = ExcelDateTime::from_ymd(year, u8::try_from(at.month())?, u8::try_from(at.day())?)?;
    let created = created.and_hms(u16::try_from(at.hour())?, u8::try_from(at.minute())?, f64::from(at.second()))?;
    let author = format!("{} {}", report.tool.name, report.tool.version);
    Ok(DocProperties::new().set_title(cut(&headline(report), 200)).set_author(author).set_creation_datetime(&created))
}

/// The sheets in their order, each filled by itself.
fn pages(report: &Report, tables: &[File]) -> Result<Vec<Worksheet>> {
    let of_file = |(path, name): &(&'static str, &'static str)| {
        let file = tables.iter().find(|file| file.path == *path)?;
        Some(copied((path, name), unmarked(&file.bytes), MOST_ROWS).with_context(|| format!("sheet {name}")))
    };
    // One by one: two or three of them are nearly all of a large workbook, and shall not be one core's.
    let tables: Vec<Option<Result<Worksheet>>> = SHEETS.par_iter().with_max_len(1).map(of_file).collect();
    let filled = |sheet: Sheet| Some(page_of(&plain(sheet)));
    let own = [summary(report), controls(report)].map(filled);
    own.into_iter().chain(tables).chain([filled(inputs(report))]).flatten().collect()
}

/// The rows of a CSV file, at most so many; where it has more, the last one says how many. What is filled in here is read back, and is cut
/// only where the format ends.
fn copied((path, name): (&str, &'static str), bytes: &[u8], most: u32) -> Result<Worksheet> {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut record = ::csv::StringRecord::new();
    reader.read_record(&mut record)?;
    let mut page = Page::new(name, record.iter().map(unguarded))?;
    let most = if page.is_filled_in() { MOST_ROWS_OF_ALL - 2 } else { most };
    let mut rows = 0_u32;
    while rows < most && reader.read_record(&mut record)? {
        page.push(record.iter().map(unguarded))?;
        rows += 1;
    }
    let more = reader.records().count();
    if more > 0 {
        page.push([format!("… {more} more rows are in {path}").as_str()].into_iter())?;
    }
    page.finish()
}

/// A sheet of ours.
fn page_of(sheet: &Sheet) -> Result<Worksheet> {
    let Some((header, rows)) = sheet.rows.split_first() else { return Page::new(sheet.name, [].into_iter())?.finish() };
    let mut page = Page::new(sheet.name, header.iter().map(String::as_str))?;
    rows.iter().try_for_each(|row| page.push(row.iter().map(String::as_str)))?;
    page.finish()
}

/// The sheet with control and direction characters of strangers written out, as the CSV files have them.
fn plain(mut sheet: Sheet) -> Sheet {
    for cell in sheet.rows.iter_mut().flatten() {
        *cell = visible(cell).into_owned();
    }
    sheet
}

fn unmarked(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// The text behind the quote that keeps a spreadsheet from running a cell of a CSV: here it is a text by its kind.
fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

fn summary(report: &Report) -> Sheet {
    let brief = &report.brief;
    let mut rows = vec![row(["what", "value"]), row(["report", &headline(report)])];
    rows.push(row(["period", &report.period.to_string()]));
    rows.push(row(["as of", &report.as_of.format("%Y-%m-%d %H:%M UTC").to_string()]));
    rows.push(row(["policy", report.policy.file.as_deref().unwrap_or("defaults")]));
    rows.push(row(["conclusion", &brief.headline]));
    rows.extend(brief.worst.iter().map(|clause| row(["finding", &clause.text])));
    rows.extend(brief.rest.iter().map(|text| row(["note", text])));
    rows.extend(brief.confidence.iter().map(|fact| row([&fact.name, &fact.text])));
    rows.push(row([
        "how to use",
        "Sheets with a column «decision» are filled in here and given to the next run with --review",
    ]));
    Sheet { name: "Summary", rows }
}

fn controls(report: &Report) -> Sheet {
    let mut rows = vec![row(["control", "verdict", "exceptions", "items", "why", "soc2", "iso27001", "nist80053"])];
    rows.extend(controls_by_worst(report).into_iter().map(|control| {
        vec![
            control.title.clone(),
            word(control.status).to_owned(),
            control.exceptions.to_string(),
            control.population.to_string(),
            control.summary.clone(),
            control.frameworks.soc2.join(", "),
            control.frameworks.iso27001.join(", "),
            control.frameworks.nist80053.join(", "),
        ]
    }));
    Sheet { name: "Controls", rows }
}

fn inputs(report: &Report) -> Sheet {
    let header = [
        "file",
        "kind",
        "sha256",
        "bytes",
        "rows",
        "accepted",
        "rejected",
        "duplicates",
        "restated",
        "first",
        "last",
        "notes",
    ];
    let mut rows = vec![row(header)];
    rows.extend(report.inputs.iter().map(|input: &Input| {
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        vec![
            input.path.clone(),
            optional(&input.kind),
            optional(&input.sha256),
            input.bytes.to_string(),
            input.rows.to_string(),
            input.accepted.to_string(),
            input.rejected.to_string(),
            input.duplicates.to_string(),
            input.restated.to_string(),
            optional(&input.first),
            optional(&input.last),
            input.notes.join("; "),
        ]
    }));
    Sheet { name: "Inputs", rows }
}
