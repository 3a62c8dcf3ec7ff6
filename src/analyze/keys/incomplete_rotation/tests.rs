//! `as_of` is 2026-10-01 in all of these, and usage covers the third quarter.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, cost, days, found, found_with, key, outcome, page, policy, usage, with, workspace};
use crate::model::{Confidence, Finding};
use crate::policy::Policy;

/// Files with these keys, used on the days from one to another.
fn files(keys: &[Value], used: &[(&str, &str, &str)]) -> Vec<(&'static str, String)> {
    let mut uses: Vec<_> = used.iter().map(|(key, from, to)| (*key, "P", days(from, to))).collect();
    uses.push(("another", "P", days("2026-07-01", "2026-09-30")));
    [("keys.json", page(keys)), ("spaces.json", page(&[workspace("P")])), ("usage.csv", usage(&uses))].into()
}

fn among(keys: &[Value], used: &[(&str, &str, &str)]) -> Vec<String> {
    let files = files(keys, used);
    found(&ANALYZER, &files.iter().map(|(name, text)| (*name, text.as_str())).collect::<Vec<_>>())
}

fn findings(keys: &[Value], used: &[(&str, &str, &str)]) -> Vec<Finding> {
    let files = files(keys, used);
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    findings
}

fn in_p(name: &str, created: &str) -> Value {
    key(name, created, Some("wrkspc_P"))
}

#[test]
fn a_successor_in_use_whose_predecessor_still_works() {
    let keys = [in_p("prod-search", "2026-03-01"), in_p("prod-search-v2", "2026-08-01")];
    let files =
        files(&keys, &[("prod-search", "2026-07-01", "2026-08-05"), ("prod-search-v2", "2026-08-01", "2026-09-30")]);
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    assert_eq!(
        ask(&ANALYZER, &files),
        [
            "medium prod-search: still active. Its successor «prod-search-v2» was created 2026-08-01, 61 days before 2026-10-01, and is in use for service «search» in production, workspace «P» (its name says that it follows, last used 2026-08-05). Allowed: 14 days (default)"
        ]
    );
    let patient = policy("[checks.incomplete-rotation]\noverlap_days = 90\n");
    assert_eq!(found_with(&ANALYZER, &files, &patient), [""; 0]);
}

#[test]
fn suffixes_that_tell_a_successor() {
    for (old, new) in [
        ("prod-search-2026q2", "prod-search-2026q3"),
        ("prod-search-2026q2", "prod-search"),
        ("prod-search", "prod-search-202608"),
        ("prod-search", "prod-search-new"),
        ("prod-search-old", "prod-search"),
        ("prod-search-1", "prod-search-2"),
        ("prod-search", "prod-search-2"),
        ("search", "search-v2"),
    ] {
        let keys = [in_p(old, "2026-03-01"), in_p(new, "2026-08-01")];
        assert_eq!(among(&keys, &[(new, "2026-08-01", "2026-09-30")]), [format!("medium {old}")], "{old} {new}");
    }
}

#[test]
fn a_chain_of_three_leaves_two_predecessors() {
    let keys = ["2026-03-01", "2026-06-01", "2026-08-01"]
        .iter()
        .zip(1..)
        .map(|(day, n)| in_p(&format!("prod-mail-v{n}"), day));
    let used = [("prod-mail-v3", "2026-08-01", "2026-09-30")];
    assert_eq!(among(&keys.collect::<Vec<_>>(), &used), ["medium prod-mail-v1", "medium prod-mail-v2"]);
}

#[test]
fn the_use_passes_over_between_keys_named_alike() {
    let keys = [in_p("prod-search", "2026-03-01"), in_p("prod-search-key", "2026-08-01")];
    let until =
        |day: &'static str| [("prod-search", "2026-07-01", day), ("prod-search-key", "2026-08-02", "2026-09-30")];
    assert_eq!(among(&keys, &until("2026-08-05")), ["medium prod-search"]);
    assert_eq!(among(&keys, &until("2026-09-30")), [""; 0], "both in use: parallel keys");
    assert_eq!(among(&keys, &until("2026-07-10")), [""; 0], "the use ended long before");
    assert_eq!(among(&keys, &until("2026-09-20")), [""; 0], "the silence is too short to prove anything");
}

