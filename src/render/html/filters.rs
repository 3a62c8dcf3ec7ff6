//! Filters of findings: radio buttons and rules of style, without a script.

use std::collections::BTreeMap;

use crate::model::{Control, Severity, Status};
use crate::render::document::{Block, Cards, Item, Section};
use crate::render::html::escaped;

/// Workspaces that get a filter of their own; the rest is found by the browser's search.
const WORKSPACES: usize = 40;
/// Severity, control, workspace, and whether the last report had it.
const GROUPS: usize = 4;

/// What a finding is chosen by in a group: `None` where only "all" shows it.
type Kind = [Option<Choice>; GROUPS];

/// One radio button; choices of a group stand in this order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Choice {
    at: usize,
    id: String,
    label: String,
}

/// A row of radio buttons.
struct Group {
    name: &'static str,
    title: &'static str,
    is_folded: bool,
    /// Each with its findings; none where there is nothing to choose between.
    choices: BTreeMap<Choice, usize>,
}

/// All that can be chosen on a page, and the kinds of findings between which the choices tell.
#[derive(Default)]
pub(super) struct Filters {
    groups: Vec<Group>,
    workspaces: BTreeMap<String, usize>,
    controls: BTreeMap<Control, String>,
    kinds: BTreeMap<Kind, usize>,
    total: usize,
}

impl Filters {
    /// The filters of a page with these sections.
    pub(super) fn of(sections: &[Section]) -> Self {
        let cards = sections.iter().flat_map(|section| &section.blocks).find_map(|block| match block {
            Block::Cards(cards) => Some(cards),
            _ => None,
        });
        cards.map(Self::of_cards).unwrap_or_default()
    }

    fn of_cards(cards: &Cards) -> Self {
        let group = |name, title, is_folded| Group { name, title, is_folded, choices: BTreeMap::new() };
        let groups = vec![
            group("severity", "Severity", false),
            group("control", "Control", true),
            group("workspace", "Workspace", true),
            group("since", "Compared with the last report", false),
        ];
        let controls = cards.controls.iter().cloned().collect();
        let mut all =
            Self { groups, workspaces: BTreeMap::new(), controls, kinds: BTreeMap::new(), total: cards.total };
        for item in cards.cards.iter().flat_map(|card| &card.items) {
            // In the order in which the cards name them first.
            if let Some(name) = item.workspace
                && all.workspaces.len() < WORKSPACES
            {
                let number = all.workspaces.len();
                all.workspaces.entry(name.to_owned()).or_insert(number);
            }
            let kind = all.kind(item);
            for (group, choice) in all.groups.iter_mut().zip(&kind) {
                if let Some(choice) = choice {
                    *group.choices.entry(choice.clone()).or_insert(0) += 1;
                }
            }
            let number = all.kinds.len();
            all.kinds.entry(kind).or_insert(number);
        }
        for group in &mut all.groups {
            if group.choices.len() < 2 {
                group.choices.clear();
            }
        }
        all
    }

    fn kind(&self, item: &Item) -> Kind {
        let finding = item.finding;
        let (severity, control) = (finding.severity, finding.control);
        let choice = |at, id, label: &str| Some(Choice { at, id, label: label.to_owned() });
        [
            choice(
                Severity::ALL.iter().position(|one| *one == severity).unwrap_or_default(),
                format!("severity-{}", severity.id()),
                severity.id(),
            ),
            choice(
                Control::ALL.iter().position(|one| *one == control).unwrap_or_default(),
                format!("control-{}", control.id()),
                self.controls.get(&control).map_or_else(|| control.id(), String::as_str),
            ),
            item.workspace.and_then(|name| {
                let number = *self.workspaces.get(name)?;
                choice(number, format!("workspace-{number}"), name)
            }),
            match finding.status {
                Status::Open => None,
                Status::New => choice(0, "since-new".to_owned(), "new"),
                _ => choice(1, "since-old".to_owned(), "known"),
            },
        ]
    }

