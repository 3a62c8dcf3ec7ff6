//! `report.html`: one file that needs no network and no script, and prints.

mod cards;
mod filters;
mod findings;
mod head;
mod illustration;

use anyhow::Result;

use self::filters::Filters;
use super::document::{Block, Cells, Figure, Limits, Section, Span, Table, Words, document, mark, word};
use super::escape::{html as escaped, html_breakable as breakable};
use super::{File, Renderer, charts};
use crate::model::{Report, Severity};

/// The registry line.
pub(super) const RENDERER: Renderer =
    Renderer { id: "html", title: "report.html, one file to read, print and hand on", render };

const STYLE: &str = include_str!("html.css");
/// A page of this many findings still opens at once; the rest stands in the tables for machines.
const LIMITS: Limits = Limits { findings: 500, details: 500, rows: 2_000, background: 2_000, evidence: 25, text: 600 };
/// Columns from which on a table is set smaller.
const DENSE: usize = 7;

fn render(report: &Report) -> Result<Vec<File>> {
    let document = document(report, &LIMITS);
    let mut out = String::with_capacity(1 << 17);
    let filters = Filters::of(&document.sections);
    let style = format!("{STYLE}{}", filters.style());
    head::write_out(&mut out, &document, &style);
    for section in &document.sections {
        write_section(&mut out, section, &filters)?;
    }
    out.push_str("<p class=\"top\"><a href=\"#top\">Back to the top</a></p>\n</main>\n</div>\n</body>\n</html>\n");
    Ok(vec![File::new("report.html", out)])
}

fn write_section(out: &mut String, section: &Section, filters: &Filters) -> Result<()> {
    let (id, title) = (section.id, escaped(section.title));
    // The anchor of what is folded is inside it: a link to it opens it without a script.
    if section.folded {
        out.push_str(&format!(
            "<section aria-labelledby=\"{id}-title\">\n<details class=\"part\">\n<summary><h2 id=\"{id}-title\">{title}</h2></summary>\n<div class=\"inside\" id=\"{id}\">\n"
        ));
    } else {
        out.push_str(&format!(
            "<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{title}</h2>\n"
        ));
    }
    // One drawing stands open, the others a click away.
    let mut drawn_before = false;
    for block in &section.blocks {
        match block {
            Block::Paragraph(words) => out.push_str(&format!("<p>{}</p>\n", formatted(words))),
            Block::List(points) => list(out, "ul", points),
            Block::Table(table) => write_table(out, table, false),
            Block::Folded(title, table) => {
                out.push_str(&format!("<details class=\"fold\">\n<summary>{}</summary>\n", formatted(title)));
                write_table(out, table, false);
                out.push_str("</details>\n");
            }
            Block::Figures(figures) => write_figures(out, figures),
            Block::Chart(drawn) if drawn_before => illustration::folded(out, drawn)?,
            Block::Chart(drawn) => {
                illustration::write_out(out, drawn)?;
                drawn_before = true;
            }
            Block::Bands(report) => {
                if let Some(drawn) = charts::coverage::picture(report)? {
                    let caption = charts::coverage::caption(report);
                    illustration::figure(out, "chart-coverage", charts::coverage::HEADING, &caption, &drawn);
                    out.push_str("</figure>\n");
                }
            }
            Block::Facts(all) => {
                let all: Vec<(&str, Words)> = all.iter().map(|(name, words)| (name.as_str(), words.clone())).collect();
                facts(out, "sure", &all);
            }
            Block::Group(group) => findings::write_out(out, group),
            Block::Cards(cards) => cards::write_out(out, cards, filters),
        }
    }
    if section.folded {
        out.push_str("</div>\n</details>\n");
    }
    out.push_str("</section>\n");
    Ok(())
}

