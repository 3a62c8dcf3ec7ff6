//! Keys side by side.

use serde_json::json;

use super::ANALYZER;
use crate::analyze::testing::{ask, found, key, outcome, page, policy, with, workspace};
use crate::analyze::{Outcome, testing::found_with};
use crate::model::Confidence;

const MADE: &str = "2026-01-05";

/// What is found of keys in the workspace `A`, by name.
fn inside(names: &[&str]) -> Vec<String> {
    let keys: Vec<_> = names.iter().map(|name| key(name, MADE, Some("wrkspc_A"))).collect();
    found(&ANALYZER, &[("keys.json", &page(&keys)), ("spaces.json", &page(&[workspace("A")]))])
}

#[test]
fn production_and_development_side_by_side() {
    let keys = page(&[
        key("prod-search", MADE, Some("wrkspc_A")),
        key("dev-search", MADE, Some("wrkspc_A")),
        key("search", MADE, Some("wrkspc_A")),
        key("prod-ok", MADE, Some("wrkspc_B")),
        key("dev-ok", MADE, Some("wrkspc_C")),
    ]);
    let spaces = page(&[workspace("A"), workspace("B"), workspace("C")]);
    let files = [("keys.json", keys.as_str()), ("spaces.json", &spaces)];
    assert_eq!(
        ask(&ANALYZER, &files),
        [
            "high A: workspace «A» holds active keys of production («prod-search») and development («dev-search»). Expected: one environment"
        ]
    );
    let Outcome::Assessed { population, findings, .. } = outcome(&ANALYZER, &files, &policy("")) else { panic!() };
    assert_eq!((population, findings[0].confidence, findings[0].evidence.len()), (3, Confidence::Medium, 3));
    assert_eq!(found(&ANALYZER, &files[1..]), ["not assessed"]);
}

#[test]
fn which_environments_go_together() {
    assert_eq!(inside(&["prod-a", "qa-b"]), [""; 0], "a key named qa may be a service");
    assert_eq!(inside(&["dev-a", "nonprod-b"]), [""; 0]);
    assert_eq!(inside(&["prod-a", "nonprod-b"]), ["high A"]);
    assert_eq!(inside(&["dev-a", "staging-b"]), ["high A"]);
    assert_eq!(inside(&["prod-a", "prod-and-dev-b"]), [""; 0], "shared-key finds that one");
}

#[test]
fn what_does_not_count() {
    let keys = page(&[
        key("prod-a", MADE, Some("wrkspc_A")),
        with(key("dev-a", MADE, Some("wrkspc_A")), json!({"status": "inactive"})),
        key("prod-b", MADE, Some("wrkspc_Old")),
        key("dev-b", MADE, Some("wrkspc_Old")),
        key("claude_code_key_prod_a1b2", MADE, Some("wrkspc_Claude Code")),
        key("claude_code_key_dev_a1b2", MADE, Some("wrkspc_Claude Code")),
        key("prod-c", MADE, Some("wrkspc_Unlisted")),
        key("dev-c", MADE, Some("wrkspc_Unlisted")),
    ]);
    let old = with(workspace("Old"), json!({"archived_at": "2026-02-01T00:00:00Z"}));
    let spaces = page(&[workspace("A"), old, workspace("Claude Code")]);
    assert_eq!(found(&ANALYZER, &[("keys.json", &keys), ("spaces.json", &spaces)]), [""; 0]);
}

#[test]
fn the_default_workspace_counts_listed_or_not() {
    let keys = page(&[key("prod-a", MADE, None), key("dev-a", MADE, None)]);
    for spaces in [page(&[workspace("A")]), page(&[workspace("Default")])] {
        assert_eq!(found(&ANALYZER, &[("keys.json", &keys), ("spaces.json", &spaces)]), ["high Default"]);
    }
}

#[test]
fn the_policy_is_sure() {
    let keys = page(&[key("prod-a", MADE, Some("wrkspc_A")), key("legacy", MADE, Some("wrkspc_A"))]);
    let spaces = page(&[workspace("A")]);
    let files = [("keys.json", keys.as_str()), ("spaces.json", &spaces)];
    let same = policy("[environments.keys]\n\"legacy\" = \"production\"\n");
    assert_eq!(found_with(&ANALYZER, &files, &same), [""; 0]);
    let other = policy("[environments.keys]\n\"legacy\" = \"development\"\n\"prod-a\" = \"production\"\n");
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &other) else { panic!() };
    assert_eq!(findings[0].confidence, Confidence::High);
}
