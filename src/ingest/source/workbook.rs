//! Lists and filled-in worksheets in XLSX workbooks: archives of sheets, of which every one is a file of its own, as delimited text in
//! memory; of a workbook with filled-in worksheets only those.

mod cell_names;
mod editions;
mod headers;
mod others;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use zip::ZipArchive;

use self::cell_names::has_possible_cells;
use self::editions::Editions;
use self::headers::{Header, header};
pub(super) use self::others::{what, what_of_old};
use super::Source;
use super::limits::Unpacking;
use crate::model::{Bound, Bounds, mask_secrets};

/// Cells by column, rows by number, both from 0: only what holds something.
type Cells = BTreeMap<u32, BTreeMap<u32, String>>;

/// Rows and columns of a sheet, by the file format; a position behind them is made up to fill memory.
const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;
/// The sheets of a workbook that has a list or a worksheet, and behind them the workbook as their archive, or in their place
/// why the workbook was not read to the end; or the workbook alone, where no sheet is one.
pub(super) fn open(path: String, bytes: Vec<u8>, bounds: &Bounds) -> Vec<Source> {
    let source = |name: &str, text, note| Source {
        path: format!("{path}!/{}", mask_secrets(name)),
        bytes: text,
        archive: false,
        note,
    };
    let mut sources: Vec<Source> = match sheets(&bytes, bounds) {
        Ok(sheets) => sheets.into_iter().map(|sheet| source(&sheet.name, Ok(sheet.text), sheet.note)).collect(),
        Err(why) => vec![source("", Err(why), None)],
    };
    let archive = !sources.is_empty();
    sources.push(Source { path, bytes: Ok(bytes), archive, note: None });
    sources
}

/// A sheet that is read.
struct Sheet {
    name: String,
    /// Its header, where it is a list or a worksheet.
    header: Option<Header>,
    text: Vec<u8>,
    /// What stands above its header, and what its name says.
    note: Option<String>,
}

/// The sheets to be read: every worksheet that people fill in, or else every sheet with something on it, where one is a list; none where
/// the workbook is damaged, too.
///
/// # Errors
/// Which bound the workbook leaves.
fn sheets(bytes: &[u8], bounds: &Bounds) -> Result<Vec<Sheet>, String> {
    check_bounds(bytes, bounds)?;
    let opened: Result<Xlsx<_>, _> = calamine::open_workbook_from_rs(Cursor::new(bytes));
    let Ok(mut workbook) = opened else { return Ok(Vec::new()) };
    let editions = Editions::of(&mut workbook, bounds)?;
    let mut sheets: Vec<Sheet> = Vec::new();
    for name in workbook.sheet_names() {
        let Some(cells) = cells(&mut workbook, &name, bounds)?.filter(|cells| !cells.is_empty()) else { continue };
        sheets.push(sheet(name, &cells, &editions, bounds)?);
    }
    let is_worksheet = |sheet: &Sheet| sheet.header.as_ref().is_some_and(|header| header.is_worksheet);
    if sheets.iter().any(is_worksheet) {
        sheets.retain(is_worksheet);
    } else if sheets.iter().all(|sheet| sheet.header.is_none()) {
        sheets.clear();
    }
    Ok(sheets)
}

/// A sheet as a file: from its header on, or whole, where it is no list.
fn sheet(name: String, cells: &Cells, editions: &Editions, bounds: &Bounds) -> Result<Sheet, String> {
    let Some(header) = header(cells, bounds)? else {
        let width = cells.values().filter_map(|row| row.last_key_value()).map(|(column, _)| column + 1).max();
        return Ok(Sheet { text: write_out(cells.iter(), (width, None), bounds)?, name, header: None, note: None });
    };
    let newer = editions.newer(&name);
    let by_name = headers::status_by_name(&name, cells, &header);
    let status = by_name.filter(|_| newer.is_none());
    let text = write_out(cells.range(header.row..), (None, status), bounds)?;
    let above: Vec<String> = cells.range(..header.row).map(|(row, _)| (row + 1).to_string()).collect();
    let above = (!above.is_empty())
        .then(|| format!("the header is in row {}; not read above it: row {}", header.row + 1, above.join(", ")));
    let edition = by_name.and(newer).map(|newer| {
        format!("has nearly everybody of sheet {}: an older edition of it, whatever its name says", mask_secrets(newer))
    });
    let by_name = status.map(|name| format!("has no column of states; its name says «{name}» of everybody on it"));
    let notes: Vec<String> = above.into_iter().chain(by_name).chain(edition).collect();
    let note = (!notes.is_empty()).then(|| notes.join("; "));
    Ok(Sheet { name, header: Some(header), text, note })
}

