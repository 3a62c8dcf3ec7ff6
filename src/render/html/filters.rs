//! Filters of findings: radio buttons and rules of style, without a script.

use std::collections::BTreeMap;

use crate::model::{Control, Severity, Status};
use crate::render::document::{Block, Cards, Item, Section};
use crate::render::html::escaped;

/// Workspaces that get a filter of their own; the rest is found by the browser's search.
const WORKSPACES: usize = 40;

/// What can be chosen: classes of cards with their labels and how many findings have them.
struct Choice {
    id: String,
    label: String,
    findings: usize,
}

/// The filters, each a row of radio buttons.
pub(super) fn write_out(out: &mut String, cards: &Cards, workspaces: &BTreeMap<&str, (usize, usize)>) {
    out.push_str("<div class=\"filters\" role=\"group\" aria-label=\"Filter findings\">\n");
    let all = cards.total;
    choices(out, ("severity", "Severity", all), &severities(cards), false);
    choices(out, ("control", "Control", all), &controls(cards), true);
    choices(out, ("workspace", "Workspace", all), &names(workspaces), true);
    choices(out, ("since", "Compared with the last report", all), &news(cards), false);
    out.push_str("</div>\n");
}

/// Rules for the choices: a finding without the chosen classes is not shown, nor is a card of which nothing is left, unless a link
/// points at it. Where no finding has two chosen classes, a sentence says so.
pub(super) fn style(sections: &[Section]) -> String {
    let cards = sections.iter().flat_map(|section| &section.blocks).find_map(|block| match block {
        Block::Cards(cards) => Some(cards),
        _ => None,
    });
    let Some(cards) = cards else { return String::new() };
    let of_items: Vec<Vec<String>> = [severities(cards), controls(cards), news(cards)].map(ids).into();
    let workspaces = workspaces(cards);
    let of_cards = ids(names(&workspaces));
    let mut out = String::new();
    for id in of_items.iter().flatten() {
        out.push_str(&format!("main:has(#f-{id}:checked) .item:not(.{id}):not(:target) {{ display: none; }}\n"));
    }
    for id in of_items.iter().flatten().chain(&of_cards) {
        out.push_str(&format!("main:has(#f-{id}:checked) .card:not(.{id}):not(:has(:target)) {{ display: none; }}\n"));
    }
    let has_both = |one: &str, other: &str| {
        cards.cards.iter().any(|card| {
            let place = card.workspace.as_deref().and_then(|name| workspaces.get(name));
            let place = place.map(|(number, _)| format!("workspace-{number}"));
            card.items.iter().any(|item| {
                let own = classes_of(item);
                let has = |id: &str| own.iter().any(|class| class == id) || place.as_deref() == Some(id);
                has(one) && has(other)
            })
        })
    };
    let groups: Vec<&Vec<String>> = of_items.iter().chain([&of_cards]).collect();
    for (at, group) in groups.iter().enumerate() {
        for (one, other) in group
            .iter()
            .flat_map(|one| groups[at + 1..].iter().flat_map(move |more| more.iter().map(move |other| (one, other))))
        {
            let both = format!("main:has(#f-{one}:checked):has(#f-{other}:checked)");
            if !has_both(one, other) {
                out.push_str(&format!(
                    "{both} .none {{ display: block; }}\n{both} .card:not(:has(:target)) {{ display: none; }}\n"
                ));
            } else if !of_cards.contains(other) {
                // A card has both, but perhaps no finding of it.
                out.push_str(&format!(
                    "{both} .card:not(:has(.{one}.{other})):not(:has(:target)) {{ display: none; }}\n"
                ));
            }
        }
    }
    out
}

fn ids(choices: Vec<Choice>) -> Vec<String> {
    choices.into_iter().map(|choice| choice.id).collect()
}

/// Numbers of the workspaces, in the order in which the cards name them first, with their findings.
pub(super) fn workspaces<'a>(cards: &'a Cards) -> BTreeMap<&'a str, (usize, usize)> {
    let mut all: BTreeMap<&'a str, (usize, usize)> = BTreeMap::new();
    for card in &cards.cards {
        if let Some(name) = card.workspace.as_deref() {
            let number = all.len();
            all.entry(name).or_insert((number, 0)).1 += card.items.len();
        }
    }
    all.retain(|_, (number, _)| *number < WORKSPACES);
    all
}

