//! Findings by subject: a card that opens, its title a heading; filters of radio buttons that need no script.

use std::collections::BTreeSet;

use super::filters::Filters;
use super::{badge, escaped, formatted, list};
use crate::render::document::{Card, Cards, Item, Span, count};

/// All cards under their filters.
pub(super) fn write_out(out: &mut String, cards: &Cards, filters: &Filters) {
    if cards.total == 0 {
        out.push_str("<p>No check found anything; the conclusion says how much was checked.</p>\n");
        return;
    }
    filters.write_out(out);
    out.push_str("<div class=\"cards\">\n");
    for card in &cards.cards {
        write_card(out, card, filters);
    }
    out.push_str("</div>\n<p class=\"none\">No finding matches these filters.</p>\n");
    if let Some(more) = &cards.more {
        out.push_str(&format!("<p class=\"more\">{}</p>\n", formatted(more)));
    }
}

fn write_card(out: &mut String, card: &Card, filters: &Filters) {
    let place = card.workspace.as_ref().filter(|name| **name != card.subject);
    let place = place.map(|name| format!(" in <bdi>{}</bdi>", escaped(name))).unwrap_or_default();
    let titles: Vec<String> = card.items.iter().take(1).map(|item| formatted(&item.title)).collect();
    let rest = match card.items.len() {
        1 => String::new(),
        n => format!(" <span class=\"quiet\">and {}</span>", count(n - 1, "more finding")),
    };
    let kinds: BTreeSet<String> = card.items.iter().map(|item| filters.class_of(item)).collect();
    out.push_str(&format!(
        "<details class=\"card {}\">\n<summary>{}<div><h3>{}{rest}</h3><p class=\"quiet\">{} <bdi>{}</bdi>{place}</p></div></summary>\n<div class=\"body\">\n",
        kinds.into_iter().collect::<Vec<_>>().join(" "),
        badge(card.severity),
        titles.concat(),
        card.kind,
        escaped(&card.subject),
    ));
    for item in &card.items {
        write_item(out, item, filters, card.items.len() == 1);
    }
    out.push_str("</div>\n</details>\n");
}

/// What happened, what to do, evidence, and what only some need folded away. Where it is alone in its card, the card has said its title.
fn write_item(out: &mut String, item: &Item, filters: &Filters, is_alone: bool) {
    let since = item.since.as_ref().map(|words| format!("<span class=\"since\">{words}</span>")).unwrap_or_default();
    let id = escaped(&item.id);
    let anchor = format!("<a class=\"anchor\" href=\"#{id}\" aria-label=\"Link to this finding\">#</a>");
    out.push_str(&format!("<article class=\"item {}\" id=\"{id}\">\n", filters.class_of(item)));
    if is_alone {
        out.push_str(&format!("<p class=\"link\">{since}{anchor}</p>\n"));
    } else {
        let (badge, title) = (badge(item.finding.severity), formatted(&item.title));
        out.push_str(&format!("<h4>{badge}{title}{since} {anchor}</h4>\n"));
    }
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

/// Whether a word is an address, an id or a column such as `accountEnabled`, which keeps its letters.
fn is_name(word: &str) -> bool {
    word.contains(['@', '_', '.', '/']) || word.chars().skip(1).any(char::is_uppercase)
}

/// The message as a sentence: it begins with a capital letter and ends with a full stop.
fn sentence(item: &Item) -> String {
    let mut words = item.message.clone();
    if let Some(Span::Text(first)) = words.first_mut()
        && let Some(letter) = first.chars().next()
        && !is_name(first.split(' ').next().unwrap_or_default())
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

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn names_of_columns_and_people_keep_their_letters() {
        for name in ["accountEnabled", "ann@example.com", "sso_enabled", "users.json", "api/keys"] {
            assert!(is_name(name), "{name}");
        }
        for word in ["active", "used", "3", "", "Claude"] {
            assert!(!is_name(word), "{word}");
        }
    }
}
