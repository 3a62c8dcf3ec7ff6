//! Single sign-on off, enforced in one place, in both, and not stated.

use serde_json::{Value, json};

use super::super::testing::{absent, export_of, look, look_with};
use super::ANALYZER;
use crate::analyze::testing::{ask, found};

const AI: &str = "sso_claude_ai_enforced";
const CONSOLE: &str = "sso_console_enforced";

#[test]
fn who_can_sign_in_beside_the_identity_provider() {
    assert_eq!(
        look(&ANALYZER, &[("sso_enabled", json!(true)), (AI, json!(true)), (CONSOLE, json!("FALSE"))]),
        [
            "high sso_console_enforced: members can sign in to the Console without single sign-on (`sso_console_enforced` is FALSE). \
          Expected: single sign-on is required"
        ]
    );
    // Off is one finding, whatever is said of enforcement.
    let off = [("sso_enabled", json!(false)), (AI, json!(false)), (CONSOLE, json!(false))];
    assert_eq!(
        look(&ANALYZER, &off),
        ["high sso_enabled: single sign-on is off (`sso_enabled` is false). Expected: single sign-on is required"]
    );
}

#[test]
fn enforced_in_both() {
    assert_eq!(look(&ANALYZER, &[("sso_enabled", json!(true)), (AI, json!(true)), (CONSOLE, json!(1))]), [""; 0]);
}

#[test]
fn where_it_is_not_used() {
    let off = [("sso_enabled", json!(false))];
    assert_eq!(
        look_with(&ANALYZER, &off, "[settings]\nsso_used = false"),
        ["not applicable: the policy says that single sign-on is not used"]
    );
}

#[test]
fn what_is_not_stated_or_not_understood() {
    let neither = absent("`sso_claude_ai_enforced`, `sso_console_enforced`");
    assert_eq!(look(&ANALYZER, &[("chat_enabled", json!(true))]), [neither.as_str()]);
    assert_eq!(look(&ANALYZER, &[("sso_enabled", json!(true))]), [neither], "on is not required");
    for value in [Value::Null, json!("partially")] {
        let lines = look(&ANALYZER, &[(AI, json!(true)), (CONSOLE, value)]);
        assert!(lines[0].starts_with("not assessed: the value «"), "{lines:?}");
    }
    assert_eq!(look(&ANALYZER, &[(AI, json!(true))]), [""; 0], "an organization without the Console");
}

#[test]
fn each_organization_for_itself() {
    let (one, other) = (export_of("org_1", &[(AI, json!(true))]), export_of("org_2", &[(AI, json!(false))]));
    assert_eq!(found(&ANALYZER, &[("one.json", &one), ("two.json", &other)]), ["high org_2/sso_claude_ai_enforced"]);
    let changed = export_of("org_1", &[(AI, json!(false))]);
    let lines = ask(&ANALYZER, &[("a.json", &one), ("b.json", &changed)]);
    assert_eq!(
        lines,
        ["not assessed: two exports give `sso_claude_ai_enforced` different values, and none is known to be the newer"]
    );
    let dated = [("2026-06-30/settings.json", one.as_str()), ("2026-09-30/settings.json", changed.as_str())];
    assert_eq!(found(&ANALYZER, &dated), ["high sso_claude_ai_enforced"]);
}
