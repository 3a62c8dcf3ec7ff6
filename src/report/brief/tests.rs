//! The conclusion says what the findings say, and no more.

use super::*;
use crate::model::{CheckResult, CheckStatus, Subject};
use crate::report::tests::{built, finding, key};

fn report(findings: Vec<Finding>) -> Report {
    built(findings)
}

#[test]
fn the_worst_come_first_and_counts_agree() {
    use Severity::{Critical, High, Info, Low};
    let many: Vec<Finding> = (0..9).map(|n| finding("stale-key", Critical, key(&format!("c{n}"), "k"))).collect();
    for (findings, headline, clauses, first) in [
        (vec![finding("stale-key", Critical, key("1", "a"))], "1 critical finding:", 1, 1),
        (
            vec![finding("stale-key", High, key("1", "a")), finding("stale-key", High, key("2", "b"))],
            "2 high findings:",
            2,
            2,
        ),
        (vec![finding("stale-key", Low, key("1", "a"))], "1 low finding:", 1, 0),
        (many, "9 critical findings; the first 7:", 7, 5),
    ] {
        let brief = report(findings).brief;
        assert_eq!((brief.headline.as_str(), brief.worst.len(), brief.first.len()), (headline, clauses, first));
    }
    let one_more =
        report(vec![finding("stale-key", High, key("1", "a")), finding("stale-key", Low, key("2", "b"))]).brief;
    assert_eq!(one_more.rest[0], "There is also 1 low finding.");
    let brief = report(vec![finding("stale-key", Info, key("1", "a"))]).brief;
    assert!(brief.worst.is_empty() && brief.first.is_empty());
    assert!(brief.rest.iter().any(|one| one == "1 info finding is counted separately."), "{:?}", brief.rest);
}

#[test]
fn a_subject_is_one_step_and_no_finding_is_lost() {
    let all = vec![
        finding("stale-key", Severity::Critical, key("1", "a")),
        finding("unrotated-key", Severity::High, key("1", "a renamed")),
        finding("unused-key", Severity::Low, key("1", "a")),
        finding("stale-key", Severity::High, key("2", "a")),
    ];
    let report = report(all);
    let brief = &report.brief;
    assert_eq!(brief.first.iter().map(|step| step.findings.len()).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(brief.urgent_subjects, 2);
    let week = (report.as_of + chrono::Duration::days(7)).format("by %Y-%m-%d").to_string();
    assert_eq!(brief.first[0].due, week);
    let groups = by_subject(&report.findings);
    assert_eq!(groups.len(), 2);
    assert_eq!(groups.iter().map(Vec::len).sum::<usize>(), report.findings.len());
    let organization = finding("stale-key", Severity::Low, Subject::organization());
    assert_eq!(by_subject(&[organization.clone(), organization]).len(), 1);
}

#[test]
fn people_with_one_finding_are_not_several() {
    let user = |id: &str| Subject {
        kind: SubjectKind::User,
        id: Some(id.to_owned()),
        name: Some(format!("{id}@example.com")),
        workspace: None,
    };
    let all = vec![
        finding("a", Severity::High, user("user_1")),
        finding("b", Severity::Low, user("user_1")),
        finding("a", Severity::High, user("user_2")),
        finding("c", Severity::Info, user("user_2")),
    ];
    let people = report(all).brief.people;
    assert_eq!(people.len(), 1);
    assert_eq!((people[0].person.as_str(), people[0].findings.len()), ("user_1@example.com", 2));
}

#[test]
fn checks_that_say_nothing_are_named() {
    let mut report = report(vec![]);
    let check = report.checks[0].clone();
    let one = |id: &str, status: CheckStatus, partial: Option<&str>| CheckResult {
        id: id.to_owned(),
        status,
        partial: partial.map(str::to_owned),
        ..check.clone()
    };
    report.checks = vec![
        one("a", CheckStatus::Assessed, None),
        one("b", CheckStatus::Assessed, Some("its last page says that more follow")),
        one("c", CheckStatus::NotApplicable, None),
    ];
    report.checks.extend(["d", "e", "f", "g"].map(|id| one(id, CheckStatus::NotAssessed, None)));
    let said = confidence::statements(&report).into_iter().find(|one| one.name == "Checks").unwrap();
    assert_eq!(
        said.text,
        "2 of 7 assessed; 4 not assessed (`d`, `e`, `f` and 1 more); 1 not configured; 1 assessed on incomplete exports (`b`)"
    );
    assert_eq!(
        confidence::checks(&report),
        "2 of 7 assessed; 4 not assessed; 1 not configured; 1 assessed on incomplete exports"
    );
}
