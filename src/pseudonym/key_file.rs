//! The file that says what labels stand for. Who has it can read the report as if nothing had been replaced.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, OpenOptions};
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::disk;
use crate::model::hex;

/// More than any: a label and what it stands for are a hundred bytes.
const LARGEST: u64 = 256 * 1024 * 1024;
const VERSION: u64 = 1;
const ABOUT: &str = "What the labels of pseudonymized reports of clade-analyze stand for. Whoever has this file can read their names: \
                     keep it apart from the reports, and give it again for the next one.";

/// What stands in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    about: String,
    version: u64,
    salt: String,
    labels: BTreeMap<String, String>,
}

/// Why a key file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFileError(pub(super) String);

impl fmt::Display for KeyFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for KeyFileError {}

/// A key file, as it was read or newly made; in memory until it is written.
#[derive(Clone, Debug)]
pub struct KeyFile {
    path: PathBuf,
    /// SHA-256 of the file as it was read; none where there was no file.
    read: Option<[u8; 32]>,
    content: Content,
}

impl KeyFile {
    /// Reads the file; where there is none, makes a salt for a new one, which is not written yet.
    ///
    /// # Errors
    /// When it cannot be read, or is no key file.
    pub fn open(path: &Path) -> Result<Self, KeyFileError> {
        let shown = path.display();
        match disk::read(path, LARGEST) {
            Ok(bytes) => {
                let content: Content = serde_json::from_slice(&bytes)
                    .map_err(|error| KeyFileError(format!("{shown} is no key file of clade-analyze: {error}")))?;
                let is_salt = content.salt.len() == 64 && content.salt.bytes().all(|b| b.is_ascii_hexdigit());
                if content.version != VERSION || !is_salt {
                    return Err(KeyFileError(format!("{shown} is no key file of this version of clade-analyze")));
                }
                Ok(Self { path: path.to_owned(), read: Some(Sha256::digest(&bytes).into()), content })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let content = Content { about: ABOUT.into(), version: VERSION, salt: salt(), labels: BTreeMap::new() };
                Ok(Self { path: path.to_owned(), read: None, content })
            }
            Err(error) => Err(KeyFileError(format!("cannot read the key file {shown}: {error}"))),
        }
    }

    /// Whether the file lies in a folder: the report's, or one with exports.
    #[must_use]
    pub fn is_inside(&self, folder: &Path) -> bool {
        let whole = |path: &Path| fs::canonicalize(path).or_else(|_| std::path::absolute(path));
        let parent = self.path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        matches!((whole(parent), whole(folder)), (Ok(parent), Ok(folder)) if parent.starts_with(&folder))
    }

    /// Whether there was a file.
    #[must_use]
    pub const fn was_there(&self) -> bool {
        self.read.is_some()
    }

    /// What tells reports of this file from those of another: a hash, from which the salt cannot be found.
    #[must_use]
    pub fn id(&self) -> String {
        hex(&self.keyed("key file")[..8])
    }

    /// A hash of a text that only who has the file can compute.
    pub(super) fn keyed(&self, text: &str) -> [u8; 32] {
        // The salt has a fixed length, so that no other salt and text are the same bytes.
        Sha256::new().chain_update(self.content.salt.as_bytes()).chain_update(text.as_bytes()).finalize().into()
    }

    /// Labels, and what they stand for.
    pub(super) const fn labels(&self) -> &BTreeMap<String, String> {
        &self.content.labels
    }

    /// Adds a label.
    pub(super) fn add(&mut self, label: String, text: String) {
        self.content.labels.insert(label, text);
    }

    /// Writes the file whole or not at all, for its owner only.
    ///
    /// # Errors
    /// When it cannot be written, or was changed since it was read.
    pub fn write(&self) -> Result<(), KeyFileError> {
        let shown = self.path.display();
        let cannot = |error: io::Error| KeyFileError(format!("cannot write the key file {shown}: {error}"));
        let mut bytes = serde_json::to_vec_pretty(&self.content).map_err(|error| cannot(error.into()))?;
        bytes.push(b'\n');
        let now = match disk::read(&self.path, LARGEST) {
            Ok(there) if there == bytes => return Ok(()),
            Ok(there) => Some(<[u8; 32]>::from(Sha256::digest(&there))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(cannot(error)),
        };
        if now != self.read {
            return Err(KeyFileError(format!(
                "the key file {shown} was changed by somebody else during the run: run again"
            )));
        }
        let mut scratch = self.path.clone().into_os_string();
        scratch.push(format!(".{}.new", std::process::id()));
        let scratch = PathBuf::from(scratch);
        let written = new_file(&scratch, &bytes).and_then(|()| fs::rename(&scratch, &self.path));
        written.map_err(|error| {
            let _ = fs::remove_file(&scratch);
            cannot(error)
        })
    }
}

fn new_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// 64 hexadecimal digits that nobody can guess: the standard library draws the keys of its hashers from the system.
/// <https://doc.rust-lang.org/std/hash/struct.RandomState.html>
fn salt() -> String {
    let mut hash = Sha256::new();
    for part in 0..4_u64 {
        // A new thread draws new keys; in one thread the next keys follow from the last ones.
        let drawn = std::thread::spawn(move || RandomState::new().hash_one(part)).join().unwrap_or_default();
        hash.update(drawn.to_le_bytes());
        hash.update(RandomState::new().hash_one(part).to_le_bytes());
    }
    hex(&hash.finalize())
}
