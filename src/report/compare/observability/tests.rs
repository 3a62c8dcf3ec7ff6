//! How much less a run may have and still see the same: days of a series, days of an event, entries of a list.

mod subjects;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::*;
use crate::model::{Coverage, Evidence, FileSpan, Input, Period, Severity, Subject, SubjectState, SubjectStates};
use crate::report::compare::Unread;
use crate::report::tests::{built, finding, key};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// What the check of the findings here reads, and the kinds of the files.
fn known() -> RunDetails {
    let tables = [Table::Usage, Table::Keys, Table::RbacGroups, Table::Events].map(Table::id).to_vec();
    RunDetails {
        reads: [("unrotated-key".to_owned(), tables)].into(),
        kinds: [("console-usage", Table::Usage), ("activity-feed", Table::Events), ("audit-log", Table::Events)].into(),
        unread: BTreeMap::new(),
        judged: BTreeMap::new(),
        subject_states: SubjectStates::default(),
    }
}

/// A table with the days of its files, each in one run.
fn with_days(table: Table, files: &[(&str, &str, &str)]) -> Coverage {
    let span = |(file, first, last): &(&str, &str, &str)| FileSpan {
        file: (*file).to_owned(),
        first: day(first),
        last: day(last),
        missing: Vec::new(),
        elsewhere: Vec::new(),
    };
    let file_spans: Vec<FileSpan> = files.iter().map(span).collect();
    Coverage {
        table: table.id().to_owned(),
        title: table.title().to_owned(),
        files: files.len() as u64,
        rows: 1,
        first: file_spans.first().map(|span| span.first),
        last: file_spans.last().map(|span| span.last),
        days_in_period: 0,
        partial: None,
        file_spans,
    }
}

/// A list without days.
fn list(table: Table, files: u64, rows: u64) -> Coverage {
    Coverage { files, rows, ..with_days(table, &[]) }
}

/// The report of the third quarter of 2026, with this in its exports.
fn with(coverage: Vec<Coverage>) -> Report {
    let kinds = [("u.csv", "console-usage"), ("feed.jsonl", "activity-feed"), ("log.csv", "audit-log")];
    let input =
        |(path, kind): (&str, &str)| Input { path: path.to_owned(), kind: Some(kind.to_owned()), ..Input::default() };
    Report { coverage, inputs: kinds.map(input).to_vec(), ..built(Vec::new()) }
}

fn of_days(from: &str, to: &str) -> Finding {
    let period = Period::new(day(from), day(to));
    Finding { period, ..finding("unrotated-key", Severity::Medium, key("k", "k")) }
}

#[test]
fn a_series_of_nine_tenths_or_of_most_of_a_quarter_is_as_long() {
    let asked = |ours: (&str, &str), theirs: (&str, &str)| {
        let [ours, theirs] = [ours, theirs].map(|(first, last)| with_days(Table::Usage, &[("u.csv", first, last)]));
        let (now, last) = (with(Vec::new()), with(Vec::new()));
        Observability { report: &now, other: &last, known: &known(), is_now: true }.by_series(&ours, &theirs, None)
    };
    const END: &str = "2026-09-30";
    for (ours, theirs, said) in [
        (("2026-09-01", END), ("2026-09-01", END), None),
        (("2026-09-22", END), ("2026-09-21", END), None),
        (("2026-09-23", END), ("2026-09-21", END), Some("this run covers 8 days of token usage, the baseline 10")),
        (("2026-09-14", END), ("2026-09-12", END), Some("this run covers 17 days of token usage, the baseline 19")),
        (("2026-07-13", END), ("2026-01-01", END), None),
        (("2026-07-14", END), ("2026-01-01", END), Some("this run covers 79 days of token usage, the baseline 273")),
        (("2026-06-01", "2026-09-24"), ("2026-06-01", END), None),
        (
            ("2026-06-01", "2026-09-23"),
            ("2026-06-01", END),
            Some("token usage of this run ends on 2026-09-23, 8 days before the rest"),
        ),
        (("2026-06-01", "2026-09-20"), ("2026-06-01", "2026-09-20"), None),
        (
            ("2026-06-01", "2026-09-19"),
            ("2026-06-01", "2026-09-20"),
            Some("token usage of this run ends on 2026-09-19, 12 days before the rest"),
        ),
    ] {
        assert_eq!(asked(ours, theirs).as_deref(), said, "{ours:?} where the baseline has {theirs:?}");
    }
}

