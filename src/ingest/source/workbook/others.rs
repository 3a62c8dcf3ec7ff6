//! Documents that hold no roster in a form that is read: what they are, and what to do about them.

use std::io::Cursor;

use zip::ZipArchive;

use crate::ingest::source::archive::is_open_document;

/// What a document is that holds no roster in a form that is read, and what to do about it.
pub(in crate::ingest::source) fn what(bytes: &[u8]) -> &'static str {
    if is_open_document(bytes) {
        return "an OpenDocument file (.ods): save it as XLSX, or its sheet as CSV";
    }
    let part = |name: &str| ZipArchive::new(Cursor::new(bytes)).is_ok_and(|a| a.index_for_name(name).is_some());
    match () {
        () if part("xl/workbook.xml") => {
            "a spreadsheet workbook without a sheet that is a list of a known kind: save its sheet as CSV"
        }
        () if part("xl/workbook.bin") => "a binary spreadsheet workbook (.xlsb): save it as XLSX, or its sheet as CSV",
        () => "an office document and no export: if it holds a table, save that as CSV",
    }
}

/// The same of the older family of documents, and of newer ones behind a password.
pub(in crate::ingest::source) fn what_of_old(bytes: &[u8]) -> &'static str {
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
