//! Report -> bytes: one renderer a file, listed in [`ALL`]; [`write()`] is the only code that creates files.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use rayon::prelude::*;

use crate::model::{Report, mask_secrets};

mod charts;
mod csv;
mod document;
mod escape;
mod folder;
#[cfg(test)]
mod hostile;
mod html;
mod jira;
mod json;
pub mod manifest;
mod markdown;
mod ocsf;
mod png;
#[cfg(test)]
mod sample;
mod sarif;
mod supports;
pub mod terminal;
mod trackers;
mod workbook;

pub use folder::{FolderError, listed};

/// One format: what it is called and the pure function that writes a report in it.
pub struct Renderer {
    /// Public id, as in `--format`.
    pub id: &'static str,
    /// What it writes, for people.
    pub title: &'static str,
    /// Spells the report; touches no disk, asks no clock.
    pub render: fn(&Report) -> Result<Vec<File>>,
}

impl Renderer {
    /// Its files, without any whole key.
    ///
    /// # Errors
    /// What the renderer says.
    pub fn files(&self, report: &Report) -> Result<Vec<File>> {
        let files = (self.render)(report).with_context(|| format!("cannot render {}", self.id))?;
        Ok(files.into_iter().map(without_secrets).collect())
    }
}

/// Every format, in the order of the help.
pub const ALL: &[Renderer] = &[
    html::RENDERER,
    markdown::RENDERER,
    jira::RENDERER,
    png::RENDERER,
    json::RENDERER,
    csv::RENDERER,
    workbook::RENDERER,
    sarif::RENDERER,
    ocsf::RENDERER,
    trackers::JIRA,
    trackers::SERVICENOW,
];

/// The format with this id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Renderer> {
    ALL.iter().find(|renderer| renderer.id == id)
}

/// A file to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Relative to the report's folder, `/`-separated.
    pub path: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

impl File {
    fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into() }
    }
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Relative to the report's folder, `/`-separated.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
}

/// What was written, and what was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The files of the new report, the manifest last.
    pub written: Vec<Written>,
    /// The copy of the old report that was kept because somebody had worked in it.
    pub kept: Option<PathBuf>,
}

/// Renders the report in these formats, adds the manifest over all of them and puts the whole into the folder `out`.
///
/// Everything is rendered before the disk is touched, written to a scratch folder and exchanged when whole: a run that fails leaves
/// the report that was there as it was. A report in which somebody has worked is replaced only with `keep`, and a copy of it stays.
///
/// # Errors
/// [`FolderError`] where `out` holds something else than a report of ours as it was written; else what a renderer or the disk says.
pub fn write(report: &Report, formats: &[&Renderer], out: &Path, keep: bool) -> Result<Replaced> {
    // Before the rendering, so that the answer comes at once; replacing the folder looks again.
    folder::preview(out, keep)?;
    let mut files = rendered(report, formats)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.push(without_secrets(manifest::file(report, &files)?));
    let kept = folder::replace(out, &files, keep)?;
    let written =
        |f: &File| Written { path: f.path.clone(), bytes: f.bytes.len() as u64, sha256: manifest::sha256(&f.bytes) };
    Ok(Replaced { written: files.iter().map(written).collect(), kept })
}

/// The files of every format, side by side. The workbook is made of the CSV files, which are written once where both are asked for.
fn rendered(report: &Report, formats: &[&Renderer]) -> Result<Vec<File>> {
    let table_ids = [csv::RENDERER.id, workbook::RENDERER.id];
    let (tables, others): (Vec<&Renderer>, Vec<&Renderer>) =
        formats.iter().copied().partition(|format| table_ids.contains(&format.id));
    let are_both = table_ids.iter().all(|id| tables.iter().any(|format| format.id == *id));
    let of_both = || {
        let mut files = csv::RENDERER.files(report)?;
        let book = workbook::of_tables(report, &files);
        files.push(book.with_context(|| format!("cannot render {}", workbook::RENDERER.id))?);
        Ok(vec![files])
    };
    let each = |formats: &[&Renderer]| formats.par_iter().map(|format| format.files(report)).collect();
    let (tables, others): (Result<Vec<_>>, Result<Vec<_>>) =
        rayon::join(|| if are_both { of_both() } else { each(&tables) }, || each(&others));
    Ok(tables?.into_iter().chain(others?).flatten().collect())
}

/// A last net: whatever a whole key came in with (an argument, a name in the policy, a text that was put together), it is cut in what
/// leaves. Pictures show no text that was not cut.
fn without_secrets(file: File) -> File {
    let Ok(text) = std::str::from_utf8(&file.bytes) else { return file };
    match mask_secrets(text) {
        Cow::Borrowed(_) => file,
        Cow::Owned(text) => File::new(file.path, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_whole_key_leaves_wherever_it_came_in() {
        let key = format!("sk-ant-api03-{}Zz9A", "aB3_-".repeat(18));
        let mut report = sample::report();
        report.policy.file = Some(format!("{key}.toml"));
        report.organization.name = Some(key.clone());
        report.brief.headline = format!("All of {key}");
        let mut with_it = 0;
        for renderer in ALL {
            for file in (renderer.render)(&report).unwrap() {
                let text = |file: &File| String::from_utf8_lossy(&file.bytes).into_owned();
                with_it += u32::from(text(&file).contains(&key));
                let left = without_secrets(file);
                assert!(!text(&left).contains(&key[20..60]), "{}", left.path);
            }
        }
        assert!(with_it > 2, "the renderers write what they are given");
    }

    #[test]
    fn ids_are_unique_and_every_format_yields_a_file() {
        let report = sample::report();
        let ids: BTreeSet<_> = ALL.iter().map(|r| r.id).collect();
        assert_eq!(ids.len(), ALL.len());
        let mut paths = BTreeSet::new();
        for renderer in ALL {
            let files = (renderer.render)(&report).unwrap();
            assert!(!files.is_empty(), "{}", renderer.id);
            for file in files {
                assert!(!file.bytes.is_empty(), "{}", file.path);
                assert!(paths.insert(file.path.clone()), "{} comes twice", file.path);
            }
        }
    }

    #[test]
    fn two_renders_give_the_same_bytes() {
        for renderer in ALL {
            assert_eq!(
                (renderer.render)(&sample::report()).unwrap(),
                (renderer.render)(&sample::report()).unwrap(),
                "{}",
                renderer.id
            );
        }
    }
}
