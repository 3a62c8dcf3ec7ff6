//! Parts among what a run is given: each is read, and no file counts twice because two parts have it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};

use anyhow::{Result, bail};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::open::Opened;
use super::part::{self, Contents, PartError};
use super::read_file::ReadFile;
use crate::disk;
use crate::model::{Bound, Input, PART, Reading, counted, hex};

/// Files of a part that its note names.
const NAMED: usize = 3;

/// Whether a file is a part, by its first bytes.
pub(super) fn is_one(file: &Opened) -> bool {
    match file {
        Opened::File(file) => {
            let mut begin = Vec::new();
            let read =
                disk::open(&file.absolute).and_then(|file| file.take(part::LEAST as u64).read_to_end(&mut begin));
            read.is_ok() && part::is_one(&begin)
        }
        Opened::Held(_, bytes) => {
            bytes.as_ref().is_ok_and(|bytes| part::is_one(&bytes[..bytes.len().min(part::LEAST)]))
        }
    }
}

/// What is in all parts of a run, and the parts themselves.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) files: Vec<ReadFile>,
    /// Files and folders that are no exports: path, and what they are.
    pub(super) passed_over: BTreeSet<(String, String)>,
    /// The part of every file in one, by the path of the file.
    owners: BTreeMap<String, String>,
}

impl Gathered {
    /// Refuses a run in which a file comes with a part and by itself.
    pub(super) fn refuse_repeated(&self, exports: &[ReadFile]) -> Result<()> {
        let twice = exports.iter().find_map(|file| Some((&file.input.path, self.owners.get(&file.input.path)?)));
        match twice {
            Some((path, owner)) => {
                bail!("{path} is in the part {owner} and is given by itself, too: leave one of them out")
            }
            None => Ok(()),
        }
    }

    /// The paths of the files in parts.
    pub(super) fn paths(&self) -> impl Iterator<Item = &String> {
        self.owners.keys()
    }
}

/// Reads the parts, side by side.
///
/// # Errors
/// Where a part is whole and this run cannot take it, and where two parts have a file: names both.
pub(super) fn read(parts: &[&Opened], reading: &Reading) -> Result<Gathered> {
    let read: Vec<_> = parts.par_iter().map(|file| (file.path(), one(file, reading))).collect();
    let mut all = Gathered::default();
    for (path, read) in read {
        match read {
            Err(PartError::Unfit(why)) => bail!("cannot take the part {path}: {why}"),
            Err(PartError::Unreadable(why)) => {
                all.files.push(ReadFile::unread(path.to_owned(), format!("a part that cannot be read: {why}")));
            }
            Ok((contents, input)) => {
                let own: BTreeSet<&String> = contents.files.iter().map(|file| &file.input.path).collect();
                if let Some((file, other)) = own.iter().find_map(|file| Some((*file, all.owners.get(*file)?))) {
                    bail!(
                        "{file} is in two parts, {other} and {path}: leave one of them out, or where these are two files of one name fold \
                         them with --root, the folder that both lie in"
                    );
                }
                all.owners.extend(own.into_iter().map(|file| (file.clone(), path.to_owned())));
                all.passed_over.extend(contents.passed_over);
                all.files.extend(contents.files);
                all.files.push(ReadFile { input, ..ReadFile::default() });
            }
        }
    }
    Ok(all)
}

fn one(file: &Opened, reading: &Reading) -> Result<(Contents, Input), PartError> {
    let unreadable = |error: io::Error| PartError::Unreadable(error.to_string());
    let most = reading.bounds.of(Bound::FileBytes);
    let (mut packed, bytes): (Hashed<Box<dyn Read + '_>>, u64) = match file {
        Opened::File(file) => {
            let open = disk::open(&file.absolute).map_err(unreadable)?;
            let bytes = open.metadata().map_err(unreadable)?.len();
            (Hashed::of(Box::new(open.take(most.saturating_add(1)))), bytes)
        }
        Opened::Held(_, Ok(bytes)) => (Hashed::of(Box::new(bytes.as_slice())), bytes.len() as u64),
        Opened::Held(_, Err(why)) => return Err(PartError::Unreadable(why.clone())),
    };
    if bytes > most {
        return Err(PartError::Unreadable(reading.bounds.exceeded(Bound::FileBytes)));
    }
    let contents = part::read(&mut packed, bytes, reading)?;
    io::copy(&mut packed, &mut io::sink()).map_err(unreadable)?;
    reading.tally.add(packed.bytes, 0);
    let (bytes, sha256) = packed.end();
    let named: Vec<&str> = contents.files.iter().take(NAMED).map(|file| file.input.path.as_str()).collect();
    let more = if contents.files.len() > NAMED { ", …" } else { "" };
    let files = counted(contents.files.len() as u64, "file");
    let notes = vec![format!("a part with {files}, each an input of its own: {}{more}", named.join(", "))];
    let path = file.path().to_owned();
    Ok((contents, Input { path, kind: Some(PART.to_owned()), sha256: Some(sha256), bytes, notes, ..Input::default() }))
}

/// A reader that hashes what is read of it.
struct Hashed<R> {
    inner: R,
    sha256: Sha256,
    bytes: u64,
}

impl<R> Hashed<R> {
    fn of(inner: R) -> Self {
        Self { inner, sha256: Sha256::new(), bytes: 0 }
    }

    fn end(self) -> (u64, String) {
        (self.bytes, hex(&self.sha256.finalize()))
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.sha256.update(&buffer[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}
