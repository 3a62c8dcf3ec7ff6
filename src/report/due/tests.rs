//! Whose task, until when, and what is late in the next quarter.

use super::*;
use crate::model::{RotationState, Severity, Suppressed};
use crate::report::tests::{built, finding, instant, key, policy};

fn report(severity: Severity) -> Report {
    built(vec![finding("stale-key", severity, key("1", "checkout-prod"))])
}

/// The only finding's day, as of an instant and under a policy; `before` makes the baseline of it.
fn due(report: &mut Report, text: &str, last: Option<&Report>) -> Option<String> {
    let policy = policy(text);
    report.due_days = policy.due_days().clone();
    let last = last.map(|last| Baseline { file: "findings.json".into(), sha256: String::new(), report: last.clone() });
    assign(report, &policy, last.as_ref());
    report.findings[0].assignment.due.map(|day| day.to_string())
}

#[test]
fn days_by_severity_and_by_the_policy() {
    use Severity::{Critical, High, Info, Low, Medium};
    for (severity, text, expected) in [
        (Critical, "", Some("2026-10-08")),
        (High, "", Some("2026-10-31")),
        (Medium, "", Some("2026-12-30")),
        (Low, "", Some("2027-03-30")),
        (Info, "", None),
        (High, "[due]\nhigh = 14\n", Some("2026-10-15")),
        (Medium, "[due]\nhigh = 14\n", Some("2026-12-30")),
        (Info, "[due]\ninfo = 0\n", Some("2026-10-01")),
    ] {
        let mut report = report(severity);
        report.as_of = instant("2026-10-01T00:00:00Z");
        assert_eq!(due(&mut report, text, None).as_deref(), expected, "{severity:?} {text}");
    }
}

#[test]
fn what_ends_sooner_is_due_sooner() {
    for (ends, expected) in [
        (None, "2026-10-31"),
        (Some("2026-10-07"), "2026-10-07"),
        (Some("2026-10-01"), "2026-10-01"),
        // Later than the severity allows, or over already: the severity decides.
        (Some("2026-12-01"), "2026-10-31"),
        (Some("2026-09-30"), "2026-10-31"),
    ] {
        let mut report = report(Severity::High);
        report.as_of = instant("2026-10-01T00:00:00Z");
        report.findings[0].assignment.due = ends.map(|day| day.parse().unwrap());
        assert_eq!(due(&mut report, "", None).as_deref(), Some(expected), "{ends:?}");
    }
}

#[test]
fn a_key_has_one_owner_in_its_card_and_in_the_schedule() {
    let mut report = report(Severity::High);
    let rotation = |id: &str, name: &str| Rotation {
        owner: Some(RotationOwner { name: "gone@example.com".to_owned(), source: "creator".to_owned() }),
        key_id: id.to_owned(),
        key_name: name.to_owned(),
        workspace: None,
        created_on: None,
        due_on: None,
        state: RotationState::Due,
        basis: None,
    };
    report.rotation_schedule = vec![rotation("2", "search-prod"), rotation("1", "checkout-prod")];
    let text = "[services.checkout]\nowner = \"payments@example.com\"\nkeys = [\"checkout-*\"]\n";
    assign(&mut report, &policy(text), None);
    let owners: Vec<_> = report.rotation_schedule.iter().map(|one| one.owner.as_ref().map(|who| &who.name)).collect();
    assert_eq!(owners, [report.findings[0].assignment.owner.as_ref(), None], "who has none stands last");
    assert_eq!(owners[0].map(String::as_str), Some("payments@example.com"));
}

#[test]
fn what_persists_is_late_and_what_became_worse_or_was_accepted_begins_anew() {
    let mut last = report(Severity::High);
    last.as_of = instant("2026-07-01T00:00:00Z");
    assert_eq!(due(&mut last, "", None).as_deref(), Some("2026-07-31"));
    let mut now = report(Severity::High);
    now.as_of = instant("2026-10-01T00:00:00Z");
    now.findings[0].status = Status::Persisting;
    now.findings[0].first_seen = Some(instant("2026-04-01T00:00:00Z"));
    assert_eq!(due(&mut now, "", Some(&last)).as_deref(), Some("2026-07-31"), "from the day of the last report's");
    assert_eq!(now.findings[0].assignment.overdue_days(now.as_of), Some(62));
    assert_eq!(due(&mut now, "[due]\nhigh = 365\n", Some(&last)).as_deref(), Some("2027-07-01"), "other days");
    // A report of an older version has no such day: then the first report counts.
    last.findings[0].assignment = Assignment::default();
    assert_eq!(due(&mut now, "", Some(&last)).as_deref(), Some("2026-05-01"));
    let mut worse = now.clone();
    worse.findings[0].severity_before = Some(Severity::Medium);
    assert_eq!(due(&mut worse, "", Some(&last)).as_deref(), Some("2026-10-31"));
    let mut back = now.clone();
    back.findings[0].status = Status::Reopened;
    assert_eq!(due(&mut back, "", Some(&last)).as_deref(), Some("2026-10-31"));
    let accepted = last.findings.remove(0);
    last.suppressed =
        vec![Suppressed { finding: accepted, reason: "r".into(), approved_by: Some("a".into()), expires: None }];
    assert_eq!(due(&mut now, "", Some(&last)).as_deref(), Some("2026-10-31"));
}

#[test]
fn the_owner_of_the_service_is_asked_about_any_key_of_it() {
    let mut report = report(Severity::High);
    due(&mut report, "[services.checkout]\nowner = \"payments@example.com\"\nkeys = [\"checkout-*\"]\n", None);
    let assignment = &report.findings[0].assignment;
    assert_eq!(assignment.owner.as_deref(), Some("payments@example.com"));
    assert_eq!(assignment.owner_role.as_deref(), Some("owner of service checkout"));
    due(&mut report, "", None);
    assert_eq!(report.findings[0].assignment.owner, None, "nobody is known");
}
