//! Keys in workspaces called after their environments.

use serde_json::json;

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, found, found_with, key, outcome, page, policy, with, workspace};
use crate::model::Confidence;
use crate::policy::Policy;

fn spaces() -> String {
    page(&[workspace("Production"), workspace("Staging"), workspace("Dev"), workspace("QA"), workspace("Search")])
}

#[test]
fn a_key_in_the_wrong_place() {
    let keys = page(&[
        key("stale-dev-search", "2026-01-05", Some("wrkspc_Production")),
        key("staleLiveBilling", "2026-01-05", Some("wrkspc_Staging")),
        key("stale-prod-suite", "2026-01-05", Some("wrkspc_QA")),
        key("stale-nonprod", "2026-01-05", Some("wrkspc_Production")),
    ]);
    let lines = ask(&ANALYZER, &[("keys.json", &keys), ("spaces.json", &spaces())]);
    assert_eq!(
        lines[0],
        "high stale-dev-search: the key belongs to development (the word «dev» in its name), its workspace «Production» to production (the word «production» in its name)"
    );
    assert_eq!(lines.len(), 4, "{lines:?}");
}

#[test]
fn what_is_no_mismatch() {
    let keys = page(&[
        key("ok-prod-search", "2026-01-05", Some("wrkspc_Production")),
        key("ok-unknown-service", "2026-01-05", Some("wrkspc_Production")),
        key("ok-prod-in-unknown", "2026-01-05", Some("wrkspc_Search")),
        key("ok-prod-in-unlisted", "2026-01-05", Some("wrkspc_Elsewhere")),
        key("ok-prod-in-default", "2026-01-05", None),
        key("ok-dev-tests", "2026-01-05", Some("wrkspc_QA")),
        key("ok-docs-qa", "2026-01-05", Some("wrkspc_Production")),
        key("ok-prod-and-dev", "2026-01-05", Some("wrkspc_Dev")),
        key("ok-live-chat", "2026-01-05", Some("wrkspc_Dev")),
        key("ok-delivery-product", "2026-01-05", Some("wrkspc_Dev")),
        with(key("ok-dev-archived", "2026-01-05", Some("wrkspc_Production")), json!({"status": "archived"})),
    ]);
    assert_eq!(found(&ANALYZER, &[("keys.json", &keys), ("spaces.json", &spaces())]), [""; 0]);
}

/// Fault: Keys whose names say no environment were passed over without a word: «assessed, 0 of 0»
/// Outcome: They are counted and named; where no key could be judged the check is not assessed
#[test]
fn keys_that_say_no_environment_are_named() {
    let report = |names: &[&str]| {
        let keys = names.iter().map(|name| key(name, "2026-01-05", Some("wrkspc_Production"))).collect::<Vec<_>>();
        outcome(&ANALYZER, &[("keys.json", &page(&keys)), ("spaces.json", &spaces())], &Policy::default())
    };
    let Outcome::Assessed { population: 1, notes, .. } = report(&["prod-search", "search-entw", "mailer"]) else {
        panic!()
    };
    assert_eq!(
        notes,
        [
            "not judged: 2 active keys whose environment, or whose workspace's, no name, tag or policy says: search-entw, mailer"
        ]
    );
    let Outcome::Assessed { notes, .. } = report(&["prod-search"]) else { panic!() };
    assert_eq!(notes, [""; 0]);
    assert!(matches!(report(&["search-entw", "mailer"]), Outcome::NotAssessed { .. }));
}

#[test]
fn a_tag_or_the_policy_is_sure() {
    let keys = page(&[key("stale-dev-search", "2026-01-05", Some("wrkspc_Search"))]);
    let tagged = page(&[with(workspace("Search"), json!({"tags": {"env": "prod"}}))]);
    let files = [("keys.json", keys.as_str()), ("spaces.json", &tagged)];
    let confidence = |policy: &Policy| match outcome(&ANALYZER, &files, policy) {
        Outcome::Assessed { findings, .. } => findings[0].confidence,
        Outcome::NotAssessed { why, .. } | Outcome::NotApplicable { why, .. } => panic!("{why}"),
    };
    assert_eq!(confidence(&Policy::default()), Confidence::Medium, "the key's own environment is still a guess");
    let sure = policy("[environments.keys]\n\"apikey_stale-dev-search\" = \"staging\"\n");
    assert_eq!(confidence(&sure), Confidence::High);
    let right = policy("[environments.keys]\n\"stale-dev-search\" = \"production\"\n");
    assert_eq!(found_with(&ANALYZER, &files, &right), [""; 0]);
}

#[test]
fn both_lists_are_needed() {
    assert_eq!(ask(&ANALYZER, &[("spaces.json", &spaces())]), ["not assessed: no export of API keys"]);
}
