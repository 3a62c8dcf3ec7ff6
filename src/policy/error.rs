//! What is wrong with a policy file: where, what, and what was meant.

use std::fmt;

use crate::model::mask_secrets;

/// Why a policy cannot be used, in one breath: `clade.toml:12:1: unknown key …; did you mean …?`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError(String);

impl PolicyError {
    /// Secrets are cut here, once for every message: a policy may hold a key pasted by mistake.
    pub(super) fn new(message: &str) -> Self {
        Self(mask_secrets(message).into_owned())
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PolicyError {}

/// How alike two words must be (Jaro-Winkler) before one is offered for the other: `ownr` and `owner` are, `foo` and `name` not.
const ALIKE: f64 = 0.8;

/// The known word that a misspelt one most likely stands for.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // People mix `stale_key` with `stale-key`, and letter case.
    let plain = |text: &str| text.to_lowercase().replace(['_', ' '], "-");
    let word = plain(word);
    let mut best: Option<(f64, &str)> = None;
    for candidate in known {
        let score = strsim::jaro_winkler(&word, &plain(candidate));
        if score >= ALIKE && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// ``unknown key `ownr`; did you mean `owner`?``, or what there is.
pub(super) fn unknown(what: &str, word: &str, known: &[&str], otherwise: &str) -> String {
    let word = shown(word);
    match nearest(&word, known.iter().copied()) {
        Some(near) => format!("unknown {what} `{word}`; did you mean `{near}`?"),
        None if otherwise.is_empty() => format!("unknown {what} `{word}`; there is {}", known.join(", ")),
        None => format!("unknown {what} `{word}`; {otherwise}"),
    }
}

/// A text of the file as a message may quote it: short, and without characters that steer a terminal.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut cut: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if text.chars().count() > LONGEST {
        cut.push('…');
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_offered_and_far_ones_not() {
        let known = ["name", "domains", "owner", "stale-key", "expires", "production"];
        for (word, near) in [
            ("ownr", "owner"),
            ("domain", "domains"),
            ("Stale_Keys", "stale-key"),
            ("expiry", "expires"),
            ("prod", "production"),
        ] {
            assert_eq!(nearest(word, known), Some(near), "{word}");
        }
        for word in ["", "foo", "zzzzzz", "rule"] {
            assert_eq!(nearest(word, known), None, "{word}");
        }
    }

    #[test]
    fn messages_are_short_and_tame() {
        assert_eq!(shown("a\u{1b}[31m"), "a\\u{1b}[31m");
        assert_eq!(shown(&"x".repeat(61)).chars().count(), 61);
    }
}
