//! What weakens checks: use that does not state what they look for, and of those of events: days without events, events of a few types alone, and events that do not say who acted.

#[cfg(test)]
mod few_types_tests;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Months, NaiveDate};

use super::check::Check;
use super::evidence::{audit_log_gap, period_not_covered, population_mismatch, stale_export, unrelated_exports};
use super::not_assessed::is_unsaid;
use super::wording::{days, some_of};
use super::{Analyzer, Context, Outcome, activity, credentials, keys, members, stated};
use crate::data::event_kinds::{EventKinds, Weight};
use crate::facts::{ActorSeen, Event, FewTypes, without_sign_ins};
use crate::model::{EventSource, Period, Table, counted};

/// Checks that judge by who acted.
const BY_ACTOR: [&str; 12] = [
    activity::access_denied_burst::ANALYZER.id,
    credentials::idle_service_account::ANALYZER.id,
    activity::impossible_travel::ANALYZER.id,
    members::inactive_admin::ANALYZER.id,
    members::inactive_member::ANALYZER.id,
    keys::key_creation_burst::ANALYZER.id,
    members::leaver_activity::ANALYZER.id,
    activity::mass_deletion::ANALYZER.id,
    activity::new_origin_for_admin::ANALYZER.id,
    activity::off_roster_actor::ANALYZER.id,
    activity::script_user_agent_admin::ANALYZER.id,
    activity::self_elevation::ANALYZER.id,
];
/// Checks that ask who acted, and not what was done.
const WITHOUT_TYPES: [&str; 4] = [
    credentials::idle_service_account::ANALYZER.id,
    members::inactive_admin::ANALYZER.id,
    members::inactive_member::ANALYZER.id,
    activity::off_roster_actor::ANALYZER.id,
];
/// What is judged there is one of several types of sign-in: those that are there say nothing of the others.
const BY_OTHER_TYPES: &str = activity::login_outside_sso::ANALYZER.id;
/// Checks of sign-ins.
const BY_SIGN_INS: [&str; 2] = [activity::login_outside_sso::ANALYZER.id, activity::repeated_failed_login::ANALYZER.id];
/// Checks of whether the events are there.
const ABOUT_EVIDENCE: [&str; 4] = [
    audit_log_gap::ANALYZER.id,
    activity::incomplete_log_review::ANALYZER.id,
    population_mismatch::ANALYZER.id,
    unrelated_exports::ANALYZER.id,
];
/// Checks of what an admin action states, which an export may leave out.
const BY_ORIGIN: &str = activity::new_origin_for_admin::ANALYZER.id;
const BY_PROGRAM: &str = activity::script_user_agent_admin::ANALYZER.id;
/// Times without events that a sentence names.
const NAMED: usize = 4;

/// Whether a check asks events and could not do with anything else.
fn asks_events(analyzer: &Analyzer) -> bool {
    analyzer.reads.iter().any(|group| **group == [Table::Events])
}

/// That a check of events found nothing because there was nothing to judge: no event in the period, or none that says who acted.
pub(super) fn not_assessed(analyzer: &Analyzer, cx: &Context, outcome: &Outcome) -> Option<Outcome> {
    let Outcome::Assessed { findings, population, .. } = outcome else { return None };
    if !findings.is_empty() || is_about_evidence(analyzer.id) {
        return None;
    }
    if let Some(why) = filtered(analyzer, cx, *population) {
        return Some(Outcome::NotAssessed { why, needs: vec![Table::Events] });
    }
    if !asks_events(analyzer) {
        return None;
    }
    let unknown_types = || if WITHOUT_TYPES.contains(&analyzer.id) { None } else { mostly_unknown(cx) };
    let why = if !cx.facts.coverage.events_on_record.all.touches(cx.period) {
        Some(format!("no audit event lies in the period, {}", days(cx.period)))
    } else if BY_ACTOR.contains(&analyzer.id) && !has_names(cx) {
        nameless(cx)
    } else {
        let sign_ins = || {
            let is_about = BY_SIGN_INS.contains(&analyzer.id) && *population == 0;
            is_about.then(|| without_sign_ins(&cx.facts.log, cx.period)).flatten()
        };
        unknown_types().or_else(|| unstated(analyzer.id, cx)).or_else(sign_ins)
    };
    why.map(|why| Outcome::NotAssessed { why, needs: vec![Table::Events] })
}

/// That a check found nothing in events that were filtered to a few types, because nothing that it judges is among them.
fn filtered(analyzer: &Analyzer, cx: &Context, population: u64) -> Option<String> {
    let is_events = |group: &&[Table]| {
        let mut given = group.iter().filter(|table| cx.data.has(**table)).peekable();
        given.peek().is_some() && given.all(|table| *table == Table::Events)
    };
    let is_blind = population == 0 || analyzer.id == BY_OTHER_TYPES;
    let few = || FewTypes::within(&cx.facts.log, cx.period);
    (is_blind && analyzer.reads.iter().copied().any(|group| is_events(&group))).then(few)?.map(|few| few.why())
}