/// Whether every part unpacks within the bounds. The reader of workbooks has none of its own.
fn check_bounds(bytes: &[u8], bounds: &Bounds) -> Result<(), String> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    if archive.len() as u64 > bounds.of(Bound::ArchiveMembers) {
        return Err(bounds.exceeded(Bound::ArchiveMembers));
    }
    let mut unpacking = Unpacking::within(*bounds, Bound::WorkbookBytes);
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|error| format!("damaged workbook: {error}"))?;
        let packed = part.compressed_size();
        let content = unpacking.read(&mut part, packed)?;
        if !has_possible_cells(&content) {
            return Err("damaged workbook: it places a cell where no sheet has one".to_owned());
        }
    }
    Ok(())
}

/// What the cells of a sheet hold; nothing where it is damaged. They are taken one by one: a range would hold all cells between the
/// first and the last.
fn cells(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, bounds: &Bounds) -> Result<Option<Cells>, String> {
    let Ok(mut reader) = workbook.worksheet_cells_reader(name) else { return Ok(None) };
    let mut cells = Cells::new();
    // Shared texts stand in the file once and in the cells often.
    let (mut count, mut length) = (0, 0);
    loop {
        let cell = match reader.next_cell() {
            Ok(Some(cell)) => cell,
            Ok(None) => return Ok(Some(cells)),
            Err(_) => return Ok(None),
        };
        let (row, column) = cell.get_position();
        let text = text_of(&Data::from(cell.get_value().clone()));
        if text.is_empty() {
            continue;
        }
        count += 1;
        length += text.len() as u64;
        if row >= ROWS || column >= COLUMNS {
            return Ok(None);
        }
        for (reached, bound) in [(count, Bound::WorkbookCells), (length, Bound::WorkbookBytes)] {
            if reached > bounds.of(bound) {
                return Err(bounds.exceeded(bound));
            }
        }
        cells.entry(row).or_default().insert(column, text);
    }
}

/// The cell as an export would write it; a cell of several lines becomes one, so that lines are the sheet's rows.
fn text_of(data: &Data) -> String {
    match data {
        Data::DateTime(at) if at.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            let day = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute, second) == (0, 0, 0) { day } else { format!("{day} {hour:02}:{minute:02}:{second:02}") }
        }
        // A spreadsheet has fifteen digits, and writes what binary numbers add to them: `11.760000000000002`.
        Data::Float(number) => format!("{number:.14e}").parse::<f64>().unwrap_or(*number).to_string(),
        other => other.to_string().replace(['\r', '\n'], " ").trim().to_owned(),
    }
}

/// The rows as comma-separated text, each on the line of its number. The first row names the columns; what stands next to them has no
/// name and is left out, unless a `width` is given. A status is put behind every row, in a column of its own.
fn write_out<'a>(
    rows: impl Iterator<Item = (&'a u32, &'a BTreeMap<u32, String>)>,
    (mut width, status): (Option<u32>, Option<&str>),
    bounds: &Bounds,
) -> Result<Vec<u8>, String> {
    let mut text = Vec::new();
    let mut line = 0;
    let mut behind = status.map(|_| "Status");
    for (row, values) in rows {
        let width = *width.get_or_insert_with(|| values.last_key_value().map_or(0, |(column, _)| column + 1));
        text.extend((line..*row).map(|_| b'\n'));
        for column in 0..width {
            if column > 0 {
                text.push(b',');
            }
            put(&mut text, values.get(&column).map_or("", String::as_str));
        }
        if let Some(one) = behind {
            text.push(b',');
            put(&mut text, one);
            behind = status;
        }
        text.push(b'\n');
        line = row + 1;
        if text.len() as u64 > bounds.of(Bound::WorkbookBytes) {
            return Err(bounds.exceeded(Bound::WorkbookBytes));
        }
    }
    Ok(text)
}

/// Writes a cell, in quotes where it needs them.
fn put(text: &mut Vec<u8>, value: &str) {
    if value.contains([',', ';', '\t', '"']) {
        text.extend(format!("\"{}\"", value.replace('"', "\"\"")).bytes());
    } else {
        text.extend(value.as_bytes());
    }
}
