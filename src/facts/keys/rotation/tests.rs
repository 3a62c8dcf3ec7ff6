//! `as_of` is 2026-10-01 in all of these.

use serde_json::{Value, json};

use super::*;
use crate::analyze::testing::{facts, key, page, with};

/// `key due state reason` of every line.
fn formatted(keys: &[Value], max_age_days: impl Into<Option<i64>>) -> Vec<String> {
    let lists = facts(&[("keys.json", &page(keys))]).lists;
    let line = |one: Rotation| {
        let due = one.due_on.map_or("-".to_owned(), |day| day.to_string());
        format!("{} {due} {} {}", one.key_name, one.state.id(), one.basis.map_or("-", RotationBasis::id))
    };
    schedule(&lists, max_age_days.into(), "2026-10-01T00:00:00Z".parse().unwrap()).into_iter().map(line).collect()
}

fn at(name: &str, created: &str, more: Value) -> Value {
    with(with(key(name, "2026-01-01", None), json!({"created_at": created})), more)
}

#[test]
fn by_day() {
    let keys = [
        at("young", "2026-09-30T12:00:00Z", json!({})),
        at("late", "2026-07-02T12:00:00Z", json!({})),
        at("exactly", "2026-07-03T00:00:00Z", json!({})),
        at("undated", "", json!({"created_at": null})),
        at("off", "2025-07-02T12:00:00Z", json!({"status": "inactive"})),
    ];
    assert_eq!(
        formatted(&keys, 90),
        [
            "late 2026-09-30 overdue age",
            "exactly 2026-10-01 due age",
            "young 2026-12-29 due age",
            "undated - unknown -",
        ]
    );
}

#[test]
fn the_earlier_of_age_and_expiry() {
    let keys = [
        at("soon", "2026-08-01T12:00:00Z", json!({"expires_at": "2026-10-05T00:00:00Z"})),
        at("later", "2026-08-01T12:00:00Z", json!({"expires_at": "2027-10-05T00:00:00Z"})),
        at("expired", "2026-08-01T12:00:00Z", json!({"expires_at": "2026-09-05T00:00:00Z"})),
        at("undated", "", json!({"created_at": null, "expires_at": "2027-09-05T00:00:00Z"})),
        at("ends", "", json!({"created_at": null, "expires_at": "2026-11-05T00:00:00Z"})),
    ];
    assert_eq!(
        formatted(&keys, 90),
        [
            "expired 2026-09-05 overdue expiry",
            "soon 2026-10-05 due expiry",
            "later 2026-10-30 due age",
            "ends 2026-11-05 due expiry",
            "undated - unknown -",
        ]
    );
    let without_an_age: Vec<String> = formatted(&keys, None);
    assert_eq!(without_an_age.len(), 3, "{without_an_age:?}");
    assert!(without_an_age.iter().all(|line| line.ends_with("expiry")));
}

#[test]
fn what_lies_further_ahead_is_left_out() {
    let keys = [at("young", "2026-09-30T12:00:00Z", json!({})), at("old", "2026-05-01T12:00:00Z", json!({}))];
    assert_eq!(formatted(&keys, 180), ["old 2026-10-28 due age"]);
    assert_eq!(formatted(&keys, i64::MAX), [""; 0], "no calendar has that day");
}
