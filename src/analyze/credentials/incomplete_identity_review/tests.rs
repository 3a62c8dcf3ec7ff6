use serde_json::json;

use super::ANALYZER;
use crate::analyze::credentials::testing::{account, list};
use crate::analyze::testing::{ask, found, invite, key, member, page, with};

const HEAD: &str = "kind,id,name,owner,purpose,decision,reviewer,reviewed_on,ticket,comment\n";
const WHOLE: &str = "API key,apikey_search,,,,keep,boss@example.com,2026-10-07,,\n\
                     service account,svac_deploy,,,,keep,boss@example.com,2026-10-07,,\n";

/// Reports on a key of Ann's and an account of hers, with lists that reach to `until`.
fn reported(rows: &str, until: &str) -> Vec<String> {
    let made = json!({"created_by": {"id": "user_ann", "type": "user"}});
    let keys = page(&[with(key("search", "2026-09-01", None), made)]);
    let accounts = list(&[account("deploy", "2026-09-01")]);
    let people = page(&[member("ann@example.com", "admin"), member("boss@example.com", "admin")]);
    let accepted = json!({"status": "accepted"});
    let invites = page(&[with(invite("new@example.com", "user", until), accepted)]);
    let sheet = format!("{HEAD}{rows}");
    found(
        &ANALYZER,
        &[
            ("keys.json", &keys),
            ("accounts.json", &accounts),
            ("people.json", &people),
            ("invites.json", &invites),
            ("sheet.csv", &sheet),
        ],
    )
}

#[test]
fn a_whole_and_independent_review_has_no_finding() {
    assert_eq!(reported(WHOLE, "2026-10-20"), [""; 0]);
    let gone = format!("{WHOLE}API key,apikey_gone,,,,revoke,boss@example.com,2026-10-07,,\n");
    assert_eq!(reported(&gone, "2026-10-20"), [""; 0], "what is gone is no gap");
}

#[test]
fn gaps_words_and_reviewers() {
    let one = WHOLE.lines().next().unwrap();
    assert_eq!(reported(&format!("{one}\n"), "2026-10-20"), ["medium organization"]);
    assert_eq!(reported(&WHOLE.replacen("keep", "perhaps", 1), "2026-10-20"), ["medium organization"]);
    assert_eq!(reported(&WHOLE.replacen("boss@", "Ann@", 1), "2026-10-20"), ["medium search"], "a key of one's own");
    assert_eq!(reported(&WHOLE.replacen("boss@example.com", "", 1), "2026-10-20"), ["low search"]);
    assert_eq!(reported(&WHOLE.replacen("2026-10-07", "", 1), "2026-10-20"), ["low search"]);
}

#[test]
fn what_was_decided_is_done_by_later_lists_only() {
    let revoked = WHOLE.replacen("keep", "revoke", 1);
    assert_eq!(reported(&revoked, "2026-10-07"), [""; 0], "the lists end on that day");
    assert_eq!(reported(&revoked, "2026-10-08"), ["high search"]);
    let rotated = WHOLE.replacen("keep", "rotate", 1);
    assert_eq!(reported(&rotated, "2026-10-21"), [""; 0], "within the overlap");
    assert_eq!(reported(&rotated, "2026-10-22"), ["medium search"]);
    assert_eq!(reported(&WHOLE.replacen("keep", "changed", 1), "2026-10-22"), [""; 0], "no rotation was asked for");
}

#[test]
fn power_that_stays_needs_a_word() {
    let admin = json!({"organization_role": "admin"});
    let people = page(&[member("ann@example.com", "admin"), member("boss@example.com", "admin")]);
    let accounts = list(&[with(account("deploy", "2026-09-01"), admin)]);
    let reported = |row: &str| {
        let sheet = format!("{HEAD}service account,svac_deploy,,,,{row}\n");
        found(&ANALYZER, &[("accounts.json", &accounts), ("people.json", &people), ("sheet.csv", &sheet)])
    };
    assert_eq!(reported("keep,boss@example.com,2026-10-07,,"), ["low deploy"]);
    assert_eq!(reported("keep,boss@example.com,2026-10-07,SEC-1,"), [""; 0]);
    assert_eq!(reported("keep,boss@example.com,2026-10-07,,releases need it"), [""; 0]);
}

#[test]
fn without_a_decision_there_is_no_review_to_look_at() {
    let keys = page(&[key("search", "2026-09-01", None)]);
    let files = [("keys.json", keys.as_str())];
    let why = "not applicable: no worksheet with decisions about identities without a person was given";
    assert_eq!(ask(&ANALYZER, &files), [why]);
    let blank = format!("{HEAD}API key,apikey_search,,,,,,,,\n");
    let why = "not applicable: the worksheet of identities without a person has no decision: nobody has filled it in";
    assert_eq!(ask(&ANALYZER, &[files[0], ("sheet.csv", &blank)]), [why]);
}

