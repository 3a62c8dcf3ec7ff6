//! Dictionaries as Python prints them.
#![no_main]

use clade_analyze::ingest::text::python::parse_dict;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(dict) = parse_dict(text) {
        assert!(dict.keys().all(|key| key.len() <= 4 * text.len()));
    }
});
