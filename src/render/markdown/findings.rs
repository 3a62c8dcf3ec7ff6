//! Findings folded under the verdict of their control: the worst with evidence and steps, the others in a line each.

use super::spans::{code, list, sign, spelt};
use crate::render::document::{Group, Item, Span, count};
use crate::render::escape::html;

/// A control with its findings.
pub(super) fn spell(out: &mut String, group: &Group) {
    // Markdown leaves the inside of an HTML block alone; not every ticket system knows that.
    out.push_str(&format!(
        "<details>\n<summary>{} <b>{}</b>: {}</summary>\n\n",
        sign(group.verdict),
        html(&group.title).replace('[', "&#91;").replace(']', "&#93;").replace('|', "&#124;"),
        count(group.total, "finding")
    ));
    for item in group.findings.iter().take(group.details) {
        spell_item(out, item);
    }
    let lines: String = group.findings.iter().skip(group.details).map(line).collect();
    if !lines.is_empty() {
        out.push_str(&format!("{lines}\n"));
    }
    if let Some(more) = &group.more {
        out.push_str(&format!("{}\n\n", spelt(more)));
    }
    out.push_str("</details>\n\n");
}

/// A finding for which there is no more room: what, and where the rest is to be found.
fn line(item: &Item) -> String {
    let severity = spelt(&vec![Span::Severity(item.finding.severity)]);
    let since = item.since.as_ref().map(|words| format!(" ({words})")).unwrap_or_default();
    format!("- {severity}: {}{since} · {} · {}\n", spelt(&item.title), code(&item.finding.rule), code(&item.finding.id))
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
