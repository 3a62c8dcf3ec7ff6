//! What is wrong with a policy file: where, what, and what was meant.

use std::fmt;

use crate::model::mask_secrets;

/// Why a policy cannot be used: `clade.toml:12:1: unknown key …; did you mean …?`, and below it the line with a caret under what
/// is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    message: String,
    excerpt: Option<Excerpt>,
}

/// A line of the file, tame, and what of it is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Excerpt {
    number: usize,
    line: String,
    /// Characters before the caret, and under it.
    caret: Option<(usize, usize)>,
}

impl PolicyError {
    /// Secrets are cut here, once for every message: a policy may hold a key pasted by mistake.
    pub(super) fn new(message: &str) -> Self {
        Self { message: mask_secrets(message).into_owned(), excerpt: None }
    }

    /// The same with the line, split into what stands before the fault, the fault, and the rest.
    pub(super) fn at(message: &str, number: usize, [before, fault, rest]: [&str; 3]) -> Self {
        let excerpt = if before.is_empty() && fault.is_empty() && rest.is_empty() {
            None
        } else {
            Some(excerpt(number, [before, fault, rest]))
        };
        Self { excerpt, ..Self::new(message) }
    }
}

/// Longest part of a line that is shown, and of that how much before the fault.
const SHOWN: usize = 100;
const BEFORE: usize = 40;

fn excerpt(number: usize, parts: [&str; 3]) -> Excerpt {
    let whole = parts.concat();
    let masked = parts.map(|part| sanitize(&mask_secrets(part)));
    // A secret may reach over the border of two parts; then the whole is masked and nothing pointed at.
    if masked.concat() != sanitize(&mask_secrets(&whole)) {
        return Excerpt { number, line: sanitize(&mask_secrets(&whole)).chars().take(SHOWN).collect(), caret: None };
    }
    let [before, fault, _] = masked.each_ref().map(|part| part.chars().count());
    let cut = if before + fault > SHOWN { before.saturating_sub(BEFORE) } else { 0 };
    let line: String = masked.concat().chars().skip(cut).take(SHOWN).collect();
    let (before, line) = if cut > 0 { (before - cut + 1, format!("…{line}")) } else { (before, line) };
    Excerpt { number, line, caret: Some((before, fault.clamp(1, SHOWN - BEFORE))) }
}

/// One character for each, so that the caret stays in place, and none that steers a terminal or turns its text around.
fn sanitize(text: &str) -> String {
    let turns =
        |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let tamed = |c: char| match c {
        '\t' => ' ',
        c if c.is_control() || turns(c) => '\u{fffd}',
        c => c,
    };
    text.chars().map(tamed).collect()
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        let Some(Excerpt { number, line, caret }) = &self.excerpt else { return Ok(()) };
        write!(f, "\n{number:>5} | {}", line.trim_end())?;
        match caret {
            Some((before, under)) => write!(f, "\n{:>5} | {}{}", "", " ".repeat(*before), "^".repeat(*under)),
            None => Ok(()),
        }
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
