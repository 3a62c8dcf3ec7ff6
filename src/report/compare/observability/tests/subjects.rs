//! What became of the subject of a finding that is no longer found: judged again, over, or only out of sight.

use super::*;
use crate::analyze::JudgedSubjects;
use crate::model::{Control, Suppressed};

const RULE: &str = "unrotated-key";

/// A report whose check judged so many, with these notes.
fn report(population: u64, notes: &[&str]) -> Report {
    let mut report = with(vec![list(Table::Keys, 1, 1), list(Table::Members, 1, 1)]);
    let files = [("keys.json", "api-keys"), ("users.json", "members")].map(|(path, kind)| Input {
        path: path.to_owned(),
        kind: Some(kind.to_owned()),
        ..Input::default()
    });
    report.inputs.extend(files);
    (report.checks[0].id, report.checks[0].population) = (RULE.to_owned(), population);
    report.checks[0].notes = notes.iter().map(|note| (*note).to_owned()).collect();
    report
}

fn of_list() -> RunDetails {
    let mut known = known();
    known.kinds.extend([("api-keys", Table::Keys), ("members", Table::Members)]);
    known
}

fn subject(kind: SubjectKind, id: Option<&str>, name: &str) -> Subject {
    Subject { kind, id: id.map(str::to_owned), name: Some(name.to_owned()), workspace: None }
}

fn seen_in(file: &str, subject: Subject) -> Finding {
    let evidence = vec![Evidence { file: file.to_owned(), line: Some(1), record: String::new() }];
    Finding { evidence, ..finding(RULE, Severity::Medium, subject) }
}

/// A thing that is known by its name alone may be found under it in another workspace: then it did not end.
#[test]
fn a_namesake_in_this_run_leaves_open_whether_it_is_gone() {
    let of = |kind, id, name| finding(RULE, Severity::Medium, subject(kind, id, name));
    let asked = |gone: &Finding, is_now: bool, found: Vec<Finding>, accepted: Vec<Finding>| {
        let accepted = accepted.into_iter().map(|finding| Suppressed {
            finding,
            reason: String::new(),
            approved_by: None,
            expires: None,
        });
        let now = Report { findings: found, suppressed: accepted.collect(), ..report(1, &[]) };
        let known = of_list();
        Observability { report: &now, other: &now, known: &known, is_now }.by_namesake(gone)
    };
    let (kind, gone) = (SubjectKind::ApiKey, of(SubjectKind::ApiKey, None, "batch"));
    let elsewhere = Finding { title: "Key batch in Lab is old".to_owned(), ..gone.clone() };
    let said = "its check finds the same name elsewhere in this run: Key batch in Lab is old";
    assert_eq!(asked(&gone, true, vec![elsewhere.clone()], vec![]).as_deref(), Some(said));
    assert_eq!(asked(&gone, true, vec![], vec![elsewhere.clone()]).as_deref(), Some(said), "also where it is accepted");
    let others = vec![
        of(kind, None, "other"),
        of(SubjectKind::Workspace, None, "batch"),
        Finding { rule: "stale-key".to_owned(), ..elsewhere.clone() },
    ];
    assert_eq!(asked(&gone, true, others, vec![]), None, "another name, kind or check");
    let with_id = of(kind, Some("apikey_1"), "batch");
    assert_eq!(asked(&with_id, true, vec![elsewhere.clone()], vec![]), None, "an id is the thing itself");
    assert_eq!(asked(&gone, false, vec![elsewhere], vec![]), None, "the baseline is not asked what is gone");
}

