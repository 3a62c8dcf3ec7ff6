//! Rosters as HR writes them.

mod editions;

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

/// Fault: An alias that is the main address of another row made one person of two, and who left passed for who stayed
/// Outcome: It joins the rows of two lists where the names allow it, and rows of one list only where they are the same
#[test]
fn an_alias_that_is_somebody_s_main_address() {
    let one = |roster: &str| ["a@example.com", "b@example.com"].map(|address| state(roster, address));
    let head = "Name,Email,Alias,Status";
    let rows =
        |a: &str, b: &str| format!("{head}\n{a},a@example.com,,terminated\n{b},b@example.com,a@example.com,active\n");
    assert_eq!(one(&rows("Ann Lee", "Bob Moss")), ["gone", "there"]);
    assert_eq!(one(&rows("Ann Lee", "Ann Moss")), ["gone", "there"], "a word in common is not enough in one list");
    assert_eq!(one(&rows("", "")), ["gone", "there"]);
    assert_eq!(one(&rows("Ann Lee", "Ann Lee")), ["there", "there"]);
    let two = |hr: &str, directory: &str| {
        let hr = format!("Name,Email,Status\n{hr},a@example.com,terminated\n");
        let directory = format!("Name,Email,Alias,Enabled\n{directory},b@example.com,a@example.com,True\n");
        let facts = facts(&[("hr.csv", hr.as_str()), ("directory.csv", directory.as_str())]);
        let roster = &facts.people.roster;
        roster.only_with("b@example.com") == roster.only_with("a@example.com")
    };
    assert!(two("Ann Lee", "Lee, Ann") && two("Ann Lee", "") && two("", "Ann Lee"));
    assert!(!two("Ann Lee", "Bob Moss"));
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

/// Fault: One employee number on the rows of many made one person of them, and who left passed for who stayed
/// Outcome: A number joins rows of one name, or without names, and none where a list has it next to three addresses
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

#[test]
fn a_whole_name_that_one_person_has_tells_who_it_is() {
    let roster = "Name,Email,Status\nAnn Lee,ann@example.com,active\nBo Li,bo@example.com,active\n\
                  Bo Li,bo.li@example.com,active\nCy,cy@example.com,active\nDan Ray,dan@example.com,terminated\n";
    let people = facts(&[("roster.csv", roster)]).people.roster;
    assert_eq!(people.namesake("Ann Lee"), Some("ann@example.com"));
    assert_eq!(people.namesake("ann LEE"), Some("ann@example.com"));
    for (name, why) in [
        ("Ann", "half a name"),
        ("Ann Lee Ray", "another name"),
        ("Bo Li", "two have it"),
        ("Cy", "one word is no whole name"),
        ("Dan Ray", "who is gone"),
    ] {
        assert_eq!(people.namesake(name), None, "{why}");
    }
}

/// Who is there, and whether `gus` and `hana` are one, with both of them members.
fn with_members(file: (&str, &str)) -> (Vec<&'static str>, bool) {
    let members = ["gus", "hana"].map(|local| crate::analyze::testing::member(&format!("{local}@example.com"), "user"));
    let members = crate::analyze::testing::page(&members);
    let facts = facts(&[("members.json", members.as_str()), file]);
    let people = &facts.people.roster;
    let states = ["gus@example.com", "hana@example.com", "pia@example.net"].map(|address| {
        people.by_address(address).map_or("unknown", |person| if person.is_gone() { "gone" } else { "there" })
    });
    let one = people.only_with("gus@example.com");
    (states.to_vec(), one.is_some() && one == people.only_with("hana@example.com"))
}

/// Fault: A recovery, second or private address of somebody else proved that its owner is there, and made the two one person
/// Outcome: It proves nothing, unless it is of one person only, who is no member under another address
#[test]
fn addresses_at_which_others_are_reached() {
    let google = r#"{"kind":"admin#directory#users","users":[{"primaryEmail":"hana@example.com","suspended":false,"recoveryEmail":"gus@example.com"},
        {"primaryEmail":"ivo@example.com","suspended":false,"recoveryEmail":"pia@example.net"}]}"#;
    let okta = r#"[{"id":"1","status":"ACTIVE","profile":{"login":"hana@example.com","email":"hana@example.com","secondEmail":"gus@example.com"}},
        {"id":"2","status":"ACTIVE","profile":{"login":"ivo@example.com","email":"ivo@example.com","secondEmail":"pia@example.net"}}]"#;
    let graph = r#"{"value":[{"userPrincipalName":"hana@example.com","accountEnabled":true,"otherMails":["gus@example.com"]},
        {"userPrincipalName":"ivo@example.com","accountEnabled":true,"otherMails":["pia@example.net"]}]}"#;
    let columns = |head: &str, rest: &str| {
        format!(
            "{head}\n{}",
            rest.replace("H", "hana@example.com")
                .replace("G", "gus@example.com")
                .replace("I", "ivo@example.com")
                .replace("P", "pia@example.net")
        )
    };
    let download =
        columns("First Name,Email Address,Org Unit Path,Status,Recovery Email", "A,H,/,Active,G\nB,I,/,Active,P\n");
    let entra =
        columns("userPrincipalName,displayName,accountEnabled,alternateEmailAddress", "H,A,True,G\nI,B,True,P\n");
    let m365 = columns(
        "User principal name,Display name,Block credential,Alternate email addresses",
        "H,A,False,G\nI,B,False,P\n",
    );
    let hr = columns("Name,Email,Status,Private Email", "A,H,Active,G\nB,I,Active,P\n");
    for file in [
        ("a.json", google),
        ("a.json", okta),
        ("a.json", graph),
        ("a.csv", download.as_str()),
        ("a.csv", &entra),
        ("a.csv", &m365),
        ("a.csv", &hr),
    ] {
        assert_eq!(with_members(file), (vec!["unknown", "there", "there"], false), "{file:?}");
    }
    let alias = columns("Name,Email,Status,Alias", "A,H,Active,G\nB,I,Active,P\n");
    assert_eq!(with_members(("a.csv", &alias)), (vec!["there"; 3], true), "an alias is the person's own");
    let shared = columns("Name,Email,Status,Recovery Email", "A,H,Active,P\nB,I,Active,P\n");
    assert_eq!(with_members(("a.csv", &shared)).0[2], "unknown", "of two people");
    let own = columns("Name,Email,Status,Recovery Email", "A,H,Active,G\nB,G,Terminated,\n");
    assert_eq!(with_members(("a.csv", &own)), (vec!["gone", "there", "unknown"], false), "a row of their own");
}

