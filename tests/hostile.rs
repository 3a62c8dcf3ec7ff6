//! An organization that means harm: `fixtures/hostile` is what [`exports`] writes, and no output does what its names ask for.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

#[path = "hostile/exports.rs"]
mod exports;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use support::{Folder, blessing, program, root, tree};

/// The fixture as the program sees it: the report's files, and what the terminal shows.
fn audited() -> (BTreeMap<String, Vec<u8>>, String) {
    let elsewhere = Folder::new();
    for (name, bytes) in exports::files() {
        elsewhere.write(&format!("inner/exports/{name}"), &bytes);
    }
    let (exports, out) = (elsewhere.path("inner/exports"), elsewhere.path("inner/report"));
    let sampled = ["--sample", "99", "--seed", "<b>|`"];
    let arguments = [&[exports.to_str().unwrap(), "--out", out.to_str().unwrap()][..], &sampled].concat();
    let output = program(&arguments, &elsewhere.0);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // Nothing came out of the archive.
    let around: BTreeSet<String> = tree(&elsewhere.0).into_keys().filter(|path| path.contains("evil.csv")).collect();
    assert!(around.is_empty(), "{around:?}");
    let terminal = [output.stdout, output.stderr].concat();
    (tree(&out), String::from_utf8(terminal).unwrap())
}

fn text<'a>(files: &'a BTreeMap<String, Vec<u8>>, name: &str) -> &'a str {
    std::str::from_utf8(&files[name]).unwrap()
}

#[test]
fn the_fixture_is_what_the_generator_writes() {
    let folder = root().join("fixtures/hostile");
    let files: BTreeMap<String, Vec<u8>> = exports::files().into_iter().map(|(n, b)| (n.to_owned(), b)).collect();
    assert!(files.values().map(Vec::len).sum::<usize>() < 200_000);
    if blessing() {
        let _ = fs::remove_dir_all(&folder);
        for (name, bytes) in &files {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        return;
    }
    assert!(tree(&folder) == files, "run `BLESS=1 cargo test --test hostile` and look at `git diff fixtures/`");
}

/// What is to be looked at in an output: the parts of a workbook, a CSV without the mark that it begins with, else the file itself.
fn inside(name: &str, bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    if name.ends_with(".csv") {
        let unmarked = bytes.strip_prefix("\u{feff}".as_bytes());
        return vec![(name.to_owned(), unmarked.unwrap_or_else(|| panic!("{name} begins without a mark")).to_vec())];
    }
    if !name.ends_with(".xlsx") {
        return vec![(name.to_owned(), bytes.to_vec())];
    }
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let part = |at| {
        let (mut part, mut text) = (parts.by_index(at).unwrap(), Vec::new());
        std::io::Read::read_to_end(&mut part, &mut text).unwrap();
        (format!("{name}!/{}", part.name().unwrap()), text)
    };
    let count = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap().len();
    (0..count).map(part).collect()
}

/// Fault: Names that are scripts, markup, formulas, terminal sequences or paths
/// Outcome: Shown as text in every output; nothing is written outside of the report
#[test]
fn no_output_does_what_a_name_asks_for() {
    let (files, terminal) = audited();
    let key = exports::key();
    let mut all: Vec<(String, Vec<u8>)> = files.iter().flat_map(|(name, bytes)| inside(name, bytes)).collect();
    all.push(("terminal".to_owned(), terminal.clone().into_bytes()));
    for (name, bytes) in &all {
        let holds = |what: &str| bytes.windows(what.len()).any(|window| window == what.as_bytes());
        // All but its masked ends: the end of a key alone is no key.
        assert!(!holds(&key) && !holds(&key[13..60]), "{name} holds a whole key");
        if name.ends_with(".png") {
            continue;
        }
        assert!(!bytes.contains(&0x1b) && !bytes.contains(&0x07), "{name} holds a control character");
        for deceptive in ["\u{202e}", "\u{200b}", "\u{feff}"] {
            assert!(!holds(deceptive) || name.ends_with(".json"), "{name} holds {deceptive:?}");
        }
    }
    for name in ["report.html", "report.md"] {
        let page = text(&files, name).to_lowercase();
        for markup in ["<script", "<img", "<iframe", "</details></style>"] {
            assert!(!page.contains(markup), "{name} holds {markup}");
        }
    }
    let markdown = text(&files, "report.md").replace("\\\\", "").replace("\\]", "");
    assert!(!markdown.contains("]("), "a link that a name made");
    assert!(!terminal.chars().any(|c| c.is_control() && c != '\n'));
}

/// Fault: Names that begin like a formula
/// Outcome: Every cell of every table is a text
#[test]
fn every_cell_is_guarded() {
    let (files, _) = audited();
    for name in ["findings.csv", "rejected-rows.csv", "rotation-schedule.csv"] {
        let mut reader = csv::Reader::from_reader(files[name].as_slice());
        let mut records = 0;
        for record in reader.records().map(Result::unwrap) {
            records += 1;
            for cell in &record {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{name}: {cell:?}");
            }
        }
        assert!(records > 0, "{name} is empty");
    }
}

#[test]
fn what_is_wrong_is_found() {
    let (files, _) = audited();
    let report: serde_json::Value = serde_json::from_slice(&files["findings.json"]).unwrap();
    let rules: BTreeSet<&str> =
        report["findings"].as_array().unwrap().iter().filter_map(|finding| finding["rule"].as_str()).collect();
    for rule in ["exposed-secret", "hostile-content", "rejected-rows", "truncated-export"] {
        assert!(rules.contains(rule), "{rule} is not among {rules:?}");
    }
    // Every name that does something is found, but the invisible and the merely odd ones.
    let hostile = |finding: &&serde_json::Value| finding["rule"] == "hostile-content";
    assert!(report["findings"].as_array().unwrap().iter().filter(hostile).count() >= 8 * 3);
}
