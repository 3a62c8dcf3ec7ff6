//! `report.md`: fits a comment of a ticket, verdicts first and details folded.

use anyhow::Result;

use super::charts::coverage;
use super::document::{
    Block, Cells, Document, Figure, Group, Illustration, Item, Limits, Section, Span, Table, Words, count, document,
    word,
};
use super::escape::{html, markdown as escaped};
use super::{File, Renderer};
use crate::model::{Report, Severity, Verdict};

/// The registry line.
pub(super) const RENDERER: Renderer = Renderer { id: "md", title: "report.md, to paste into a ticket", render };

/// A comment on GitHub holds 65,536 characters; some room is left for words around the report.
const MOST_BYTES: usize = 60_000;
/// The first that fits is taken. Whatever is left out is said where it would stand.
const LADDER: [Limits; 5] = [
    Limits { findings: 100, rows: 200, evidence: 8, text: 300 },
    Limits { findings: 25, rows: 100, evidence: 5, text: 240 },
    Limits { findings: 8, rows: 60, evidence: 3, text: 160 },
    Limits { findings: 3, rows: 40, evidence: 2, text: 100 },
    Limits { findings: 1, rows: 12, evidence: 1, text: 60 },
];

fn render(report: &Report) -> Result<Vec<File>> {
    let mut text = String::new();
    for limits in &LADDER {
        text = spell(&document(report, limits));
        if text.len() <= MOST_BYTES {
            break;
        }
    }
    Ok(vec![File::new("report.md", text)])
}

fn spell(document: &Document) -> String {
    let facts: Vec<_> = document.facts.iter().map(|(name, words)| format!("{name}: {}", spelt(words))).collect();
    let mut out = format!("# {}\n\n{}\n\n", escaped(&document.title), facts.join(" · "));
    for section in &document.sections {
        spell_section(&mut out, section);
    }
    out
}

fn spell_section(out: &mut String, section: &Section) {
    if section.folded {
        out.push_str(&format!("<details>\n<summary><b>{}</b></summary>\n\n", html(section.title)));
    } else {
        out.push_str(&format!("## {}\n\n", escaped(section.title)));
    }
    for block in &section.blocks {
        match block {
            Block::Paragraph(words) => out.push_str(&format!("{}\n\n", spelt(words))),
            Block::List(points) => out.push_str(&format!("{}\n", list(points, |_| "- ".to_owned()))),
            Block::Table(table) => spell_table(out, table),
            // The section around it is folded.
            Block::Folded(title, table) => {
                out.push_str(&format!("{}\n\n", spelt(title)));
                spell_table(out, table);
            }
            Block::Figures(figures) => spell_figures(out, figures),
            Block::Chart(drawn) => spell_illustration(out, drawn),
            Block::Bands(report) => spell_drawing(out, "coverage", coverage::HEADING, &coverage::caption(report)),
            // The table of verdicts already says all there is to say about the others.
            Block::Group(group) if group.total == 0 => {}
            Block::Group(group) => spell_group(out, group),
        }
    }
    if section.folded {
        out.push_str("</details>\n\n");
    }
}

fn spell_illustration(out: &mut String, drawn: &Illustration) {
    spell_drawing(out, &drawn.chart.id, &drawn.chart.title, &drawn.chart.caption);
}

/// Markdown has no drawings of its own: where the picture is, and what it shows.
fn spell_drawing(out: &mut String, id: &str, title: &str, caption: &str) {
    let (title, caption) = (super::escape::cut(title, 200), super::escape::cut(caption, 600));
    let file = code(&format!("charts/{}.png", super::escape::cut(id, 60)));
    out.push_str(&format!("{} ({file}): {}\n\n", strong(&title), escaped(&caption)));
}

fn spelt(words: &Words) -> String {
    let spell = |span: &Span| match span {
        Span::Text(text) | Span::Link(text, _) => escaped(text),
        Span::Code(text) => code(text),
        Span::Strong(text) => strong(text),
        Span::Verdict(verdict) => format!("{} {}", sign(*verdict), word(*verdict)),
        Span::Severity(severity) => format!("{} {}", dot(*severity), severity.id()),
    };
    words.iter().map(spell).collect()
}

/// Four asterisks with nothing between them would be no emphasis but four asterisks.
fn strong(text: &str) -> String {
    if text.trim().is_empty() { String::new() } else { format!("**{}**", escaped(text.trim())) }
}

/// Between backticks where nothing in the text could end that or the table cell around it, or means something to a careless reader.
fn code(text: &str) -> String {
    let text = super::escape::visible(text);
    let tame = !text.is_empty() && text.trim() == text && !text.contains(['`', '|', '<', '>', '&', '[', ']']);
    if tame { format!("`{text}`") } else { format!("<code>{}</code>", escaped(&text)) }
}

