//! Lists that are no rosters; `as_of` is 2026-10-01.

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{days, member, outcome, page, usage};
use crate::policy::Policy;

/// What is found of five members next to these lists, else why nothing is, and the notes.
fn judge(lists: &[&str]) -> (Vec<String>, Vec<String>) {
    let members = ["ann", "bo", "cy", "di", "ed"].map(|name| member(&format!("{name}@example.com"), "user"));
    let (members, usage) = (page(&members), usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]));
    let names: Vec<String> = (0..lists.len()).map(|at| format!("list-{at}.csv")).collect();
    let mut files: Vec<(&str, &str)> = vec![("members.json", &members), ("usage.csv", &usage)];
    files.extend(names.iter().map(String::as_str).zip(lists.iter().copied()));
    match outcome(&ANALYZER, &files, &Policy::default()) {
        Outcome::Assessed { findings, notes, .. } => (findings.into_iter().map(|one| one.title).collect(), notes),
        Outcome::NotAssessed { why, .. } | Outcome::NotApplicable { why, .. } => (vec![why], Vec::new()),
    }
}

/// Fault: A list of some members that says nothing of them was the roster: whoever stood there was there, and whoever did not had left
/// Outcome: It is no roster, and said so; alone it lets nothing be judged, next to a roster none of its rows counts
#[test]
fn a_part_of_the_members_is_no_roster() {
    let some = "Email,Laptop\nann@example.com,Thin\nbo@example.com,Thick\n";
    for list in
        [some, "Email\nann@example.com\n", "Name,Email,Notes\nAnn,ann+x@example.com,hello\nBo,BO@example.com,\n"]
    {
        let (found, _) = judge(&[list]);
        assert!(found[0].starts_with("list-0.csv lists only members and says of nobody"), "{list}{found:?}");
    }
    let roster = "Name,Email,Status\nBo,bo@example.com,active\nCy,cy@example.com,active\nDi,di@example.com,active\nEd,ed@example.com,active\nFay,fay@example.com,active\n";
    let (found, notes) = judge(&[roster, some]);
    assert_eq!(found, ["Member ann@example.com is not on the roster"]);
    assert!(notes.iter().any(|note| note.starts_with("list-1.csv says of nobody whether they are there")), "{notes:?}");
}

#[test]
fn a_list_of_staff_is_a_roster_although_everybody_there_is_a_member() {
    let four = |header: &str, cell: &str| {
        let names = ["ann", "bo", "cy", "di"].map(|name| format!("{name},{name}@example.com,{cell}\n"));
        format!("{header}\n{}", names.concat())
    };
    for list in [
        four("Name,Email,Status", "active"),
        four("Name,Email,Department", "R&D"),
        four("Name,Email,Manager", "ann"),
        four("Name,Email,Start date", "2024-01-08"),
        four("Name,Email,Job Title", "Engineer"),
        four("Name;E-Mail;Abteilung", "x").replace(',', ";"),
        "Name,Email,Employee ID\na,ann@example.com,1\nb,bo@example.com,2\nc,cy@example.com,3\nd,di@example.com,4\n"
            .to_owned(),
        "Name,Email,Alias\na,ann@example.com,a@example.org\nb,bo@example.com,b@example.org\nc,cy@example.com,\nd,di@example.com,\n".to_owned(),
        // Somebody there is no member.
        four("Name,Email,Notes", "x") + "fay,fay@example.com,x\n",
    ] {
        assert_eq!(judge(&[&list]).0, ["Member ed@example.com is not on the roster"], "{list}");
    }
}
