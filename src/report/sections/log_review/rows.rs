//! The actions of administrators, and the rows in which somebody decides about them.

use std::collections::BTreeSet;

use chrono::SecondsFormat;

use super::actions::action;
use crate::facts::{Facts, LogDecision, LogVerdict, ReviewGroup, Reviewed};
use crate::model::{AdminAction, Change, Dataset, LogRow, RowDecision, network};

/// So many objects, changes and networks of a row.
const FEW: usize = 6;

/// Every action in order of time, and every row without its findings.
pub(super) fn of(data: &Dataset, facts: &Facts) -> (Vec<AdminAction>, Vec<LogRow>) {
    let (mut all, mut rows) = (Vec::new(), Vec::new());
    for group in &facts.reviews.actions.groups {
        let events = group.events.iter().map(|event| &facts.log.events.notable[event.place]);
        let mut actions: Vec<AdminAction> = events.map(|event| action(data, &facts.lists, event)).collect();
        actions.iter_mut().for_each(|action| action.row.clone_from(&group.id));
        rows.push(row(data, facts, group, &actions));
        all.extend(group.events.iter().map(|event| event.place).zip(actions));
    }
    all.sort_by_key(|(place, _)| *place);
    (all.into_iter().map(|(_, action)| action).collect(), rows)
}

fn row(data: &Dataset, facts: &Facts, group: &ReviewGroup, actions: &[AdminAction]) -> LogRow {
    let at = |event: Option<&Reviewed>| {
        event.map_or_else(String::new, |event| event.at.to_rfc3339_opts(SecondsFormat::Secs, true))
    };
    let objects: BTreeSet<&String> = actions.iter().flat_map(|action| &action.objects).collect();
    let mut changes: Vec<Change> = Vec::new();
    for change in actions.iter().flat_map(|action| &action.changes) {
        if changes.len() < FEW && !changes.contains(change) {
            changes.push(change.clone());
        }
    }
    let networks: BTreeSet<String> = actions.iter().filter_map(|action| network(action.ip.as_deref()?)).collect();
    let (decided, decision) = decision(data, facts, group);
    LogRow {
        id: group.id.clone(),
        actor: group.actor.clone(),
        event: group.event.clone(),
        count: group.events.len() as u64,
        first: at(group.events.first()),
        last: at(group.events.last()),
        objects: objects.iter().take(FEW).map(|name| (*name).clone()).collect(),
        more_objects: objects.len().saturating_sub(FEW) as u64,
        changes,
        networks: networks.into_iter().take(FEW).collect(),
        flagged: 0,
        findings: Vec::new(),
        evidence: actions.first().and_then(|action| action.evidence.first().cloned()),
        event_keys: group.events.iter().map(|event| event.key.clone()).collect(),
        unclear: if decision.is_none() { unclear(facts, group) } else { None },
        decided,
        decision,
    }
}

/// How many of a group's events are decided; and where all are, the worst decision about them.
fn decision(data: &Dataset, facts: &Facts, group: &ReviewGroup) -> (u64, Option<RowDecision>) {
    let each: Vec<(LogVerdict, &LogDecision)> =
        group.events.iter().filter_map(|event| facts.reviews.log_decisions.on(group, event)).collect();
    let worst = each.iter().max_by_key(|(verdict, row)| (*verdict, row.on, std::cmp::Reverse(row.source)));
    let worst = worst.filter(|_| each.len() == group.events.len());
    let decision = worst.map(|(verdict, row)| RowDecision {
        decision: verdict.id().to_owned(),
        reviewer: row.reviewer.clone(),
        on: row.on,
        ticket: row.ticket.clone(),
        comment: row.comment.clone(),
        evidence: row.source.evidence(data, format!("{}: {}", row.id, row.decision.as_deref().unwrap_or_default())),
    });
    (each.len() as u64, decision)
}

/// Why decisions about a group that stand on a worksheet do not count.
fn unclear(facts: &Facts, group: &ReviewGroup) -> Option<String> {
    group.events.iter().filter(|event| facts.reviews.log_decisions.on(group, event).is_none()).find_map(|event| {
        let row = facts.reviews.log_decisions.about(group, event).next()?;
        Some(match row.verdict() {
            None => format!("«{}» is not a known decision", row.decision.as_deref().unwrap_or_default()),
            Some(_) => format!(
                "decided on {}, before the event of {}",
                row.on.map_or_else(String::new, |on| on.to_string()),
                event.at.date_naive()
            ),
        })
    })
}
