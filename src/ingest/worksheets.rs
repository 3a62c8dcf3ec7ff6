//! Files that are given as filled-in worksheets next to the exports: their paths in the report, which worksheet each is, and what a
//! reviewer filled in.

mod columns;
mod day_names;
mod days;
mod filled;
mod names;

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

pub(super) use self::columns::{needed, table_of};
pub(super) use self::filled::{Filled, unguarded, was};
pub(super) use self::names::{ACCESS, ADDRESS, DECISION, EVENT_KEYS, ID, MADE, PRIVILEGED, ROLE, STATUS, WORKSPACES};
use super::source::{SourceFile, is_stdin};
use crate::model::mask_secrets;

/// What stands in a row for a cell that is empty in a column that is there.
const NONE: &str = "-";

/// Folder of their paths in the report: no export changes its path because of them.
const FOLDER: &str = "review";

/// A file given as a worksheet.
#[derive(Debug)]
pub(super) struct Worksheet {
    /// Where it is, and its path in the report.
    pub(super) file: SourceFile,
    /// That its path is another than its name says.
    pub(super) note: Option<String>,
}

/// The given files with their paths in the report: `review/<name>`, or `review (2)/<name>` where `taken` has that already. A file
/// that is given twice counts once.
///
/// # Errors
/// When one is not there, or is a folder.
pub(super) fn collect(given: &[PathBuf], mut taken: BTreeSet<String>) -> Result<Vec<Worksheet>> {
    let (mut all, mut met) = (Vec::new(), BTreeSet::new());
    for path in given {
        let shown = path.display();
        if is_stdin(path) {
            bail!("--review takes no standard input: name the file");
        }
        let whole = path.canonicalize().with_context(|| format!("cannot open {shown}, given with --review"))?;
        if whole.is_dir() {
            bail!("`{shown}`, given with --review, is a folder: name a worksheet in it, as access-review.csv");
        }
        if !met.insert(whole) {
            continue;
        }
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let wanted = mask_secrets(&format!("{FOLDER}/{name}")).into_owned();
        let (mut own, mut number) = (wanted.clone(), 1);
        while !taken.insert(own.clone()) {
            number += 1;
            own = mask_secrets(&format!("{FOLDER} ({number})/{name}")).into_owned();
        }
        let note = (own != wanted).then(|| format!("given with --review; another input is {wanted}"));
        all.push(Worksheet { file: SourceFile { path: own, absolute: path.clone() }, note });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_path_is_numbered_and_said_and_a_file_counts_once() {
        let given: Vec<PathBuf> =
            ["Cargo.toml", "./Cargo.toml", "fuzz/Cargo.toml", "README.md"].iter().map(PathBuf::from).collect();
        let taken = BTreeSet::from(["review/README.md".to_owned(), "Cargo.toml".to_owned()]);
        let all = collect(&given, taken).unwrap();
        let found: Vec<(&str, Option<&str>)> =
            all.iter().map(|one| (one.file.path.as_str(), one.note.as_deref())).collect();
        assert_eq!(
            found,
            [
                ("review/Cargo.toml", None),
                ("review (2)/Cargo.toml", Some("given with --review; another input is review/Cargo.toml")),
                ("review (2)/README.md", Some("given with --review; another input is review/README.md")),
            ]
        );
    }

    #[test]
    fn only_a_file_that_is_there_is_taken() {
        for (path, why) in
            [("nowhere.csv", "cannot open nowhere.csv"), ("src", "is a folder"), ("-", "no standard input")]
        {
            let error = collect(&[path.into()], BTreeSet::new()).unwrap_err();
            assert!(format!("{error:#}").contains(why), "{path}: {error:#}");
        }
    }
}
