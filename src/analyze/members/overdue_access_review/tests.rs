//! `as_of` is 2026-10-01, where a day of usage ends.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{activity, ask, ask_with, days, member, outcome, page, policy, usage, with};
use crate::model::Confidence;

/// Three members of 2025 and two who joined in August.
fn members() -> String {
    let old = (0..3).map(|n| member(&format!("ok{n}@example.com"), "user"));
    let new = (3..5)
        .map(|n| with(member(&format!("ok{n}@example.com"), "user"), json!({"added_at": "2026-08-15T09:00:00Z"})));
    page(&old.chain(new).collect::<Vec<Value>>())
}

fn review(on: &str, population: &str) -> String {
    format!("[access.review]\non = {on}\nreviewer = \"Ann\"\n{population}")
}

fn check(review: &str) -> Vec<String> {
    let (members, used) = (members(), usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]));
    ask_with(&ANALYZER, &[("members.json", &members), ("usage.csv", &used)], &policy(review))
}

#[test]
fn longer_ago_than_a_quarter() {
    assert_eq!(
        check(&review("2026-06-27", "")),
        [
            "high organization: last access review on 2026-06-27 by Ann, 96 days before 2026-10-01. Allowed: 95 days (default), and the \
          members of the review's day"
        ]
    );
    assert_eq!(check(&review("2026-06-28", "")), [""; 0], "95 days");
    assert_eq!(check(&review("2026-10-20", "")), [""; 0], "later than the data");
    let lax = review("2026-06-27", "") + "[checks.overdue-access-review]\nreview_within_days = 120\n";
    assert_eq!(check(&lax), [""; 0]);
}

#[test]
fn decisions_on_a_worksheet_are_a_review_too() {
    let (members, used) = (members(), usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]));
    let sheet = |on: &str| {
        format!("id,address,decision,reviewer,reviewed_on\nuser_ok0,ok0@example.com,keep,ok1@example.com,{on}\n")
    };
    let found = |on: &str, said: &str| {
        let sheet = sheet(on);
        let files = [("members.json", members.as_str()), ("usage.csv", &used), ("sheet.csv", &sheet)];
        ask_with(&ANALYZER, &files, &policy(said)).len()
    };
    assert_eq!([found("2026-06-27", ""), found("2026-06-28", "")], [1, 0]);
    assert_eq!(found("2026-09-07", &review("2026-01-07", "")), 0, "the later one counts");
}

/// Fault: One decision of this quarter made a review of a year ago one of this quarter, and so did a review in which everything was put off
/// Outcome: Whose decision is old is found, and what is put off is no review
#[test]
fn old_decisions_next_to_new_ones_and_what_is_put_off() {
    let (members, used) = (members(), usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]));
    let found = |rows: &[(&str, &str)]| {
        let row =
            |(at, (word, on)): (usize, &(&str, &str))| format!("user_ok{at},ok{at}@example.com,{word},boss,{on}\n");
        let rows: String = rows.iter().enumerate().map(row).collect();
        let sheet = format!("id,address,decision,reviewer,reviewed_on\n{rows}");
        ask(&ANALYZER, &[("members.json", &members), ("usage.csv", &used), ("sheet.csv", &sheet)])
    };
    let old = "medium organization: 1 of 2 decisions too old, the oldest of 2026-01-05, 269 days before 2026-10-01: ok0@example.com. Allowed: 95 days (default)";
    assert_eq!(found(&[("keep", "2026-01-05"), ("keep", "2026-09-05")]), [old]);
    assert_eq!(found(&[("keep", "2026-06-28"), ("keep", "2026-09-05")]), [""; 0]);
    assert!(
        found(&[("keep", "2026-01-05"), ("later", "2026-09-05")])[0]
            .starts_with("high organization: last access review on 2026-01-05")
    );
    assert!(found(&[("later", "2026-09-05"), ("perhaps", "2026-09-05")])[0].starts_with("not assessed: neither"));
}

#[test]
fn a_review_of_other_members() {
    assert_eq!(
        check(&review("2026-08-01", "population = 2\n")),
        [
            "high organization: last access review on 2026-08-01 by Ann, 61 days before 2026-10-01. It covered 2 members, but there were 3 on that day and there are 5 now. Allowed: 95 days (default), and the members of the review's day"
        ]
    );
    for (on, population, why) in [
        ("2026-08-01", 3, "two joined since"),
        ("2026-08-01", 5, "as many as today"),
        ("2026-09-01", 5, "after they joined"),
        ("2026-08-15", 4, "one of those who joined on that day was in it"),
    ] {
        assert_eq!(check(&review(on, &format!("population = {population}\n"))), [""; 0], "{why}");
    }
    assert_eq!(check(&review("2026-09-01", "population = 3\n")).len(), 1);
}

#[test]
fn who_left_since_was_in_it() {
    let whom = json!({"deleted_user_id": "user_gone", "deleted_user_email": "gone@example.com"});
    let gone = activity("2026-09-02T12:00:00Z", "org_user_deleted", "ok0", whom);
    let daily = days("2026-07-25", "2026-09-30").into_iter();
    let daily = daily.map(|day| activity(&format!("{day}T12:00:00Z"), "sso_login_succeeded", "ok0", json!({})));
    let feed: String = daily.chain([gone]).map(|event| format!("{event}\n")).collect();
    let (members, used) = (members(), usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]));
    let judge = |feed: &str, population: u64| {
        let files = [("members.json", members.as_str()), ("usage.csv", &used), ("feed.jsonl", feed)];
        let policy = policy(&review("2026-08-01", &format!("population = {population}\n")));
        match outcome(&ANALYZER, &files, &policy) {
            Outcome::Assessed { findings, .. } => findings.iter().map(|finding| finding.confidence).collect::<Vec<_>>(),
            Outcome::NotAssessed { why, .. } | Outcome::NotApplicable { why, .. } => panic!("{why}"),
        }
    };
    assert_eq!(judge(&feed, 4), []);
    assert_eq!(judge(&feed, 9), [Confidence::High], "the events tell of one who left");
    let short = activity("2026-09-20T12:00:00Z", "sso_login_succeeded", "ok0", json!({})).to_string() + "\n";
    assert_eq!(judge(&short, 9), [Confidence::Medium], "more may have left than the events tell");
    assert_eq!(judge(&short, 1), [Confidence::High], "who has been there ever since was not in it");
}

#[test]
fn what_is_not_recorded() {
    let members = members();
    assert_eq!(
        ask(&ANALYZER, &[("members.json", &members)]),
        [
            "not assessed: neither the policy nor a worksheet records an access review; add [access.review] with its day and population"
        ]
    );
    let files = [("members.json", members.as_str())];
    let Outcome::Assessed { notes, .. } = outcome(&ANALYZER, &files, &policy(&review("2026-08-01", ""))) else {
        panic!()
    };
    assert_eq!(notes, ["the review's population is not recorded and was not compared with the member list"]);
}
