//! Checks of credentials other than API keys, and of what they reach.

pub(super) mod blanket_role;
pub(super) mod compromised_key_notice;
pub(super) mod dangling_federation_rule;
pub(super) mod empty_group;
pub(super) mod federation_rule_everywhere;
pub(super) mod group_member_left;
pub(super) mod idle_service_account;
pub(super) mod incomplete_identity_review;
pub(super) mod overscoped_compliance_key;
#[cfg(test)]
pub(crate) mod testing;
pub(super) mod weak_federation_issuer;

use super::Context;
use crate::facts::{FederationRule, Source};
use crate::model::{Evidence, Subject, SubjectKind};

/// An identity as the subject of a finding.
fn subject(kind: SubjectKind, id: &str, name: &str) -> Subject {
    Subject { kind, id: Some(id.to_owned()), name: Some(name.to_owned()), workspace: None }
}

/// A record as evidence.
fn record(cx: &Context, source: Source, id: &str, says: &str) -> Evidence {
    source.evidence(cx.data, format!("{id}: {says}"))
}

/// What the tokens of a rule act as.
fn acts_as(cx: &Context, rule: &FederationRule) -> String {
    let Some(id) = rule.target_id.as_deref() else { return "an account that the list does not name".to_owned() };
    let known = cx.facts.credentials.service_account(id);
    known.map_or_else(|| id.to_owned(), |account| format!("service account «{}»", account.name))
}
