//! Rosters and filled-in worksheets in XLSX workbooks: archives of sheets, of which one is read, as delimited text in memory.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use zip::ZipArchive;

use super::Source;
use super::archive::is_open_document;
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

/// The first sheet that is a roster or a worksheet and behind it the workbook as its archive, or in its place why the workbook was not read to the
/// end; or the workbook alone, where no sheet is one.
pub(super) fn open(path: String, bytes: Vec<u8>, bounds: &Bounds) -> Vec<Source> {
    let (name, text, note) = match roster(&bytes, bounds) {
        Ok(Some(sheet)) => (mask_secrets(&sheet.name).into_owned(), Ok(sheet.text), sheet.note),
        Ok(None) => return vec![Source { path, bytes: Ok(bytes), archive: false, note: None }],
        Err(why) => (String::new(), Err(why), None),
    };
    let sheet = Source { path: format!("{path}!/{name}"), bytes: text, archive: false, note };
    vec![sheet, Source { path, bytes: Ok(bytes), archive: true, note: None }]
}

/// A sheet that is a roster.
struct Sheet {
    name: String,
    text: Vec<u8>,
    /// What stands above its header.
    note: Option<String>,
}

/// The first sheet that is a roster; none where the workbook is damaged, too.
///
/// # Errors
/// Which bound the workbook leaves.
fn roster(bytes: &[u8], bounds: &Bounds) -> Result<Option<Sheet>, String> {
    check_bounds(bytes, bounds)?;
    let opened: Result<Xlsx<_>, _> = calamine::open_workbook_from_rs(Cursor::new(bytes));
    let Ok(mut workbook) = opened else { return Ok(None) };
    for name in workbook.sheet_names() {
        let Some(cells) = cells(&mut workbook, &name, bounds)? else { continue };
        let Some(header) = header(&cells, bounds)? else { continue };
        let above: Vec<String> = cells.range(..header).map(|(row, _)| (row + 1).to_string()).collect();
        let note = (!above.is_empty())
            .then(|| format!("the header is in row {}; not read above it: row {}", header + 1, above.join(", ")));
        return Ok(Some(Sheet { name, text: spell(cells.range(header..), bounds)?, note }));
    }
    Ok(None)
}