/// Fault: What was to be revoked on no day was «still live», with high severity, and a decision counted for scopes that came later
/// Outcome: Without a day nothing is said about it; scopes that the worksheet does not have are found
#[test]
fn no_day_and_more_access_than_was_decided_about() {
    assert_eq!(
        reported(&WHOLE.replacen("keep,boss@example.com,2026-10-07", "revoke,boss@example.com,", 1), "2026-10-20"),
        ["low search"]
    );
    let reported = |access: &str, role: &str, decision: &str, on: &str| {
        let people = page(&[member("boss@example.com", "admin")]);
        let accounts = list(&[with(account("deploy", "2026-09-01"), json!({"organization_role": role}))]);
        let head = "kind,id,owner,purpose,access,status,as_of,decision,reviewer,reviewed_on,ticket";
        let sheet = format!(
            "{head}\nservice account,svac_deploy,,,{access},active,2026-10-01T00:00:00Z,{decision},boss@example.com,{on},S-1\n"
        );
        found(&ANALYZER, &[("accounts.json", &accounts), ("people.json", &people), ("sheet.csv", &sheet)])
    };
    for (access, role, decision, on, found) in [
        ("developer", "admin", "keep", "2026-10-07", &["medium deploy"][..]),
        ("user", "developer", "keep", "2026-10-07", &["low deploy"]),
        ("developer", "admin", "rotate", "2026-10-07", &[]),
        ("developer", "developer", "keep", "2026-10-07", &[]),
        ("developer", "developer", "keep", "2025-10-07", &["medium deploy"]),
        ("developer", "developer", "keep", "2028-10-07", &["medium deploy"]),
    ] {
        assert_eq!(reported(access, role, decision, on), found, "{access} {role} {decision} {on}");
    }
}

/// Fault: A review of a year ago, and one in which everything was put off, counted as done
/// Outcome: Both are found; a decision of this quarter next to older ones counts for what it is about
#[test]
fn what_is_old_put_off_or_without_a_reason() {
    let both = |first: &str, second: &str| {
        WHOLE.replacen("keep,boss@example.com,2026-10-07,,", first, 1).replacen(
            "keep,boss@example.com,2026-10-07,,",
            second,
            1,
        )
    };
    let by = |word: &str, on: &str, ticket: &str| format!("{word},boss@example.com,{on},{ticket},");
    for (first, second, expected) in [
        (by("keep", "2026-01-05", ""), by("keep", "2026-01-05", ""), &["medium organization"][..]),
        (by("keep", "2026-01-05", ""), by("keep", "2026-10-07", ""), &["medium organization"]),
        // The lists end on 20 October, and the report is of the day after: 95 days.
        (by("keep", "2026-07-17", ""), by("keep", "2026-10-07", ""), &[]),
        (by("keep", "2026-07-16", ""), by("keep", "2026-10-07", ""), &["medium organization"]),
        (by("later", "2026-10-07", ""), by("offen", "2026-10-07", ""), &["medium organization"]),
        (by("later", "2026-10-07", ""), by("keep", "2026-10-07", ""), &["low organization"]),
        (by("exception", "2026-10-07", ""), by("exception", "2026-10-07", "S-1"), &["low organization"]),
        (by("exception", "2026-10-07", "S-1"), by("keep", "2026-10-07", ""), &[]),
    ] {
        assert_eq!(reported(&both(&first, &second), "2026-10-20"), expected, "{first} {second}");
    }
}

/// Fault: With `disable` a new word, a key that was to be switched off and is off would be «to be revoked, but still inactive»
/// Outcome: It is done; what was to be revoked is not done while the key is there
#[test]
fn what_was_to_be_switched_off_is_off() {
    let reported = |word: &str, status: &str| {
        let keys = page(&[with(key("search", "2026-09-01", None), json!({"status": status}))]);
        let people = page(&[member("ann@example.com", "admin"), member("boss@example.com", "admin")]);
        let invites = page(&[with(invite("new@example.com", "user", "2026-10-20"), json!({"status": "accepted"}))]);
        let sheet = format!("{HEAD}API key,apikey_search,,,,{word},boss@example.com,2026-10-07,,\n");
        let files =
            [("keys.json", keys.as_str()), ("people.json", &people), ("invites.json", &invites), ("sheet.csv", &sheet)];
        found(&ANALYZER, &files)
    };
    for (word, status, expected) in [
        ("disable", "inactive", &[][..]),
        ("Key deaktivieren", "inactive", &[]),
        ("disable", "active", &["high search"]),
        ("revoke", "inactive", &["high search"]),
    ] {
        assert_eq!(reported(word, status), expected, "{word} {status}");
    }
}

/// Fault: An older decision about a key counted where nobody knew the word of the latest one
/// Outcome: The latest day counts for identities as for people
#[test]
fn worksheets_of_two_quarters() {
    let keys = page(&[key("search", "2026-09-01", None)]);
    let people = page(&[member("ann@example.com", "admin"), member("boss@example.com", "admin")]);
    let invites = page(&[with(invite("new@example.com", "user", "2027-01-20"), json!({"status": "accepted"}))]);
    let sheet = |word: &str, on: &str| format!("{HEAD}API key,apikey_search,,,,{word},boss@example.com,{on},,\n");
    for (october, january, expected) in
        [("keep", "revoke", &["high search"][..]), ("revoke", "keep", &[]), ("keep", "hm", &["medium organization"])]
    {
        for names in [["a.csv", "b.csv"], ["b.csv", "a.csv"]] {
            let (first, second) = (sheet(october, "2026-10-05"), sheet(january, "2027-01-05"));
            let files = [
                ("keys.json", keys.as_str()),
                ("people.json", &people),
                ("invites.json", &invites),
                (names[0], &first),
                (names[1], &second),
            ];
            assert_eq!(found(&ANALYZER, &files), expected, "{october} {january} {names:?}");
        }
    }
}
