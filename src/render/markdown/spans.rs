//! Runs of text: emphasis, names, verdicts.

use super::escaped;
use crate::model::{Severity, Verdict};
use crate::render::document::{Span, Words, joined, word};
use crate::render::escape;

pub(super) fn formatted(words: &Words) -> String {
    let write_out = |span: &Span| match span {
        Span::Text(text) | Span::Link(text, _) => escaped(text),
        Span::Code(text) => code(text),
        Span::Strong(text) => strong(text),
        Span::Verdict(verdict) => format!("{} {}", sign(*verdict), word(*verdict)),
        Span::Count(severity, count) => format!("{} {count} {}", dot(*severity), severity.id()),
        Span::Severity(severity) => format!("{} {}", dot(*severity), severity.id()),
    };
    joined(words, write_out)
}

/// Four asterisks with nothing between them would be no emphasis but four asterisks.
pub(super) fn strong(text: &str) -> String {
    if text.trim().is_empty() { String::new() } else { format!("**{}**", escaped(text.trim())) }
}

/// Between backticks where nothing in the text could end that or the table cell around it, or means something to a careless reader.
pub(super) fn code(text: &str) -> String {
    let text = escape::visible(text);
    let sanitize = !text.is_empty() && text.trim() == text && !text.contains(['`', '|', '<', '>', '&', '[', ']']);
    if sanitize { format!("`{text}`") } else { format!("<code>{}</code>", escaped(&text)) }
}

pub(super) fn list(points: &[Words], marker: impl Fn(usize) -> String) -> String {
    points.iter().enumerate().map(|(n, words)| format!("{}{}\n", marker(n), formatted(words))).collect()
}

/// Coloured where the ticket system has emoji, and distinguished by shape.
pub(super) const fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "✅",
        Verdict::Fail => "❌",
        Verdict::Attention => "⚠️",
        Verdict::NotAssessed => "➖",
        Verdict::NeedsReview => "🔎",
    }
}

pub(super) const fn dot(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "🟥",
        Severity::High => "🔴",
        Severity::Medium => "🟠",
        Severity::Low => "🔵",
        Severity::Info => "⚪",
    }
}
