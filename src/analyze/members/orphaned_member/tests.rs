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
            "high stale-absent@example.com: not among the 4 people on the roster. Still a member with role developer",
            "critical stale-admin@example.com: not among the 4 people on the roster. Still a member with role admin",
            "high stale-disabled@example.com: Status «terminated» on the roster (list). Still a member with role user",
            "high stale-past-last-day@example.com: Status «active» on the roster (list), last day 30 Sep 2026. Still a member with role user",
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
    match outcome(&ANALYZER, &files, &Policy::default()) {
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
