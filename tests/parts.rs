//! Parts: any split of exports into any number of them gives the report that the exports give.
//!
//! `SPLITS=50 cargo test --test parts` tries as many splits of each folder.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test")]

#[path = "parts/refused.rs"]
mod refused;
#[path = "parts/splits.rs"]
mod splits;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use clade_analyze::model::{PART, Report, Tally};
use clade_analyze::options::{FoldOptions, Options};
use clade_analyze::{Watch, assess, fold};
use support::{Folder, program, tree};

fn watched<T>(work: impl FnOnce(&Watch) -> T) -> T {
    work(&Watch { stage: &|_| {}, tally: Arc::new(Tally::default()) })
}

/// The whole report but for the parts among its inputs, by what a run is asked to do.
fn report(options: &Options) -> Result<String, String> {
    let mut report: Report = watched(|watch| assess(options, watch)).map_err(|failure| failure.to_string())?;
    report.inputs.retain(|input| input.kind.as_deref() != Some(PART));
    Ok(format!("{report:#?}"))
}

/// Folds files below a folder.
fn fold_some(files: Vec<PathBuf>, below: &Path, out: PathBuf, sums_only: bool) -> Result<String, String> {
    let (root, events) = (Some(below.to_owned()), BTreeSet::new());
    let options = FoldOptions { exports: files, root, out, events, sums_only, force: false, quiet: true };
    watched(|watch| fold(&options, watch)).map_err(|failure| failure.to_string())
}

fn assert_same(expected: &str, found: &str, what: &str) {
    let differences: Vec<String> = expected
        .lines()
        .zip(found.lines())
        .enumerate()
        .filter(|(_, (a, b))| a != b)
        .map(|(at, (a, b))| format!("{at}: {a} | {b}"))
        .take(10)
        .collect();
    assert!(expected == found, "{what}:\n{}", differences.join("\n"));
}

const USAGE: &str =
    "usage_date_utc,model_version,api_key,workspace,usage_type,usage_input_tokens_no_cache,usage_output_tokens\n";

/// A usage export with several rows of each cell.
fn usage(rows: &[(&str, u32)]) -> Vec<u8> {
    let row = |(key, tokens): &(&str, u32)| format!("2026-07-01,claude-opus-5,{key},Production,standard,{tokens},10\n");
    (USAGE.to_owned() + &rows.iter().map(row).collect::<String>()).into_bytes()
}

/// The program, which must end so; what it says on both outputs.
fn said(folder: &Folder, arguments: &[&str], exit: i32) -> String {
    let output = program(arguments, &folder.0);
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(exit), "{arguments:?}: {text}");
    // Lines are wrapped to the width of a terminal.
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Two exports in two parts, `a` and `b`.
fn folded() -> Folder {
    let (one, other) = (usage(&[("prod-a", 1000), ("prod-a", 2000)]), usage(&[("prod-b", 3000)]));
    let folder = Folder::with(&[("exports/july/one.csv", &one), ("exports/other.csv", &other)]);
    said(&folder, &["fold", "exports/july", "--root", "exports", "--out", "a", "-q"], 0);
    said(&folder, &["fold", "exports/other.csv", "--root", "exports", "--out", "b", "-q"], 0);
    folder
}

/// The inputs of a report: path, and what is said of it.
fn inputs(folder: &Folder) -> BTreeMap<String, String> {
    let bytes = std::fs::read(folder.path("report/findings.json")).unwrap();
    let report: Report = serde_json::from_slice(&bytes).unwrap();
    report.inputs.into_iter().map(|input| (input.path, input.notes.join("; "))).collect()
}

/// Fault: A part that breaks off, is damaged, forged, or of another version of the program
/// Outcome: Named with the reason as a file that cannot be read; the rest of the run goes on
#[test]
fn a_part_that_is_none_is_named_and_the_rest_is_read() {
    let folder = folded();
    let whole = std::fs::read(folder.path("a")).unwrap();
    let lines = unpacked(&whole);
    let forged = |from: &str, to: &str| {
        assert!(lines.contains(from), "{from} is not in {lines}");
        packed(&lines.replacen(from, to, 1))
    };
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 8;
    let without_end = lines.split_once("{\"end\"").unwrap().0.to_owned();
    let cases = [
        (whole[..whole.len() / 2].to_vec(), "breaks off"),
        (whole[..whole.len() - 3].to_vec(), "breaks off"),
        (flipped, "cannot be read"),
        (packed(&without_end), "breaks off"),
        (packed(&(lines.clone() + "{\"end\":{\"inputs\":1,\"lines\":9}}\n")), "behind its end"),
        (forged("\"schema\":3", "\"schema\":1"), "its schema is 1"),
        (forged(&format!("\"program\":\"{}\"", env!("CARGO_PKG_VERSION")), "\"program\":\"0.0.1\""), "version 0.0.1"),
        (forged("\"tables_sha256\":\"", "\"tables_sha256\":\"0"), "other tables"),
        (forged("\"model\":[0", "\"model\":[9"), "numbers a text that is not there"),
        (forged("\"output\":[", "\"output\":[1,"), "shorter or longer"),
        (forged("\"rows\":[2]", "\"rows\":[20000]"), "more records than its bytes can"),
        (forged("\"line_step\":[", "\"line_step\":[-"), "has no line"),
        (forged("\"day\":[", "\"day\":[99"), "no year of four digits"),
        (forged("\"ingestor\":\"console-usage\"", "\"ingestor\":\"console-cost\""), "not known"),
        (forged("{\"input\":{", "{\"else\":{"), "no line of a part"),
    ];
    for (bytes, why) in cases {
        folder.write("a", &bytes);
        said(&folder, &["a", "b", "--out", "report", "--format", "json", "-q"], 0);
        let inputs = inputs(&folder);
        assert!(inputs["a"].contains(why) && inputs["a"].starts_with("a part that cannot be read"), "{}", inputs["a"]);
        assert_eq!(inputs.keys().map(String::as_str).collect::<Vec<_>>(), ["a", "b", "other.csv"], "{why}");
    }
}

