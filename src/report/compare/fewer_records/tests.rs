//! Exports of one period with less in them, and what only looks so.

use super::*;
use crate::model::{Coverage, Evidence, Severity, Subject};
use crate::report::tests::{built, finding, key};

/// A file of a kind with so many rows, all of them read.
fn file(path: &str, kind: &str, rows: u64) -> Input {
    Input { path: path.to_owned(), kind: Some(kind.to_owned()), rows, accepted: rows, ..Input::default() }
}

fn with(inputs: &[Input]) -> Report {
    let listed = |table: Table, first: Option<&str>| Coverage {
        table: table.id().to_owned(),
        title: table.title().to_owned(),
        files: 1,
        rows: 1,
        first: first.map(|day| day.parse().unwrap()),
        last: None,
        days_in_period: 0,
        partial: None,
        file_spans: Vec::new(),
    };
    let coverage = vec![listed(Table::Keys, None), listed(Table::Usage, Some("2026-07-01"))];
    Report { inputs: inputs.to_vec(), coverage, ..built(Vec::new()) }
}

/// Why a finding about a key says nothing, which stood in `evidence`.
fn asked(is_listed: bool, evidence: &str, now: &[Input], last: &[Input]) -> Option<String> {
    let evidence = Evidence { file: evidence.to_owned(), line: None, record: String::new() };
    let finding = Finding { evidence: vec![evidence], ..finding("rule", Severity::Medium, key("k", "k")) };
    let kinds = [("api-keys", Table::Keys), ("console-usage", Table::Usage)].into();
    reason(&finding, &[Table::Keys.id(), Table::Usage.id()].into(), &kinds, is_listed, (&with(now), &with(last)))
}

#[test]
fn a_record_less_in_a_file_of_the_same_name_and_kind_is_doubt() {
    let usage = |rows: u64| [file("u.csv", "console-usage", rows)];
    let said = asked(false, "", &usage(5), &usage(6));
    assert_eq!(said.as_deref(), Some("u.csv has 5 records, 6 in the baseline, and the period is the same"));
    assert_eq!(asked(false, "", &usage(6), &usage(6)), None);
    assert_eq!(asked(false, "", &usage(7), &usage(6)), None);
    assert_eq!(asked(false, "", &[file("u.csv", "api-keys", 5)], &usage(6)), None, "another kind of export");
    let unrelated = |rows: u64| [file("m.json", "members", rows)];
    assert_eq!(asked(true, "", &unrelated(5), &unrelated(6)), None, "the finding rests on other tables");
    let mut earlier = with(&usage(6));
    earlier.period = "2026-Q2".parse().unwrap();
    let kinds = [("console-usage", Table::Usage)].into();
    let one = finding("rule", Severity::Medium, key("k", "k"));
    assert_eq!(
        reason(&one, &[Table::Usage.id()].into(), &kinds, true, (&with(&usage(5)), &earlier)),
        None,
        "another period"
    );
}

#[test]
fn a_shorter_list_is_doubt_about_whom_it_still_has() {
    let keys = |rows: u64| [file("k.json", "api-keys", rows)];
    assert!(asked(true, "", &keys(5), &keys(6)).is_some());
    assert_eq!(asked(false, "", &keys(5), &keys(6)), None, "who is gone makes it shorter");
}

#[test]
fn a_file_that_is_gone_is_doubt_unless_another_took_its_place() {
    let usage = |path: &str, rows: u64| file(path, "console-usage", rows);
    let last = [usage("a.csv", 3), usage("b.csv", 3)];
    let is_doubt = |evidence: &str, now: &[Input]| asked(false, evidence, now, &last).is_some();
    assert!(is_doubt("", &[usage("a.csv", 3)]), "fewer records count");
    assert!(!is_doubt("", &[usage("a.csv", 6)]), "as many in one file");
    assert!(is_doubt("b.csv", &[usage("a.csv", 6)]), "the evidence stood in the one that is gone");
    assert!(!is_doubt("a.csv", &[usage("a.csv", 6)]), "and not in the one that is there");
    assert!(!is_doubt("b.csv", &[usage("a.csv", 3), usage("new.csv", 3)]), "a new one stands in for it");
    let another = file("new.csv", "api-keys", 9);
    assert!(is_doubt("b.csv", &[usage("a.csv", 6), another]), "a new one of another kind does not");
    let said = asked(false, "b.csv", &[usage("a.csv", 6)], &last).unwrap();
    assert!(
        said.starts_with("b.csv is not among the exports of this run, and no other file stands in for it"),
        "{said}"
    );
}

#[test]
fn a_finding_about_a_file_rests_on_it_and_on_its_evidence() {
    let about = |id: &str, evidence: &str, kind: SubjectKind, changed: &str| {
        let subject = Subject { kind, id: Some(id.to_owned()), name: None, workspace: None };
        let place = |file: &str| Evidence { file: file.to_owned(), line: None, record: String::new() };
        let evidence = evidence.split(' ').map(place).collect();
        let finding = Finding { evidence, ..finding("rule", Severity::Medium, subject) };
        let files = |less: u64| {
            ["one.json", "other.json", "third.json"]
                .map(|path| file(path, "whatever", if path == changed { 6 - less } else { 6 }))
        };
        reason(&finding, &BTreeSet::new(), &BTreeMap::new(), false, (&with(&files(1)), &with(&files(0)))).is_some()
    };
    let file = SubjectKind::File;
    assert!(about("one.json", "other.json", file, "one.json"));
    assert!(about("one.json", "other.json", file, "other.json"));
    assert!(!about("one.json", "other.json", file, "third.json"));
    assert!(about("one.json", "other.json third.json", file, "other.json"), "on any of its evidence");
    assert!(about("one.json", "other.json third.json", file, "third.json"));
    assert!(!about("one.json", "other.json", SubjectKind::ApiKey, "other.json"));
}
