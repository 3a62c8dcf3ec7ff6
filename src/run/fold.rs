//! Exports folded into a part, for a run somewhere else.

use std::io::BufWriter;
use std::sync::Arc;

use anyhow::Context as _;

use super::whole_file::{Unfinished, free};
use super::{Failure, OrExit, Watch};
use crate::exit::Exit;
use crate::ingest;
use crate::model::{Reading, counted};
use crate::options::FoldOptions;

/// Folds exports into a part, and says what is in it. No policy is read.
///
/// # Errors
/// [`Failure`] with the exit code: an export cannot be opened or is a part, a file is there already, cannot write.
pub fn fold(options: &FoldOptions, watch: &Watch) -> Result<String, Failure> {
    let out = &options.out;
    if !options.force {
        free(out).or_exit(Exit::CannotWrite)?;
    }
    (watch.stage)("folding the exports");
    let reading = Reading { singly: options.events.clone(), tally: Arc::clone(&watch.tally), ..Reading::default() };
    let mut part = Unfinished::begin(out, true).or_exit(Exit::CannotWrite)?;
    let writer = BufWriter::with_capacity(1 << 20, part.file());
    let folded = ingest::fold_files(&options.exports, options.root.as_deref(), &reading, !options.sums_only, writer);
    let folded = folded.map_err(|error| {
        let is_of_the_disk = error.chain().any(|cause| cause.to_string() == ingest::CANNOT_WRITE_PART);
        let exit = if is_of_the_disk { Exit::CannotWrite } else { Exit::Usage };
        Failure { exit, error: error.context(format!("cannot fold into `{}`", out.display())) }
    })?;
    part.put(options.force)
        .with_context(|| format!("cannot fold into `{}`", out.display()))
        .or_exit(Exit::CannotWrite)?;
    let unknown = match folded.unknown {
        0 => String::new(),
        some => format!("; {} of them cannot be read as an export, which a run will say", counted(some, "file")),
    };
    Ok(format!(
        "Wrote {}: {} with {}, in {} bytes{unknown}.",
        out.display(),
        counted(folded.files, "file"),
        counted(folded.rows, "record"),
        folded.bytes
    ))
}
