//! Names as they are.

use super::*;
use crate::analyze::testing::{facts, key, member, page, policy, with, workspace};

/// `service edition` of a key with this name, `-` where it has no service.
fn found(name: &str, policy: &Policy) -> String {
    let keys = page(&[with(key("k", "2026-01-05", None), serde_json::json!({"name": name}))]);
    let members = page(&[with(member("jane.doe@example.com", "developer"), serde_json::json!({"name": "Jane Doe"}))]);
    let lists = facts(&[("keys.json", &keys), ("members.json", &members)]).lists;
    of_key(&lists.keys[0], &lists, policy).map_or("-".to_owned(), |s| format!("{} {:?}", s.name, s.edition))
}

#[test]
fn what_is_left_of_a_name_is_the_service() {
    for (name, expected) in [
        ("prod-search", "search Unmarked"),
        ("search-prod-key", "search Unmarked"),
        ("search-v2-prod", "search Version([2])"),
        ("prodSearchV2", "search Version([2])"),
        ("search-v2.1", "search Version([2, 1])"),
        ("search-rev-3", "search Version([3])"),
        ("prod-search-2", "search Number(2)"),
        ("search-key1", "search Number(1)"),
        ("prod-search-2026q3", "search Period(2026, 7, 0)"),
        ("prod-search-26Q3", "search Period(2026, 7, 0)"),
        ("prod-search-q3-2026", "search Period(2026, 7, 0)"),
        ("search-2026-h2", "search Period(2026, 7, 0)"),
        ("search-202607", "search Period(2026, 7, 0)"),
        ("search-20260715", "search Period(2026, 7, 15)"),
        ("search-2026-07-15", "search Period(2026, 7, 15)"),
        ("search-2026-07", "search Period(2026, 7, 0)"),
        ("search-july-2026", "search Period(2026, 7, 0)"),
        ("search-jul-2026", "search Period(2026, 7, 0)"),
        ("search-ju-2026", "search-ju Period(2026, 0, 0)"),
        ("search-ember-2026", "search-ember Period(2026, 0, 0)"),
        ("search-2026-12-31", "search Period(2026, 12, 31)"),
        ("search_2026", "search Period(2026, 0, 0)"),
        ("search-2026q3-2", "search Period(2026, 7, 0)"),
        ("prod-search-new", "search Latest"),
        ("old-search", "search Former"),
        ("search api key", "search Unmarked"),
        ("checkout-api", "checkout-api Unmarked"),
        ("stg1-search", "search Unmarked"),
        ("live-chat", "live-chat Unmarked"),
        // Digits that belong to the name, and numbers that count nothing.
        ("eu1-search", "eu1-search Unmarked"),
        ("backup-s3", "backup-s3 Unmarked"),
        ("marketing-2026", "marketing Period(2026, 0, 0)"),
        ("search-8080", "search-8080 Unmarked"),
        ("search-2026-13", "search Period(2026, 0, 0)"),
        ("größe-検索", "größe-検索 Unmarked"),
    ] {
        assert_eq!(found(name, &Policy::default()), expected, "{name:?}");
    }
}

#[test]
fn a_name_of_which_nothing_is_left_has_no_service() {
    for name in
        ["prod", "prod-2", "v2", "2026q3", "prod-key", "My API Key 2", "test-2", "asdf", "", "🔑", "prod-all", "jane-2"]
    {
        assert_eq!(found(name, &Policy::default()), "-", "{name:?}");
    }
}

#[test]
fn the_policy_goes_before_the_name() {
    let policy = policy("[services.checkout]\nkeys = [\"pay-*\"]\n");
    assert_eq!(found("pay-worker-v2", &policy), "checkout Version([2])");
    assert_eq!(found("pay-2", &policy), "checkout Number(2)");
}

#[test]
fn successors_are_told_from_siblings() {
    use Edition::{Former, Latest, Number, Period, Unmarked, Version};
    for (older, younger, expected) in [
        (Unmarked, Version(vec![2]), true),
        (Version(vec![1]), Version(vec![2]), true),
        (Version(vec![2]), Version(vec![1, 9]), false),
        (Period(2026, 4, 0), Period(2026, 7, 0), true),
        (Period(2026, 4, 0), Unmarked, true),
        (Unmarked, Unmarked, false),
        (Unmarked, Latest, true),
        (Former, Unmarked, true),
        (Unmarked, Former, false),
        (Number(1), Number(2), true),
        (Number(2), Unmarked, false),
        (Latest, Period(2026, 7, 0), true),
    ] {
        assert_eq!(younger.follows(&older), expected, "{older:?} {younger:?}");
    }
}

#[test]
fn an_environment_is_its_own_or_its_workspaces() {
    let keys = page(&[
        key("prod-a", "2026-01-05", Some("wrkspc_Staging")),
        key("b", "2026-01-05", Some("wrkspc_Staging")),
        key("prod-and-dev-c", "2026-01-05", Some("wrkspc_Staging")),
        key("d", "2026-01-05", None),
    ]);
    let lists = facts(&[("keys.json", &keys), ("spaces.json", &page(&[workspace("Staging")]))]).lists;
    let of = |at: usize| environment_of(&lists.keys[at], &lists, &Policy::default()).map(|i| i.environment.id());
    assert_eq!([0, 1, 2, 3].map(of), [Some("production"), Some("staging"), None, None]);
}
