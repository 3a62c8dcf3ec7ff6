//! Several lists of people: an older and a newer one, parts of one, an extract, two sources, and the members of claude.ai.

use serde_json::{Value, json};

use super::super::ANALYZER;
use super::{report, users};
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, days, member, outcome, page, usage};
use crate::policy::Policy;

#[test]
fn of_two_lists_of_one_source_the_newer_holds() {
    let members = users(&["ok", "ok-new", "stale-left", "stale-vanished", "x1", "x2", "x3"]);
    let rest = "X,x1@example.com,Active,2020-01-01,\nX,x2@example.com,Active,2020-01-01,\nX,x3@example.com,Active,2020-01-01,\n";
    let head = "Name,Email,Status,Hire Date,Last Day\n";
    let june = format!(
        "{head}{rest}A,ok@example.com,Active,2021-01-01,\nB,stale-left@example.com,Active,2022-01-01,\n\
                        C,stale-vanished@example.com,Active,2022-02-01,\n"
    );
    let september = format!(
        "{head}{rest}A,ok@example.com,Active,2021-01-01,\nB,stale-left@example.com,Terminated,2022-01-01,2026-09-10\n\
                             D,ok-new@example.com,Active,2026-08-01,\n"
    );
    for files in [[("a.csv", &june), ("b.csv", &september)], [("b.csv", &june), ("a.csv", &september)]] {
        let lines = report(&members, &files.map(|(name, text)| (name, text.as_str())));
        assert_eq!(
            lines[..2],
            [
                "high Member stale-left@example.com left on 10 Sep 2026",
                "medium Member stale-vanished@example.com is no longer on the roster"
            ]
        );
        assert!(lines[2].contains("only the newer list counts") && lines.len() == 3, "{lines:?}");
    }
}

#[test]
fn lists_of_which_neither_is_known_to_be_newer() {
    let members = users(&["ok", "unsure", "x1", "x2"]);
    let rest = "X,x1@example.com,Active\nX,x2@example.com,Active\n";
    let one = format!("Name,Email,Status\n{rest}A,ok@example.com,Active\nB,unsure@example.com,Active\n");
    let other = format!("Name,Email,Status\n{rest}A,ok@example.com,Active\nB,unsure@example.com,Terminated\n");
    let lines = report(&members, &[("one.csv", &one), ("other.csv", &other)]);
    assert_eq!(
        lines,
        [
            "note: the roster has an unknown status for 1 member: unsure@example.com (one.csv and other.csv do not agree, and none is known to be the newest)"
        ]
    );
    // Two people left, nobody came back: that shows which is which.
    let two = other.replace("A,ok@example.com,Active", "A,ok@example.com,Quit");
    let lines = report(&members, &[("one.csv", &one), ("other.csv", &two)]);
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(
        lines[0].contains("ok@example.com is marked «Quit»") && lines[1].contains("unsure@example.com is marked"),
        "{lines:?}"
    );
}

#[test]
fn parts_of_one_list_are_no_older_and_newer_lists() {
    let members = users(&["a", "b", "c", "d"]);
    let sales = "Name,Email,Status,Hire Date\nA,a@example.com,Active,2020-01-01\nB,b@example.com,Active,2020-01-01\n";
    let office = "Name,Email,Status,Hire Date\nC,c@example.com,Active,2025-01-01\nD,d@example.com,Active,2026-01-01\n";
    assert_eq!(report(&members, &[("sales.csv", sales), ("office.csv", office)]), [""; 0]);
    // A department next to the whole, newer or not, proves nobody's absence.
    let whole = format!("{sales}C,c@example.com,Active,2025-01-01\nD,d@example.com,Active,2025-06-01\n");
    let lines = report(&members, &[("office.csv", office), ("whole.csv", &whole)]);
    assert!(lines.iter().all(|line| line.starts_with("note: ")), "{lines:?}");
}

#[test]
fn two_sources_are_each_reported() {
    let okta = |statuses: &[(&str, &str)]| {
        let user = |(local, status): &(&str, &str)| json!({"id": local, "status": status, "profile": {"login": format!("{local}@example.com"), "email": format!("{local}@example.com")}});
        Value::Array(statuses.iter().map(user).collect()).to_string()
    };
    let members = users(&["stale-hr", "stale-off", "ok", "ok-leave"]);
    let hr = "Name,Email,Status,Last Day\nA,stale-hr@example.com,Terminated,2026-09-10\nB,stale-off@example.com,Active,\nC,ok@example.com,Active,\n\
              D,ok-leave@example.com,On Leave,\n";
    let directory =
        okta(&[("stale-hr", "ACTIVE"), ("stale-off", "DEPROVISIONED"), ("ok", "ACTIVE"), ("ok-leave", "ACTIVE")]);
    assert_eq!(
        report(&members, &[("hr.csv", hr), ("okta.json", &directory)]),
        [
            "high Member stale-hr@example.com left on 10 Sep 2026",
            "medium Member stale-off@example.com is disabled on the roster"
        ]
    );
    // From one directory to another: every account of the old one is off.
    let google = "primaryEmail,suspended\nstale-hr@example.com,False\nstale-off@example.com,False\nok@example.com,False\nok-leave@example.com,False\n";
    let old = okta(&[
        ("stale-hr", "DEPROVISIONED"),
        ("stale-off", "DEPROVISIONED"),
        ("ok", "DEPROVISIONED"),
        ("ok-leave", "DEPROVISIONED"),
    ]);
    assert_eq!(report(&members, &[("google.csv", google), ("okta.json", &old)]), [""; 0]);
}

