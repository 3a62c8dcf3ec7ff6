//! Findings by severity, each with as much as there is room for.

use super::spans::{code, formatted, list, strong};
use crate::model::Severity;
use crate::render::document::{Cards, Item, Room, count};

/// All findings by severity, worst first.
pub(super) fn write_out(out: &mut String, cards: &Cards) {
    let all = || cards.cards.iter().flat_map(|card| &card.items);
    for severity in Severity::ALL {
        let items: Vec<&Item> = all().filter(|item| item.finding.severity == severity).collect();
        if items.is_empty() {
            continue;
        }
        out.push_str(&format!("h3. {}: {}\n\n", severity.id(), count(items.len(), "finding")));
        for item in &items {
            match item.room() {
                Room::Whole => write_item(out, item),
                Room::Fact | Room::Line => out.push_str(&line(item)),
                Room::Counted => {}
            }
        }
        let counted = items.iter().filter(|item| item.room() == Room::Counted).count();
        if counted > 0 {
            out.push_str(&format!("* {} in {}\n", count(counted, "finding"), code("findings.csv")));
        }
        out.push('\n');
    }
    if let Some(more) = &cards.more {
        out.push_str(&format!("{}\n\n", formatted(more)));
    }
}

/// A finding in a line: what it is, where there is room its fact, and where the rest is to be found.
fn line(item: &Item) -> String {
    let fact = match item.room() {
        Room::Fact => format!(": {}", formatted(&item.message)),
        _ => String::new(),
    };
    let (title, since) = (formatted(&item.title), since(item));
    format!("* {title}{since}{fact} · {} · {}\n", code(&item.finding.rule), code(&item.finding.id))
}

fn since(item: &Item) -> String {
    item.since.as_ref().map(|words| format!(" ({words})")).unwrap_or_default()
}

fn write_item(out: &mut String, item: &Item) {
    out.push_str(&format!("h4. {}{}\n\n{}\n\n", formatted(&item.title), since(item), formatted(&item.message)));
    if !item.assignment.is_empty() {
        out.push_str(&format!("{}\n\n", formatted(&item.assignment)));
    }
    let facts: Vec<_> = item.facts.iter().map(|(name, words)| format!("{name}: {}", formatted(words))).collect();
    out.push_str(&format!("{}\n\n", facts.join(" · ")));
    for (title, marker, points) in [("What to do", "#", &item.remediation), ("Evidence", "*", &item.evidence)] {
        if !points.is_empty() {
            out.push_str(&format!("{}\n{}\n", strong(title), list(points, marker)));
        }
    }
}
