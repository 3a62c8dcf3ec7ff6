//! Labels in place of names: where the pipeline meets the key file.

use std::path::{Path, PathBuf};

use anyhow::anyhow;

use super::{Failure, OrExit};
use crate::exit::Exit;
use crate::model::{Baseline, Report};
use crate::pseudonym::{self, KeyFile, KnownNames};

/// A last report with names, also where it was written with labels.
pub(crate) fn restored(baseline: Option<Baseline>, key: Option<&KeyFile>) -> Result<Option<Baseline>, Failure> {
    baseline.map(|baseline| pseudonym::restored(baseline, key)).transpose().or_exit(Exit::Usage)
}

/// The report with labels where there is a key file, which then has them all.
pub(crate) fn hidden(
    report: Report,
    known: Option<KnownNames>,
    key: Option<KeyFile>,
) -> Result<(Report, Option<KeyFile>), Failure> {
    let (Some(known), Some(mut key)) = (known, key) else { return Ok((report, None)) };
    let report = pseudonym::pseudonymized(&report, known, &mut key).or_exit(Exit::CannotWrite)?;
    Ok((report, Some(key)))
}

/// Refuses a key file that would be handed on with the report, or read as an export.
pub(super) fn apart(key: &KeyFile, out: &Path, exports: &[PathBuf]) -> Result<(), Failure> {
    let folders = exports.iter().filter(|path| path.is_dir());
    match std::iter::once(out).chain(folders.map(PathBuf::as_path)).find(|folder| key.is_inside(folder)) {
        None => Ok(()),
        Some(folder) => {
            let error = anyhow!("the key file lies in {}: keep it apart from reports and exports", folder.display());
            Err(Failure { exit: Exit::Usage, error })
        }
    }
}
