use serde_json::json;

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{activity, ask, found, invite, member, outcome, page, with};
use crate::facts::Facts;
use crate::policy::Policy;

const HEAD: &str = "group,id,name,address,decision,reviewer,reviewed_on,ticket\n";

fn people() -> String {
    page(&[member("ana@example.com", "user"), member("bo@example.com", "user"), member("boss@example.com", "admin")])
}

fn accounts() -> String {
    let account = json!({"type": "service_account", "id": "svac_1", "name": "billing-export", "created_at": "2026-01-05T09:00:00Z",
        "updated_at": "2026-01-05T09:00:00Z", "archived_at": null, "organization_role": "developer"});
    page(&[account])
}

fn reported(rows: &str) -> Vec<String> {
    let (people, sheet) = (people(), format!("{HEAD}{rows}"));
    found(&ANALYZER, &[("people.json", &people), ("sheet.csv", &sheet)])
}

const WHOLE: &str = "member,user_ana,,ana@example.com,keep,boss@example.com,2026-10-07,S-1\n\
                     member,user_bo,,bo@example.com,exception,boss@example.com,2026-10-07,S-1\n\
                     privileged,user_boss,,boss@example.com,modified,ana@example.com,2026-10-08,S-2\n";

#[test]
fn a_whole_and_independent_review_has_no_finding() {
    assert_eq!(reported(WHOLE), [""; 0]);
    // Somebody who left since is no gap.
    assert_eq!(
        reported(&format!("{WHOLE}member,user_gone,,gone@example.com,revoked,boss@example.com,2026-10-07,S-1\n")),
        [""; 0]
    );
}

#[test]
fn gaps_words_and_reviewers() {
    let undecided = "member,user_ana,,ana@example.com,keep,boss@example.com,2026-10-07,\n\
                     member,user_bo,,bo@example.com,,,,\n";
    let (people, sheet) = (people(), format!("{HEAD}{undecided}"));
    assert_eq!(
        ask(&ANALYZER, &[("people.json", &people), ("sheet.csv", &sheet)]),
        [
            "medium organization: no decision about boss@example.com, bo@example.com. Decided: 3 to review = 1 reviewed (1 appropriate + 0 modified + 0 revoked + 0 deferred + 0 exceptions) + 2 undecided. Expected: everybody decided about, by somebody else"
        ]
    );
    let own = WHOLE.replace("exception,boss@example.com", "keep,Bo@Example.com");
    assert_eq!(reported(&own), ["medium bo@example.com"]);
    assert_eq!(reported(&WHOLE.replace("exception", "perhaps")), ["medium bo@example.com"]);
    assert_eq!(reported(&WHOLE.replace("exception,boss@example.com", "keep,")), ["low bo@example.com"]);
    assert_eq!(
        reported(&WHOLE.replace("exception,boss@example.com,2026-10-07", "keep,boss@example.com,")),
        ["low bo@example.com"]
    );
}

#[test]
fn what_was_revoked_is_gone_from_later_lists_only() {
    let (people, revoked) = (people(), WHOLE.replace("exception", "revoked"));
    let until = |day: &str, rows: &str| {
        let (invites, sheet) = (page(&[invite("new@example.com", "user", day)]), format!("{HEAD}{rows}"));
        found(&ANALYZER, &[("invites.json", &invites), ("people.json", &people), ("sheet.csv", &sheet)])
    };
    assert_eq!(until("2026-10-01", &revoked), [""; 0], "the lists end before the decision");
    assert_eq!(until("2026-10-07", &revoked), [""; 0], "and may have been saved before it");
    assert_eq!(until("2026-10-08", &revoked), ["high bo@example.com"]);
    let both = revoked.replace("revoked,boss@example.com", "revoked,bo@example.com");
    assert_eq!(until("2026-10-08", &both), ["medium bo@example.com", "high bo@example.com"], "each doubt is reported");
    assert_eq!(until("2026-10-01", &both), ["medium bo@example.com"]);
}

#[test]
fn service_accounts_are_reviewed_too() {
    let (people, accounts, sheet) = (people(), accounts(), format!("{HEAD}{WHOLE}"));
    let files = [("people.json", people.as_str()), ("accounts.json", &accounts), ("sheet.csv", &sheet)];
    assert_eq!(found(&ANALYZER, &files), ["medium organization"]);
    let whole = format!("{sheet}service account,svac_1,billing-export,,keep,boss@example.com,2026-10-07,\n");
    let files = [("people.json", people.as_str()), ("accounts.json", &accounts), ("sheet.csv", &whole)];
    assert_eq!(found(&ANALYZER, &files), [""; 0]);
}

#[test]
fn an_empty_worksheet_is_no_review() {
    let (people, sheet) = (people(), format!("{HEAD}member,user_ana,,ana@example.com,,,,\n"));
    let files = [("people.json", people.as_str()), ("sheet.csv", &sheet)];
    assert_eq!(ask(&ANALYZER, &files), ["not applicable: the worksheet has no decision: nobody has filled it in"]);
    let Outcome::NotApplicable { .. } = outcome(&ANALYZER, &files[..1], &Policy::default()) else { panic!("assessed") };
}

