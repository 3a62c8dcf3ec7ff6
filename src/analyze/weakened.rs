//! What weakens the checks of events: days without events, and events that do not say who acted.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::check::Check;
use super::evidence::{audit_log_gap, period_not_covered};
use super::wording::{days, some_of};
use super::{Analyzer, Context, Outcome};
use crate::data::event_kinds::{EventKinds, Weight};
use crate::facts::{ActorSeen, Event};
use crate::model::{EventSource, Period, Table, counted};

/// Checks that judge by who acted.
const BY_ACTOR: [&str; 12] = [
    "access-denied-burst",
    "idle-service-account",
    "impossible-travel",
    "inactive-admin",
    "inactive-member",
    "key-creation-burst",
    "leaver-activity",
    "mass-deletion",
    "new-origin-for-admin",
    "off-roster-actor",
    "script-user-agent-admin",
    "self-elevation",
];
/// Checks that ask who acted, and not what was done.
const WITHOUT_TYPES: [&str; 4] = ["idle-service-account", "inactive-admin", "inactive-member", "off-roster-actor"];
/// Times without events that a sentence names.
const NAMED: usize = 4;

/// Whether a check asks events and could not do with anything else.
fn asks_events(analyzer: &Analyzer) -> bool {
    analyzer.reads.iter().any(|group| **group == [Table::Events])
}

/// That a check of events found nothing because there was nothing to judge: no event in the period, or none that says who acted.
pub(super) fn not_assessed(analyzer: &Analyzer, cx: &Context, outcome: &Outcome) -> Option<Outcome> {
    let Outcome::Assessed { findings, .. } = outcome else { return None };
    if !findings.is_empty() || !asks_events(analyzer) || is_about_evidence(analyzer.id) {
        return None;
    }
    let unknown_types = || if WITHOUT_TYPES.contains(&analyzer.id) { None } else { mostly_unknown(cx) };
    let why = if !cx.facts.coverage.events_on_record.all.touches(cx.period) {
        Some(format!("no audit event lies in the period, {}", days(cx.period)))
    } else if BY_ACTOR.contains(&analyzer.id) && !has_names(cx) {
        nameless(cx)
    } else {
        unknown_types().or_else(|| unstated(analyzer.id, cx))
    };
    why.map(|why| Outcome::NotAssessed { why, needs: vec![Table::Events] })
}

/// Checks of whether the events are there.
fn is_about_evidence(id: &str) -> bool {
    ["audit-log-gap", "incomplete-log-review", "population-mismatch"].contains(&id)
}

