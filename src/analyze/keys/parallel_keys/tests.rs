//! `as_of` is 2026-10-01 in all of these.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, days, found_with, key, member, outcome, page, policy, usage, with, workspace};
use crate::model::Confidence;
use crate::policy::Policy;

/// Files with these keys, and usage of those that are named, from the day on which they were made.
fn files(keys: &[Value], used: &[(&str, &str)]) -> Vec<(&'static str, String)> {
    let mut uses: Vec<_> = used.iter().map(|(key, from)| (*key, "P", days(from, "2026-09-30"))).collect();
    uses.push(("another", "P", days("2026-07-01", "2026-09-30")));
    let spaces = page(&["P", "Production EU", "Production US"].map(workspace));
    let members = page(&[with(member("jane.doe@example.com", "developer"), json!({"name": "Jane Doe"}))]);
    [("keys.json", page(keys)), ("spaces.json", spaces), ("members.json", members), ("usage.csv", usage(&uses))].into()
}

fn among_under(keys: &[Value], used: &[(&str, &str)], policy: &Policy) -> Vec<String> {
    let files = files(keys, used);
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    found_with(&ANALYZER, &files, policy)
}

fn among(keys: &[Value]) -> Vec<String> {
    among_under(keys, &[], &Policy::default())
}

fn in_p(name: &str, created: &str) -> Value {
    key(name, created, Some("wrkspc_P"))
}

#[test]
fn two_keys_for_one_service_and_environment() {
    let keys =
        [in_p("search-prod", "2026-07-05"), in_p("prod-search-key", "2026-03-01"), in_p("prod-ok", "2026-03-01")];
    let files = files(&keys, &[]);
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    assert_eq!(
        ask(&ANALYZER, &files),
        [
            "medium prod-search-key: 2 active keys serve service «search» in production, workspace «P»: «prod-search-key» apikey_prod-search-key (created 2026-03-01), «search-prod» apikey_search-prod (created 2026-07-05). Expected: one key beyond an overlap of 14 days (default)"
        ]
    );
    let Outcome::Assessed { findings, population, .. } = outcome(&ANALYZER, &files, &Policy::default()) else {
        panic!()
    };
    assert_eq!((findings[0].confidence, findings[0].evidence.len(), population), (Confidence::Medium, 2, 2));
}

#[test]
fn the_policys_services_are_sure() {
    let keys = [in_p("checkout-web", "2026-03-01"), in_p("checkout-worker", "2026-03-02")];
    assert_eq!(among(&keys), [""; 0]);
    let policy = policy(
        "[services.checkout]\nkeys = [\"checkout-*\"]\n[environments.keys]\ncheckout-web = \"production\"\ncheckout-worker = \"production\"\n",
    );
    assert_eq!(among_under(&keys, &[], &policy), ["medium checkout-web"]);
    let files = files(&keys, &[]);
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &policy) else { panic!() };
    assert_eq!(findings[0].confidence, Confidence::High);
}

#[test]
fn an_unknown_environment_makes_it_a_hint() {
    let keys = [in_p("search", "2026-03-01"), in_p("search-key", "2026-03-02")];
    let files = files(&keys, &[]);
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    assert_eq!(findings.iter().map(|f| f.confidence).collect::<Vec<_>>(), [Confidence::Low]);
}

#[test]
fn an_overlap_of_a_rotation() {
    let old = in_p("prod-search", "2026-03-01");
    let new = |at: &str| with(in_p("prod-search-key", "2026-09-17"), json!({"created_at": at}));
    assert_eq!(among(&[old.clone(), new("2026-09-17T00:00:00Z")]), [""; 0], "exactly 14 days");
    assert_eq!(among(&[old, new("2026-09-16T23:00:00Z")]), ["medium prod-search"]);
}

#[test]
fn numbered_keys_that_were_made_together() {
    let shards = [1, 2, 3].map(|n| in_p(&format!("prod-search-{n}"), "2026-03-01"));
    let used = [("prod-search-1", "2026-07-01"), ("prod-search-2", "2026-07-01")];
    assert_eq!(among_under(&shards, &used, &Policy::default()), ["low prod-search-1"]);
}

#[test]
fn a_rotation_is_another_check() {
    let keys = [in_p("prod-search", "2026-03-01"), in_p("prod-search-v2", "2026-07-05")];
    let used = [("prod-search-v2", "2026-07-05")];
    assert_eq!(among_under(&keys, &used, &Policy::default()), [""; 0]);
    assert_eq!(among(&keys), ["medium prod-search"], "a successor that nobody uses is a second key");
    let third = [&keys[..], &[in_p("prod-search-key", "2026-08-01")]].concat();
    assert_eq!(among_under(&third, &used, &Policy::default()), ["medium prod-search-v2"], "two beside the predecessor");
}

#[test]
fn what_is_not_parallel() {
    let inactive = |name| with(in_p(name, "2026-03-01"), json!({"status": "inactive"}));
    let personal = json!({"principal": {"type": "user", "id": "user_ok"}});
    let keys = [
        in_p("prod-ok-a", "2026-03-01"),
        inactive("prod-ok-a-key"),
        // Two environments, two services, and names that tell neither.
        in_p("prod-ok-b", "2026-03-01"),
        in_p("dev-ok-b", "2026-03-01"),
        in_p("prod-ok-b-worker", "2026-03-01"),
        in_p("prod", "2026-03-01"),
        in_p("prod-2", "2026-03-01"),
        in_p("jane", "2026-03-01"),
        in_p("jane-2", "2026-03-01"),
        in_p("key-1", "2026-03-01"),
        in_p("key-2", "2026-03-01"),
        // A name that says two environments is another check.
        in_p("prod-and-dev-ok-c", "2026-03-01"),
        in_p("dev-and-prod-ok-c", "2026-03-01"),
        in_p("claude_code_key_jane.doe_a1", "2026-03-01"),
        in_p("claude_code_key_jane.doe_b2", "2026-03-01"),
        with(in_p("prod-ok-d", "2026-03-01"), personal.clone()),
        with(in_p("prod-ok-d-key", "2026-03-01"), personal),
        with(in_p("prod-ok-e", "2026-03-01"), json!({"scope": {"type": "organization"}})),
        with(in_p("prod-ok-e-key", "2026-03-01"), json!({"scope": {"type": "organization"}})),
        with(in_p("prod-ok-f", "2026-03-01"), json!({"created_at": null})),
        in_p("prod-ok-f-key", "2026-03-01"),
    ];
    assert_eq!(among(&keys), [""; 0]);
}

#[test]
fn a_key_in_each_of_two_workspaces() {
    let of = |region: &str, id: &str| {
        let home = format!("wrkspc_Production {region}");
        with(key(id, "2026-03-01", Some(&home)), json!({"name": "search"}))
    };
    let files = files(&[of("EU", "a"), of("US", "b")], &[]);
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(
        notes,
        [
            "keys of one service in several workspaces do not count as parallel: «search» (production) in Production EU and Production US"
        ]
    );
}

#[test]
fn without_a_key_list_nothing_is_said() {
    let end = usage(&[("another", "Default", days("2026-09-30", "2026-09-30"))]);
    assert_eq!(ask(&ANALYZER, &[("usage.csv", &end)]), ["not assessed: no export of API keys"]);
}