#[test]
fn every_decision_is_counted_once() {
    let (people, sheet) = (people(), format!("{HEAD}{WHOLE}"));
    let data = crate::analyze::testing::data(&[("people.json", &people), ("sheet.csv", &sheet)]);
    let as_of = crate::facts::as_of(&data).unwrap();
    let period = crate::facts::default_period(&data, as_of).unwrap();
    let result = Facts::derive(&data, period, as_of).unwrap().reviews.access_review.unwrap();
    let parts = result.appropriate + result.modified + result.revoked + result.deferred + result.exceptions;
    assert_eq!((result.population, result.reviewed, parts, result.undecided), (3, 3, 3, 0));
    assert_eq!(
        result.days.map(|(first, last)| (first.to_string(), last.to_string())),
        Some(("2026-10-07".into(), "2026-10-08".into()))
    );
    assert_eq!(result.reviewers, ["ana@example.com", "boss@example.com"]);
}

/// A worksheet with comments, and people of whom one joined late.
fn commented(rows: &str, more: &[serde_json::Value]) -> Vec<String> {
    let head = "group,id,name,address,decision,reviewer,reviewed_on,ticket,comment\n";
    let joined = |local: &str| with(member(local, "user"), json!({"added_at": "2026-10-09T09:00:00Z"}));
    let listed = [member("ana@example.com", "user"), joined("late@example.com"), member("boss@example.com", "admin")];
    let (people, sheet) = (page(&[&listed[..], more].concat()), format!("{head}{rows}"));
    ask(&ANALYZER, &[("people.json", &people), ("sheet.csv", &sheet)])
}

#[test]
fn privileged_access_stays_with_a_word_only() {
    let sheet = |boss: &str| {
        format!(
            "member,user_ana,,ana@example.com,keep,boss@example.com,2026-10-07,,\nmember,user_late,,late@example.com,keep,boss@example.com,2026-10-10,,\n\
             privileged,user_boss,,boss@example.com,{boss}\n"
        )
    };
    let found = |boss: &str| commented(&sheet(boss), &[]);
    assert_eq!(
        found("keep,ana@example.com,2026-10-07,,"),
        [
            "low boss@example.com: a privileged role stays, without a ticket or comment. Expected: everybody decided about, by somebody else"
        ]
    );
    assert_eq!(found("keep,ana@example.com,2026-10-07,S-1,"), [""; 0]);
    assert_eq!(found("keep,ana@example.com,2026-10-07,,runs the platform"), [""; 0]);
    assert_eq!(found("modified,ana@example.com,2026-10-07,,"), [""; 0], "it does not stay");
}

#[test]
fn who_joined_after_the_review_is_counted_apart() {
    let rows = "member,user_ana,,ana@example.com,keep,boss@example.com,2026-10-07,,\nprivileged,user_boss,,boss@example.com,keep,ana@example.com,2026-10-08,S-1,\n";
    let found = commented(rows, &[]);
    assert!(
        found[0].contains("no decision about late@example.com; 1 of them joined after the last decision."),
        "{found:?}"
    );
    let found = commented(&rows.replace("2026-10-08", "2026-10-09"), &[]);
    assert!(
        found[0].contains("no decision about late@example.com. Decided"),
        "on that day they could be seen: {found:?}"
    );
}

#[test]
fn a_page_of_equal_decisions_is_an_observation() {
    let people: Vec<serde_json::Value> = (0..21).map(|n| member(&format!("u{n}@example.com"), "user")).collect();
    let rows = |count: usize, last: &str| {
        let one = |n: usize| {
            let rest = if n == count - 1 { last } else { "keep,boss@example.com,2026-10-07,," };
            format!("member,user_u{n},,u{n}@example.com,{rest}\n")
        };
        (0..count).map(one).collect::<String>()
    };
    let found = |count: usize, last: &str| {
        let (people, head) =
            (page(&people[..count]), "group,id,name,address,decision,reviewer,reviewed_on,ticket,comment\n");
        let sheet = format!("{head}{}", rows(count, last));
        found(&ANALYZER, &[("people.json", &people), ("sheet.csv", &sheet)])
    };
    assert_eq!(found(21, "keep,boss@example.com,2026-10-07,,"), ["low organization"]);
    assert_eq!(found(20, "keep,boss@example.com,2026-10-07,,"), [""; 0], "a page");
    assert_eq!(found(21, "keep,boss@example.com,2026-10-07,,needs it"), [""; 0]);
    assert_eq!(found(21, "keep,boss@example.com,2026-10-08,,"), [""; 0]);
    assert_eq!(found(21, "modified,boss@example.com,2026-10-07,,"), [""; 0]);
}

#[test]
fn a_removal_that_was_decided_is_told_with_its_event() {
    let removed = activity(
        "2026-10-11T09:00:00Z",
        "org_user_deleted",
        "boss",
        json!({"user_id": "user_gone", "user_email": "gone@example.com"}),
    );
    let rows = format!("{WHOLE}member,user_gone,,gone@example.com,revoked,boss@example.com,2026-10-07,S-1\n");
    let (people, sheet, feed) = (people(), format!("{HEAD}{rows}"), format!("{removed}\n"));
    let files = [("people.json", people.as_str()), ("sheet.csv", &sheet), ("feed.jsonl", &feed)];
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else {
        panic!("not assessed")
    };
    assert!(findings.is_empty(), "{findings:?}");
    let done = "access taken away as decided: gone@example.com on 2026-10-11 by boss@example.com, 4 days after the decision (feed.jsonl:1)";
    assert!(notes.iter().any(|note| note == done), "{notes:?}");
}
