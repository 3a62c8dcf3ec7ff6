//! Findings of every severity, some about hostile names.

use super::day;
use crate::model::{
    Assignment, Confidence, Control, Evidence, Finding, Money, OpenItem, Period, Severity, Status, Subject, SubjectKind,
};

/// A finding of this rule about a key, its numbers made up.
pub(in crate::render) fn finding(rule: &str, severity: Severity, name: &str, what: &str) -> Finding {
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
        severity_before: None,
        assignment: Assignment::default(),
        resolution: None,
    };
    finding.fingerprint(None);
    finding
}

pub(super) fn findings() -> Vec<Finding> {
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
    all[0].assignment = Assignment {
        owner: Some("mara|<b>@northwind.example".into()),
        owner_role: Some("admin of Production".into()),
        due: Some(day("2026-09-08")),
        due_from: Some("2026-09-01T00:00:00Z".parse().unwrap()),
    };
    all[3].impact_usd = Some(Money::from_cents(46_512));
    all[3].period = Period::new(day("2026-08-08"), day("2026-08-08"));
    all
}

/// A task for each of them.
pub(super) fn open_items(all: &[Finding]) -> Vec<OpenItem> {
    let item = |finding: &Finding| OpenItem {
        fingerprint: OpenItem::fingerprint(&finding.subject),
        summary: finding.title.clone(),
        severity: finding.severity,
        status: finding.status,
        subject: finding.subject.clone(),
        owner: finding.assignment.owner.clone(),
        owner_role: finding.assignment.owner_role.clone(),
        due: finding.assignment.due,
        overdue_days: None,
        findings: vec![finding.id.clone()],
        rules: vec![finding.rule.clone()],
        description: [&[finding.message.clone(), format!("1. {}", finding.remediation[0])][..]].concat(),
    };
    all.iter().map(item).collect()
}
