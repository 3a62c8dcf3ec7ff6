//! The committed reports of the fixtures are what the program writes; `BLESS=1 cargo test --test goldens` writes them anew.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

mod support;

use std::fs;

use support::{Folder, blessing, program, root, tree};

fn golden(fixture: &str) {
    let elsewhere = Folder::new();
    let exports = root().join("fixtures").join(fixture);
    let out = elsewhere.path("report");
    let output = program(&[exports.to_str().unwrap(), "--out", out.to_str().unwrap(), "-q"], &elsewhere.0);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let written = tree(&out);
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

#[test]
fn hostile() {
    golden("hostile");
}
