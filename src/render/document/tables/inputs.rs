//! The tables of what was read: every input with its rows, and the days that the data covers.

use super::super::Cells::{Number, Prose, Short};
use super::super::{Block, Limits, Span, code, cut, prose, spelled, text};
use super::{notes, number, table};
use crate::model::{Coverage, Input, Report, grouped};

/// Characters of a hash that tables show; the manifest has all 64.
const SHORT_HASH: usize = 12;

/// Characters of an instant that make its day.
const DAY: usize = 10;

pub(in crate::render::document) fn inputs(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let columns = [
        ("File", Prose),
        ("Kind", Short),
        ("Rows", Number),
        ("Accepted", Number),
        ("Not counted", Number),
        ("Days", Prose),
        ("SHA-256", Short),
        ("Notes", Prose),
    ];
    let row = |input: &Input| {
        let day = |day: &str| cut(&day.chars().take(DAY).collect::<String>(), DAY);
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
            input
                .kind
                .as_deref()
                .map_or_else(|| vec![Span::Strong("not recognized".into())], |kind| text(cut(kind, limits.text))),
            number(input.rows),
            number(input.accepted),
            text(left_out),
            // Spelled, since days of digits break at their hyphens.
            text(spelled(&days)),
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

pub(in crate::render::document) fn coverage<'a>(report: &'a Report, limits: &Limits) -> Vec<Block<'a>> {
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
