//! Single sign-on off, enforced in one place, in both, and not stated.

use serde_json::{Value, json};

use super::super::testing::{absent, export_of, look, look_with};
use super::ANALYZER;
use crate::analyze::testing::{ask, days, found, report, usage};
use crate::model::Confidence;
use crate::policy::Policy;

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

/// Fault: Settings of July were judged as if they were in force in October, at high confidence and without a word of their day
/// Outcome: The message says of which day they are, the confidence is low, and checks of settings say that they have judged a part
#[test]
fn settings_of_july() {
    let usage = usage(&[("k", "A", days("2026-07-01", "2026-09-30"))]);
    for (path, is_old) in [("settings_2026-07-01.json", true), ("settings_2026-09-20.json", false), ("s.json", false)] {
        for (is_required, many) in [(false, 1), (true, 0)] {
            let export = export_of("org_1", &[(AI, json!(is_required))]);
            let report = report(&[(path, &export), ("usage.csv", &usage)], &Policy::default(), None);
            let found: Vec<_> = report.findings.iter().filter(|one| one.rule == ANALYZER.id).collect();
            assert_eq!(found.len(), many, "{path}");
            for one in found {
                assert_eq!(one.confidence, if is_old { Confidence::Low } else { Confidence::High }, "{path}");
                assert_eq!(one.message.contains("was on 2026-07-01"), is_old, "{}", one.message);
            }
            let check = report.checks.iter().find(|check| check.id == ANALYZER.id).unwrap();
            let partial =
                is_old.then_some("the list of organization settings is old: 91 days before the report's instant");
            assert_eq!(check.partial.as_deref(), partial, "{path}");
        }
    }
}
