//! A roster as HR writes it; `as_of` is 2026-10-01.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, days, found, member, outcome, page, usage, with};
use crate::model::Confidence;
use crate::policy::Policy;

fn check(members: &[Value], roster: &str) -> Vec<String> {
    let usage = usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]);
    ask(&ANALYZER, &[("members.json", &page(members)), ("roster.csv", roster), ("usage.csv", &usage)])
}

#[test]
fn who_has_left() {
    let members = [
        member("stale-absent@example.com", "developer"),
        member("stale-admin@example.com", "admin"),
        member("stale-disabled@example.com", "user"),
        member("stale-past-last-day@example.com", "user"),
        member("ok-here@example.com", "admin"),
        member("ok-leaves-later@example.com", "user"),
    ];
    let roster = "Name,Email,Status,End date\nA,stale-disabled@example.com,terminated,\nB,stale-past-last-day@example.com,active,2026-09-30\n\
                  C,ok-here@example.com,active,\nD,ok-leaves-later@example.com,active,2026-10-31\n";
    assert_eq!(
        check(&members, roster),
        [
            "high stale-absent@example.com: in none of the 4 persons of the roster; still a member with role developer",
            "critical stale-admin@example.com: in none of the 4 persons of the roster; still a member with role admin",
            "high stale-disabled@example.com: «terminated» in the roster (list); still a member with role user",
            "high stale-past-last-day@example.com: «active» in the roster (list), last day 2026-09-30; still a member with role user",
        ]
    );
}

#[test]
fn spellings_of_one_person() {
    let members = [
        member("ok-Case@Example.com", "user"),
        member("ok-plus+claude@example.com", "user"),
        member("ok-alias@example.com", "user"),
        member("ok-twice@example.com", "user"),
        member("ok-spaces@example.com", "user"),
    ];
    let roster = "Name;E-mail Address;Alias;Status\nA;OK-case@example.com;;active\nB;ok-plus@example.com;;active\n\
                  C;o.alias@example.com;ok-alias@example.com;active\nD;ok-twice@example.com;;disabled\n\
                  E;OK-TWICE@example.com;;active\nF; ok-spaces@example.com ;;active\n";
    assert_eq!(check(&members, roster), [""; 0]);
}

#[test]
fn what_people_share_does_not_make_them_one() {
    let members = [
        member("stale-left@example.com", "user"),
        member("ok-here@example.com", "user"),
        member("team@example.com", "user"),
    ];
    let roster = "Name,Email,Alias,Employee ID,Status\nA,stale-left@example.com,team@example.com,N/A,terminated\n\
                  B,ok-here@example.com,team@example.com,N/A,active\n";
    let lines = check(&members, roster);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with("high stale-left@example.com: «terminated»"), "{lines:?}");
    let moved =
        "Name,Email,Employee ID,Status\nA,old@example.org,E1042,terminated\nA,ok-here@example.com,E1042,active\n";
    assert_eq!(check(&[member("old@example.org", "user")], moved), [""; 0], "another, active row of the same person");
}

#[test]
fn a_roster_that_says_little() {
    let members: Vec<Value> = (0..10).map(|n| member(&format!("ok-{n}@example.com"), "user")).collect();
    assert!(
        check(&members, "Name,Email\nA,a@example.org\n")[0]
            .starts_with("not assessed: the roster knows none of the 10 members")
    );
    let four = "Name,Email,Status\nA,ok-0@example.com,active\nB,ok-1@example.com,terminated\nC,ok-2@example.com,active\nD,ok-3@example.com,active\n";
    let lines = check(&members, four);
    assert_eq!(lines.len(), 1, "absence from four of ten says nothing, a row does: {lines:?}");
    assert!(lines[0].starts_with("high ok-1@example.com"), "{lines:?}");
    let thin = format!("{four}E,ok-4@example.com,active\nF,ok-5@example.com,active\n");
    let files = [("members.json", page(&members)), ("roster.csv", thin)];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    assert_eq!(findings.len(), 5);
    let unsure = findings.iter().filter(|finding| finding.confidence == Confidence::Medium).count();
    assert_eq!(unsure, 4, "six of ten known: absence is a weaker sign than a row");
}

#[test]
fn both_lists_are_needed() {
    let members = page(&[with(member("a@example.com", "user"), json!({"email": "-"}))]);
    assert_eq!(ask(&ANALYZER, &[("members.json", &members)]), ["not assessed: no export of identity-provider roster"]);
    assert_eq!(
        found(&ANALYZER, &[("members.json", &members), ("roster.csv", "Name,Email\nA,b@example.com\n")]),
        [""; 0]
    );
}