fn formatted(words: &Words) -> String {
    let write_out = |span: &Span| match span {
        // `bdi`: a right-to-left name keeps its direction to itself.
        Span::Text(text) => format!("<bdi>{}</bdi>", breakable(text)),
        Span::Code(text) => format!("<code>{}</code>", breakable(text)),
        Span::Strong(text) => format!("<strong>{}</strong>", breakable(text)),
        Span::Verdict(verdict) => {
            format!(
                "<span class=\"badge {}\"><i aria-hidden=\"true\"><b>{}</b></i>{}</span>",
                verdict.id(),
                mark(*verdict),
                word(*verdict)
            )
        }
        Span::Severity(severity) => badge(*severity),
        Span::Count(severity, count) => {
            format!("<span class=\"severity {0}\"><b>{count} {0}</b></span>", severity.id())
        }
        Span::Link(text, anchor) => format!("<a href=\"#{}\">{}</a>", escaped(anchor), breakable(text)),
    };
    words.iter().map(write_out).collect()
}

fn badge(severity: Severity) -> String {
    format!("<span class=\"severity {0}\"><b>{0}</b></span>", severity.id())
}

fn list(out: &mut String, element: &str, points: &[Words]) {
    let points: String = points.iter().map(|words| format!("<li>{}</li>\n", formatted(words))).collect();
    out.push_str(&format!("<{element}>\n{points}</{element}>\n"));
}

fn facts(out: &mut String, class: &str, facts: &[(&str, Words)]) {
    out.push_str(&format!("<dl class=\"{class}\">\n"));
    for (name, words) in facts {
        out.push_str(&format!("<div><dt>{}</dt><dd>{}</dd></div>\n", escaped(name), formatted(words)));
    }
    out.push_str("</dl>\n");
}

fn write_table(out: &mut String, table: &Table, is_of_drawing: bool) {
    let is_dense = table.columns.len() >= DENSE;
    let class = if is_dense { "wide dense" } else { "wide stack" };
    // What scrolls takes the focus, and has a name: tables of many columns, and those of a drawing. Others become cards where room is short.
    let caption = escaped(table.caption);
    let scrolls = match is_dense || is_of_drawing {
        true => format!(" tabindex=\"0\" role=\"group\" aria-label=\"{caption}\""),
        false => String::new(),
    };
    out.push_str(&format!("<div class=\"{class}\"{scrolls}><table>\n<caption>{caption}</caption>\n<thead><tr>"));
    let class = |cells: Cells| match cells {
        Cells::Prose => "",
        Cells::Short => " class=\"s\"",
        Cells::Number => " class=\"n\"",
    };
    for (title, cells) in &table.columns {
        out.push_str(&format!("<th scope=\"col\"{}>{}</th>", class(*cells), escaped(title)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (n, (words, (title, cells))) in row.iter().zip(&table.columns).enumerate() {
            let (element, scope) = match n {
                0 => ("th", " scope=\"row\"".to_owned()),
                _ if is_dense => ("td", String::new()),
                // On a narrow screen a row is a card, and its cells say what they are.
                _ => ("td", format!(" data-label=\"{}\"", escaped(title))),
            };
            out.push_str(&format!("<{element}{scope}{}>{}</{element}>", class(*cells), formatted(words)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
    if let Some(more) = &table.more {
        out.push_str(&format!("<p class=\"more\">{}</p>\n", formatted(more)));
    }
}

fn write_figures(out: &mut String, figures: &[Figure]) {
    out.push_str("<dl class=\"figures\">\n");
    for Figure { label, value, note } in figures {
        let (value, note) = (escaped(value), escaped(note));
        let label = escaped(label);
        out.push_str(&format!(
            "<div><dt>{label}</dt><dd class=\"value\">{value}</dd><dd class=\"note\">{note}</dd></div>\n"
        ));
    }
    out.push_str("</dl>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn page(report: &Report) -> String {
        String::from_utf8(render(report).unwrap().remove(0).bytes).unwrap()
    }

    #[test]
    fn refers_to_nothing_outside_and_runs_nothing() {
        let page = page(&sample::report());
        let outside = page.replace("http://www.w3.org/2000/svg", "");
        for forbidden in ["<script", "src=", "url(", "@import", "<link", "<iframe", " style=", "<img", "href=\"http"] {
            assert!(!outside.contains(forbidden), "{forbidden}");
        }
        assert!(page.contains("default-src 'none'"));
    }

    #[test]
    fn every_link_has_its_anchor_and_every_anchor_is_one() {
        let page = page(&sample::report());
        let ids: Vec<_> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let unique: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len());
        for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(ids.contains(&target), "{target}");
        }
    }
}
