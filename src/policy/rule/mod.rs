//! Detections of one's own: what a rule of the policy asks of events, and which events meet it.

mod burst;
mod condition;
mod event_view;
mod who;

use std::collections::BTreeSet;
use std::fmt;

pub use self::burst::{Burst, Of};
pub(super) use self::condition::{Condition, Literal, Side, Test};
pub use self::event_view::EventView;
pub(super) use self::who::Who;
use super::{Hours, Pattern};
use crate::data::event_kinds::{Action, EventKind, Weight};
use crate::model::{Control, Severity};

/// A rule of the policy: a check that the organization wrote itself.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id, kebab-case, next to those of the catalogue.
    pub id: String,
    /// What it finds, for people.
    pub title: String,
    /// How bad that is.
    pub severity: Severity,
    /// The control that it serves.
    pub control: Control,
    /// Why it matters, where the policy says so.
    pub why: Option<String>,
    /// What to do about it.
    pub remedy: Vec<String>,
    /// What a reader should know about the rule: types that nobody knows.
    pub notes: Vec<String>,
    /// Line of the policy in which it begins.
    pub line: u64,
    /// What it finds, exactly.
    pub definition: String,
    pub(super) asks: Asks,
}

/// What a rule asks of an event.
#[derive(Clone, Debug, Default)]
pub(super) struct Asks {
    pub(super) when: When,
    pub(super) actor: Option<Who>,
    pub(super) object: Vec<Pattern>,
    pub(super) all: Vec<Condition>,
    pub(super) unless: Vec<Condition>,
    pub(super) outside: Option<Hours>,
    pub(super) burst: Option<Burst>,
}

/// Which kinds of events.
#[derive(Clone, Debug, Default)]
pub(super) struct When {
    /// As the policy names them.
    pub(super) written: Vec<String>,
    /// Those, and what the other source calls the same.
    pub(super) types: BTreeSet<String>,
    pub(super) topics: Vec<String>,
    pub(super) actions: Vec<(&'static str, Action)>,
    pub(super) weights: Vec<(&'static str, Weight)>,
    /// Whether the activity feed alone reports such events.
    pub(super) is_of_feed: bool,
}

impl When {
    fn covers(&self, event_view: &EventView) -> bool {
        let named = |name: &str| self.types.contains(name);
        (self.written.is_empty() || named(event_view.event) || named(event_view.name)) && self.is_kind(event_view.kind)
    }

    /// Whether the vocabulary is met.
    pub(super) fn is_kind(&self, kind: EventKind) -> bool {
        (self.topics.is_empty() || self.topics.iter().any(|topic| topic == kind.topic))
            && (self.actions.is_empty() || self.actions.iter().any(|(_, action)| *action == kind.action))
            && (self.weights.is_empty() || self.weights.iter().any(|(_, weight)| *weight == kind.weight))
    }
}

impl Rule {
    /// Whether it asks for events of this kind at all, whoever did what to whom.
    #[must_use]
    pub fn covers(&self, event_view: &EventView) -> bool {
        self.asks.when.covers(event_view)
    }

    /// The first thing it asks that an event does not meet.
    #[must_use]
    pub fn unmet(&self, event_view: &EventView) -> Option<String> {
        let Asks { when, actor, object, all, unless, outside, .. } = &self.asks;
        if !when.covers(event_view) {
            return Some(format!("`when` does not cover the type {}", event_view.event));
        }
        if let Some(who) = actor.as_ref().and_then(|who| who.unmet(event_view)) {
            return Some(who);
        }
        if !object.is_empty() && !event_view.objects().iter().any(|name| object.iter().any(|one| one.matches(name))) {
            return Some("none of its objects matches `object`".to_owned());
        }
        if let Some(one) = all.iter().find(|one| !one.holds(event_view)) {
            return Some(format!("{one} does not hold"));
        }
        if let Some(one) = unless.iter().find(|one| one.holds(event_view)) {
            return Some(format!("{one} holds, which `unless` leaves out"));
        }
        outside
            .as_ref()
            .filter(|hours| hours.is_working(event_view.at))
            .map(|_| "it is within working hours".to_owned())
    }

    /// What it finds among events in order of time: the places of one event each, or of all events of a burst.
    #[must_use]
    pub fn found(&self, views: &[EventView]) -> Vec<Vec<usize>> {
        let met: Vec<usize> = (0..views.len()).filter(|&at| self.unmet(&views[at]).is_none()).collect();
        match &self.asks.burst {
            Some(burst) => burst.among(views, &met),
            None => met.into_iter().map(|at| vec![at]).collect(),
        }
    }

    /// How many events are too many in which time, where one alone is no finding.
    #[must_use]
    pub const fn burst(&self) -> Option<&Burst> {
        self.asks.burst.as_ref()
    }

    /// Whether it asks for the roles of actors, which the member list has.
    #[must_use]
    pub fn asks_for_roles(&self) -> bool {
        self.asks.actor.as_ref().is_some_and(Who::asks_for_roles)
    }

    /// Whether the activity feed alone reports what it looks for.
    #[must_use]
    pub const fn is_of_feed(&self) -> bool {
        self.asks.when.is_of_feed
    }

    /// Types that it names or means, of either source.
    #[must_use]
    pub const fn types(&self) -> &BTreeSet<String> {
        &self.asks.when.types
    }
}

/// What a rule asks, as a sentence.
impl fmt::Display for Asks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = |all: Vec<&str>| all.join(", ");
        let when = &self.when;
        let kinds = [
            ("type", words(when.written.iter().map(String::as_str).collect())),
            ("topic", words(when.topics.iter().map(String::as_str).collect())),
            ("action", words(when.actions.iter().map(|(word, _)| *word).collect())),
            ("weight", words(when.weights.iter().map(|(word, _)| *word).collect())),
        ];
        let kinds: Vec<String> =
            kinds.iter().filter(|(_, all)| !all.is_empty()).map(|(what, all)| format!("{what} {all}")).collect();
        write!(f, "Events with {}", kinds.join(" and "))?;
        if let Some(who) = &self.actor {
            write!(f, "; by actors with {who}")?;
        }
        if !self.object.is_empty() {
            write!(f, "; about {}", words(self.object.iter().map(Pattern::as_str).collect()))?;
        }
        for (word, conditions) in [("where", &self.all), ("unless", &self.unless)] {
            let join = if word == "where" { " and " } else { " or " };
            if !conditions.is_empty() {
                let all: Vec<String> = conditions.iter().map(ToString::to_string).collect();
                write!(f, "; {word} {}", all.join(join))?;
            }
        }
        if let Some(hours) = &self.outside {
            write!(f, "; outside {hours}")?;
        }
        match &self.burst {
            Some(burst) => write!(f, "; {burst}."),
            None => f.write_str("."),
        }
    }
}
