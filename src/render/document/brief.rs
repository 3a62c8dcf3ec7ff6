//! The first screen: conclusion, what to do first, how sure the report is, and people with several findings.

use super::Cells::{Number, Prose, Short};
use super::{Block, Limits, Span, Table, Words, code, count, heads, prose, text};
use crate::model::{Finding, FirstStep, PersonFindings, Report, Statement};

/// Characters of a statement on how sure the report is, at most.
const LONGEST_STATEMENT: usize = 480;

/// The conclusion: a headline, the worst findings with links, and what else must be known.
pub(super) fn conclusion(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let brief = &report.brief;
    let mut blocks =
        vec![Block::Paragraph(vec![Span::Strong(super::spelled(&super::cut(&brief.headline, limits.text)))])];
    if !brief.worst.is_empty() {
        let clause = |clause: &crate::model::Clause| {
            vec![Span::Link(super::spelled(&super::cut(&clause.text, limits.text)), anchor(&clause.finding))]
        };
        blocks.push(Block::List(brief.worst.iter().map(clause).collect()));
    }
    if !brief.rest.is_empty() {
        blocks.push(Block::Paragraph(prose(&brief.rest.join(" "), &Limits { text: limits.text.max(400), ..*limits })));
    }
    blocks
}

/// At most seven rows: what, whose, by when.
pub(super) fn first(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let brief = &report.brief;
    let columns = [("Severity", Short), ("Subject", Prose), ("First action", Prose), ("Owner", Prose), ("Due", Short)];
    let row = |step: &FirstStep| {
        let subject = step.subject.label();
        let link = step.findings.first().map(|id| Span::Link(super::cut(subject, limits.text), anchor(id)));
        let more = step.findings.len().saturating_sub(1);
        let mut subject = vec![Span::Text(format!("{} ", step.subject.kind.title()))];
        subject.extend(link);
        subject.extend((more > 0).then(|| Span::Text(format!(" and {}", count(more, "more finding")))));
        vec![
            vec![Span::Severity(step.severity)],
            subject,
            prose(&step.action, limits),
            owner(step, limits),
            text(super::spelled(&step.due)),
        ]
    };
    let table = Table {
        caption: "What to do first",
        columns: heads(&columns),
        rows: brief.first.iter().map(row).collect(),
        more: None,
    };
    let left = usize::try_from(brief.urgent_subjects).unwrap_or(usize::MAX).saturating_sub(brief.first.len());
    let mut note = Vec::new();
    if left > 0 {
        note.push(Span::Text(format!("{} with critical or high findings: see ", count(left, "more subject"))));
        note.push(Span::Link("all findings".into(), "findings".into()));
        note.push(Span::Text(". ".into()));
    }
    note.push(Span::Text(super::assignment::rule(report)));
    vec![Block::Table(table), Block::Paragraph(note)]
}

/// Whom to ask, and why them.
fn owner(step: &FirstStep, limits: &Limits) -> Words {
    let Some(names) = &step.owner else { return text("not known") };
    let mut words = prose(names, limits);
    words.extend(step.owner_role.as_ref().filter(|role| *role != "owner").map(|role| Span::Text(format!(" {role}"))));
    words
}

/// What the report rests on.
pub(super) fn confidence(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    // What is not known may not be what is cut.
    let limits = Limits { text: limits.text.max(LONGEST_STATEMENT), ..*limits };
    let fact = |one: &Statement| (one.name.clone(), prose(&one.text, &limits));
    vec![Block::Facts(report.brief.confidence.iter().map(fact).collect())]
}

/// Findings of a person that are named; the cards have all.
const NAMED: usize = 3;

/// Rows of people; who reads on finds them at their findings.
const PEOPLE: usize = 10;

/// Members with several findings, with links to the worst.
pub(super) fn people(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let columns = [("Person", Prose), ("Role", Short), ("Findings", Number), ("Which", Prose)];
    let titles: std::collections::BTreeMap<&str, &Finding> =
        report.findings.iter().map(|finding| (finding.id.as_str(), finding)).collect();
    let row = |one: &PersonFindings| {
        let shown = limits.evidence.clamp(1, NAMED);
        let mut which = Words::new();
        let known = one.findings.iter().filter_map(|id| titles.get(id.as_str()));
        for finding in known.take(shown) {
            which.extend((!which.is_empty()).then(|| Span::Text("; ".into())));
            which.push(Span::Link(super::cut(&finding.title, limits.text), anchor(&finding.id)));
        }
        let left = one.findings.len().saturating_sub(shown);
        which.extend((left > 0).then(|| Span::Text(format!("; {}", count(left, "more finding")))));
        vec![
            vec![code(&one.person, limits)],
            text(super::cut(one.role.as_deref().unwrap_or("not listed"), limits.text)),
            text(one.findings.len().to_string()),
            which,
        ]
    };
    let lead = "Members with two or more findings about them or about active keys of theirs.";
    let caption = "People with several findings";
    let shown = Limits { rows: limits.rows.min(PEOPLE), ..*limits };
    vec![
        Block::Paragraph(text(lead)),
        Block::Table(super::tables::table(caption, &columns, &report.brief.people, &shown, row)),
    ]
}

/// Anchor of a finding.
pub(super) fn anchor(finding: &str) -> String {
    format!("finding-{finding}")
}
