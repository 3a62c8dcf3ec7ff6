//! Secrets never leave: whatever is shaped like a whole key is cut before it is kept.

use std::borrow::Cow;

const PREFIX: &str = "sk-ant-";
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
    if !text.contains(PREFIX) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(PREFIX) {
        out.push_str(&rest[..at]);
        let run = &rest[at..];
        let end = run.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).unwrap_or(run.len());
        let key = &run[..end];
        if key.len() >= PREFIX.len() + SHORTEST_KEY {
            let kind = key[PREFIX.len()..].find('-').filter(|&i| i <= 8).map_or(PREFIX.len(), |i| PREFIX.len() + i + 1);
            out.push_str(&key[..kind]);
            out.push('…');
            out.push_str(&key[key.len() - SHOWN..]);
        } else {
            out.push_str(key);
        }
        rest = &run[end..];
    }
    out.push_str(rest);
    Cow::Owned(out)
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
    fn hints_and_words_stay() {
        for text in ["sk-ant-api03-R2D...igAA", "sk-ant-", "plain", "a sk-ant-api03 key"] {
            assert_eq!(mask_secrets(text), text);
        }
    }
}
