//! `as_of` is 2026-10-01 in all of these.

use serde_json::json;

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, ask_with, days, found, found_with, key, outcome, page, policy, usage, with};
use crate::policy::Policy;

/// One use on the last day of September, so that the data ends there.
fn end() -> String {
    usage(&[("other", "Production", days("2026-09-30", "2026-09-30"))])
}

#[test]
fn severity_grows_with_age() {
    let keys = page(&[
        key("stale-91", "2026-07-01", None),
        key("stale-181", "2026-04-02", None),
        key("stale-366", "2025-09-29", None),
        with(key("ok-90-days-old", "2026-07-03", None), json!({"created_at": "2026-07-03T00:00:00Z"})),
        key("ok-young", "2026-09-20", None),
    ]);
    let files = [("keys.json", keys.as_str()), ("usage.csv", &end())];
    assert_eq!(
        ask(&ANALYZER, &files),
        [
            "medium stale-91: created 2026-07-01, 92 days before 2026-10-01. Allowed: 90 days (default)",
            "high stale-181: created 2026-04-02, 182 days before 2026-10-01. Allowed: 90 days (default)",
            "critical stale-366: created 2025-09-29, 367 days before 2026-10-01. Allowed: 90 days (default)",
        ]
    );
}

/// Fault: «Created 2026-07-02, 90 days before 2026-10-01»: whoever subtracts the dates gets 91
/// Outcome: Days are counted between the days that are printed
#[test]
fn days_are_those_between_the_dates() {
    let keys = page(&[key("stale-by-hours", "2026-07-02", None)]);
    let line = ask(&ANALYZER, &[("keys.json", &keys), ("usage.csv", &end())]).remove(0);
    assert!(line.contains("91 days before 2026-10-01. Allowed: 90 days"), "{line}");
}

#[test]
fn only_keys_that_are_listed_as_active_are_judged() {
    let old = |name, status: &str| with(key(name, "2025-01-05", None), json!({"status": status}));
    let keys = page(&[
        old("ok-inactive", "inactive"),
        old("ok-archived", "archived"),
        old("ok-expired", "expired"),
        with(key("stale-past-its-expiry", "2026-05-05", None), json!({"expires_at": "2026-09-01T00:00:00Z"})),
        with(key("stale-expires-later", "2026-05-05", None), json!({"expires_at": "2026-12-01T00:00:00Z"})),
        with(key("stale-never-expires", "2026-05-05", None), json!({"expires_at": null})),
        with(key("ok-undated", "2025-01-05", None), json!({"created_at": null})),
    ]);
    let files = [("keys.json", keys.as_str()), ("usage.csv", &end())];
    assert_eq!(
        found(&ANALYZER, &files),
        ["medium stale-past-its-expiry", "medium stale-expires-later", "medium stale-never-expires"],
        "the status counts"
    );
}

#[test]
fn the_policy_moves_the_limits() {
    let keys = page(&[key("stale-now", "2026-08-20", None), key("stale-worse", "2026-07-20", None)]);
    let files = [("keys.json", keys.as_str()), ("usage.csv", &end())];
    assert_eq!(found(&ANALYZER, &files), [""; 0]);
    let strict = policy("[checks.unrotated-key]\nmax_age_days = 30\nhigh_after_days = 60\n");
    assert_eq!(found_with(&ANALYZER, &files, &strict), ["medium stale-now", "high stale-worse"]);
    assert!(ask_with(&ANALYZER, &files, &strict)[0].ends_with("Allowed: 30 days (policy)"));
}

#[test]
fn without_a_key_list_nothing_is_said() {
    assert_eq!(ask(&ANALYZER, &[("usage.csv", &end())]), ["not assessed: no export of API keys"]);
}

/// Fault: A list of keys without any creation date was «assessed, nothing found», and a date under another heading was not read
/// Outcome: Without a date the check is not assessed; `Created`, `Creation date` and their like are read
#[test]
fn a_list_that_does_not_say_when_keys_were_made() {
    let keys = |column: &str| {
        format!("id,name,status,{column}\napikey_01AAAAAAAAAAAAAAAAAAAAAA,prod-a,active,2025-12-01T09:00:00Z\n")
    };
    let used = end();
    let files =
        |text: &str| -> Outcome { outcome(&ANALYZER, &[("keys.csv", text), ("usage.csv", &used)], &Policy::default()) };
    for column in ["created_at", "Created", "Creation date", "createdAt", "Date created", "Created on"] {
        let Outcome::Assessed { population, findings, .. } = files(&keys(column)) else { panic!("{column}") };
        assert_eq!((population, findings.len()), (1, 1), "{column}");
    }
    let Outcome::NotAssessed { why, .. } = files(&keys("Added by")) else { panic!() };
    assert_eq!(why, "not judged: 1 active key without a creation date");
}
