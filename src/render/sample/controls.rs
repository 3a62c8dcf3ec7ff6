//! Verdicts of every kind, and the checks behind them.

use super::day;
use crate::model::{
    Attestation, Basis, CheckResult, CheckStatus, Control, ControlResult, Finding, Frameworks, Severity, Verdict,
};

pub(super) fn controls(findings: &[Finding]) -> Vec<ControlResult> {
    let words = [
        ("Separate workspaces for development, staging and production", Verdict::Pass),
        ("Separate keys per service and environment", Verdict::Fail),
        ("Descriptive key names", Verdict::Fail),
        ("Keys rotated every 90 days", Verdict::Fail),
        ("Keys revoked and access removed when people leave", Verdict::Fail),
        ("Roles no wider than needed", Verdict::NeedsReview),
        ("Monthly limits on spend", Verdict::NotAssessed),
        ("Spending alerts configured, anomalies noticed", Verdict::Fail),
        ("Audit log reviewed", Verdict::Fail),
        ("Exports whole, current and consistent", Verdict::Attention),
    ];
    let control = |(id, (title, status)): (Control, (&str, Verdict))| {
        let of_it = || findings.iter().filter(|f| f.control == id);
        let mut checks: Vec<String> = of_it().map(|f| f.rule.clone()).collect();
        checks.dedup();
        ControlResult {
            id,
            title: title.into(),
            status,
            summary: match status {
                Verdict::Pass => "All 5 active workspaces serve one environment each.".into(),
                Verdict::NotAssessed => "No export states the limits of workspaces.".into(),
                Verdict::Attention => "One day without usage between days with usage.".into(),
                Verdict::NeedsReview => "Nothing records that a person reviewed who has access.".into(),
                Verdict::Fail => format!("{} of 37 active keys break the rule.", of_it().count()),
            },
            population: if status == Verdict::NotAssessed { 0 } else { 37 },
            population_of: if status == Verdict::NotAssessed { String::new() } else { "active keys: 37".into() },
            exceptions: of_it().filter(|f| f.severity > Severity::Info).count() as u64,
            checks,
            attestations: attestations(id),
            frameworks: Frameworks {
                soc2: vec!["CC6.1".into()],
                iso27001: vec!["5.9".into(), "8.31".into()],
                nist80053: vec!["IA-9".into(), "AC-4".into()],
                more: [("cis".to_owned(), vec!["5.5".to_owned()])].into(),
            },
        }
    };
    Control::ALL.into_iter().zip(words).map(control).collect()
}

/// What was attested about single sign-on, and that this report says otherwise.
fn attestations(id: Control) -> Vec<Attestation> {
    let conflict = "attested completed; this report says fail";
    if id == Control::Offboarding { vec![attestation("sso_enabled", "completed", Some(conflict))] } else { Vec::new() }
}

pub(super) fn attestation(control: &str, attestation: &str, conflict: Option<&str>) -> Attestation {
    Attestation {
        control: control.into(),
        status: Some("failed".into()),
        attestation: attestation.into(),
        by: Some("user_01MaraLind".into()),
        on: Some(day("2026-09-21")),
        review_on: Some(day("2027-01-31")),
        conflict: conflict.map(str::to_owned),
    }
}

pub(super) fn checks(findings: &[Finding]) -> Vec<CheckResult> {
    let mut checks: Vec<CheckResult> = findings
        .iter()
        .map(|f| CheckResult {
            id: f.rule.clone(),
            title: format!("What {} finds", f.rule),
            control: f.control,
            status: CheckStatus::Assessed,
            population: 37,
            of: "active keys".into(),
            findings: 1,
            suppressed: u64::from(f.rule == "unrotated-key"),
            partial: None,
            basis: Basis::default(),
            notes: vec![],
        })
        .collect();
    let mut other = checks[0].clone();
    (other.id, other.status, other.findings, other.population) =
        ("overdue-access-review".into(), CheckStatus::NotAssessed, 0, 0);
    checks.push(other.clone());
    (other.id, other.status) = ("off-hours-use".into(), CheckStatus::Disabled);
    other.notes = vec!["disabled by the policy: we work around the clock".into()];
    checks.push(other);
    checks
}
