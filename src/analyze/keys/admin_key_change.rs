//! Admin, compliance and scoped keys made, widened or switched on again.

#[cfg(test)]
mod tests;

use anyhow::Result;
use serde_json::Value;

use super::feed_is_missing;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{KeyChange, KeyClass, KeyEvent, KeyUpdate};
use crate::model::{Control, Finding, Period, Severity, Subject, SubjectKind, Table, capital, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "admin-key-change",
    title: "Admin, compliance or scoped keys made, widened or reactivated",
    control: Control::LeastPrivilege,
    severity: Severity::High,
    reads: &[&[Table::Events]],
    population: "changes of admin, compliance and scoped keys in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Every event of the period that made an admin key, a scoped key (those of the Compliance API are scoped keys) or a service \
                key, that gave one more scopes or lifted its restriction to one organization, or that made one active again. Renaming, \
                narrowing, switching off and deleting are no findings, nor is a key made within 10 minutes after the same actor deleted \
                one of its kind, unless the new one has scopes that the old one had not.",
        matters: "An admin key can make members, keys and limits; a compliance key can read everybody's conversations. None should appear \
                  without somebody who decided it.",
        remedy: &[
            "Ask who decided it, and note the decision with the ticket",
            "If nobody did: Console > Admin keys (Claude Enterprise: Organization settings > API keys) > delete {id}",
            "Look in the activity feed at what the key did since: filter by the actor {id}",
        ],
        caveats: "The feed does not show what an admin key may do, and calls one key by two ids: `admin_api_key_…`, and `apikey_…` where it \
                  acts. The audit-log export has no keys: without the activity feed nothing is said. Keys of the Console are no \
                  admin keys; for theirs see the checks of key lists.",
    },
    run,
};

/// Fields that say what a key may do. The reference gives no list of the fields of an update.
const SCOPES: [&str; 3] = ["scopes", "scope", "permissions"];
/// Keeps a scoped key to one organization.
const RESTRICTION: &str = "restricted_to_organization";

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = feed_is_missing(cx) {
        return Ok(missing);
    }
    let is_judged = |event: &&KeyEvent| event.class != KeyClass::Console && cx.period.contains(event.at.date_naive());
    let events: Vec<&KeyEvent> = cx.facts.log.key_events.0.iter().filter(is_judged).collect();
    let findings = events.iter().filter_map(|event| Some(finding(cx, event, &what(event)?))).collect();
    let is_unread = |event: &&&KeyEvent| matches!(&event.change, KeyChange::Updated(updates) if updates.is_empty());
    let unread = events.iter().filter(is_unread).count();
    let note = format!(
        "not judged: {}, of which the changed fields are missing or could not be read",
        counted(unread, "update")
    );
    let notes = if unread > 0 { vec![note] } else { Vec::new() };
    Ok(Outcome::Assessed { population: events.len() as u64, findings, notes })
}

/// What an event did that needs an answer.
fn what(event: &KeyEvent) -> Option<String> {
    match &event.change {
        KeyChange::Created if event.is_edit => None,
        KeyChange::Created if event.scopes.is_empty() => Some("made".to_owned()),
        KeyChange::Created => Some(format!("made, with the scopes {}", event.scopes.join(", "))),
        KeyChange::Updated(updates) => {
            let parts: Vec<String> = updates.iter().filter_map(widened).collect();
            (!parts.is_empty()).then(|| parts.join(" and "))
        }
        KeyChange::Deleted => None,
    }
}

/// What a changed field adds to a key.
fn widened(update: &KeyUpdate) -> Option<String> {
    let says = |value: &Value, word: &str| match value {
        Value::Bool(value) => value.to_string() == word,
        Value::String(text) => text.eq_ignore_ascii_case(word),
        _ => false,
    };
    match update.field.as_str() {
        field if SCOPES.contains(&field) => {
            let added = update.added();
            (!added.is_empty()).then(|| format!("widened by {}", added.join(", ")))
        }
        RESTRICTION => (says(&update.to, "false") && !says(&update.from, "false"))
            .then(|| "widened: no more restricted to one organization".to_owned()),
        "status" => (says(&update.to, "active") && !says(&update.from, "active")).then(|| {
            format!("reactivated{}", update.from.as_str().map_or_else(String::new, |was| format!(" (was {was})")))
        }),
        "is_active" => (says(&update.to, "true") && !says(&update.from, "true")).then(|| "reactivated".to_owned()),
        _ => None,
    }
}

fn finding(cx: &Context, event: &KeyEvent, what: &str) -> Finding {
    let kind = match event.class {
        KeyClass::Admin => "admin key",
        _ if event.scopes.iter().any(|scope| scope.contains("compliance")) => "compliance key",
        _ => "scoped key",
    };
    let subject =
        Subject { kind: SubjectKind::ApiKey, id: event.key_id.clone(), name: event.key_name.clone(), workspace: None };
    let day = event.at.date_naive();
    let message = format!(
        "{kind} {what} by {} on {} UTC. Expected: no such change without an approval",
        event.actor.label(),
        event.at.format("%Y-%m-%d %H:%M")
    );
    let short = what.split([',', ' ', ':']).next().unwrap_or(what);
    let title = format!("{} «{}» was {short}", capital(kind), subject.label());
    let mut finding = ANALYZER.finding(subject, title, message);
    finding.period = Some(Period { start: day, end: day });
    finding.event = Some(event.id.clone().unwrap_or_else(|| format!("{} {}", event.at.to_rfc3339(), event.event)));
    finding.observed = Some(what.to_owned());
    finding.threshold = Some("no change without a decision".to_owned());
    let key = event.key_id.as_deref().or(event.key_name.as_deref()).unwrap_or(kind);
    finding.evidence = vec![event.source.evidence(cx.data, format!("{}: {key}", event.event))];
    finding
}
