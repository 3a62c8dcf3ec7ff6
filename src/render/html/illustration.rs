//! A drawing with title, sentence, findings and numbers.

use anyhow::Result;

use super::{LIMITS, escaped, list, write_table};
use crate::render::charts::{self, Picture};
use crate::render::document::{Illustration, spelled};
use crate::render::escape::cut;

/// The whole of it.
pub(super) fn write_out(out: &mut String, drawn: &Illustration) -> Result<()> {
    let chart = drawn.chart;
    figure(out, &drawn.id, &chart.title, &chart.caption, &charts::picture(chart)?);
    if !drawn.findings.is_empty() {
        out.push_str("<div class=\"key\">\n");
        list(out, "ul", &drawn.findings);
        out.push_str("</div>\n");
    }
    if !chart.source.is_empty() {
        out.push_str(&format!("<p class=\"source\">{}</p>\n", text(&chart.source)));
    }
    out.push_str("<details class=\"fold\">\n<summary>Data table</summary>\n");
    write_table(out, &drawn.numbers, true);
    out.push_str("</details>\n</figure>\n");
    Ok(())
}

/// The whole of it under its title.
pub(super) fn folded(out: &mut String, drawn: &Illustration) -> Result<()> {
    out.push_str(&format!("<details class=\"fold drawing\">\n<summary>{}</summary>\n", text(&drawn.chart.title)));
    write_out(out, drawn)?;
    out.push_str("</details>\n");
    Ok(())
}

/// Title, sentence and picture; the figure stays open.
pub(super) fn figure(out: &mut String, id: &str, title: &str, caption: &str, drawn: &Picture) {
    let (id, title, caption) = (escaped(id), text(title), text(caption));
    let drawing = drawn.labelled(&id, &title, &caption);
    out.push_str(&format!(
        "<figure id=\"{id}\">\n<figcaption><h3>{title}</h3><p>{caption}</p></figcaption>\n<div class=\"wide\" tabindex=\"0\">{drawing}</div>\n"
    ));
}

fn text(words: &str) -> String {
    escaped(&spelled(&cut(words, LIMITS.text)))
}
