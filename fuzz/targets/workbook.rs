//! Workbooks: whole files as they come, and else the text of a sheet, put where a workbook has it, so that the fuzzer need not learn
//! to write archives.

use std::io::{Cursor, Write as _};

use clade_analyze::ingest::load_bytes;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The parts around a sheet, as short as its reader takes them. The styles 1 and 2 are dates.
const PARTS: [(&str, &str); 5] = [
    ("[Content_Types].xml", "<Types/>"),
    (
        "_rels/.rels",
        r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="People" sheetId="1" r:id="r1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
    (
        "xl/styles.xml",
        r#"<styleSheet><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>"#,
    ),
];

fn workbook(sheet: &[u8]) -> Option<Vec<u8>> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = PARTS.iter().map(|(name, text)| (*name, text.as_bytes()));
    for (name, content) in parts.chain([("xl/worksheets/sheet1.xml", sheet)]) {
        writer.start_file(name, options).ok()?;
        writer.write_all(content).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

/// Reads the bytes.
pub(crate) fn run(bytes: &[u8]) {
    let file = if bytes.starts_with(b"PK") { Some(bytes.to_vec()) } else { workbook(bytes) };
    let Some(file) = file else { return };
    if let Ok(data) = load_bytes(vec![("a.xlsx".to_owned(), file)]) {
        assert!(data.rejections.iter().all(|rejection| rejection.line > 0 && !rejection.reason.is_empty()));
        for input in data.inputs {
            assert!(input.path.starts_with("a.xlsx"));
            assert_eq!(input.rows, input.accepted + input.rejected + input.duplicates + input.restated + input.other);
        }
    }
}