fn list(points: &[Words], marker: impl Fn(usize) -> String) -> String {
    points.iter().enumerate().map(|(n, words)| format!("{}{}\n", marker(n), spelt(words))).collect()
}

fn spell_table(out: &mut String, table: &Table) {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push_str(&line(table.columns.iter().map(|(title, _)| escaped(title)).collect()));
    out.push_str(&line(
        table
            .columns
            .iter()
            .map(|(_, cells)| if *cells == Cells::Number { "---:" } else { "---" }.to_owned())
            .collect(),
    ));
    for row in &table.rows {
        out.push_str(&line(row.iter().map(spelt).collect()));
    }
    out.push('\n');
    if let Some(more) = &table.more {
        out.push_str(&format!("{}\n\n", spelt(more)));
    }
}

fn spell_figures(out: &mut String, figures: &[Figure]) {
    out.push_str("| Figure | Value | |\n| --- | ---: | --- |\n");
    for Figure { label, value, note } in figures {
        out.push_str(&format!("| {} | **{}** | {} |\n", escaped(label), escaped(value), escaped(note)));
    }
    out.push('\n');
}

fn spell_group(out: &mut String, group: &Group) {
    // Markdown leaves the inside of an HTML block alone; not every ticket system knows that.
    out.push_str(&format!(
        "<details>\n<summary>{} <b>{}</b>: {}</summary>\n\n",
        sign(group.verdict),
        html(&group.title).replace('[', "&#91;").replace(']', "&#93;").replace('|', "&#124;"),
        count(group.total, "finding")
    ));
    for drawn in &group.charts {
        spell_illustration(out, drawn);
    }
    for item in &group.findings {
        spell_item(out, item);
    }
    if let Some(more) = &group.more {
        out.push_str(&format!("{}\n\n", spelt(more)));
    }
    out.push_str("</details>\n\n");
}

fn spell_item(out: &mut String, item: &Item) {
    let severity = spelt(&vec![Span::Severity(item.finding.severity)]);
    let since = item.since.as_ref().map(|words| format!(" ({words})")).unwrap_or_default();
    out.push_str(&format!("#### {severity}: {}{since}\n\n{}\n\n", spelt(&item.title), spelt(&item.message)));
    let facts: Vec<_> = item.facts.iter().map(|(name, words)| format!("{name}: {}", spelt(words))).collect();
    out.push_str(&format!("{}\n\n", facts.join(" · ")));
    if !item.evidence.is_empty() {
        out.push_str(&format!("Evidence:\n\n{}\n", list(&item.evidence, |_| "- ".to_owned())));
    }
    if !item.remediation.is_empty() {
        out.push_str(&format!("What to do:\n\n{}\n", list(&item.remediation, |n| format!("{}. ", n + 1))));
    }
}

/// Coloured where the ticket system has emoji, and told apart by shape.
const fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "✅",
        Verdict::Fail => "❌",
        Verdict::Attention => "⚠️",
        Verdict::NotAssessed => "➖",
    }
}

const fn dot(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "🟥",
        Severity::High => "🔴",
        Severity::Medium => "🟠",
        Severity::Low => "🔵",
        Severity::Info => "⚪",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn text(report: &Report) -> String {
        String::from_utf8(render(report).unwrap().remove(0).bytes).unwrap()
    }

    #[test]
    fn verdicts_come_first_and_details_are_folded() {
        let text = text(&sample::report());
        assert!(text.find("## Verdicts").unwrap() < text.find("## Key figures").unwrap());
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
        assert!(!text.contains("<script") && !text.replace("\\](", "").contains("]("));
    }

    #[test]
    fn code_spans_cannot_be_ended() {
        assert_eq!(code("prod-billing"), "`prod-billing`");
        assert_eq!(code("a`b"), "<code>a\\`b</code>");
        assert_eq!(code("a|b"), "<code>a\\|b</code>");
        assert_eq!(code("</code><script>"), "<code>&lt;/code&gt;&lt;script&gt;</code>");
        assert_eq!(code(""), "<code></code>");
    }

    #[test]
    fn a_crowd_of_findings_is_cut_with_words() {
        let mut report = sample::report();
        let many = (0..3_000)
            .map(|n| sample::finding("stale-key", Severity::High, &format!("key {n}"), &"very ".repeat(20_000)));
        report.findings.extend(many);
        report.inputs = report.inputs.iter().cycle().take(5_000).cloned().collect();
        let text = text(&report);
        assert!(text.len() <= MOST_BYTES, "{}", text.len());
        assert!(text.contains("more findings in `findings.csv`") && text.contains("more rows in `findings.json`"));
    }
}
