mod quality;

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
    assert_eq!(reported(&WHOLE.replace("exception", "perhaps")), ["medium organization"]);
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
    assert_eq!(found, [""; 0]);
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

/// Fault: A revocation without a day that can be read was «not carried out», with high severity
/// Outcome: It has no day, which is low; whether it was carried out is not known
#[test]
fn a_revocation_without_a_day_is_not_known_to_be_open() {
    let rows = WHOLE.replace("exception,boss@example.com,2026-10-07", "revoked,boss@example.com,");
    let (people, invites) = (people(), page(&[invite("new@example.com", "user", "2026-10-20")]));
    let sheet = format!("{HEAD}{rows}");
    let files = [("people.json", people.as_str()), ("invites.json", &invites), ("sheet.csv", &sheet)];
    assert_eq!(found(&ANALYZER, &files), ["low bo@example.com"]);
    let Outcome::Assessed { notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    assert!(notes.iter().any(|note| note.contains("or not dated")), "{notes:?}");
}

/// What is found in a worksheet with these cells about Bo, who is this today.
fn about_bo(cells: &str, role: &str) -> Vec<String> {
    let people = page(&[member("bo@example.com", role), member("boss@example.com", "admin")]);
    let head = "id,address,role,privileged,as_of,decision,reviewer,reviewed_on,ticket\n";
    let sheet = format!("{head}user_boss,boss@example.com,admin,yes,,keep,chief@example.com,2026-10-07,S-1\n{cells}\n");
    found(&ANALYZER, &[("people.json", &people), ("sheet.csv", &sheet)])
}

/// Fault: What was decided about a developer counted for the administrator of today, and a day before the worksheet was made, or years ahead, for a day
/// Outcome: Each is found; a role that became less, and one that was to be changed, are not
#[test]
fn decisions_about_less_and_on_impossible_days() {
    let made = "2026-10-01T00:00:00Z";
    for (was, decision, on, today, found) in [
        ("developer,no", "keep", "2026-10-07", "admin", &["medium bo@example.com"][..]),
        ("developer,no", "modified", "2026-10-07", "admin", &["medium bo@example.com"]),
        ("user,no", "keep", "2026-10-07", "developer", &["low bo@example.com"]),
        ("user,no", "modified", "2026-10-07", "developer", &[]),
        ("admin,yes", "keep", "2026-10-07", "user", &[]),
        ("developer,no", "keep", "2026-10-07", "developer", &[]),
        ("developer,no", "keep", "2026-06-30", "developer", &["medium bo@example.com"]),
        ("developer,no", "keep", "2027-10-06", "developer", &["medium bo@example.com"]),
        ("developer,no", "keep", "2026-09-30", "developer", &[]),
        ("developer,no", "keep", "2027-01-15", "developer", &[]),
    ] {
        let cells = format!("user_bo,bo@example.com,{was},{made},{decision},boss@example.com,{on},S-1");
        assert_eq!(about_bo(&cells, today), found, "{cells} {today}");
    }
}

/// Fault: Ids that were cut on their way to the reviewer made every decision one about nobody, and `Moss, Bo` somebody else than Bo Moss
/// Outcome: The address tells whose row it is, and the words of a name may stand in any order
#[test]
fn rows_and_reviewers_by_address_and_name() {
    let row = |id: &str, by: &str| format!("{id},bo@example.com,user,no,,keep,{by},2026-10-07,S-1");
    assert_eq!(about_bo(&row("user_b…", "boss@example.com"), "user"), [""; 0]);
    assert_eq!(about_bo(&row("user_...", "boss@example.com"), "user"), [""; 0]);
    assert_eq!(about_bo(&row("user_other", "boss@example.com"), "user"), ["medium organization"], "another account");
    let named = with(member("bo@example.com", "user"), json!({"name": "Bo Moss"}));
    let people = page(&[named, member("boss@example.com", "admin")]);
    let sheet = format!(
        "{HEAD}member,user_bo,,bo@example.com,keep,\"Moss, Bo\",2026-10-07,S-1\n\
                         privileged,user_boss,,boss@example.com,keep,chief,2026-10-07,S-1\n"
    );
    assert_eq!(found(&ANALYZER, &[("people.json", &people), ("sheet.csv", &sheet)]), ["medium bo@example.com"]);
}

/// Fault: Who joined after the review made it incomplete, and so did whoever stands in a row that could not be read
/// Outcome: They are counted apart, in a note
#[test]
fn who_could_not_be_reviewed_is_no_gap() {
    let late = with(member("late@example.com", "user"), json!({"added_at": "2026-10-09T09:00:00Z"}));
    let same_day = with(member("late@example.com", "user"), json!({"added_at": "2026-10-07T09:00:00Z"}));
    let sheet = format!("{HEAD}privileged,user_boss,,boss@example.com,keep,chief,2026-10-07,S-1\n");
    let judge = |people: &[serde_json::Value], sheet: &str| {
        let files = [("people.json".to_owned(), page(people)), ("sheet.csv".to_owned(), sheet.to_owned())];
        let files: Vec<(String, Vec<u8>)> = files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
        let data = crate::ingest::load_bytes(files).unwrap();
        match crate::analyze::testing::judge(&ANALYZER, &data, &Policy::default(), None) {
            Outcome::Assessed { findings, notes, .. } => (findings.len(), notes.join(" / ")),
            _ => panic!("always assessed"),
        }
    };
    let boss = || member("boss@example.com", "admin");
    let (found, notes) = judge(&[boss(), late], &sheet);
    assert!(found == 0 && notes.contains("1 member joined after the last decision"), "{found} {notes}");
    assert_eq!(judge(&[boss(), same_day.clone()], &sheet).0, 1);
    let (found, notes) =
        judge(&[boss(), same_day], &format!("{sheet}member,,,late@example.com,keep,boss@example.com,2026-10-07,\n"));
    assert!(found == 0 && notes.contains("late@example.com (sheet.csv, line 3)"), "{found} {notes}");
}
