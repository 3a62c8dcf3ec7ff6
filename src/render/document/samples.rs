//! What was drawn for the auditor, with the life of each.

use std::collections::BTreeMap;

use super::Cells::{Prose, Short};
use super::{Block, Limits, Span, Table, Words, code, count, prose, text};
use crate::model::{Evidence, Report, Sample, SampleItem, SampleLine, grouped};

/// How often something may recur in one life before it takes one row: the sign-ins of a quarter are no news one by one.
const RECURRING: usize = 4;

/// As many rows of a life as places of a finding, and this many times more.
const ROWS_A_PLACE: usize = 2;

pub(super) fn samples(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let seed = report.samples.first().map_or("", |sample| &sample.seed);
    let rule = vec![
        Span::Text("Drawn are those with the smallest SHA-256 of the seed ".into()),
        code(seed, limits),
        Span::Text(
            ", a line feed and their id, in UTF-8; whoever repeats that with the lists gets the same. All lines, with every place in the \
             exports, stand in "
                .into(),
        ),
        Span::Code("findings.json".into()),
        Span::Text(".".into()),
    ];
    let each = report.samples.iter().flat_map(|sample| one(sample, limits));
    std::iter::once(Block::Paragraph(rule)).chain(each).collect()
}

fn one(sample: &Sample, limits: &Limits) -> Vec<Block<'static>> {
    let mut drawn = vec![
        Span::Strong(format!("{} of {}", grouped(sample.items.len() as u64), grouped(sample.population))),
        Span::Text(" ".into()),
    ];
    drawn.extend(prose(&sample.of, limits));
    if let Some(why) = &sample.partial {
        drawn.push(Span::Text(", and there may be more: ".into()));
        drawn.extend(prose(why, limits));
    }
    let mut blocks = vec![Block::Paragraph(drawn)];
    blocks.extend(sample.items.iter().take(limits.rows).map(|item| life(item, limits)));
    if sample.items.len() > limits.rows {
        let rest = format!("… {} in ", count(sample.items.len() - limits.rows, "more item"));
        blocks.push(Block::Paragraph(vec![Span::Text(rest), Span::Code("findings.json".into())]));
    }
    blocks
}

fn life(item: &SampleItem, limits: &Limits) -> Block<'static> {
    let mut title = Words::new();
    if let Some(name) = &item.name {
        title.extend([code(name, limits), Span::Text(" ".into())]);
    }
    title.extend([code(&item.id, limits), Span::Text(format!(": {}", count(item.lines.len(), "line")))]);
    let mut rows = folded(&item.lines);
    let most = (limits.evidence * ROWS_A_PLACE).min(limits.rows);
    let rest = rows.len().saturating_sub(most);
    // How it began and how it stands, findings last, tell more than what lies between.
    let before = most.div_ceil(2);
    if rest > 0 {
        rows.drain(before..before + rest);
    }
    let left_out = format!("… {} behind the first {before}, in ", count(rest, "more row"));
    Block::Folded(
        title,
        Table {
            caption: "What is on record about it",
            columns: super::heads(&[("At (UTC)", Short), ("What", Prose), ("Where", Prose)]),
            rows: rows.iter().map(|row| formatted(row, limits)).collect(),
            more: (rest > 0).then(|| vec![Span::Text(left_out), Span::Code("findings.json".into())]),
        },
    )
}

/// A line, and how often it recurs later, with the last time.
struct Row<'a> {
    line: &'a SampleLine,
    again: usize,
    last: Option<&'a str>,
}

/// The lines, with one row for what recurs: it stands where it was first.
fn folded(lines: &[SampleLine]) -> Vec<Row<'_>> {
    let mut same: BTreeMap<&str, Vec<&SampleLine>> = BTreeMap::new();
    for line in lines {
        same.entry(&line.what).or_default().push(line);
    }
    let mut rows = Vec::new();
    for line in lines {
        let all = same.get(line.what.as_str()).map_or(&[][..], Vec::as_slice);
        let is_first = all.first().is_some_and(|first| std::ptr::eq(*first, line));
        if all.len() < RECURRING {
            rows.push(Row { line, again: 0, last: None });
        } else if is_first {
            rows.push(Row { line, again: all.len() - 1, last: all.last().and_then(|last| last.at.as_deref()) });
        }
    }
    rows
}

fn formatted(row: &Row<'_>, limits: &Limits) -> Vec<Words> {
    let mut what = prose(&row.line.what, limits);
    if row.again > 0 {
        let last = row.last.map_or_else(String::new, |last| format!(", last {}", super::cut(last, limits.text)));
        what.push(Span::Text(format!("; {} more{last}", grouped(row.again as u64))));
    }
    let at = row.line.at.as_deref().map_or_else(|| text("–"), |at| prose(at, limits));
    vec![at, what, places(&row.line.evidence, limits)]
}

/// The first place, and how many more there are.
fn places(all: &[Evidence], limits: &Limits) -> Words {
    let Some(first) = all.first() else { return text("–") };
    let line = first.line.map(|line| format!(":{line}")).unwrap_or_default();
    let mut words = vec![Span::Code(format!("{}{line}", super::cut(&first.file, limits.text)))];
    if all.len() > 1 {
        words.push(Span::Text(format!(" … {}", count(all.len() - 1, "more place"))));
    }
    words
}
