//! A policy to begin with, written next to the exports.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};

use super::{Failure, OrExit, known_checks, recognized};
use crate::exit::Exit;
use crate::facts::{self, Facts};
use crate::init::{self, Guesses};
use crate::model::Bounds;
use crate::options::InitOptions;
use crate::{ingest, policy};

/// Writes a policy to begin with, and says what is in it. Without exports it holds the defaults alone.
///
/// # Errors
/// [`Failure`] with the exit code: nothing recognizable, a file is there already, cannot write.
pub fn write_policy(options: &InitOptions) -> Result<String, Failure> {
    let out = &options.out;
    // Before gigabytes are read; `put` asks again.
    if !options.force && out.symlink_metadata().is_ok() {
        return Err(Failure { exit: Exit::CannotWrite, error: taken(out) });
    }
    let guesses = if options.exports.is_empty() { Guesses::default() } else { guesses(options)? };
    let text = init::text(&guesses);
    // Whatever the names in the exports are, what we write is a policy.
    policy::parse(&out.display().to_string(), text.as_bytes(), &known_checks()).or_exit(Exit::CannotWrite)?;
    put(out, text.as_bytes(), options.force).or_exit(Exit::CannotWrite)?;
    Ok(said(&guesses, out))
}

fn guesses(options: &InitOptions) -> Result<Guesses, Failure> {
    let data = ingest::load(&options.exports, &Bounds::default()).or_exit(Exit::Usage)?;
    recognized(&data)?;
    let as_of = facts::as_of(&data).or_exit(Exit::Usage)?;
    let period = facts::default_period(&data, as_of).or_exit(Exit::Usage)?;
    let facts = Facts::derive(&data, period, as_of).or_exit(Exit::Usage)?;
    Guesses::from(&data, &facts).or_exit(Exit::Usage)
}

fn taken(out: &Path) -> anyhow::Error {
    anyhow!("`{}` is there already: choose another file with --out, or replace it with --force", out.display())
}

/// All of the file or nothing; another file is replaced only where that is asked for.
fn put(out: &Path, text: &[u8], force: bool) -> anyhow::Result<()> {
    let cannot = || format!("cannot write `{}`", out.display());
    // The policy stands under its name only when it is whole: half of one would count in the next run. The process id keeps two
    // runs apart and reaches no output.
    let name = out.file_name().with_context(cannot)?.to_string_lossy();
    let fresh = Unfinished(out.with_file_name(format!(".{name}.new-{}", std::process::id())));
    let mut file = File::create(&fresh.0).with_context(cannot)?;
    file.write_all(text).and_then(|()| file.sync_all()).with_context(cannot)?;
    drop(file);
    if force {
        return fs::rename(&fresh.0, out).with_context(cannot);
    }
    // A second name for the file, unlike a rename, never replaces one that came in the meantime.
    match fs::hard_link(&fresh.0, out) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(taken(out)),
        // File systems without links (FAT).
        Err(error) if error.kind() != io::ErrorKind::NotFound && !out.exists() => {
            fs::rename(&fresh.0, out).with_context(cannot)
        }
        linked => linked.with_context(cannot),
    }
}

/// A file that is removed under the name it was written under.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Gone where it was renamed; else there is nobody left to say it to.
        let _ = fs::remove_file(&self.0);
    }
}

fn said(guesses: &Guesses, out: &Path) -> String {
    let Guesses { domains, workspaces, services, workspace_limits, roles, .. } = guesses;
    let limits = workspace_limits.len() + usize::from(guesses.organization_limit.is_some());
    let admins: usize = roles.values().map(Vec::len).sum();
    let found = match guesses.exports {
        0 => "every threshold at its default, and examples".to_owned(),
        exports => format!(
            "every threshold at its default, and from {exports} exports mail domains ({}), workspaces ({}), services ({}), spend limits \
             ({limits}) and people with privileged roles ({admins})",
            domains.len(),
            workspaces.len(),
            services.len(),
        ),
    };
    format!(
        "Wrote {}: {found}.\nAll of it is commented out: correct the guesses, and take the # away where a line is right.",
        out.display()
    )
}