#[test]
fn a_check_that_did_not_judge_a_subject_says_nothing_of_it_and_its_notes_say_why() {
    let asked = |population: u64, notes: &[&str], judged: Option<&[&str]>, is_now: bool| {
        let mut known = of_list();
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        known
            .judged
            .extend(judged.map(|all| (RULE.to_owned(), JudgedSubjects::from([(SubjectKind::ApiKey, ids(all))]))));
        let now = report(population, notes);
        let key = seen_in("u.csv", key("apikey_1", "one"));
        Observability { report: &now, other: &now, known: &known, is_now }.by_population(&key)
    };
    let not_judged = "its check did not judge its subject in this run";
    assert_eq!(asked(3, &[], Some(&["apikey_1", "apikey_2"]), true), None, "judged, and not found");
    assert_eq!(asked(3, &[], Some(&["apikey_2"]), true).as_deref(), Some(not_judged));
    assert_eq!(
        asked(3, &["2 left out", "no dates"], Some(&[]), true),
        Some(format!("{not_judged}. It says: 2 left out; no dates"))
    );
    assert_eq!(asked(3, &[], Some(&[]), false), None, "of a finding of now");
    assert_eq!(asked(0, &[], None, true).as_deref(), Some("its check judged nothing in this run"));
    assert_eq!(asked(1, &["a note"], None, true), None);
    assert_eq!(
        asked(1, &["a note", "Not judged: 2 keys"], None, true).as_deref(),
        Some("its check could not judge all subjects in this run. It says: a note; Not judged: 2 keys")
    );
}

/// A state ends with its subject, as its list or an event says; that list and events contradict each other stays so.
#[test]
fn what_is_over_need_not_be_judged_again() {
    use SubjectKind::{ApiKey, Invite, User, Workspace};
    let is_over = |state: SubjectState, finding: &Finding| {
        let mut known = of_list();
        let kind = finding.subject.kind;
        known.judged.insert(RULE.to_owned(), JudgedSubjects::from([(kind, Default::default())]));
        known.subject_states.by_subject.insert((kind, "1".to_owned()), state);
        let now = report(1, &[]);
        Observability { report: &now, other: &now, known: &known, is_now: true }.by_population(finding).is_none()
    };
    let listed = |state: Option<&str>| SubjectState {
        is_listed: true,
        state: state.map(str::to_owned),
        ..SubjectState::default()
    };
    let of = |kind| seen_in("u.csv", subject(kind, Some("1"), "one"));
    for (kind, state, expected) in [
        (ApiKey, Some("active"), false),
        (ApiKey, Some("inactive"), true),
        (ApiKey, Some("archived"), true),
        (ApiKey, Some("expired"), true),
        (ApiKey, Some("frozen"), false),
        (ApiKey, None, false),
        (Workspace, Some("archived"), true),
        (Workspace, None, false),
        (Invite, Some("pending"), false),
        (Invite, Some("accepted"), true),
        (Invite, Some("deleted"), true),
        (Invite, Some("expired"), true),
        (User, Some("admin"), false),
    ] {
        assert_eq!(is_over(listed(state), &of(kind)), expected, "{kind:?} {state:?}");
    }
    let contradiction = Finding { control: Control::EvidenceCompleteness, ..of(ApiKey) };
    assert!(!is_over(listed(Some("archived")), &contradiction));
    let event = Finding { period: Period::new(day("2026-08-01"), day("2026-08-01")), ..of(ApiKey) };
    assert!(!is_over(listed(Some("archived")), &event), "what has happened does not end");
    let gone = |ended: Option<&str>| SubjectState { ended: ended.map(str::to_owned), ..SubjectState::default() };
    assert!(is_over(gone(Some("archived on a day")), &of(ApiKey)));
    assert!(is_over(gone(Some("archived on a day")), &contradiction), "nothing is listed that could contradict");
    assert!(!is_over(gone(None), &of(ApiKey)), "it stood in no list");
    assert!(is_over(gone(None), &seen_in("keys.json", subject(ApiKey, Some("1"), "one"))), "its list has it no more");
    assert!(!is_over(gone(None), &seen_in("keys.json", subject(User, Some("1"), "one"))), "that is another list");
}

