//! `report.md`: fits a comment of a ticket, verdicts first and details folded.

mod findings;
mod spans;
#[cfg(test)]
mod tests;

use anyhow::Result;

use spans::{code, formatted, list, strong};

use super::charts::coverage;
use super::document::{Block, Cells, Document, Figure, Illustration, Limits, Section, Table, Words, document};
use super::escape::{html, markdown as escaped};
use super::{File, Renderer};
use crate::model::Report;

/// The registry line.
pub(super) const RENDERER: Renderer = Renderer { id: "md", title: "report.md, to paste into a ticket", render };

/// A comment in Jira holds 32,767 characters (its `jira.text.field.character.limit` as shipped), one on GitHub 65,536; some room is
/// left for words around the report. Counted are UTF-16 units, as Java does: an emoji takes two.
const MOST: usize = 32_000;
/// The first that fits is taken. Whatever is left out is said where it would stand: first the tables behind the findings go, then
/// evidence and steps of all but the worst; every finding keeps its line as long as there is room for it.
const LADDER: [Limits; 8] = [
    Limits { findings: 300, details: 100, rows: 200, background: 200, evidence: 8, text: 300 },
    Limits { findings: 300, details: 25, rows: 100, background: 30, evidence: 5, text: 240 },
    Limits { findings: 300, details: 5, rows: 60, background: 10, evidence: 3, text: 200 },
    Limits { findings: 300, details: 2, rows: 40, background: 0, evidence: 2, text: 160 },
    Limits { findings: 300, details: 1, rows: 30, background: 0, evidence: 2, text: 160 },
    Limits { findings: 300, details: 0, rows: 30, background: 0, evidence: 1, text: 120 },
    Limits { findings: 12, details: 0, rows: 15, background: 0, evidence: 1, text: 80 },
    Limits { findings: 3, details: 0, rows: 12, background: 0, evidence: 0, text: 50 },
];

fn render(report: &Report) -> Result<Vec<File>> {
    let mut text = String::new();
    for limits in &LADDER {
        text = write_out(&document(report, limits), usize::MAX);
        if units(&text) <= MOST {
            return Ok(vec![File::new("report.md", text)]);
        }
    }
    // Names of nothing but marks that need an escape: whole sections go, from the end.
    if let Some(limits) = LADDER.last() {
        text = write_out(&document(report, limits), MOST);
    }
    Ok(vec![File::new("report.md", text)])
}

/// The report within the widest limits, however long that is.
#[cfg(test)]
pub(super) fn whole(report: &Report) -> String {
    LADDER.first().map(|limits| write_out(&document(report, limits), usize::MAX)).unwrap_or_default()
}

/// Length as ticket systems count it.
fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// As many sections as fit; the first, with the verdicts, always stands.
fn write_out(document: &Document, most: usize) -> String {
    let facts: Vec<_> = document.facts.iter().map(|(name, words)| format!("{name}: {}", formatted(words))).collect();
    let mut out = format!("# {}\n\n{}\n\n", escaped(&document.title), facts.join(" · "));
    for (n, section) in document.sections.iter().enumerate() {
        let mut part = String::new();
        write_section(&mut part, section);
        if n > 0 && units(&out) + units(&part) + CUT.len() > most {
            out.push_str(CUT);
            break;
        }
        out.push_str(&part);
    }
    out
}

/// Stands in the place of sections for which there is no room.
const CUT: &str = "The rest is in `report.html` and `findings.json`.\n";

fn write_section(out: &mut String, section: &Section) {
    // Lists of the page; each would repeat what stands above it.
    if matches!(section.id, "controls" | "organization") {
        return;
    }
    if section.folded {
        out.push_str(&format!("<details>\n<summary><b>{}</b></summary>\n\n", html(section.title)));
    } else {
        out.push_str(&format!("## {}\n\n", escaped(section.title)));
    }
    for block in &section.blocks {
        match block {
            Block::Paragraph(words) => out.push_str(&format!("{}\n\n", formatted(words))),
            Block::List(points) => out.push_str(&format!("{}\n", list(points, |_| "- ".to_owned()))),
            Block::Table(table) => write_table(out, table),
            // The section around it is folded.
            Block::Folded(title, table) => {
                out.push_str(&format!("{}\n\n", formatted(title)));
                write_table(out, table);
            }
            Block::Figures(figures) => write_figures(out, figures),
            Block::Chart(drawn) => write_illustration(out, drawn),
            Block::Bands(report) => write_drawing(out, "coverage", coverage::HEADING, &coverage::caption(report)),
            Block::Facts(all) => {
                let line = |(name, words): &(String, Words)| format!("- {}: {}\n", strong(name), formatted(words));
                out.push_str(&format!("{}\n", all.iter().map(line).collect::<String>()));
            }
            // The table of controls and the findings by subject already say all there is to say.
            Block::Group(_) => {}
            Block::Cards(cards) => findings::write_out(out, cards),
        }
    }
    if section.folded {
        out.push_str("</details>\n\n");
    }
}

fn write_illustration(out: &mut String, drawn: &Illustration) {
    write_drawing(out, &drawn.chart.id, &drawn.chart.title, &drawn.chart.caption);
}

/// Markdown has no drawings of its own: where the picture is, and what it shows.
fn write_drawing(out: &mut String, id: &str, title: &str, caption: &str) {
    let (title, caption) = (super::escape::cut(title, 200), super::escape::cut(caption, 600));
    let file = code(&format!("charts/{}.png", super::escape::cut(id, 60)));
    out.push_str(&format!("{} ({file}): {}\n\n", strong(&title), escaped(&caption)));
}

fn write_table(out: &mut String, table: &Table) {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    if let (true, Some(more)) = (table.rows.is_empty(), &table.more) {
        out.push_str(&format!("{}: {}\n\n", escaped(table.caption), formatted(more)));
        return;
    }
    out.push_str(&line(table.columns.iter().map(|(title, _)| escaped(title)).collect()));
    out.push_str(&line(
        table
            .columns
            .iter()
            .map(|(_, cells)| if *cells == Cells::Number { "---:" } else { "---" }.to_owned())
            .collect(),
    ));
    for row in &table.rows {
        out.push_str(&line(row.iter().map(formatted).collect()));
    }
    out.push('\n');
    if let Some(more) = &table.more {
        out.push_str(&format!("{}\n\n", formatted(more)));
    }
}

fn write_figures(out: &mut String, figures: &[Figure]) {
    out.push_str("| Figure | Value | |\n| --- | ---: | --- |\n");
    for Figure { label, value, note } in figures {
        out.push_str(&format!("| {} | **{}** | {} |\n", escaped(label), escaped(value), escaped(note)));
    }
    out.push('\n');
}
