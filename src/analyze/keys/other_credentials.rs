//! Credentials that are no API keys of a workspace, as the checks of keys judge them: compliance, scoped and admin keys, and
//! federation rules, which are somebody's and hold no secret.

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::analyze::Context;
use crate::facts::{FederationRule, OtherKey, OtherKeyKind, is_service_account};
use crate::model::{Evidence, Finding, Subject, SubjectKind, capital};

/// Keys that are switched on. An expiry that is past does not take one out, as with API keys: the state counts.
pub(super) fn active<'a>(cx: &'a Context) -> impl Iterator<Item = &'a OtherKey> {
    cx.facts.credentials.keys.all.iter().filter(|key| key.is_active)
}

pub(super) fn subject(key: &OtherKey) -> Subject {
    Subject { kind: SubjectKind::ApiKey, id: Some(key.id.clone()), name: key.name.clone(), workspace: None }
}

pub(super) fn rule_subject(rule: &FederationRule) -> Subject {
    let (id, name) = (Some(rule.id.clone()), Some(rule.name.clone()));
    Subject { kind: SubjectKind::FederationRule, id, name, workspace: None }
}

/// `Compliance key «siem»`.
pub(super) fn titled(key: &OtherKey) -> String {
    format!("{} «{}»", capital(key.kind.title()), key.label())
}

/// Where it stands: its record, or the event that made it.
pub(super) fn record(cx: &Context, key: &OtherKey) -> Evidence {
    let made = key.created_at.map_or_else(|| "unknown".to_owned(), |at| at.date_naive().to_string());
    key.source.evidence(cx.data, format!("{}: {}, created {made}", key.id, key.kind.title()))
}

pub(super) fn rule_record(cx: &Context, rule: &FederationRule) -> Evidence {
    let made = rule.created_at.map_or_else(|| "unknown".to_owned(), |at| at.date_naive().to_string());
    rule.source.evidence(cx.data, format!("{}: federation rule, created {made}", rule.id))
}

/// The last day on which it acted, by the activity feed.
pub(super) fn last_use(cx: &Context, key: &OtherKey) -> Option<NaiveDate> {
    cx.facts.log.activity.of_id(&key.id).map(|last| last.at.date_naive())
}

/// Who made it: the record's creator, else whoever the event names.
pub(super) fn creator(key: &OtherKey) -> Option<&str> {
    key.creator_id.as_deref().or_else(|| key.made_by.as_ref().and_then(|by| by.id.as_deref()))
}

/// Whether an id is of somebody or something that the organization still has; a service account that was archived it has not.
pub(super) fn is_there(cx: &Context, creator: &str) -> bool {
    if is_service_account(creator) {
        return cx.facts.credentials.service_account(creator).is_none_or(|account| account.archived_at.is_none());
    }
    !creator.starts_with("user_") || cx.facts.people.departures.is_member(creator)
}

/// Puts the way out in place of that of API keys: other screens, and no workspace.
pub(super) fn replace_remedy(finding: &mut Finding, key: &OtherKey) {
    let (screen, kind) = match key.kind {
        OtherKeyKind::Admin => ("Console > Settings > Admin keys", "admin key"),
        OtherKeyKind::Compliance | OtherKeyKind::Scoped => ("Organization settings > API keys", key.kind.title()),
    };
    let scopes =
        if key.kind == OtherKeyKind::Admin { "" } else { " with the scopes that its tool needs, and an expiry" };
    finding.remediation = vec![
        format!("Find out which tool uses «{}», and who answers for it", key.label()),
        format!(
            "{screen} > create a new {kind}{scopes}; put it into the tool's secret store and see that the tool works"
        ),
        format!("{screen} > delete {}", key.id),
    ];
}

/// The same of a rule.
pub(super) fn replace_rule_remedy(finding: &mut Finding, rule: &FederationRule) {
    finding.remediation = vec![
        format!("Find out which job uses the rule «{}», and who answers for it now", rule.name),
        "Console > Settings > Workload identity: archive the rule, or make it anew under the name of its owner"
            .to_owned(),
    ];
}
