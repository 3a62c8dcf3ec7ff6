//! The data ends with September 2026: the report's instant is the first of October.

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, days, found, found_with, key, outcome, page, policy, usage, with};
use crate::policy::Policy;

fn expiring(name: &str, expires: &str) -> Value {
    with(key(name, "2026-07-05", None), json!({"expires_at": format!("{expires}T00:00:00Z")}))
}

fn used(keys: &[(&'static str, &str)]) -> String {
    let mut uses: Vec<_> = keys.iter().map(|(name, until)| (*name, "Default", days("2026-07-10", until))).collect();
    uses.push(("ok-daily", "Default", days("2026-07-01", "2026-09-30")));
    usage(&uses)
}

#[test]
fn in_use_and_about_to_expire() {
    let keys = page(&[
        expiring("expiring-soon", "2026-10-15"),
        expiring("expiring-week", "2026-10-02"),
        expiring("ok-later", "2026-10-16"),
        expiring("ok-quiet", "2026-10-10"),
        expiring("ok-unused", "2026-10-10"),
        key("ok-daily", "2026-07-01", None),
    ]);
    let last = "2026-09-30";
    let usage = used(&[
        ("expiring-soon", last),
        ("expiring-week", "2026-09-24"),
        ("ok-later", last),
        ("ok-quiet", "2026-09-23"),
    ]);
    let files = [("keys.json", keys.as_str()), ("usage.csv", &usage)];
    let lines = ask(&ANALYZER, &files);
    assert_eq!(
        lines[0],
        "medium expiring-soon: expires 2026-10-15, 14 days after 2026-10-01 and was last used 2026-09-30. Thresholds: 14 days (default), and use within 7 days (default)"
    );
    assert_eq!(found(&ANALYZER, &files), ["medium expiring-soon", "medium expiring-week"]);
    let wide = policy("[checks.expiring-key-in-use]\nused_within_days = 8\nexpires_within_days = 10\n");
    assert_eq!(found_with(&ANALYZER, &files, &wide), ["medium expiring-week", "medium ok-quiet"]);
}

#[test]
fn past_its_expiry_and_still_active() {
    let keys = page(&[
        expiring("expired-quiet", "2026-09-20"),
        expiring("expired-used", "2026-09-20"),
        with(expiring("ok-expired", "2026-09-20"), json!({"status": "expired"})),
        with(expiring("ok-archived", "2026-09-20"), json!({"status": "archived"})),
    ]);
    let usage = used(&[("expired-quiet", "2026-09-19"), ("expired-used", "2026-09-28"), ("ok-expired", "2026-09-30")]);
    let says = |used: &str| {
        format!(
            "expired 2026-09-20, 11 days before 2026-10-01, and listed as active, with {used}. Expected: no active key after its expiry"
        )
    };
    assert_eq!(
        ask(&ANALYZER, &[("keys.json", &keys), ("usage.csv", &usage)]),
        [
            format!("medium expired-quiet: {}", says("no use after that day in the data")),
            format!("medium expired-used: {}", says("a last use on 2026-09-28")),
        ]
    );
}

#[test]
fn what_cannot_be_told() {
    let old = page(&[key("ok-old", "2026-07-05", None)]);
    let usage = used(&[]);
    assert_eq!(
        ask(&ANALYZER, &[("keys.json", &old), ("usage.csv", &usage)]),
        ["not assessed: the records of all active keys are of the shape without `expires_at`"]
    );
    assert_eq!(ask(&ANALYZER, &[("keys.json", &old)]), ["not assessed: no export of token usage or cost"]);

    // Two keys of one name: whose use it was is open.
    let twin = |id: &str| with(expiring("twin", "2026-10-10"), json!({"id": id}));
    let keys = page(&[twin("apikey_1"), twin("apikey_2")]);
    let usage = used(&[("twin", "2026-09-30")]);
    let files = [("keys.json", keys.as_str()), ("usage.csv", &usage)];
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else {
        panic!("assessed")
    };
    assert!(findings.is_empty() && notes.len() == 1 && notes[0].contains("«twin»"), "{notes:?}");
}

#[test]
fn usage_that_ends_too_early_is_noted() {
    let keys = page(&[expiring("ok-unseen", "2026-10-10")]);
    let early = usage(&[("ok-unseen", "Default", days("2026-07-10", "2026-09-10"))]);
    let seen =
        crate::analyze::testing::activity("2026-09-30T23:00:00Z", "claude_chat_created", "ann", json!({})).to_string();
    let files = [("keys.json", keys.as_str()), ("usage.csv", &early), ("feed.jsonl", &seen)];
    let Outcome::Assessed { findings, notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else {
        panic!("assessed")
    };
    assert!(findings.is_empty() && notes.len() == 1 && notes[0].contains("«ok-unseen»"), "{notes:?}");
}
