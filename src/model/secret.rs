//! Secrets never leave: whatever is shaped like a whole key is cut before it is kept.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

const PREFIX: &[u8] = b"sk-ant-";
/// Characters after the prefix from which on a run is taken for a whole key. Hints (`sk-ant-api03-R2D...igAA`) stop at their
/// first dot after 9; keys have about 100 (prefix documented; length from public secret-scanning rules).
const SHORTEST_KEY: usize = 20;
/// Last characters that stay, as in the Console's own key hints.
const SHOWN: usize = 4;

/// The text with everything shaped `sk-ant-…` cut to its type prefix and last four characters.
///
/// `sk-ant-api03-AbC…xyz9` stands for the whole key, enough to find it in the Console and useless to a thief.
#[must_use]
pub fn mask_secrets(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    for key in whole_keys(text.as_bytes()) {
        out.push_str(&text[copied..key.start]);
        out.push_str(&masked(&text.as_bytes()[key.clone()]));
        copied = key.end;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// Every whole key in the bytes: where it begins, and what may be shown of it.
#[must_use]
pub fn find_secrets(bytes: &[u8]) -> Vec<(usize, String)> {
    whole_keys(bytes).map(|key| (key.start, masked(&bytes[key]))).collect()
}

/// Runs of key characters behind the prefix that are long enough.
fn whole_keys(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut behind = 0;
    memmem::find_iter(bytes, PREFIX).filter_map(move |start| {
        let run = bytes[start..].iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
        let key = start..start + run;
        // A prefix inside a key is part of it.
        let whole = start >= behind && run >= PREFIX.len() + SHORTEST_KEY;
        whole.then(|| {
            behind = key.end;
            key
        })
    })
}

/// `sk-ant-api03-…xyz9` of a whole key, which is ASCII.
fn masked(key: &[u8]) -> String {
    let kind = key[PREFIX.len()..].iter().position(|b| *b == b'-').filter(|&at| at <= 8);
    let shown = kind.map_or(PREFIX.len(), |at| PREFIX.len() + at + 1);
    let text = |part: &[u8]| String::from_utf8_lossy(part).into_owned();
    format!("{}…{}", text(&key[..shown]), text(&key[key.len() - SHOWN..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_keys_are_cut_wherever_they_stand() {
        let key = format!("sk-ant-api03-{}AA", "aB3_-".repeat(18));
        let text = format!("name={key}, again {key}.");
        assert_eq!(mask_secrets(&text), "name=sk-ant-api03-…_-AA, again sk-ant-api03-…_-AA.");
        assert_eq!(mask_secrets(&format!("sk-ant-{}", "x".repeat(60))), "sk-ant-…xxxx");
    }

    #[test]
    fn whole_keys_are_found_with_their_place() {
        let key = format!("sk-ant-admin01-{}AA", "Zz9_".repeat(23));
        let found = find_secrets(format!("a\n{key},sk-ant-short {key}").as_bytes());
        assert_eq!(
            found,
            [(2, "sk-ant-admin01-…9_AA".to_owned()), (2 + key.len() + 14, "sk-ant-admin01-…9_AA".to_owned())]
        );
    }

    #[test]
    fn hints_and_words_stay() {
        for text in ["sk-ant-api03-R2D...igAA", "sk-ant-", "plain", "a sk-ant-api03 key"] {
            assert_eq!(mask_secrets(text), text);
        }
    }
}
