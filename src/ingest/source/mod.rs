//! How bytes arrive: folders, files, standard input, archives and encodings.

mod archive;
mod compressed;
mod encoding;
mod limits;
mod walk;
mod workbook;

pub use encoding::to_utf8;
pub(super) use walk::is_stdin;
pub use walk::{SourceFile, collect};

use self::archive::Members;
use self::compressed::Method;
use crate::model::Bounds;

/// A file or a member of an archive, with its bytes, or why there are none.
#[derive(Debug)]
pub struct Source {
    /// Path as it stands in the report.
    pub path: String,
    /// The bytes, or why they could not be read.
    pub bytes: Result<Vec<u8>, String>,
    /// Whether it is an archive whose members are sources of their own.
    pub archive: bool,
}

/// Reads a file; the members of an archive come before it, one at a time.
pub fn open(file: &SourceFile, bounds: &Bounds) -> impl Iterator<Item = Source> + use<> {
    unpack(file.path.clone(), file.read(bounds), bounds)
}

/// The bytes as a source; the members of an archive come before it, one at a time.
pub fn unpack(path: String, bytes: Result<Vec<u8>, String>, bounds: &Bounds) -> impl Iterator<Item = Source> + use<> {
    let (zip, others) = match bytes {
        Ok(bytes) if archive::is_zip(&bytes) && !archive::is_workbook(&bytes) => {
            (Some(Members::of(path, bytes, *bounds)), Vec::new())
        }
        Ok(bytes) if archive::is_zip(&bytes) => (None, workbook::open(path, bytes, bounds)),
        Ok(bytes) => match Method::of(&bytes) {
            Some(method) => (None, method.open(path, bytes, *bounds)),
            None => (None, vec![Source { path, bytes: Ok(bytes), archive: false }]),
        },
        Err(why) => (None, vec![Source { path, bytes: Err(why), archive: false }]),
    };
    zip.into_iter().flatten().chain(others)
}

/// What a file is that holds no text, and what to do about it.
#[must_use]
pub fn not_text(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        _ if archive::is_zip(bytes) && archive::is_workbook(bytes) => {
            Some("a spreadsheet workbook: save its sheet as CSV")
        }
        // What comes here is a member: an archive among the inputs has been opened.
        _ if archive::is_zip(bytes) || Method::of(bytes).is_some() => Some(limits::NESTED),
        _ if bytes.get(257..262) == Some(b"ustar") => Some("a tar archive: unpack it first"),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Some("a spreadsheet workbook or other office file: save its sheet as CSV"),
        [b'%', b'P', b'D', b'F', ..] => Some("a PDF document"),
        _ => None,
    }
}
