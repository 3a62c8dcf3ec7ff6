//! Writes, copies and removes files and folders: with the modes of those that they replace, for their owner only, and durable.

use std::fs::{self, File as Handle};
use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

use crate::render::File;

/// Writes the files to an empty folder, with the modes of the files that they replace, and makes them durable.
pub(super) fn fill(folder: &Path, old: &Path, files: &[File]) -> Result<()> {
    let mut folders = vec![folder.to_owned()];
    for file in files {
        ensure!(is_inside(&file.path), "`{}` would leave the folder", file.path);
        put(folder, old, file, &mut folders).with_context(|| format!("cannot write `{}`", file.path))?;
    }
    folders.iter().rev().for_each(|folder| sync(folder));
    Ok(())
}

pub(super) fn is_inside(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

fn put(folder: &Path, old: &Path, file: &File, folders: &mut Vec<PathBuf>) -> Result<()> {
    let path = folder.join(&file.path);
    if let Some(parent) = path.parent().filter(|parent| !parent.is_dir()) {
        let before = parent.strip_prefix(folder).map_or_else(|_| old.to_owned(), |relative| old.join(relative));
        new_folder(parent, &before)?;
        folders.push(parent.to_owned());
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut target = options.open(path)?;
    if let Some(before) = regular(&old.join(&file.path)) {
        target.set_permissions(before.permissions())?;
    }
    io::Write::write_all(&mut target, &file.bytes)?;
    Ok(target.sync_all()?)
}

fn regular(path: &Path) -> Option<fs::Metadata> {
    fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)
}

/// A new folder with the mode of the one that it replaces; for its owner only where it replaces none.
pub(super) fn new_folder(folder: &Path, old: &Path) -> io::Result<()> {
    private().create(folder)?;
    match fs::symlink_metadata(old) {
        Ok(before) if before.is_dir() => fs::set_permissions(folder, before.permissions()),
        _ => Ok(()),
    }
}

/// Folders down to this one, for their owner only where they are new.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    private().recursive(true).create(folder)
}

fn private() -> fs::DirBuilder {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Removes a file or a folder, if it is there.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    let removed = match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Copies a folder with all that is in it; links are copied as what they are, by name.
pub(super) fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    new_folder(to, from)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, target) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else if kind.is_file() {
            fs::copy(entry.path(), target)?;
        } else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "holds a link or a device: move it away first"));
        }
    }
    sync(to);
    Ok(())
}

/// Makes the names in a folder durable. Not every platform lets a folder be opened, and the files themselves are durable already.
pub(super) fn sync(folder: &Path) {
    let _ = Handle::open(folder).and_then(|folder| folder.sync_all());
}
