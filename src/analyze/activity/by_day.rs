//! Checks whose events come in numbers: what one actor did of one kind on one day is one finding.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{actor_key, assessed_events, by_whom, event_type, minute, rows_of, span};
use crate::analyze::{Analyzer, Context, Outcome};
use crate::facts::Event;
use crate::model::{Finding, counted};

/// What an event is to a check.
pub(super) enum Look {
    /// A finding, with what sets it apart from others of its kind: `role rbac_role_1`.
    Found(String),
    /// As it should be.
    Fine,
    /// Nothing can be said of it.
    Unstated,
}

/// A check of this kind.
pub(super) struct Question<'a> {
    /// Types that can be found, each with what it did, as a phrase.
    pub(super) kinds: &'a [(&'static str, &'static str)],
    /// Types that make up the rest of the population.
    pub(super) others: &'a [&'static str],
    /// What should be instead.
    pub(super) threshold: &'a str,
    /// Whether findings are about who did it; else about the kind of event.
    pub(super) by_actor: bool,
}

/// Looks at the events of the period.
pub(super) fn judge(cx: &Context, analyzer: &Analyzer, question: &Question, look: impl Fn(&Event) -> Look) -> Outcome {
    type Group<'a> = BTreeMap<(NaiveDate, usize, Option<String>, String), Vec<&'a Event>>;
    let (mut groups, mut population, mut unattributed) = (Group::new(), 0, 0);
    for event in cx.facts.log.events.within(cx.period) {
        let Some(kind) = question.kinds.iter().position(|(name, _)| *name == event.name) else {
            population += usize::from(question.others.contains(&event.name.as_str()));
            continue;
        };
        population += 1;
        match look(event) {
            Look::Found(detail) => {
                let actor = actor_key(&event.actor).filter(|_| question.by_actor);
                groups.entry((event.at.date_naive(), kind, actor, detail)).or_default().push(event);
            }
            Look::Fine => {}
            Look::Unstated => unattributed += 1,
        }
    }
    let findings = groups.iter().filter_map(|((_, kind, _, detail), events)| {
        let (_, says) = question.kinds.get(*kind)?;
        finding(cx, analyzer, question, &format!("{says}{}", suffix(detail)), events)
    });
    assessed_events((population, unattributed), findings.collect(), |unsaid| {
        format!("not judged, because they do not say what was changed: {}", counted(unsaid, "event"))
    })
}

fn suffix(detail: &str) -> String {
    if detail.is_empty() { String::new() } else { format!(": {detail}") }
}

fn finding(cx: &Context, analyzer: &Analyzer, question: &Question, what: &str, events: &[&Event]) -> Option<Finding> {
    let (first, last) = (events.first()?, events.last()?);
    let subject = if question.by_actor { by_whom(cx, first) } else { event_type(first) };
    let times = if events.len() > 1 { format!("{} times, ", events.len()) } else { String::new() };
    let when = match events.len() {
        1 => format!("on {}", minute(first.at)),
        _ => format!("from {} to {}", minute(first.at), minute(last.at)),
    };
    let whom = if question.by_actor { format!("by {} ", first.actor.label()) } else { String::new() };
    let title = if question.by_actor { format!("{what} ({})", subject.label()) } else { what.to_owned() };
    let message = format!("{what}, {times}{whom}{when}. Expected: {}", question.threshold);
    let mut finding = analyzer.finding(subject, title, message);
    finding.period = span(first.at, last.at);
    finding.event = Some(first.key());
    finding.observed = Some(if events.len() > 1 { format!("{what}, {} times", events.len()) } else { what.to_owned() });
    finding.threshold = Some(question.threshold.to_owned());
    finding.evidence = rows_of(cx, events.iter().copied());
    Some(finding)
}

/// The first of some fields that an event states, as `what value`.
pub(super) fn named(event: &Event, fields: &[(&str, &str)]) -> String {
    let stated = fields.iter().find_map(|(field, what)| Some(format!("{what} {}", event.text(field)?)));
    stated.unwrap_or_default()
}
