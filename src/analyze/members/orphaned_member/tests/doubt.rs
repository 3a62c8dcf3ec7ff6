//! Rosters that prove little: cut ones, lists of leavers, last days that contradict, addresses and rows that may be the member's.

use serde_json::json;

use super::super::ANALYZER;
use super::{check, report, users};
use crate::analyze::Outcome;
use crate::analyze::testing::{any_data, days, found, judge, member, outcome, page, usage, with};
use crate::policy::Policy;

#[test]
fn a_roster_that_is_cut_proves_no_absence() {
    let members = users(&["ok", "ok-absent", "stale"]);
    let records = r#"[{"userName":"ok@example.com","active":true},{"userName":"stale@example.com","active":false}]"#;
    let scim =
        |total: u32| format!(r#"{{"schemas":["x"],"totalResults":{total},"startIndex":1,"Resources":{records}}}"#);
    let whole = report(&members, &[("scim.json", &scim(2))]);
    assert_eq!(whole.len(), 2, "{whole:?}");
    let cut = report(&members, &[("scim.json", &scim(9))]);
    assert_eq!(cut[0], "high Member stale@example.com is disabled on the roster");
    assert!(cut[1].starts_with("note: not judged: 1 member absent from the roster"), "{cut:?}");
    assert_eq!(cut.len(), 2, "{cut:?}");
}

/// The last member joined long before people left, and nothing else is dated.
#[test]
fn lists_alone_do_not_say_which_day_it_is() {
    let joined = |address: &str| with(member(address, "user"), json!({"added_at": "2025-01-10T00:00:00Z"}));
    let members = page(&[joined("here@example.com"), joined("left@example.com"), joined("gone@example.com")]);
    let roster = "email,name,deactivated_at\nhere@example.com,A,\nleft@example.com,B,2026-04-30T10:00:00Z\n\
                  gone@example.com,C,2026-05-30T10:00:00Z\n";
    let lists = [("members.json", members.as_str()), ("roster.csv", roster)];
    let Outcome::NotAssessed { why, .. } = outcome(&ANALYZER, &lists, &Policy::default()) else { panic!("assessed") };
    assert!(why.contains("left@example.com (last day 2026-04-30 in roster.csv") && why.contains("--as-of"), "{why}");
    let used = usage(&[("k", "A", days("2026-04-01", "2026-06-30"))]);
    assert_eq!(found(&ANALYZER, &[lists[0], lists[1], ("usage.csv", &used)]).len(), 2, "use shows that it is June");
    let planned = "email,name,status,end date\nhere@example.com,A,active,\nleft@example.com,B,active,2026-04-30\n\
                   gone@example.com,C,active,\n";
    let planned = outcome(&ANALYZER, &[lists[0], ("roster.csv", planned)], &Policy::default());
    assert!(matches!(planned, Outcome::Assessed { .. }), "the list says that they are there");
}

/// Fault: A list of people who left was taken for the list of everybody: members who are not on it were found as orphans, and who stood on it passed
/// Outcome: It says who left, and neither who is there nor who is not
#[test]
fn a_list_of_leavers_proves_departures_only() {
    let members = users(&["ok", "ok-too", "left", "left-too"]);
    let absent = "note: the roster lists only people who left: the absence of 2 members proves nothing";
    let dated = "Name,Email,Last Day,Reason for Leaving\nA,left@example.com,2026-07-31,Resignation\n\
                 B,left-too@example.com,2026-07-31,Resignation\nC,other@example.com,2026-07-31,Resignation\n";
    assert_eq!(
        report(&members, &[("leavers.csv", dated)]),
        [
            "high Member left@example.com left on 31 Jul 2026",
            "high Member left-too@example.com left on 31 Jul 2026",
            absent
        ]
    );
    let undated = "Name,Email,Reason for leaving\nA,left@example.com,Resignation\nB,left-too@example.com,Retirement\n";
    assert_eq!(
        report(&members, &[("leavers.csv", undated)]),
        [
            "medium Member left@example.com is marked «Resignation» on the roster",
            "medium Member left-too@example.com is marked «Retirement» on the roster",
            absent
        ]
    );
    let strangers = "Name,Email,Last Day\nC,other@example.com,2026-07-31\n";
    let lines = report(&members, &[("leavers.csv", strangers)]);
    assert!(lines.len() == 1 && lines[0].contains("none of them is one of the 4 members"), "{lines:?}");
    // Next to a list of accounts it says who left, and the other who is absent.
    let accounts =
        "email,name,accountEnabled\nok@example.com,A,True\nleft@example.com,B,True\nok-too@example.com,C,True\n";
    assert_eq!(
        report(&members, &[("accounts.csv", accounts), ("leavers.csv", undated)]),
        [
            "medium Member left@example.com is marked «Resignation» on the roster",
            "medium Member left-too@example.com is marked «Retirement» on the roster",
        ]
    );
    // A list of everybody in which somebody left.
    let whole = "Name,Email,Last Day\nA,left@example.com,2026-07-31\nB,ok@example.com,\n";
    assert_eq!(report(&members, &[("people.csv", whole)]).len(), 3);
}

/// Fault: A last day that contradicts the status beside it, or lies ahead, was found with high confidence
/// Outcome: The confidence is medium
#[test]
fn a_doubtful_departure_has_medium_confidence() {
    let members = users(&["ok", "ended", "ahead", "away"]);
    let kind = "Name,Email,Employment Type,End Date\nA,ok@example.com,Full-Time,\nB,ended@example.com,Full-Time,2026-03-31\n\
                C,ahead@example.com,Contractor,\nD,away@example.com,Intern,\n";
    assert_eq!(report(&members, &[("people.csv", kind)]), ["high Member ended@example.com left on 31 Mar 2026"]);
    let roster = "Name,Email,Status,Contract End Date\nA,ok@example.com,Active,2026-12-31\nB,ended@example.com,Active,2026-03-31\n\
                  C,ahead@example.com,Terminated,2026-12-31\nD,away@example.com,On Leave,2026-03-31\n";
    let lines = report(&members, &[("people.csv", roster)]);
    assert_eq!(
        lines[..3],
        [
            "medium Member ended@example.com left on 31 Mar 2026",
            "medium Member ahead@example.com is marked «Terminated» on the roster",
            "medium Member away@example.com left on 31 Mar 2026",
        ]
    );
}

/// Fault: A member whom the roster knows at another domain of the company was found with high confidence
/// Outcome: The confidence is medium, and the address that may be theirs is named
#[test]
fn the_same_name_at_another_domain() {
    let named = |local: &str, name: &str| with(member(&format!("{local}@example.com"), "user"), json!({"name": name}));
    let members = [named("ok", "Ok"), named("ann", "Ann Lee"), named("info", "Bea Moss"), named("cem.oz", "")];
    let roster = "Name,Email\nOk,ok@example.com\nAnn Lee,ann@corp.example.org\nFrank,info@corp.example.org\n,cem.oz@corp.example.org\n\
                  Dov,dov@example.com\n";
    let lines = report(&members, &[("people.csv", roster)]);
    assert_eq!(
        lines,
        [
            "medium Member ann@example.com is not on the roster",
            "medium Member info@example.com is not on the roster",
            "medium Member cem.oz@example.com is not on the roster"
        ]
    );
    let found = check(&members, roster);
    assert!(found[0].contains("; ann@corp.example.org may be the same person's"), "{found:?}");
    assert!(!found[1].contains("may be the same") && found[2].contains("cem.oz@corp.example.org may be"), "{found:?}");
}

/// Fault: A member whose row of the roster has no address was found as absent with high confidence
/// Outcome: A row without an address that has the member's name is theirs, perhaps: the member is named and not judged
#[test]
fn a_row_without_an_address_may_be_the_member_s() {
    let named = |local: &str, name: &str| with(member(&format!("{local}@example.com"), "user"), json!({"name": name}));
    let members = [named("ok", "Ok"), named("bob", "Bob Moss"), named("cem", "Cem Oz"), named("dov", "")];
    let roster = "Name,Email,Status\nOk,ok@example.com,Active\n\"Moss, Bob\",,Active\nTotal,,\n,,Active\n";
    let usage = usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]);
    let members = page(&members);
    let files = [("members.json", members.as_str()), ("people.csv", roster), ("usage.csv", &usage)];
    let report = serde_json::to_value(crate::analyze::testing::report(&files, &Policy::default(), None)).unwrap();
    let found = report["findings"].as_array().unwrap().iter().filter(|one| one["rule"] == "orphaned-member");
    let found: Vec<&str> = found.map(|one| one["title"].as_str().unwrap()).collect();
    assert_eq!(found, ["Member cem@example.com is not on the roster", "Member dov@example.com is not on the roster"]);
    let check = report["checks"].as_array().unwrap().iter().find(|one| one["id"] == "orphaned-member").unwrap();
    let why = "1 member may be on the roster, in rows that could not be read: bob@example.com (people.csv, line 3)";
    assert_eq!(check["notes"], json!([why]));
}

