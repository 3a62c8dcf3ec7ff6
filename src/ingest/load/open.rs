//! Files on disk, compressed ones and archives: short ones side by side, long ones in turn.

use std::io::Read;

use anyhow::{Result, bail};
use rayon::prelude::*;

use super::file::read_source;
use super::read_file::ReadFile;
use crate::contained::contained;
use crate::ingest::source::{self, Source, SourceFile};
use crate::ingest::streamed;
use crate::ingest::worksheets::{self, Worksheet};
use crate::model::{Bounds, Reading, mask_secrets};

/// A file to be read, perhaps twice.
pub(super) enum Opened<'a> {
    File(&'a SourceFile),
    /// What cannot be read twice from where it comes.
    Held(&'a str, Result<Vec<u8>, String>),
}

impl<'a> Opened<'a> {
    pub(super) fn of(file: &'a SourceFile, bounds: &Bounds) -> Self {
        if source::is_stdin(&file.absolute) { Self::Held(&file.path, file.read(bounds)) } else { Self::File(file) }
    }

    /// Its path, as it stands in the report.
    pub(super) fn path(&self) -> &str {
        match self {
            Self::File(file) => &file.path,
            Self::Held(path, _) => path,
        }
    }
}

/// Files of so many bytes are read one after the other, each by all workers.
const LONG: u64 = 4 << 20;

/// The same of files that are compressed on their own, and of zip archives.
const LONG_PACKED: u64 = 64 << 10;

/// Whether a file is read by all workers.
pub(super) fn is_long(file: &Opened) -> bool {
    match file {
        Opened::File(file) => {
            let length = std::fs::metadata(&file.absolute).map_or(0, |metadata| metadata.len());
            length >= LONG || length >= LONG_PACKED && (file.is_packed() || file.is_zip())
        }
        Opened::Held(..) => true,
    }
}

/// Reads files: short ones side by side, long ones in turn.
pub(super) fn read_files<'a>(files: impl IntoIterator<Item = &'a Opened<'a>>, reading: &Reading) -> Vec<ReadFile> {
    let (long, short): (Vec<&Opened>, Vec<&Opened>) = files.into_iter().partition(|file| is_long(file));
    let open = |file: &&Opened| {
        let (path, bytes) = match file {
            Opened::File(file) => (file.path.clone(), file.read(&reading.bounds)),
            Opened::Held(path, bytes) => ((*path).to_owned(), bytes.clone()),
        };
        source::unpack(path, bytes, &reading.bounds)
    };
    let whole = |file: &Opened| -> Vec<ReadFile> {
        let member = |source: Source| {
            let path = source.path.clone();
            unless_broken(&path, || read_source(source, reading).into_iter().collect())
        };
        open(&file).flat_map(member).collect()
    };
    let mut read: Vec<ReadFile> =
        short.par_iter().flat_map_iter(|file| unless_broken(file.path(), || whole(file))).collect();
    for file in long {
        let read_apart =
            || streamed(file, reading).or_else(|| unpacked(file, reading)).or_else(|| members(file, reading));
        read.extend(unless_broken(file.path(), || read_apart().unwrap_or_else(|| whole(file))));
    }
    read
}

/// What a file holds; where the program itself breaks at it, the file is one that was not read.
fn unless_broken(path: &str, read: impl FnOnce() -> Vec<ReadFile>) -> Vec<ReadFile> {
    contained(read).unwrap_or_else(|broken| {
        vec![ReadFile::unread(path.to_owned(), format!("not read: {broken} ended its reading; please report that"))]
    })
}

/// A long plain file, read while it comes; nothing where it has to be unpacked or read whole.
fn streamed(file: &Opened, reading: &Reading) -> Option<Vec<ReadFile>> {
    let Opened::File(file) = file else { return None };
    let read = match streamed::endless(file, &reading.bounds) {
        Some(why) => ReadFile::unread(file.path.clone(), why),
        None => ReadFile::from(streamed::read(file, reading)?),
    };
    reading.tally.add_file();
    Some(vec![read])
}

