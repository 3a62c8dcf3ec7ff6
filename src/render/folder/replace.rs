//! Lets a new report take the place of an old one, in one step where the platform can.
//!
//! The new files are written to a scratch folder next to the target and made durable; then the two folders are exchanged. A lock on the
//! parent folder keeps two runs apart, so whatever scratch folder is found under it was left by a run that was killed: it is removed, and
//! a report that such a run had already moved away is put back. A target that cannot be moved (a mount point) is written inside: the
//! new files first, the manifest last.

mod files;

use std::fs::{self, File as Handle};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};

use self::files::{copy_folder, fill, is_inside, make_folder, new_folder, remove, sync};
use super::{FolderError, Standing, check};
use crate::render::File;
use crate::render::manifest;

/// Begin of the name of a scratch folder inside a target that cannot be moved.
const INSIDE: &str = ".clade-analyze.new";
/// How often another run is waited for, and how long each time: half a minute, longer than writing takes.
const TRIES: u32 = 300;
const PAUSE: Duration = Duration::from_millis(100);

/// Whether a name below a report's folder belongs to a scratch folder of [`inside`].
pub(super) fn is_scratch(name: &str) -> bool {
    name.split('/').next() == Some(INSIDE)
}

/// Looks whether a report may go to `out`, before the work of rendering it: repairs what a killed run left, writes nothing else.
pub(in crate::render) fn preview(out: &Path, keep: bool) -> Result<()> {
    let place = Place::of(out)?;
    place.lock()?.repair(&place)?;
    check(&place.out, keep).map(drop)
}

/// Writes the files to a new folder, then lets it take the place of `out`. Answers where a copy of somebody's work was kept, if there
/// was some and `keep` allows it.
pub(in crate::render) fn replace(out: &Path, files: &[File], keep: bool) -> Result<Option<PathBuf>> {
    let place = Place::of(out)?;
    make_folder(&place.parent).with_context(|| format!("cannot create `{}`", place.parent.display()))?;
    let lock = place.lock()?;
    lock.repair(&place)?;
    let standing = check(&place.out, keep)?;
    let kept = if matches!(standing, Standing::Worked(_)) { Some(place.keep()?) } else { None };
    match beside(&place, &lock, files, &standing) {
        // A mount point cannot be renamed (EBUSY), nor a folder across file systems (EXDEV); in a container the folder around it
        // is often read-only.
        Err(error) if is_fixed(&error) && !matches!(standing, Standing::Absent) => {
            inside(&place.out, files, &standing)?
        }
        moved => moved?,
    }
    sync(&place.parent);
    Ok(kept)
}

/// Whether the target must be written where it is.
fn is_fixed(error: &anyhow::Error) -> bool {
    let fixed = [
        io::ErrorKind::ResourceBusy,
        io::ErrorKind::CrossesDevices,
        io::ErrorKind::PermissionDenied,
        io::ErrorKind::ReadOnlyFilesystem,
    ];
    error.downcast_ref::<io::Error>().is_some_and(|error| fixed.contains(&error.kind()))
}

/// Writes a folder next to the target and lets it take the target's place.
fn beside(place: &Place, lock: &Lock, files: &[File], standing: &Standing) -> Result<()> {
    let path = place.beside("new", lock);
    new_folder(&path, &place.out).map_err(|error| match error.kind() {
        // Only without a lock, as a run that was killed is cleaned up after under one.
        io::ErrorKind::AlreadyExists => FolderError::Busy(place.out.clone()).into(),
        _ => anyhow::Error::new(error).context(format!("cannot create `{}`", path.display())),
    })?;
    let fresh = Scratch(path);
    fill(&fresh.0, &place.out, files)?;
    let moved = match standing {
        Standing::Absent => fs::rename(&fresh.0, &place.out).map(|()| None),
        _ => exchange(&fresh.0, &place.out, &place.beside("old", lock)).map(Some),
    };
    let old = moved.with_context(|| format!("cannot move the report to `{}`", place.out.display()))?;
    old.as_deref().map_or(Ok(()), remove).with_context(|| {
        let old = old.as_deref().unwrap_or(&fresh.0).display();
        format!("the new report stands, but cannot remove the old one, `{old}`")
    })
}

/// What keeps other runs away from the folders of a parent until it is dropped.
enum Lock {
    /// The parent, locked.
    Held { _parent: Handle },
    /// The platform or file system knows no locks of folders, or the parent is not there yet: two runs are kept apart by the names of
    /// their scratch folders, and nothing is cleaned up, as it may be another run's.
    None,
}

impl Lock {
    /// Undoes what a killed run left: puts the old report back where it was moved away, and removes scratch folders, which hold
    /// personal data.
    fn repair(&self, place: &Place) -> Result<()> {
        if matches!(self, Self::None) {
            return Ok(());
        }
        let (old, new) = (place.beside("old", self), place.beside("new", self));
        let repaired = (|| {
            if old.exists() && !place.out.exists() {
                fs::rename(&old, &place.out)?;
            }
            remove(&old)?;
            remove(&new)?;
            finish_inside(&place.out)
        })();
        repaired.with_context(|| format!("cannot clean up after an earlier run, `{}`", old.display()))
    }
}