fn names(workspaces: &BTreeMap<&str, (usize, usize)>) -> Vec<Choice> {
    let mut all: Vec<(usize, Choice)> = workspaces
        .iter()
        .map(|(name, (number, findings))| {
            (*number, Choice { id: format!("workspace-{number}"), label: (*name).to_owned(), findings: *findings })
        })
        .collect();
    all.sort_by_key(|(number, _)| *number);
    all.into_iter().map(|(_, choice)| choice).collect()
}

fn counted(id: String, label: &str, cards: &Cards, has: impl Fn(&Item) -> bool) -> Option<Choice> {
    let findings = cards.cards.iter().flat_map(|card| &card.items).filter(|item| has(item)).count();
    (findings > 0).then(|| Choice { id, label: label.to_owned(), findings })
}

fn severities(cards: &Cards) -> Vec<Choice> {
    let of =
        |one: Severity| counted(format!("severity-{}", one.id()), one.id(), cards, |item| item.finding.severity == one);
    Severity::ALL.into_iter().filter_map(of).collect()
}

fn controls(cards: &Cards) -> Vec<Choice> {
    let of = |one: Control| {
        counted(format!("control-{}", one.id()), &one.id().replace('-', " "), cards, |item| item.finding.control == one)
    };
    Control::ALL.into_iter().filter_map(of).collect()
}

fn news(cards: &Cards) -> Vec<Choice> {
    let is =
        |item: &Item, new: bool| item.finding.status != Status::Open && (item.finding.status == Status::New) == new;
    [("since-new", "new", true), ("since-old", "known", false)]
        .into_iter()
        .filter_map(|(id, label, new)| counted(id.to_owned(), label, cards, |item| is(item, new)))
        .collect()
}

/// One row of radio buttons; nothing where there is nothing to choose between.
fn choices(out: &mut String, (name, title, all): (&str, &str, usize), choices: &[Choice], is_folded: bool) {
    if choices.len() < 2 {
        return;
    }
    let (open, close) = if is_folded {
        (format!("<details><summary>By {}</summary>", title.to_lowercase()), "</details>")
    } else {
        (String::new(), "")
    };
    out.push_str(&format!(
        "{open}<fieldset><legend>{title}</legend>\n<label><input type=\"radio\" name=\"{name}\" id=\"f-{name}-all\" checked><span>all {all}</span></label>\n"
    ));
    for choice in choices {
        out.push_str(&format!(
            "<label><input type=\"radio\" name=\"{name}\" id=\"f-{}\"><span><bdi>{}</bdi> {}</span></label>\n",
            choice.id,
            escaped(&choice.label),
            choice.findings
        ));
    }
    out.push_str(&format!("</fieldset>{close}\n"));
}

/// Classes by which the filters know a finding.
pub(super) fn classes_of(item: &Item) -> Vec<String> {
    let mut classes =
        vec![format!("severity-{}", item.finding.severity.id()), format!("control-{}", item.finding.control.id())];
    match item.finding.status {
        Status::Open => {}
        Status::New => classes.push("since-new".to_owned()),
        _ => classes.push("since-old".to_owned()),
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::document::document;
    use crate::render::html::LIMITS;
    use crate::render::sample;

    #[test]
    fn every_choice_hides_findings_and_cards_and_a_pair_without_findings_says_so() {
        let report = sample::report();
        let document = document(&report, &LIMITS);
        let style = style(&document.sections);
        let severities: Vec<&str> = report.findings.iter().map(|finding| finding.severity.id()).collect();
        let controls: Vec<&str> = report.findings.iter().map(|finding| finding.control.id()).collect();
        for severity in &severities {
            for (element, what) in [("item", "a finding"), ("card", "a card")] {
                let rule = format!("main:has(#f-severity-{severity}:checked) .{element}:not(.severity-{severity})");
                assert!(style.contains(&rule), "{severity}: {what}");
            }
        }
        let mut empty = 0;
        for severity in &severities {
            for control in &controls {
                let is_there =
                    report.findings.iter().any(|one| one.severity.id() == *severity && one.control.id() == *control);
                let says_so = style.contains(&format!(
                    "main:has(#f-severity-{severity}:checked):has(#f-control-{control}:checked) .none"
                ));
                assert_eq!(says_so, !is_there, "{severity} of {control}");
                empty += u32::from(says_so);
            }
        }
        assert!(empty > 0, "the sample has a pair without findings");
    }
}
