//! Grants and removals of the period: how many of each kind, what the list rests on, and who left with both times.

use super::Cells::{Number, Prose, Short};
use super::tables::{number, table};
use super::{Block, Limits, Span, Words, code, prose, text};
use crate::model::{AccessChange, ChangeCount, ChangeKind, Report};

pub(super) fn access_changes(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let changes = &report.access_changes;
    let mut lead = Words::new();
    let sum: u64 = changes.counts.iter().map(|one| one.changes).sum();
    lead.push(Span::Text(format!(
        "{} of grants, changes and removals in the period, each with time, what, whom, by whom, evidence and room for a ticket, in ",
        super::count(usize::try_from(sum).unwrap_or(usize::MAX), "row")
    )));
    lead.push(Span::Code("grants-and-removals.csv".into()));
    lead.push(Span::Text(format!(", from which a sample is drawn. {}", changes.basis.join(" "))));
    let mut blocks = vec![Block::Paragraph(lead)];
    if changes.counts.is_empty() {
        return blocks;
    }
    let columns = [
        ("Kind", Prose),
        ("Direction", Short),
        ("Changes", Number),
        ("Without an event", Number),
        ("With findings", Number),
    ];
    let row = |one: &ChangeCount| {
        vec![
            text(one.kind.title()),
            text(one.direction.id()),
            number(one.changes),
            number(one.without_event),
            number(one.with_findings),
        ]
    };
    blocks.push(Block::Table(table("Grants and removals by kind", &columns, &changes.counts, limits, row)));
    blocks.extend(leavers(report, limits));
    blocks
}

/// Who left: the last day by the roster, the removal, and what lies between.
fn leavers(report: &Report, limits: &Limits) -> Option<Block<'static>> {
    let all: Vec<&AccessChange> =
        report.access_changes.changes.iter().filter(|one| one.kind == ChangeKind::Left).collect();
    let columns = [
        ("Who left", Prose),
        ("Last day by the roster", Short),
        ("Removed", Short),
        ("After", Short),
        ("By", Prose),
        ("Findings", Prose),
    ];
    let row = |one: &&AccessChange| -> Vec<Words> {
        let mut findings = Words::new();
        for (at, id) in one.findings.iter().take(limits.evidence).enumerate() {
            findings.extend((at > 0).then(|| Span::Text(" ".into())));
            findings.push(match report.findings.iter().any(|finding| finding.id == *id) {
                true => Span::Link(id.clone(), super::brief::anchor(id)),
                false => Span::Code(id.clone()),
            });
        }
        vec![
            vec![code(&one.whom, limits)],
            text(one.departed_on.map_or_else(|| "not stated".to_owned(), |day| day.to_string())),
            if one.is_day { prose(&one.what, limits) } else { text(one.at.format("%Y-%m-%d %H:%M UTC").to_string()) },
            text(one.lag_hours.map_or_else(|| "–".to_owned(), lag)),
            one.by.as_deref().map_or_else(|| text("–"), |by| vec![code(by, limits)]),
            if findings.is_empty() { text("none") } else { findings },
        ]
    };
    (!all.is_empty()).then(|| Block::Table(table("People who left, with both times", &columns, &all, limits, row)))
}

/// `0 hours`, `14 hours`, from two days on `3.2 days`.
fn lag(hours: f64) -> String {
    if hours < 48.0 { format!("{hours:.0} hours") } else { format!("{:.1} days", hours / 24.0) }
}
