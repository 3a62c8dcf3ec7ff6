//! Lists that are off, empty, open, closed, and not stated.

use serde_json::{Value, json};

use super::super::testing::{absent, look, look_with};
use super::{ANALYZER, ENABLED, RANGES};

#[test]
fn anybody_can_come_in() {
    assert_eq!(
        look(&ANALYZER, &[(ENABLED, json!(false)), (RANGES, json!([]))]),
        [
            "low ip_allowlist_enabled: people can sign in from any address (`ip_allowlist_enabled` is false). Expected: an IP allowlist"
        ]
    );
    let open = [(ENABLED, json!(true)), (RANGES, json!(["198.51.100.0/24", "0.0.0.0/0"]))];
    assert_eq!(
        look_with(&ANALYZER, &open, "[settings]\nip_allowlist_required = true"),
        [
            "high ip_allowlist_ip_ranges: the list lets in every address (`ip_allowlist_ip_ranges` is [\"198.51.100.0/24\",\"0.0.0.0/0\"]). \
          Expected: an IP allowlist (policy)"
        ]
    );
    assert_eq!(look(&ANALYZER, &[(ENABLED, json!(true)), (RANGES, json!([]))]).len(), 1, "on and empty");
    assert_eq!(look(&ANALYZER, &[(RANGES, json!("::/0"))]).len(), 1, "whatever the switch is");
}

#[test]
fn a_list_of_offices() {
    assert_eq!(look(&ANALYZER, &[(ENABLED, json!(true)), (RANGES, json!(["198.51.100.0/24"]))]), [""; 0]);
    assert_eq!(look(&ANALYZER, &[(ENABLED, json!(true))]), [""; 0], "the list itself is not stated");
}

#[test]
fn what_is_not_stated_or_not_understood() {
    let unstated = absent("`ip_allowlist_enabled`");
    assert_eq!(look(&ANALYZER, &[(RANGES, json!(["198.51.100.0/24"]))]), [unstated], "it may be off");
    for (on, ranges) in [(json!("sometimes"), json!([])), (json!(true), json!(["office"])), (json!(true), Value::Null)]
    {
        let lines = look(&ANALYZER, &[(ENABLED, on.clone()), (RANGES, ranges)]);
        let is_withheld = lines[0].starts_with("not assessed: the value «");
        assert!(is_withheld || on == json!("sometimes"), "{lines:?}");
    }
}
