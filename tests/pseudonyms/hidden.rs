//! Whether something of the exports is in an output, in whatever spelling.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;

use crate::exported;

/// Every text of the outputs in lower case: workbooks are unpacked, pictures left out, whose texts the other formats have too.
pub(crate) fn texts(outputs: BTreeMap<String, Vec<u8>>) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for (name, bytes) in outputs {
        let lower = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_lowercase();
        if name.ends_with(".xlsx") {
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            for at in 0..archive.len() {
                let mut member = Vec::new();
                let mut file = archive.by_index(at).unwrap();
                let inner = format!("{name}!/{at}");
                file.read_to_end(&mut member).unwrap();
                texts.push((inner, lower(&member)));
            }
        } else if !name.ends_with(".png") {
            texts.push((name, lower(&bytes)));
        }
    }
    texts
}

/// The spellings of a text in the formats.
fn spellings(text: &str) -> BTreeSet<String> {
    let html = |text: &str, quote: &str| {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', quote)
    };
    let percent: String = text
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02x}")
            }
        })
        .collect();
    let json = serde_json::to_string(text).unwrap();
    let all = [
        text.to_owned(),
        html(text, "\""),
        html(text, "&quot;"),
        html(text, "&quot;").replace('\'', "&#39;"),
        percent,
        json[1..json.len() - 1].to_owned(),
        text.replace('-', "\\-"),
        text.replace('_', "\\_"),
        text.replace('_', "<wbr>_").replace('-', "<wbr>-"),
        text.replace('_', "_<wbr>").replace('-', "-<wbr>").replace('.', ".<wbr>"),
    ];
    all.into_iter().map(|text| text.to_lowercase()).collect()
}

/// Whether a text holds another between ends of words.
fn holds(text: &str, name: &str) -> bool {
    let is_edge = |c: Option<char>, inner: Option<char>| {
        !(c.is_some_and(char::is_alphanumeric) && inner.is_some_and(char::is_alphanumeric))
    };
    text.match_indices(name).any(|(at, _)| {
        is_edge(text[..at].chars().next_back(), name.chars().next())
            && is_edge(text[at + name.len()..].chars().next(), name.chars().next_back())
    })
}

/// Asserts that nothing of the exports is in the outputs or on the terminal.
pub(crate) fn assert_hidden(exports: &Path, outputs: BTreeMap<String, Vec<u8>>, terminal: String) {
    let names = exported::names(exports);
    assert!(names.len() > 25, "{} names", names.len());
    let mut texts = texts(outputs);
    texts.push(("terminal".to_owned(), terminal.to_lowercase()));
    let mut leaks = Vec::new();
    for (name, place) in &names {
        let spellings = spellings(name);
        for (output, text) in &texts {
            if spellings.iter().any(|spelling| holds(text, spelling)) {
                leaks.push(format!("{name:?} of {place} in {output}"));
            }
        }
    }
    assert!(leaks.is_empty(), "{} of {} names:\n{}", leaks.len(), names.len(), leaks.join("\n"));
}
