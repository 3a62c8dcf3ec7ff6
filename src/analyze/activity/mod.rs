//! Checks of what happened: events of the activity feed and of the audit-log export.

pub(super) mod access_denied_burst;
pub(super) mod alert_recipients_changed;
mod bursts;
mod by_day;
pub(super) mod compliance_api_deletion;
pub(super) mod connector_added;
pub(super) mod custom_role_change;
pub(super) mod data_export_event;
pub(super) mod directory_sync_failure;
pub(super) mod disable_act_enable;
#[cfg(test)]
mod edits;
pub(super) mod extra_usage_enabled;
pub(super) mod impossible_travel;
pub(super) mod incomplete_log_review;
pub(super) mod inspection_failed_open;
pub(super) mod join_policy_relaxed;
pub(super) mod logging_disabled;
pub(super) mod login_outside_sso;
pub(super) mod machine_identity_added;
pub(super) mod mass_deletion;
mod named_events;
pub(super) mod new_origin_for_admin;
pub(super) mod off_hours_admin_action;
pub(super) mod off_roster_actor;
#[cfg(test)]
mod one_event_tests;
pub(super) mod organization_deletion;
#[cfg(test)]
mod organizations;
pub(super) mod owner_transfer;
pub(super) mod policy_rule;
pub(super) mod privileged_role_change;
pub(super) mod public_share;
pub(super) mod rate_limit_removed;
pub(super) mod repeated_failed_login;
mod role_changes;
pub(super) mod script_user_agent_admin;
pub(super) mod security_setting_change;
pub(super) mod self_elevation;
pub(super) mod spend_limit_removed;
#[cfg(test)]
pub(crate) mod testing;
pub(super) mod tunnel_token_issued;
pub(super) mod workspace_churn;

use chrono::{DateTime, Duration, Utc};

use super::{Analyzer, Context, Outcome};
use crate::data::event_kinds::Weight;
use crate::facts::{Event, EventActor};
use crate::model::{Evidence, Finding, Period, Subject, SubjectKind, Table, normalize_address};

/// So many rows of events stand in the evidence of a finding.
const MOST_EVIDENCE: usize = 10;
/// Within this time a deletion and a creation are one edit: some things cannot be changed otherwise.
const EDIT_MINUTES: i64 = 10;

/// That no event lies in the period, as an outcome.
fn no_events(cx: &Context) -> Option<Outcome> {
    (!cx.facts.coverage.events_on_record.all.touches(cx.period)).then(|| Outcome::NotAssessed {
        why: format!("no audit event lies in the period, {}", cx.period.label()),
        needs: vec![Table::Events],
    })
}

/// That the activity feed, which alone reports something, has no event in the period.
fn no_feed(cx: &Context, what: &str) -> Option<Outcome> {
    (!cx.facts.coverage.events_on_record.feed.touches(cx.period)).then(|| Outcome::NotAssessed {
        why: format!(
            "no event of the activity feed lies in the period, {}, and the audit-log export does not contain {what}",
            cx.period.label()
        ),
        needs: vec![Table::Events],
    })
}

/// Why changes are not judged that do not say what was changed to.
const WITHOUT_VALUE: &str = "not judged, because they do not say the new value";

/// What a check says that looked at so many events, of which so many could not be judged: they are none of its population, and where it has
/// no other, it is not assessed.
fn assessed_events((all, unsaid): (usize, usize), findings: Vec<Finding>, note: impl Fn(usize) -> String) -> Outcome {
    let notes = if unsaid > 0 { vec![note(unsaid)] } else { Vec::new() };
    Outcome::Assessed { population: all.saturating_sub(unsaid) as u64, findings, notes }
}

/// A finding about one event, with its day, its identity and its rows.
fn finding_of(
    cx: &Context,
    analyzer: &Analyzer,
    subject: Subject,
    title: String,
    event: &Event,
    what: &str,
) -> Finding {
    let organization = event.organization().map_or_else(String::new, |id| format!(" in organization {id}"));
    let message = format!("{what}{organization} by {} on {}", event.actor.label(), minute(event.at));
    let mut finding = analyzer.finding(subject, title, message);
    let day = event.at.date_naive();
    finding.period = Some(Period { start: day, end: day });
    finding.event = Some(event.key());
    finding.observed = Some(what.to_owned());
    finding.evidence = event.evidence(cx.data).collect();
    finding
}

/// A finding about many events of one actor in a short time: `51 denials of …`, reported as a `what` of somebody, `within` a time. Windows
/// that overlap are one burst, which may last longer than one: then the title has its time.
fn finding_of_burst(
    cx: &Context,
    analyzer: &Analyzer,
    burst: &[&Event],
    (what, within, window): (&str, &str, Duration),
    threshold: String,
) -> Option<Finding> {
    let (first, last) = (burst.first()?, burst.last()?);
    let subject = by_whom(cx, first);
    let lasts = last.at - first.at;
    let within = if lasts <= window { within.to_owned() } else { format_duration(lasts) };
    let title = format!("{} {what} {} within {within}", burst.len(), subject.label());
    let message = format!(
        "{} {what} {} from {} to {}. Threshold: {threshold}",
        burst.len(),
        first.actor.label(),
        minute(first.at),
        minute(last.at)
    );
    let mut finding = analyzer.finding(subject, title, message);
    finding.period = span(first.at, last.at);
    finding.event = Some(first.key());
    let noun = what.split(' ').next().unwrap_or_default();
    finding.observed = Some(format!("{} {noun}", burst.len()));
    finding.threshold = Some(threshold);
    finding.evidence = rows_of(cx, burst.iter().copied());
    Some(finding)
}

