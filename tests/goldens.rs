//! The committed reports of the fixtures are what the program writes; `BLESS=1 cargo test --test goldens` writes them anew.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

mod support;

use std::collections::BTreeMap;
use std::fs;

use support::{Folder, blessing, program, root, tree};

fn golden(fixture: &str) {
    golden_of(fixture, fixture, &[]);
}

/// Names and contents of the report of some exports; `files` are options with files of `fixtures`.
fn report_of(exports: &str, files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let elsewhere = Folder::new();
    let of_fixtures = |path: &str| root().join("fixtures").join(path).to_str().unwrap().to_owned();
    let mut arguments = vec![of_fixtures(exports), "-q".to_owned()];
    arguments.extend(files.iter().flat_map(|(option, file)| [(*option).to_owned(), of_fixtures(file)]));
    let out = elsewhere.path("report");
    arguments.extend(["--out".to_owned(), out.to_str().unwrap().to_owned()]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let output = program(&arguments, &elsewhere.0);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    tree(&out)
}

/// The report `reports/{fixture}` of the exports in `fixtures/{exports}`; `files` are options with files of `fixtures`.
fn golden_of(fixture: &str, exports: &str, files: &[(&str, &str)]) {
    let written = report_of(exports, files);
    let committed = root().join("reports").join(fixture);
    if blessing() {
        let _ = fs::remove_dir_all(&committed);
        for (name, bytes) in &written {
            let path = committed.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        return;
    }
    let expected = tree(&committed);
    assert_eq!(written.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (name, bytes) in &written {
        assert!(
            bytes == &expected[name],
            "reports/{fixture}/{name} differs: run with BLESS=1 and look at `git diff reports/`"
        );
    }
}

#[test]
fn demo() {
    golden("demo");
}

#[test]
fn clean() {
    golden("clean");
}

/// A company as it is in a good quarter: a policy, finished reviews, a few findings, and the report of the quarter before.
#[test]
fn typical() {
    let before = report_of("typical/before/exports", &[("--policy", "typical/before/clade.toml")]);
    let baseline = root().join("fixtures/typical/before/findings.json");
    if blessing() {
        fs::write(&baseline, &before["findings.json"]).unwrap();
    }
    assert!(
        fs::read(&baseline).unwrap() == before["findings.json"],
        "fixtures/typical/before/findings.json differs: run with BLESS=1"
    );
    let files = [
        ("--policy", "typical/clade.toml"),
        ("--baseline", "typical/before/findings.json"),
        ("--review", "typical/reviews/access-review.csv"),
        ("--review", "typical/reviews/log-review.csv"),
        ("--review", "typical/reviews/non-human-identities.csv"),
    ];
    golden_of("typical", "typical/exports", &files);
}

#[test]
fn hostile() {
    golden("hostile");
}
