//! Rules of the policy: detections that the organization wrote itself.

#[cfg(test)]
mod tests;

use serde_json::Value;

use super::{MOST_EVIDENCE, by_whom, event_type, format_duration, minute, no_events, no_feed, rows_of, span};
use crate::analyze::{Check, Context, JudgedSubjects, Outcome, list_is_cut, new_finding, unmet};
use crate::facts::{Event, is_privileged_role};
use crate::model::{Finding, Subject, SubjectKind, Table, normalize_address};
use crate::policy::{Burst, EventView, Of, Rule};

const EVENTS: &[&[Table]] = &[&[Table::Events]];
const EVENTS_AND_ROLES: &[&[Table]] = &[&[Table::Events], &[Table::Members]];

/// What a report says of a rule.
pub(in crate::analyze) fn check(rule: &Rule) -> Check<'_> {
    Check {
        id: &rule.id,
        title: &rule.title,
        control: rule.control,
        population: "events of its types in the period",
        reads: reads(rule).iter().copied().flatten().copied().collect(),
        finds: &rule.definition,
        thresholds: &[],
        weakened: None,
        judged: JudgedSubjects::new(),
    }
}

fn reads(rule: &Rule) -> &'static [&'static [Table]] {
    if rule.asks_for_roles() { EVENTS_AND_ROLES } else { EVENTS }
}

/// Looks for what a rule describes.
pub(in crate::analyze) fn run(cx: &Context, rule: &Rule) -> Outcome {
    let of_feed = || rule.is_of_feed().then(|| no_feed(cx, "what this rule looks for")).flatten();
    let roles = || rule.asks_for_roles().then(|| list_is_cut(cx, Table::Members)).flatten();
    let missing = unmet(reads(rule), cx.data).or_else(|| no_events(cx)).or_else(of_feed).or_else(roles);
    if let Some(missing) = missing {
        return missing;
    }
    let all = &cx.facts.log.events.notable;
    let events: Vec<&Event> = all.iter().filter(|event| rule.covers(&event_view(event, false))).collect();
    let views: Vec<EventView> =
        events.iter().map(|event| event_view(event, rule.asks_for_roles() && is_privileged(cx, event))).collect();
    let in_period = |event: &Event| cx.period.contains(event.at.date_naive());
    let found = rule.found(&views).into_iter().filter(|places| places.iter().any(|&at| in_period(events[at])));
    let findings = found
        .map(|places| {
            let own: Vec<&Event> = places.iter().map(|&at| events[at]).collect();
            match rule.burst() {
                Some(burst) => of_many(cx, rule, burst, &own, &views[places[0]]),
                None => of_one(cx, rule, own[0], &views[places[0]]),
            }
        })
        .collect();
    let population = events.iter().filter(|event| in_period(event)).count() as u64;
    let mut notes = rule.notes.clone();
    notes.extend(cx.facts.log.logging_off.caveat(cx.as_of));
    Outcome::Assessed { population, findings, notes }
}

fn event_view(event: &Event, is_privileged: bool) -> EventView<'_> {
    EventView {
        at: event.at,
        event: &event.event,
        name: &event.name,
        kind: event.kind,
        actor_kind: event.actor.kind.as_deref(),
        actor_id: event.actor.id.as_deref(),
        actor_address: event.actor.address.as_deref(),
        is_privileged,
        ip: event.ip.as_deref(),
        user_agent: event.user_agent.as_deref(),
        details: &event.details,
    }
}

/// Whether the member list gives the actor a privileged role now.
fn is_privileged(cx: &Context, event: &Event) -> bool {
    let address = event.actor.address.as_deref().and_then(normalize_address);
    cx.facts.lists.members.iter().filter(|member| member.role.as_deref().is_some_and(is_privileged_role)).any(
        |member| {
            event.actor.id.as_deref() == Some(member.id.as_str())
                || address.is_some() && normalize_address(&member.address) == address
        },
    )
}

fn of_one(cx: &Context, rule: &Rule, event: &Event, event_view: &EventView) -> Finding {
    let subject = by_whom(cx, event);
    let title = format!("{}: {}", rule.title, subject.label());
    let message = format!(
        "{} by {} on {}{}. Expected: no such event, by the policy's rule in line {}",
        event.event,
        event.actor.label(),
        minute(event.at),
        circumstances(event, event_view),
        rule.line
    );
    let mut finding =
        new_finding(&rule.id, (rule.control, rule.severity), rule.remedy.iter(), subject, (title, message));
    finding.period = span(event.at, event.at);
    finding.event = Some(event.key());
    finding.observed = Some(event.event.clone());
    finding.threshold = Some("no such event".to_owned());
    finding.evidence = event.evidence(cx.data).collect();
    finding
}

fn of_many(cx: &Context, rule: &Rule, burst: &Burst, events: &[&Event], event_view: &EventView) -> Finding {
    let (first, last) = (events[0], events[events.len() - 1]);
    let subject = match &burst.by {
        Of::Actor => by_whom(cx, first),
        Of::IpAddress => Subject { kind: SubjectKind::IpAddress, id: first.ip.clone(), name: None, workspace: None },
        _ => event_type(first),
    };
    let title = format!("{}: {} events of {}", rule.title, events.len(), subject.label());
    let message = format!(
        "{} events of {} from {} to {} (in {}), the first {} by {}{}. Threshold: {burst}, by the policy's rule in line {}",
        events.len(),
        subject.label(),
        minute(first.at),
        minute(last.at),
        format_duration(last.at - first.at),
        first.event,
        first.actor.label(),
        circumstances(first, event_view),
        rule.line
    );
    let mut finding =
        new_finding(&rule.id, (rule.control, rule.severity), rule.remedy.iter(), subject, (title, message));
    finding.period = span(first.at, last.at);
    finding.event = Some(first.key());
    finding.observed = Some(format!("{} events", events.len()));
    finding.threshold = Some(burst.to_string());
    finding.evidence = rows_of(cx, events.iter().copied().take(MOST_EVIDENCE));
    finding
}

/// `, about wrkspc_1, status: "inactive" -> "active", from 198.51.100.7 with curl/8`
fn circumstances(event: &Event, event_view: &EventView) -> String {
    const SHOWN: usize = 3;
    let objects = event_view.objects();
    let mut reported = Vec::new();
    if !objects.is_empty() {
        reported.push(format!("about {}", objects.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ")));
    }
    let value = |value: &Value| if value.is_null() { "nothing".to_owned() } else { value.to_string() };
    reported.extend(
        event_view.changes().take(SHOWN).map(|(what, was, is)| format!("{what}: {} -> {}", value(was), value(is))),
    );
    reported.extend(event.ip.as_ref().map(|ip| format!("from {ip}")));
    reported.extend(event.user_agent.as_ref().map(|agent| format!("with {agent}")));
    reported.iter().map(|part| format!(", {part}")).collect()
}
