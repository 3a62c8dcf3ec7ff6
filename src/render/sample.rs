//! A report to look at: every part filled, some names hostile.

use chrono::NaiveDate;

use crate::model::{
    Brief, Clause, Comparison, DueDays, Finding, FirstStep, KeyLeaf, LooserThreshold, NotAssessed, NotComparable,
    Organization, PersonFindings, PolicyInfo, Rejection, Report, SCHEMA_VERSION, Severity, Statement, Suppressed, Tool,
    Unjudged, UnusedSuppression, WorkspaceBranch,
};

mod changes;
pub(super) mod charts;
mod controls;
pub(super) mod exports;
mod figures;
mod findings;
mod identities;
mod log;
mod reach;
mod ties;

pub(super) use findings::finding;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A quarter of an organization with something of everything.
pub(super) fn report() -> Report {
    let findings = findings::findings();
    Report {
        schema_version: SCHEMA_VERSION.into(),
        tool: Tool { name: "clade-analyze".into(), version: "0.1.0".into(), catalogue_sha256: "ca".repeat(32) },
        organization: Organization {
            id: Some("7f3c2d7e-5b1a-4c0e-9a39-0f6d2f6b8a11".into()),
            name: Some("Northwind Robotics".into()),
        },
        period: "2026-Q3".parse().unwrap(),
        as_of: "2026-10-01T00:00:00Z".parse().unwrap(),
        pseudonymized: None,
        policy: PolicyInfo { file: Some("clade.toml".into()), sha256: Some("4f".repeat(32)), ..PolicyInfo::default() },
        sign_off: exports::sign_off(),
        brief: brief(&findings),
        tree: tree(),
        inputs: exports::inputs(),
        coverage: exports::coverage(),
        populations: exports::populations(),
        list_ties: ties::ties(),
        access_changes: changes::access_changes(),
        effective_access: reach::effective_access(),
        access: exports::access(),
        access_review: Some(exports::access_review()),
        identities: identities::identities(),
        identity_review: Some(identities::review()),
        log_review: Some(log::log_review()),
        totals: exports::totals(),
        spend_change: None,
        key_figures: figures::key_figures(),
        reconciliation: None,
        controls: controls::controls(&findings),
        other_attestations: vec![controls::attestation("ip_allowlist|<b>", "accepted_risk", None)],
        checks: controls::checks(&findings),
        suppressed: vec![Suppressed {
            finding: finding("unrotated-key", Severity::Medium, "legacy-sftp-bridge", "is 131 days old"),
            reason: "vendor contract, rotation in January".into(),
            approved_by: Some("ciso@northwind.example".into()),
            expires: Some(day("2027-01-31")),
        }],
        unused_suppressions: vec![UnusedSuppression {
            rule: "shared-key".into(),
            subject: "apikey_01OldGateway".into(),
            why: "matches no finding".into(),
        }],
        not_assessed: not_assessed(),
        resolved: vec![finding(
            "pending-invite",
            Severity::Low,
            "old.invite@northwind.example",
            "was pending for 61 days",
        )],
        rotation_schedule: exports::rotations(),
        gateway_keys: exports::gateway_keys(),
        samples: exports::samples(),
        baseline: Some(comparison()),
        fingerprints: Vec::new(),
        charts: charts::all(day("2026-07-01"), 92),
        rejections: vec![
            Rejection {
                file: "cost_2026-08.csv".into(),
                line: 1_204,
                column: "cost_usd".into(),
                value: "=1+1".into(),
                reason: "not a decimal amount".into(),
                mentions: Box::default(),
            },
            Rejection {
                file: "audit/2026-09.zip!/audit_logs.csv".into(),
                line: 88,
                column: "created_at".into(),
                value: "yesterday\u{202e}".into(),
                reason: "not an instant".into(),
                mentions: ["ana@northwind.example".into()].into(),
            },
        ],
        looser_thresholds: vec![looser_threshold()],
        due_days: DueDays::default(),
        open_items: findings::open_items(&findings),
        findings,
    }
}

/// Checks without what they need.
fn not_assessed() -> Vec<NotAssessed> {
    vec![
        NotAssessed {
            rule: "overdue-access-review".into(),
            why: "the policy names no date of a last review".into(),
            needs: vec!["clade.toml: [access_review] last = …".into()],
        },
        NotAssessed {
            rule: "workspace-without-limit".into(),
            why: "no export states the limits of workspaces".into(),
            needs: vec!["Admin API: GET /v1/organizations/workspaces/{id}/rate_limits".into()],
        },
    ]
}

/// A threshold that the defaults leave looser than a framework asks.
fn looser_threshold() -> LooserThreshold {
    LooserThreshold {
        check: "inactive-member".into(),
        threshold: "inactive_after_days".into(),
        in_force: Some(90.0),
        by_policy: false,
        asked: 45.0,
        requirement: "CIS Controls v8.1, 5.3".into(),
        asks: "accounts that are not used are disabled".into(),
    }
}

/// The first screen, about the first of the findings.
fn brief(findings: &[Finding]) -> Brief {
    let worst = &findings[0];
    let statement = |name: &str, text: &str| Statement { name: name.into(), text: text.into() };
    Brief {
        headline: "1 critical finding:".into(),
        worst: vec![Clause { finding: worst.id.clone(), text: worst.title.clone() }],
        rest: vec!["There are also 3 high findings.".into()],
        first: vec![FirstStep {
            severity: worst.severity,
            subject: worst.subject.clone(),
            action: worst.remediation[0].clone(),
            owner: Some("mara@northwind.example".into()),
            owner_role: Some("admin of Production".into()),
            due: "at once".into(),
            findings: vec![worst.id.clone()],
        }],
        urgent_subjects: 4,
        confidence: vec![statement("Files", "4 of 5 files used"), statement("Rows not read", "none of 9")],
        people: vec![PersonFindings {
            person: "mara@northwind.example".into(),
            role: Some("admin".into()),
            findings: findings.iter().take(2).map(|finding| finding.id.clone()).collect(),
        }],
    }
}

/// A workspace with a key.
fn tree() -> Vec<WorkspaceBranch> {
    vec![WorkspaceBranch {
        id: Some("wrkspc_01Prod".into()),
        name: "Production".into(),
        environment: Some("production"),
        status: "active".into(),
        spend: None,
        limit: Some("$100.00 monthly".into()),
        keys: vec![KeyLeaf {
            id: "apikey_01Billing".into(),
            name: "billing-prod".into(),
            status: "active".into(),
            owner: None,
        }],
    }]
}

/// The comparison with a quarter before.
fn comparison() -> Comparison {
    Comparison {
        file: "findings|<b>.json".into(),
        sha256: "5e".repeat(32),
        tool_version: "0.1.0".into(),
        period: "2026-Q2".parse().unwrap(),
        as_of: "2026-07-01T00:00:00Z".parse().unwrap(),
        new: 12,
        persisting: 0,
        worsened: 0,
        reopened: 0,
        resolved: 1,
        not_comparable: vec![NotComparable {
            id: "0123456789".into(),
            rule: "shared-key".into(),
            why: "its check is disabled in the baseline".into(),
        }],
        unjudged: vec![Unjudged {
            finding: finding("stale-key", Severity::Medium, "=cmd|' /C calc'!A0", "was last used 90 days ago"),
            why: "this run has no export of [x](javascript:alert(1))".into(),
        }],
        history: Vec::new(),
        notes: vec!["neither report states the organization's id".into()],
    }
}