/// Who is no longer in a list that had them has not ended, where other exports show that they are there.
#[test]
fn a_subject_that_its_list_lacks_has_not_ended_by_that() {
    let asked = |states: &[(SubjectKind, &str, SubjectState)], file: &str, who: Subject, feed_since: Option<&str>| {
        let mut known = of_list();
        for (kind, id, state) in states {
            known.subject_states.by_subject.insert((*kind, (*id).to_owned()), state.clone());
        }
        known.subject_states.feed_since = feed_since.map(|at| at.parse().unwrap());
        let now = report(1, &[]);
        let finding = seen_in(file, who);
        Observability { report: &now, other: &now, known: &known, is_now: true }.by_standing(&finding)
    };
    let user = || subject(SubjectKind::User, Some("user_1"), "Ann@example.com");
    let (gone, there) = (SubjectState::default(), SubjectState { is_there: true, ..SubjectState::default() });
    let listed = SubjectState { is_listed: true, ..there.clone() };
    let ended = SubjectState { ended: Some("removed".to_owned()), ..there.clone() };
    let of_user = |state: &SubjectState| vec![(SubjectKind::User, "user_1", state.clone())];
    let shown = Some("the list of organization members lacks its subject, which other exports show".to_owned());
    assert_eq!(asked(&of_user(&there), "users.json", user(), None), shown, "by id");
    let by_address = [of_user(&gone), vec![(SubjectKind::User, "ann@example.com", there.clone())]].concat();
    assert_eq!(asked(&by_address, "users.json", user(), None), shown, "by address");
    let of_a_key = [of_user(&gone), vec![(SubjectKind::ApiKey, "ann@example.com", there.clone())]].concat();
    assert_eq!(asked(&of_a_key, "users.json", user(), None), None, "a key of that name is somebody else");
    for state in [&listed, &ended] {
        assert_eq!(asked(&of_user(state), "users.json", user(), None), None, "{state:?}");
    }
    assert_eq!(asked(&of_user(&there), "u.csv", user(), None), None, "no list had them");
    assert_eq!(asked(&[], "users.json", user(), None), None, "nothing is known of them");
    assert_eq!(asked(&of_user(&gone), "users.json", user(), None), None, "people leave lists");
    let covered = asked(&of_user(&gone), "users.json", user(), Some("2026-10-01T00:00:00Z"));
    assert!(covered.is_some_and(|why| why.ends_with("has no event that ended it")), "the feed would have it");
    let late = asked(&of_user(&gone), "users.json", user(), Some("2026-10-01T00:00:01Z"));
    assert_eq!(late, None, "the feed begins behind the last report");
    let key = asked(&[(SubjectKind::ApiKey, "apikey_1", gone)], "keys.json", key("apikey_1", "one"), None);
    assert!(key.is_some_and(|why| why.ends_with("keys stay in the list when they are archived")));
}

/// What compares two runs is found by these two runs: the one before could not, and the one after cannot again.
#[test]
fn what_a_comparison_found_is_new_and_no_later_run_judges_it() {
    let now = report(1, &[]);
    let history = finding("rewritten-history", Severity::High, key("apikey_1", "one"));
    let asked = |is_now: bool| {
        let known = of_list();
        Observability { report: &now, other: &now, known: &known, is_now }.unobservable_reason(&history)
    };
    assert_eq!(asked(true).as_deref(), Some("it compares two earlier runs, and this run is compared with another"));
    assert_eq!(asked(false), None);
}

/// What is found about a file is about the file; what is found about a kind of export, a person or a model rests on records.
#[test]
fn a_finding_about_a_file_does_not_rest_on_what_stands_in_it() {
    let tables = |kind: SubjectKind, id: &str| {
        let (now, known) = (report(1, &[]), of_list());
        let found = Finding { rule: "rejected-rows".to_owned(), ..seen_in("keys.json", subject(kind, Some(id), id)) };
        let one = Observability { report: &now, other: &now, known: &known, is_now: true };
        one.tables(&found).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let (keys, members) = (Table::Keys.id(), Table::Members.id());
    assert_eq!(tables(SubjectKind::File, "keys.json"), [""; 0]);
    assert_eq!(tables(SubjectKind::File, members), [keys], "no file is called so");
    assert_eq!(tables(SubjectKind::Model, "keys.json"), [keys], "nor is a model a file");
    assert_eq!(tables(SubjectKind::User, "user_1"), [keys, members], "where it was seen, and its own list");
    assert_eq!(tables(SubjectKind::Workspace, "wrkspc_1"), [keys], "of a list that the run does not have");
}