/// Says of every check of events which days it could not look at, and which events.
pub(super) fn say(outcomes: &mut [(Check<'_>, Outcome)], cx: &Context) {
    let silent = silent_days(outcomes, cx);
    let silent = (!silent.is_empty()).then(|| {
        let all = silent.iter().map(|one| format!("{} ({})", days(*one), counted(one.days(), "day")));
        format!("audit events are missing: {}", some_of(all, NAMED))
    });
    let nameless = nameless(cx);
    for (check, outcome) in outcomes {
        let asks = check.reads.contains(&Table::Events) && !is_about_evidence(check.id);
        if !asks || !matches!(outcome, Outcome::Assessed { .. }) {
            continue;
        }
        let by_actor = nameless.as_ref().filter(|_| BY_ACTOR.contains(&check.id));
        let parts: Vec<&str> = by_actor.into_iter().chain(silent.as_ref()).map(String::as_str).collect();
        check.weakened = (!parts.is_empty()).then(|| parts.join("; "));
    }
}

/// That no admin action of the period states what a check judges it by: its column was left out.
fn unstated(id: &str, cx: &Context) -> Option<String> {
    let (what, states): (&str, fn(&Event) -> bool) = match id {
        "new-origin-for-admin" => ("an address or a program", |event| event.ip.is_some() || event.user_agent.is_some()),
        "script-user-agent-admin" => ("a program", |event| event.user_agent.is_some()),
        _ => return None,
    };
    let is_admins =
        |event: &&Event| matches!(event.kind.weight, Weight::Admin | Weight::Export) && event.is_by_person();
    let own: Vec<&Event> = cx.facts.log.events.within(cx.period).filter(is_admins).collect();
    let is_silent = !own.is_empty() && !own.iter().any(|event| states(event));
    is_silent
        .then(|| format!("none of the {} of people in the period states {what}", counted(own.len(), "admin action")))
}

/// That most of the events are of types that nobody knows, where they are: what they report is not known.
fn mostly_unknown(cx: &Context) -> Option<String> {
    let (hours, kinds) = (&cx.facts.log.hours, EventKinds::embedded());
    let (mut all, mut unknown) = (0, 0);
    for row in hours.rows.iter().filter(|row| cx.period.contains(row.hour.date_naive())) {
        all += row.count;
        if kinds.kind(hours.name(row)).weight == Weight::Unknown {
            unknown += row.count;
        }
    }
    (unknown * 2 > all)
        .then(|| format!("{unknown} of {all} audit events in the period are of types that this version does not know"))
}

/// `12 audit events in the period do not say who acted (the first: feed.json, line 3)`.
fn nameless(cx: &Context) -> Option<String> {
    let (count, first) = cx.facts.log.unnamed.within(cx.period)?;
    let verb = if count == 1 { "does" } else { "do" };
    let place = format!("{}, line {}", cx.data.path(first.file), first.line);
    Some(format!("{} in the period {verb} not say who acted (the first: {place})", counted(count, "audit event")))
}

/// The days of a silence on which a source has no event at all; where there is none, all that it touches.
fn silent_within(cx: &Context, by_feed: bool, period: Period) -> Vec<Period> {
    let of_source = cx.facts.log.hours.of_source(by_feed);
    let with_events: BTreeSet<NaiveDate> = of_source.map(|row| row.hour.date_naive()).collect();
    let all = || period.start.iter_days().take_while(|day| *day <= period.end);
    let silent: Vec<Period> =
        all().filter(|day| !with_events.contains(day)).map(|day| Period { start: day, end: day }).collect();
    if silent.is_empty() { vec![period] } else { silent }
}

/// Whether some event of the period says which person acted.
fn has_names(cx: &Context) -> bool {
    let acted_then = |actor: &&ActorSeen| {
        let [first, last] = &actor.sights;
        first.0.date_naive() <= cx.period.end && last.0.date_naive() >= cx.period.start
    };
    cx.facts.log.events.actors.all.iter().filter(acted_then).any(|actor| actor.is_person)
}

/// The days of the period without events: before, behind and between those of the source that tells most, and where it is silent as it
/// never is otherwise. What the log lacks the feed reports too.
fn silent_days(outcomes: &[(Check<'_>, Outcome)], cx: &Context) -> Vec<Period> {
    let on_record = &cx.facts.coverage.events_on_record;
    if !on_record.all.touches(cx.period) {
        return Vec::new();
    }
    let own = if on_record.feed.is_empty() { &on_record.all } else { &on_record.feed };
    let mut open = own.lacking(cx.period);
    open.extend(period_not_covered::edges(cx, Table::Events, &BTreeSet::new()));
    let gaps = outcomes.iter().find(|(check, _)| check.id == audit_log_gap::ANALYZER.id);
    if let Some((_, Outcome::Assessed { findings, .. })) = gaps {
        let is_reported = |period: Period| on_record.feed.covers(period.start, period.end);
        let of_feed = |id: Option<&str>| id == Some(EventSource::Feed.id());
        let own = findings.iter().filter_map(|one| Some((of_feed(one.subject.id.as_deref()), one.period?)));
        let own = own.filter(|(of_feed, period)| *of_feed || !is_reported(*period));
        open.extend(own.flat_map(|(of_feed, period)| silent_within(cx, of_feed, period)));
    }
    let all: BTreeSet<NaiveDate> =
        open.iter().flat_map(|one| one.start.iter_days().take_while(|day| *day <= one.end)).collect();
    let mut silent: Vec<Period> = Vec::new();
    for day in all.into_iter().filter(|day| cx.period.contains(*day)) {
        match silent.last_mut() {
            Some(run) if run.end.succ_opt() == Some(day) => run.end = day,
            _ => silent.push(Period { start: day, end: day }),
        }
    }
    silent
}
