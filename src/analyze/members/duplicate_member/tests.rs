use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, found, member, outcome, page, with};
use crate::model::Confidence;
use crate::policy::Policy;

/// A member with an id of their own, who joined on a day.
fn joined(id: &str, address: &str, day: &str) -> Value {
    with(member(address, "developer"), json!({"id": id, "added_at": format!("{day}T09:00:00Z")}))
}

fn check(members: &[Value], roster: Option<&str>) -> Vec<(String, Confidence)> {
    let members = page(members);
    let mut files = vec![("members.json", members.as_str())];
    files.extend(roster.map(|roster| ("roster.csv", roster)));
    match outcome(&ANALYZER, &files, &Policy::default()) {
        Outcome::Assessed { findings, .. } => {
            findings.into_iter().map(|f| (f.subject.label().to_owned(), f.confidence)).collect()
        }
        Outcome::NotAssessed { why, .. } | Outcome::NotApplicable { why, .. } => panic!("{why}"),
    }
}

fn named(address: &str, confidence: Confidence) -> (String, Confidence) {
    (address.to_owned(), confidence)
}

#[test]
fn one_address_in_two_spellings() {
    let members = [
        joined("user_2", "Ann@Example.com", "2026-02-01"),
        joined("user_1", "ann@example.com", "2025-02-01"),
        joined("user_3", "bea@example.com", "2025-02-01"),
        joined("user_4", "bea+claude@example.com", "2025-03-01"),
        joined("user_5", "bea+2@example.com", "2025-04-01"),
    ];
    assert_eq!(
        check(&members, None),
        [
            named("Ann@Example.com", Confidence::High),
            named("bea+claude@example.com", Confidence::Medium),
            named("bea+2@example.com", Confidence::Medium)
        ]
    );
    assert_eq!(
        ask(&ANALYZER, &[("members.json", &page(&members[..2]))]),
        [
            "low Ann@Example.com: ann@example.com (role developer) and Ann@Example.com (role developer): one address in two spellings. \
          Expected: 1 account per person"
        ]
    );
}

#[test]
fn two_addresses_of_one_person() {
    let members =
        [joined("user_1", "ann@example.com", "2025-02-01"), joined("user_2", "a.lima@example.org", "2025-02-02")];
    let roster = "Name,Email,Alias\nAnn Lima,ann@example.com,a.lima@example.org\n";
    assert_eq!(check(&members, Some(roster)), [named("a.lima@example.org", Confidence::Medium)]);
    let moved = "Name,Email,Employee ID,Status\nA,ann@example.com,E1,left\nA,a.lima@example.org,E1,active\n";
    assert_eq!(check(&members, Some(moved)), [named("a.lima@example.org", Confidence::Medium)]);
    assert_eq!(check(&members, None), []);
}

#[test]
fn what_makes_nobody_a_duplicate() {
    let members = [
        joined("user_1", "ann@example.com", "2025-02-01"),
        with(joined("user_2", "ann.lima@example.com", "2025-02-01"), json!({"name": "ann"})),
        joined("user_3", "annlima@example.com", "2025-02-01"),
        joined("user_4", "ann@example.org", "2025-02-01"),
        joined("user_5", "team@example.com", "2025-02-01"),
        joined("user_6", "-", "2025-02-01"),
        joined("user_7", "-", "2025-02-01"),
    ];
    let roster = "Name,Email,Alias\nA,ann@example.com,team@example.com\nB,ann.lima@example.com,team@example.com\n";
    assert_eq!(check(&members, Some(roster)), [], "two share the team's mailbox");
    let same = page(&members[..1]);
    assert_eq!(found(&ANALYZER, &[("a.json", &same), ("b.json", &same)]), [""; 0], "one record in two files");
}

#[test]
fn the_same_people_in_two_lists_are_no_duplicates() {
    let list = |suffix: &str, addresses: &[&str]| {
        let members = addresses.iter().enumerate();
        page(
            &members
                .map(|(at, address)| joined(&format!("user_{suffix}{at}"), address, "2025-02-01"))
                .collect::<Vec<_>>(),
        )
    };
    let three = ["ann@example.com", "bea@example.com", "cem@example.com"];
    let found = |one: &str, other: &str| ask(&ANALYZER, &[("a/users.json", one), ("b/users.json", other)]);
    let said = "the same people are listed under other ids in a/users.json and b/users.json: lists of two organizations, or an edited \
                copy; who is in both was not compared";
    let both = found(&list("a", &three), &list("b", &three));
    assert!(both.is_empty(), "{both:?}");
    let notes = match outcome(
        &ANALYZER,
        &[("a/users.json", &list("a", &three)), ("b/users.json", &list("b", &three))],
        &Policy::default(),
    ) {
        Outcome::Assessed { notes, .. } => notes,
        Outcome::NotAssessed { why, .. } | Outcome::NotApplicable { why, .. } => panic!("{why}"),
    };
    assert!(notes.iter().any(|note| note == said), "{notes:?}");
    // One account twice in one of them is, and so is one on two pages of a list.
    assert_eq!(
        found(&list("a", &three), &list("b", &["ann@example.com", "bea@example.com", "Bea@example.com"])).len(),
        1
    );
    assert_eq!(
        found(&list("a", &three), &list("b", &["ann@example.com", "dov@example.com", "eva@example.com"])).len(),
        1
    );
}
