//! Every condition of a baseline: met, not met, and not to be compared.

use serde_json::{Value, json};

use super::super::testing::{absent, export_of, look, look_with};
use super::ANALYZER;
use crate::analyze::testing::{found_with, policy};

/// What one setting of a value leads to under one condition: `found`, `fine` or `?`.
fn says(name: &str, condition: &str, value: &Value) -> &'static str {
    let lines =
        look_with(&ANALYZER, &[(name, value.clone())], &format!("[settings.baseline]\n{name} = {{ {condition} }}"));
    match lines.first().map(String::as_str) {
        None => "fine",
        Some(line) if line.starts_with("not assessed: the value «") => "?",
        Some(line) => {
            assert!(line.starts_with("medium "), "{line}");
            "found"
        }
    }
}

#[test]
fn conditions() {
    const SESSION: &str = "account_session_duration_seconds";
    for (name, condition, value, answer) in [
        ("web_search_enabled", "equals = false", json!(true), "found"),
        ("web_search_enabled", "equals = false", json!("Off"), "fine"),
        ("web_search_enabled", "equals = false", Value::Null, "?"),
        ("web_search_enabled", "equals = \"off\"", json!(false), "?"),
        ("sso_provisioning_mode", "one_of = [\"scim_advanced\", \"scim_permissive\"]", json!("jit_advanced"), "found"),
        (
            "sso_provisioning_mode",
            "one_of = [\"scim_advanced\", \"scim_permissive\"]",
            json!("SCIM Permissive"),
            "fine",
        ),
        ("sso_provisioning_mode", "one_of = [\"scim_advanced\", 7]", json!("jit_advanced"), "?"),
        (SESSION, "at_most = 43200", json!(43_201), "found"),
        (SESSION, "at_most = 43200", json!("12 hours"), "fine"),
        (SESSION, "at_most = 43200", Value::Null, "found"),
        (SESSION, "equals = 43200", json!("12 hours"), "fine"),
        (SESSION, "equals = 43200", Value::Null, "found"),
        ("new_limit_per_day", "at_most = 5", json!("4.5"), "fine"),
        ("new_limit_per_day", "at_most = 5", json!(6), "found"),
        ("new_limit_per_day", "at_most = 5", Value::Null, "?"),
        ("allowed_invite_domains", "not_empty = true", json!([]), "found"),
        ("allowed_invite_domains", "not_empty = true", json!(["example.com"]), "fine"),
        ("allowed_invite_domains", "not_empty = true", Value::Null, "?"),
        ("claude_code_default_worker_pool_id", "not_empty = true", Value::Null, "found"),
        ("claude_code_default_worker_pool_id", "not_empty = true", json!("pool_1"), "fine"),
        ("web_search_enabled", "not_empty = true", json!(false), "?"),
        (
            "allowed_invite_domains",
            "equals = [\"example.com\", \"example.org\"]",
            json!(["Example.org", "example.com"]),
            "fine",
        ),
        ("allowed_invite_domains", "equals = [\"example.com\"]", json!(["example.com", "example.org"]), "found"),
        ("allowed_invite_domains", "equals = []", json!([]), "fine"),
    ] {
        assert_eq!(says(name, condition, &value), answer, "{name} {condition} {value}");
    }
}

#[test]
fn the_policy_gives_the_severity() {
    let text = "[settings.baseline]\nweb_search_enabled = { equals = false, severity = \"critical\" }";
    assert_eq!(
        look_with(&ANALYZER, &[("web_search_enabled", json!(true))], text),
        [
            "critical web_search_enabled: the setting differs from the policy (`web_search_enabled` is true). Expected: false (policy)"
        ]
    );
}

#[test]
fn what_is_not_stated_withholds_the_verdict() {
    let text = "[settings.baseline]\nweb_search_enabled = { equals = false }\nchat_enabled = { equals = true }";
    let policy = policy(text);
    assert_eq!(
        look_with(&ANALYZER, &[("chat_enabled", json!(true))], text),
        ["not assessed: the policy has a baseline for settings that no export states: `web_search_enabled`"]
    );
    assert_eq!(look_with(&ANALYZER, &[("chat_enabled", json!(false))], text).len(), 1);
    let both = [("chat_enabled", json!(true)), ("web_search_enabled", json!(false))];
    assert_eq!(look_with(&ANALYZER, &both, text), [""; 0]);
    assert_eq!(
        look_with(&ANALYZER, &[("sso_enabled", json!(true))], text),
        [absent("`web_search_enabled`, `chat_enabled`")]
    );
    let (one, other) = (export_of("org_1", &both), export_of("org_2", &[("chat_enabled", json!(false))]));
    assert_eq!(found_with(&ANALYZER, &[("a.json", &one), ("b.json", &other)], &policy), ["medium org_2/chat_enabled"]);
}

#[test]
fn without_a_baseline() {
    let lines = look(&ANALYZER, &[("web_search_enabled", json!(true))]);
    assert_eq!(lines, ["not applicable: the policy has no baseline for settings"]);
}
