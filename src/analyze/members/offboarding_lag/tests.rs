//! The third quarter of 2026; `as_of` is 2026-10-01.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{activity, ask, days, found_with, member, outcome, page, policy, usage, with};
use crate::model::Confidence;
use crate::policy::Policy;

fn removed(at: &str, local: &str) -> String {
    let whom =
        json!({"deleted_user_id": format!("user_{local}"), "deleted_user_email": format!("{local}@example.com")});
    with(activity(at, "org_user_deleted", "ann", whom), json!({"id": format!("activity_{local}")})).to_string() + "\n"
}

fn files(feed: &[String], roster: &str, members: &[Value]) -> [(&'static str, String); 4] {
    let used = usage(&[("k", "A", days("2026-07-01", "2026-09-30"))]);
    let roster = format!("Name,Email,Status,End date\n{roster}");
    [("feed.jsonl", feed.concat()), ("roster.csv", roster), ("members.json", page(members)), ("usage.csv", used)]
}

fn check(feed: &[String], roster: &str) -> Vec<String> {
    let files = files(feed, roster, &[]);
    ask(&ANALYZER, &files.each_ref().map(|(name, text)| (*name, text.as_str())))
}

const ROSTER: &str = "A,stale-late@example.com,left,2026-08-10\nB,stale-zone@example.com,left,2026-08-10\n\
                      C,ok-next-day@example.com,left,2026-08-10\nD,ok-same-day@example.com,left,2026-08-10\n\
                      E,ok-before@example.com,left,2026-08-10\nF,ok-undated@example.com,left,\n\
                      G,still@example.com,left,2026-08-10\nH,unseen@example.com,left,2026-08-10\n\
                      I,ok-earlier@example.com,left,2026-05-10\n";

fn feed() -> Vec<String> {
    vec![
        removed("2026-08-20T12:00:00Z", "stale-late"),
        removed("2026-08-12T10:00:00Z", "stale-zone"),
        removed("2026-08-11T23:59:00Z", "ok-next-day"),
        removed("2026-08-10T23:59:00Z", "ok-same-day"),
        removed("2026-08-07T12:00:00Z", "ok-before"),
        removed("2026-08-20T12:00:00Z", "ok-undated"),
        removed("2026-06-10T12:00:00Z", "ok-earlier"),
    ]
}

#[test]
fn removed_more_than_a_day_after_the_last_day() {
    let members = [member("still@example.com", "user")];
    let files = files(&feed(), ROSTER, &members);
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    assert_eq!(
        ask(&ANALYZER, &files),
        [
            "medium stale-zone@example.com: removed by ann@example.com on 2026-08-12, activity feed: 34 hours after the end of the last day on the roster (list), 2026-08-10. Allowed: 24 hours (default)",
            "medium stale-late@example.com: removed by ann@example.com on 2026-08-20, activity feed: 9.5 days after the end of the last day on the roster (list), 2026-08-10. Allowed: 24 hours (default)",
        ]
    );
    let Outcome::Assessed { population, findings, notes } = outcome(&ANALYZER, &files, &Policy::default()) else {
        panic!()
    };
    assert_eq!(population, 5);
    assert_eq!(findings[1].confidence, Confidence::High);
    assert_eq!(findings[0].confidence, Confidence::Medium, "in the far west the day ended ten hours later");
    assert_eq!(findings[1].evidence.len(), 2, "the event and the roster's row");
    assert_eq!(findings[1].subject.id.as_deref(), Some("user_stale-late"));
    assert_eq!(
        notes,
        [
            "lag from the end of the last day to the removal: 5 people, median 24 hours, 90th percentile 6.3 days, longest 9.5 days; 2 of them removed before that day was over",
            "not judged: 1 person removed in the period, because the roster states no last day",
            "not judged: 1 person with a last day in the period, because no event shows a removal",
            "not in this distribution: 1 person with a membership after the last day, reported as orphaned members",
        ]
    );
}

#[test]
fn the_policy_knows_the_clock_and_the_limit() {
    let files = files(&feed(), ROSTER, &[]);
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let west = policy("[hours]\nfrom = 08:00:00\nto = 18:00:00\nutc_offset = \"-11:00\"\n");
    assert_eq!(found_with(&ANALYZER, &files, &west), ["medium stale-late@example.com"]);
    let lax = policy("[checks.offboarding-lag]\nremoved_within_hours = 72\n");
    assert_eq!(found_with(&ANALYZER, &files, &lax), ["medium stale-late@example.com"]);
}

#[test]
fn both_ends_must_be_known() {
    let roster = "A,a@example.com,left,\n";
    assert_eq!(
        check(&[removed("2026-08-20T12:00:00Z", "a")], roster),
        ["not assessed: the roster states no last day of anyone removed in the period (1 person)"]
    );
    let seen = activity("2026-08-20T12:00:00Z", "claude_chat_created", "b", json!({})).to_string() + "\n";
    assert_eq!(
        check(std::slice::from_ref(&seen), "A,a@example.com,left,2026-08-10\n"),
        ["not assessed: the events show no removal of anyone whose last day lies in the period (1 person)"]
    );
    assert_eq!(check(std::slice::from_ref(&seen), "A,a@example.com,active,\n"), [""; 0], "nobody left");
    assert_eq!(ask(&ANALYZER, &[("feed.jsonl", &seen)]), ["not assessed: no export of identity-provider roster"]);
}

#[test]
fn who_came_back_was_not_removed_late() {
    let back = activity("2026-08-22T12:00:00Z", "org_user_invite_accepted", "back", json!({})).to_string() + "\n";
    let feed = [removed("2026-08-20T12:00:00Z", "back"), back];
    let lines = check(&feed, "A,back@example.com,left,2026-08-10\nB,back@example.com,active,\n");
    assert_eq!(lines, [""; 0]);
}

#[test]
fn an_account_that_was_used_after_the_last_day_is_high() {
    let roster = "A,stale-late@example.com,left,2026-08-10\n";
    let used = |at: &str| activity(at, "claude_chat_created", "stale-late", json!({})).to_string() + "\n";
    let judged = |at: &str| check(&[used(at), removed("2026-08-20T12:00:00Z", "stale-late")], roster);
    let after = judged("2026-08-15T09:00:00Z");
    assert!(after[0].starts_with("high stale-late@example.com: "), "{after:?}");
    assert!(
        after[0].ends_with("used after the last day, last on 2026-08-15 09:00 UTC (claude_chat_created)"),
        "{after:?}"
    );
    for before in ["2026-08-05T09:00:00Z", "2026-08-10T23:00:00Z", "2026-08-11T05:00:00Z"] {
        assert!(judged(before)[0].starts_with("medium "), "{before}");
    }
}