/// What the lists together say of `x@example.com`, whom some of them have; eight others are on each.
fn of_x(lists: &[(&str, &str, &str, &str)]) -> super::Presence {
    let text = |kind: &str, latest: &str, more: &str| {
        let others = (0..8).map(|at| format!("p{at}@example.com"));
        let all = others.chain((!more.is_empty()).then(|| format!("{more}@example.com")));
        let (head, row): (&str, fn(&str, &str) -> String) = match kind {
            "hr" => ("Name,Email,Start date,End date", |address, day| format!("{address},{address},{day},")),
            _ => ("userPrincipalName,displayName,accountEnabled,createdDateTime", |address, day| {
                format!("{address},{address},True,{day}T00:00:00Z")
            }),
        };
        let rows = all.enumerate().map(|(at, address)| row(&address, if at == 0 { latest } else { "2025-01-01" }));
        format!("{head}\n{}\n", rows.collect::<Vec<_>>().join("\n"))
    };
    let usage = usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]);
    let texts: Vec<(&str, String)> =
        lists.iter().map(|(name, kind, latest, more)| (*name, text(kind, latest, more))).collect();
    let mut files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    files.push(("usage.csv", &usage));
    facts(&files).people.roster.by_address("x@example.com").unwrap().presence
}

#[test]
fn whom_only_an_older_list_has_is_there_no_more_unless_an_account_lives_and_no_list_of_people_is_newer() {
    use super::Presence::{Former, Here};
    let hr = |name, latest, more| (name, "hr", latest, more);
    let directory = |name, latest, more| (name, "entra", latest, more);
    let (old, new) = ("2026-03-01", "2026-06-01");
    for (first, second) in [("a.csv", "b.csv"), ("b.csv", "a.csv")] {
        assert_eq!(of_x(&[hr(first, old, "x"), hr(second, new, "")]), Former);
        assert_eq!(of_x(&[hr(first, old, ""), hr(second, new, "x")]), Here);
        let both = [hr(first, old, "x"), hr(second, new, ""), directory("d.csv", old, "x")];
        assert_eq!(of_x(&both), Former, "people leave before their accounts");
        let both = [directory(first, old, "x"), directory(second, new, ""), hr("h.csv", old, "x")];
        assert_eq!(of_x(&both), Here, "an account that is gone ends no contract");
    }
    for [a, b, c] in [["a.csv", "b.csv", "c.csv"], ["b.csv", "c.csv", "a.csv"], ["c.csv", "a.csv", "b.csv"]] {
        let latest = "2026-08-01";
        assert_eq!(of_x(&[hr(a, old, "x"), hr(b, new, "x"), hr(c, latest, "")]), Former);
        assert_eq!(of_x(&[hr(a, old, "x"), hr(b, new, ""), hr(c, latest, "x")]), Here, "who came back");
    }
}
