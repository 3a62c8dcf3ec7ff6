//! Keys with and without the field `expires_at`.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, found, key, outcome, page, with};
use crate::policy::Policy;

fn expiring(name: &str, expires: Value) -> Value {
    with(key(name, "2026-07-05", None), json!({"expires_at": expires}))
}

#[test]
fn null_in_a_field_that_is_there() {
    let keys = page(&[
        expiring("endless", Value::Null),
        expiring("ok-expires", json!("2027-01-01T00:00:00Z")),
        with(expiring("ok-archived", Value::Null), json!({"status": "archived"})),
        with(expiring("ok-inactive", Value::Null), json!({"status": "inactive"})),
    ]);
    let says = "`expires_at` is null: the key works until somebody disables it. Expected: an expiry";
    assert_eq!(ask(&ANALYZER, &[("keys.json", &keys)]), [format!("low endless: {says}")]);
}

#[test]
fn the_old_shape_says_nothing() {
    let old = page(&[key("ok-old", "2026-07-05", None)]);
    let line = ask(&ANALYZER, &[("keys.json", &old)]).remove(0);
    assert!(line.starts_with("not assessed: the records of all 1 active keys are of the shape without"), "{line}");
    let new = page(&[expiring("endless", Value::Null)]);
    let files = [("old.json", old.as_str()), ("new.json", &new)];
    assert_eq!(found(&ANALYZER, &files), ["low endless"]);
    let Outcome::Assessed { population, notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else {
        panic!("assessed")
    };
    assert_eq!((population, notes.len()), (1, 1), "{notes:?}");
}

#[test]
fn without_a_list() {
    let members = page(&[crate::analyze::testing::member("ok@example.com", "user")]);
    assert_eq!(ask(&ANALYZER, &[("m.json", &members)]), ["not assessed: no export of API keys"]);
}
