//! Two lists of one source: editions of it, or parts of it.

use serde_json::json;

use super::super::Presence::{self, Former, Gone, Here, Unknown};
use crate::analyze::testing::{facts, member, page, with};

/// What lists without any date say of somebody, with members given as (local part, day of joining).
fn presence(of: &str, lists: &[(&str, String)], members: &[(&str, &str)]) -> Presence {
    let members = page(
        &members
            .iter()
            .map(|(local, day)| {
                let joined = json!({"added_at": format!("{day}T09:00:00Z")});
                with(member(&format!("{local}@example.com"), "user"), joined)
            })
            .collect::<Vec<_>>(),
    );
    let mut files: Vec<(&str, &str)> = lists.iter().map(|(name, text)| (*name, text.as_str())).collect();
    files.push(("members.json", &members));
    facts(&files).people.roster.by_address(&format!("{of}@example.com")).unwrap().presence
}

/// A list of people who are there.
fn list(locals: &[&str]) -> String {
    roster(&locals.iter().map(|local| (*local, "active")).collect::<Vec<_>>())
}

fn roster(people: &[(&str, &str)]) -> String {
    let rows: Vec<String> = people.iter().map(|(who, state)| format!("{who} x,{who}@example.com,{state}")).collect();
    format!("Name,Email,Status\n{}\n", rows.join("\n"))
}

/// Whom only one list has, and who joined after everybody whom the other has, shows that the other is older; two are enough.
#[test]
fn who_joined_after_everybody_on_the_other_list_shows_which_is_newer() {
    let both = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let one = |more: &[&str]| list(&[&both[..], more].concat());
    let members = |days: [&'static str; 4]| {
        let old = both.map(|local| (local, "2025-01-08"));
        [old.to_vec(), ["v", "w", "y", "z"].into_iter().zip(days).collect()].concat()
    };
    for (first, second) in [("a.csv", "b.csv"), ("b.csv", "a.csv")] {
        let of_v = |days: [&'static str; 4], old: &[&str], new: &[&str]| {
            presence("v", &[(first, one(old)), (second, one(new))], &members(days))
        };
        let in_order = ["2025-01-08", "2025-02-01", "2026-03-01", "2026-04-01"];
        assert_eq!(of_v(in_order, &["v"], &["y", "z"]), Former, "two joined later than everybody on the other list");
        assert_eq!(of_v(in_order, &["v"], &["z"]), Unknown, "one may be missing by chance");
        let one_is_old = ["2025-01-08", "2025-02-01", "2024-03-01", "2026-04-01"];
        assert_eq!(of_v(one_is_old, &["v"], &["y", "z"]), Unknown, "one of two joined before the others");
        let between = ["2025-01-01", "2026-03-15", "2026-03-01", "2026-04-01"];
        assert_eq!(of_v(between, &["v", "w"], &["y", "z"]), Unknown, "the other list has somebody who joined between");
        let same_day = ["2025-01-01", "2026-03-01", "2026-03-01", "2026-04-01"];
        assert_eq!(of_v(same_day, &["v", "w"], &["y", "z"]), Unknown, "not after, but with them");
    }
}

/// Who is gone in one list and there in the other left after the other was made.
#[test]
fn two_who_are_gone_in_one_list_show_that_it_is_newer_and_one_does_not() {
    let people = |gone: &[&str]| {
        let all = ["a", "b", "c", "d", "e", "f", "g", "h"];
        roster(&all.map(|local| (local, if gone.contains(&local) { "terminated" } else { "active" })))
    };
    for (first, second) in [("a.csv", "b.csv"), ("b.csv", "a.csv")] {
        let of_a = |old: &[&str], new: &[&str]| presence("a", &[(first, people(old)), (second, people(new))], &[]);
        assert_eq!(of_a(&[], &["a", "b"]), Gone);
        assert_eq!(of_a(&["a", "b"], &[]), Gone, "the list with the leavers is the newer one");
        assert_eq!(of_a(&[], &["a"]), Unknown);
        assert_eq!(of_a(&["b"], &["a", "c"]), Unknown, "signs in both directions");
    }
}

/// Lists with few people in common are parts of one list: of a site, of a company. Who left one of them for another is there.
#[test]
fn who_is_gone_in_one_part_and_there_in_another_is_there() {
    let site = |of_ann: &str, others: &[&str]| {
        let others = others.iter().map(|local| (*local, "active"));
        roster(&[("ann", of_ann)].into_iter().chain(others).collect::<Vec<_>>())
    };
    for (one, other, expected) in [
        ("terminated", "active", Here),
        ("active", "terminated", Here),
        ("terminated", "terminated", Gone),
        ("blue", "terminated", Unknown),
        ("active", "blue", Here),
    ] {
        let parts = [("a.csv", site(one, &["a", "b", "c", "d"])), ("b.csv", site(other, &["e", "f", "g", "h"]))];
        assert_eq!(presence("ann", &parts, &[]), expected, "{one} and {other}");
    }
}
