//! A list of HR next to a directory; `as_of` is 2026-10-01.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::testing::{ask, days, member, page, usage};

fn check(members: &[&str], rosters: &[(&str, &str)]) -> Vec<String> {
    let usage = usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]);
    let members: Vec<Value> = members.iter().map(|local| member(&format!("{local}@example.com"), "user")).collect();
    let members = page(&members);
    let mut files = vec![("members.json", members.as_str()), ("usage.csv", &usage)];
    files.extend(rosters);
    ask(&ANALYZER, &files)
}

fn okta(people: &[(&str, &str, &str)]) -> String {
    let user = |(local, status, created): &(&str, &str, &str)| {
        json!({"id": local, "status": status, "created": format!("{created}T08:00:00.000Z"),
            "profile": {"login": format!("{local}@example.com"), "email": format!("{local}@example.com")}})
    };
    Value::Array(people.iter().map(user).collect()).to_string()
}

#[test]
fn terminated_and_the_account_works() {
    let hr = "Name,Email,Status,Last Day\nA,stale-dated@example.com,Terminated,2026-09-10\nB,stale-word@example.com,Separated,\n\
              C,ok-off@example.com,Terminated,2026-09-10\nD,ok-here@example.com,Active,\nE,ok-back@example.com,Terminated,2024-01-31\n\
              F,ok-leave@example.com,On Leave,\nG,ok-unlisted@example.com,Terminated,2026-09-10\n\
              H,ok-notice@example.com,Terminated,2026-12-31\n";
    let directory = okta(&[
        ("stale-dated", "ACTIVE", "2023-01-01"),
        ("stale-word", "ACTIVE", "2023-01-01"),
        ("ok-off", "DEPROVISIONED", "2023-01-01"),
        ("ok-here", "ACTIVE", "2023-01-01"),
        ("ok-back", "ACTIVE", "2025-03-01"),
        ("ok-leave", "ACTIVE", "2023-01-01"),
        ("ok-notice", "ACTIVE", "2023-01-01"),
    ]);
    let members = ["stale-dated", "stale-word", "ok-off", "ok-here", "ok-back", "ok-leave", "ok-unlisted", "ok-notice"];
    assert_eq!(
        check(&members, &[("hr.csv", hr), ("okta.json", &directory)]),
        [
            "high stale-dated@example.com: left on 10 Sep 2026 (hr.csv). The account is «ACTIVE» in Okta (okta.json). Expected: no live account after the last day",
            "high stale-word@example.com: is marked «Separated» by HR (hr.csv). The account is «ACTIVE» in Okta (okta.json). Expected: no live account after the last day",
        ]
    );
}

#[test]
fn a_directory_or_a_list_alone_has_nothing_to_compare_with() {
    let why = "not applicable: it compares a list of people with a directory, and only one of the two was given";
    assert_eq!(check(&["a"], &[("hr.csv", "Name,Email,Status\nA,a@example.com,Terminated\n")]), [why]);
    assert_eq!(check(&["a"], &[("okta.json", &okta(&[("a", "ACTIVE", "2023-01-01")]))]), [why]);
}

#[test]
fn a_list_of_accounts_is_a_directory_too() {
    let hr = "Name,Email,Employment Status\nA,stale@example.com,Resigned\nB,ok@example.com,Full-Time\n";
    let accounts = "email,enabled\nstale@example.com,TRUE\nok@example.com,TRUE\n";
    let lines = check(&["stale", "ok"], &[("hr.csv", hr), ("accounts.csv", accounts)]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains("The account is «TRUE» in account list (accounts.csv)"), "{lines:?}");
}