/// The same of a rule of the policy.
pub(super) fn rule_not_assessed(cx: &Context, outcome: &Outcome) -> Option<Outcome> {
    let Outcome::Assessed { findings, population: 0, .. } = outcome else { return None };
    let few = FewTypes::within(&cx.facts.log, cx.period).filter(|_| findings.is_empty())?;
    Some(Outcome::NotAssessed { why: few.why(), needs: vec![Table::Events] })
}

/// Checks of whether the events are there.
fn is_about_evidence(id: &str) -> bool {
    ABOUT_EVIDENCE.contains(&id)
}

/// Says of every check of events which days it could not look at, and which events; and of every check of use, on which days nothing states what
/// it looks for.
pub(super) fn say(outcomes: &mut [(Check<'_>, Outcome)], cx: &Context) {
    let silent = silent_days(outcomes, cx);
    let silent = (!silent.is_empty()).then(|| {
        let all = silent.iter().map(|one| format!("{} ({})", days(*one), counted(one.days(), "day")));
        format!("audit events are missing: {}", some_of(all, NAMED))
    });
    let (nameless, old_lists) = (nameless(cx), old_lists(outcomes));
    let few = FewTypes::of_feed_within(&cx.facts.log, cx.period).map(|few| few.why()).or_else(|| few_months(cx));
    for (check, outcome) in outcomes {
        if !matches!(outcome, Outcome::Assessed { .. }) {
            continue;
        }
        let uncovered = stated::partial(check.id, cx).or_else(|| stated::cut_short(check.id, cx));
        let unstated = uncovered.into_iter().chain(stated::feed_alone(check.id, cx));
        let mut parts: Vec<String> = unstated.collect();
        parts.extend(stated::unjudged(check.id, outcome).map(str::to_owned));
        parts.extend(check.reads.iter().filter_map(|table| old_lists.get(table.id())).cloned());
        let asks = check.reads.contains(&Table::Events) && !is_about_evidence(check.id);
        if asks {
            let by_actor = nameless.as_ref().filter(|_| BY_ACTOR.contains(&check.id));
            let of_events = by_actor.into_iter().chain(&few).chain(silent.as_ref()).chain(unjudged(check, outcome));
            parts.extend(of_events.cloned());
        }
        check.weakened = (!parts.is_empty()).then(|| parts.join("; "));
    }
}

/// Lists that are found to be old, by the ids of their tables, as sentences: what changed since is in no finding.
fn old_lists(outcomes: &[(Check<'_>, Outcome)]) -> BTreeMap<&'static str, String> {
    let found = outcomes.iter().find(|(check, _)| check.id == stale_export::ANALYZER.id);
    let Some((_, Outcome::Assessed { findings, .. })) = found else { return BTreeMap::new() };
    findings.iter().filter_map(stale_export::says_old).collect()
}

/// What a check of events says that it could not judge: events that do not say what was changed may be those that it looks for.
fn unjudged<'a>(check: &Check, outcome: &'a Outcome) -> Option<&'a String> {
    let Outcome::Assessed { notes, .. } = outcome else { return None };
    let asks_nothing_else = check.reads.iter().all(|table| *table == Table::Events);
    notes.iter().find(|note| asks_nothing_else && is_unsaid(note))
}

/// That no admin action of the period states what a check judges it by: its column was left out.
fn unstated(id: &str, cx: &Context) -> Option<String> {
    let (what, states): (&str, fn(&Event) -> bool) = match id {
        BY_ORIGIN => ("an address or a program", |event| event.ip.is_some() || event.user_agent.is_some()),
        BY_PROGRAM => ("a program", |event| event.user_agent.is_some()),
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

/// The months of the period that were exported with a filter, where the others were not.
fn few_months(cx: &Context) -> Option<String> {
    let months = cx.period.start.iter_days().take_while(|day| *day <= cx.period.end);
    let firsts = months.filter(|day| day.day() == 1 || *day == cx.period.start);
    let end = |first: NaiveDate| first.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt();
    let months = firsts.filter_map(|first| Period::new(first, end(first)?.min(cx.period.end)));
    let few = months.filter_map(|month| {
        let few = FewTypes::of_feed_within(&cx.facts.log, month)?;
        Some(format!("{}: {}", days(month), few.why()))
    });
    let few: Vec<String> = few.collect();
    (!few.is_empty()).then(|| some_of(few, NAMED))
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
