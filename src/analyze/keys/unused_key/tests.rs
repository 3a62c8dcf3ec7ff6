//! Usage covers the third quarter of 2026, unless a test says otherwise.

use serde_json::json;

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, days, found, found_with, judge, key, outcome, page, policy, usage, with};
use crate::model::Confidence;
use crate::policy::Policy;

fn quarter() -> String {
    usage(&[("ok-used", "Default", days("2026-07-01", "2026-09-30"))])
}

#[test]
fn no_use_since_creation_or_in_all_of_the_data() {
    let keys = page(&[
        key("stale-new", "2026-08-10", None),
        key("stale-older-than-the-data", "2026-01-10", None),
        key("ok-used", "2026-01-10", None),
    ]);
    assert_eq!(
        ask(&ANALYZER, &[("keys.json", &keys), ("usage.csv", &quarter())]),
        [
            "medium stale-new: created 2026-08-10, and no use in the 52 days of data since. Allowed: 30 days (default)",
            "medium stale-older-than-the-data: no use in 92 days of data (2026-07-01 to 2026-09-30). Created 2026-01-10. Allowed: 30 days (default)",
        ]
    );
}

#[test]
fn a_key_that_does_not_say_when_it_was_made_may_be_new() {
    let undated = |name| with(key(name, "2026-01-10", None), json!({"created_at": null}));
    let keys = page(&[undated("undated"), undated("undated-and-used"), key("ok-used", "2026-01-10", None)]);
    let used = usage(&[("undated-and-used", "Default", days("2026-07-05", "2026-09-30"))]);
    let files = [("keys.json", keys.as_str()), ("a.csv", &quarter()), ("b.csv", &used)];
    let Outcome::Assessed { notes, population, findings } = outcome(&ANALYZER, &files, &Policy::default()) else {
        panic!("assessed")
    };
    assert_eq!((findings.len(), population), (0, 2));
    assert_eq!(notes, ["not judged, because the list does not say when they were made: «undated»"]);
}

#[test]
fn what_is_no_unused_key() {
    let keys = page(&[
        with(key("ok-30-days-old", "2026-09-01", None), json!({"created_at": "2026-09-01T00:00:00Z"})),
        key("ok-young", "2026-09-20", None),
        with(key("ok-inactive", "2026-01-10", None), json!({"status": "inactive"})),
        with(key("ok-admin", "2026-01-10", None), json!({"scope": {"type": "organization"}})),
        key("ok-used", "2026-01-10", None),
        key("ok-used-once", "2026-01-10", None),
    ]);
    let once = usage(&[("ok-used-once", "Default", days("2026-07-05", "2026-07-05"))]);
    assert_eq!(found(&ANALYZER, &[("keys.json", &keys), ("a.csv", &quarter()), ("b.csv", &once)]), [""; 0]);
    let strict = policy("[checks.unused-key]\nunused_after_days = 7\n");
    let files = [("keys.json", keys.as_str()), ("a.csv", &quarter()), ("b.csv", &once)];
    assert_eq!(found_with(&ANALYZER, &files, &strict), ["medium ok-30-days-old", "medium ok-young"]);
}

