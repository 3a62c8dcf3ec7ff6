//! A single file that stands under its name only when it is whole.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};

/// A file under a name of its own next to where it goes; it is removed unless it was put there.
pub(super) struct Unfinished {
    fresh: PathBuf,
    out: PathBuf,
    file: File,
}

impl Unfinished {
    /// Begins a file that will go to `out`; for its owner only where it is `private`.
    ///
    /// # Errors
    /// What the disk says.
    pub(super) fn begin(out: &Path, private: bool) -> anyhow::Result<Self> {
        // The process id keeps two runs apart and reaches no output.
        let name = out.file_name().with_context(|| cannot(out))?.to_string_lossy();
        let fresh = out.with_file_name(format!(".{name}.new-{}", std::process::id()));
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        if private {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        #[cfg(not(unix))]
        let _ = private;
        let file = options.open(&fresh).with_context(|| cannot(out))?;
        Ok(Self { fresh, out: out.to_owned(), file })
    }

    /// To write to.
    pub(super) const fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// Puts it where it goes; another file is replaced only with `force`.
    ///
    /// # Errors
    /// What the disk says, and that a file is there already.
    pub(super) fn put(self, force: bool) -> anyhow::Result<()> {
        let (fresh, out) = (&self.fresh, &self.out);
        self.file.sync_all().with_context(|| cannot(out))?;
        if force {
            return fs::rename(fresh, out).with_context(|| cannot(out));
        }
        // A second name for the file, unlike a rename, never replaces one that came in the meantime.
        match fs::hard_link(fresh, out) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(taken(out)),
            // File systems without links (FAT).
            Err(error) if error.kind() != io::ErrorKind::NotFound && !out.exists() => {
                fs::rename(fresh, out).with_context(|| cannot(out))
            }
            linked => linked.with_context(|| cannot(out)),
        }
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Gone where it was renamed; else there is nobody left to say it to.
        let _ = fs::remove_file(&self.fresh);
    }
}

fn cannot(out: &Path) -> String {
    format!("cannot write `{}`", out.display())
}

/// Says so before gigabytes are read; [`Unfinished::put`] asks again.
///
/// # Errors
/// Where a file is there already.
pub(super) fn free(out: &Path) -> anyhow::Result<()> {
    if out.symlink_metadata().is_ok() { Err(taken(out)) } else { Ok(()) }
}

fn taken(out: &Path) -> anyhow::Error {
    anyhow!("`{}` is there already: choose another file with --out, or replace it with --force", out.display())
}
