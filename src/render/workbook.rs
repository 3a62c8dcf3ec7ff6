//! `evidence.xlsx`: the tables of the report as sheets of one workbook, with drop-downs where people decide.
//!
//! The sheets hold what the CSV files hold: a worksheet that is filled in here is read back by `--review` as the CSV is.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use anyhow::{Context as _, Result};
use chrono::{Datelike as _, Timelike as _};
use rayon::prelude::*;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook,
    Worksheet,
};

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
/// What can be chosen in a column `decision`.
const ABOUT_ACCESS: &[&str] = &["appropriate", "modified", "revoked", "deferred", "exception"];
const ABOUT_EVENTS: &[&str] = &["expected", "follow-up", "incident"];
/// Rows of a sheet that nobody fills in: a cell takes some 150 bytes while the workbook is written, and who filters more takes the CSV file.
const MOST_ROWS: usize = 50_000;
/// Rows of a sheet and characters of a cell, by the specification of the format.
const MOST_ROWS_OF_ALL: usize = 1_048_576;
const MOST_CHARACTERS: usize = 32_000;
/// Columns of numbers, next to those of dollars. Ids and hints of digits stay text.
const COUNTS: [&str; 11] = [
    "exceptions",
    "items",
    "bytes",
    "rows",
    "accepted",
    "rejected",
    "duplicates",
    "restated",
    "line",
    "count",
    "age_days",
];
/// Widths of columns, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 9..=60;
/// Rows by which a column's width is chosen.
const MEASURED: usize = 200;

/// A table: its first row is the header.
struct Sheet {
    name: &'static str,
    rows: Vec<Vec<String>>,
}

