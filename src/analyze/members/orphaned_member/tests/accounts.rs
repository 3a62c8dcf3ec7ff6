//! A leaver who was deleted from the directory, and still has an account in another tool whose list is given too.

use std::fmt::Write as _;

use super::{ANALYZER, member, page};
use crate::analyze::Outcome;
use crate::analyze::testing::{any_data, judge};
use crate::policy::Policy;

/// Everybody; Lena has left.
const PEOPLE: [&str; 12] = ["ann", "bob", "cat", "dan", "eve", "fay", "gil", "hal", "ida", "jon", "kim", "lena"];

fn directory(people: &[&str]) -> String {
    people.iter().fold("login,displayName,status\n".to_owned(), |mut text, name| {
        writeln!(text, "{name}@example.com,{name},ACTIVE").unwrap();
        text
    })
}

fn list(header: &str, people: &[&str], rest: &str) -> String {
    people.iter().fold(format!("{header}\n"), |mut text, name| {
        writeln!(text, "{name},{name}@example.com,{rest}").unwrap();
        text
    })
}

/// What is found, and what is not judged.
fn judged(roster: &str, other: &str) -> (Vec<String>, Vec<String>) {
    let members = PEOPLE.map(|name| member(&format!("{name}@example.com"), "user"));
    let files = [("users.json", page(&members)), ("okta.csv", roster.to_owned()), ("tool.csv", other.to_owned())];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    match judge(&ANALYZER, &any_data(&files), &Policy::default(), None) {
        Outcome::Assessed { findings, notes, .. } => {
            (findings.into_iter().map(|one| one.subject.label().to_owned()).collect(), notes)
        }
        _ => panic!("not assessed"),
    }
}

/// Fault: A leaver who was deleted from the directory counted as there, because the list of another tool's accounts still had them
/// Outcome: Whom only such a list has, next to a directory with nearly everybody else on it, is not judged, by name and file
#[test]
fn an_account_in_another_tool_proves_nothing() {
    let okta = directory(&PEOPLE[..11]);
    for (header, rest) in [("Name,Email,State", "active"), ("Name,Email,Status", "Active")] {
        let tool = list(header, &["ann", "bob", "cat", "dan", "lena"], rest);
        let (found, notes) = judged(&okta, &tool);
        assert!(found.is_empty(), "{header}: {found:?}");
        let why = "lena@example.com (only in tool.csv, and not in okta.csv, which has nearly everybody else on it)";
        assert!(notes.iter().any(|note| note.contains(why)), "{header}: {notes:?}");
    }
    // A list that says of nobody whether they are there is no roster at all: who stands on it alone is found, with its name.
    let tool = list("Full Name,Email,Department", &["ann", "bob", "cat", "dan", "lena"], "Sales");
    assert_eq!(judged(&okta, &tool).0, ["lena@example.com"]);
}

#[test]
fn lists_that_prove_that_somebody_is_there() {
    let okta = directory(&PEOPLE[..11]);
    for (why, tool) in [
        ("contractors, whom the directory has not", list("Name,Email,Status", &["lena", "x", "y", "z"], "active")),
        ("as many people as the directory", list("Name,Email,Status", &PEOPLE[4..], "active")),
        ("an employer's numbers", list("Name,Email,Status,Employee ID", &["ann", "bob", "cat", "lena"], "active,7")),
        (
            "an employer's last days",
            list("Name,Email,Status,End date", &["ann", "bob", "cat", "lena"], "active,2027-03-31"),
        ),
    ] {
        let (found, notes) = judged(&okta, &tool);
        assert!(found.is_empty() && !notes.iter().any(|note| note.contains("lena")), "{why}: {notes:?}");
    }
    // A directory that has her says whether she is there, whatever else is given.
    let whole = directory(&PEOPLE).replace("lena,ACTIVE", "lena,DEPROVISIONED");
    let tool = list("Name,Email,Status", &["ann", "bob", "cat", "lena"], "active");
    assert_eq!(judged(&whole, &tool).0, ["lena@example.com"]);
}
