//! Settings of the organization that one event changed, with their values before and now.

use serde_json::{Value, json};

use super::super::testing::{event, feed, in_feed, said};
use super::ANALYZER;
use super::events::ORGANIZATION as TYPE;
use super::guards::{GUARDS, WeakerWhen};
use crate::analyze::Outcome;
use crate::analyze::testing::outcome;
use crate::data::settings::{SettingKind, setting_kind};
use crate::policy::Policy;

fn updated(name: &str, was: Value, is: Value) -> Value {
    event("10:00", TYPE, "ann", json!({"updates": [{"type": name, "previous_value": was, "current_value": is}]}))
}

/// What is said of a change of which nobody can say what it did.
const UNSAID: &str = "not judged, because they do not say the new value: 1 change of security settings";

/// Severities found, and the notes, or why it is not assessed.
fn judged(events: &[Value]) -> (Vec<&'static str>, Vec<String>) {
    match outcome(&ANALYZER, &[("feed.jsonl", &feed(events))], &Policy::default()) {
        Outcome::Assessed { findings, notes, .. } => (findings.iter().map(|one| one.severity.id()).collect(), notes),
        Outcome::NotAssessed { why, .. } | Outcome::NotApplicable { why, .. } => (Vec::new(), vec![why]),
    }
}

/// Fault: Sign-on no longer enforced, the IP allowlist off, bypassed permissions: reported as updates of the organization's settings they were no finding and no note
/// Outcome: Each guard is found where the value now is the weaker one, and is not where it is as strong or stronger; the severities are those of the settings in force
#[test]
fn every_guard_weakened_and_strengthened() {
    for guard in &GUARDS {
        let (strong, weak) = match guard.weaker {
            WeakerWhen::Off => (json!(true), json!(false)),
            WeakerWhen::On => (json!(false), json!(true)),
            WeakerWhen::Longer => (json!(28_800), json!(null)),
            WeakerWhen::Wider => (json!(["192.0.2.0/24"]), json!(["192.0.2.0/24", "0.0.0.0/0"])),
            WeakerWhen::WithoutSync => (json!("scim_advanced"), json!("jit_advanced")),
            WeakerWhen::KeptLonger => {
                (json!({"all": {"duration": 30, "timescale": "day"}}), json!({"all": {"type": "indefinite"}}))
            }
        };
        let (found, notes) = judged(&[updated(guard.name, strong.clone(), weak.clone())]);
        assert_eq!((found, notes), (vec![guard.severity.id()], vec![]), "{} weakened", guard.name);
        for is in [&strong, &strong] {
            assert_eq!(judged(&[updated(guard.name, weak.clone(), is.clone())]), (vec![], vec![]), "{}", guard.name);
        }
        assert_eq!(
            judged(&[updated(guard.name, strong.clone(), strong)]),
            (vec![], vec![]),
            "{}: the same",
            guard.name
        );
    }
}

#[test]
fn guards_are_settings_that_the_documentation_knows() {
    for guard in &GUARDS {
        let kind = setting_kind(guard.name).unwrap();
        let wanted = match guard.weaker {
            WeakerWhen::Off | WeakerWhen::On => SettingKind::Flag,
            WeakerWhen::Longer => SettingKind::Seconds,
            WeakerWhen::Wider => SettingKind::List,
            WeakerWhen::WithoutSync => SettingKind::Mode,
            WeakerWhen::KeptLonger => SettingKind::Retention,
        };
        assert_eq!(kind, wanted, "{}", guard.name);
    }
}

/// Values are read in every form that settings in force are read in
#[test]
fn forms_of_values() {
    let day = |days: u64| json!({"duration": days, "timescale": "day"});
    for (name, was, is, found) in [
        ("sso_claude_ai_enforced", json!("enabled"), json!("disabled"), &["critical"][..]),
        ("SSO Claude-AI enforced", json!(null), json!(false), &["critical"]),
        ("sso_claude_ai_enforced", json!(false), json!(false), &[]),
        ("ip_allowlist_enabled", json!({"is_enabled": true, "n": 1}), json!({"is_enabled": false, "n": 1}), &["high"]),
        ("account_session_duration_seconds", json!(3600), json!(7200), &["medium"]),
        ("account_session_duration_seconds", json!("8 hours"), json!("4 hours"), &[]),
        ("account_session_duration_seconds", json!(null), json!(7200), &[]),
        ("ip_allowlist_ip_ranges", json!(["192.0.2.0/24", "198.51.100.0/24"]), json!(["192.0.2.0/24"]), &[]),
        ("ip_allowlist_ip_ranges", json!(["192.0.2.0/24"]), json!([]), &["high"]),
        ("allowed_invite_domains", json!(["a.example"]), json!(["a.example", "b.example"]), &["medium"]),
        ("allowed_invite_domains", json!([]), json!(["b.example"]), &[]),
        ("data_retention", day(90), json!({"duration": 30, "timescale": "day"}), &[]),
        ("data_retention", day(30), json!({"duration": 1, "timescale": "year"}), &["high"]),
        (
            "data_retention",
            json!([{"data_type": "all", "timescale": "day", "duration": 30}]),
            json!([{"data_type": "chat", "timescale": "indefinite"}]),
            &["high"],
        ),
        ("chat_enabled", json!(false), json!(true), &[]),
    ] {
        let event = updated(name, was.clone(), is.clone());
        assert_eq!(judged(&[event]), (found.to_vec(), vec![]), "{name}: {was} -> {is}");
    }
}

/// Fault: A setting whose name or value nobody knows passed for one that was judged
/// Outcome: Unknown settings are named with their values, and known ones without a readable value are counted
#[test]
fn what_is_not_known_is_named() {
    let (found, notes) = judged(&[updated("quantum_guard_enabled", json!(true), json!(false))]);
    assert_eq!(found, [""; 0]);
    assert_eq!(
        notes,
        ["not judged: 1 change of settings that this version does not know: `quantum_guard_enabled` (true -> false)"]
    );
    for (was, is) in [(json!(true), json!(null)), (json!(null), json!(null)), (json!(true), json!("peut-être"))] {
        let (found, notes) = judged(&[updated("sso_enabled", was.clone(), is.clone())]);
        assert_eq!(found, [""; 0]);
        assert!(notes[0].starts_with(UNSAID), "{was} {is}: {notes:?}");
    }
    let (_, notes) = judged(&[event("10:00", TYPE, "ann", json!({}))]);
    assert!(notes[0].starts_with(UNSAID), "{notes:?}");
}

#[test]
fn off_and_on_again_and_several_at_once() {
    let both = json!({"updates": [
        {"type": "sso_enabled", "previous_value": true, "current_value": false},
        {"type": "public_projects_enabled", "previous_value": false, "current_value": true},
        {"type": "chat_enabled", "previous_value": true, "current_value": false},
    ]});
    let off = event("10:00", TYPE, "stale-ann", both);
    assert_eq!(in_feed(&ANALYZER, std::slice::from_ref(&off)).len(), 2);
    let on = json!({"updates": [{"type": "sso_enabled", "previous_value": false, "current_value": true}]});
    let said = said(&ANALYZER, &[off, event("11:00", TYPE, "ok-bob", on)]);
    let sso: Vec<&String> = said.iter().filter(|one| one.contains("single sign-on")).collect();
    assert_eq!(sso.len(), 1);
    assert!(sso[0].contains("back by ok-bob@example.com on 2026-08-03 11:00 UTC, after 1 h 0 min"), "{sso:?}");
    let projects = said.iter().find(|one| one.contains("public projects")).unwrap();
    assert!(projects.contains("Not undone"), "{projects}");
}
