//! What several test files need: where things are, folders that go away, and the program from outside.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    clippy::unwrap_used,
    missing_docs,
    reason = "every test file is a crate of its own and uses a part"
)]

mod formats;
mod planted;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

pub use formats::{Fixture, closes, fixtures, formatted};
pub use planted::{differences, is_about};

static FOLDERS: AtomicU32 = AtomicU32::new(0);

/// A folder that goes when the test does.
pub struct Folder(pub PathBuf);

impl Folder {
    /// A new, empty folder.
    pub fn new() -> Self {
        let unique = format!("clade-analyze-test-{}-{}", std::process::id(), FOLDERS.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(unique);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A folder with these files.
    pub fn with(files: &[(&str, &[u8])]) -> Self {
        let folder = Self::new();
        for (name, content) in files {
            folder.write(name, content);
        }
        folder
    }

    /// Writes a file, with the folders on the way.
    pub fn write(&self, name: &str, content: &[u8]) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// A path inside.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The program, in a folder without a policy file and without an environment that could matter.
pub fn program(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_clade-analyze"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .output()
        .unwrap()
}

/// Runs the generator into the folder `organization`. `cargo test` builds it next to the program; where only this test is built, cargo makes it.
pub fn synthesize(arguments: &[&str], folder: &Folder) {
    let built = PathBuf::from(env!("CARGO_BIN_EXE_clade-analyze")).with_file_name("examples").join("synthesize");
    let mut command = if built.is_file() {
        Command::new(built)
    } else {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["run", "--quiet", "--example", "synthesize", "--"]).current_dir(root());
        cargo
    };
    let out = folder.path("organization");
    assert!(command.arg("--out").arg(out).args(arguments).output().unwrap().status.success(), "{arguments:?}");
}

/// Every file below a folder: relative path and bytes.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn add(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().unwrap().is_dir() {
                add(&entry.path(), &format!("{name}/"), files);
            } else {
                files.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    add(folder, "", &mut files);
    files
}

/// Whether generated files shall be written instead of compared: `BLESS=1 cargo test`.
pub fn blessing() -> bool {
    std::env::var_os("BLESS").is_some()
}

/// Compares a generated text with the committed file, or writes it.
pub fn assert_committed(path: &str, generated: &str) {
    let file = root().join(path);
    if blessing() {
        fs::write(&file, generated).unwrap();
        return;
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == generated,
        "{path} is not what the code generates: run `BLESS=1 cargo test` and look at the difference"
    );
}
