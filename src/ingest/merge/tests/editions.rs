//! Lists that were saved more than once.

use crate::ingest::load_bytes;
use crate::model::{Dataset, Table};

fn load(files: &[(&str, String)]) -> Dataset {
    let named = |(path, text): &(&str, String)| ((*path).to_owned(), text.clone().into_bytes());
    load_bytes(files.iter().map(named).collect()).unwrap()
}

/// Users of local part, role and day of joining.
fn users(rows: &[(&str, &str, &str)]) -> String {
    let row = |(who, role, day): &(&str, &str, &str)| {
        format!(
            r#"{{"id":"user_{who}","type":"user","email":"{who}@example.com","name":"{who}","role":"{role}","added_at":"{day}T09:00:00Z"}}"#
        )
    };
    format!(r#"{{"data":[{}],"has_more":false}}"#, rows.iter().map(row).collect::<Vec<_>>().join(","))
}

/// Who is a member in which role, how many records conflict, and whether the list is in doubt.
fn found(files: &[(&str, String)]) -> String {
    let data = load(files);
    let frame = data.frame(Table::Members).unwrap();
    let column = |name: &str| frame.column(name).unwrap().str().unwrap().clone();
    let (who, role) = (column("id"), column("role"));
    let mut people: Vec<String> =
        who.iter().zip(role.iter()).map(|(a, b)| format!("{} {}", &a.unwrap()[5..], b.unwrap())).collect();
    people.sort();
    let conflicts: usize = data.remarks.iter().map(|remarks| remarks.conflicts.len()).sum();
    let doubt = if data.cut_lists.contains_key(&Table::Members) { ", in doubt" } else { "" };
    format!("{}; {conflicts} conflicts{doubt}", people.join(", "))
}

const ANN: (&str, &str, &str) = ("ann", "admin", "2025-01-01");
const BOB: (&str, &str, &str) = ("bob", "user", "2025-02-01");
const CLEO: (&str, &str, &str) = ("cleo", "user", "2025-03-01");
const DAN: (&str, &str, &str) = ("dan", "user", "2026-07-01");

#[test]
fn the_latest_list_holds() {
    let (june, september) = (users(&[ANN, BOB, CLEO]), users(&[ANN, ("cleo", "developer", CLEO.2)]));
    let now = "ann admin, cleo developer; 0 conflicts";
    for (files, expected) in [
        (vec![("users_2026-06-30.json", june.clone()), ("users_2026-09-30.json", september.clone())], now),
        (vec![("users_2026-09-30.json", september.clone()), ("old users 2026-06.json", june.clone())], now),
        (vec![("users_june.json", june.clone()), ("users_september.json", september.clone())], now),
        (vec![("last quarter/users.json", june.clone()), ("users.json", september.clone())], now),
        (vec![("users_old.json", june.clone()), ("users.json", september.clone())], now),
        (vec![("2026-Q2/users.json", june.clone()), ("2026-Q3/users.json", september.clone())], now),
        (vec![("zz june 2026/users.json", june.clone()), ("aa september 2026/users.json", september.clone())], now),
        // Who joined before the other list was made, and is not in it, had left by then.
        (
            vec![("a.json", users(&[ANN, BOB, CLEO])), ("b.json", users(&[ANN, CLEO, DAN]))],
            "ann admin, cleo user, dan user; 0 conflicts",
        ),
        (
            vec![("b.json", users(&[ANN, BOB, CLEO])), ("a.json", users(&[ANN, CLEO, DAN]))],
            "ann admin, cleo user, dan user; 0 conflicts",
        ),
        // Copies, and lists that say the same.
        (vec![("a.json", june.clone()), ("b.json", june.clone())], "ann admin, bob user, cleo user; 0 conflicts"),
    ] {
        assert_eq!(found(&files), expected, "{:?}", files.iter().map(|file| file.0).collect::<Vec<_>>());
    }
}

#[test]
fn where_nothing_tells_that_is_said() {
    let list = |role: &str| users(&[ANN, BOB, ("cleo", role, CLEO.2)]);
    let found = found(&[("a.json", list("user")), ("z.json", list("developer"))]);
    assert!(found.ends_with("; 1 conflicts"), "one time, two roles: {found}");
    let member = |who: &str| {
        format!(
            r#"{{"type":"workspace_member","workspace_id":"wrkspc_1","user_id":"user_{who}","workspace_role":"workspace_user"}}"#
        )
    };
    let list = |who: &[&str]| {
        format!(r#"{{"data":[{}],"has_more":false}}"#, who.iter().map(|who| member(who)).collect::<Vec<_>>().join(","))
    };
    let data = load(&[("a.json", list(&["ann", "bob", "cleo"])), ("z.json", list(&["ann", "bob"]))]);
    assert!(data.cut_lists[&Table::WorkspaceMembers].contains("nothing shows which list is newer"));
    assert!(data.remarks[0].undated.is_some() && data.remarks[1].undated.is_none());
}

#[test]
fn events_tell_which_list_is_the_newer_one() {
    let (with, without) = (users(&[ANN, BOB, CLEO]), users(&[ANN, CLEO]));
    let event = |kind: &str, fields: &str| {
        format!(
            r#"{{"id":"activity_1","type":"{kind}","created_at":"2026-08-01T00:00:00Z","actor":{{"type":"user_actor","user_id":"user_ann"}},{fields}}}"#
        )
    };
    let removed = event("org_user_deleted", r#""deleted_user_id":"user_bob""#);
    let files = |list: &str, other: &str, event: &str| {
        vec![("a.json", list.to_owned()), ("b.json", other.to_owned()), ("feed.jsonl", event.to_owned())]
    };
    let now = "ann admin, cleo user; 0 conflicts";
    assert_eq!(found(&files(&with, &without, &removed)), now);
    assert_eq!(found(&files(&without, &with, &removed)), now);
    let promoted = users(&[ANN, ("bob", "developer", BOB.2), CLEO]);
    let change =
        event("claude_user_role_updated", r#""user_id":"user_bob","previous_role":"user","current_role":"developer""#);
    let now = "ann admin, bob developer, cleo user; 0 conflicts";
    assert_eq!(found(&files(&with, &promoted, &change)), now);
    assert_eq!(found(&files(&promoted, &with, &change)), now);
}

#[test]
fn a_history_is_no_conflict() {
    let roles = ["user", "developer", "billing", "admin"];
    let names: Vec<String> =
        (0..50).map(|day| format!("daily/users-2026-{:02}-{:02}.json", 7 + day / 28, 1 + day % 28)).collect();
    let files: Vec<(&str, String)> = names
        .iter()
        .enumerate()
        .map(|(day, name)| (name.as_str(), users(&[ANN, ("bob", roles[day % 4], BOB.2), CLEO])))
        .collect();
    assert_eq!(found(&files), "ann admin, bob developer, cleo user; 0 conflicts");
}

#[test]
fn two_organizations_are_two_lists() {
    let (acme, beta) = (users(&[ANN, BOB]), users(&[("ann", "user", ANN.2), ("zoe", "user", "2025-01-02")]));
    let found = found(&[("acme/users.json", acme), ("beta/users.json", beta)]);
    assert!(found.contains("bob user") && found.contains("zoe user") && found.ends_with("; 0 conflicts"), "{found}");
}

#[test]
fn a_cut_list_replaces_nothing_and_is_not_mended_by_an_older_one() {
    let (older, newer) = (users(&[ANN, BOB, CLEO]), users(&[ANN]).replace("false", "true"));
    let found = found(&[("users_2026-06-30.json", older), ("users_2026-09-30.json", newer)]);
    assert_eq!(found, "ann admin, bob user, cleo user; 0 conflicts, in doubt");
}

/// Fault: A list some of whose records could not be read counted as the whole list of today: whoever stood in them «had left»
/// Outcome: It is no whole list, so nobody whom an older one names has left by it; with every record read, who is not in it has
#[test]
fn a_list_with_unread_records_tells_nobody_gone() {
    let (june, september) = (users(&[ANN, BOB, CLEO]), users(&[ANN, BOB, ("cleo", "developer", CLEO.2)]));
    for (old, new) in [("users_2026-06-30.json", "users_2026-09-30.json"), ("last quarter/users.json", "users.json")] {
        for (broken, by) in [("\"user_bob\"", "null"), ("\"user_bob\"", "tru"), ("2025-02-01T09", "soon")] {
            let unread = september.replace(broken, by);
            let said = found(&[(old, june.clone()), (new, unread)]);
            assert!(said.contains("bob user"), "{old}, {broken}: {said}");
        }
        let gone = found(&[(old, june.clone()), (new, users(&[ANN, ("cleo", "developer", CLEO.2)]))]);
        assert_eq!(gone, "ann admin, cleo developer; 0 conflicts", "{old}");
    }
}

#[test]
fn keys_that_an_older_list_calls_archived_stay_archived() {
    let key = |id: u32, status: &str| {
        format!(
            r#"{{"id":"apikey_{id}","type":"api_key","name":"k{id}","status":"{status}","created_at":"2026-01-0{id}T00:00:00Z"}}"#
        )
    };
    let list = |keys: &[String]| format!(r#"{{"data":[{}],"has_more":false}}"#, keys.join(","));
    let june = list(&[key(1, "active"), key(2, "archived"), key(3, "active")]);
    let september = list(&[key(1, "active"), key(4, "active")]);
    let data = load(&[("2026-06/keys.json", june), ("2026-09/keys.json", september)]);
    let ids = data.frame(Table::Keys).unwrap().column("id").unwrap().str().unwrap().clone();
    let ids: Vec<&str> = ids.iter().flatten().collect();
    assert_eq!(ids, ["apikey_2", "apikey_1", "apikey_4"], "the third is gone: an active key that the later list lacks");
}

/// Fault: Members of one role, or keys of some workspaces, saved beside the whole list were taken for the list of today: a leaver who was not among them vanished
/// Outcome: Nobody of whom nothing else says so has left; lists of members are said to differ, and keys, which stay listed when they are archived, all count
#[test]
fn a_filtered_list_is_no_later_one() {
    let (all, users_only) = (users(&[ANN, BOB, CLEO]), users(&[BOB, CLEO]));
    let whole = "ann admin, bob user, cleo user; 0 conflicts, in doubt";
    for paths in [["a/users.json", "copy/users.json"], ["z/users.json", "copy/users.json"], ["u.json", "admins.json"]] {
        assert_eq!(found(&[(paths[0], all.clone()), (paths[1], users_only.clone())]), whole, "{paths:?}");
    }
    // What differs in a field is of another day, and so is what a date in the name makes the later one.
    let changed = users(&[("bob", "developer", BOB.2), CLEO]);
    assert_eq!(found(&[("a.json", all.clone()), ("b.json", changed)]), "bob developer, cleo user; 0 conflicts");
    let later = found(&[("a_2026-06-30.json", all), ("b_2026-09-30.json", users_only)]);
    assert_eq!(later, "bob user, cleo user; 0 conflicts");
}

#[test]
fn keys_of_some_workspaces_are_a_part_of_all_keys() {
    let keys = |numbers: std::ops::Range<usize>| {
        let row = |n: usize| {
            format!(
                r#"{{"id":"apikey_{n}","type":"api_key","name":"k{n}","status":"active","created_at":"2026-0{}-01T09:00:00Z","workspace_id":"wrkspc_{}","created_by":{{"id":"user_{n}","type":"user"}}}}"#,
                1 + n % 8,
                n % 3
            )
        };
        format!(r#"{{"data":[{}],"has_more":false}}"#, numbers.map(row).collect::<Vec<_>>().join(","))
    };
    for part in [0..4, 4..8, 2..7] {
        let data = load(&[("keys.json", keys(0..8)), ("some/keys.json", keys(part.clone()))]);
        assert_eq!(data.frame(Table::Keys).unwrap().height(), 8, "{part:?}");
        assert!(!data.cut_lists.contains_key(&Table::Keys), "{part:?}");
    }
}
