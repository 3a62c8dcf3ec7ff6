//! Members of companies of which no roster has anybody, and what is said where members are not judged.

use super::super::ANALYZER;
use super::report;
use crate::analyze::testing::{days, member, page, report as report_of, usage};
use crate::policy::Policy;

/// Fault: Every member of another company of the group, whose directory was not exported, was a leaver
/// Outcome: Members at a domain of which the roster has nobody, three or more of them, are named and not judged; one or two, and those at free mail providers, are
#[test]
fn members_of_another_company_are_not_judged_by_this_roster() {
    let people = |other: &str, count: usize| {
        let own = (0..12).map(|n| format!("ok-{n}@example.com"));
        own.chain((0..count).map(|n| format!("x{n}@{other}"))).map(|one| member(&one, "user")).collect::<Vec<_>>()
    };
    let rows: String = (0..12).map(|n| format!("P{n},ok-{n}@example.com,Active\n")).collect();
    let ask = |other: &str, count, more: &str| {
        report(&people(other, count), &[("hr.csv", &format!("Name,Email,Status\n{rows}{more}"))])
    };
    let lines = ask("fjord.example", 3, "");
    assert!(
        lines[0].starts_with("note: the roster has nobody at fjord.example, so whether 3 members there have left"),
        "{lines:?}"
    );
    assert_eq!(lines.len(), 1, "{lines:?}");
    let absent = |lines: Vec<String>| lines.iter().filter(|line| line.ends_with("is not on the roster")).count();
    for (other, count, more, found) in [
        ("fjord.example", 2, "", 2),
        ("gmail.com", 3, "", 3),
        ("eu.example.com", 3, "", 3),
        ("fjord.example", 3, "F,x0@fjord.example,Active\n", 2),
    ] {
        assert_eq!(absent(ask(other, count, more)), found, "{other} {count} {more}");
    }
    // Its admins are no other than their colleagues; where only two are there, nobody is of another company.
    for (colleagues, found) in [(3, 0), (2, 0), (1, 2)] {
        let mut with_admin = people("fjord.example", colleagues);
        with_admin.push(member("boss@fjord.example", "admin"));
        let lines = report(&with_admin, &[("hr.csv", &format!("Name,Email,Status\n{rows}"))]);
        assert_eq!(absent(lines.clone()), found, "{colleagues}: {lines:?}");
        let is_noted = lines.iter().any(|line| line.starts_with("note: the roster has nobody at fjord.example"));
        assert_eq!(is_noted, found == 0, "{colleagues}: {lines:?}");
    }
}

/// Fault: Three of eleven members were not judged, and the check said «assessed» without a word
/// Outcome: The check is partial, and says why; so it is where the status of somebody is unknown whom only the list of claude.ai has
#[test]
fn members_who_are_not_judged_make_the_check_partial() {
    let own: String = (0..8).map(|n| format!("P{n},ok-{n}@example.com,Active,\n")).collect();
    let members = |others: &[&str]| {
        let own = (0..8).map(|n| format!("ok-{n}@example.com"));
        page(
            &own.chain(others.iter().map(|one| (*one).to_owned())).map(|one| member(&one, "admin")).collect::<Vec<_>>(),
        )
    };
    let seats = |others: &[&str]| {
        let own = (0..8).map(|n| format!("ok-{n}@example.com"));
        let all = own.chain(others.iter().map(|one| (*one).to_owned()));
        let row = |one: String| format!("N,{one},User,Active,Standard\n");
        format!("Name,Email,Role,Status,Seat Tier\n{}", all.map(row).collect::<String>())
    };
    let sisters = ["a@fjord.example", "b@fjord.example", "c@fjord.example"];
    let (whole, odd) =
        (format!("Name,Email,Status,Raus\n{own}"), format!("Name,Email,Status,Raus\n{own}T,tom@example.com,wohl,\n"));
    for (what, list, roster, says) in [
        ("nobody else", members(&[]), &whole, None),
        ("a sister company", members(&sisters), &whole, Some("the roster has nobody at fjord.example")),
        ("an unknown status", members(&["tom@example.com"]), &odd, Some("the roster has no known status for 1 member")),
        ("claude.ai alone", seats(&[]), &whole, None),
        ("claude.ai: a sister company", seats(&sisters), &whole, Some("the roster has nobody at fjord.example")),
        (
            "claude.ai: an unknown status",
            seats(&["tom@example.com"]),
            &odd,
            Some("the roster has no known status for 1 member"),
        ),
    ] {
        let name = if what.starts_with("claude.ai") { "members.csv" } else { "users.json" };
        let used = usage(&[("k", "A", days("2026-09-30", "2026-09-30"))]);
        let files = [(name, list.as_str()), ("people.csv", roster), ("usage.csv", &used)];
        let report = report_of(&files, &Policy::default(), None);
        let check = report.checks.iter().find(|one| one.id == ANALYZER.id).unwrap();
        let partial = check.partial.clone().unwrap_or_default().to_lowercase();
        assert_eq!(partial.is_empty(), says.is_none(), "{what}: {partial}");
        assert!(says.is_none_or(|says| partial.starts_with(&says.to_lowercase())), "{what}: {partial}");
    }
}
