//! Keys of a service in the policy.

use serde_json::json;

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask_with, found_with, key, outcome, page, policy, with, workspace};
use crate::model::Confidence;
use crate::policy::Policy;

fn checkout() -> Policy {
    policy("[services.checkout]\nkeys = [\"*checkout*\"]\nenvironments = [\"production\", \"staging\"]\n")
}

#[test]
fn an_environment_without_a_key() {
    let keys = page(&[
        key("prod-checkout", "2026-01-05", None),
        with(key("staging-checkout", "2026-01-05", None), json!({"status": "archived"})),
    ]);
    let files = [("keys.json", keys.as_str())];
    assert_eq!(
        ask_with(&ANALYZER, &files, &checkout()),
        [
            "medium checkout: no active key of service «checkout» in staging. Its keys: «prod-checkout», 1 revoked key. Expected: a key of its own (policy)"
        ]
    );
    let Outcome::Assessed { findings, population, .. } = outcome(&ANALYZER, &files, &checkout()) else { panic!() };
    assert_eq!((population, findings[0].confidence), (2, Confidence::Medium));
    let evidence: Vec<&str> = findings[0].evidence.iter().map(|one| one.file.as_str()).collect();
    assert_eq!(evidence, ["clade.toml", "keys.json", "keys.json"]);
}

#[test]
fn a_service_without_any_key() {
    let files = [("keys.json", &*page(&[key("prod-search", "2026-01-05", None)]))];
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &checkout()) else { panic!() };
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].title, "Service «checkout» has no key of its own in production and staging");
    assert_eq!(findings[0].confidence, Confidence::High);
    let anywhere = policy("[services.checkout]\nkeys = [\"checkout-*\"]\n[services.search]\nkeys = [\"*-search\"]\n");
    assert_eq!(found_with(&ANALYZER, &files, &anywhere), ["medium checkout"]);
}

#[test]
fn what_is_not_missing() {
    let home = |name, workspace| key(name, "2026-01-05", Some(workspace));
    let keys = page(&[home("prod-checkout", "wrkspc_P"), home("checkout-worker", "wrkspc_Staging")]);
    let spaces = page(&[workspace("P"), workspace("Staging")]);
    let files = [("keys.json", keys.as_str()), ("spaces.json", spaces.as_str())];
    assert_eq!(found_with(&ANALYZER, &files, &checkout()), [""; 0], "by name and by workspace");
}

#[test]
fn a_key_that_may_be_it() {
    let of = |name| {
        let keys = page(&[key("prod-checkout", "2026-01-05", None), key(name, "2026-01-05", None)]);
        let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &[("keys.json", &keys)], &checkout()) else {
            panic!()
        };
        (findings.len(), notes)
    };
    assert_eq!(
        of("checkout-worker"),
        (
            0,
            vec![
                "not judged: «checkout» in staging, because the environment of «checkout-worker» is not known"
                    .to_owned()
            ]
        )
    );
    assert_eq!(of("nonprod-checkout").0, 0);
    assert_eq!(of("staging-and-dev-checkout"), (1, Vec::new()), "nobody's own");
    assert_eq!(of("dev-checkout"), (1, Vec::new()));
}

#[test]
fn without_services_or_a_whole_list_nothing_is_said() {
    let keys = page(&[key("prod-search", "2026-01-05", None)]);
    assert_eq!(
        ask_with(&ANALYZER, &[("keys.json", &keys)], &Policy::default()),
        ["not assessed: the policy names no services: [services.<name>] with `keys` and `environments`"]
    );
    let cut = keys.replace("\"has_more\":false", "\"has_more\":true");
    assert!(
        ask_with(&ANALYZER, &[("keys.json", &cut)], &checkout())[0].starts_with("not assessed: the list of API keys")
    );
}
