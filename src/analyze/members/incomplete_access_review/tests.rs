use serde_json::json;

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, found, invite, member, outcome, page};
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
    assert_eq!(until("2026-10-08", &both), ["medium bo@example.com", "high bo@example.com"], "each doubt is told");
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
    let result = Facts::derive(&data, period, as_of).unwrap().access_review.unwrap();
    let parts = result.appropriate + result.modified + result.revoked + result.deferred + result.exceptions;
    assert_eq!((result.population, result.reviewed, parts, result.undecided), (3, 3, 3, 0));
    assert_eq!(
        result.days.map(|(first, last)| (first.to_string(), last.to_string())),
        Some(("2026-10-07".into(), "2026-10-08".into()))
    );
    assert_eq!(result.reviewers, ["ana@example.com", "boss@example.com"]);
}