/// A long file that is compressed on its own, and what is in it; nothing where that has to be read whole.
fn unpacked(file: &Opened, reading: &Reading) -> Option<Vec<ReadFile>> {
    let (path, bytes) = match file {
        Opened::File(file) if !file.is_packed() => return None,
        Opened::File(file) => (file.path.as_str(), &file.read(&reading.bounds)),
        Opened::Held(path, bytes) => (*path, bytes),
    };
    let bytes = bytes.as_ref().ok()?;
    let inside = streamed::unpack(&source::Packed::of(path, bytes)?, reading)?;
    let archive = Source { path: path.to_owned(), bytes: Ok(bytes.clone()), archive: true, note: None };
    let archive = read_source(archive, reading);
    Some(std::iter::once(ReadFile::from(inside)).chain(archive).collect())
}

/// The members of a long zip archive, each read while it unpacks where that can be, and the archive.
fn members(file: &Opened, reading: &Reading) -> Option<Vec<ReadFile>> {
    let (path, bytes) = match file {
        Opened::File(file) if file.is_zip() => (file.path.as_str(), file.read(&reading.bounds).ok()?),
        Opened::Held(path, Ok(bytes)) => (*path, bytes.clone()),
        _ => return None,
    };
    let mut members = source::members(path, bytes, &reading.bounds)?;
    let (mut read, mut inside) = (Vec::new(), source::Inside::within(reading.bounds));
    let stream = |path: String, content: &mut (dyn Read + Send), most: u64| {
        let streamed = streamed::member(path, content, most, reading)?;
        let bytes = streamed.input.bytes;
        Some((streamed, bytes))
    };
    while let Some(member) = members.next_read(stream) {
        match member {
            Ok(streamed) => read.push(ReadFile::from(streamed)),
            Err(source) => read.extend(inside.of(source).into_iter().flat_map(|source| read_source(source, reading))),
        }
    }
    read.extend(members.flat_map(|source| read_source(source, reading)));
    Some(read)
}

/// A file given as a worksheet: as it was read, where that is what it is.
pub(super) fn read_worksheet(worksheet: &Worksheet, reading: &Reading) -> Result<Vec<ReadFile>> {
    let mut read: Vec<ReadFile> =
        source::open(&worksheet.file, &reading.bounds).flat_map(|source| read_source(source, reading)).collect();
    let is_one = |one: &ReadFile| one.ingestor.is_some_and(|ingestor| ingestor.table.is_worksheet());
    let is_archive = |one: &ReadFile| one.input.kind.as_deref() == Some("archive");
    if let Some(other) = read.iter().find(|one| !is_one(one) && !is_archive(one)) {
        let what = other.ingestor.map_or_else(|| other.input.notes.join("; "), |ingestor| ingestor.title.to_owned());
        let (file, shown) = (worksheet.file.absolute.display(), &other.input.path);
        let inside = if *shown == worksheet.file.path { String::new() } else { format!(" ({shown})") };
        bail!(
            "`{file}`, given with --review, is no filled-in worksheet{inside}: {}; --review takes evidence.xlsx, access-review.csv, \
             log-review.csv or non-human-identities.csv of an earlier report, with these columns: {}; exports are given without an option",
            mask_secrets(&what),
            worksheets::needed()
        );
    }
    read.iter_mut().for_each(|one| one.input.notes.extend(worksheet.note.clone()));
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fault: A mistake of the program itself in reading one file
    /// Outcome: The file is one that was not read, with the place in the source; the rest of the run goes on
    #[test]
    fn a_file_at_which_the_program_breaks_is_named_as_unread() {
        let read = unless_broken("users.json", || panic!("ana@example.com"));
        let [file] = read.as_slice() else { panic!("{} files", read.len()) };
        assert_eq!((file.input.path.as_str(), &file.input.kind), ("users.json", &None));
        assert!(file.input.notes[0].starts_with("not read: a mistake of the program itself (src/ingest/load/open.rs:"));
        assert!(!file.input.notes[0].contains("ana@"), "{:?}", file.input.notes);
    }
}
