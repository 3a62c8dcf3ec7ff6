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
    let keys = page(&[key("prod-a", MADE, None), key("dev-a", MADE, None), key("dev-b", MADE, Some("wrkspc_A"))]);
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

/// Fault: Workspaces none of whose keys says an environment were «assessed, nothing found»
/// Outcome: They are counted and named, as are keys beside others that do; where no workspace could be judged the check is not assessed
#[test]
fn keys_that_say_no_environment_are_counted() {
    let report = |names: &[&[&str]]| {
        let homes = names.iter().zip(["A", "B", "C"]);
        let keys = homes.flat_map(|(names, home)| {
            let home = format!("wrkspc_{home}");
            names.iter().map(move |name| key(name, MADE, Some(&home))).collect::<Vec<_>>()
        });
        let keys = page(&keys.collect::<Vec<_>>());
        let spaces = page(&[workspace("A"), workspace("B"), workspace("C")]);
        match outcome(&ANALYZER, &[("keys.json", &keys), ("spaces.json", &spaces)], &policy("")) {
            Outcome::Assessed { population, notes, findings } => {
                assert!(findings.is_empty(), "{findings:?}");
                format!("{population}: {}", notes.join(" / "))
            }
            Outcome::NotAssessed { why, .. } | Outcome::NotApplicable { why, .. } => why,
        }
    };
    for (names, expected) in [
        (
            &[&["search", "mailer"][..]][..],
            "not judged: 1 workspace with several keys of which none says an environment: A",
        ),
        (
            &[&["search", "mailer"], &["prod-a", "prod-b"]],
            "1: not judged: 1 workspace with several keys of which none says an environment: A",
        ),
        (
            &[&["prod-a", "reader", "mailer"]],
            "1: not judged: 2 active keys next to keys that say an environment: reader, mailer",
        ),
        (
            &[&["search", "mailer"], &["prod-a", "reader"], &["x", "y"]],
            "1: not judged: 2 workspaces with several keys of which none says an environment: A, C; 1 active key next to keys that say an environment: reader",
        ),
        // One key alone is mixed with none.
        (&[&["search"], &["prod-a", "prod-b"]], "2: "),
        (&[&["search"]], "1: "),
    ] {
        assert_eq!(report(names), expected, "{names:?}");
    }
}

/// Fault: Keys of one service whose stated name has the word of an environment mixed their workspace
/// Outcome: Words of the service that the policy states say no environment
#[test]
fn a_stated_service_is_no_environment() {
    let keys = page(&[key("prod-a", MADE, Some("wrkspc_A")), key("early-dev-scout", MADE, Some("wrkspc_A"))]);
    let spaces = page(&[workspace("A")]);
    let files = [("keys.json", keys.as_str()), ("spaces.json", &spaces)];
    assert_eq!(found(&ANALYZER, &files), ["high A"]);
    let stated = policy("[services.early-dev-scout]\nkeys = [\"early-dev-scout\"]\n");
    assert_eq!(found_with(&ANALYZER, &files, &stated), [""; 0]);
}
