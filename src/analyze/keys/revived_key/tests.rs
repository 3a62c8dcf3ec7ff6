//! Another key is used every day, so that the exports cover all of 2026 up to September.

use serde_json::json;

use super::ANALYZER;
use crate::analyze::testing::{ask, days, found, found_with, key, page, policy, usage, with};

fn used(keys: &[(&'static str, &[(&str, &str)])]) -> String {
    let each = |spans: &[(&str, &str)]| spans.iter().flat_map(|(from, to)| days(from, to)).collect();
    let mut uses: Vec<_> = keys.iter().map(|(name, spans)| (*name, "Default", each(spans))).collect();
    uses.push(("ok-daily", "Default", days("2026-01-01", "2026-09-30")));
    usage(&uses)
}

#[test]
fn back_after_a_long_silence() {
    let keys =
        page(&["revived", "ok-sixty-days", "ok-first-use", "ok-daily"].map(|name| key(name, "2025-06-01", None)));
    let usage = used(&[
        ("revived", &[("2026-05-01", "2026-06-30"), ("2026-08-31", "2026-09-05")]),
        ("ok-sixty-days", &[("2026-05-01", "2026-06-30"), ("2026-08-30", "2026-09-05")]),
        ("ok-first-use", &[("2026-08-30", "2026-09-05")]),
    ]);
    let files = [("keys.json", keys.as_str()), ("usage.csv", &usage)];
    let says = "used again on 2026-08-31 after 61 days without use, last on 2026-06-30. Threshold: 60 days (default)";
    assert_eq!(ask(&ANALYZER, &files), [format!("medium revived: {says}")]);
    assert_eq!(ask(&ANALYZER, &files[1..]), [format!("medium revived: {says}")], "usage alone");
    let strict = policy("[checks.revived-key]\nsilent_days = 59\n");
    assert_eq!(found_with(&ANALYZER, &files, &strict), ["medium revived", "medium ok-sixty-days"]);
}

#[test]
fn a_rhythm_is_no_return() {
    let quarterly: &[(&str, &str)] =
        &[("2026-01-02", "2026-01-03"), ("2026-04-01", "2026-04-03"), ("2026-07-03", "2026-07-03")];
    let monthly: &[(&str, &str)] = &[
        ("2026-04-30", "2026-04-30"),
        ("2026-05-31", "2026-05-31"),
        ("2026-06-30", "2026-06-30"),
        ("2026-07-31", "2026-07-31"),
        ("2026-08-31", "2026-08-31"),
    ];
    let irregular: &[(&str, &str)] =
        &[("2026-01-02", "2026-01-03"), ("2026-04-20", "2026-04-23"), ("2026-07-03", "2026-07-03")];
    let usage = used(&[("ok-quarterly", quarterly), ("ok-monthly", monthly), ("revived", irregular)]);
    assert_eq!(found(&ANALYZER, &[("usage.csv", &usage)]), ["medium revived"]);
}

#[test]
fn a_gap_between_exports_proves_nothing() {
    let of = |from: &str, to: &str, key: &'static str| {
        usage(&[(key, "Default", days(from, to)), ("ok-daily", "Default", days(from, to))])
    };
    let (spring, summer) = (of("2026-01-01", "2026-05-15", "ok-a"), of("2026-08-01", "2026-09-30", "ok-a"));
    assert_eq!(found(&ANALYZER, &[("spring.csv", &spring), ("summer.csv", &summer)]), [""; 0]);
    let short = of("2026-08-01", "2026-09-30", "ok-a");
    assert_eq!(
        ask(&ANALYZER, &[("usage.csv", &short)]),
        [
            "not assessed: usage and cost exports that name keys cover 61 days without a gap; needed: 63, for use, silence and use again"
        ]
    );
    let nameless = usage(&[("", "Default", days("2026-01-01", "2026-09-30"))]);
    assert_eq!(ask(&ANALYZER, &[("usage.csv", &nameless)]), ["not assessed: no usage or cost export names keys"]);
}

#[test]
fn before_the_period_it_is_history() {
    let usage = used(&[("ok-in-spring", &[("2026-01-01", "2026-01-10"), ("2026-05-01", "2026-09-30")])]);
    assert_eq!(found(&ANALYZER, &[("usage.csv", &usage)]), [""; 0], "the period is the third quarter");
}

#[test]
fn what_may_be_a_namesakes_breaks_the_silence() {
    let twin = |id: &str, created: &str| with(key("twin", created, None), json!({"id": id}));
    // Until the first of June there is one key of the name, then two.
    let keys =
        page(&[twin("apikey_1", "2025-06-01"), twin("apikey_2", "2026-06-01"), key("ok-daily", "2025-06-01", None)]);
    let usage = used(&[("twin", &[("2026-01-01", "2026-02-10"), ("2026-08-01", "2026-08-05")])]);
    assert_eq!(
        found(&ANALYZER, &[("keys.json", &keys), ("usage.csv", &usage)]),
        [""; 0],
        "whose return it is, is open"
    );
}
