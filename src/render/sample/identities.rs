//! The sample's identities without a person.

use super::day;
use crate::model::{CarriedOut, Evidence, IdentityKind, IdentityReviewResult, IdentityRow, RowDecision};

fn row(kind: IdentityKind, id: &str, name: &str) -> IdentityRow {
    let evidence = Evidence { file: "api_keys.json".into(), line: Some(12), record: format!("{id}: {}", kind.title()) };
    IdentityRow {
        kind,
        id: id.into(),
        name: Some(name.into()),
        owner: Some("ada@northwind.example".into()),
        owner_from: Some("creator".into()),
        purpose: Some("billing".into()),
        environment: Some("production".into()),
        workspace: Some("Production|<b>".into()),
        access: Vec::new(),
        status: "active".into(),
        created_on: Some(day("2026-06-16")),
        age_days: Some(107),
        last_use: Some(day("2026-09-30")),
        expires_on: None,
        findings: vec!["unrotated-key 0123456789".into()],
        evidence,
        decision: None,
        unclear: None,
    }
}

/// One that is to be rotated, one about which a word is no decision, one that says little.
pub(super) fn identities() -> Vec<IdentityRow> {
    let decision = RowDecision {
        decision: "rotate".into(),
        reviewer: Some("cy@northwind.example".into()),
        on: Some(day("2026-10-07")),
        ticket: Some("=SEC|9".into()),
        comment: Some("<i>next week</i>".into()),
        evidence: Evidence {
            file: "review/non-human-identities.csv".into(),
            line: Some(2),
            record: "apikey_01Billing: rotate".into(),
        },
    };
    vec![
        IdentityRow { decision: Some(decision), ..row(IdentityKind::ApiKey, "apikey_01Billing", "=billing-prod") },
        IdentityRow {
            unclear: Some("«perhaps» is not a known decision".into()),
            access: vec!["read:compliance_activities".into(), "delete:|".into()],
            ..row(IdentityKind::ComplianceKey, "ckey_01", "[x](javascript:alert(1))")
        },
        IdentityRow {
            owner: None,
            owner_from: None,
            purpose: None,
            environment: None,
            last_use: None,
            age_days: None,
            created_on: None,
            ..row(IdentityKind::Invite, "invite_01", "old.invite@northwind.example")
        },
    ]
}

pub(super) fn review() -> IdentityReviewResult {
    IdentityReviewResult {
        files: vec!["review/identities <filled>.csv".into()],
        population: 3,
        rotated: 1,
        undecided: 2,
        unclear: 1,
        others: 1,
        made_since: 1,
        carried_out: vec![CarriedOut {
            id: "apikey_01Gone".into(),
            name: Some("gone|<b>".into()),
            decided_on: Some(day("2026-09-20")),
            on: day("2026-09-24"),
            by: Some("[x](javascript:alert(1))".into()),
            evidence: Evidence { file: "feed.jsonl".into(), line: Some(12), record: "apikey_01Gone".into() },
        }],
        days: Some((day("2026-10-07"), day("2026-10-07"))),
        reviewers: vec!["cy@northwind.example".into()],
        ..IdentityReviewResult::default()
    }
}
