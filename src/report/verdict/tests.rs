//! Each rule of the verdict, with a hit and a near miss.

use super::*;
use crate::model::{Subject, SubjectKind};
use crate::report::tests::{finding, key};

pub(in crate::report) fn check(id: &str, control: Control, status: CheckStatus, population: u64) -> CheckResult {
    CheckResult {
        id: id.to_owned(),
        title: String::new(),
        control,
        status,
        population,
        of: "active keys".to_owned(),
        findings: 0,
        suppressed: 0,
        partial: None,
        basis: crate::model::Basis::default(),
        notes: Vec::new(),
    }
}

/// The control served by the first check.
fn judged(checks: &[CheckResult], open: &[Finding]) -> ControlResult {
    let reads =
        [("unrotated-key", vec!["keys"]), ("incomplete-rotation", vec!["keys", "usage"]), ("excess", vec!["members"])];
    one(checks[0].control, checks, open, &reads.map(|(id, tables)| (id.to_owned(), tables)).into())
}

fn rotation(status: CheckStatus) -> CheckResult {
    check("unrotated-key", Control::KeyRotation, status, 42)
}

fn other(status: CheckStatus) -> CheckResult {
    check("incomplete-rotation", Control::KeyRotation, status, 9)
}

fn unrotated(severity: Severity, id: &str) -> Finding {
    Finding { title: "A key was not rotated".to_owned(), ..finding("unrotated-key", severity, key(id, "a name")) }
}

use CheckStatus::{Assessed, Disabled, NotApplicable, NotAssessed};

#[test]
fn every_control_has_a_verdict_also_without_any_check() {
    let controls = all(&[], &[], &Reads::new());
    assert_eq!(controls.iter().map(|one| one.id).collect::<Vec<_>>(), Control::ALL);
    for control in controls {
        assert_eq!(
            (control.status, control.summary.as_str()),
            (Verdict::NotAssessed, "No check serves this control yet.")
        );
    }
}

#[test]
fn medium_fails_and_low_needs_attention() {
    for (severity, verdict) in [
        (Severity::Critical, Verdict::Fail),
        (Severity::High, Verdict::Fail),
        (Severity::Medium, Verdict::Fail),
        (Severity::Low, Verdict::Attention),
        (Severity::Info, Verdict::Pass),
    ] {
        assert_eq!(judged(&[rotation(Assessed)], &[unrotated(severity, "k")]).status, verdict, "{}", severity.id());
    }
    assert_eq!(judged(&[rotation(Assessed)], &[]).status, Verdict::Pass);
}

#[test]
fn a_low_finding_fails_key_naming_and_an_info_does_not() {
    let naming = |severity| {
        let check = check("undescriptive-key-name", Control::KeyNaming, Assessed, 3);
        judged(&[check], &[finding("undescriptive-key-name", severity, key("k", "test"))]).status
    };
    assert_eq!(naming(Severity::Low), Verdict::Fail);
    assert_eq!(naming(Severity::Info), Verdict::Pass);
}

#[test]
fn gaps_need_attention_and_nothing_but_gaps_is_not_assessed() {
    for gap in [NotAssessed, Disabled] {
        assert_eq!(judged(&[rotation(Assessed), other(gap)], &[]).status, Verdict::Attention);
        assert_eq!(judged(&[rotation(gap), other(gap)], &[]).status, Verdict::NotAssessed);
        assert_eq!(judged(&[rotation(Assessed), other(gap)], &[unrotated(Severity::High, "k")]).status, Verdict::Fail);
    }
    assert_eq!(judged(&[rotation(NotAssessed), other(Disabled)], &[]).status, Verdict::NotAssessed);
    assert_eq!(judged(&[rotation(Assessed), other(Assessed)], &[]).status, Verdict::Pass);
}

#[test]
fn every_control_passes_where_all_its_checks_find_nothing() {
    for control in Control::ALL {
        assert_eq!(judged(&[check("some-check", control, Assessed, 3)], &[]).status, Verdict::Pass, "{}", control.id());
    }
}

#[test]
fn gaps_and_findings_of_other_controls_do_not_count() {
    let elsewhere = check("orphaned-key", Control::Offboarding, NotAssessed, 99);
    let open = [finding("orphaned-key", Severity::Critical, key("k", "k"))];
    let result = judged(&[rotation(Assessed), elsewhere], &open);
    assert_eq!((result.status, result.population, result.exceptions), (Verdict::Pass, 42, 0));
    assert_eq!(result.checks, ["unrotated-key"]);
}

