//! Rosters and filled-in worksheets in XLSX workbooks: archives of sheets, of which all worksheets or one roster are read, as delimited
//! text in memory.

mod cell_names;
mod others;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use zip::ZipArchive;

use self::cell_names::has_possible_cells;
pub(super) use self::others::{what, what_of_old};
use super::Source;
use super::limits::Unpacking;
use crate::ingest::document::Document;
use crate::ingest::recognize;
use crate::model::{Bound, Bounds, Table, mask_secrets};

/// Cells by column, rows by number, both from 0: only what holds something.
type Cells = BTreeMap<u32, BTreeMap<u32, String>>;

/// Rows and columns of a sheet, by the file format; a position behind them is made up to fill memory.
const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;
/// Rows that may be the header: a title, a date and a department stand above it, not a table.
const HIGHEST_HEADERS: usize = 10;

/// The sheets that are worksheets, or else the first that is a roster, and behind them the workbook as their archive, or in their place
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
    is_worksheet: bool,
    text: Vec<u8>,
    /// What stands above its header.
    note: Option<String>,
}

/// The sheets to be read: every worksheet that people fill in, or else the first roster; none where the workbook is damaged, too.
///
/// # Errors
/// Which bound the workbook leaves.
fn sheets(bytes: &[u8], bounds: &Bounds) -> Result<Vec<Sheet>, String> {
    check_bounds(bytes, bounds)?;
    let opened: Result<Xlsx<_>, _> = calamine::open_workbook_from_rs(Cursor::new(bytes));
    let Ok(mut workbook) = opened else { return Ok(Vec::new()) };
    let mut sheets: Vec<Sheet> = Vec::new();
    for name in workbook.sheet_names() {
        let Some(cells) = cells(&mut workbook, &name, bounds)? else { continue };
        let Some((header, is_worksheet)) = header(&cells, bounds)? else { continue };
        let above: Vec<String> = cells.range(..header).map(|(row, _)| (row + 1).to_string()).collect();
        let note = (!above.is_empty())
            .then(|| format!("the header is in row {}; not read above it: row {}", header + 1, above.join(", ")));
        sheets.push(Sheet { name, is_worksheet, text: write_out(cells.range(header..), bounds)?, note });
    }
    if sheets.iter().any(|sheet| sheet.is_worksheet) {
        sheets.retain(|sheet| sheet.is_worksheet);
    } else {
        sheets.truncate(1);
    }
    Ok(sheets)
}

/// The row that names the columns of a roster or a worksheet, and whether it is a worksheet: the first that is the header of one, below
/// a title at most.
fn header(cells: &Cells, bounds: &Bounds) -> Result<Option<(u32, bool)>, String> {
    for row in cells.keys().copied().take(HIGHEST_HEADERS) {
        let text = write_out(cells.range(row..=row), bounds)?;
        // Other exports are no workbooks: a spreadsheet that saved one as such has also rewritten its numbers.
        let may_be = |table: Table| table == Table::Roster || table.is_worksheet();
        if let Some(ingestor) = recognize(&Document::open(&text)).filter(|ingestor| may_be(ingestor.table)) {
            return Ok(Some((row, ingestor.table.is_worksheet())));
        }
    }
    Ok(None)
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
        other => other.to_string().replace(['\r', '\n'], " ").trim().to_owned(),
    }
}

/// The rows as comma-separated text, each on the line of its number. The first row names the columns; what stands next to them has no
/// name and is left out.
fn write_out<'a>(
    rows: impl Iterator<Item = (&'a u32, &'a BTreeMap<u32, String>)>,
    bounds: &Bounds,
) -> Result<Vec<u8>, String> {
    let mut width = None;
    let mut text = Vec::new();
    let mut line = 0;
    for (row, values) in rows {
        let width = *width.get_or_insert_with(|| values.last_key_value().map_or(0, |(column, _)| column + 1));
        text.extend((line..*row).map(|_| b'\n'));
        for column in 0..width {
            if column > 0 {
                text.push(b',');
            }
            match values.get(&column) {
                Some(value) if value.contains([',', ';', '\t', '"']) => {
                    text.extend(format!("\"{}\"", value.replace('"', "\"\"")).bytes());
                }
                Some(value) => text.extend(value.as_bytes()),
                None => {}
            }
        }
        text.push(b'\n');
        line = row + 1;
        if text.len() as u64 > bounds.of(Bound::WorkbookBytes) {
            return Err(bounds.exceeded(Bound::WorkbookBytes));
        }
    }
    Ok(text)
}
