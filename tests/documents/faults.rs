//! The table of faults: what tests say in their own docs about what they provoke, and what then happens.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::root;

const FAULT: &str = "/// Fault: ";
const OUTCOME: &str = "/// Outcome: ";

/// A row of the table.
pub(crate) struct Row {
    pub(crate) fault: String,
    pub(crate) outcome: String,
    /// `tests/faults.rs::two_runs_into_one_folder_leave_one_whole_report`
    pub(crate) test: String,
}

/// Every test that says what it provokes, by file.
pub(crate) fn rows() -> Vec<Row> {
    let mut files = Vec::new();
    for folder in ["tests", "src"] {
        sources(&root().join(folder), &mut files);
    }
    files.sort_by_key(|path| (path.starts_with(root().join("src")), path.clone()));
    files.iter().flat_map(|path| of_file(path)).collect()
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// A fault without an outcome, or without a test below it, is a mistake in the file.
fn of_file(path: &Path) -> Vec<Row> {
    let text = fs::read_to_string(path).unwrap();
    let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let starts = (0..lines.len()).filter(|&at| lines[at].starts_with(FAULT));
    starts
        .map(|at| {
            let outcome =
                lines[at + 1].strip_prefix(OUTCOME).unwrap_or_else(|| panic!("{name}: {} has none", lines[at]));
            let mut below = lines[at + 2..].iter();
            assert_eq!(below.next(), Some(&"#[test]"), "{name}: {} stands above no test", lines[at]);
            let test = below.find_map(|line| line.strip_prefix("fn ")?.split('(').next()).unwrap();
            Row {
                fault: lines[at][FAULT.len()..].to_owned(),
                outcome: outcome.to_owned(),
                test: format!("{name}::{test}"),
            }
        })
        .collect()
}

/// As Markdown.
pub(crate) fn table() -> String {
    let cell = |text: &str| text.replace('|', "\\|");
    let row = |one: &Row| format!("| {} | {} | `{}` |", cell(&one.fault), cell(&one.outcome), one.test);
    let rows: Vec<String> = rows().iter().map(row).collect();
    format!("| fault or bad input | what happens | test |\n|---|---|---|\n{}", rows.join("\n"))
}
