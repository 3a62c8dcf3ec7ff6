//! A roster as HR writes it; `as_of` is 2026-10-01.

mod accounts;
mod addresses;
mod doubt;
mod mailboxes;
mod other_companies;
mod several_lists;

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{any_data, ask, days, found, judge, member, outcome, page, usage, with};
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
    let roster = "Name,Email,Status,End date\nA,stale-disabled@example.com,terminated,\nB,stale-past-last-day@example.com,active,2026-09-29\n\
                  C,ok-here@example.com,active,\nD,ok-leaves-later@example.com,active,2026-10-31\n";
    assert_eq!(
        check(&members, roster),
        [
            "high stale-absent@example.com: not among the 4 people on the roster, which has 4 of 6 members. Still a member with role developer",
            "high stale-admin@example.com: not among the 4 people on the roster, which has 4 of 6 members. Still a member with role admin",
            "high stale-disabled@example.com: Status «terminated» on the roster (list). Still a member with role user",
            "high stale-past-last-day@example.com: Status «active» on the roster (list), last day 29 Sep 2026. Still a member with role user",
        ]
    );
}

/// Fault: HR was to be asked first whether an admin has left of whom HR's own roster says so
/// Outcome: They are removed today; HR is asked where the address is merely absent, or the roster leaves a doubt
#[test]
fn who_is_called_gone_is_removed_and_who_is_absent_is_asked_about() {
    let first = |row: &str| {
        let members = [member("gone@example.com", "admin"), member("here@example.com", "user")];
        let roster = format!("Name,Email,Status,End date\n{row}B,here@example.com,active,\n");
        let usage = usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]);
        let members = page(&members);
        let files = [("members.json", members.as_str()), ("roster.csv", &roster), ("usage.csv", &usage)];
        let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
        findings[0].remediation[0].clone()
    };
    for row in ["A,gone@example.com,terminated,\n", "A,gone@example.com,terminated,2026-08-10\n"] {
        assert!(first(row).starts_with("Remove them today: Console, or claude.ai > "), "{row}: {}", first(row));
    }
    for row in ["", "A,gone@example.com,terminated,2026-09-30\n"] {
        assert_eq!(first(row), "Confirm with HR that gone@example.com has left", "{row}");
    }
}

/// Fault: Somebody whose last day was the last day of the data was a «critical leaver», though their account may be there for another day
/// Outcome: Medium, and that it is less than a day ago
#[test]
fn whose_last_day_was_yesterday() {
    for status in ["active", "terminated"] {
        let roster = |day: &str| {
            format!("Name,Email,Status,End date\nA,a@example.com,{status},{day}\nB,b@example.com,active,\n")
        };
        let members = [member("a@example.com", "admin"), member("b@example.com", "admin")];
        let line = |day: &str| check(&members, &roster(day)).join("");
        assert!(
            line("2026-09-30").starts_with("medium a@example.com: ")
                && line("2026-09-30").contains("; that is less than a day ago")
        );
        assert!(line("2026-09-29").starts_with("critical a@example.com: "), "{status}");
    }
}

/// Fault: A register of courses, alerts or people on call made somebody present whom the directory no longer has
/// Outcome: Beside a list that says who is there and has nearly all members it makes nobody present: who stands on it alone is named with it
#[test]
fn registers_beside_a_directory_make_nobody_present() {
    let members = users(&["a", "b", "c", "d", "gone"]);
    let people = |gone: &str| {
        let row = |name: &str| format!("{name},{name}@example.com,Active\n");
        format!("Name,Email,Status\n{}{gone}", ["a", "b", "c", "d"].map(row).concat())
    };
    for (header, stranger) in [
        ("Alert,Email", "80 %,list@example.com"),
        ("Course,Email", "Security,old@example.com"),
        ("Employee,Email", "X,x@example.com"),
        ("Name,Email,Department", "X,x@example.com,Sales"),
        ("Name,Email,Manager", "X,x@example.com,Y"),
        ("Name,Email,Employee ID,Signed", "X,x@example.com,9,yes"),
        ("Name,Email,Personalnummer,Schulung", "X,x@example.com,9,A"),
    ] {
        let columns = header.split(',').count();
        let own = |name: &str| format!("{name},{name}@example.com{}\n", format!(",of-{name}").repeat(columns - 2));
        let register = format!("{header}\n{}{}{stranger}\n", own("gone"), own("a"));
        let lines = report(&members, &[("people.csv", &people("")), ("register.csv", &register)]);
        let note = "note: register.csv says of nobody whether they are there, so it is no roster next to lists that do";
        assert_eq!(lines, ["medium Member gone@example.com is not on the roster", note], "{header}");
        let there = people("gone,gone@example.com,Active\n");
        assert_eq!(report(&members, &[("people.csv", &there), ("register.csv", &register)]), [note], "{header}");
    }
    // A list of an employer's, with first days, has people whom the directory has not.
    let contractors = "Name,Email,Start date\nG,gone@example.com,2026-01-05\nX,x@example.com,2026-01-05\n";
    assert_eq!(report(&members, &[("people.csv", &people("")), ("contractors.csv", contractors)]), [""; 0]);
    let staff = "Name,Email,Employee ID,Department\nG,gone@example.com,7,R&D\nX,x@example.com,9,Sales\n";
    assert_eq!(
        report(&members, &[("people.csv", &people("")), ("staff.csv", staff)]),
        [""; 0],
        "numbers and departments"
    );
}

