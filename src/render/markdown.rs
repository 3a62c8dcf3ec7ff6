//! `report.md`: fits a comment of a ticket, verdicts first and details folded.

mod findings;
mod spans;
#[cfg(test)]
mod tests;

use anyhow::Result;

use spans::{code, formatted, list, strong};

use super::charts::coverage;
use super::document::{Block, Cells, Comment, Document, Figure, Illustration, Section, Table, Words, spelled};
use super::escape::{html, markdown as escaped};
use super::{File, Renderer};
use crate::model::Report;

/// The registry line.
pub(super) const RENDERER: Renderer = Renderer { id: "md", title: "report.md, to paste into a ticket", render };

/// A comment on GitHub holds 65,536 characters, one on GitLab a million; some room is left for words around the report. What Jira
/// takes, `jira.rs` writes.
const COMMENT: Comment =
    Comment { most: 60_000, rest: "The rest is in `report.html` and `findings.json`.\n", head, section: write_section };

fn render(report: &Report) -> Result<Vec<File>> {
    Ok(vec![File::new("report.md", COMMENT.of(report))])
}

/// The report within the widest limits, however long that is.
#[cfg(test)]
pub(super) fn whole(report: &Report) -> String {
    COMMENT.whole(report)
}

fn head(document: &Document) -> String {
    let facts: Vec<_> = document.facts.iter().map(|(name, words)| format!("{name}: {}", formatted(words))).collect();
    format!("# {}\n\n{}\n\n", escaped(&document.title), facts.join(" · "))
}

fn write_section(out: &mut String, section: &Section) {
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
    let (title, caption) = (super::escape::cut(title, 200), spelled(&super::escape::cut(caption, 600)));
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
