//! Some files of a folder, as a walk through the whole folder finds them.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::{Found, collect, reported};

/// As [`collect`] of the folder `root`, of which only what is one of `files` or lies in one of them is taken: each keeps the path that it
/// has in the whole folder, and is taken, left out or passed over as there.
///
/// # Errors
/// When `root` or one of `files` does not exist or cannot be opened, or one does not lie in `root`.
pub fn collect_below(root: &Path, files: &[PathBuf]) -> io::Result<Found> {
    let whole_root = root.canonicalize()?;
    let mut wanted = BTreeSet::new();
    for file in files {
        // The name itself may be a link, which a walk does not follow.
        let parent = match file.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.canonicalize()?,
            _ => Path::new(".").canonicalize()?,
        };
        std::fs::symlink_metadata(file)?;
        let whole = file.file_name().map_or_else(|| file.canonicalize(), |name| Ok(parent.join(name)))?;
        if !whole.starts_with(&whole_root) {
            let why = format!("`{}` does not lie in `{}`, given with --root", file.display(), root.display());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
        }
        wanted.insert(reported(&whole_root, &whole, None));
    }
    let above = |path: &str| -> Vec<String> {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        ends.map(|end| path[..end].to_owned()).chain([String::new()]).collect()
    };
    let is_wanted = |path: &str| above(path).iter().any(|folder| wanted.contains(folder));
    // A folder that is passed over is so for each of the files in it.
    let folders: BTreeSet<String> = wanted.iter().flat_map(|path| above(path)).collect();
    let mut found = collect(&[root.to_owned()])?;
    found.files.retain(|file| is_wanted(&file.path));
    found.skipped.retain(|(path, _)| is_wanted(path));
    found.passed_over.retain(|(path, _)| is_wanted(path) || !path.is_empty() && folders.contains(path));
    Ok(found)
}