/// The row that names the columns of a roster or a worksheet: the first that is the header of one, below a title at most.
fn header(cells: &Cells, bounds: &Bounds) -> Result<Option<u32>, String> {
    for row in cells.keys().copied().take(HIGHEST_HEADERS) {
        let text = spell(cells.range(row..=row), bounds)?;
        // Other exports are no workbooks: a spreadsheet that saved one as such has also rewritten its numbers.
        let may_be = [Table::Roster, Table::AccessReview];
        if recognize(&Document::open(&text)).is_some_and(|ingestor| may_be.contains(&ingestor.table)) {
            return Ok(Some(row));
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

/// Whether rows, cells and the extent of a sheet are named as a sheet can have them. The reader of workbooks multiplies the letters of
/// longer names beyond its numbers, and would put such a cell into another column.
fn has_possible_cells(part: &[u8]) -> bool {
    // Attributes hold no `<`, so what follows one up to the next holds all of a tag.
    part.split(|byte| *byte == b'<').all(|tag| {
        let name = tag.split(|byte| byte.is_ascii_whitespace()).next().unwrap_or_default();
        let local = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
        !matches!(local, b"c" | b"row" | b"dimension") || references(tag).all(is_possible)
    })
}

/// The values of the attributes `r` and `ref` of a tag.
fn references(tag: &[u8]) -> impl Iterator<Item = &[u8]> {
    let starts = (1..tag.len()).filter(|at| tag[at - 1].is_ascii_whitespace());
    starts.filter_map(|at| {
        let behind = tag[at..].strip_prefix(b"ref").or_else(|| tag[at..].strip_prefix(b"r"))?;
        let value = behind.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let quote = value.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
        value[1..].split(|byte| byte == quote).next()
    })
}

/// Whether a name is one of a row, a cell or a range: three letters and seven digits at most.
fn is_possible(reference: &[u8]) -> bool {
    reference.split(|byte| *byte == b':').all(|cell| {
        let letters = cell.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let digits = &cell[letters..];
        letters <= 3 && digits.len() <= 7 && digits.iter().all(u8::is_ascii_digit)
    })
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
fn spell<'a>(
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

/// What a document is that holds no roster in a form that is read, and what to do about it.
pub(super) fn what(bytes: &[u8]) -> &'static str {
    if is_open_document(bytes) {
        return "an OpenDocument file (.ods): save it as XLSX, or its sheet as CSV";
    }
    let part = |name: &str| ZipArchive::new(Cursor::new(bytes)).is_ok_and(|a| a.index_for_name(name).is_some());
    match () {
        () if part("xl/workbook.xml") => {
            "a spreadsheet workbook without a sheet that is a roster: save its sheet as CSV"
        }
        () if part("xl/workbook.bin") => "a binary spreadsheet workbook (.xlsb): save it as XLSX, or its sheet as CSV",
        () => "an office document and no export: if it holds a table, save that as CSV",
    }
}

/// The same of the older family of documents, and of newer ones behind a password.
pub(super) fn what_of_old(bytes: &[u8]) -> &'static str {
    // Names of parts are UTF-16.
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    match () {
        () if has("EncryptedPackage") => "a document behind a password: save a copy without one",
        () if has("Workbook") || has("Book") => {
            "an Excel 97-2003 workbook (.xls): save it as XLSX, or its sheet as CSV"
        }
        () => "an office document of an older form: if it holds a table, save that as CSV",
    }
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
    fn a_filled_in_worksheet_is_read_too() {
        let cell = |text: &str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
        let row = |cells: &[&str]| format!("<row>{}</row>", cells.iter().map(|text| cell(text)).collect::<String>());
        let rows = row(&["id", "address", "decision", "reviewer"]) + &row(&["user_1", "a@example.com", "keep", "boss"]);
        let sources = opened(workbook(&[("Review", &rows)]));
        assert_eq!(sources[0].path, "u.xlsx!/Review");
        let text = String::from_utf8(sources[0].bytes.clone().unwrap()).unwrap();
        assert!(text.contains("user_1,a@example.com,keep,boss"), "{text}");
    }

    #[test]
    fn a_title_may_stand_above_the_header() {
        let titled = |rows: u32| {
            let row =
                |at| format!(r#"<row r="{at}"><c r="A{at}" t="inlineStr"><is><t>Staff, by email</t></is></c></row>"#);
            let roster = ROSTER.replace("2\"", "12\"").replace("4\"", "14\"");
            opened(workbook(&[("People", &((1..=rows).map(row).collect::<String>() + &roster))]))
        };
        let sources = titled(9);
        assert_eq!(sources[0].path, "u.xlsx!/People");
        let text = String::from_utf8(sources[0].bytes.clone().unwrap()).unwrap();
        assert!(text.starts_with(&format!("{}Email,Name,,End Date\n\na@example.com,", "\n".repeat(11))), "{text:?}");
        let note = sources[0].note.clone().unwrap();
        assert_eq!(note, "the header is in row 12; not read above it: row 1, 2, 3, 4, 5, 6, 7, 8, 9");
        assert_eq!(titled(10).len(), 1, "that is no title");
    }

    #[test]
    fn workbooks_inside_archives_are_opened() {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("hr/u.xlsx", SimpleFileOptions::default()).unwrap();
        writer.write_all(&workbook(&[("People", ROSTER)])).unwrap();
        let bytes = writer.finish().unwrap().into_inner();
        let sources = super::super::unpack("a.zip".into(), Ok(bytes), &Bounds::default());
        let paths: Vec<_> = sources.map(|source| (source.path, source.archive)).collect();
        let expected = [("a.zip!/hr/u.xlsx!/People", false), ("a.zip!/hr/u.xlsx", true), ("a.zip", true)];
        assert_eq!(paths, expected.map(|(path, archive)| (path.to_owned(), archive)));
    }

    #[test]
    fn other_documents_are_told() {
        let wide = |name: &str| -> Vec<u8> {
            let name = name.encode_utf16().flat_map(u16::to_le_bytes);
            [0xd0, 0xcf, 0x11, 0xe0].into_iter().chain(name).collect()
        };
        let ods = [&b"PK\x03\x04"[..], &[0; 26], b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"].concat();
        for (bytes, word) in [
            (wide("EncryptedPackage"), "password"),
            (wide("Workbook"), ".xls)"),
            (wide("WordDocument"), "office document"),
            (ods, ".ods)"),
            (workbook(&[]), "without a sheet"),
        ] {
            let told = super::super::not_text(&bytes).unwrap();
            assert!(told.contains(word), "{told}");
        }
    }

    #[test]
    fn other_workbooks_stay_what_they_are() {
        let usage = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>usage_date_utc</t></is></c><c r="B1" t="inlineStr"><is><t>model_version</t></is></c></row>"#;
        let far = ROSTER.replace("F4", "ZZZ4");
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
    fn cells_where_no_sheet_has_one_are_refused() {
        for name in ["ACONSOLE1", "AAAA1", "A12345678", "&#65;1"] {
            for (from, to) in [("r=\"A2\"", format!("r=\"{name}\"")), ("r=\"A2\"", format!("x='>' r = '{name}'"))] {
                let sources = opened(workbook(&[("People", &ROSTER.replace(from, &to))]));
                let why = sources[0].bytes.clone().unwrap_err();
                assert!(why.starts_with("damaged workbook: "), "{why}");
            }
        }
        assert!(is_possible(b"A1:XFD1048576") && is_possible(b"12") && !is_possible(b"A1:AAAAAAAAA1"));
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
