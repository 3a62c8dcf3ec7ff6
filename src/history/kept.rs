//! Copies that `--force` kept of a report before it wrote another in its place: a pattern of names takes them along.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// What stands between the name of a report's folder and the number of its copy.
const KEPT: &str = ".kept-";

/// The reports without kept copies of others among them, and what is said of each that is left out.
pub(super) fn without_copies(reports: &[PathBuf]) -> (Vec<&PathBuf>, Vec<String>) {
    let folders: Vec<&Path> = reports.iter().map(|path| folder(path)).collect();
    let (mut own, mut said) = (Vec::new(), Vec::new());
    for path in reports {
        match kept_of(folder(path)).filter(|report| folders.contains(&report.as_path())) {
            Some(report) => said.push(format!(
                "{} is left out: it is a copy that was kept when {} was written again.",
                called(folder(path)),
                called(&report)
            )),
            None => own.push(path),
        }
    }
    (own, said)
}

/// The folder of a report that is named by its `findings.json`.
fn folder(path: &Path) -> &Path {
    let is_file = path.file_name() == Some(OsStr::new("findings.json"));
    path.parent().filter(|_| is_file).unwrap_or(path)
}

/// The folder that a copy was kept of, by its name.
fn kept_of(copy: &Path) -> Option<PathBuf> {
    let (name, number) = copy.file_name()?.to_str()?.rsplit_once(KEPT)?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && !name.is_empty()).then(|| copy.with_file_name(name))
}

fn called(path: &Path) -> String {
    super::table::plain(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fault: `history reports/2026-*` was refused once a report had been written again: its kept copy matched, and was «given twice»
    /// Outcome: A kept copy beside its report is left out, and the table says so
    #[test]
    fn copies_beside_their_reports_are_left_out() {
        for (given, kept, left_out) in [
            (&["r/2026-Q1", "r/2026-Q2", "r/2026-Q2.kept-1", "r/2026-Q2.kept-12"][..], 2, 2),
            (&["r/2026-Q2.kept-1/", "r/2026-Q2/"], 1, 1),
            (&["r/2026-Q2.kept-1/findings.json", "r/2026-Q2/findings.json"], 1, 1),
            (&["r/2026-Q2.kept-1", "r/2026-Q2/findings.json"], 1, 1),
            // A copy alone, one of another folder, and names that only look like it.
            (&["r/2026-Q1", "r/2026-Q2.kept-1"], 2, 0),
            (&["a/2026-Q2", "b/2026-Q2.kept-1"], 2, 0),
            (&["r/2026-Q2", "r/2026-Q2.kept-"], 2, 0),
            (&["r/2026-Q2", "r/2026-Q2.kept-old"], 2, 0),
            (&["r/2026-Q2", "r/2026-Q2-kept-1"], 2, 0),
        ] {
            let given: Vec<PathBuf> = given.iter().map(PathBuf::from).collect();
            let (own, said) = without_copies(&given);
            assert_eq!((own.len(), said.len()), (kept, left_out), "{given:?}: {own:?}, {said:?}");
            assert!(left_out == 0 || !own.iter().any(|path| path.to_string_lossy().contains(KEPT)), "{own:?}");
        }
    }
}
