//! The way back: whether a report is what its manifest says, and what its exports give.
//!
//! Without the exports this compares hashes, which a forger can write anew. With them the report is derived once more and compared
//! byte by byte: a forger would have to forge the exports.

mod derived;
mod outputs;
mod signatures;

use std::path::{Path, PathBuf};

use anyhow::anyhow;

use crate::disk;
use crate::exit::Exit;
use crate::model::{counted, is_possible_instant};
use crate::render::manifest::{self, Statement};
use crate::render::terminal::plain;
use crate::run::Failure;

/// More than any manifest: it has a line an input and output.
const LARGEST_MANIFEST: u64 = 256 * 1024 * 1024;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyRequest {
    /// The folder of the report.
    pub report: PathBuf,
    /// The exports that it was made from, as they were given then; empty: only hashes of outputs are compared.
    pub exports: Vec<PathBuf>,
    /// The worksheets that were given next to them, in the same order.
    pub reviews: Vec<PathBuf>,
    /// The policy that it was made under.
    pub policy: Option<PathBuf>,
    /// The baseline that it was compared with.
    pub baseline: Option<PathBuf>,
    /// The databases of places that it was made with.
    pub geoip: Vec<PathBuf>,
    /// The key file of its labels.
    pub pseudonymize: Option<PathBuf>,
    /// The public key of minisign that signed the manifest.
    pub public_key: Option<PathBuf>,
}

/// What was found, as lines of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    lines: Vec<String>,
    differences: usize,
    /// Outputs that are as the manifest says.
    same_outputs: u64,
    /// What else is as it should be, a few words each.
    matching: Vec<String>,
    /// SHA-256 of the manifest.
    manifest: String,
    /// Whether the report was derived from its exports.
    derived: bool,
    /// Whether the manifest is signed by the given key.
    signed: bool,
}

impl VerifyReport {
    /// 0 where everything matches.
    #[must_use]
    pub const fn exit(&self) -> Exit {
        if self.differences == 0 { Exit::Done } else { Exit::Found }
    }

    /// For standard output: the answer in a line, what differs, then what it means.
    #[must_use]
    pub fn text(&self) -> String {
        let mut matching = vec![counted(self.same_outputs, "output")];
        matching.extend(self.matching.iter().cloned());
        let matching = matching.join(", ");
        let answer = match self.differences {
            0 => format!("Everything matches: {matching}."),
            more => format!("{}; as they should be: {matching}.", counted(more, "difference")),
        };
        let mut lines = vec![answer];
        lines.extend(self.lines.iter().cloned());
        lines.push(format!("manifest   {}  SHA-256 {}", manifest::FILE_NAME, self.manifest));
        if self.differences == 0 {
            let meaning = if self.signed && !self.derived {
                "The report is the one that the owner of this key signed: manifest and files were not changed since. Build it again with \
                 --exports to see that it follows from the exports."
            } else if self.derived {
                "The report follows from these exports. No hash can show that the exports are genuine and complete."
            } else {
                "The report is the one that this manifest was written for. Whoever can change the report can write a new manifest too: \
                 compare the manifest's SHA-256 with one that was kept elsewhere, or build the report again with --exports."
            };
            lines.push(meaning.to_owned());
        }
        lines.iter().map(|line| format!("{}\n", plain(line))).collect()
    }

    fn matches(&mut self, what: &str) {
        self.matching.push(what.to_owned());
    }

    fn differs(&mut self, how: &str, what: &str) {
        self.differences += 1;
        self.lines.push(format!("{how:<10} {what}"));
    }

    fn note(&mut self, what: &str) {
        self.lines.push(format!("note       {what}"));
    }
}

/// Compares a report with its manifest and, where exports are given, with what they give.
///
/// # Errors
/// [`Failure`] where there is no report to verify, or a given path cannot be read.
pub fn verify(question: &VerifyRequest, progress: &dyn Fn(&str)) -> Result<VerifyReport, Failure> {
    let (statement, bytes) = statement(&question.report)?;
    let mut answer = VerifyReport { manifest: manifest::sha256(&bytes), ..VerifyReport::default() };
    signatures::check(&question.report, &bytes, question.public_key.as_deref(), &mut answer)?;
    progress("comparing the outputs");
    let outputs = outputs::compare(&question.report, &statement, &mut answer)?;
    derived::compare(question, &statement, &outputs, &mut answer, progress)?;
    Ok(answer)
}

/// The manifest, understood and as it stands.
fn statement(report: &Path) -> Result<(Statement, Vec<u8>), Failure> {
    let path = report.join(manifest::FILE_NAME);
    let fail = |error| Failure { exit: Exit::Usage, error };
    let shown = report.display();
    let bytes = disk::read(&path, LARGEST_MANIFEST).map_err(|error| {
        fail(anyhow!(
            "`{shown}` is no report: cannot read {}: {error}; name the folder with report.html",
            path.display()
        ))
    })?;
    let statement = Statement::read(&bytes)
        .ok_or_else(|| fail(anyhow!("`{}` is no manifest of clade-analyze, or a damaged one", path.display())))?;
    let own = &statement.predicate.byproducts.own;
    let instant = (!is_possible_instant(own.as_of)).then(|| format!("`as_of` is {}", own.as_of));
    if let Some(why) = instant.or_else(|| own.period.fault().map(|fault| format!("its period {fault}"))) {
        return Err(fail(anyhow!("`{}` is no manifest that clade-analyze wrote: {why}", path.display())));
    }
    Ok((statement, bytes))
}
