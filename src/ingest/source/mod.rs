//! How bytes arrive: folders, files, standard input, archives and encodings.

mod archive;
pub(in crate::ingest) mod byte_counts;
pub(in crate::ingest) mod chunks;
mod compressed;
mod encoding;
mod limits;
mod walk;
mod workbook;

pub use encoding::{Decoded, decode};
pub(super) use walk::is_stdin;
pub use walk::{SourceFile, collect, collect_below};

pub(in crate::ingest) use self::archive::Members;
use self::compressed::Method;
pub(in crate::ingest) use self::compressed::{Packed, most_unpacked};
use crate::model::{Bound, Bounds};

/// A file or a member of an archive, with its bytes, or why there are none.
#[derive(Debug)]
pub struct Source {
    /// Path as it stands in the report.
    pub path: String,
    /// The bytes, or why they could not be read.
    pub bytes: Result<Vec<u8>, String>,
    /// Whether it is an archive whose members are sources of their own.
    pub archive: bool,
    /// What a reader should know about how it was opened.
    pub note: Option<String>,
}

/// Reads a file; the members of an archive come before it, one at a time.
pub fn open(file: &SourceFile, bounds: &Bounds) -> impl Iterator<Item = Source> + use<> {
    unpack(file.path.clone(), file.read(bounds), bounds)
}

/// The bytes as a source; the members of an archive come before it, one at a time.
pub fn unpack(path: String, bytes: Result<Vec<u8>, String>, bounds: &Bounds) -> impl Iterator<Item = Source> + use<> {
    let bounds = *bounds;
    let (zip, others) = match bytes {
        Ok(bytes) if archive::is_zip(&bytes) && !archive::is_document(&bytes) => {
            (Some(Members::of(path, bytes, bounds)), Vec::new())
        }
        Ok(bytes) if archive::is_zip(&bytes) => (None, workbook::open(path, bytes, &bounds)),
        Ok(bytes) => match Method::of(&bytes) {
            Some(method) => (None, method.open(path, bytes, bounds)),
            None => (None, vec![Source { path, bytes: Ok(bytes), archive: false, note: None }]),
        },
        Err(why) => (None, vec![Source { path, bytes: Err(why), archive: false, note: None }]),
    };
    let mut inside = Inside::within(bounds);
    zip.into_iter().flatten().chain(others).flat_map(move |source| inside.of(source))
}

/// The members of a zip archive that is no document.
pub(in crate::ingest) fn members(path: &str, bytes: Vec<u8>, bounds: &Bounds) -> Option<Members> {
    let is_one = archive::is_zip(&bytes) && !archive::is_document(&bytes);
    is_one.then(|| Members::of(path.to_owned(), bytes, *bounds))
}

/// What is inside the members of one archive: all archives among them share what one may hold.
pub(in crate::ingest) struct Inside {
    bounds: Bounds,
    left: u64,
}

impl Inside {
    pub(in crate::ingest) const fn within(bounds: Bounds) -> Self {
        Self { bounds, left: bounds.of(Bound::ArchiveBytes) }
    }

    pub(in crate::ingest) fn of(&mut self, source: Source) -> Vec<Source> {
        let inside = opened(source, &self.bounds.with(Bound::ArchiveBytes, self.left));
        let unpacked: usize = inside.iter().filter_map(|source| source.bytes.as_ref().ok()).map(Vec::len).sum();
        self.left = self.left.saturating_sub(if inside.len() > 1 { unpacked as u64 } else { 0 });
        inside
    }
}

/// A member as it is, the sheet of a workbook that was packed, or the members of an archive that was packed with other files: the
/// audit-log export comes as a zip. What is packed once more is not opened.
fn opened(source: Source, bounds: &Bounds) -> Vec<Source> {
    match source {
        Source { path, bytes: Ok(bytes), archive: false, .. }
            if path.contains("!/") && archive::is_zip(&bytes) && archive::is_document(&bytes) =>
        {
            workbook::open(path, bytes, bounds)
        }
        Source { path, bytes: Ok(bytes), archive: false, .. }
            if path.matches("!/").count() == 1 && archive::is_zip(&bytes) =>
        {
            Members::of(path, bytes, *bounds).collect()
        }
        other => vec![other],
    }
}

/// Whether a file that begins so is plain text in UTF-8, as far as the beginning shows.
pub(in crate::ingest) fn is_plain_text(begin: &[u8]) -> bool {
    let is_utf16 = matches!(begin, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
    !is_utf16 && !archive::is_zip(begin) && Method::of(begin).is_none() && not_text(begin).is_none()
}

/// Whether lines of a text are UTF-8 however the rest of it is: without NUL and without letters that may have been garbled.
pub(in crate::ingest) fn is_plain_utf8(lines: &[u8]) -> bool {
    lines.is_ascii() && memchr::memchr(0, lines).is_none()
        || std::str::from_utf8(lines).is_ok() && !lines.contains(&0) && !encoding::may_be_garbled(lines)
}

/// What a file is that holds no text, and what to do about it.
#[must_use]
pub fn not_text(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        _ if archive::is_zip(bytes) && archive::is_document(bytes) => Some(workbook::what(bytes)),
        // What comes here is a member: an archive among the inputs has been opened.
        _ if archive::is_zip(bytes) || Method::of(bytes).is_some() => Some(limits::NESTED),
        _ if bytes.get(257..262) == Some(b"ustar") => Some("a tar archive: unpack it first"),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Some(workbook::what_of_old(bytes)),
        [b'%', b'P', b'D', b'F', ..] => Some("a PDF document"),
        _ => None,
    }
}
