//! `as_of` is 2026-10-01 in all of these.

use serde_json::{Value, json};

use super::*;
use crate::analyze::testing::{facts, key, member, page, policy, with};

/// `owner: key due state reason` of every line.
fn formatted(keys: &[Value], max_age_days: impl Into<Option<i64>>, policy: &Policy) -> Vec<String> {
    let members = page(&[member("ok@example.com", "developer"), member("ann@example.com", "developer")]);
    let lists = facts(&[("keys.json", &page(keys)), ("members.json", &members)]).lists;
    let line = |one: Rotation| {
        let owner = one.owner.map_or("nobody".to_owned(), |owner| format!("{} ({})", owner.name, owner.source));
        let due = one.due_on.map_or("-".to_owned(), |day| day.to_string());
        format!("{owner}: {} {due} {} {}", one.key_name, one.state.id(), one.basis.map_or("-", RotationBasis::id))
    };
    schedule(&lists, policy, max_age_days.into(), "2026-10-01T00:00:00Z".parse().unwrap())
        .into_iter()
        .map(line)
        .collect()
}

fn at(name: &str, created: &str, more: Value) -> Value {
    with(with(key(name, "2026-01-01", None), json!({"created_at": created})), more)
}

#[test]
fn by_owner_and_day() {
    let ann = json!({"created_by": {"type": "user", "id": "user_ann"}});
    let keys = [
        at("young", "2026-09-30T12:00:00Z", json!({})),
        at("late", "2026-07-02T12:00:00Z", json!({})),
        at("exactly", "2026-07-03T00:00:00Z", json!({})),
        at("anns", "2026-08-01T12:00:00Z", ann.clone()),
        at("left", "2026-08-02T12:00:00Z", json!({"created_by": {"type": "user", "id": "user_gone"}})),
        at("undated", "", json!({"created_at": null})),
        at("off", "2025-07-02T12:00:00Z", json!({"status": "inactive"})),
        at("pay-a", "2026-08-05T12:00:00Z", ann),
    ];
    let policy = policy("[services.pay]\nowner = \"pay-team\"\nkeys = [\"pay-*\"]\n");
    assert_eq!(
        formatted(&keys, 90, &policy),
        [
            "ann@example.com (creator): anns 2026-10-30 due age",
            "ok@example.com (creator): late 2026-09-30 overdue age",
            "ok@example.com (creator): exactly 2026-10-01 due age",
            "ok@example.com (creator): young 2026-12-29 due age",
            "ok@example.com (creator): undated - unknown -",
            "pay-team (policy): pay-a 2026-11-03 due age",
            "nobody: left 2026-10-31 due age",
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
        formatted(&keys, 90, &Policy::default()),
        [
            "ok@example.com (creator): expired 2026-09-05 overdue expiry",
            "ok@example.com (creator): soon 2026-10-05 due expiry",
            "ok@example.com (creator): later 2026-10-30 due age",
            "ok@example.com (creator): ends 2026-11-05 due expiry",
            "ok@example.com (creator): undated - unknown -",
        ]
    );
    let without_an_age: Vec<String> = formatted(&keys, None, &Policy::default());
    assert_eq!(without_an_age.len(), 3, "{without_an_age:?}");
    assert!(without_an_age.iter().all(|line| line.ends_with("expiry")));
}

#[test]
fn what_lies_further_ahead_is_left_out() {
    let keys = [at("young", "2026-09-30T12:00:00Z", json!({})), at("old", "2026-05-01T12:00:00Z", json!({}))];
    assert_eq!(formatted(&keys, 180, &Policy::default()), ["ok@example.com (creator): old 2026-10-28 due age"]);
    assert_eq!(formatted(&keys, i64::MAX, &Policy::default()), [""; 0], "no calendar has that day");
}
