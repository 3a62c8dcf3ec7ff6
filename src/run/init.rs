//! A policy to begin with, written beside the exports.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

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

/// All of the file or nothing; another file only where it is asked for.
fn put(out: &Path, text: &[u8], force: bool) -> anyhow::Result<()> {
    let cannot = || format!("cannot write `{}`", out.display());
    if !force {
        let created = File::create_new(out);
        let mut file = match created {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(taken(out)),
            created => created.with_context(cannot)?,
        };
        return file.write_all(text).with_context(cannot);
    }
    // The old file stays until the new one is whole. The process id keeps two runs apart and reaches no output.
    let name = out.file_name().with_context(cannot)?.to_string_lossy();
    let fresh = out.with_file_name(format!(".{name}.new-{}", std::process::id()));
    fs::write(&fresh, text).with_context(cannot)?;
    fs::rename(&fresh, out).inspect_err(|_| drop(fs::remove_file(&fresh))).with_context(cannot)
}

fn said(guesses: &Guesses, out: &Path) -> String {
    let Guesses { domains, workspaces, services, workspace_limits, roles, .. } = guesses;
    let limits = workspace_limits.len() + usize::from(guesses.organization_limit.is_some());
    let admins: usize = roles.values().map(Vec::len).sum();
    let told = match guesses.exports {
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
        "Wrote {}: {told}.\nAll of it is commented out: correct the guesses, and take the # away where a line is right.",
        out.display()
    )
}
