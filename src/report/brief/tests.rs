//! The conclusion says what the findings say, and no more.

use super::*;
use crate::model::{CheckResult, CheckStatus, Comparison, Coverage, Input, NotAssessed, Subject, Unjudged};
use crate::report::tests::{built, comparison, finding, key};

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
        (many, "9 critical findings; 2 of them:", 2, 2),
    ] {
        let brief = report(findings).brief;
        assert_eq!((brief.headline.as_str(), brief.worst.len(), brief.first.len()), (headline, clauses, first));
    }
    let seven: Vec<Finding> = (0..7).map(|n| finding("stale-key", Critical, key(&format!("c{n}"), "k"))).collect();
    let brief = report(seven).brief;
    assert_eq!((brief.headline.as_str(), brief.worst.len()), ("7 critical findings:", 7), "all of them are shown");
    let one_more =
        report(vec![finding("stale-key", High, key("1", "a")), finding("stale-key", Low, key("2", "b"))]).brief;
    assert_eq!(one_more.rest[0], "There is also 1 low finding.");
    let brief = report(vec![finding("stale-key", Info, key("1", "a"))]).brief;
    assert!(brief.worst.is_empty() && brief.first.is_empty());
    assert!(brief.rest.iter().any(|one| one == "1 info finding is counted separately."), "{:?}", brief.rest);
}

/// Nine keys that were not rotated hid the one administrator who had left, in the conclusion and in what to do first.
#[test]
fn one_check_does_not_fill_the_first_screen() {
    let mut all: Vec<Finding> =
        (0..9).map(|n| finding("unrotated-key", Severity::Critical, key(&format!("a{n}"), "k"))).collect();
    all.push(finding("orphaned-key", Severity::Critical, key("z", "left")));
    let brief = report(all).brief;
    let more = brief.worst.iter().filter(|clause| clause.text.ends_with("; 7 more like it"));
    assert_eq!((brief.headline.as_str(), brief.worst.len(), more.count()), ("10 critical findings; 3 of them:", 3, 1));
    assert_eq!(brief.first.len(), 3);
    assert!(brief.first.iter().any(|step| step.subject.id.as_deref() == Some("z")));
}