/// Fault: A short newer list of the same columns, of whom a quarter brought, made everybody else's status unknown, and who had left was not found
/// Outcome: It counts for whom it has, and the others are judged by the longer list
#[test]
fn an_extract_is_no_newer_edition() {
    let members = users(&["ok", "ok-two", "ok-three", "ok-new", "ok-moved", "gone"]);
    let head = "Name,Email,Status,Start Date\n";
    let staff = format!(
        "{head}A,ok@example.com,Active,2024-05-01\nB,ok-two@example.com,Active,2024-05-01\nC,ok-three@example.com,Active,2024-05-01\n\
         D,gone@example.com,Terminated,2024-05-01\nE,ok-moved@example.com,Active,2026-07-01\n"
    );
    let joiners = format!("{head}E,ok-moved@example.com,Active,2026-07-01\nF,ok-new@example.com,Active,2026-09-15\n");
    let lines = report(&members, &[("joiners.csv", &joiners), ("staff.csv", &staff)]);
    assert_eq!(lines[0], "high Member gone@example.com is marked «Terminated» on the roster");
    assert!(lines.len() == 2 && lines[1].contains("the newer list counts for whom it has"), "{lines:?}");
    // Who is in both is judged by the newer one.
    let returned = joiners.replace("ok-moved@example.com,Active", "ok-moved@example.com,Terminated");
    let lines = report(&members, &[("joiners.csv", &returned), ("staff.csv", &staff)]);
    assert!(lines.iter().any(|line| line.contains("ok-moved@example.com is marked")), "{lines:?}");
}

/// The members download of claude.ai on two days; `gone-between` is in the first only.
fn seats(day: &str, rows: &str) -> (String, String) {
    let name = format!("members-3f2a1b0c-0000-4bbb-8ccc-0123456789ab-{day}.csv");
    (name, format!("Name,Email,Role,Status,Seat Tier\n{rows}"))
}

/// Fault: Who has only claude.ai gave its list of members, and no check compared it with the roster; of two lists the older one counted
/// Outcome: Whom only claude.ai lists is compared with the roster like any member; invited and removed people are not, and the latest list counts
#[test]
fn people_whom_only_claude_ai_lists() {
    let usage = usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]);
    let here = "Cy,ok-here@example.com,User,Active,Standard\nDee,ok-second@example.com,User,Active,Standard\n";
    let old = seats("2026-07-01", &format!("{here}Al,ok-gone-between@example.com,Owner,Active,Standard\n"));
    let new = seats(
        "2026-09-30",
        &format!(
            "{here}Ada,stale-owner@example.com,Primary Owner,Active,Premium\nBob,stale-left@example.com,User,Active,Standard\n\
             -,ok-invited@example.com,User,Pending,Unassigned\nEd,ok-off@example.com,User,Inactive,Standard\n\
             Flo,ok-word@example.com,User,Frozen,Standard\n"
        ),
    );
    let roster = "Name,Email,Status,End date\nCy,ok-here@example.com,active,\nDee,ok-second@example.com,active,\n\
                  Ada,stale-owner@example.com,terminated,2026-08-01\nBob,stale-left@example.com,terminated,2026-08-01\n\
                  Al,ok-gone-between@example.com,terminated,2026-08-01\nFlo,ok-word@example.com,terminated,2026-08-01\n";
    let files = [(old.0.as_str(), old.1.as_str()), (&new.0, &new.1), ("roster.csv", roster), ("usage.csv", &usage)];
    assert_eq!(
        ask(&ANALYZER, &files),
        [
            "high stale-left@example.com: Status «terminated» on the roster (list), last day 1 Aug 2026. Still a member with role user",
            "critical stale-owner@example.com: Status «terminated» on the roster (list), last day 1 Aug 2026. Still a member with role primary_owner",
        ]
    );
    let Outcome::Assessed { notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else {
        panic!("not assessed")
    };
    assert!(notes.iter().any(|note| note.contains("ok-word@example.com (status frozen)")), "{notes:?}");
    // Next to the members of the Console, who has both is judged once.
    let members = page(&[member("stale-left@example.com", "developer"), member("ok-here@example.com", "user")]);
    let both = [files.to_vec(), vec![("members.json", members.as_str())]].concat();
    let found = ask(&ANALYZER, &both);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().any(|one| one.starts_with("high stale-left") && one.ends_with("role developer")), "{found:?}");
}
