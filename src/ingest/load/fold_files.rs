//! Folds exports into a part: every file is read as a run would read it, and what is known of it then is written.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use rayon::prelude::*;

use super::open::{Opened, is_long, read_files};
use super::part::{Header, PartWriter};
use super::parts;
use super::read_file::ReadFile;
use crate::ingest::batch::Batch;
use crate::ingest::source;
use crate::model::{Reading, Tally};

/// Short files that are read at a time: what they hold is in memory together.
const WAVE: usize = 64;

/// What an error says where the part could not be written.
pub const CANNOT_WRITE_PART: &str = "cannot write the part";

/// What was folded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FoldedPart {
    /// Files in the part, members of archives and archives each.
    pub files: u64,
    /// Those that nobody recognizes, or that could not be read.
    pub unknown: u64,
    /// Records read.
    pub rows: u64,
    /// Size of the part in bytes.
    pub bytes: u64,
}

/// A file as a run reads it, and the rows behind its cells.
type Folded = (ReadFile, Option<Batch>);

/// Folds the exports below `files` into a part. With a `root` their paths are those that they have in a run over that folder, and of
/// what a run passes over only what is below `files` is in the part. `keeps_rows` says whether the rows behind sums are kept.
///
/// # Errors
/// When one of `files` cannot be opened or is a part, and what the writer says.
pub fn fold_files(
    files: &[PathBuf],
    root: Option<&Path>,
    reading: &Reading,
    keeps_rows: bool,
    out: impl Write,
) -> Result<FoldedPart> {
    let found = match root {
        Some(root) => source::collect_below(root, files),
        None => source::collect(files),
    };
    let found = found.with_context(|| {
        let missing = files
            .iter()
            .chain(root.map(Path::to_owned).as_ref())
            .find(|path| !source::is_stdin(path) && !path.exists())
            .cloned();
        format!("cannot open {}", missing.or_else(|| files.first().cloned()).unwrap_or_default().display())
    })?;
    let opened: Vec<Opened> = found.files.iter().map(|file| Opened::of(file, &reading.bounds)).collect();
    write(&opened, (&found.skipped, &found.passed_over), reading, keeps_rows, out)
}

/// As [`fold_files`], of files that are in memory already, as (path in the report, bytes).
///
/// # Errors
/// When one of `files` is a part.
pub fn fold_bytes(files: &[(String, Vec<u8>)], reading: &Reading, keeps_rows: bool) -> Result<Vec<u8>> {
    let opened: Vec<Opened> = files.iter().map(|(path, bytes)| Opened::Held(path, Ok(bytes.clone()))).collect();
    let mut part = Vec::new();
    write(&opened, (&[], &[]), reading, keeps_rows, &mut part)?;
    Ok(part)
}

/// Paths, each with why it was left out.
type Named = [(String, String)];

fn write(
    opened: &[Opened],
    (skipped, passed_over): (&Named, &Named),
    reading: &Reading,
    keeps_rows: bool,
    out: impl Write,
) -> Result<FoldedPart> {
    if let Some(file) = opened.iter().find(|file| parts::is_one(file)) {
        bail!("{} is a part already: give parts to a run, not to `fold`", file.path());
    }
    let header = Header::of(reading, keeps_rows);
    let mut part = PartWriter::new(out, header, &reading.bounds).context(CANNOT_WRITE_PART)?;
    let mut all = FoldedPart::default();
    let mut add = |read: Vec<Folded>| -> Result<()> {
        for (file, single) in read {
            all.unknown += u64::from(file.input.kind.is_none() && file.sidecar.is_none());
            all.rows += file.input.rows;
            part.file(&file, single.as_ref()).context(CANNOT_WRITE_PART)?;
        }
        Ok(())
    };
    let (long, short): (Vec<&Opened>, Vec<&Opened>) = opened.iter().partition(|file| is_long(file));
    for wave in short.chunks(WAVE) {
        let read = wave.par_iter().map(|file| one(file, reading, keeps_rows)).collect::<Result<Vec<_>>>()?;
        read.into_iter().try_for_each(&mut add)?;
    }
    for file in long {
        add(one(file, reading, keeps_rows)?)?;
    }
    add(skipped.iter().map(|(path, why)| (ReadFile::unread(path.clone(), why.clone()), None)).collect())?;
    for (path, what) in passed_over {
        part.passed_over(path, what).context(CANNOT_WRITE_PART)?;
    }
    (all.files, all.bytes) = part.end().context(CANNOT_WRITE_PART)?;
    Ok(all)
}

/// Reads a file, with the members of an archive.
fn one(file: &Opened, reading: &Reading, keeps_rows: bool) -> Result<Vec<Folded>> {
    let read = read_files(std::slice::from_ref(file), reading);
    let has_sums = |file: &ReadFile| file.batch.as_ref().is_some_and(Batch::has_sums);
    if !keeps_rows || !read.iter().any(has_sums) {
        return Ok(read.into_iter().map(|file| (file, None)).collect());
    }
    let by_rows = Reading { rows_singly: true, tally: std::sync::Arc::new(Tally::default()), ..reading.clone() };
    let again = read_files(std::slice::from_ref(file), &by_rows);
    let is_same = |(a, b): (&ReadFile, &ReadFile)| a.input.path == b.input.path && a.input.sha256 == b.input.sha256;
    let changed = read.len() != again.len() || !read.iter().zip(&again).all(is_same);
    ensure!(!changed, io::Error::other("a file changed while it was read"));
    let with_rows = |(file, again): (ReadFile, ReadFile)| {
        let single = again.batch.filter(|_| has_sums(&file));
        (file, single)
    };
    Ok(read.into_iter().zip(again).map(with_rows).collect())
}
