//! The life of a suppression: applied, expired, outgrown, unused.

use super::*;
use crate::model::{Control, Severity, Subject};
use crate::report::tests::{finding, instant, key, policy};

/// Labels of open and of suppressed findings, and why the rest is unused.
fn split(findings: Vec<Finding>, entries: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    let label = |finding: &Finding| finding.subject.label().to_owned();
    let split = apply(findings, &policy(entries), &[], instant("2026-10-01T00:00:00Z"));
    (
        split.open.iter().filter(|finding| finding.rule != "unused-suppression").map(label).collect(),
        split.suppressed.iter().map(|one| label(&one.finding)).collect(),
        split.unused.into_iter().map(|one| one.why).collect(),
    )
}

fn entry(rule: &str, subject: &str, rest: &str) -> String {
    format!("[[suppress]]\nrule = \"{rule}\"\nsubject = \"{subject}\"\nreason = \"r\"\napproved_by = \"a\"\n{rest}\n")
}

/// Messages about suppressions that do nothing, how the checks went given.
fn about(findings: Vec<Finding>, entries: &str, checks: &[CheckResult]) -> Vec<String> {
    let split = apply(findings, &policy(entries), checks, instant("2026-10-01T00:00:00Z"));
    let said = split.open.into_iter().filter(|finding| finding.rule == "unused-suppression");
    said.map(|finding| finding.observed.unwrap()).collect()
}

fn check(status: CheckStatus, partial: Option<&str>) -> CheckResult {
    CheckResult {
        id: "stale-key".to_owned(),
        title: String::new(),
        control: Control::Offboarding,
        status,
        population: 1,
        of: String::new(),
        findings: 0,
        suppressed: 0,
        partial: partial.map(str::to_owned),
        basis: crate::model::Basis::default(),
        notes: Vec::new(),
    }
}

fn stale(subjects: &[&str]) -> Vec<Finding> {
    subjects.iter().map(|name| finding("stale-key", Severity::Medium, key(&format!("apikey_{name}"), name))).collect()
}

#[test]
fn a_subject_is_known_by_id_name_or_fingerprint() {
    let mut findings = stale(&["by-id", "by-name", "by-print", "ok"]);
    findings[2].id = "0123456789".to_owned();
    let entries = [
        entry("stale-key", "apikey_by-id", ""),
        entry("stale-key", "by-name", ""),
        entry("stale-key", "0123456789", ""),
    ];
    let (open, suppressed, unused) = split(findings, &entries.concat());
    assert_eq!((open.as_slice(), unused.len()), (["ok".to_owned()].as_slice(), 0));
    assert_eq!(suppressed, ["by-id", "by-name", "by-print"]);
}

#[test]
fn another_rule_letter_case_or_part_of_a_name_is_no_match() {
    for entries in [entry("unrotated-key", "a-key", ""), entry("stale-key", "A-key", ""), entry("stale-key", "a-", "")]
    {
        let (open, suppressed, unused) = split(stale(&["a-key"]), &entries);
        assert_eq!((open.len(), suppressed.len()), (1, 0), "{entries}");
        assert_eq!(unused, ["matches no finding"]);
    }
}

#[test]
fn an_expired_suppression_lapses_and_one_on_its_last_day_holds() {
    let (open, suppressed, unused) = split(stale(&["a"]), &entry("stale-key", "a", "expires = 2026-09-29"));
    assert_eq!((open.len(), suppressed.len()), (1, 0));
    assert_eq!(unused, ["expired on 2026-09-29"]);
    let (open, suppressed, unused) = split(stale(&["a"]), &entry("stale-key", "a", "expires = 2026-09-30"));
    assert_eq!((open.len(), suppressed.len(), unused.len()), (0, 1, 0));
}

#[test]
fn the_organization_has_no_name_and_goes_by_its_kind() {
    let findings = vec![finding("stale-key", Severity::Medium, Subject::organization())];
    assert_eq!(split(findings, &entry("stale-key", "organization", "")).1, ["organization"]);
}

#[test]
fn two_suppressions_of_one_finding_are_both_used() {
    let entries = [entry("stale-key", "a", ""), entry("stale-key", "apikey_a", "")];
    let (open, suppressed, unused) = split(stale(&["a"]), &entries.concat());
    assert_eq!((open.len(), suppressed.len(), unused.len()), (0, 1, 0));
}

