//! The tables: verdicts, what was not assessed, what is suppressed, checks, inputs, coverage, frameworks.

use super::figures::grouped;
use super::{Block, Limits, Span, Table, Words, code, count, prose, text};
use crate::model::{
    CheckResult, CheckStatus, ControlResult, Coverage, Finding, Input, NotAssessed, Report, Suppressed,
    UnusedSuppression,
};

/// Characters of a hash that tables show; the manifest has all 64.
const SHORT_HASH: usize = 12;

fn table<T>(
    caption: &'static str,
    columns: &[(&'static str, bool)],
    items: &[T],
    limits: &Limits,
    row: impl Fn(&T) -> Vec<Words>,
) -> Table {
    let rest = items.len().saturating_sub(limits.rows);
    let more = vec![Span::Text(format!("… {} in ", count(rest, "more row"))), Span::Code("findings.json".into())];
    Table {
        caption,
        columns: columns.to_vec(),
        rows: items.iter().take(limits.rows).map(row).collect(),
        more: (rest > 0).then_some(more),
    }
}

fn number(n: u64) -> Words {
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

pub(super) fn verdicts(report: &Report, limits: &Limits) -> Table {
    let columns = [("Verdict", false), ("Control", false), ("Why", false), ("Exceptions", true), ("Looked at", true)];
    table("Verdict of every control", &columns, &report.controls, limits, |control: &ControlResult| {
        vec![
            vec![Span::Verdict(control.status)],
            vec![Span::Link(super::cut(&control.title, limits.text), format!("control-{}", control.id.id()))],
            prose(&control.summary, limits),
            number(control.exceptions),
            number(control.population),
        ]
    })
}

pub(super) fn not_assessed(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    if report.not_assessed.is_empty() {
        return vec![Block::Paragraph(text("Every check that is switched on could be assessed."))];
    }
    let columns = [("Check", false), ("Why", false), ("What would make it assessable", false)];
    let row = |n: &NotAssessed| vec![vec![code(&n.rule, limits)], prose(&n.why, limits), notes(&n.needs, limits)];
    vec![
        Block::Paragraph(text("Nothing is known about these. They count as neither passed nor failed.")),
        Block::Table(table("Checks that could not be assessed", &columns, &report.not_assessed, limits, row)),
    ]
}

pub(super) fn suppressed(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let mut blocks = Vec::new();
    if report.suppressed.is_empty() {
        blocks.push(Block::Paragraph(text("The policy suppresses no finding.")));
    } else {
        let columns = [
            ("Finding", false),
            ("Severity", false),
            ("Check", false),
            ("Reason", false),
            ("Approved by", false),
            ("Until", false),
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
        let columns = [("Check", false), ("Subject", false), ("Why without effect", false)];
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

pub(super) fn resolved(report: &Report, limits: &Limits) -> Table {
    let columns = [("Finding", false), ("Severity", false), ("Check", false), ("Id", false)];
    table("Findings of the baseline that are gone", &columns, &report.resolved, limits, |f: &Finding| {
        vec![
            prose(&f.title, limits),
            vec![Span::Severity(f.severity)],
            vec![code(&f.rule, limits)],
            vec![code(&f.id, limits)],
        ]
    })
}

pub(super) fn checks(report: &Report, limits: &Limits) -> Table {
    let columns = [
        ("Check", false),
        ("What it finds", false),
        ("Status", false),
        ("Looked at", false),
        ("Findings", true),
        ("Suppressed", true),
        ("Notes", false),
    ];
    table("Every check and how it went", &columns, &report.checks, limits, |check: &CheckResult| {
        let (status, population) = match check.status {
            CheckStatus::Assessed => ("assessed", format!("{} {}", grouped(check.population), check.of)),
            CheckStatus::NotAssessed => ("not assessed", "–".to_owned()),
            CheckStatus::Disabled => ("disabled", "–".to_owned()),
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
        ("File", false),
        ("Kind", false),
        ("Rows", true),
        ("Accepted", true),
        ("Rejected", true),
        ("Duplicates", true),
        ("Restated", true),
        ("First", false),
        ("Last", false),
        ("SHA-256", false),
        ("Notes", false),
    ];
    let row = |input: &Input| {
        let day =
            |day: &Option<String>| day.as_deref().map_or_else(|| text("–"), |day| text(super::cut(day, limits.text)));
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
            number(input.rejected),
            number(input.duplicates),
            number(input.restated),
            day(&input.first),
            day(&input.last),
            vec![Span::Code(hash)],
            notes(&input.notes, limits),
        ]
    };
    let rule = "Rows = accepted + rejected + duplicates + restated. Accepted includes rows outside the period, which serve as history; \
                every rejected row stands in ";
    vec![
        Block::Paragraph(vec![Span::Text(rule.into()), Span::Code("rejected-rows.csv".into()), Span::Text(".".into())]),
        Block::Table(table("Every input and what became of its rows", &columns, &report.inputs, limits, row)),
    ]
}

pub(super) fn coverage(report: &Report, limits: &Limits) -> Table {
    let columns = [
        ("Table", false),
        ("Files", true),
        ("Rows", true),
        ("First day", false),
        ("Last day", false),
        ("Days of the period", true),
    ];
    table("What the data covers", &columns, &report.coverage, limits, |c: &Coverage| {
        let day = |day: Option<chrono::NaiveDate>| text(day.map_or_else(|| "–".to_owned(), |day| day.to_string()));
        let days = if c.first.is_some() {
            format!("{} of {}", c.days_in_period, report.period.days())
        } else {
            "–".to_owned()
        };
        vec![prose(&c.title, limits), number(c.files), number(c.rows), day(c.first), day(c.last), text(days)]
    })
}

pub(super) fn frameworks(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let columns = [("Control", false), ("SOC 2", false), ("ISO/IEC 27001:2022", false), ("NIST SP 800-53 r5", false)];
    let row = |control: &ControlResult| {
        let f = &control.frameworks;
        let list = |ids: &[String]| prose(&ids.join(", "), limits);
        vec![prose(&control.title, limits), list(&f.soc2), list(&f.iso27001), list(&f.nist80053)]
    };
    vec![
        Block::Paragraph(text(
            "Evidence for a control on the left supports an assessment of the criteria on its right.",
        )),
        Block::Table(table("Criteria that a control supports", &columns, &report.controls, limits, row)),
    ]
}
