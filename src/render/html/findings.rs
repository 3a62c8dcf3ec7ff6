//! Findings under the verdict of their control.

use super::{badge, escaped, list, spelt};
use crate::model::Severity;
use crate::render::document::{Group, Item, Span, count};

/// A control with its findings.
pub(super) fn spell(out: &mut String, group: &Group) {
    let verdict = spelt(&vec![Span::Verdict(group.verdict)]);
    out.push_str(&format!(
        "<section class=\"control\" id=\"{}\">\n<header>{verdict}<h3>{}</h3><span class=\"quiet\">{}</span></header>\n<p>{}</p>\n",
        escaped(&group.id),
        escaped(&group.title),
        if group.total == 0 { "no findings".to_owned() } else { count(group.total, "finding") },
        spelt(&group.summary)
    ));
    for item in &group.findings {
        spell_item(out, item);
    }
    if let Some(more) = &group.more {
        out.push_str(&format!("<p class=\"more\">{}</p>\n", spelt(more)));
    }
    out.push_str("</section>\n");
}

fn spell_item(out: &mut String, item: &Item) {
    let open = if item.finding.severity >= Severity::High { " open" } else { "" };
    let since = item.since.as_ref().map(|words| format!("<span class=\"since\">{words}</span>")).unwrap_or_default();
    out.push_str(&format!(
        "<details class=\"finding\" id=\"{}\"{open}>\n<summary>{}<span class=\"title\">{}{since}</span></summary>\n<div class=\"body\">\n<p>{}</p>\n",
        escaped(&item.id),
        badge(item.finding.severity),
        spelt(&item.title),
        spelt(&item.message)
    ));
    out.push_str("<dl>\n");
    for (name, words) in &item.facts {
        out.push_str(&format!("<dt>{name}</dt><dd>{}</dd>\n", spelt(words)));
    }
    out.push_str("</dl>\n<div>\n");
    for (title, element, points) in [("Evidence", "ul", &item.evidence), ("What to do", "ol", &item.remediation)] {
        if !points.is_empty() {
            out.push_str(&format!("<h4>{title}</h4>\n"));
            list(out, element, points);
        }
    }
    out.push_str("</div>\n</div>\n</details>\n");
}
