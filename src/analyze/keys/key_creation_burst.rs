//! Many keys made by one actor in a short time.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::Duration;

use super::feed_is_missing;
use crate::analyze::{Analyzer, Context, Explain, Limit, Outcome, Threshold};
use crate::facts::{EventActor, KeyChange, KeyEvent};
use crate::model::{Control, Finding, Period, Severity, Subject, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "key-creation-burst",
    title: "Many keys made by one actor within an hour",
    control: Control::AuditLogReview,
    severity: Severity::Medium,
    reads: &[&[Table::Events]],
    population: "keys made in the period",
    thresholds: &[
        Threshold {
            name: "burst_keys",
            default: 5.0,
            unit: "keys",
            source: "more than one service in its three environments and a spare",
        },
        Threshold { name: "burst_minutes", default: 60.0, unit: "minutes", source: "one sitting" },
    ],
    explain: Explain {
        finds: "`burst_keys` or more keys that one actor made within `burst_minutes`, of any kind: Console, admin, scoped and service keys. \
                A key made within 10 minutes after the same actor deleted or archived one of its kind is an edit and does not count. \
                Keys by several actors, or spread over a longer time, are no burst.",
        matters: "Whoever takes over an account makes keys to come back with; a script that makes keys per job leaves more than anybody rotates.",
        remedy: &[
            "Ask {name} what the keys are for",
            "Console > API keys, newest first: disable those that nobody needs; or Admin API: POST /v1/organizations/api_keys/… with \
             {\"status\":\"inactive\"}",
            "If it was not them: Console > Members > {name} > Remove, end their sessions, and look at what the keys did",
        ],
        caveats: "Setting up a project or rotating all keys at once looks the same. Events that name no actor are not judged. The audit-log export has no keys: without the activity feed nothing is said.",
    },
    run,
};

/// So many rows of a burst are shown.
const MOST_EVIDENCE: usize = 10;

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = feed_is_missing(cx) {
        return Ok(missing);
    }
    let [least, window] = const { [ANALYZER.threshold("burst_keys"), ANALYZER.threshold("burst_minutes")] }
        .map(|limit| cx.limit(&ANALYZER, limit));
    let mut by_actor: BTreeMap<&str, Vec<&KeyEvent>> = BTreeMap::new();
    let (mut population, mut nameless) = (0, 0);
    for event in &cx.facts.log.key_events.0 {
        if event.change != KeyChange::Created || event.is_edit {
            continue;
        }
        let is_in_period = cx.period.contains(event.at.date_naive());
        population += u64::from(is_in_period);
        match event.actor.id.as_deref().or(event.actor.address.as_deref()) {
            Some(actor) => by_actor.entry(actor).or_default().push(event),
            None => nameless += u64::from(is_in_period),
        }
    }
    let bursts = by_actor.values().flat_map(|made| bursts(made, least, window));
    let findings = bursts.filter(|burst| burst.iter().any(|event| cx.period.contains(event.at.date_naive())));
    let findings = findings.map(|burst| finding(cx, &burst, least, window)).collect();
    let note = format!("not judged: {} without an actor", counted(nameless, "key creation"));
    Ok(Outcome::Assessed { population, findings, notes: if nameless > 0 { vec![note] } else { Vec::new() } })
}

/// The bursts among one actor's keys, in order of time: windows that hold enough keys, joined where they overlap.
fn bursts<'a>(made: &[&'a KeyEvent], least: Limit, window: Limit) -> Vec<Vec<&'a KeyEvent>> {
    let length = Duration::minutes(window.value as i64);
    let mut found: Vec<(usize, usize)> = Vec::new();
    for start in 0..made.len() {
        let end = start + made[start..].iter().take_while(|event| event.at - made[start].at <= length).count();
        if (distinct(&made[start..end]) as f64) < least.value {
            continue;
        }
        match found.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => found.push((start, end)),
        }
    }
    found.into_iter().map(|(start, end)| made[start..end].to_vec()).collect()
}

/// How many keys these events made: one that two events report is one.
fn distinct(made: &[&KeyEvent]) -> usize {
    let known: BTreeSet<&str> = made.iter().filter_map(|event| event.key_id.as_deref()).collect();
    known.len() + made.iter().filter(|event| event.key_id.is_none()).count()
}

fn finding(cx: &Context, burst: &[&KeyEvent], least: Limit, window: Limit) -> Finding {
    let (first, last) = (burst[0], burst[burst.len() - 1]);
    let keys = distinct(burst);
    let subject = subject(&first.actor);
    let message = format!(
        "{keys} keys created by {} within {} minutes, from {} to {} UTC. Thresholds: {least} within {window}",
        first.actor.label(),
        (last.at - first.at).num_minutes(),
        first.at.format("%Y-%m-%d %H:%M"),
        last.at.format("%Y-%m-%d %H:%M"),
    );
    let title = format!("{keys} keys created by {} in a burst", first.actor.label());
    let mut finding = ANALYZER.finding(subject, title, message);
    finding.period = Period::new(first.at.date_naive(), last.at.date_naive());
    finding.event = Some(first.id.clone().unwrap_or_else(|| first.at.to_rfc3339()));
    finding.observed = Some(format!("{keys} keys"));
    finding.threshold = Some(format!("{least} within {window}"));
    let shown = burst.iter().take(MOST_EVIDENCE);
    finding.evidence = shown
        .map(|event| {
            let key = event.key_id.as_deref().or(event.key_name.as_deref()).unwrap_or("a key");
            event.source.evidence(cx.data, format!("{}: {key}", event.event))
        })
        .collect();
    finding
}

/// Who made them: a member, a key or a service.
fn subject(actor: &EventActor) -> Subject {
    let kind = match actor.kind.as_deref().unwrap_or("user_actor") {
        "user_actor" | "unauthenticated_user_actor" | "account" => SubjectKind::User,
        "api_actor" | "admin_api_key_actor" => SubjectKind::ApiKey,
        _ => SubjectKind::ServiceAccount,
    };
    Subject { kind, id: actor.id.clone(), name: actor.address.clone(), workspace: None }
}
