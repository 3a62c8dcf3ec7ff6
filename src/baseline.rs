//! The last report's `findings.json`, which has lain somewhere for a quarter: bytes that nobody vouches for.

mod zipped;

use std::fmt;
use std::io;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::disk;
use crate::model::{Baseline, LARGEST_FINDINGS, Report, SCHEMA_VERSION, hex};

/// Name of the file in a report's folder.
const FILE_NAME: &str = "findings.json";

/// Why a file is no baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaselineError(String);

impl fmt::Display for BaselineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BaselineError {}

/// What is asked of any JSON before it is taken for a report.
#[derive(Deserialize)]
struct Head {
    schema_version: Option<Value>,
}

/// Reads the baseline from a `findings.json`, from the folder of a report, or from a zip archive of one report.
///
/// # Errors
/// When it cannot be read, is too large, or is no `findings.json` of the schema that this version writes.
pub fn read(path: &Path) -> Result<Baseline, BaselineError> {
    let file = if path.is_dir() { path.join(FILE_NAME) } else { path.to_owned() };
    let shown = file.display().to_string();
    let bytes = disk::read(&file, LARGEST_FINDINGS).map_err(|error| match error.kind() {
        io::ErrorKind::FileTooLarge => {
            let mebibytes = LARGEST_FINDINGS >> 20;
            BaselineError(format!("the baseline {shown} is larger than {mebibytes} MiB: is it a {FILE_NAME}?"))
        }
        _ => BaselineError(format!("cannot read the baseline {shown}: {error}")),
    })?;
    let name = file.file_name().map_or_else(|| shown.clone(), |name| name.to_string_lossy().into_owned());
    if zipped::is_zip(&bytes) {
        let (inside, bytes) = zipped::findings(&bytes).map_err(|why| {
            BaselineError(format!(
                "the baseline {shown} is {why}; give the {FILE_NAME} of the last report, or its folder"
            ))
        })?;
        return parse(&format!("{shown}!/{inside}"), format!("{name}!/{inside}"), &bytes);
    }
    parse(&shown, name, &bytes)
}

/// The baseline in the bytes of a file that the user calls `shown`.
///
/// # Errors
/// As [`read`], but for the disk.
pub fn parse(shown: &str, file: String, bytes: &[u8]) -> Result<Baseline, BaselineError> {
    let sha256 = hex(&Sha256::digest(bytes));
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let no_report = |why: &str| {
        BaselineError(format!(
            "the baseline {shown} is no {FILE_NAME} of clade-analyze: {why}; give the one of the last report"
        ))
    };
    let head: Head = serde_json::from_slice(bytes).map_err(|error| no_report(&error.to_string()))?;
    match head.schema_version {
        Some(Value::String(version)) if version == SCHEMA_VERSION => {}
        Some(Value::String(version)) => {
            let version: String = version.chars().filter(|c| !c.is_control()).take(20).collect();
            return Err(BaselineError(format!(
                "the baseline {shown} has schema version {version}, and this version of clade-analyze reads {SCHEMA_VERSION}: \
                 a comparison would mix two meanings; analyze last quarter's exports again with this version"
            )));
        }
        _ => return Err(no_report("it has no `schema_version`")),
    }
    let report: Report = serde_json::from_slice(bytes).map_err(|error| no_report(&error.to_string()))?;
    if let Some(why) = report.impossible_date() {
        return Err(no_report(&why));
    }
    Ok(Baseline { file, sha256, report })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        parse("old.json", "old.json".to_owned(), text.as_bytes()).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn garbage_and_strangers_are_refused_with_what_they_are() {
        for text in ["", "nonsense", "[]", "42", "{\"schema_version\":", "\u{0}\u{0}", &"[".repeat(100_000)] {
            assert!(refused(text).contains("is no findings.json"), "{text:.20}: {}", refused(text));
        }
        for text in ["{}", r#"{"schema_version": 1}"#, r#"{"schema_version": null}"#] {
            assert!(refused(text).contains("no `schema_version`"), "{text}");
        }
        assert!(refused(r#"{"schema_version": "1"}"#).contains("missing field"));
        assert!(refused(r#"{"schema_version": "1", "tool": []}"#).contains("invalid"));
    }

    /// A zip archive of these files, on disk.
    fn zipped(name: &str, files: &[(&str, &[u8])]) -> std::path::PathBuf {
        use std::io::Write as _;
        let mut archive = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        for (path, bytes) in files {
            archive.start_file(*path, zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(bytes).unwrap();
        }
        let path = std::env::temp_dir().join(format!("clade-analyze-baseline-{}-{name}.zip", std::process::id()));
        std::fs::write(&path, archive.finish().unwrap().into_inner()).unwrap();
        path
    }

    /// Fault: The last report came as a zip archive, and `--baseline` took it for JSON: «expected value at line 1 column 1»
    /// Outcome: The one `findings.json` in it is read; an archive with none, several, a damaged or too large one is named with a way out
    #[test]
    fn a_report_in_a_zip_archive() {
        let other = br#"{"schema_version": "0"}"#.as_slice();
        let said = |name: &str, files: &[(&str, &[u8])]| {
            let path = zipped(name, files);
            let error = read(&path).map(|_| ()).unwrap_err().to_string();
            std::fs::remove_file(&path).unwrap();
            error
        };
        for (name, files, expected) in [
            ("one", vec![("findings.json", other)], ".zip!/findings.json has schema version 0"),
            (
                "inside",
                vec![("2026-Q2/report.html", b"<html>".as_slice()), ("2026-Q2/findings.json", other)],
                ".zip!/2026-Q2/findings.json has schema version 0",
            ),
            ("none", vec![("users.json", b"[]".as_slice())], "is a zip archive without a findings.json; give the"),
            ("empty", vec![], "is a zip archive without a findings.json"),
            (
                "several",
                vec![("a/findings.json", other), ("b/findings.json", other)],
                "with several reports (a/findings.json, b/findings.json): unpack it; give the findings.json",
            ),
            ("nothing", vec![("findings.json", b"".as_slice())], "is no findings.json of clade-analyze"),
            ("like", vec![("old-findings.json", other)], "without a findings.json"),
        ] {
            let error = said(name, &files);
            assert!(error.contains(expected), "{name}: {error}");
        }
        let path = zipped("cut", &[("findings.json", other)]);
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        let error = read(&path).map(|_| ()).unwrap_err().to_string();
        std::fs::remove_file(&path).unwrap();
        assert!(error.contains("is a damaged zip archive") && error.contains("give the findings.json"), "{error}");
    }

    #[test]
    fn another_schema_is_another_meaning() {
        for version in ["0", "2", "1.1"] {
            let text = format!("{{\"schema_version\": \"{version}\"}}");
            assert!(refused(&text).contains(&format!("schema version {version}")), "{version}");
        }
    }
}
