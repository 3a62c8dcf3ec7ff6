//! Puts the files of a report into a folder: all of them or none, and never over something that is not ours.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, ensure};

use super::File;
use super::manifest::{self, Statement};

/// Why a folder may not be replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FolderError {
    /// Something that is no folder stands there.
    NotAFolder(PathBuf),
    /// Files stand there, and no manifest of ours among them.
    NotOurs(PathBuf),
    /// A report of ours stands there, and this besides, which it did not write.
    Foreign(PathBuf, String),
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
                "`{}` holds `{name}`, which the report there did not write: move it away, or choose another folder with --out",
                out.display()
            ),
        }
    }
}

impl std::error::Error for FolderError {}

/// Litter that file browsers leave in every folder they show.
const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// Whether a report may go to this folder: it is absent, empty, or a report of ours and nothing else.
pub(super) fn check(out: &Path) -> Result<()> {
    let found = match fs::metadata(out) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        found => found.with_context(|| format!("cannot look at `{}`", out.display()))?,
    };
    ensure!(found.is_dir(), FolderError::NotAFolder(out.to_owned()));
    let names = listed(out).with_context(|| format!("cannot list `{}`", out.display()))?;
    if names.is_empty() {
        return Ok(());
    }
    let statement = fs::read(out.join(manifest::FILE_NAME)).ok().and_then(|bytes| Statement::read(&bytes));
    let Some(statement) = statement else { return Err(FolderError::NotOurs(out.to_owned()).into()) };
    let ours = |name: &String| name == manifest::FILE_NAME || statement.subject.iter().any(|s| s.name == *name);
    match names.into_iter().find(|name| !ours(name)) {
        Some(foreign) => Err(FolderError::Foreign(out.to_owned(), foreign).into()),
        None => Ok(()),
    }
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

/// Writes the files to a new folder beside `out`, then lets the two change places and removes the old one.
pub(super) fn replace(out: &Path, files: &[File]) -> Result<()> {
    let out = resolve(out)?;
    let (parent, name) = out
        .parent()
        .zip(out.file_name())
        .ok_or_else(|| anyhow!("`{}` cannot be replaced: choose another folder with --out", out.display()))?;
    fs::create_dir_all(parent).with_context(|| format!("cannot create `{}`", parent.display()))?;
    // Same parent, same file system: a rename is then one step. The process id keeps two runs apart and reaches no output.
    let beside = |what: &str| parent.join(format!(".{}.{what}-{}", name.to_string_lossy(), std::process::id()));
    let fresh = Scratch(beside("new"));
    fs::create_dir(&fresh.0).with_context(|| format!("cannot create `{}`", fresh.0.display()))?;
    for file in files {
        put(&fresh.0, file).with_context(|| format!("cannot write `{}`", file.path))?;
    }
    check(&out)?;
    let old = beside("old");
    let had_old = out.exists();
    if had_old {
        fs::rename(&out, &old).with_context(|| format!("cannot replace `{}`", out.display()))?;
    }
    if let Err(error) = fs::rename(&fresh.0, &out) {
        if had_old {
            fs::rename(&old, &out)
                .with_context(|| format!("the report that was in `{}` is now `{}`", out.display(), old.display()))?;
        }
        return Err(error).with_context(|| format!("cannot move the report to `{}`", out.display()));
    }
    if had_old {
        fs::remove_dir_all(&old)
            .with_context(|| format!("the new report stands, but cannot remove the old one, `{}`", old.display()))?;
    }
    Ok(())
}

/// The folder itself where `out` is a link to it, and a path with a name where it is `.` or `..`.
fn resolve(out: &Path) -> Result<PathBuf> {
    let path = if out.exists() { fs::canonicalize(out) } else { std::path::absolute(out) };
    path.with_context(|| format!("cannot resolve `{}`", out.display()))
}

fn put(folder: &Path, file: &File) -> Result<()> {
    let path = Path::new(&file.path);
    ensure!(path.components().all(|c| matches!(c, Component::Normal(_))), "`{}` would leave the folder", file.path);
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap_or(folder))?;
    let mut target = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    io::Write::write_all(&mut target, &file.bytes)?;
    Ok(target.sync_all()?)
}

/// A folder that is removed unless it was renamed away.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // Gone after success; after a failure there is nobody left to tell.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{self, Renderer, sample};

    /// A folder of this test alone, removed at its end.
    fn scratch(name: &str) -> Scratch {
        let path = std::env::temp_dir().join(format!("clade-analyze-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Scratch(path)
    }

    fn write(out: &Path) -> Result<Vec<render::Written>> {
        render::write(&sample::report(), &[render::by_id("json").unwrap(), render::by_id("csv").unwrap()], out)
    }

    #[test]
    fn writes_replaces_and_leaves_nothing_beside() {
        let home = scratch("replace");
        let out = home.0.join("deep/report");
        let written = write(&out).unwrap();
        assert_eq!(written.last().unwrap().path, "manifest.json");
        fs::write(out.join(".DS_Store"), "litter").unwrap();
        write(&out).unwrap();
        let mut names: Vec<_> = written.iter().map(|w| w.path.clone()).collect();
        names.sort();
        assert_eq!(list(&out, "").unwrap(), names);
        assert_eq!(list(&home.0.join("deep"), "").unwrap().len(), names.len());
        for file in &written {
            assert_eq!(manifest::sha256(&fs::read(out.join(&file.path)).unwrap()), file.sha256);
        }
    }

    #[test]
    fn an_empty_folder_and_the_current_one_will_do() {
        let home = scratch("empty");
        write(&home.0).unwrap();
        write(&home.0.join(".")).unwrap();
    }

    #[test]
    fn refuses_what_is_not_ours() {
        let home = scratch("refuse");
        let stranger = home.0.join("photos");
        fs::create_dir(&stranger).unwrap();
        fs::write(stranger.join("manifest.json"), "{}").unwrap();
        let error = write(&stranger).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&FolderError::NotOurs(stranger.clone())));
        assert_eq!(list(&stranger, "").unwrap(), ["manifest.json"]);

        let error = write(&stranger.join("manifest.json")).unwrap_err();
        assert!(matches!(error.downcast_ref(), Some(FolderError::NotAFolder(_))), "{error:#}");

        let out = home.0.join("report");
        write(&out).unwrap();
        fs::write(out.join("notes.txt"), "mine").unwrap();
        let error = write(&out).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&FolderError::Foreign(out.clone(), "notes.txt".into())));
        assert_eq!(fs::read(out.join("notes.txt")).unwrap(), b"mine");
    }

    #[test]
    fn a_failed_run_leaves_the_old_report() {
        const BROKEN: Renderer = Renderer { id: "broken", title: "", render: |_| anyhow::bail!("no ink") };
        const CLASH: Renderer =
            Renderer { id: "clash", title: "", render: |_| Ok(vec![File::new("a", "x"), File::new("a/b", "y")]) };
        const ESCAPE: Renderer = Renderer { id: "escape", title: "", render: |_| Ok(vec![File::new("../evil", "x")]) };
        let home = scratch("failed");
        let out = home.0.join("report");
        write(&out).unwrap();
        let before = fs::read(out.join("findings.json")).unwrap();
        for format in [&BROKEN, &CLASH, &ESCAPE] {
            let error = render::write(&sample::report(), &[format], &out).unwrap_err();
            assert!(!format!("{error:#}").is_empty());
            assert_eq!(fs::read(out.join("findings.json")).unwrap(), before);
            assert!(list(&home.0, "").unwrap().iter().all(|name| name.starts_with("report/")), "{}", format.id);
        }
    }
}