#[test]
fn the_conclusion_says_how_much_where_that_is_short() {
    for (title, observed, text) in [
        ("Key «a» was not rotated", Some("401 days"), "Key «a» was not rotated (401 days)"),
        ("Key «a» was used after", Some("used until 2026-09-30"), "Key «a» was used after (used until 2026-09-30)"),
        ("Spend of key «a» jumped", Some("$718.06"), "Spend of key «a» jumped ($718.06)"),
        ("Workspace «W» has 3 admins", Some("3 admins"), "Workspace «W» has 3 admins"),
        ("Member is not on the roster", Some("absent"), "Member is not on the roster"),
        ("Key «a» is active", Some("user_01DJjG3kM1V83386oimWyB9s"), "Key «a» is active"),
        ("Sessions last too long", Some("2592001"), "Sessions last too long"),
        ("The allowlist lets in everybody", Some("[\"0.0.0.0/0\"]"), "The allowlist lets in everybody"),
        ("Nobody", None, "Nobody"),
    ] {
        let mut one = finding("stale-key", Severity::High, key("1", "a"));
        (one.title, one.observed) = (title.to_owned(), observed.map(str::to_owned));
        assert_eq!(report(vec![one]).brief.worst[0].text, text);
    }
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

/// An export that a check waits for is worth asking for; what a check without a question would read, is not.
#[test]
fn exports_that_would_assess_more_are_those_that_unassessed_checks_wait_for() {
    let mut report = report(vec![]);
    let check = report.checks[0].clone();
    let one = |(id, status): (&str, CheckStatus)| CheckResult { id: id.to_owned(), status, ..check.clone() };
    let waits = |(rule, needs): (&str, &[&str])| NotAssessed {
        rule: rule.to_owned(),
        why: String::new(),
        needs: needs.iter().map(|need| (*need).to_owned()).collect(),
    };
    let said = |report: &Report| {
        let all = confidence::statements(report).into_iter();
        all.filter(|one| one.name == "Exports that would assess more").map(|one| one.text).collect::<Vec<_>>()
    };
    report.checks =
        [("a", CheckStatus::NotAssessed), ("b", CheckStatus::NotAssessed), ("c", CheckStatus::NotApplicable)]
            .map(one)
            .to_vec();
    report.not_assessed = vec![waits(("c", &["bills"]))];
    assert_eq!(said(&report), [""; 0], "its question does not arise");
    report.not_assessed.extend([("a", &["members", "events"][..]), ("b", &["events"])].map(waits));
    assert_eq!(said(&report), ["events (2 checks) and members (1 check)"]);
    let of_events = |rows| Coverage {
        table: "events".to_owned(),
        title: "events".to_owned(),
        files: 1,
        rows,
        first: None,
        last: None,
        days_in_period: 0,
        partial: None,
        file_spans: Vec::new(),
    };
    report.coverage = vec![of_events(0)];
    assert_eq!(said(&report), ["events (2 checks) and members (1 check)"], "a file without a row is no export");
    report.coverage = vec![of_events(1)];
    assert_eq!(said(&report), ["more detailed events (2 checks) and members (1 check)"]);
    // What the exports of another time state is not what lacks.
    let day = |text: &str| Some(text.parse().unwrap());
    let dated = Coverage { first: day("2026-05-01"), last: day("2026-06-30"), ..of_events(1) };
    report.coverage = vec![dated.clone()];
    assert_eq!(said(&report), ["events of the period (2 checks) and members (1 check)"]);
    report.coverage = vec![Coverage { days_in_period: 1, ..dated }];
    assert_eq!(said(&report), ["more detailed events (2 checks) and members (1 check)"]);
}

#[test]
fn the_sentence_about_the_last_report_has_what_is_not_nothing_and_how_much_is_overdue() {
    let late = |days: i64| {
        let mut late = finding("stale-key", Severity::High, key(&days.to_string(), "a"));
        late.assignment.due = Some((report(vec![]).as_of - chrono::Duration::days(days)).date_naive());
        late
    };
    let none = finding("stale-key", Severity::Low, key("2", "b"));
    let mut report = report(vec![none.clone()]);
    assert_eq!(since::sentence(&report), None, "no last report");
    let same = comparison(report.period);
    report.baseline = Some(same.clone());
    assert_eq!(since::sentence(&report), None, "nothing was compared");
    let unjudged = vec![Unjudged { finding: none.clone(), why: String::new() }];
    report.baseline = Some(Comparison { new: 1, resolved: 2, unjudged, ..same.clone() });
    let said = since::sentence(&report);
    assert_eq!(said.as_deref(), Some("Since the report as of 2026-07-01: 1 new, 2 resolved, 1 not comparable."));
    report.baseline = Some(Comparison { persisting: 3, reopened: 1, ..same });
    report.findings = vec![late(1), late(0), none];
    let said = since::sentence(&report);
    assert_eq!(
        said.as_deref(),
        Some("Since the report as of 2026-07-01: 3 persisting, 1 reopened; 1 overdue."),
        "the last day is a day"
    );
}

#[test]
fn what_the_report_rests_on_is_counted_over_all_files() {
    let mut report = report(vec![]);
    let said = |report: &Report, name: &str| {
        let all = confidence::statements(report).into_iter();
        all.filter(|one| one.name == name).map(|one| one.text).collect::<Vec<_>>()
    };
    let input = |path: &str, rows, rejected| Input { path: path.to_owned(), rows, rejected, ..Input::default() };
    report.inputs = vec![input("a.csv", 1200, 0), input("b.csv", 300, 0)];
    assert_eq!(said(&report, "Rows not read"), ["none of 1,500"]);
    report.inputs = vec![input("a.csv", 1200, 2), input("b.csv", 300, 3)];
    assert_eq!(said(&report, "Rows not read"), ["5 of 1,500, listed in `rejected-rows.csv`"]);
    assert_eq!(said(&report, "Files"), ["0 of 2 files used; not recognized: `a.csv` and `b.csv`"]);
    report.inputs[0].kind = Some("console-usage".to_owned());
    assert_eq!(said(&report, "Files"), ["1 of 2 files used; not recognized: `b.csv`"]);
    assert_eq!(said(&report, "Roster"), [""; 0]);
    report.inputs[0].notes = vec![crate::model::SAYS_OF_NOBODY.to_owned()];
    let one = "`a.csv` says of nobody whether they are there: everybody on it counts as present";
    assert_eq!(said(&report, "Roster"), [one]);
}