#[test]
fn a_namesake_in_use_may_be_this_one() {
    let named = |id: &str, created| with(key("x", created, None), json!({"id": id, "name": "search"}));
    let keys =
        page(&[named("apikey_1", "2026-01-05"), named("apikey_2", "2026-08-01"), key("ok-used", "2026-01-10", None)]);
    let both = usage(&[("search", "Default", days("2026-07-01", "2026-09-30"))]);
    let files = [("keys.json", keys.as_str()), ("a.csv", &quarter()), ("b.csv", &both)];
    assert_eq!(found(&ANALYZER, &files), [""; 0]);
    let Outcome::Assessed { notes, population, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    assert!(notes[0].contains("«search»"), "{notes:?}");
    assert_eq!(population, 2, "the first was used before the second was made");
    let before = usage(&[("search", "Default", days("2026-07-01", "2026-07-31"))]);
    assert_eq!(
        found(&ANALYZER, &[("keys.json", &keys), ("a.csv", &quarter()), ("b.csv", &before)]),
        ["medium search"],
        "only the older key can have made that use"
    );
}

#[test]
fn an_unknown_name_beside_it_may_be_its_former_one() {
    let keys = page(&[key("stale-renamed", "2026-01-10", None), key("ok-used", "2026-01-10", None)]);
    let confidence =
        |usage: &str| match outcome(&ANALYZER, &[("keys.json", &keys), ("u.csv", usage)], &Policy::default()) {
            Outcome::Assessed { findings, .. } => findings[0].confidence,
            Outcome::NotAssessed { why, .. } | Outcome::NotApplicable { why, .. } => panic!("{why}"),
        };
    assert_eq!(confidence(&quarter()), Confidence::High);
    let all = days("2026-07-01", "2026-09-30");
    assert_eq!(
        confidence(&usage(&[("ok-used", "Default", all.clone()), ("former", "Default", all)])),
        Confidence::Medium
    );
}

#[test]
fn short_data_proves_nothing() {
    let keys = page(&[key("ok-a", "2026-01-05", None)]);
    let short = usage(&[("other", "Default", days("2026-09-02", "2026-09-30"))]);
    assert_eq!(
        ask(&ANALYZER, &[("keys.json", &keys), ("usage.csv", &short)]),
        ["not assessed: usage and cost exports that name keys cover 29 days without a gap; needed: 30"]
    );
    assert_eq!(ask(&ANALYZER, &[("usage.csv", &short)]), ["not assessed: no export of API keys"]);
}

/// Fault: Rows of usage that could not be read (`2.4E+07`) made their key unused
/// Outcome: A key that stands in such a row may be in use, and is not judged
#[test]
fn a_key_in_rows_that_could_not_be_read_is_not_unused() {
    let keys = page(&[key("shortened", "2026-01-10", None), key("stale", "2026-01-10", None)]);
    let rows = usage(&[("shortened", "Default", days("2026-07-01", "2026-09-30"))]).replace(",1000,", ",2.4E+07,");
    let files = [("keys.json", keys.as_str()), ("a.csv", &quarter()), ("b.csv", &rows)];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).to_vec();
    let data = crate::ingest::load_bytes(files).unwrap();
    let Outcome::Assessed { notes, findings, .. } = judge(&ANALYZER, &data, &Policy::default(), None) else {
        panic!("assessed")
    };
    assert_eq!(findings.iter().filter_map(|one| one.subject.name.as_deref()).collect::<Vec<_>>(), ["stale"]);
    assert_eq!(notes, ["not judged, because rows of their use could not be read: «shortened»"]);
}

#[test]
fn use_in_other_letter_case_and_in_reports_of_claude_code_is_use() {
    let day = |name: &str, day: &str| {
        json!({"actor": {"type": "api_actor", "api_key_name": name}, "customer_type": "api", "is_remote": false,
            "date": format!("{day}T00:00:00Z"), "organization_id": "3b0c0000-0000-4000-8000-0000000000ff",
            "core_metrics": {"commits_by_claude_code": 0, "lines_of_code": {"added": 1, "removed": 0}, "num_sessions": 1,
                "pull_requests_by_claude_code": 0},
            "model_breakdown": [], "terminal_type": "vscode", "subscription_type": "enterprise", "tool_actions": {}})
    };
    let keys = page(&[key("Claude Code Pavel", "2026-01-10", None), key("ok-used", "2026-01-10", None)]);
    for (name, findings) in [("Claude Code Pavel", 0), ("claude code  pavel", 0), ("claude code ingrid", 1)] {
        let report = page(&[day(name, "2026-07-08")]);
        let files = [("keys.json", keys.as_str()), ("usage.csv", &quarter()), ("code.json", &report)];
        assert_eq!(found(&ANALYZER, &files).len(), findings, "Claude Code: {name}");
        let used = usage(&[(name, "Default", days("2026-07-05", "2026-09-30"))]);
        let files = [("keys.json", keys.as_str()), ("usage.csv", &quarter()), ("b.csv", &used)];
        assert_eq!(found(&ANALYZER, &files).len(), findings, "usage: {name}");
    }
}

/// Fault: A key that was in use until the month before a month of data «was never used», at high confidence
/// Outcome: The title says for how many days no use is on record; up to 45 of them the confidence is medium
#[test]
fn a_key_older_than_the_data_is_not_said_to_be_unused_ever() {
    let keys = page(&[key("stale-older", "2026-01-10", None), key("stale-new", "2026-07-10", None)]);
    for (since, expected) in [
        ("2026-07-01", [("not used in the 92 days of data", Confidence::High), ("never used", Confidence::High)]),
        (
            "2026-09-01",
            [
                ("not used in the 30 days of data", Confidence::Medium),
                ("not used in the 30 days of data", Confidence::Medium),
            ],
        ),
    ] {
        let used = usage(&[("ok", "Default", days(since, "2026-09-30"))]);
        let listed = keys.replace("\"data\":[", &format!("\"data\":[{},", key("ok", "2026-01-10", None)));
        let Outcome::Assessed { findings, .. } =
            outcome(&ANALYZER, &[("keys.json", &listed), ("usage.csv", &used)], &Policy::default())
        else {
            panic!()
        };
        assert_eq!(findings.len(), 2, "{since}");
        for (finding, (says, confidence)) in findings.iter().zip(expected) {
            assert!(finding.title.ends_with(says), "{}", finding.title);
            assert_eq!(finding.confidence, confidence, "{}", finding.title);
        }
    }
}
