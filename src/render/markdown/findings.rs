//! Findings by severity: the worst with evidence and steps, medium ones with their fact, the others in a line each.

use super::spans::{code, formatted, list};
use crate::model::Severity;
use crate::render::document::{Cards, Item, Span, count};

/// All findings, folded by severity, worst first.
pub(super) fn write_out(out: &mut String, cards: &Cards) {
    let all = || cards.cards.iter().flat_map(|card| &card.items);
    for severity in Severity::ALL {
        let items: Vec<&Item> = all().filter(|item| item.finding.severity == severity).collect();
        if items.is_empty() {
            continue;
        }
        // Markdown leaves the inside of an HTML block alone; not every ticket system knows that.
        let title = formatted(&vec![Span::Severity(severity)]);
        out.push_str(&format!("<details>\n<summary><b>{title}</b>: {}</summary>\n\n", count(items.len(), "finding")));
        for item in &items {
            match item.is_whole && severity >= Severity::High {
                true => write_item(out, item),
                false => out.push_str(&line(item, severity)),
            }
        }
        out.push_str("\n</details>\n\n");
    }
    if let Some(more) = &cards.more {
        out.push_str(&format!("{}\n\n", formatted(more)));
    }
}

/// A finding in a line: what it is, for medium ones its fact, and where the rest is to be found.
fn line(item: &Item, severity: Severity) -> String {
    let since = item.since.as_ref().map(|words| format!(" ({words})")).unwrap_or_default();
    let fact = match item.is_whole && severity == Severity::Medium {
        true => format!(": {}", formatted(&item.message)),
        false => String::new(),
    };
    format!("- {}{since}{fact} · {} · {}\n", formatted(&item.title), code(&item.finding.rule), code(&item.finding.id))
}

fn write_item(out: &mut String, item: &Item) {
    let severity = formatted(&vec![Span::Severity(item.finding.severity)]);
    let since = item.since.as_ref().map(|words| format!(" ({words})")).unwrap_or_default();
    out.push_str(&format!("\n#### {severity}: {}{since}\n\n{}\n\n", formatted(&item.title), formatted(&item.message)));
    if !item.assignment.is_empty() {
        out.push_str(&format!("{}\n\n", formatted(&item.assignment)));
    }
    let facts: Vec<_> = item.facts.iter().map(|(name, words)| format!("{name}: {}", formatted(words))).collect();
    out.push_str(&format!("{}\n\n", facts.join(" · ")));
    if !item.remediation.is_empty() {
        out.push_str(&format!("What to do:\n\n{}\n", list(&item.remediation, |n| format!("{}. ", n + 1))));
    }
    if !item.evidence.is_empty() {
        out.push_str(&format!("Evidence:\n\n{}\n", list(&item.evidence, |_| "- ".to_owned())));
    }
}
