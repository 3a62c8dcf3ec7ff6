//! Findings by severity: the worst with evidence and steps, medium ones with their fact, the others in a line each or counted.

use super::spans::{code, formatted, list};
use crate::model::Severity;
use crate::render::document::{Cards, Item, Room, Span, count};

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
            match item.room() {
                Room::Whole => write_item(out, item),
                Room::Fact | Room::Line => out.push_str(&line(item)),
                Room::Counted => {}
            }
        }
        let counted = items.iter().filter(|item| item.room() == Room::Counted).count();
        if counted > 0 {
            out.push_str(&format!("- {} in `findings.csv`\n", count(counted, "finding")));
        }
        out.push_str("\n</details>\n\n");
    }
    if let Some(more) = &cards.more {
        out.push_str(&format!("{}\n\n", formatted(more)));
    }
}

/// A finding in a line: what it is, where there is room its fact, and where the rest is to be found.
fn line(item: &Item) -> String {
    let since = item.since.as_ref().map(|words| format!(" ({words})")).unwrap_or_default();
    let fact = match item.room() {
        Room::Fact => format!(": {}", formatted(&item.message)),
        _ => String::new(),
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
