//! The tables: verdicts, what was not assessed, what is suppressed, checks, inputs, coverage, frameworks.

use super::Cells::{Number, Prose, Short};
use super::figures::grouped;
use super::{Block, Cells, Limits, Span, Table, Words, code, count, heads, prose, text};
use crate::model::{
    CheckResult, CheckStatus, ControlResult, Coverage, FRAMEWORKS, Input, NotAssessed, Report, Severity, Suppressed,
    UnusedSuppression, Verdict,
};

/// Characters of a hash that tables show; the manifest has all 64.
const SHORT_HASH: usize = 12;
/// Characters of an instant that make its day.
const DAY: usize = 10;
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
    controls.sort_by_key(|control| (std::cmp::Reverse(worst(control)), control.status));
    controls
}

/// The verdicts, and what their numbers count.
pub(super) fn controls<'a>(report: &Report, limits: &Limits) -> Vec<Block<'a>> {
    let items = "Items: how many different subjects have a finding above info, of the things that the control's checks looked at. What \
                 these are is listed under ";
    let note = vec![
        Span::Text(items.into()),
        Span::Link("Findings by control".into(), "controls".into()),
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
    table("Controls by worst finding", &columns, &by_worst(report), limits, |control: &&ControlResult| {
        let of = |severity| {
            report.findings.iter().filter(|found| found.control == control.id && found.severity == severity).count()
        };
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

pub(super) fn not_assessed(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let mut blocks = Vec::new();
    let disabled: Vec<&CheckResult> =
        report.checks.iter().filter(|check| check.status == CheckStatus::Disabled).collect();
    if !disabled.is_empty() {
        let row = |check: &&CheckResult| vec![vec![code(&check.id, limits)], notes(&check.notes, limits)];
        let heads = [("Check", Prose), ("Why", Prose)];
        blocks.push(Block::Paragraph(text(format!("Disabled by the policy: {}.", count(disabled.len(), "check")))));
        // However little room there is: at least the checks are named.
        let named = &Limits { rows: limits.rows.max(disabled.len()), evidence: limits.evidence.max(1), ..*limits };
        blocks.push(Block::Table(table("Checks that the policy disables", &heads, &disabled, named, row)));
    }
    if report.not_assessed.is_empty() {
        blocks.push(Block::Paragraph(text("Every check that is switched on could be assessed.")));
        return blocks;
    }
    let columns = [("Check", Prose), ("Status", Short), ("Why", Prose), ("What would make it assessable", Prose)];
    let row = |n: &NotAssessed| {
        let is_idle = |check: &&CheckResult| check.id == n.rule && check.status == CheckStatus::NotApplicable;
        let is_idle = report.checks.iter().any(|check| is_idle(&check));
        let status = if is_idle { "not configured" } else { "not assessed" };
        vec![vec![code(&n.rule, limits)], text(status), prose(&n.why, limits), notes(&n.needs, limits)]
    };
    blocks.push(Block::Paragraph(text("These checks count as neither passed nor failed.")));
    blocks.push(Block::Table(table("Checks that could not be assessed", &columns, &report.not_assessed, limits, row)));
    blocks
}

pub(super) fn suppressed(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let mut blocks = Vec::new();
    if report.suppressed.is_empty() {
        blocks.push(Block::Paragraph(text("The policy suppresses no finding.")));
    } else {
        let columns = [
            ("Finding", Prose),
            ("Severity", Short),
            ("Check", Prose),
            ("Reason", Prose),
            ("Approved by", Prose),
            ("Until", Short),
        ];
        let row = |s: &Suppressed| {
            vec![
                prose(&s.finding.title, limits),
                vec![Span::Severity(s.finding.severity)],
                vec![code(&s.finding.rule, limits)],
                prose(&s.reason, limits),
                s.approved_by.as_deref().map_or_else(|| text("–"), |who| prose(who, limits)),
                text(s.expires.map_or_else(|| "no end".to_owned(), |day| day.to_string())),
            ]
        };
        blocks.push(Block::Table(table("Suppressed findings", &columns, &report.suppressed, limits, row)));
    }
    if !report.unused_suppressions.is_empty() {
        let columns = [("Check", Prose), ("Subject", Prose), ("Why without effect", Prose)];
        let row = |u: &UnusedSuppression| {
            vec![vec![code(&u.rule, limits)], vec![code(&u.subject, limits)], prose(&u.why, limits)]
        };
        blocks.push(Block::Paragraph(text("Suppressions of the policy without effect:")));
        blocks.push(Block::Table(table(
            "Suppressions without effect",
            &columns,
            &report.unused_suppressions,
            limits,
            row,
        )));
    }
    blocks
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
            CheckStatus::Assessed => ("assessed", format!("{} {}", grouped(check.population), check.of)),
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

pub(super) fn inputs(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let columns = [
        ("File", Prose),
        ("Kind", Short),
        ("Rows", Number),
        ("Accepted", Number),
        ("Not counted", Prose),
        ("Days", Prose),
        ("SHA-256", Short),
        ("Notes", Prose),
    ];
    let row = |input: &Input| {
        let day = |day: &str| super::cut(&day.chars().take(DAY).collect::<String>(), DAY);
        let days = match (input.first.as_deref().map(day), input.last.as_deref().map(day)) {
            (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
            (first, last) => first.or(last).unwrap_or_else(|| "–".to_owned()),
        };
        let parts = [
            (input.rejected, "rejected"),
            (input.duplicates, "duplicate"),
            (input.restated, "restated"),
            (input.other, "about something else"),
        ];
        let left_out: Vec<String> =
            parts.iter().filter(|(rows, _)| *rows > 0).map(|(rows, why)| format!("{} {why}", grouped(*rows))).collect();
        let left_out = if left_out.is_empty() { "0".to_owned() } else { left_out.join(", ") };
        let hash = input
            .sha256
            .as_deref()
            .map_or_else(|| "unreadable".to_owned(), |hash| hash.chars().take(SHORT_HASH).collect());
        vec![
            vec![code(&input.path, limits)],
            input.kind.as_deref().map_or_else(
                || vec![Span::Strong("not recognized".into())],
                |kind| text(super::cut(kind, limits.text)),
            ),
            number(input.rows),
            number(input.accepted),
            text(left_out),
            text(days),
            vec![Span::Code(hash)],
            notes(&input.notes, limits),
        ]
    };
    let rule = "Rows = accepted + not counted, which are rejected, duplicate, restated or, on a bill of a cloud, about something else. Accepted includes rows outside the period, which serve as history; \
                every rejected row is in ";
    vec![
        Block::Paragraph(vec![Span::Text(rule.into()), Span::Code("rejected-rows.csv".into()), Span::Text(".".into())]),
        Block::Table(table("Every input and its rows", &columns, &report.inputs, limits, row)),
    ]
}

pub(super) fn coverage<'a>(report: &'a Report, limits: &Limits) -> Vec<Block<'a>> {
    let columns = [
        ("Table", Prose),
        ("Files", Number),
        ("Rows", Number),
        ("First day", Short),
        ("Last day", Short),
        ("Days of the period", Number),
    ];
    let row = |c: &Coverage| {
        let day = |day: Option<chrono::NaiveDate>| text(day.map_or_else(|| "–".to_owned(), |day| day.to_string()));
        let days = if c.first.is_some() {
            format!("{} of {}", c.days_in_period, report.period.days())
        } else {
            "–".to_owned()
        };
        vec![prose(&c.title, limits), number(c.files), number(c.rows), day(c.first), day(c.last), text(days)]
    };
    let drawn = if report.coverage.iter().all(|c| c.file_spans.is_empty()) {
        Block::Paragraph(text("No file has rows by day, so there are no days to draw."))
    } else {
        Block::Bands(report)
    };
    vec![drawn, Block::Table(table("What the data covers", &columns, &report.coverage, limits, row))]
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
