//! Puts the files of a report into a folder: all of them or none, and never over somebody else's work.
//!
//! A folder is replaced only where it holds a report of ours whose files are as they were written: a worksheet that was filled in,
//! or a report that was edited, has another hash than its manifest states, and stays.

mod replace;
#[cfg(test)]
mod tests;

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

use super::manifest::{self, Outputs};
use crate::disk;

pub(super) use replace::{preview, replace};

/// Why a folder may not be replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FolderError {
    /// Something that is no folder stands there.
    NotAFolder(PathBuf),
    /// Files stand there, and no manifest of ours among them.
    NotOurs(PathBuf),
    /// A report of ours stands there, and this besides, which it did not write.
    Foreign(PathBuf, String),
    /// A report of ours stands there, and this file of it was changed since it was written.
    Edited(PathBuf, String),
    /// Another run writes there.
    Busy(PathBuf),
}

impl fmt::Display for FolderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAFolder(out) => write!(f, "`{}` is a file: choose a folder with --out", out.display()),
            Self::NotOurs(out) => write!(
                f,
                "`{}` is not empty and no report of clade-analyze: choose another folder with --out, or empty it",
                out.display()
            ),
            Self::Foreign(out, name) => write!(
                f,
                "`{}` holds `{name}`, which the report there did not write: choose another folder with --out, move the file away, or \
                 keep a copy of the whole folder with --force",
                out.display()
            ),
            Self::Edited(out, name) => write!(
                f,
                "`{}` was changed since the report was written, and a new report would replace it: choose another folder with --out, \
                 or keep a copy of the old one with --force{}",
                out.join(name).display(),
                if WORKSHEETS.contains(&name.as_str()) {
                    "; a filled-in worksheet is given to a run with --review"
                } else {
                    ""
                }
            ),
            Self::Busy(out) => {
                write!(
                    f,
                    "another run is writing `{}`: wait for its end, or choose another folder with --out",
                    out.display()
                )
            }
        }
    }
}

impl std::error::Error for FolderError {}

/// The files of a report that people are asked to fill in.
const WORKSHEETS: [&str; 4] = ["access-review.csv", "log-review.csv", "non-human-identities.csv", "evidence.xlsx"];
/// Litter that file browsers leave in every folder they show.
const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];
/// More than any manifest: it has a line an input and output.
const LARGEST_MANIFEST: u64 = 256 * 1024 * 1024;

/// What stands where a report is to go, and may be replaced.
#[derive(Debug)]
pub(super) enum Standing {
    /// Nothing: no such folder.
    Absent,
    /// An empty folder.
    Empty,
    /// A report of ours, as it was written.
    Report(Outputs),
    /// A report of ours with somebody's work in it, of which a copy is to be kept.
    Worked(Outputs),
}

/// What stands in this folder, where a report may go there. `keep` says that a copy of somebody's work will be kept.
pub(super) fn check(out: &Path, keep: bool) -> Result<Standing> {
    let found = match fs::metadata(out) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Standing::Absent),
        found => found.with_context(|| format!("cannot look at `{}`", out.display()))?,
    };
    ensure!(found.is_dir(), FolderError::NotAFolder(out.to_owned()));
    let mut names = listed(out).with_context(|| format!("cannot list `{}`", out.display()))?;
    names.retain(|name| !replace::is_scratch(name));
    if names.is_empty() {
        return Ok(Standing::Empty);
    }
    let Some(statement) = statement(out) else { return Err(FolderError::NotOurs(out.to_owned()).into()) };
    match work(out, &names, &statement) {
        None => Ok(Standing::Report(statement)),
        Some(_) if keep => Ok(Standing::Worked(statement)),
        Some(error) => Err(error.into()),
    }
}

/// The manifest of the report in a folder, where there is one.
fn statement(folder: &Path) -> Option<Outputs> {
    disk::read(&folder.join(manifest::FILE_NAME), LARGEST_MANIFEST).ok().and_then(|bytes| Outputs::read(&bytes))
}

/// The first thing in a report's folder that the report did not write, or that was changed since.
fn work(out: &Path, names: &[String], statement: &Outputs) -> Option<FolderError> {
    for name in names.iter().filter(|name| *name != manifest::FILE_NAME) {
        let Some(stated) = statement.subject.iter().find(|subject| subject.name == *name) else {
            return Some(FolderError::Foreign(out.to_owned(), name.clone()));
        };
        // What cannot be read cannot be shown to be ours.
        let found = disk::read(&out.join(name), u64::MAX).ok().map(|bytes| manifest::sha256(&bytes));
        if found.is_none() || found != stated.digest.as_ref().map(|digest| digest.sha256.clone()) {
            return Some(FolderError::Edited(out.to_owned(), name.clone()));
        }
    }
    None
}

/// Every file below a folder but the litter of file browsers, `/`-separated and sorted; an empty folder and a link count as files.
///
/// # Errors
/// What the disk says.
pub fn listed(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = list(folder, "")?;
    names.retain(|name| !LITTER.contains(&name.rsplit('/').next().unwrap_or(name)));
    Ok(names)
}

/// Every file below the folder, `/`-separated and sorted; an empty folder and a link count as files.
fn list(folder: &Path, prefix: &str) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            let inside = list(&entry.path(), &format!("{name}/"))?;
            if inside.is_empty() { names.push(name) } else { names.extend(inside) }
        } else {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
