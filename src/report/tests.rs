//! The report as a whole, and what the tests of its parts share.

use std::collections::BTreeMap;

use super::*;
use crate::analyze::{Analyzer, Explain, Threshold};
use crate::model::{
    Assignment, Comparison, Confidence, Control, Period, Severity, Status, Subject, SubjectKind, Table, Verdict,
};
use crate::policy::{self, KnownCheck};

pub(super) fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(super) fn key(id: &str, name: &str) -> Subject {
    Subject { kind: SubjectKind::ApiKey, id: Some(id.to_owned()), name: Some(name.to_owned()), workspace: None }
}

pub(super) fn finding(rule: &str, severity: Severity, subject: Subject) -> Finding {
    let mut finding = Finding {
        id: String::new(),
        rule: rule.to_owned(),
        control: Control::KeyRotation,
        severity,
        confidence: Confidence::High,
        subject,
        title: String::new(),
        message: String::new(),
        period: None,
        event: None,
        impact_usd: None,
        change: None,
        observed: None,
        threshold: None,
        evidence: Vec::new(),
        remediation: Vec::new(),
        status: Status::Open,
        first_seen: None,
        severity_before: None,
        assignment: Assignment::default(),
        resolution: None,
    };
    finding.fingerprint(None);
    finding
}

/// What a report says of an earlier one of 1 July 2026 in which nothing was another.
pub(super) fn comparison(period: Period) -> Comparison {
    Comparison {
        file: "findings.json".to_owned(),
        sha256: String::new(),
        tool_version: "1".to_owned(),
        period,
        as_of: instant("2026-07-01T00:00:00Z"),
        new: 0,
        persisting: 0,
        worsened: 0,
        reopened: 0,
        resolved: 0,
        not_comparable: Vec::new(),
        unjudged: Vec::new(),
        history: Vec::new(),
        notes: Vec::new(),
    }
}

pub(super) fn policy(text: &str) -> Policy {
    let known = ["stale-key", "unrotated-key", "orphaned-key", "unused-suppression"]
        .map(|id| KnownCheck { id, thresholds: Vec::new() });
    policy::parse("clade.toml", text.as_bytes(), &known).unwrap()
}

const fn analyzer(id: &'static str, control: Control) -> Analyzer {
    const NO_THRESHOLDS: &[Threshold] = &[];
    Analyzer {
        id,
        title: "a title",
        control,
        severity: Severity::Medium,
        reads: &[],
        population: "active keys",
        thresholds: NO_THRESHOLDS,
        explain: Explain { finds: "", matters: "", remedy: &[], caveats: "" },
        run: |_| Ok(Outcome::Assessed { population: 0, findings: Vec::new(), notes: Vec::new() }),
    }
}

static STALE: Analyzer = analyzer("stale-key", Control::Offboarding);
static UNROTATED: Analyzer = analyzer("unrotated-key", Control::KeyRotation);
static ORPHANED: Analyzer = analyzer("orphaned-key", Control::Offboarding);

fn parts() -> ReportInputs {
    let input = |path: &str| Input { path: path.to_owned(), ..Input::default() };
    let rejection = |file: &str, line| Rejection { file: file.into(), line, ..Rejection::default() };
    ReportInputs {
        organization: Organization { id: Some("org_1".to_owned()), name: None },
        period: "2026-Q3".parse().unwrap(),
        as_of: instant("2026-10-01T00:00:00Z"),
        inputs: vec![input("b.csv"), input("a.json")],
        rejections: vec![rejection("b.csv", 9), rejection("a.json", 3), rejection("b.csv", 2)],
        coverage: Vec::new(),
        populations: Vec::new(),
        list_ties: Vec::new(),
        access_changes: AccessChanges::default(),
        effective_access: EffectiveAccesses::default(),
        attestations: Vec::new(),
        access: Vec::new(),
        access_review: None,
        identities: Vec::new(),
        identity_review: None,
        totals: Totals::default(),
        spend_change: None,
        key_figures: KeyFigures::default(),
        reconciliation: None,
        log_review: None,
        tree: Vec::new(),
        rotation_schedule: Vec::new(),
        gateway_keys: Vec::new(),
        samples: Vec::new(),
        charts: Vec::new(),
        damaged: BTreeMap::new(),
        fingerprints: Vec::new(),
        kinds: BTreeMap::new(),
        cuts: BTreeSet::new(),
        subject_states: SubjectStates::default(),
        baseline: None,
    }
}

/// A report in which one check found all this.
pub(super) fn built(findings: Vec<Finding>) -> Report {
    let outcome = Outcome::Assessed { population: findings.len() as u64, findings, notes: Vec::new() };
    build(vec![((&STALE).into(), outcome)], &Policy::default(), parts())
}

