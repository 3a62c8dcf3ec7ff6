//! What was found about a control: its verdict, why, what was checked, and a line for each finding.

use super::{escaped, formatted};
use crate::render::document::{Group, Span, count};

/// A control with its findings.
pub(super) fn write_out(out: &mut String, group: &Group) {
    let verdict = formatted(&vec![Span::Verdict(group.verdict)]);
    out.push_str(&format!(
        "<section class=\"control\" id=\"{}\">\n<header>{verdict}<h3>{}</h3><span class=\"quiet\">{}</span></header>\n<p>{}</p>\n<p class=\"quiet\">Items checked: {}</p>\n",
        escaped(&group.id),
        escaped(&group.title),
        if group.total == 0 { "no findings".to_owned() } else { count(group.total, "finding") },
        formatted(&group.summary),
        formatted(&group.population),
    ));
    if !group.findings.is_empty() {
        out.push_str("<ul>\n");
        for item in &group.findings {
            let severity = formatted(&vec![Span::Severity(item.finding.severity)]);
            let title = formatted(&item.title);
            out.push_str(&format!("<li>{severity} <a href=\"#{}\">{title}</a></li>\n", escaped(&item.id)));
        }
        out.push_str("</ul>\n");
    }
    if let Some(more) = &group.more {
        out.push_str(&format!("<p class=\"more\">{}</p>\n", formatted(more)));
    }
    out.push_str("</section>\n");
}