fn unpacked(part: &[u8]) -> String {
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(part).read_to_string(&mut text).unwrap();
    text
}

fn packed(lines: &str) -> Vec<u8> {
    let mut part = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    part.write_all(lines.as_bytes()).unwrap();
    part.finish().unwrap()
}

#[test]
fn parts_and_exports_are_read_together() {
    let folder = folded();
    said(&folder, &["exports", "--out", "report", "--format", "json", "-q"], 0);
    let whole = inputs(&folder);
    std::fs::rename(folder.path("exports/july"), folder.path("july")).unwrap();
    said(&folder, &["a", "exports", "--out", "report", "--format", "json", "-q"], 0);
    let mixed = inputs(&folder);
    assert_eq!(mixed.keys().map(String::as_str).collect::<Vec<_>>(), ["a", "exports/other.csv", "july/one.csv"]);
    assert_eq!(mixed["july/one.csv"], whole["july/one.csv"]);
    assert!(mixed["a"].contains("a part with 1 file") && mixed["a"].contains("july/one.csv"), "{}", mixed["a"]);
}

/// Fault: The disk is full while a part is written, or a file of its name is there
/// Outcome: Exit 5, what was there stays, nothing half-written is left
#[test]
#[cfg(unix)]
fn a_part_is_written_whole_or_not_at_all() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folded();
    assert_eq!(
        std::fs::metadata(folder.path("a")).unwrap().permissions().mode() & 0o777,
        0o600,
        "it holds personal data"
    );
    let before = tree(&folder.0);
    assert!(said(&folder, &["fold", "exports", "--out", "a"], 5).contains("--force"));
    let script = "trap '' XFSZ; ulimit -f 0; exec \"$0\" fold exports --out a --force";
    let mut limited = Command::new("sh");
    limited.args(["-c", script, env!("CARGO_BIN_EXE_clade-analyze")]).current_dir(&folder.0);
    assert_eq!(limited.output().unwrap().status.code(), Some(5));
    assert_eq!(tree(&folder.0), before);
    said(&folder, &["fold", "exports", "--out", "a", "--force", "-q"], 0);
    assert_ne!(tree(&folder.0)["a"], before["a"]);
}

#[test]
fn sidecars_and_what_is_passed_over_survive_a_split() {
    let keys = r#"{"data":[{"type":"api_key","id":"apikey_1","name":"prod-a","status":"active","created_at":"2026-01-01T00:00:00Z","created_by":{"type":"user","id":"user_1"},"partial_key_hint":"sk-ant-api03-R2D...igAA","workspace_id":null}],"has_more":false,"first_id":null,"last_id":null}"#;
    let secret = format!("sk-ant-api03-{}Zz9A", "aB3_-".repeat(18));
    let notes = "[[export]]\npath = \"admin\"\nsource = \"Console\"\nby = \"Ada\"\nat = 2026-10-01\nrecords = 7\n";
    let files: [(&str, &[u8]); 9] = [
        ("exports/admin/keys.json", keys.as_bytes()),
        ("exports/admin/keys.json.headers", b"HTTP/2 200\nanthropic-organization-id: org_1\nrequest-id: req_1\n"),
        ("exports/exports.toml", notes.as_bytes()),
        ("exports/usage.csv", &usage(&[("prod-a", 1), ("prod-a", 2), (&secret, 3)])),
        (
            "exports/broken.csv",
            b"usage_date_utc,model_version,api_key,usage_output_tokens\n2026-07-01,m,k,x\n2026-07-02,m,k,5\n",
        ),
        ("exports/.hidden.csv", b"1"),
        ("exports/__MACOSX/x", b"1"),
        ("exports/notes.txt", b"see you on Monday"),
        ("exports/picture.bin", b"\0\x01\x02"),
    ];
    let folder = Folder::with(&files);
    std::fs::create_dir(folder.path("parts")).unwrap();
    for (at, (file, _)) in files.iter().enumerate() {
        said(&folder, &["fold", file, "--root", "exports", "--out", &format!("parts/{at}"), "-q"], 0);
        let part = unpacked(&std::fs::read(folder.path(&format!("parts/{at}"))).unwrap());
        assert!(!part.contains(&secret[20..60]), "{file}: {part}");
    }
    let run = |name: &str| report(&Options { exports: vec![folder.path(name)], ..Options::default() }).unwrap();
    let (whole, parts) = (run("exports"), run("parts"));
    assert!(["by Ada", "req_1", "__MACOSX", ".hidden.csv"].iter().all(|what| whole.contains(what)));
    assert_same(&whole, &parts, "one file each");
    // What is derived anew from the parts is the report.
    said(&folder, &["parts", "--out", "report", "-q"], 0);
    assert!(said(&folder, &["verify", "report", "--exports", "parts"], 0).contains("The report follows"));
}
