//! How bytes arrive: folders, files, archives and encodings.

mod archive;
mod encoding;
mod walk;

pub use encoding::to_utf8;
pub use walk::{SourceFile, collect};

/// A file or a member of an archive, with its bytes, or why there are none.
#[derive(Debug)]
pub struct Source {
    /// Path as it stands in the report.
    pub path: String,
    /// The bytes, or why they could not be read.
    pub bytes: Result<Vec<u8>, String>,
    /// Whether it is an archive whose members follow as sources of their own.
    pub archive: bool,
}

/// Reads a file; an archive is followed by its members.
#[must_use]
pub fn open(file: &SourceFile) -> Vec<Source> {
    let bytes = std::fs::read(&file.absolute).map_err(|error| format!("cannot be read: {}", walk::cause(&error)));
    let archive = bytes.as_ref().is_ok_and(|b| archive::is_zip(b));
    let members = match (&bytes, archive) {
        (Ok(bytes), true) => archive::members(&file.path, bytes),
        _ => Vec::new(),
    };
    let mut sources = vec![Source { path: file.path.clone(), bytes, archive }];
    sources.extend(members);
    sources
}