fn render(report: &Report) -> Result<Vec<File>> {
    let mut book = Workbook::new();
    book.set_properties(&properties(report)?);
    for page in pages(report)? {
        book.push_worksheet(page);
    }
    Ok(vec![File::new("evidence.xlsx", book.save_to_buffer()?)])
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
fn pages(report: &Report) -> Result<Vec<Worksheet>> {
    let files = (csv::RENDERER.render)(report)?;
    let filled = |sheet: &Sheet| page_of(sheet).with_context(|| format!("sheet {}", sheet.name));
    let of_file = |(path, name): &(&'static str, &'static str)| {
        let file = files.iter().find(|file| file.path == *path)?;
        let sheet = rows(path, unmarked(&file.bytes), MOST_ROWS).map(|rows| Sheet { name, rows });
        Some(sheet.and_then(|sheet| filled(&sheet)))
    };
    let tables: Vec<Option<Result<Worksheet>>> = SHEETS.par_iter().map(of_file).collect();
    let own = [summary(report), controls(report)].map(|sheet| Some(filled(&plain(sheet))));
    own.into_iter().chain(tables).chain([Some(filled(&plain(inputs(report))))]).flatten().collect()
}

/// The rows of a CSV file, at most so many; where it has more, the last one says how many. What is filled in here is read back, and is cut
/// only where the format ends.
fn rows(path: &str, bytes: &[u8], most: usize) -> Result<Vec<Vec<String>>> {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut records = reader.records();
    let read = |row: ::csv::Result<::csv::StringRecord>| Ok(row?.iter().map(unguarded).collect());
    let header: Vec<String> = records.next().map(read).transpose()?.unwrap_or_default();
    let most = if header.iter().any(|name| name == "decision") { MOST_ROWS_OF_ALL - 2 } else { most };
    let mut rows = vec![header];
    rows.extend(records.by_ref().take(most).map(read).collect::<Result<Vec<_>>>()?);
    let more = records.count();
    rows.extend((more > 0).then(|| vec![format!("… {more} more rows are in {path}")]));
    Ok(rows)
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
fn unguarded(cell: &str) -> String {
    cell.strip_prefix('\'').unwrap_or(cell).to_owned()
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

/// A sheet of the workbook: the header stays in sight, every column can be filtered, decisions are chosen from a list.
fn page_of(sheet: &Sheet) -> Result<Worksheet> {
    let mut page = Worksheet::new();
    page.set_name(sheet.name)?;
    let Some((header, rows)) = sheet.rows.split_first() else { return Ok(page) };
    let head = Format::new().set_bold().set_background_color(Color::RGB(0xE3_E7_EC)).set_align(FormatAlign::Top);
    let rows = &rows[..rows.len().min(MOST_ROWS_OF_ALL - 1)];
    for (at, name) in header.iter().enumerate() {
        let column = u16::try_from(at)?;
        page.set_column_width(column, width(name, rows, at) as f64)?;
        fill(&mut page, (column, name), rows.iter().map(|row| row.get(at).map_or("", String::as_str)))?;
        page.write_string_with_format(0, column, name, &head)?;
    }
    let last = u32::try_from(rows.len())?;
    page.set_freeze_panes(1, 0)?;
    page.autofilter(0, 0, last, u16::try_from(header.len().saturating_sub(1))?)?;
    choices(&mut page, sheet.name, header, last)?;
    Ok(page)
}

/// Writes the cells of a column below its header. How they look is said once for the column: a format of every cell is compared with all
/// others, which is a quarter of the time of a large sheet.
fn fill<'a>(page: &mut Worksheet, (column, name): (u16, &str), cells: impl Iterator<Item = &'a str>) -> Result<()> {
    let top = || Format::new().set_align(FormatAlign::Top);
    let text = top().set_text_wrap();
    let is_count = COUNTS.contains(&name);
    let looks = match name {
        _ if name.ends_with("_usd") => &top().set_num_format("#,##0.00"),
        _ if is_count => &top(),
        _ => &text,
    };
    page.set_column_format(column, looks)?;
    let holds_numbers = is_count || name.ends_with("_usd");
    for (cell, line) in cells.zip(1..).filter(|(cell, _)| !cell.is_empty()) {
        match holds_numbers.then(|| number(cell)) {
            None => page.write_string(line, column, shown(cell))?,
            Some(Some(amount)) => page.write_number(line, column, amount)?,
            Some(None) => page.write_string_with_format(line, column, shown(cell), &text)?,
        };
    }
    Ok(())
}

/// A text within the bound of a cell; its lines stay lines.
fn shown(cell: &str) -> Cow<'_, str> {
    if cell.len() <= MOST_CHARACTERS && memchr::memchr2(b'\r', b'\n', cell.as_bytes()).is_none() {
        return Cow::Borrowed(cell);
    }
    let lines: Vec<String> = cell.lines().map(|line| cut(line, MOST_CHARACTERS)).collect();
    Cow::Owned(lines.join("\n").chars().take(MOST_CHARACTERS).collect())
}

/// The drop-down of the column `decision`. Other words can be written too: those of other languages are understood.
fn choices(page: &mut Worksheet, sheet: &str, header: &[String], last: u32) -> Result<()> {
    let Some(column) = header.iter().position(|name| name == "decision").filter(|_| last > 0) else { return Ok(()) };
    let words = if sheet == "Log review" { ABOUT_EVENTS } else { ABOUT_ACCESS };
    let rule = DataValidation::new().allow_list_strings(words)?.set_error_style(DataValidationErrorStyle::Information);
    let column = u16::try_from(column)?;
    page.add_data_validation(1, column, last, column, &rule)?;
    Ok(())
}

/// The finite number in a cell.
fn number(cell: &str) -> Option<f64> {
    cell.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Width of a column, by its longest line.
fn width(name: &str, rows: &[Vec<String>], at: usize) -> usize {
    let lines = rows.iter().take(MEASURED).filter_map(|row| row.get(at)).flat_map(|cell| cell.lines());
    let longest = lines.map(|line| line.chars().count()).chain([name.chars().count() + 3]).max().unwrap_or(0);
    longest.clamp(*WIDTHS.start(), *WIDTHS.end())
}
