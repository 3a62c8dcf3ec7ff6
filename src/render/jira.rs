//! `report.jira.txt`: the comment in Jira's wiki markup, for a Jira that takes no Markdown.

mod findings;
mod spans;

use anyhow::Result;

use spans::{code, formatted, list, strong};

use super::charts::coverage;
use super::document::{Block, Cells, Comment, Document, Figure, Illustration, Section, Table, Words, spelled};
use super::escape::{cut, jira as escaped};
use super::{File, Renderer};
use crate::model::Report;

/// The registry line.
pub(super) const RENDERER: Renderer =
    Renderer { id: "jira", title: "report.jira.txt, to paste into Jira (wiki markup)", render };

/// A comment in Jira holds 32,767 characters (its `jira.text.field.character.limit` as shipped); some room is left for words around it.
const COMMENT: Comment = Comment {
    most: 32_000,
    rest: "The rest is in {{report.html}} and {{findings.json}}.\n",
    head,
    section: write_section,
};

fn render(report: &Report) -> Result<Vec<File>> {
    Ok(vec![File::new("report.jira.txt", COMMENT.of(report))])
}

/// The report within the widest limits, however long that is.
#[cfg(test)]
pub(super) fn whole(report: &Report) -> String {
    COMMENT.whole(report)
}

fn head(document: &Document) -> String {
    let facts: Vec<_> = document.facts.iter().map(|(name, words)| format!("{name}: {}", formatted(words))).collect();
    format!("h1. {}\n\n{}\n\n", escaped(&document.title), facts.join(" · "))
}

/// Nothing folds in Jira: what only some need is named, and stands in the page.
fn write_section(out: &mut String, section: &Section) {
    if section.id == "about" {
        out.push_str(
            "Keys to rotate, reviews, the log, inputs, coverage and what this report proves: see {{report.html}}.\n",
        );
    }
    if section.folded {
        return;
    }
    out.push_str(&format!("h2. {}\n\n", escaped(section.title)));
    for block in &section.blocks {
        match block {
            Block::Paragraph(words) => out.push_str(&format!("{}\n\n", formatted(words))),
            Block::List(points) => out.push_str(&format!("{}\n", list(points, "*"))),
            Block::Table(table) => write_table(out, table),
            Block::Folded(title, table) => {
                out.push_str(&format!("{}\n\n", formatted(title)));
                write_table(out, table);
            }
            Block::Figures(figures) => write_figures(out, figures),
            Block::Chart(drawn) => write_illustration(out, drawn),
            Block::Bands(report) => write_drawing(out, "coverage", coverage::HEADING, &coverage::caption(report)),
            Block::Facts(all) => {
                let line = |(name, words): &(String, Words)| format!("* {}: {}\n", strong(name), formatted(words));
                out.push_str(&format!("{}\n", all.iter().map(line).collect::<String>()));
            }
            // The table of controls and the findings by subject already say all there is to say.
            Block::Group(_) => {}
            Block::Cards(cards) => findings::write_out(out, cards),
        }
    }
}

fn write_illustration(out: &mut String, drawn: &Illustration) {
    write_drawing(out, &drawn.chart.id, &drawn.chart.title, &drawn.chart.caption);
}

/// Where the picture is, and what it shows.
fn write_drawing(out: &mut String, id: &str, title: &str, caption: &str) {
    let (title, caption) = (cut(title, 200), spelled(&cut(caption, 600)));
    let file = code(&format!("charts/{}.png", cut(id, 60)));
    out.push_str(&format!("{} ({file}): {}\n\n", strong(&title), escaped(&caption)));
}

fn write_table(out: &mut String, table: &Table) {
    if let (true, Some(more)) = (table.rows.is_empty(), &table.more) {
        out.push_str(&format!("{}: {}\n\n", escaped(table.caption), formatted(more)));
        return;
    }
    // A cell without anything would join its neighbours to a cell of a heading.
    let filled = |text: String| if text.trim().is_empty() { " ".to_owned() } else { text };
    let heads: Vec<String> = table.columns.iter().map(|(title, _): &(_, Cells)| filled(escaped(title))).collect();
    out.push_str(&format!("||{}||\n", heads.join("||")));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|words| filled(formatted(words))).collect();
        out.push_str(&format!("|{}|\n", cells.join("|")));
    }
    out.push('\n');
    if let Some(more) = &table.more {
        out.push_str(&format!("{}\n\n", formatted(more)));
    }
}

fn write_figures(out: &mut String, figures: &[Figure]) {
    out.push_str("||Figure||Value|| ||\n");
    for Figure { label, value, note } in figures {
        let note = if note.is_empty() { " ".to_owned() } else { escaped(note) };
        out.push_str(&format!("|{}|{}|{note}|\n", escaped(label), strong(value)));
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Severity;
    use crate::render::document::units;
    use crate::render::sample;

    #[test]
    fn conclusion_first_and_a_crowd_fits() {
        let mut report = sample::report();
        let many = |n| sample::finding("stale-key", Severity::High, &format!("key {n}"), &"very ".repeat(2_000));
        report.findings.extend((0..3_000).map(many));
        let text = COMMENT.of(&report);
        assert!(units(&text) <= COMMENT.most, "{}", units(&text));
        assert!(text.find("h2. Conclusion").unwrap() < text.find("h2. Controls").unwrap());
        assert!(text.contains("in {{findings.csv}}"));
    }

    #[test]
    fn every_row_has_the_cells_of_its_head() {
        let text = COMMENT.whole(&sample::report());
        let mut columns = 0;
        let mut rows = 0;
        for line in text.lines().filter(|line| line.starts_with('|')) {
            let bars = line.replace("\\|", "").matches('|').count();
            if line.starts_with("||") {
                columns = bars / 2 - 1;
            } else {
                rows += 1;
                assert_eq!(bars - 1, columns, "{line}");
            }
        }
        assert!(rows > 20, "{rows}");
    }
}