/// Fault: Members who stand in a second list, of contractors or of people on leave, were orphans with high confidence, and the list was not named
/// Outcome: Such a finding is medium, names the list and says what it lacks; a list of nearly all members shields nobody
#[test]
fn a_list_of_some_members_is_named() {
    let names = ["a", "b", "c", "d", "contractor", "absent"];
    let members: Vec<_> = names.iter().map(|name| member(&format!("{name}@example.com"), "user")).collect();
    let employees = ["a", "b", "c", "d", "else"].map(|name| format!("{name},{name}@example.com,active\n")).concat();
    let employees = format!("Name,Email,Status\n{employees}");
    let found = |list: &str| {
        let members = page(&members);
        let files = [("members.json", members.as_str()), ("employees.csv", &employees), ("list.csv", list)];
        let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
        findings.iter().map(|one| format!("{} {} {}", one.severity.id(), one.confidence.id(), one.message)).collect()
    };
    let part: Vec<String> = found("Name,Email,Agency\nX,contractor@example.com,Y\n");
    assert_eq!(part.len(), 2, "{part:?}");
    assert!(
        part[0].starts_with("medium medium") && part[0].contains("stands in list.csv, which says of nobody"),
        "{part:?}"
    );
    assert!(part[1].starts_with("high medium") && !part[1].contains("list.csv"), "{part:?}");
    let all = names.map(|name| format!("{name},{name}@example.com\n")).concat();
    let shielded: Vec<String> = found(&format!("Name,Email\n{all}"));
    assert!(shielded.iter().all(|one| one.starts_with("high")), "the member list itself: {shielded:?}");
}

