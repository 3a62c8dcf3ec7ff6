//! Findings by subject: a card that opens, its title a heading; filters of radio buttons that need no script.

use std::collections::BTreeMap;

use super::{badge, escaped, formatted, list};
use crate::model::{Control, Severity, Status};
use crate::render::document::{Card, Cards, Item, Span, count};

/// Workspaces that get a filter of their own; the rest is found by the browser's search.
const WORKSPACES: usize = 40;

/// What can be chosen: classes of cards with their labels and how many findings have them.
struct Choice {
    id: String,
    label: String,
    findings: usize,
}

/// All cards under their filters.
pub(super) fn write_out(out: &mut String, cards: &Cards) {
    let workspaces = workspaces(cards);
    out.push_str("<div class=\"filters\" role=\"group\" aria-label=\"Filter findings\">\n");
    let all = cards.total;
    choices(out, ("severity", "Severity", all), &severities(cards), false);
    choices(out, ("control", "Control", all), &controls(cards), true);
    choices(out, ("workspace", "Workspace", all), &names(&workspaces), true);
    choices(out, ("since", "Compared with the last report", all), &news(cards), false);
    out.push_str("</div>\n<div class=\"cards\">\n");
    for card in &cards.cards {
        write_card(out, card, &workspaces);
    }
    out.push_str("</div>\n");
    if let Some(more) = &cards.more {
        out.push_str(&format!("<p class=\"more\">{}</p>\n", formatted(more)));
    }
}

/// Rules for the choices: a card without the chosen class is not shown, unless a link points into it.
pub(super) fn style(sections: &[crate::render::document::Section]) -> String {
    let mut ids: Vec<String> = Severity::ALL.iter().map(|one| format!("severity-{}", one.id())).collect();
    ids.extend(Control::ALL.iter().map(|one| format!("control-{}", one.id())));
    ids.extend(["since-new".to_owned(), "since-old".to_owned()]);
    let cards = sections.iter().flat_map(|section| &section.blocks).find_map(|block| match block {
        crate::render::document::Block::Cards(cards) => Some(cards),
        _ => None,
    });
    ids.extend(cards.map(|cards| names(&workspaces(cards))).unwrap_or_default().into_iter().map(|one| one.id));
    let rule =
        |id: &String| format!("main:has(#f-{id}:checked) .card:not(.{id}):not(:has(:target)) {{ display: none; }}\n");
    ids.iter().map(rule).collect()
}

/// Numbers of the workspaces, in the order in which the cards name them first, with their findings.
fn workspaces<'a>(cards: &'a Cards) -> BTreeMap<&'a str, (usize, usize)> {
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

/// Classes by which the filters know a card.
fn classes(card: &Card, workspaces: &BTreeMap<&str, (usize, usize)>) -> String {
    let mut classes = std::collections::BTreeSet::new();
    for item in &card.items {
        classes.insert(format!("severity-{}", item.finding.severity.id()));
        classes.insert(format!("control-{}", item.finding.control.id()));
        match item.finding.status {
            Status::Open => {}
            Status::New => drop(classes.insert("since-new".to_owned())),
            _ => drop(classes.insert("since-old".to_owned())),
        }
    }
    let workspace = card.workspace.as_deref().and_then(|name| workspaces.get(name));
    classes.extend(workspace.map(|(number, _)| format!("workspace-{number}")));
    classes.into_iter().collect::<Vec<_>>().join(" ")
}

fn write_card(out: &mut String, card: &Card, workspaces: &BTreeMap<&str, (usize, usize)>) {
    let place = card.workspace.as_ref().filter(|name| **name != card.subject);
    let place = place.map(|name| format!(" in <bdi>{}</bdi>", escaped(name))).unwrap_or_default();
    let titles: Vec<String> = card.items.iter().take(1).map(|item| formatted(&item.title)).collect();
    let rest = match card.items.len() {
        1 => String::new(),
        n => format!(" <span class=\"quiet\">and {}</span>", count(n - 1, "more finding")),
    };
    out.push_str(&format!(
        "<details class=\"card {}\">\n<summary>{}<div><h3>{}{rest}</h3><p class=\"quiet\">{} <bdi>{}</bdi>{place}</p></div></summary>\n<div class=\"body\">\n",
        classes(card, workspaces),
        badge(card.severity),
        titles.concat(),
        card.kind,
        escaped(&card.subject),
    ));
    for item in &card.items {
        write_item(out, item);
    }
    out.push_str("</div>\n</details>\n");
}

/// What happened, what to do, evidence, and what only some need folded away.
fn write_item(out: &mut String, item: &Item) {
    let since = item.since.as_ref().map(|words| format!("<span class=\"since\">{words}</span>")).unwrap_or_default();
    out.push_str(&format!(
        "<article class=\"item\" id=\"{0}\">\n<h4>{1}{2}{since} <a class=\"anchor\" href=\"#{0}\" aria-label=\"Link to this finding\">#</a></h4>\n",
        escaped(&item.id),
        badge(item.finding.severity),
        formatted(&item.title),
    ));
    if !item.message.is_empty() {
        out.push_str(&format!("<p>{}</p>\n", sentence(item)));
    }
    if !item.assignment.is_empty() {
        out.push_str(&format!("<p class=\"quiet\">{}</p>\n", formatted(&item.assignment)));
    }
    for (title, element, points) in [("What to do", "ol", &item.remediation), ("Evidence", "ul", &item.evidence)] {
        if !points.is_empty() {
            out.push_str(&format!("<p class=\"label\">{title}</p>\n"));
            list(out, element, points);
        }
    }
    if !item.facts.is_empty() {
        out.push_str("<details class=\"meta\"><summary>Details</summary>\n<dl>\n");
        for (name, words) in &item.facts {
            out.push_str(&format!("<dt>{name}</dt><dd>{}</dd>\n", formatted(words)));
        }
        out.push_str("</dl>\n</details>\n");
    }
    out.push_str("</article>\n");
}

/// The message as a sentence: it begins with a capital letter and ends with a full stop.
fn sentence(item: &Item) -> String {
    let mut words = item.message.clone();
    if let Some(Span::Text(first)) = words.first_mut()
        && let Some(letter) = first.chars().next()
        // An address or a name keeps its letters.
        && !first.split(' ').next().unwrap_or_default().contains(['@', '_', '.'])
    {
        *first = letter.to_uppercase().chain(first.chars().skip(1)).collect();
    }
    if let Some(Span::Text(last)) = words.last()
        && !last.ends_with(['.', '!', '?', '…'])
    {
        words.push(Span::Text(".".into()));
    } else if matches!(words.last(), Some(Span::Code(_))) {
        words.push(Span::Text(".".into()));
    }
    formatted(&words)
}
