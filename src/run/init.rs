//! A policy to begin with, written next to the exports.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;

use super::whole_file::{Unfinished, free};
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
    if !options.force {
        free(out).or_exit(Exit::CannotWrite)?;
    }
    let guesses = if options.exports.is_empty() { Guesses::default() } else { guesses(options)? };
    let text = init::text(&guesses);
    // Whatever the names in the exports are, what we write is a policy.
    policy::parse(&out.display().to_string(), text.as_bytes(), &known_checks()).or_exit(Exit::CannotWrite)?;
    put(out, text.as_bytes(), options.force).or_exit(Exit::CannotWrite)?;
    Ok(said(&guesses, out))
}

fn guesses(options: &InitOptions) -> Result<Guesses, Failure> {
    let mut data = ingest::load(&options.exports, &Bounds::default()).or_exit(Exit::Usage)?;
    recognized(&data)?;
    facts::set_aside_foreign_people(&mut data).or_exit(Exit::Usage)?;
    let as_of = facts::as_of(&data).or_exit(Exit::Usage)?;
    let period = facts::default_period(&data, as_of).or_exit(Exit::Usage)?;
    let facts = Facts::derive(&data, period, as_of).or_exit(Exit::Usage)?;
    Guesses::from(&data, &facts).or_exit(Exit::Usage)
}

/// All of the file or nothing; another file is replaced only where that is asked for.
fn put(out: &Path, text: &[u8], force: bool) -> anyhow::Result<()> {
    // Half of a policy would count in the next run.
    let mut file = Unfinished::begin(out, false)?;
    file.file().write_all(text).with_context(|| format!("cannot write `{}`", out.display()))?;
    file.put(force)
}

fn said(guesses: &Guesses, out: &Path) -> String {
    let Guesses { domains, workspaces, services, workspace_limits, roles, .. } = guesses;
    let limits = workspace_limits.len() + usize::from(guesses.organization_limit.is_some());
    let admins: usize = roles.values().map(Vec::len).sum();
    let found = match guesses.exports {
        0 => "every threshold at its default, and examples".to_owned(),
        exports => format!(
            "every threshold at its default, and from {} mail domains ({}), workspaces ({}), services ({}), spend limits \
             ({limits}) and people with privileged roles ({admins})",
            crate::model::counted(exports, "export"),
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
