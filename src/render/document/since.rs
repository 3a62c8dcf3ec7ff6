//! What changed since the last report.

use super::Cells::{Prose, Short};
use super::tables::table;
use super::{Block, Limits, Span, Words, code, prose, text};
use crate::model::{Comparison, Finding, NotComparable, Report, Unjudged, grouped};

/// Counts in a sentence: `3 new, 12 persisting, 1 reopened, 4 resolved, 5 not comparable`.
pub(in crate::render) fn counts(comparison: &Comparison) -> String {
    let not_comparable = comparison.not_comparable.len() + comparison.unjudged.len();
    let worsened = match comparison.worsened {
        0 => String::new(),
        count => format!(" ({} worsened)", grouped(count)),
    };
    format!(
        "{} new, {} persisting{worsened}, {} reopened, {} resolved, {} not comparable",
        grouped(comparison.new),
        grouped(comparison.persisting),
        grouped(comparison.reopened),
        grouped(comparison.resolved),
        grouped(not_comparable as u64)
    )
}

pub(super) fn since(report: &Report, comparison: &Comparison, limits: &Limits) -> Vec<Block<'static>> {
    let as_of = comparison.as_of.format("%Y-%m-%d %H:%M UTC");
    let about = format!(
        " of {}, as of {as_of}, written by version {}: {}. Suppressed findings are counted too.",
        comparison.period,
        super::cut(&comparison.tool_version, limits.text),
        counts(comparison)
    );
    let mut blocks = vec![Block::Paragraph(vec![
        Span::Text("Compared with ".into()),
        code(&comparison.file, limits),
        Span::Text(super::spelled(&about)),
    ])];
    if !comparison.notes.is_empty() {
        blocks.push(Block::List(comparison.notes.iter().map(|note| prose(note, limits)).collect()));
    }
    if !report.resolved.is_empty() {
        blocks.push(Block::Paragraph(text(
            "Resolved: their checks ran over complete exports, as in the last report, and no longer find them.",
        )));
        let columns = [
            ("Finding", Prose),
            ("Severity", Short),
            ("How", Prose),
            ("Check", Prose),
            ("Since", Short),
            ("Id", Short),
        ];
        blocks.push(Block::Table(table("Resolved findings", &columns, &report.resolved, limits, |f| {
            resolved(f, limits)
        })));
    }
    if !comparison.unjudged.is_empty() {
        blocks.push(Block::Paragraph(text(
            "In the last report, but neither found nor resolved now: this run could not see them.",
        )));
        let columns = [("Finding", Prose), ("Severity", Short), ("Check", Prose), ("Why", Prose)];
        let row = |one: &Unjudged| {
            let finding = &one.finding;
            let severity = vec![Span::Severity(finding.severity)];
            vec![prose(&finding.title, limits), severity, vec![code(&finding.rule, limits)], prose(&one.why, limits)]
        };
        blocks.push(Block::Table(table(
            "Findings that were not judged again",
            &columns,
            &comparison.unjudged,
            limits,
            row,
        )));
    }
    if !comparison.not_comparable.is_empty() {
        blocks.push(Block::Paragraph(text("Found now, but the last report could not see them: they may be old.")));
        let columns = [("Finding", Prose), ("Check", Prose), ("Why", Prose)];
        let row = |one: &NotComparable| {
            vec![title(report, &one.id, limits), vec![code(&one.rule, limits)], prose(&one.why, limits)]
        };
        blocks.push(Block::Table(table("Findings of unknown age", &columns, &comparison.not_comparable, limits, row)));
    }
    blocks
}

fn resolved(finding: &Finding, limits: &Limits) -> Vec<Words> {
    vec![
        prose(&finding.title, limits),
        vec![Span::Severity(finding.severity)],
        finding.resolution.as_ref().map_or_else(|| text("–"), |how| prose(how, limits)),
        vec![code(&finding.rule, limits)],
        text(finding.first_seen.map_or_else(|| "–".to_owned(), |at| at.format("%Y-%m-%d").to_string())),
        vec![code(&finding.id, limits)],
    ]
}

/// The title of a finding of this report.
fn title(report: &Report, id: &str, limits: &Limits) -> Words {
    let all = report.findings.iter().chain(report.suppressed.iter().map(|one| &one.finding));
    all.into_iter().find(|one| one.id == id).map_or_else(|| vec![code(id, limits)], |one| prose(&one.title, limits))
}