#[test]
fn keys_of_one_name_need_ids() {
    let named = |id: &str, day| with(in_p(id, day), json!({"name": "prod-search"}));
    let keys = page(&[named("old", "2026-03-01"), named("new", "2026-08-01")]);
    let spaces = page(&[workspace("P")]);
    let by_name = usage(&[("prod-search", "P", days("2026-07-01", "2026-09-30"))]);
    let files = [("keys.json", keys.as_str()), ("spaces.json", &spaces), ("usage.csv", &by_name)];
    assert_eq!(found(&ANALYZER, &files), [""; 0], "whose use it was is not known");
    let row = |day: &String, id: &'static str| (day.clone(), "prod-search", id, "P", 1.0);
    let mut rows: Vec<_> = days("2026-07-01", "2026-08-03").iter().map(|day| row(day, "apikey_old")).collect();
    rows.extend(days("2026-08-01", "2026-09-30").iter().map(|day| row(day, "apikey_new")));
    let cost = cost(&rows);
    let files = [("keys.json", keys.as_str()), ("spaces.json", &spaces), ("cost.csv", &cost)];
    assert_eq!(found(&ANALYZER, &files), ["medium prod-search"]);
}

#[test]
fn how_sure_it_is() {
    let of = |old: &str, new: &str, until: &'static str| {
        let keys = [in_p(old, "2026-03-01"), in_p(new, "2026-08-01")];
        findings(&keys, &[(old, "2026-07-01", until), (new, "2026-08-01", "2026-09-30")])[0].confidence
    };
    assert_eq!(of("prod-search", "prod-search-v2", "2026-09-30"), Confidence::Medium);
    assert_eq!(of("prod-search", "prod-search-2", "2026-08-05"), Confidence::Medium);
    assert_eq!(of("prod-search", "prod-search-2", "2026-09-30"), Confidence::Low, "they may work side by side");
    assert_eq!(of("search", "search-v2", "2026-08-05"), Confidence::Low, "no environment is known");
}

#[test]
fn what_is_no_incomplete_rotation() {
    let at = |name, at: &str| with(in_p(name, "2026-09-17"), json!({"created_at": at}));
    let with_status = |name, status| with(in_p(name, "2026-03-01"), json!({"status": status}));
    let keys = [
        in_p("prod-ok-young", "2026-03-01"),
        at("prod-ok-young-v2", "2026-09-17T00:00:00Z"),
        in_p("prod-ok-unused", "2026-03-01"),
        in_p("prod-ok-unused-v2", "2026-08-01"),
        with_status("prod-ok-ended", "archived"),
        in_p("prod-ok-ended-v2", "2026-08-01"),
        with_status("prod-ok-off", "inactive"),
        in_p("prod-ok-off-v2", "2026-08-01"),
        // Made together, elsewhere, or the other way round.
        in_p("prod-ok-shard-1", "2026-03-01"),
        in_p("prod-ok-shard-2", "2026-03-02"),
        in_p("dev-ok-moved", "2026-03-01"),
        in_p("prod-ok-moved-v2", "2026-08-01"),
        in_p("prod-ok-back-v2", "2026-03-01"),
        in_p("prod-ok-back-v1", "2026-08-01"),
        with(in_p("prod-ok-undated", "2026-03-01"), json!({"created_at": null})),
        in_p("prod-ok-undated-v2", "2026-08-01"),
    ];
    let used: Vec<&str> =
        keys.iter().filter_map(|key| key["name"].as_str()).filter(|n| *n != "prod-ok-unused-v2").collect();
    let used: Vec<_> = used.into_iter().map(|name| (name, "2026-09-18", "2026-09-30")).collect();
    assert_eq!(among(&keys, &used), [""; 0]);
}

#[test]
fn without_use_by_key_nothing_is_said() {
    let keys = page(&[in_p("prod-search", "2026-03-01"), in_p("prod-search-v2", "2026-08-01")]);
    assert_eq!(ask(&ANALYZER, &[("keys.json", &keys)]), ["not assessed: no export of token usage or cost"]);
    let nameless = usage(&[("", "P", days("2026-07-01", "2026-09-30"))]);
    assert_eq!(
        ask(&ANALYZER, &[("keys.json", &keys), ("usage.csv", &nameless)]),
        ["not assessed: the usage and cost exports do not say which key was used"]
    );
}