/// Fault: Who had married, or whose address is spelled otherwise, was an orphan with high confidence next to their own row
/// Outcome: The one person there of the same whole name is named, with medium confidence; not where that person is a member, too
#[test]
fn one_name_at_another_address() {
    let called = |address: &str, name: &str| with(member(address, "user"), json!({"name": name}));
    let roster = "Name,Email,Status\nLena Müller,lena.mueller@example.com,active\nAnn Lee,ann@example.com,active\n\
                  Bo Ek,bo@example.com,terminated\nA B,ab@example.com,active\nC D,cd@example.com,active\n";
    let others = ["ann", "ab", "cd"].map(|name| member(&format!("{name}@example.com"), "user"));
    let check = |one: serde_json::Value| {
        let members: Vec<_> = others.iter().cloned().chain([one]).collect();
        let usage = usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]);
        let files = [("members.json", &*page(&members)), ("roster.csv", roster), ("usage.csv", &usage)];
        let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
        findings.iter().map(|one| format!("{} {}", one.confidence.id(), one.message)).collect::<Vec<_>>().join("|")
    };
    assert!(check(called("lena.muller@example.com", "Lena Müller")).contains("lena.mueller@example.com may be"));
    assert!(check(called("lena.berger@example.com", "MÜLLER Lena")).starts_with("medium"));
    for (other, why) in [
        (called("ann.lee@example.com", "Ann Lee"), "she is a member with the other address"),
        (called("b.ek@example.com", "Bo Ek"), "he has left"),
        (called("lena@example.com", "Lena"), "one word is no whole name"),
    ] {
        assert!(!check(other).contains("may be the same"), "{why}");
    }
}

