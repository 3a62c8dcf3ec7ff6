//! Runs of text: emphasis, names, verdicts.

use super::escaped;
use crate::model::Verdict;
use crate::render::document::{Span, Words, joined, word};
use crate::render::escape;

pub(super) fn formatted(words: &Words) -> String {
    let write_out = |span: &Span| match span {
        Span::Text(text) | Span::Link(text, _) => escaped(text),
        Span::Code(text) => code(text),
        Span::Strong(text) => strong(text),
        Span::Verdict(verdict) => format!("{} {}", sign(*verdict), word(*verdict)),
        Span::Count(severity, count) => format!("{count} {}", severity.id()),
        // No coloured dots: databases of older versions refuse characters of four bytes.
        Span::Severity(severity) => strong(severity.id()),
    };
    joined(words, write_out)
}

pub(super) fn strong(text: &str) -> String {
    if text.trim().is_empty() { String::new() } else { format!("*{}*", escaped(text.trim())) }
}

/// In the letters of a machine; what is in it is escaped all the same, and blanks at an end would undo the marks.
pub(super) fn code(text: &str) -> String {
    let text = escape::visible(text);
    if text.is_empty() || text.trim() != text { escaped(&text) } else { format!("{{{{{}}}}}", escaped(&text)) }
}

pub(super) fn list(points: &[Words], marker: &str) -> String {
    points.iter().map(|words| format!("{marker} {}\n", formatted(words))).collect()
}

/// Pictures of Jira's own.
const fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "(/)",
        Verdict::Fail => "(x)",
        Verdict::Attention => "(!)",
        Verdict::NotAssessed => "(-)",
        Verdict::NeedsReview => "(?)",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_names() {
        assert_eq!(code("prod-billing"), "{{prod-billing}}");
        assert_eq!(code("a}}*b*"), "{{a\\}\\}\\*b\\*}}");
        assert_eq!(code(" x"), "&#32;x");
        assert_eq!(code(""), "");
        assert_eq!(strong("  "), "");
    }
}
