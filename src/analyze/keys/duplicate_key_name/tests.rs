//! `as_of` is 2026-10-01 in all of these.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, days, found, found_with, key, outcome, page, policy, usage, with};
use crate::policy::Policy;

/// A key of a name, with an id of its own.
fn called(name: &str, id: &str, created: &str, workspace: Option<&str>) -> Value {
    with(key(id, created, workspace), json!({"name": name}))
}

fn files(keys: &[Value]) -> [(&'static str, String); 2] {
    let end = usage(&[("another", "Default", days("2026-09-30", "2026-09-30"))]);
    [("keys.json", page(keys)), ("usage.csv", end)]
}

fn among(keys: &[Value]) -> Vec<String> {
    let files = files(keys);
    found(&ANALYZER, &files.each_ref().map(|(name, text)| (*name, text.as_str())))
}

#[test]
fn two_active_keys_of_one_name() {
    let files = files(&[
        called("stale-search", "b", "2026-07-20", Some("wrkspc_B")),
        called(" stale-search", "a", "2026-01-05", Some("wrkspc_A")),
        called("ok-single", "c", "2026-01-05", None),
    ]);
    assert_eq!(
        ask(&ANALYZER, &files.each_ref().map(|(name, text)| (*name, text.as_str()))),
        [
            "low stale-search: 2 active keys are named «stale-search»: apikey_a (created 2026-01-05), apikey_b (created 2026-07-20). \
             Expected: one key beyond an overlap of 14 days (default)"
        ]
    );
}

#[test]
fn three_keys_of_one_name_are_one_finding() {
    let keys = ["a", "b", "c"].map(|id| called("stale-search", id, "2026-01-05", None));
    assert_eq!(among(&keys), ["low stale-search"]);
    let files = files(&keys);
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let Outcome::Assessed { findings, population, .. } = outcome(&ANALYZER, &files, &Policy::default()) else {
        panic!()
    };
    assert_eq!((population, findings[0].evidence.len()), (3, 3));
    assert_eq!((&findings[0].subject.id, findings[0].subject.workspace.as_deref()), (&None, Some("Default")));
}

#[test]
fn a_namesake_that_is_not_active() {
    for status in ["inactive", "archived", "expired"] {
        let old = with(called("ok-search", "a", "2026-01-05", None), json!({"status": status}));
        assert_eq!(among(&[old, called("ok-search", "b", "2026-07-20", None)]), [""; 0], "{status}");
    }
}

#[test]
fn an_overlap_of_a_rotation() {
    let old = called("search", "a", "2026-01-05", None);
    let at = |at: &str| with(called("search", "b", "2026-09-17", None), json!({"created_at": at}));
    assert_eq!(among(&[old.clone(), at("2026-09-17T00:00:00Z")]), [""; 0], "exactly 14 days");
    assert_eq!(among(&[old.clone(), at("2026-09-16T23:00:00Z")]), ["low search"]);
    let second = called("search", "c", "2026-06-05", None);
    assert_eq!(among(&[old.clone(), second, at("2026-09-28T00:00:00Z")]), ["low search"], "two had it before");
    let files = files(&[old, at("2026-09-10T00:00:00Z")]);
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let patient = policy("[checks.duplicate-key-name]\noverlap_days = 30\n");
    assert_eq!(found_with(&ANALYZER, &files, &patient), [""; 0]);
}

#[test]
fn what_is_no_duplicate() {
    let undated = with(called("ok-undated", "a", "2026-01-05", None), json!({"created_at": null}));
    let keys = [
        called("ok-Search", "b", "2026-01-05", None),
        called("ok-search", "c", "2026-01-05", None),
        called("", "d", "2026-01-05", None),
        called(" ", "e", "2026-01-05", None),
        undated,
        called("ok-undated", "f", "2026-01-05", None),
    ];
    let files = files(&keys);
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(notes, ["not judged, because a key without a day of creation has it: the name «ok-undated»"]);
}

#[test]
fn without_a_key_list_nothing_is_said() {
    let end = usage(&[("another", "Default", days("2026-09-30", "2026-09-30"))]);
    assert_eq!(ask(&ANALYZER, &[("usage.csv", &end)]), ["not assessed: no export of API keys"]);
}
