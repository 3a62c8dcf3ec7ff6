//! Keys in workspaces called after their environments.

use serde_json::json;

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, cost, days, found, found_with, key, outcome, page, policy, with, workspace};
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

/// Fault: A key that the list has in development and that is used in production alone was separated: «nothing found»
/// Outcome: Use by id in a workspace of another environment than the list's, which no event explains, is found
#[test]
fn a_key_that_is_used_elsewhere() {
    let check = |listed: &'static str, used: &[&'static str], with_id: bool| {
        let keys = page(&[key("router", "2026-01-05", Some(listed))]);
        let id = if with_id { "apikey_router" } else { "" };
        let rows: Vec<_> = days("2026-09-01", "2026-09-30")
            .iter()
            .enumerate()
            .map(|(at, day)| (day.clone(), "router", id, used[at * used.len() / 30], 1.0))
            .collect();
        let cost = cost(&rows);
        let spaces = spaces();
        let files = [("keys.json", keys.as_str()), ("spaces.json", &spaces), ("cost.csv", &cost)];
        match outcome(&ANALYZER, &files, &Policy::default()) {
            Outcome::Assessed { findings, .. } => findings.into_iter().map(|one| one.message).collect::<Vec<_>>(),
            _ => Vec::new(),
        }
    };
    let dev_used_in_production = check("wrkspc_Dev", &["Production"], true);
    assert_eq!(
        dev_used_in_production,
        [
            "used in «Production» (production) until 30 Sep 2026, by its id, and listed in «Dev» (development); no event moved it"
        ]
    );
    assert_eq!(check("wrkspc_Dev", &["Dev", "Production"], true).len(), 1, "moved, and the list does not say so");
    assert_eq!(check("wrkspc_Production", &["Dev", "Production"], true), [""; 0], "moved, as the list says");
    assert_eq!(check("wrkspc_Dev", &["Search"], true), [""; 0], "whose environment is not known");
    assert_eq!(check("wrkspc_Dev", &["Production"], false), [""; 0], "a name may be another key's");
}

/// Fault: A service whose stated name has the word of an environment put its keys into that environment
/// Outcome: Words of the stated service say none: the key's environment is that of the others; Claude Code's keys are asked for none
#[test]
fn a_stated_service_and_claude_code() {
    let keys = page(&[
        key("early-stage-dev-scout", "2026-01-05", Some("wrkspc_Production")),
        key("prod-dev-scout", "2026-01-05", Some("wrkspc_Production")),
        key("claude_code_key_ann_a1b2", "2026-01-05", Some("wrkspc_Claude Code")),
    ]);
    let spaces = page(&[workspace("Production"), workspace("Claude Code")]);
    let files = [("keys.json", keys.as_str()), ("spaces.json", &spaces)];
    assert_eq!(found(&ANALYZER, &files), ["high early-stage-dev-scout"]);
    let stated = policy("[services.dev-scout]\nkeys = [\"*dev-scout\"]\n");
    let Outcome::Assessed { population, findings, notes } = outcome(&ANALYZER, &files, &stated) else { panic!() };
    assert_eq!((population, findings.len()), (1, 0), "{notes:?}");
    assert!(notes[0].ends_with("no name, tag or policy says: early-stage-dev-scout"), "{notes:?}");
}

/// Fault: Keys called `sbx` or `tst` stood in production, and no word of it
/// Outcome: Abbreviations that mean nothing else are known in names of keys as well
#[test]
fn abbreviations_in_names_of_keys() {
    for (name, expected) in [
        ("search-sbx", true),
        ("tst-search", true),
        ("search-localhost", true),
        ("search-hml", true),
        ("search-int", false),
        ("playground-api", false),
        ("preview-images", false),
        ("search-qa", false),
        ("pre-sales-bot", false),
        ("dsv-tracking", false),
        ("abn-amro-chat", false),
        ("local-news", false),
    ] {
        let keys = page(&[key(name, "2026-01-05", Some("wrkspc_Production"))]);
        let found = found(&ANALYZER, &[("keys.json", &keys), ("spaces.json", &spaces())]);
        assert_eq!(found.iter().any(|found| *found == format!("high {name}")), expected, "{name}: {found:?}");
    }
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