fn outcomes() -> Vec<(Check<'static>, Outcome)> {
    let found = |rule: &str, names: &[&str]| {
        let findings = names.iter().map(|name| finding(rule, Severity::Medium, key(name, name))).collect();
        Outcome::Assessed { population: 7, findings, notes: vec!["a note".to_owned()] }
    };
    vec![
        ((&STALE).into(), found("stale-key", &["b", "a", "accepted"])),
        ((&UNROTATED).into(), found("unrotated-key", &["c"])),
        ((&ORPHANED).into(), Outcome::NotAssessed { why: "no member list".to_owned(), needs: vec![Table::Members] }),
    ]
}

const POLICY: &str = r#"
[organization]
name = "Example"
[checks.unrotated-key]
enabled = false
reason = "by pipeline"
[[suppress]]
rule = "stale-key"
subject = "accepted"
reason = "break glass"
approved_by = "ciso@example.com"
[[suppress]]
rule = "orphaned-key"
subject = "x"
reason = "r"
approved_by = "ciso@example.com"
[[suppress]]
rule = "stale-key"
subject = "gone"
reason = "r"
approved_by = "ciso@example.com"
"#;

fn control(report: &Report, control: Control) -> &crate::model::ControlResult {
    report.controls.iter().find(|one| one.id == control).unwrap()
}

#[test]
fn a_report_without_a_policy_shows_everything() {
    let report = build(outcomes(), &Policy::default(), parts());
    let labels: Vec<&str> = report.findings.iter().map(|finding| finding.subject.label()).collect();
    assert_eq!(labels, ["a", "accepted", "b", "c"]);
    assert_eq!(report.not_assessed.len(), 1);
    assert_eq!(report.not_assessed[0].needs, ["organization members"]);
    assert_eq!(report.inputs.iter().map(|input| input.path.as_str()).collect::<Vec<_>>(), ["a.json", "b.csv"]);
    assert_eq!(
        report.rejections.iter().map(|r| (&*r.file, r.line)).collect::<Vec<_>>(),
        [("a.json", 3), ("b.csv", 2), ("b.csv", 9)]
    );
    assert_eq!(report.controls.iter().map(|one| one.id).collect::<Vec<_>>(), Control::ALL);
    assert_eq!(report.tool.name, "clade-analyze");
    assert!(report.suppressed.is_empty() && report.organization.name.is_none() && report.policy.file.is_none());
}

#[test]
fn suppressed_findings_stand_apart_and_are_counted() {
    let report = build(outcomes(), &policy(POLICY), parts());
    assert!(report.findings.iter().all(|finding| finding.subject.label() != "accepted"));
    let [accepted] = report.suppressed.as_slice() else { panic!("one is suppressed") };
    assert_eq!((accepted.reason.as_str(), accepted.approved_by.as_deref()), ("break glass", Some("ciso@example.com")));
    assert_eq!((report.checks[0].findings, report.checks[0].suppressed), (2, 1));
    assert_eq!(control(&report, Control::Offboarding).exceptions, 2);
    let [unknown, gone] = report.unused_suppressions.as_slice() else { panic!("two are unused") };
    assert_eq!(unknown.why, "matches no finding; its check could not be assessed");
    assert_eq!(gone.why, "matches no finding");
    let labels: Vec<&str> = report.findings.iter().map(|finding| finding.subject.label()).collect();
    assert_eq!(labels, ["a", "b", "stale-key for gone"], "a suppression without effect is a finding");
    assert_eq!(report.organization.name.as_deref(), Some("Example"));
    assert_eq!(report.policy.file.as_deref(), Some("clade.toml"));
}

#[test]
fn a_disabled_check_stays_listed_and_finds_nothing() {
    let report = build(outcomes(), &policy(POLICY), parts());
    let check = &report.checks[1];
    assert_eq!((check.id.as_str(), check.status, check.findings), ("unrotated-key", CheckStatus::Disabled, 0));
    assert_eq!(check.notes, ["disabled by the policy: by pipeline"]);
    assert!(report.not_assessed.iter().all(|one| one.rule != "unrotated-key"), "nothing is missing for it");
    assert_eq!(control(&report, Control::KeyRotation).status, Verdict::NotAssessed);
    assert_eq!(report.checks[0].notes, ["a note"]);
}

#[test]
fn an_export_names_the_organization_before_the_policy_does() {
    let mut parts = parts();
    parts.organization.name = Some("As exported".to_owned());
    assert_eq!(build(outcomes(), &policy(POLICY), parts).organization.name.as_deref(), Some("As exported"));
}
