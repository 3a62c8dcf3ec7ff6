//! Dictionaries as Python prints them.

use clade_analyze::ingest::text::python::parse_dict;

/// Reads the bytes.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(dict) = parse_dict(text) {
        assert!(dict.keys().all(|key| key.len() <= 4 * text.len()));
    }
}