/// The rows of several events as evidence, the first of them.
fn rows_of<'a>(cx: &Context, events: impl IntoIterator<Item = &'a Event>) -> Vec<Evidence> {
    events.into_iter().flat_map(|event| event.evidence(cx.data).collect::<Vec<_>>()).take(MOST_EVIDENCE).collect()
}

/// The days from one instant to another.
fn span(from: DateTime<Utc>, to: DateTime<Utc>) -> Option<Period> {
    Period::new(from.date_naive(), to.date_naive())
}

/// `2026-08-03 10:00 UTC`
fn minute(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}

/// `1 h 55 min`
fn format_duration(time: Duration) -> String {
    match (time.num_days(), time.num_hours() % 24, time.num_minutes() % 60) {
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

/// Who did it, as the subject of a finding; the kind of event where nobody is named, or the platform did it.
fn by_whom(cx: &Context, event: &Event) -> Subject {
    let (id, address) = (event.actor.id.as_deref(), event.actor.address.as_deref());
    let subject = |kind| Subject { kind, id: id.map(str::to_owned), name: address.map(str::to_owned), workspace: None };
    match event.actor.kind.as_deref() {
        _ if event.actor.id.is_none() && address.is_none() => event_type(event),
        None | Some("user_actor" | "user" | "account" | "unauthenticated_user_actor") => person(cx, id, address),
        Some("api_actor" | "admin_api_key_actor") => subject(SubjectKind::ApiKey),
        Some("service_account_actor") => subject(SubjectKind::ServiceAccount),
        Some(_) => event_type(event),
    }
}

/// The kind of event as the subject of a finding.
fn event_type(event: &Event) -> Subject {
    Subject { kind: SubjectKind::EventType, id: Some(event.event.clone()), name: None, workspace: None }
}

/// A person as the subject of a finding, by the id of the member list where that has the address: the sources have ids of their own.
fn person(cx: &Context, id: Option<&str>, address: Option<&str>) -> Subject {
    let lists = &cx.facts.lists;
    let by_id = id.and_then(|id| lists.member(id));
    let member = by_id.or_else(|| lists.member_at(address?));
    Subject {
        kind: SubjectKind::User,
        id: member.map(|member| member.id.clone()).or_else(|| id.map(str::to_owned)),
        name: member.map(|member| member.address.clone()).or_else(|| address.map(str::to_owned)),
        workspace: None,
    }
}

/// Whether only people with privileges do such a thing: settings, roles, members, limits, connectors, exports.
fn is_admin_action(event: &Event) -> bool {
    matches!(event.kind.weight, Weight::Admin | Weight::Export)
}

/// Whether two events have the same actor, by id or by address.
fn same_actor(a: &EventActor, b: &EventActor) -> bool {
    let address = |actor: &EventActor| actor.address.as_deref().and_then(normalize_address);
    a.id.is_some() && a.id == b.id || address(a).is_some_and(|own| Some(own) == address(b))
}

/// What an actor is counted under: the normalized address, else the id.
fn actor_key(actor: &EventActor) -> Option<String> {
    actor.address.as_deref().and_then(normalize_address).or_else(|| actor.id.clone())
}

/// Which of the removals were made good by a creation within a time after it, or before it: each creation stands for one removal.
/// Events are in order of time; the nearest creation after a removal is its own.
fn replaced(removed: &[&Event], made: &[&Event], after: Duration, before: Duration) -> Vec<bool> {
    let mut taken = vec![false; made.len()];
    let pair = |gone: &&Event, taken: &mut Vec<bool>| {
        let fits = |new: &&Event| new.at >= gone.at - before && new.at <= gone.at + after && agree(gone, new);
        let later = made.iter().enumerate().filter(|(at, new)| !taken[*at] && new.at >= gone.at && fits(new));
        let earlier = made.iter().enumerate().rev().filter(|(at, new)| !taken[*at] && new.at < gone.at && fits(new));
        let found = later.chain(earlier).map(|(at, _)| at).next();
        if let Some(at) = found {
            taken[at] = true;
        }
        found.is_some()
    };
    removed.iter().map(|gone| pair(gone, &mut taken)).collect()
}

/// Whether two events can be about one thing: where both name a workspace, an account or a name, it is the same.
fn agree(a: &Event, b: &Event) -> bool {
    ["organization_id", "workspace_id", "account_id", "mcp_server_name"].iter().all(|field| {
        match (a.text(field), b.text(field)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        }
    })
}
