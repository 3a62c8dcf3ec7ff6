//! A report to look at: every part filled, some names hostile.

use chrono::{Days, NaiveDate};

use crate::model::{
    Attestation, Basis, Chart, CheckResult, CheckStatus, Comparison, Confidence, Control, ControlResult, Evidence,
    Finding, Frameworks, Money, NotAssessed, NotComparable, Organization, Period, PolicyInfo, Rejection, Report,
    SCHEMA_VERSION, Series, Severity, Status, Subject, SubjectKind, Suppressed, Tool, Unjudged, UnusedSuppression,
    Verdict,
};

pub(super) mod exports;
mod log;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A quarter of an organization with something of everything.
pub(super) fn report() -> Report {
    let findings = findings();
    Report {
        schema_version: SCHEMA_VERSION.into(),
        tool: Tool { name: "clade-analyze".into(), version: "0.1.0".into() },
        organization: Organization {
            id: Some("7f3c2d7e-5b1a-4c0e-9a39-0f6d2f6b8a11".into()),
            name: Some("Northwind Robotics".into()),
        },
        period: "2026-Q3".parse().unwrap(),
        as_of: "2026-10-01T00:00:00Z".parse().unwrap(),
        policy: PolicyInfo { file: Some("clade.toml".into()), sha256: Some("4f".repeat(32)), ..PolicyInfo::default() },
        inputs: exports::inputs(),
        coverage: exports::coverage(),
        populations: exports::populations(),
        access: exports::access(),
        access_review: Some(exports::access_review()),
        log_review: Some(log::log_review()),
        totals: exports::totals(),
        spend_change: None,
        key_figures: crate::model::KeyFigures::default(),
        reconciliation: None,
        controls: controls(&findings),
        other_attestations: vec![attestation("ip_allowlist|<b>", "accepted_risk", None)],
        checks: checks(&findings),
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
        not_assessed: vec![
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
        ],
        resolved: vec![finding(
            "pending-invite",
            Severity::Low,
            "old.invite@northwind.example",
            "was pending for 61 days",
        )],
        rotation_schedule: exports::rotations(),
        samples: exports::samples(),
        baseline: Some(comparison()),
        fingerprints: Vec::new(),
        charts: vec![spend_chart(day("2026-07-01"), 92)],
        rejections: vec![
            Rejection {
                file: "cost_2026-08.csv".into(),
                line: 1_204,
                column: "cost_usd".into(),
                value: "=1+1".into(),
                reason: "not a decimal amount".into(),
            },
            Rejection {
                file: "audit/2026-09.zip!/audit_logs.csv".into(),
                line: 88,
                column: "created_at".into(),
                value: "yesterday\u{202e}".into(),
                reason: "not an instant".into(),
            },
        ],
        findings,
    }
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

/// Daily spend of four workspaces with two marked days.
pub(super) fn spend_chart(first: NaiveDate, days: u64) -> Chart {
    let names = ["Production", "Staging", "Claude Code", "Research & <Development>"];
    let series = names.iter().zip(1_u64..).map(|(name, n)| Series {
        name: (*name).into(),
        points: (0..days)
            .map(|d| {
                // Weekdays with a slow rise; a jump in Production and a burst in Research.
                let weekend = if (d + 2) % 7 >= 5 { 3 } else { 10 };
                let jump = if n == 1 && d > 60 { 14_000 } else { 0 };
                let burst = if n == 4 && d == 38 { 61_500 } else { 0 };
                let cents = (31_000 / n + 90 * d + (d * d * 37 + n * 131) % 3_100) * weekend / 10 + jump + burst;
                (first + Days::new(d), Money::from_cents(i64::try_from(cents).unwrap()))
            })
            .collect(),
    });
    let marks = [(38, "Research: 4.1× expected"), (61, "Production: step up")];
    Chart {
        id: "daily-spend".into(),
        title: "Daily spend by workspace".into(),
        caption:
            "Spend rose from $512 to $743 a day; one burst on 8 August and a lasting step in Production from 31 August."
                .into(),
        series: series.collect(),
        marks: marks
            .into_iter()
            .filter(|(d, _)| *d < days)
            .map(|(d, label)| (first + Days::new(d), label.into()))
            .collect(),
    }
}

/// A finding of this rule about a key, its numbers made up.
pub(super) fn finding(rule: &str, severity: Severity, name: &str, what: &str) -> Finding {
    let control = match rule {
        "unrotated-key" => Control::KeyRotation,
        "orphaned-key" | "stale-key" | "departed-member" | "pending-invite" => Control::Offboarding,
        "too-many-admins" => Control::LeastPrivilege,
        "spend-spike" | "spend-step" => Control::SpendAlerts,
        "generic-key-name" => Control::KeyNaming,
        "logging-off" | "unusual-country" => Control::AuditLogReview,
        "gap-in-usage" => Control::EvidenceCompleteness,
        _ => Control::KeyPerService,
    };
    let mut finding = Finding {
        id: String::new(),
        rule: rule.into(),
        control,
        severity,
        confidence: if severity == Severity::Low { Confidence::Medium } else { Confidence::High },
        subject: Subject {
            kind: if name.contains('@') { SubjectKind::User } else { SubjectKind::ApiKey },
            id: Some(format!("apikey_01{:0>12}", name.len() * 7_919)),
            name: Some(name.into()),
            workspace: Some("Production".into()),
        },
        title: format!("{} {what}", name.chars().take(60).collect::<String>()),
        message: format!(
            "`{name}` {what}; the limit is 90 days (default, NIST SP 800-63B and the access-control checklist)."
        ),
        period: None,
        event: None,
        impact_usd: None,
        change: None,
        observed: Some("131 days".into()),
        threshold: Some("90 days (default)".into()),
        evidence: vec![
            Evidence { file: "api_keys.json".into(), line: Some(412), record: "apikey_01Hq8…".into() },
            Evidence { file: "cost_2026-08.csv".into(), line: Some(1_893), record: "2026-08-08, $615.00".into() },
        ],
        remediation: vec![
            "Console > API keys: create a successor, deploy it to the service.".into(),
            "Watch the old key's usage for a day, then set it to inactive.".into(),
            "Admin API: POST /v1/organizations/api_keys/{id} with {\"status\": \"archived\"}.".into(),
        ],
        status: Status::New,
        first_seen: None,
    };
    finding.fingerprint(None);
    finding
}

fn findings() -> Vec<Finding> {
    use Severity::{Critical, High, Info, Low, Medium};
    let mut all = vec![
        finding("unrotated-key", Critical, "billing-prod", "was created 402 days ago and never rotated"),
        finding("orphaned-key", High, "etl-nightly", "outlives its creator, who left on 2026-06-12"),
        finding("departed-member", High, "j.doe@northwind.example", "is disabled in Entra ID and still an admin"),
        finding("spend-spike", High, "research-batch", "cost $615.00 on 2026-08-08, 4.1 times what was expected"),
        finding("shared-key", Medium, "gateway|prod\u{202e}gnigats", "was used by two environments"),
        finding("stale-key", Medium, "=HYPERLINK(\"https://evil.example\",\"x\")", "was last used 152 days ago"),
        finding("too-many-admins", Medium, "<script>alert(1)</script>", "is one of 9 admins among 41 members"),
        finding("logging-off", Medium, "[x](javascript:alert(1))", "switched audit logging off for 3 hours"),
        finding("generic-key-name", Low, "test", "says neither service nor environment"),
        finding("pending-invite", Low, "new.hire@northwind.example", "has been pending for 34 days"),
        finding("gap-in-usage", Low, "2026-07-19", "has no usage although its neighbours have"),
        finding("unusual-country", Info, "192.0.2.77", "signed in from an address not seen before"),
    ];
    all[3].impact_usd = Some(Money::from_cents(46_512));
    all[3].period = Period::new(day("2026-08-08"), day("2026-08-08"));
    all
}

fn controls(findings: &[Finding]) -> Vec<ControlResult> {
    let words = [
        ("Separate workspaces for development, staging and production", Verdict::Pass),
        ("Separate keys per service and environment", Verdict::Fail),
        ("Descriptive key names", Verdict::Fail),
        ("Keys rotated every 90 days", Verdict::Fail),
        ("Keys revoked and access removed when people leave", Verdict::Fail),
        ("Roles no wider than needed", Verdict::Fail),
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
                Verdict::Fail => format!("{} of 37 active keys break the rule.", of_it().count()),
            },
            population: if status == Verdict::NotAssessed { 0 } else { 37 },
            exceptions: of_it().filter(|f| f.severity > Severity::Info).count() as u64,
            checks,
            attestations: attestations(id),
            frameworks: Frameworks {
                soc2: vec!["CC6.1".into()],
                iso27001: vec!["5.9".into(), "8.31".into()],
                nist80053: vec!["IA-9".into(), "AC-4".into()],
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

fn attestation(control: &str, attestation: &str, conflict: Option<&str>) -> Attestation {
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

fn checks(findings: &[Finding]) -> Vec<CheckResult> {
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
