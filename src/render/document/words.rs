//! Runs of text, distinguished by what they are: ours, a stranger's, a verdict.

use super::{Limits, cut};
use crate::model::{Severity, Verdict};
use crate::render::escape::cut_at_word;

/// A run of text.
#[derive(Clone, Debug)]
pub(in crate::render) enum Span {
    /// As it is.
    Text(String),
    /// Names, ids and paths: verbatim text that must not be taken for ours.
    Code(String),
    /// Emphasis.
    Strong(String),
    /// A verdict, written with mark and word.
    Verdict(Verdict),
    /// A severity.
    Severity(Severity),
    /// So many findings of a severity.
    Count(Severity, usize),
    /// A link to an anchor of this document.
    Link(String, String),
}

/// Text with emphasis.
pub(in crate::render) type Words = Vec<Span>;

/// Words as a markup spells each span. What stands at the beginning of a line may need its blank spelled out; behind other words it is one.
pub(in crate::render) fn joined(words: &Words, write_out: impl Fn(&Span) -> String) -> String {
    let mut out = String::new();
    for span in words {
        let next = write_out(span);
        match next.strip_prefix("&#32;").filter(|_| !out.is_empty()) {
            Some(rest) => out.extend([" ", rest]),
            None => out.push_str(&next),
        }
    }
    out
}

/// Mark of a verdict: differs without colour.
pub(in crate::render) const fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "✓",
        Verdict::Fail => "✗",
        Verdict::Attention => "!",
        Verdict::NotAssessed => "–",
        Verdict::NeedsReview => "?",
    }
}

/// Word of a verdict, for people.
pub(in crate::render) const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::Attention => "attention",
        Verdict::NotAssessed => "not assessed",
        Verdict::NeedsReview => "needs review",
    }
}

pub(super) fn text(words: impl Into<String>) -> Words {
    vec![Span::Text(words.into())]
}

pub(super) fn code(words: &str, limits: &Limits) -> Span {
    Span::Code(cut(words, limits.text))
}

/// A sentence of a check: what it puts between backticks is a name.
pub(super) fn prose(words: &str, limits: &Limits) -> Words {
    let words = super::spelled(&cut_at_word(words, limits.text));
    let pieces: Vec<&str> = words.split('`').collect();
    let last = pieces.len() - 1;
    let span = |(n, piece): (usize, &&str)| match n % 2 {
        1 if n < last => Span::Code((*piece).to_owned()),
        1 => Span::Text(format!("`{piece}")),
        _ => Span::Text((*piece).to_owned()),
    };
    let empty = |span: &Span| matches!(span, Span::Text(t) | Span::Code(t) if t.is_empty());
    pieces.iter().enumerate().map(span).filter(|span| !empty(span)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_sentences_are_told_from_words() {
        let limits = Limits { findings: 9, details: 9, rows: 9, background: 9, evidence: 9, text: 100 };
        let formatted = |text: &str| format!("{:?}", prose(text, &limits));
        assert_eq!(formatted("`a` is b"), r#"[Code("a"), Text(" is b")]"#);
        assert_eq!(formatted("a ` b"), r#"[Text("a "), Text("` b")]"#);
        assert_eq!(formatted(""), "[]");
    }
}