#[test]
fn a_state_of_one_kind_of_events_is_not_seen_in_the_other() {
    let both = [("feed.jsonl", "2026-07-01", "2026-09-30"), ("log.csv", "2026-07-01", "2026-09-30")];
    let last = with(vec![with_days(Table::Events, &both)]);
    let of = |file: &str| {
        let evidence = Evidence { file: file.to_owned(), line: None, record: String::new() };
        Finding { evidence: vec![evidence], ..finding("unrotated-key", Severity::Medium, key("k", "k")) }
    };
    let asked = |files: &[(&str, &str, &str)], finding: &Finding| {
        let now = with(vec![with_days(Table::Events, files)]);
        let one = Observability { report: &now, other: &last, known: &known(), is_now: true };
        one.by_table(finding, Table::Events.id())
    };
    assert_eq!(asked(&both[..1], &of("feed.jsonl")), None);
    assert_eq!(asked(&both[1..], &of("log.csv")), None);
    let lacking = asked(&both[1..], &of("feed.jsonl")).unwrap();
    assert!(lacking.contains("(activity-feed)"), "{lacking}");
    let of_days = Finding { period: Period::new(day("2026-07-02"), day("2026-07-02")), ..of("feed.jsonl") };
    assert_eq!(asked(&both[1..], &of_days), None, "days are asked for day by day");
}

#[test]
fn an_event_is_seen_by_who_looks_at_all_its_days() {
    let hole = |mut coverage: Coverage| {
        coverage.file_spans[0].missing = vec![(day("2026-08-10"), day("2026-08-12"))];
        coverage
    };
    let all = || with_days(Table::Usage, &[("u.csv", "2026-07-01", "2026-09-30")]);
    let (whole, broken) = (with(vec![all()]), with(vec![hole(all())]));
    let asked = |now: &Report, last: &Report, days: (&str, &str)| {
        let one = Observability { report: now, other: last, known: &known(), is_now: true };
        one.by_days(&of_days(days.0, days.1)).unwrap_or_default()
    };
    for (from, to, said) in [
        ("2026-07-01", "2026-07-01", ""),
        ("2026-06-30", "2026-07-01", "are not all among those of this run"),
        ("2026-09-30", "2026-09-30", ""),
        ("2026-09-30", "2026-10-01", "are not all among those of this run"),
        ("2026-08-09", "2026-08-09", ""),
        ("2026-08-08", "2026-08-10", "this run has no row of token usage on 2026-08-10"),
        ("2026-08-12", "2026-08-13", "this run has no row of token usage on 2026-08-12"),
        ("2026-08-13", "2026-08-14", ""),
    ] {
        let found = asked(&broken, &whole, (from, to));
        assert!(if said.is_empty() { found.is_empty() } else { found.contains(said) }, "{from} to {to}: {found}");
    }
    assert_eq!(asked(&broken, &broken, ("2026-08-10", "2026-08-12")), "", "nor had the baseline rows then");
    // The baseline is asked: what began when it was written is news.
    let baseline = Observability { report: &whole, other: &whole, known: &known(), is_now: false };
    assert_eq!(baseline.by_days(&of_days("2026-10-01", "2026-10-02")), None);
    assert!(baseline.by_days(&of_days("2026-09-30", "2026-10-02")).is_some());
    assert!(baseline.by_days(&of_days("2026-06-30", "2026-06-30")).unwrap().contains("those of the baseline"));
}

#[test]
fn a_list_is_doubtful_where_files_and_entries_are_fewer() {
    let asked = |now: (u64, u64), last: (u64, u64), is_now: bool| {
        let (now, last) = (list(Table::Keys, now.0, now.1), list(Table::Keys, last.0, last.1));
        let (now, last) = (with(vec![now]), with(vec![last]));
        let one = Observability { report: &now, other: &last, known: &known(), is_now };
        one.by_table(&finding("unrotated-key", Severity::Medium, key("k", "k")), Table::Keys.id()).is_some()
    };
    assert!(asked((1, 5), (2, 6), true));
    for (now, last, is_now) in [((1, 6), (2, 6), true), ((2, 5), (2, 6), true), ((1, 5), (2, 6), false)] {
        assert!(!asked(now, last, is_now), "{now:?} where the baseline has {last:?}");
    }
}

