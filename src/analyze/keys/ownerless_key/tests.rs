//! Keys whose record names nobody.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::testing::{ask, days, found, key, page, usage, with};

fn by(name: &str, creator: Value) -> Value {
    with(key(name, "2026-07-05", None), json!({"created_by": creator}))
}

#[test]
fn nobody_is_on_record() {
    let keys = page(&[
        by("ownerless-null", Value::Null),
        by("ownerless-unnamed", json!({"type": "user", "id": null})),
        key("ok-user", "2026-07-05", None),
    ]);
    let usage = usage(&[("ownerless-null", "Default", days("2026-07-10", "2026-09-30"))]);
    assert_eq!(
        ask(&ANALYZER, &[("keys.json", &keys), ("usage.csv", &usage)]),
        [
            "low ownerless-null: the record names no creator (last used 2026-09-30). Expected: a creator on record",
            "low ownerless-unnamed: the record names no creator (no use in the data). Expected: a creator on record",
        ]
    );
}

#[test]
fn what_is_no_ownerless_key() {
    let keys = page(&[
        by("ok-gone", json!({"type": "user", "id": "user_gone"})),
        by("ok-service-account", json!({"type": "service_account", "id": "svac_1"})),
        with(by("ok-archived", Value::Null), json!({"status": "archived"})),
        with(by("ok-inactive", Value::Null), json!({"status": "inactive"})),
        with(
            by("ok-owned", Value::Null),
            json!({"principal": {"type": "service_account_actor", "service_account_id": "svac_1"}}),
        ),
    ]);
    assert_eq!(found(&ANALYZER, &[("keys.json", &keys)]), [""; 0]);
}

#[test]
fn a_list_without_the_field_is_not_judged() {
    for count in [1, 4, 5] {
        let mut keys: Vec<Value> = (0..count).map(|n| by(&format!("k{n}"), Value::Null)).collect();
        let why = "not assessed: the export of keys does not say who created them";
        assert_eq!(ask(&ANALYZER, &[("keys.json", &page(&keys))]), [why], "{count}");
        keys.push(key("ok", "2026-07-05", None));
        assert_eq!(found(&ANALYZER, &[("keys.json", &page(&keys))]).len(), count);
    }
    assert_eq!(ask(&ANALYZER, &[("u.csv", &usage(&[]))]), ["not assessed: no export of API keys"]);
}
