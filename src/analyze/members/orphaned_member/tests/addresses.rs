//! Whose an address in a row is: the person's own, a colleague's, anybody's.

use proptest::prelude::*;

use super::{report, users};

/// Names of columns that do not say that the address in them is the person's own.
const ANYBODYS: [&str; 34] = [
    "Notes",
    "Mentor",
    "Mentor Email",
    "Buddy",
    "Reviewer",
    "Replaces",
    "Successor",
    "Nachfolger",
    "Remplaçant",
    "Übergabe an",
    "Files transferred to",
    "Handed over to",
    "Forward mail to",
    "Forwarding address",
    "Mailbox delegated to",
    "Processed by",
    "Approved by",
    "Closed by",
    "Modified By",
    "Last edited by",
    "Created By",
    "Assignee",
    "Reporter",
    "CC",
    "Chef",
    "Project lead",
    "Manager",
    "Manager Email",
    "HR contact",
    "Recruiter",
    "relations.0.value",
    "extensionAttribute1",
    "Tags",
    "Flurb",
];
/// What stands in them: addresses of those who are there, who left, who are on no list, and remarks with such.
const CELLS: [&str; 8] = [
    "",
    "ann@example.com",
    "bo@example.com",
    "left@example.com",
    "absent@example.com",
    "x@elsewhere.example",
    "handed to ann@example.com",
    "bo@example.com; left@example.com",
];
const ROWS: [&str; 5] = [
    "Ann Adler,ann@example.com,Active",
    "Bo Berg,bo@example.com,Active",
    "Cy Clarke,cy@example.com,Active",
    "Lea Lind,left@example.com,Terminated",
    "Olaf Otto,other@example.com,Terminated",
];

/// What is found with further columns: each has a name, and a cell for every row.
fn with_columns(columns: &[(&str, Vec<&str>)]) -> Vec<String> {
    let names: String = columns.iter().map(|(name, _)| format!(",{name}")).collect();
    let cells = |row: usize| columns.iter().map(|(_, cells)| format!(",{}", cells[row])).collect::<String>();
    let rows: Vec<String> = ROWS.iter().enumerate().map(|(at, row)| format!("{row}{}\n", cells(at))).collect();
    let roster = format!("Name,Email,Status{names}\n{}", rows.concat());
    report(&users(&["ann", "bo", "cy", "left", "absent"]), &[("people.csv", &roster)])
}

fn without() -> Vec<String> {
    let roster = format!("Name,Email,Status\n{}\n", ROWS.join("\n"));
    report(&users(&["ann", "bo", "cy", "left", "absent"]), &[("people.csv", &roster)])
}

/// Fault: An address in any column of a people list was the row's own: a leaver whose mentor or successor is there was there, too
/// Outcome: Only columns whose names say so hold a person's own addresses; any other joins nobody, and the file says that it is not read
#[test]
fn an_address_in_another_column_changes_no_verdict() {
    let expected = [
        "high Member left@example.com is marked «Terminated» on the roster",
        "high Member absent@example.com is not on the roster",
    ];
    assert_eq!(without(), expected);
    for cells in [["", "", "", "bo@example.com", ""], ["left@example.com"; 5], ["", "absent@example.com", "", "", ""]] {
        let all: Vec<_> = ANYBODYS.iter().map(|name| (*name, cells.to_vec())).collect();
        assert_eq!(with_columns(&all), expected, "{cells:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_address_in_any_other_column_changes_a_verdict(
        names in prop::sample::subsequence(ANYBODYS.to_vec(), 1..=ANYBODYS.len()),
        cells in prop::collection::vec(prop::collection::vec(prop::sample::select(CELLS.to_vec()), ROWS.len()), ANYBODYS.len()),
    ) {
        let columns: Vec<_> = names.into_iter().zip(cells).collect();
        prop_assert_eq!(with_columns(&columns), without());
    }
}

/// Fault: Whoever had processed a list of leavers stood on it as one: an administrator was found as gone, critical
/// Outcome: They are on it under no column of theirs
#[test]
fn who_processed_leavers_has_not_left() {
    for name in ["Processed by", "Files transferred to", "Approved by", "Notes", "Successor", "Assignee"] {
        let leavers = format!(
            "Name,Email,Last day,{name}\nLea Lind,left@example.com,2026-06-30,ann@example.com\nOlaf Otto,other@example.com,2026-06-30,ann@example.com\n"
        );
        let lines = report(&users(&["ann", "left"]), &[("leavers.csv", &leavers)]);
        assert_eq!(lines[0], "high Member left@example.com left on 30 Jun 2026", "{name}");
        assert!(!lines.iter().any(|line| line.contains("ann@example.com")), "{name} {lines:?}");
    }
}

/// Fault: A leaver's address that was given to a colleague as an alias made the leaver present, although the account was disabled
/// Outcome: The row whose main address it is decides; where there is none, the member is named and not judged
#[test]
fn an_alias_that_was_a_leaver_s_address() {
    let people = |rows: &str| format!("{{\"value\":[{rows}]}}");
    let one = |local: &str, name: &str, on: bool, alias: &str| {
        format!(
            "{{\"id\":\"{local}\",\"displayName\":\"{name}\",\"mail\":\"{local}@example.com\",\"userPrincipalName\":\"{local}@example.com\",\"accountEnabled\":{on},\"proxyAddresses\":[{alias}]}}"
        )
    };
    let holder = one("gita", "Gita Gruber", true, "\"SMTP:gita@example.com\",\"smtp:left@example.com\"");
    let members = users(&["gita", "left"]);
    let own = people(&format!("{holder},{}", one("left", "Suse Sommer", false, "")));
    assert_eq!(report(&members, &[("users.json", &own)]), ["high Member left@example.com is disabled on the roster"]);
    let deleted = people(&holder);
    assert_eq!(
        report(&members, &[("users.json", &deleted)]),
        [
            "note: 1 member has only a further address of somebody on the roster, who may be a colleague that was given it: left@example.com (of gita@example.com)"
        ]
    );
    // One person with one account, under the alias.
    assert_eq!(
        report(
            &users(&["left"]),
            &[("users.json", &people(&one("gita", "Left Gruber", true, "\"smtp:left@example.com\"")))]
        ),
        [""; 0]
    );
}