    /// The class by which the rules know a finding, and the card in which it is.
    pub(super) fn class_of(&self, item: &Item) -> String {
        self.kinds.get(&self.kind(item)).map(|number| format!("kind-{number}")).unwrap_or_default()
    }

    /// Rules: findings and cards are hidden, but those of a kind that has every choice, and what a link points at.
    ///
    /// One rule a kind, and not one a choice, so that a card whose findings have one choice each and none all of them is hidden too.
    pub(super) fn style(&self) -> String {
        if self.groups.iter().all(|group| group.choices.is_empty()) {
            return String::new();
        }
        // A browser without `:has` shows everything.
        let mut out = "@supports selector(:has(*)) {\n\
                       .cards .card:not(:has(:target)), .cards .item:not(:target) { display: none; }\n\
                       .none { display: block; }\n"
            .to_owned();
        for (kind, number) in &self.kinds {
            let mut chosen = String::from("main");
            for (group, choice) in self.groups.iter().zip(kind).filter(|(group, _)| !group.choices.is_empty()) {
                let own = choice.as_ref().map(|choice| format!(", #f-{}:checked", choice.id)).unwrap_or_default();
                chosen.push_str(&format!(":has(#f-{}-all:checked{own})", group.name));
            }
            out.push_str(&format!(
                "{chosen} :is(.card, .item).kind-{number} {{ display: block; }}\n{chosen} .none {{ display: none; }}\n"
            ));
        }
        out.push_str("}\n");
        out
    }

    /// The filters, each a row of radio buttons.
    pub(super) fn write_out(&self, out: &mut String) {
        out.push_str("<div class=\"filters\" role=\"group\" aria-label=\"Filter findings\">\n");
        for group in self.groups.iter().filter(|group| !group.choices.is_empty()) {
            group.write_out(out, self.total);
        }
        out.push_str("</div>\n");
    }
}

impl Group {
    fn write_out(&self, out: &mut String, total: usize) {
        let Self { name, title, .. } = self;
        let (open, close) = if self.is_folded {
            (format!("<details><summary>By {}</summary>", title.to_lowercase()), "</details>")
        } else {
            (String::new(), "")
        };
        out.push_str(&format!(
            "{open}<fieldset><legend>{title}</legend>\n<label><input type=\"radio\" name=\"{name}\" id=\"f-{name}-all\" checked><span>all {total}</span></label>\n"
        ));
        for (choice, findings) in &self.choices {
            out.push_str(&format!(
                "<label><input type=\"radio\" name=\"{name}\" id=\"f-{}\"><span><bdi>{}</bdi> {findings}</span></label>\n",
                choice.id,
                escaped(&choice.label),
            ));
        }
        out.push_str(&format!("</fieldset>{close}\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::document::document;
    use crate::render::html::LIMITS;
    use crate::render::sample;

    /// What it looks like is held by tests/browser; here, that every kind of finding has the rule that shows it.
    #[test]
    fn every_finding_has_a_rule_that_names_each_of_its_choices() {
        let report = sample::report();
        let document = document(&report, &LIMITS);
        let filters = Filters::of(&document.sections);
        let style = filters.style();
        let Some(Block::Cards(cards)) =
            document.sections.iter().flat_map(|s| &s.blocks).find(|block| matches!(block, Block::Cards(_)))
        else {
            panic!("no cards");
        };
        let items: Vec<&Item> = cards.cards.iter().flat_map(|card| &card.items).collect();
        assert!(items.len() > 2);
        for item in &items {
            let rule = format!(":is(.card, .item).{} {{ display: block; }}", filters.class_of(item));
            let rules: Vec<&str> = style.lines().filter(|line| line.ends_with(&rule)).collect();
            assert_eq!(rules.len(), 1, "{rule}");
            for id in [item.finding.severity.id(), item.finding.control.id()] {
                assert!(rules[0].contains(&format!("-{id}:checked")), "{id} in {rules:?}");
            }
        }
        let severities = &filters.groups[0];
        assert_eq!(severities.choices.values().sum::<usize>(), items.len());
    }
}