#[test]
fn lists_without_events_are_doubtful_where_they_are_shorter() {
    let group = Subject { kind: SubjectKind::Group, id: Some("g".to_owned()), name: None, workspace: None };
    let asked = |rows: (u64, u64), kind: SubjectKind, is_now: bool| {
        let (now, last) =
            (with(vec![list(Table::RbacGroups, 1, rows.0)]), with(vec![list(Table::RbacGroups, 1, rows.1)]));
        let one = Observability { report: &now, other: &last, known: &known(), is_now };
        one.by_shorter_list(&finding("unrotated-key", Severity::Medium, Subject { kind, ..group.clone() }))
    };
    let said = asked((5, 6), SubjectKind::Group, true).unwrap();
    assert!(said.contains("6 entries in the baseline, 5 now"), "{said}");
    for (rows, kind, is_now) in [
        ((6, 6), SubjectKind::Group, true),
        ((7, 6), SubjectKind::Group, true),
        ((5, 6), SubjectKind::ApiKey, true),
        ((5, 6), SubjectKind::Group, false),
    ] {
        assert_eq!(asked(rows, kind, is_now), None, "{rows:?} {kind:?}");
    }
    // A series has other rows by its nature, in either run.
    let dated = || Coverage { rows: 5, ..with_days(Table::Usage, &[("u.csv", "2026-07-01", "2026-09-30")]) };
    let undated = || list(Table::Usage, 1, 5);
    let more = |coverage: Coverage| Coverage { rows: 6, ..coverage };
    for (now, last) in [(dated(), dated()), (undated(), dated()), (dated(), undated())] {
        let (now, last) = (with(vec![now]), with(vec![more(last)]));
        let one = Observability { report: &now, other: &last, known: &known(), is_now: true };
        assert_eq!(one.by_shorter_list(&finding("unrotated-key", Severity::Medium, group.clone())), None);
    }
}

#[test]
fn a_note_of_its_check_that_names_the_subject_is_a_reason() {
    let report = |note: &str| {
        let mut report = with(Vec::new());
        report.checks[0].id = "unrotated-key".to_owned();
        report.checks[0].notes = vec!["about something else".to_owned(), note.to_owned()];
        report
    };
    let asked = |note: &str, subject: Subject| {
        let (now, last) = (report(note), with(Vec::new()));
        let one = Observability { report: &now, other: &last, known: &known(), is_now: true };
        one.by_note(&finding("unrotated-key", Severity::Medium, subject))
    };
    assert_eq!(
        asked("apikey_1 is unclear", key("apikey_1", "one")).as_deref(),
        Some("its check says in this run: apikey_1 is unclear")
    );
    assert!(asked("«one» is unclear", key("apikey_1", "one")).is_some(), "by name");
    assert_eq!(asked("one is unclear", key("apikey_1", "one")), None, "a name may be a word of the sentence");
    assert_eq!(asked("two is unclear", key("apikey_1", "one")), None);
    assert_eq!(asked("two is unclear", key("", "")), None, "a subject without name or id stands in no note");
}

#[test]
fn doubt_about_single_records_reaches_whom_they_name_and_the_days_of_events() {
    let unread = |is_all: bool| Unread { mentions: ["apikey_1".to_owned()].into(), is_all };
    let known = |is_all: bool| {
        let mut known = RunDetails { unread: [(Table::Keys.id(), unread(is_all))].into(), ..known() };
        for id in ["apikey_1", "apikey_2"] {
            let state = SubjectState { is_listed: true, ..SubjectState::default() };
            known.subject_states.by_subject.insert((SubjectKind::ApiKey, id.to_owned()), state);
        }
        known
    };
    let report = with(Vec::new());
    let reached = |is_all: bool, finding: &Finding| {
        Observability { report: &report, other: &report, known: &known(is_all), is_now: true }
            .is_reached(finding, Table::Keys.id())
    };
    let of = |id: &str| finding("unrotated-key", Severity::Medium, key(id, "k"));
    assert!(reached(true, &of("apikey_1")), "it is named");
    assert!(!reached(true, &of("apikey_2")), "it is listed and not named");
    assert!(reached(true, &of("apikey_3")), "it is gone from the list");
    assert!(reached(true, &Finding { period: of_days("2026-08-01", "2026-08-01").period, ..of("apikey_2") }));
    assert!(reached(false, &of("apikey_2")), "a page is missing, and may have held anything");
}

#[test]
fn the_check_that_compares_runs_is_one_of_the_catalogue() {
    assert!(crate::analyze::ALL.iter().any(|check| check.id == COMPARES_RUNS));
}