/// Fault: Who moved to another company of the group was a leaver with high confidence
/// Outcome: The other address is named, and the confidence is medium
#[test]
fn who_goes_on_under_another_address() {
    let members = users(&["gita", "b"]);
    let members = [with(members[0].clone(), json!({"name": "Gita Gupta"})), members[1].clone()];
    let rows = |other: &str| {
        format!(
            "Number,Name,Email,Status,End date\n1,Gita Gupta,gita@example.com,Transferred,2026-08-14\n2,B,b@example.com,Active,\n{other}"
        )
    };
    let check = |other: &str| check(&members, &rows(other)).join("");
    assert!(
        check("3,Gita Gupta,gita.gupta@sub.example,Active,\n")
            .contains("; somebody of the same name is there as gita.gupta@sub.example")
    );
    assert!(!check("3,Ann Lee,ann@sub.example,Active,\n").contains("same name"));
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
    assert!(lines[0].starts_with("high stale-left@example.com: Status «terminated»"), "{lines:?}");
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

fn report(members: &[Value], rosters: &[(&str, &str)]) -> Vec<String> {
    let usage = usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]);
    let members = page(members);
    let mut files = vec![("members.json", members.as_str()), ("usage.csv", &usage)];
    files.extend(rosters);
    match judge(&ANALYZER, &any_data(&files), &Policy::default(), None) {
        Outcome::NotAssessed { why, .. } => vec![format!("not assessed: {why}")],
        Outcome::NotApplicable { why, .. } => vec![why],
        Outcome::Assessed { findings, notes, .. } => {
            let found = findings.iter().map(|one| format!("{} {}", one.confidence.id(), one.title));
            found.chain(notes.into_iter().map(|note| format!("note: {note}"))).collect()
        }
    }
}

fn users(locals: &[&str]) -> Vec<Value> {
    locals.iter().map(|local| member(&format!("{local}@example.com"), "user")).collect()
}

#[test]
fn three_sentences_for_three_things() {
    let roster = "Name,Email,Status,Last Day\nA,left@example.com,Terminated,2026-09-10\nB,word@example.com,Separated,\nC,ok@example.com,Active,\n";
    let accounts = "email,accountEnabled\noff@example.com,False\nok@example.com,True\n";
    let lines =
        report(&users(&["absent", "left", "word", "off", "ok"]), &[("hr.csv", roster), ("accounts.csv", accounts)]);
    assert_eq!(
        lines,
        [
            "high Member absent@example.com is not on the roster",
            "high Member left@example.com left on 10 Sep 2026",
            "high Member word@example.com is marked «Separated» on the roster",
            "high Member off@example.com is disabled on the roster",
        ]
    );
}

#[test]
fn a_word_that_nobody_knows_is_neither_there_nor_gone() {
    let members = users(&["ok-here", "ok-unknown", "stale-gone"]);
    let roster = "Name,Email,Status\nA,ok-here@example.com,Active\nB,ok-unknown@example.com,Wibbled\nC,stale-gone@example.com,Quit\n";
    assert_eq!(
        report(&members, &[("hr.csv", roster)]),
        [
            "high Member stale-gone@example.com is marked «Quit» on the roster",
            "note: the roster has an unknown status for 1 member: ok-unknown@example.com («Wibbled» in column Status of hr.csv)",
        ]
    );
    let all =
        "Name,Email,Status\nA,ok-here@example.com,Ping\nB,ok-unknown@example.com,Pong\nC,stale-gone@example.com,Pang\n";
    let lines = report(&members, &[("hr.csv", all)]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with("not assessed: the roster has an unknown status for 3 members: "), "{lines:?}");
}

#[test]
fn the_member_list_under_another_name_is_no_roster() {
    let members = users(&["a", "b", "c"]);
    let copy = "Name,Email\nA,a@example.com\nB,b@example.com\nC,c@example.com\n";
    assert!(
        report(&members, &[("people.csv", copy)])[0]
            .starts_with("not assessed: people.csv lists only members and says of nobody whether they are there")
    );
    let more = format!("{copy}D,d@example.com\n");
    assert_eq!(report(&members, &[("people.csv", &more)]), [""; 0]);
    let stated = copy.replace('\n', ",Active\n").replacen("Email,Active", "Email,Status", 1);
    assert_eq!(report(&members, &[("people.csv", &stated)]), [""; 0]);
}

/// Fault: «Critical» of an admin who is there, by a roster that lacked five of the twelve members
/// Outcome: Absence from a roster that knows fewer than four fifths of the members is high at most; a row that says so is critical as before
#[test]
fn a_roster_that_lacks_many_calls_nobody_critical() {
    for (listed, severity) in [(3, "high"), (4, "critical")] {
        let members: Vec<_> = (0..4).map(|at| member(&format!("ok-{at}@example.com"), "user")).collect();
        let admin = member("stale@example.com", "admin");
        let members = page(&[&members[..], &[admin]].concat());
        let rows: String = (0..listed).map(|at| format!("ok-{at}@example.com,active\n")).collect();
        let usage = usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]);
        let of = |rows: &str| {
            let roster = format!("Email,Status\n{rows}");
            found(&ANALYZER, &[("members.json", &members), ("roster.csv", &roster), ("usage.csv", &usage)])
        };
        let lines = of(&rows);
        assert!(lines.contains(&format!("{severity} stale@example.com")), "{listed}: {lines:?}");
        let lines = of(&format!("{rows}stale@example.com,left\n"));
        assert!(lines.contains(&"critical stale@example.com".to_owned()), "{listed}: {lines:?}");
    }
}
