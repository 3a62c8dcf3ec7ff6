//! Rosters as HR writes them.

use crate::analyze::testing::{days, facts, usage};

/// `there`, `gone` or `unknown`, with `as_of` at the end of September 2026.
fn state(roster: &str, address: &str) -> &'static str {
    let usage = usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]);
    let facts = facts(&[("roster.csv", roster), ("usage.csv", &usage)]);
    facts.people.roster.by_address(address).map_or("unknown", |person| if person.is_gone() { "gone" } else { "there" })
}

#[test]
fn rows_of_one_person_are_joined() {
    let roster = "Name,Email,Alias,Employee ID,Status\n\
                  A,a@example.com,,E1,terminated\n\
                  A,a.new@example.com,,E1,active\n\
                  B,b@example.com,bb@example.com,,terminated\n\
                  B,bb@example.com,,,active\n\
                  C,c@example.com,,,terminated\n\
                  C,C@Example.com,,,active\n";
    for address in ["a@example.com", "a.new@example.com", "b@example.com", "bb@example.com", "c+x@example.com"] {
        assert_eq!(state(roster, address), "there", "{address}");
    }
    assert_eq!(state(roster, "d@example.com"), "unknown");
    assert_eq!(state(roster, "no address"), "unknown");
}

#[test]
fn a_later_row_can_show_that_two_are_one() {
    let roster = "Name,Email,Employee ID,Status\n\
                  A,a@example.com,E1,terminated\n\
                  A,a@example.org,E2,active\n\
                  A,a@example.com,E2,terminated\n\
                  A,a@example.net,E1,terminated\n";
    for address in ["a@example.com", "a@example.org", "a@example.net"] {
        assert_eq!(state(roster, address), "there", "{address}");
    }
}

#[test]
fn what_people_share_joins_nobody() {
    let roster = "Name,Email,Alias,Employee ID,Status\n\
                  A,left@example.com,team@example.com,N/A,terminated\n\
                  B,here@example.com,team@example.com,N/A,active\n\
                  C,gone@example.com,,0,terminated\n\
                  D,also@example.com,,0,active\n";
    assert_eq!(state(roster, "left@example.com"), "gone");
    assert_eq!(state(roster, "gone@example.com"), "gone");
    assert_eq!(state(roster, "here@example.com"), "there");
    assert_eq!(state(roster, "team@example.com"), "there", "of those who share it one is there");
}

#[test]
fn the_last_day_is_still_a_day() {
    let on = |day: &str| state(&format!("Name,Email,End date\nA,a@example.com,{day}\n"), "a@example.com");
    assert_eq!(on("2026-09-30"), "gone", "over at midnight");
    assert_eq!(on("2026-10-01"), "there");
    assert_eq!(on("2027-01-31"), "there");
    assert_eq!(on(""), "there");
}

/// Fault: one employee number on the rows of many made one person of them, and who left passed for who stayed.
/// Outcome: a number joins rows of one name, or without names, and none where a list has it next to three addresses.
#[test]
fn a_number_of_several_people_joins_nobody() {
    let many = "Name,Email,Employee ID,Status\nAnn Lee,a@example.com,77,terminated\nBea Lee,b@example.com,77,active\n\
                Cem Lee,c@example.com,77,active\n";
    assert_eq!(state(many, "a@example.com"), "gone");
    assert_eq!(state(many, "b@example.com"), "there");
    let two = "Name,Email,Employee ID,Status\nAnn Lee,a@example.com,77,terminated\nBob Moss,b@example.com,77,active\n";
    assert_eq!(state(two, "a@example.com"), "gone", "another name");
    let married =
        "Name,Email,Employee ID,Status\nAnn Lee,a@example.com,77,terminated\nAnn Moss,b@example.com,77,active\n";
    assert_eq!(state(married, "a@example.com"), "there", "a name in common");
    let unnamed = "Email,Employee ID,Status\na@example.com,77,terminated\nb@example.com,77,active\n";
    assert_eq!(state(unnamed, "a@example.com"), "there");
}