/// Where a report goes.
struct Place {
    /// The folder itself, links resolved.
    out: PathBuf,
    parent: PathBuf,
    name: String,
}

impl Place {
    fn of(out: &Path) -> Result<Self> {
        let path = if out.exists() { fs::canonicalize(out) } else { std::path::absolute(out) };
        let path = path.with_context(|| format!("cannot resolve `{}`", out.display()))?;
        let (parent, name) = path
            .parent()
            .zip(path.file_name())
            .ok_or_else(|| anyhow!("`{}` cannot be replaced: choose another folder with --out", path.display()))?;
        Ok(Self { parent: parent.to_owned(), name: name.to_string_lossy().into_owned(), out: path })
    }

    /// A scratch folder next to the target: on the same file system, where a rename is one step. Without a lock the process id keeps
    /// two runs apart; it reaches no output.
    fn beside(&self, what: &str, lock: &Lock) -> PathBuf {
        let name = match lock {
            Lock::Held { .. } => format!(".{}.{what}", self.name),
            Lock::None => format!(".{}.{what}-{}", self.name, std::process::id()),
        };
        self.parent.join(name)
    }

    fn lock(&self) -> Result<Lock> {
        let Ok(parent) = Handle::open(&self.parent) else { return Ok(Lock::None) };
        for _ in 0..TRIES {
            match parent.try_lock() {
                Ok(()) => return Ok(Lock::Held { _parent: parent }),
                Err(fs::TryLockError::WouldBlock) => thread::sleep(PAUSE),
                Err(fs::TryLockError::Error(_)) => return Ok(Lock::None),
            }
        }
        Err(FolderError::Busy(self.out.clone()).into())
    }

    /// A copy of the folder next to it, under the first name that is free.
    fn keep(&self) -> Result<PathBuf> {
        let name = |number: u32| self.parent.join(format!("{}.kept-{number}", self.name));
        let copy = (1..).map(name).find(|path| !path.exists());
        let copy = copy.ok_or_else(|| anyhow!("no name is free for a copy of `{}`", self.out.display()))?;
        copy_folder(&self.out, &copy).with_context(|| format!("cannot keep a copy of `{}`", self.out.display()))?;
        Ok(copy)
    }
}

/// Lets the new folder and the old one change places; answers where the old one is now.
fn exchange(fresh: &Path, out: &Path, old: &Path) -> io::Result<PathBuf> {
    if swap(fresh, out)? {
        return Ok(fresh.to_owned());
    }
    fs::rename(out, old)?;
    if let Err(error) = fs::rename(fresh, out) {
        fs::rename(old, out)?;
        return Err(error);
    }
    Ok(old.to_owned())
}

/// Exchanges two folders in one step; `false` where the platform or file system cannot.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn swap(fresh: &Path, out: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, fresh, CWD, out, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Exchanges two folders in one step; `false` where the platform or file system cannot.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn swap(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Writes into a folder that cannot be moved: everything to a scratch folder in it, then file by file to its place, the manifest last.
pub(super) fn inside(out: &Path, files: &[File], standing: &Standing) -> Result<()> {
    let fresh = out.join(INSIDE);
    new_folder(&fresh, out).with_context(|| format!("cannot write to `{}`", out.display()))?;
    if let Err(error) = fill(&fresh, out, files) {
        // The old report is as it was; what is left of the new one would be personal data that nobody looks for.
        let _ = remove(&fresh);
        return Err(error);
    }
    if let Standing::Report(old) | Standing::Worked(old) = standing {
        for gone in old.subject.iter().filter(|subject| !files.iter().any(|file| file.path == subject.name)) {
            // A name from a manifest may come from a stranger.
            if is_inside(&gone.name) {
                remove(&out.join(&gone.name)).with_context(|| format!("cannot remove `{}`", gone.name))?;
            }
        }
    }
    finish_inside(out).with_context(|| format!("cannot move the report to `{}`", out.display()))
}

/// Moves what [`inside`] has written to its place. A scratch folder without a manifest was never whole, and is removed.
pub(super) fn finish_inside(out: &Path) -> io::Result<()> {
    let fresh = out.join(INSIDE);
    if !fresh.is_dir() {
        return Ok(());
    }
    if fresh.join(manifest::FILE_NAME).is_file() {
        let mut names = super::list(&fresh, "")?;
        names.sort_by_key(|name| name == manifest::FILE_NAME);
        for name in names {
            let target = out.join(&name);
            if let Some(parent) = target.parent() {
                make_folder(parent)?;
            }
            fs::rename(fresh.join(&name), target)?;
        }
    }
    sync(out);
    remove(&fresh)
}

/// A folder that is removed unless it was renamed away.
pub(super) struct Scratch(pub(super) PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // Gone after success; after a failure there is nobody left to say it to, and the next run removes it.
        let _ = fs::remove_dir_all(&self.0);
    }
}