#[test]
fn without_reason_or_approver_nothing_is_accepted() {
    let whole = entry("stale-key", "a", "");
    for (left_out, why) in [
        ("reason = \"r\"\n", "has no reason (`reason`)"),
        ("approved_by = \"a\"\n", "has no approver (`approved_by`)"),
        ("reason = \"r\"\napproved_by = \"a\"\n", "has no reason and no approver (`reason`, `approved_by`)"),
    ] {
        let entries = whole.replace(left_out, "");
        let (open, suppressed, unused) = split(stale(&["a"]), &entries);
        assert_eq!((open.len(), suppressed.len()), (1, 0), "{entries}");
        assert_eq!(unused, [why]);
        assert_eq!(about(stale(&["a"]), &entries, &[]), [why]);
    }
}

#[test]
fn a_finding_that_became_worse_is_open_again() {
    let mut worse = stale(&["a"]);
    worse[0].observed = Some("152 days".to_owned());
    for (rest, lapsed) in [
        ("severity = \"medium\"\nobserved = \"152 days\"", None),
        ("severity = \"high\"\nobserved = \"180 days\"", None),
        ("severity = \"low\"", Some("lapsed: the finding is medium now, accepted is at most low")),
        ("observed = \"104 days\"", Some("lapsed: 152 days observed, accepted is at most 104 days")),
        (
            "severity = \"high\"\nobserved = \"104 days\"",
            Some("lapsed: 152 days observed, accepted is at most 104 days"),
        ),
    ] {
        let (open, suppressed, unused) = split(worse.clone(), &entry("stale-key", "a", rest));
        let held = usize::from(lapsed.is_none());
        assert_eq!((open.len(), suppressed.len()), (1 - held, held), "{rest}");
        assert_eq!(unused, Vec::from_iter(lapsed));
    }
}

#[test]
fn one_finding_of_several_that_is_still_accepted_keeps_it_used() {
    let mut two = stale(&["a", "a"]);
    two[0].severity = Severity::High;
    let (open, suppressed, unused) = split(two, &entry("stale-key", "a", "severity = \"medium\""));
    assert_eq!((open.len(), suppressed.len(), unused.len()), (1, 1, 0));
}

#[test]
fn an_outgrown_suppression_leaves_the_finding_to_another() {
    let entries = [entry("stale-key", "a", "severity = \"low\""), entry("stale-key", "apikey_a", "")];
    let (open, suppressed, unused) = split(stale(&["a"]), &entries.concat());
    assert_eq!((open.len(), suppressed.len()), (0, 1));
    assert_eq!(unused, ["lapsed: the finding is medium now, accepted is at most low"]);
}

#[test]
fn what_was_not_looked_at_is_listed_and_no_finding() {
    let entries = entry("stale-key", "gone", "");
    for (check, why) in [
        (check(CheckStatus::NotAssessed, None), "matches no finding; its check could not be assessed"),
        (check(CheckStatus::Disabled, None), "matches no finding; its check is disabled"),
        (
            check(CheckStatus::Assessed, Some("page 2 is missing")),
            "matches no finding; its check did not have all data: page 2 is missing",
        ),
    ] {
        let checks = [check];
        assert_eq!(about(Vec::new(), &entries, &checks), [""; 0]);
        let unused = apply(Vec::new(), &policy(&entries), &checks, instant("2026-10-01T00:00:00Z")).unused;
        assert_eq!(unused[0].why, why);
    }
    assert_eq!(about(Vec::new(), &entries, &[check(CheckStatus::Assessed, None)]), ["matches no finding"]);
    let expired = entry("stale-key", "gone", "expires = 2026-01-31");
    assert_eq!(
        about(Vec::new(), &expired, &[check(CheckStatus::Disabled, None)]),
        ["expired on 2026-01-31"],
        "that is sure"
    );
}

#[test]
fn the_check_itself_can_be_disabled() {
    let entries =
        format!("[checks.unused-suppression]\nenabled = false\nreason = \"r\"\n{}", entry("stale-key", "gone", ""));
    assert_eq!(about(Vec::new(), &entries, &[]), [""; 0]);
    assert_eq!(split(Vec::new(), &entries).2, ["matches no finding"]);
}
