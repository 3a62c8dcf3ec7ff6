//! The loader from outside: what it takes, and what it says about the rest.

mod faults;
mod rules;
mod sections;

use chrono::{DateTime, Utc};
use proptest::prelude::*;

use super::*;

fn known() -> Vec<KnownCheck<'static>> {
    let check = |id, thresholds: &[&'static str]| KnownCheck { id, thresholds: thresholds.to_vec() };
    vec![
        check("stale-key", &["stale_after_days"]),
        check("unrotated-key", &["medium_days", "high_days"]),
        check("inactive-member", &[]),
    ]
}

fn read(text: &str) -> Policy {
    parse("clade.toml", text.as_bytes(), &known()).unwrap()
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn the_example_is_a_policy() {
    let policy = read(include_str!("../../clade.example.toml"));
    assert_eq!(policy.organization(), Some("Example Corp"));
    assert_eq!(policy.domains(), ["example.com", "example.co.uk"]);
    assert_eq!(policy.environment_words(Environment::Testing), ["qa", "demo"]);
    assert_eq!(policy.environment_words(Environment::Staging), [""; 0]);
    assert_eq!(policy.environment_by_pattern("customer-portal"), Some(Environment::Production));
    assert_eq!(policy.environment_by_pattern("blue"), None, "a word is no pattern");
    assert_eq!(policy.environment_of_key(Some("legacy-billing"), None), Some(Environment::Production));
    assert_eq!(policy.environment_of_workspace(Some("Playground"), None), Some(Environment::Development));
    assert_eq!(policy.threshold("stale-key", "stale_after_days"), Some(60.0));
    assert_eq!(policy.threshold("stale-key", "other"), None);
    assert_eq!(policy.threshold("unrotated-key", "high_days"), None);
    assert!(policy.disabled("inactive-member").unwrap().contains("SEC-118"));
    assert_eq!(policy.disabled("stale-key"), None);
    assert_eq!(policy.services().iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["checkout", "support-bot"]);
    assert_eq!(policy.suppressions().len(), 1);
    assert_eq!(policy.info().sha256.map(|hash| hash.len()), Some(64));
}

#[test]
fn the_example_in_the_module_is_a_policy() {
    let source = include_str!("mod.rs");
    let lines = source.lines().skip_while(|line| *line != "//! ```toml").skip(1).take_while(|line| *line != "//! ```");
    let text: Vec<&str> = lines.map(|line| line.trim_start_matches("//!").trim_start()).collect();
    assert_eq!(read(&text.join("\n")).services().len(), 1);
}

#[test]
fn no_policy_says_nothing() {
    let policy = Policy::default();
    assert!(policy.info().file.is_none() && policy.domains().is_empty() && policy.services().is_empty());
    assert_eq!(policy.environment_of_key(Some("a"), Some("b")), None);
    assert_eq!(read("").info().file.as_deref(), Some("clade.toml"));
}

#[test]
fn an_id_counts_before_a_name() {
    let policy = read("[environments.keys]\n\"apikey_1\" = \"staging\"\n\"api\" = \"production\"");
    assert_eq!(policy.environment_of_key(Some("api"), Some("apikey_1")), Some(Environment::Staging));
    assert_eq!(policy.environment_of_key(Some("api"), Some("apikey_2")), Some(Environment::Production));
    assert_eq!(policy.environment_of_key(Some("API"), None), None, "exactly as written");
}

#[test]
fn patterns_of_two_environments_tell_nothing() {
    let policy = read("[environments]\nproduction = [\"shop-*\", \"*-live\"]\nstaging = [\"*-next\"]");
    assert_eq!(policy.environment_by_pattern("shop-live"), Some(Environment::Production));
    assert_eq!(policy.environment_by_pattern("shop-next"), None);
}

#[test]
fn the_closest_service_owns_a_key() {
    let policy = read(
        "[services.a]\nkeys = [\"checkout-*\"]\n[services.b]\nowner = \"b@example.com\"\nkeys = [\"checkout-batch-*\"]",
    );
    let service = |name| policy.service_of(Some(name), None).map(|service| service.name.as_str());
    assert_eq!(service("checkout-7"), Some("a"));
    assert_eq!(service("checkout-batch-7"), Some("b"));
    assert_eq!(service("my-checkout-7"), None);
    assert_eq!(
        policy.service_of(None, Some("checkout-batch-id")).and_then(|s| s.owner.as_deref()),
        Some("b@example.com")
    );
}

#[test]
fn a_suppression_holds_through_its_last_day() {
    let policy = read("[[suppress]]\nrule = \"stale-key\"\nsubject = \"k\"\nreason = \"r\"\nexpires = 2026-09-30");
    let suppression = &policy.suppressions()[0];
    assert!(!suppression.is_expired(instant("2026-09-30T23:59:59Z")));
    assert!(!suppression.is_expired(instant("2026-10-01T00:00:00Z")), "the midnight that ends the day");
    assert!(suppression.is_expired(instant("2026-10-01T00:00:01Z")));
    let endless = read("[[suppress]]\nrule = \"stale-key\"\nsubject = \"k\"\nreason = \"r\"");
    assert!(!endless.suppressions()[0].is_expired(instant("2099-01-01T00:00:00Z")));
}

proptest! {
    #[test]
    fn any_bytes_are_a_policy_or_a_fault(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse("clade.toml", &bytes, &known());
    }

    #[test]
    fn any_text_of_its_pieces_is_a_policy_or_a_fault(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "[organization]\n", "[environments]\n", "[environments.keys]\n", "[services.a]\n", "[checks.stale-key]\n", "[[suppress]]\n",
                "name", "domains", "production", "keys", "owner", "enabled", "stale_after_days", "rule", "expires", "\"\"", " = ", "1", "-0.0",
                "\"a\"", "[", "]", "{", "}", ",", "true", "1999-12-31", "nan", "\n", "é", ".", "'", "#",
            ]),
            0..30,
        ),
    ) {
        if let Err(error) = parse("clade.toml", pieces.concat().as_bytes(), &known()) {
            prop_assert!(error.to_string().lines().count() <= 3);
        }
    }

    #[test]
    fn thresholds_come_back_as_written(days in 0.0_f64..1e12, whole in 0_u32.., disabled: bool) {
        let off = if disabled { "enabled = false\nreason = \"r\"\n" } else { "" };
        let policy = read(&format!("[checks.unrotated-key]\nmedium_days = {days:?}\n{off}high_days = {whole}\n"));
        prop_assert_eq!(policy.threshold("unrotated-key", "medium_days"), Some(days));
        prop_assert_eq!(policy.threshold("unrotated-key", "high_days"), Some(f64::from(whole)));
        prop_assert_eq!(policy.disabled("unrotated-key").is_some(), disabled);
    }
}
