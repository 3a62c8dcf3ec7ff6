//! Identities without a person as a reviewer needs them: whose, for what, how old, last used when; and what was decided.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::facts::names::{environment, services};
use crate::facts::{CLAUDE_CODE_WORKSPACE, Facts, Identity, IdentityVerdict, ReviewedRow};
use crate::model::{Dataset, IdentityKind, IdentityReviewResult, IdentityRow, RowDecision};
use crate::policy::Policy;

/// Every row, without the findings about it, and what became of the review; `None` where no worksheet has a decision.
#[must_use]
pub fn identities(
    data: &Dataset,
    facts: &Facts,
    policy: &Policy,
    as_of: DateTime<Utc>,
) -> (Vec<IdentityRow>, Option<IdentityReviewResult>) {
    let rows: Vec<IdentityRow> =
        facts.reviews.identities.all.iter().map(|identity| row(data, facts, policy, as_of, identity)).collect();
    let result = result(data, facts, &rows);
    (rows, result)
}

fn row(data: &Dataset, facts: &Facts, policy: &Policy, as_of: DateTime<Utc>, identity: &Identity) -> IdentityRow {
    let by_policy = policy.service_of(identity.name.as_deref(), Some(&identity.id));
    let owner = by_policy.and_then(|service| service.owner.clone());
    let owner_from = match (&owner, &identity.owner) {
        (Some(_), _) => Some("policy"),
        (None, Some(_)) if identity.has_account && identity.kind != IdentityKind::FederationRule => Some("account"),
        (None, Some(_)) => Some("creator"),
        (None, None) => None,
    };
    let (purpose, environment) = purpose(facts, policy, identity);
    let decision = facts.reviews.identities.on(&identity.id);
    let created = identity.created_at;
    IdentityRow {
        kind: identity.kind,
        id: identity.id.clone(),
        name: identity.name.clone(),
        owner: owner.or_else(|| identity.owner.clone()),
        owner_from: owner_from.map(str::to_owned),
        purpose: purpose.or_else(|| by_policy.map(|service| service.name.clone())),
        environment,
        workspace: identity.workspace.clone(),
        access: identity.access.clone(),
        status: identity.status.clone(),
        created_on: created.map(|at| at.date_naive()),
        age_days: created.map(|at| (as_of - at).num_days()),
        last_use: identity.last_use,
        expires_on: identity.expires_at.map(|at| at.date_naive()),
        findings: Vec::new(),
        evidence: identity.source.evidence(data, format!("{}: {}", identity.id, identity.kind.title())),
        unclear: if decision.is_none() { unclear(facts, &identity.id) } else { None },
        decision: decision.map(|(verdict, row)| decided(data, verdict, row)),
    }
}

/// The service and the environment that policy, name or workspace tell of a key; of an account or a rule what its name says.
fn purpose(facts: &Facts, policy: &Policy, identity: &Identity) -> (Option<String>, Option<String>) {
    let lists = &facts.lists;
    // Claude Code names its keys after people.
    if identity.workspace.as_deref() == Some(CLAUDE_CODE_WORKSPACE) {
        return (Some(CLAUDE_CODE_WORKSPACE.to_owned()), None);
    }
    let key = lists.key(&identity.id).filter(|_| identity.kind == IdentityKind::ApiKey);
    let (service, environment) = match (key, identity.kind) {
        (Some(key), _) => (
            services::of_key(key, lists, policy).map(|service| service.name),
            services::environment_of(key, lists, policy),
        ),
        (None, IdentityKind::Invite) => (None, None),
        (None, _) => {
            let name = identity.name.as_deref().filter(|name| *name != identity.id);
            (name.map(str::to_owned), name.and_then(|name| environment::of_key(name, Some(&identity.id), policy)))
        }
    };
    (service, environment.map(|inferred| inferred.environment.id().to_owned()))
}

fn decided(data: &Dataset, verdict: IdentityVerdict, row: &ReviewedRow) -> RowDecision {
    let record = format!("{}: {}", row.id, row.decision.as_deref().unwrap_or_default());
    RowDecision {
        decision: verdict.id().to_owned(),
        reviewer: row.reviewer.clone(),
        on: row.on,
        ticket: row.ticket.clone(),
        comment: row.comment.clone(),
        evidence: row.source.evidence(data, record),
    }
}

fn unclear(facts: &Facts, id: &str) -> Option<String> {
    let row = facts.reviews.identities.about(id).next()?;
    Some(format!("«{}» is not a known decision", row.decision.as_deref().unwrap_or_default()))
}

fn result(data: &Dataset, facts: &Facts, rows: &[IdentityRow]) -> Option<IdentityReviewResult> {
    let files: BTreeSet<&str> = facts.reviews.identities.decided().map(|row| data.path(row.source.file)).collect();
    if files.is_empty() {
        return None;
    }
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let decisions = || rows.iter().filter_map(|row| row.decision.as_ref());
    decisions().for_each(|one| *counts.entry(&one.decision).or_default() += 1);
    let count = |verdict: IdentityVerdict| counts.get(verdict.id()).copied().unwrap_or_default();
    let days = || decisions().filter_map(|one| one.on);
    let reviewers: BTreeSet<&str> = decisions().filter_map(|one| Some(one.reviewer.as_deref()?.trim())).collect();
    let last = facts.reviews.identities.decided().filter_map(|row| row.on).max();
    let is_later =
        |row: &&IdentityRow| row.decision.is_none() && row.created_on.zip(last).is_some_and(|(made, last)| made > last);
    let is_other = |row: &&ReviewedRow| facts.reviews.identities.of_id(&row.id).is_none();
    Some(IdentityReviewResult {
        files: files.into_iter().map(str::to_owned).collect(),
        population: rows.len() as u64,
        kept: count(IdentityVerdict::Keep),
        rotated: count(IdentityVerdict::Rotate),
        revoked: count(IdentityVerdict::Revoke),
        deferred: count(IdentityVerdict::Deferred),
        exceptions: count(IdentityVerdict::Exception),
        undecided: rows.iter().filter(|row| row.decision.is_none()).count() as u64,
        unclear: rows.iter().filter(|row| row.unclear.is_some()).count() as u64,
        others: facts.reviews.identities.decided().filter(is_other).count() as u64,
        days: days().min().zip(days().max()),
        made_since: rows.iter().filter(is_later).count() as u64,
        carried_out: facts.reviews.identities.carried_out.clone(),
        reviewers: reviewers.into_iter().map(str::to_owned).collect(),
    })
}