/// Fault: A row of the roster whose address cell said «N/A», or held an account name or a misspelt address, was nobody's: the person was «not on the roster», and to be removed
/// Outcome: Whoever has that name, or that account, is named and not judged, as where the cell is empty
#[test]
fn a_row_without_a_usable_address_is_the_person_of_its_name_or_account() {
    let named =
        [with(member("lena.lang@example.com", "user"), json!({"name": "Lena Lang"})), member("ok@example.com", "user")];
    let rest = "1,Ok,ok@example.com,Active\n";
    for cell in ["", "-", "N/A", "keine", "pending", "0", "llang", "lena.lang@example", "lena.lang(at)example.com"] {
        let roster = format!("Employee ID,Name,Email,Status\n{rest}2,Lena Lang,{cell},Active\n");
        let lines = report(&named, &[("hr.csv", &roster)]);
        assert!(
            lines[0].starts_with("note: 1 member may be on the roster, in rows that could not be read"),
            "{cell}: {lines:?}"
        );
    }
    for cell in ["EXAMPLE\\lena.lang", "lena.lang", "Lena.Lang@"] {
        let roster = format!("Employee ID,Name,Email,Status\n{rest}2,L. L.,{cell},Active\n");
        let lines = report(&named, &[("hr.csv", &roster)]);
        assert!(lines[0].starts_with("note: 1 member may be on the roster"), "{cell}: {lines:?}");
    }
    for row in ["2,Lena Moss,N/A,Active", "2,Max Lang,-,Active", "2,L,lena.langer,Active"] {
        let lines = report(&named, &[("hr.csv", &format!("Employee ID,Name,Email,Status\n{rest}{row}\n"))]);
        assert!(lines[0].ends_with("Member lena.lang@example.com is not on the roster"), "{row}: {lines:?}");
    }
}

/// Rows that could not be read, of a roster that has too few of the members to judge absence: nobody is taken from the population who was
/// never in it.
#[test]
fn unreadable_rows_of_a_partial_roster_leave_the_population_alone() {
    for readable in 0..=12_usize {
        let names: Vec<String> = (0..12).map(|at| format!("person{at}")).collect();
        let members = page(&users(&names.iter().map(String::as_str).collect::<Vec<_>>()));
        let row = |(at, name): (usize, &String)| {
            let address = if at < readable { format!("{name}@example.com") } else { String::new() };
            format!("{at},{name},{address},Active\n")
        };
        let rows: String = names.iter().enumerate().map(row).collect();
        let roster = format!("Employee ID,Name,Email,Status\n{rows}");
        let data = any_data(&[("users.json", &members), ("hr_roster.csv", &roster)]);
        match judge(&ANALYZER, &data, &Policy::default(), None) {
            Outcome::Assessed { population, findings, .. } => {
                assert_eq!(findings.len(), 0, "{readable}: each stands in a row");
                assert_eq!(population, readable as u64, "{readable} readable rows");
            }
            Outcome::NotAssessed { why, .. } => assert!(!why.contains("mistake"), "{readable}: {why}"),
            Outcome::NotApplicable { why, .. } => panic!("{why}"),
        }
    }
}
