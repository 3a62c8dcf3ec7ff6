//! Rosters in XLSX workbooks: archives of sheets, of which one is read, as delimited text in memory.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use zip::ZipArchive;

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

/// The first sheet that is a roster and behind it the workbook as its archive, or in its place why the workbook was not read to the
/// end; or the workbook alone, where no sheet is one.
pub(super) fn open(path: String, bytes: Vec<u8>, bounds: &Bounds) -> Vec<Source> {
    let sheet = match roster(&bytes, bounds) {
        Ok(Some((name, text))) => (format!("{path}!/{}", mask_secrets(&name)), Ok(text)),
        Ok(None) => return vec![Source { path, bytes: Ok(bytes), archive: false }],
        Err(why) => (format!("{path}!/"), Err(why)),
    };
    vec![Source { path: sheet.0, bytes: sheet.1, archive: false }, Source { path, bytes: Ok(bytes), archive: true }]
}

/// Name and text of the first sheet that is a roster; none where the workbook is damaged, too.
///
/// # Errors
/// Which bound the workbook leaves.
fn roster(bytes: &[u8], bounds: &Bounds) -> Result<Option<(String, Vec<u8>)>, String> {
    check_bounds(bytes, bounds)?;
    let opened: Result<Xlsx<_>, _> = calamine::open_workbook_from_rs(Cursor::new(bytes));
    let Ok(mut workbook) = opened else { return Ok(None) };
    for name in workbook.sheet_names() {
        let Some(cells) = cells(&mut workbook, &name, bounds)? else { continue };
        let Some(text) = spell(&cells, bounds)? else { continue };
        // Other exports are no workbooks: a spreadsheet that saved one as such has also rewritten its numbers.
        if recognize(&Document::open(&text)).is_some_and(|ingestor| ingestor.table == Table::Roster) {
            return Ok(Some((name, text)));
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
        unpacking.read(&mut part, packed)?;
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

/// The rows as comma-separated text, each on the line of its number. The first row names the columns; what stands beside them has no
/// name and is left out.
fn spell(cells: &Cells, bounds: &Bounds) -> Result<Option<Vec<u8>>, String> {
    let last = cells.first_key_value().and_then(|(_, header)| header.last_key_value());
    let Some(width) = last.map(|(column, _)| column + 1) else { return Ok(None) };
    let mut text = Vec::new();
    let mut line = 0;
    for (row, values) in cells {
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
    Ok(Some(text))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::write::SimpleFileOptions;

    use super::*;

    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const ROSTER: &str = r#"<row r="2"><c r="A2" t="inlineStr"><is><t>Email</t></is></c><c r="B2" t="inlineStr"><is><t>Name</t></is></c><c r="D2" t="inlineStr"><is><t>End Date</t></is></c></row>
<row r="4"><c r="A4" t="inlineStr"><is><t>a@example.com</t></is></c><c r="B4" t="inlineStr"><is><t>A, "b"
c</t></is></c><c r="D4" s="1"><v>46204</v></c><c r="F4"><v>7</v></c></row>"#;

    /// A workbook of these sheets: name, and rows as XML. The style 1 is a date.
    fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
        let (mut listed, mut related) = (String::new(), String::new());
        let mut parts = vec![(
            "[Content_Types].xml".to_owned(),
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#.to_owned(),
        )];
        for (at, (name, rows)) in (1..).zip(sheets) {
            listed.push_str(&format!(r#"<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>"#));
            related.push_str(&format!(
                r#"<Relationship Id="r{at}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{at}.xml"/>"#
            ));
            let sheet = format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#);
            parts.push((format!("xl/worksheets/sheet{at}.xml"), sheet));
        }
        let book = format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>"#);
        parts.push(("xl/workbook.xml".to_owned(), book));
        let package = "http://schemas.openxmlformats.org/package/2006/relationships";
        let related = format!(r#"<Relationships xmlns="{package}">{related}</Relationships>"#);
        parts.push(("xl/_rels/workbook.xml.rels".to_owned(), related));
        let root = format!(
            r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        );
        parts.push(("_rels/.rels".to_owned(), root));
        let styles = format!(
            r#"<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#
        );
        parts.push(("xl/styles.xml".to_owned(), styles));
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn opened(bytes: Vec<u8>) -> Vec<Source> {
        open("u.xlsx".into(), bytes, &Bounds::default())
    }

    #[test]
    fn the_first_roster_is_read_by_its_rows() {
        let notes = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Notes</t></is></c></row>"#;
        let sources = opened(workbook(&[("Read me", notes), ("People", ROSTER), ("Old", ROSTER)]));
        let paths: Vec<_> = sources.iter().map(|source| (source.path.as_str(), source.archive)).collect();
        assert_eq!(paths, [("u.xlsx!/People", false), ("u.xlsx", true)]);
        let text = String::from_utf8(sources[0].bytes.clone().unwrap()).unwrap();
        assert_eq!(text, "\nEmail,Name,,End Date\n\na@example.com,\"A, \"\"b\"\" c\",,2026-07-01\n");
    }

    #[test]
    fn other_workbooks_stay_what_they_are() {
        let usage = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>usage_date_utc</t></is></c><c r="B1" t="inlineStr"><is><t>model_version</t></is></c></row>"#;
        let far = ROSTER.replace("F4", "A4000000000");
        for sheets in [&[][..], &[("Usage", usage)], &[("Far", &far)]] {
            let sources = opened(workbook(sheets));
            assert_eq!((sources.len(), sources[0].archive), (1, false), "{:?}", sheets.first().map(|s| s.0));
        }
    }

    #[test]
    fn what_leaves_a_bound_is_told() {
        let bytes = workbook(&[("People", ROSTER)]);
        let told = |bound, value| {
            let sources = open("u.xlsx".into(), bytes.clone(), &Bounds::default().with(bound, value));
            let why = sources[0].bytes.clone().err().unwrap_or_default();
            assert_eq!(sources[0].path, if why.is_empty() { "u.xlsx!/People" } else { "u.xlsx!/" });
            why
        };
        let size: u64 = {
            let mut archive = ZipArchive::new(Cursor::new(bytes.as_slice())).unwrap();
            (0..archive.len()).map(|at| archive.by_index(at).unwrap().size()).sum()
        };
        for (bound, enough) in [(Bound::WorkbookBytes, size), (Bound::WorkbookCells, 7), (Bound::ArchiveMembers, 6)] {
            assert_eq!(told(bound, enough), "");
            assert!(told(bound, enough - 1).contains(bound.name()));
        }
        let bomb = format!("{ROSTER}{}", " ".repeat(9 << 20));
        let why = opened(workbook(&[("Bomb", &bomb)])).remove(0).bytes.unwrap_err();
        assert!(why.contains("`expansion`"), "{why}");
    }

    #[test]
    fn damaged_sheets_do_no_harm() {
        for at in 0..ROSTER.len() {
            for other in ["<", ">", "\"", "9", ""] {
                let damaged = format!("{}{other}{}", &ROSTER[..at], &ROSTER[at + 1..]);
                opened(workbook(&[("People", &damaged)]));
            }
        }
    }
}
