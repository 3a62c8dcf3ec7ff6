//! For the tests beside the checks: exports as texts in, findings as short lines out.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use super::{Analyzer, Context, Outcome};
use crate::facts::Facts;
use crate::ingest;
use crate::policy::Policy;

static FOLDERS: AtomicU32 = AtomicU32::new(0);

/// A folder that goes when the test does.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs one check over files given as (name, content), with `as_of` where the data ends.
pub(crate) fn outcome(analyzer: &'static Analyzer, files: &[(&str, &str)], policy: &Policy) -> Outcome {
    let unique = format!("clade-analyze-{}-{}", std::process::id(), FOLDERS.fetch_add(1, Ordering::Relaxed));
    let folder = Folder(std::env::temp_dir().join(unique));
    fs::create_dir_all(&folder.0).unwrap();
    for (name, content) in files {
        fs::write(folder.0.join(name), content).unwrap();
    }
    let data = ingest::load(std::slice::from_ref(&folder.0)).unwrap();
    assert!(data.rejections.is_empty(), "{:?}", data.rejections);
    assert!(data.inputs.iter().all(|input| input.kind.is_some()), "{:?}", data.inputs);
    let as_of = crate::facts::as_of(&data).unwrap();
    let period = crate::facts::default_period(&data, as_of).unwrap();
    let facts = Facts::derive(&data, period, as_of).unwrap();
    let cx = Context { data: &data, facts: &facts, policy, period, as_of };
    super::unmet(analyzer, &data).unwrap_or_else(|| (analyzer.run)(&cx).unwrap())
}

/// `severity subject: message` of every finding, or `not assessed: why`.
pub(crate) fn ask_with(analyzer: &'static Analyzer, files: &[(&str, &str)], policy: &Policy) -> Vec<String> {
    match outcome(analyzer, files, policy) {
        Outcome::NotAssessed { why, .. } => vec![format!("not assessed: {why}")],
        Outcome::Assessed { findings, .. } => {
            findings.iter().map(|f| format!("{} {}: {}", f.severity.id(), f.subject.label(), f.message)).collect()
        }
    }
}

/// The same with the default policy.
pub(crate) fn ask(analyzer: &'static Analyzer, files: &[(&str, &str)]) -> Vec<String> {
    ask_with(analyzer, files, &Policy::default())
}

/// The subjects found, severity first, without their messages.
pub(crate) fn found(analyzer: &'static Analyzer, files: &[(&str, &str)]) -> Vec<String> {
    ask(analyzer, files).into_iter().map(|line| line.split(": ").next().unwrap_or_default().to_owned()).collect()
}
