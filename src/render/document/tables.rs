//! The tables: verdicts, checks, frameworks, and how a table is made; in files of their own inputs and exceptions.

mod exceptions;
mod inputs;

use std::collections::BTreeMap;

use super::Cells::{Number, Prose, Short};
use super::{Block, Cells, Limits, Span, Table, Words, code, count, heads, prose, text};
use crate::model::{
    CheckResult, CheckStatus, Control, ControlResult, FRAMEWORKS, Report, Severity, Verdict, counted_of, grouped,
};
pub(super) use exceptions::{not_assessed, suppressed};
pub(super) use inputs::{coverage, inputs};

/// Characters of a verdict's reason, which is never cut before.
const WHOLE: usize = 600;

pub(super) fn table<T>(
    caption: &'static str,
    columns: &[(&'static str, Cells)],
    items: &[T],
    limits: &Limits,
    row: impl Fn(&T) -> Vec<Words>,
) -> Table {
    let rest = items.len().saturating_sub(limits.rows);
    let left_out = if limits.rows == 0 { count(rest, "row") } else { format!("… {}", count(rest, "more row")) };
    let more = vec![Span::Text(format!("{left_out} in ")), Span::Code("findings.json".into())];
    Table {
        caption,
        columns: heads(columns),
        rows: items.iter().take(limits.rows).map(row).collect(),
        more: (rest > 0).then_some(more),
    }
}

pub(super) fn number(n: u64) -> Words {
    text(grouped(n))
}

/// Up to as many notes as there is room for, in one cell.
fn notes(all: &[String], limits: &Limits) -> Words {
    let mut words = Words::new();
    for note in all.iter().take(limits.evidence) {
        if !words.is_empty() {
            words.push(Span::Text("; ".into()));
        }
        words.extend(prose(note, limits));
    }
    if all.len() > limits.evidence {
        words.push(Span::Text(format!(" … {}", count(all.len() - limits.evidence, "more note"))));
    }
    words
}

/// Controls by their worst finding; among equals the worse verdict first, then in the order of the checklist.
pub(in crate::render) fn by_worst(report: &Report) -> Vec<&ControlResult> {
    let worst = |control: &ControlResult| {
        report.findings.iter().filter(|finding| finding.control == control.id).map(|finding| finding.severity).max()
    };
    let mut controls: Vec<&ControlResult> = report.controls.iter().collect();
    controls.sort_by_cached_key(|control| (std::cmp::Reverse(worst(control)), control.status));
    controls
}

/// The verdicts, and what their numbers count.
pub(super) fn controls<'a>(report: &Report, limits: &Limits) -> Vec<Block<'a>> {
    let items = "Items: how many different subjects have a finding above info, of the things that the control's checks looked at. What \
                 these are is listed under ";
    let note = vec![
        Span::Text(items.into()),
        Span::Link("Findings by control".into(), super::FINDINGS_BY_CONTROL.into()),
        Span::Text("; how the lists behind them tie out, under ".into()),
        Span::Link("Populations tied out".into(), "populations".into()),
        Span::Text(".".into()),
    ];
    vec![Block::Table(verdicts(report, limits)), Block::Paragraph(note)]
}

fn verdicts(report: &Report, limits: &Limits) -> Table {
    // Our own sentences are short, and their end says what was not looked at.
    let whole = &Limits { text: limits.text.max(WHOLE), ..*limits };
    let columns = [("Control", Prose), ("Verdict", Short), ("Findings", Short), ("Items", Short), ("Why", Prose)];
    let mut counts: BTreeMap<(Control, Severity), usize> = BTreeMap::new();
    report.findings.iter().for_each(|found| *counts.entry((found.control, found.severity)).or_default() += 1);
    table("Controls by worst finding", &columns, &by_worst(report), limits, |control: &&ControlResult| {
        let of = |severity| counts.get(&(control.id, severity)).copied().unwrap_or(0);
        let mut strip = Words::new();
        for severity in Severity::ALL.into_iter().filter(|severity| of(*severity) > 0) {
            strip.extend((!strip.is_empty()).then(|| Span::Text(" ".into())));
            strip.push(Span::Count(severity, of(severity)));
        }
        let items = match control.status {
            Verdict::NotAssessed => "–".to_owned(),
            _ => format!("{} of {}", grouped(control.exceptions), grouped(control.population)),
        };
        vec![
            vec![Span::Link(super::cut(&control.title, limits.text), format!("control-{}", control.id.id()))],
            vec![Span::Verdict(control.status)],
            if strip.is_empty() { text("none") } else { strip },
            text(items),
            super::attestations::summary(control, whole),
        ]
    })
}

pub(super) fn checks(report: &Report, limits: &Limits) -> Table {
    let columns = [
        ("Check", Prose),
        ("What it finds", Prose),
        ("Status", Short),
        ("Items checked", Prose),
        ("Findings", Number),
        ("Suppressed", Number),
        ("Notes", Prose),
    ];
    table("Every check and its result", &columns, &report.checks, limits, |check: &CheckResult| {
        let (status, population) = match check.status {
            CheckStatus::Assessed => ("assessed", counted_of(check.population, &check.of)),
            CheckStatus::NotAssessed => ("not assessed", "–".to_owned()),
            CheckStatus::Disabled => ("disabled", "–".to_owned()),
            CheckStatus::NotApplicable => ("not configured", "–".to_owned()),
        };
        vec![
            vec![code(&check.id, limits)],
            prose(&check.title, limits),
            text(status),
            prose(&population, limits),
            number(check.findings),
            number(check.suppressed),
            notes(&check.notes, limits),
        ]
    })
}

pub(super) fn frameworks(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let own = [("Control", Prose), ("SOC 2", Prose), ("ISO/IEC 27001:2022", Prose), ("NIST SP 800-53 r5", Prose)];
    let columns: Vec<(&'static str, Cells)> =
        own.into_iter().chain(FRAMEWORKS.iter().map(|framework| (framework.title, Prose))).collect();
    let row = |control: &ControlResult| {
        let f = &control.frameworks;
        let list = |ids: &[String]| if ids.is_empty() { text("–") } else { prose(&ids.join(", "), limits) };
        let more = FRAMEWORKS.iter().map(|framework| list(f.more.get(framework.id).map_or(&[], Vec::as_slice)));
        [prose(&control.title, limits), list(&f.soc2), list(&f.iso27001), list(&f.nist80053)]
            .into_iter()
            .chain(more)
            .collect()
    };
    vec![
        Block::Paragraph(text(
            "Evidence for a control on the left supports an assessment of the criteria on its right. A dash: \
             no requirement of that framework is listed for it.",
        )),
        Block::Table(table("Criteria that a control supports", &columns, &report.controls, limits, row)),
    ]
}