#[test]
fn of_one_list_the_largest_population_of_assessed_checks_counts() {
    let result = judged(&[other(Assessed), rotation(Assessed)], &[]);
    assert_eq!((result.population, result.summary.as_str()), (42, "Nothing found by 2 checks over 42 active keys."));
    assert_eq!(judged(&[other(Assessed), rotation(NotAssessed)], &[]).population, 9);
    let equal = CheckResult { of: "keys of the second".to_owned(), population: 42, ..other(Assessed) };
    assert!(judged(&[rotation(Assessed), equal], &[]).summary.ends_with("over 42 active keys."), "the first of equals");
}

#[test]
fn different_things_add_up() {
    let of = |id: &str, population| check(id, Control::KeyRotation, Assessed, population);
    assert_eq!(judged(&[rotation(Assessed), other(Assessed), of("excess", 5)], &[]).population, 47);
    let everything = of("exposed-secret", 5000);
    assert_eq!(judged(&[rotation(Assessed), everything.clone()], &[]).population, 42);
    assert_eq!(judged(&[everything], &[]).population, 5000, "there is nothing else to count");
}

#[test]
fn exceptions_are_distinct_subjects_above_info() {
    let named = |name: &str, workspace: &str| Subject {
        kind: SubjectKind::ApiKey,
        id: None,
        name: Some(name.to_owned()),
        workspace: Some(workspace.to_owned()),
    };
    let second = |severity, subject| finding("incomplete-rotation", severity, subject);
    let open = [
        unrotated(Severity::High, "apikey_1"),
        second(Severity::Low, key("apikey_1", "renamed")),
        second(Severity::Low, key("apikey_2", "a name")),
        second(Severity::Low, named("a name", "one")),
        second(Severity::Low, named("a name", "two")),
        second(Severity::Info, key("apikey_3", "a name")),
    ];
    assert_eq!(judged(&[rotation(Assessed), other(Assessed)], &open).exceptions, 4);
}

#[test]
fn summaries_are_sentences() {
    let open = [unrotated(Severity::Critical, "1"), unrotated(Severity::Medium, "2"), unrotated(Severity::Medium, "3")];
    let result = judged(&[rotation(Assessed), other(NotAssessed)], &open);
    assert_eq!(
        result.summary,
        "A key was not rotated; A key was not rotated; and 1 more. Not assessed: 1 of 2 checks."
    );
    let result = judged(&[rotation(Assessed)], &[unrotated(Severity::Low, "1")]);
    assert_eq!(result.summary, "A key was not rotated.");
    let result = judged(&[rotation(Disabled), other(NotAssessed)], &[]);
    assert_eq!(result.summary, "Disabled by the policy: 1 of 2 checks (unrotated-key). Not assessed: 1.");
    let result = judged(&[rotation(Assessed), other(Disabled)], &[]);
    assert_eq!(
        result.summary,
        "Nothing found by 1 check over 42 active keys. Disabled by the policy: 1 of 2 checks (incomplete-rotation)."
    );
}

#[test]
fn long_lists_are_cut() {
    assert_eq!(listed(&["a"]), "a");
    assert_eq!(listed(&["a", "b", "c", "d"]), "a, b, c and d");
    assert_eq!(listed(&["a", "b", "c", "d", "e"]), "a, b, c and 2 more");
}

#[test]
fn finding_nothing_in_a_damaged_export_is_no_pass() {
    let mut one = check("orphaned-key", Control::Offboarding, CheckStatus::Assessed, 5);
    one.partial = Some("members.json ends inside a record".to_owned());
    let result = judged(&[one], &[]);
    assert_eq!(result.status, Verdict::Attention);
    assert!(result.summary.contains("members.json ends inside a record"), "{}", result.summary);
}

#[test]
fn a_question_that_does_not_arise_is_no_gap_and_is_told() {
    let control = judged(&[rotation(Assessed), other(NotApplicable)], &[]);
    assert_eq!(control.status, Verdict::Pass);
    assert!(control.summary.ends_with("Not configured: 1 check."), "{}", control.summary);
    assert_eq!(judged(&[rotation(NotApplicable)], &[]).status, Verdict::NotAssessed, "nothing looked at it");
    let control = judged(&[rotation(Assessed), other(NotApplicable)], &[unrotated(Severity::Low, "a")]);
    assert_eq!(control.status, Verdict::Attention);
}
