//! Who may use whom: data flows one way, and siblings never import each other.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A module and what it may use of ours.
const ALLOWED: [(&str, &[&str]); 14] = [
    ("disk", &[]),
    ("model", &[]),
    ("data", &["model"]),
    ("stats", &[]),
    // Rules of a policy name events in the words of the embedded vocabulary.
    ("policy", &["model", "data", "disk"]),
    ("baseline", &["model", "disk"]),
    // Reads files of its own; what it finds reaches the checks as facts.
    ("geoip", &["model", "disk"]),
    ("ingest", &["model", "data", "stats", "disk"]),
    ("facts", &["model", "policy", "data", "stats"]),
    ("analyze", &["model", "data", "policy", "facts", "stats"]),
    ("report", &["model", "data", "policy", "facts", "analyze", "stats"]),
    ("render", &["model", "report", "disk"]),
    ("explain", &["analyze", "data", "policy", "model"]),
    ("init", &["analyze", "facts", "policy", "model"]),
];
/// Modules that may use everything.
const TOP: [&str; 7] = ["lib", "main", "run", "verify", "cli", "options", "exit"];

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

/// The code of a file without its tests and comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Top-level modules that a text names behind `crate::`.
fn used(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for behind in code.split("crate::").skip(1) {
        if let Some(braced) = behind.strip_prefix('{') {
            let inside = braced.split('}').next().unwrap();
            used.extend(inside.split(',').map(|part| part.trim().split("::").next().unwrap().to_owned()));
        } else {
            used.insert(behind.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    used
}

#[test]
fn modules_use_only_what_lies_before_them() {
    let src = support::root().join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut seen = BTreeSet::new();
    for file in files {
        let relative = file.strip_prefix(&src).unwrap();
        let first = relative.components().next().unwrap().as_os_str().to_string_lossy().replace(".rs", "");
        if TOP.contains(&first.as_str())
            || relative.file_name().is_some_and(|name| name == "tests.rs" || name == "testing.rs")
        {
            continue;
        }
        let (_, allowed) = ALLOWED
            .iter()
            .find(|(module, _)| *module == first)
            .unwrap_or_else(|| panic!("{first} is not in the table"));
        seen.insert(first.clone());
        for module in used(&code(&file)) {
            assert!(module == first || allowed.contains(&module.as_str()), "{} uses {module}", relative.display());
        }
    }
    assert_eq!(seen.len(), ALLOWED.len(), "a module of the table is gone");
}

#[test]
fn siblings_never_import_each_other() {
    let src = support::root().join("src");
    let checks: Vec<&str> = clade_analyze::analyze::ALL.iter().map(|analyzer| analyzer.id).collect();
    let mut files = Vec::new();
    sources(&src.join("analyze"), &mut files);
    for file in &files {
        let own = file.file_stem().unwrap().to_string_lossy().replace('_', "-");
        for other in checks.iter().filter(|check| **check != own && checks.contains(&own.as_str())) {
            let module = format!("::{}::", other.replace('-', "_"));
            assert!(!code(file).contains(&module), "{} imports the check {other}", file.display());
        }
    }
    let mut files = Vec::new();
    sources(&src.join("ingest"), &mut files);
    let shared = ["mod", "load", "batch", "document", "frames"];
    for file in files.iter().filter(|file| code(file).contains("pub const INGESTOR")) {
        for line in code(file)
            .lines()
            .filter(|line| line.trim_start().starts_with("use super::") || line.contains("use crate::ingest::"))
        {
            for other in clade_analyze::ingest::ALL {
                let module = other.id.replace('-', "_");
                let own = file.file_stem().unwrap().to_string_lossy();
                assert!(
                    own == module || shared.contains(&module.as_str()) || !line.contains(&format!("{module}::")),
                    "{}: {line}",
                    file.display()
                );
            }
        }
    }
}
