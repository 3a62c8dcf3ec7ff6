//! `ok-…` keys are listed, `stale-…` names are not.

use serde_json::json;

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{
    activity, ask, baseline, cost, days, found, found_in, judge, key, keyless_cost, outcome, page, usage, with,
};
use crate::model::Confidence;
use crate::policy::Policy;

fn listed() -> String {
    page(&[
        key("ok-listed", "2026-01-05", None),
        with(key("ok-archived", "2026-01-05", None), json!({"status": "archived"})),
    ])
}

#[test]
fn names_and_ids_that_no_list_has() {
    let all = days("2026-07-01", "2026-09-30");
    let usage = usage(&[
        ("stale-ghost", "Default", all.clone()),
        ("ok-listed", "Default", all.clone()),
        ("ok-archived", "Default", all.clone()),
        ("", "Default", all),
    ]);
    let files = [("keys.json", listed()), ("usage.csv", usage)];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let lines = ask(&ANALYZER, &files);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with("high stale-ghost: used 2026-07-01 to 2026-09-30, spending $"), "{lines:?}");
    assert!(
        lines[0].ends_with("estimated at list prices, in the period, but not among the 2 listed keys"),
        "{lines:?}"
    );
}

/// Fault: «Key «x» is in use» of one whose use had ended six weeks before
/// Outcome: The title says until when it was in use, where that is more than two weeks ago
#[test]
fn a_key_whose_use_has_ended_is_not_in_use() {
    for (last, says) in [
        ("2026-08-19", "was in use until 19 Aug 2026"),
        ("2026-09-16", "was in use until 16 Sep 2026"),
        ("2026-09-17", "is in use"),
    ] {
        let usage = usage(&[
            ("stale-ghost", "Default", days("2026-07-01", last)),
            ("ok-listed", "Default", days("2026-07-01", "2026-09-30")),
        ]);
        let files = [("keys.json", listed()), ("usage.csv", usage)];
        let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
        let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
        assert_eq!(findings[0].title, format!("Key «stale-ghost» {says} but not in the key list"));
    }
}

#[test]
fn a_cost_export_gives_the_id_and_the_dollars() {
    let ghost = |day: &String| (day.clone(), "ok-listed", "apikey_ghost", "Default", 2.0);
    let rows: Vec<_> = days("2026-09-29", "2026-09-30").iter().map(ghost).collect();
    let files = [("keys.json", listed()), ("cost.csv", cost(&rows))];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    assert_eq!(findings.len(), 1, "the id counts, and not the name that a listed key has too");
    assert_eq!(findings[0].subject.id.as_deref(), Some("apikey_ghost"));
    assert_eq!(findings[0].impact_usd.map(|usd| usd.to_string()).as_deref(), Some("4"));
    assert_eq!(findings[0].confidence, Confidence::High);
}

/// Fault: «Spending $0.00» was said of a key that was used every day, because the cost exports do not distinguish keys
/// Outcome: What it used is estimated at list prices; where there is no price either, its cost is called unknown and no impact is stated
#[test]
fn what_a_key_cost_beside_cost_that_names_no_keys() {
    let all = days("2026-09-01", "2026-09-30");
    let (keyless, used) = (keyless_cost(&all, 9.0), usage(&[("stale-ghost", "A", all)]));
    let unpriced = used.replace("claude-opus-5", "claude-of-tomorrow");
    for (used, says, has_impact) in [
        (&used, "estimated at list prices, in the period, but not among", true),
        (&unpriced, "at a cost that no export tells, but not among", false),
    ] {
        let files = [("keys.json", listed()), ("usage.csv", used.clone()), ("cost.json", keyless.clone())];
        let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
        let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
        assert!(findings.len() == 1 && findings[0].message.contains(says), "{says}: {:?}", findings[0].message);
        assert_eq!(findings[0].impact_usd.is_some(), has_impact, "{says}");
    }
}

#[test]
fn what_is_no_unknown_key() {
    let former = json!({
        "api_key_id": "apikey_ok-listed",
        "updates": [{"type": "name", "previous_value": "ok-former", "current_value": "ok-listed"}],
    });
    let feed = activity("2026-08-05T08:00:00Z", "platform_api_key_updated", "ok", former).to_string();
    let q3 = days("2026-07-01", "2026-09-30");
    let usage = usage(&[
        ("ok-former", "Default", days("2026-07-01", "2026-08-05")),
        ("ok-listed ", "Default", q3),
        ("ok-before-the-period", "Default", days("2026-06-20", "2026-06-30")),
    ]);
    let files = [("keys.json", listed()), ("usage.csv", usage), ("feed.jsonl", feed)];
    assert_eq!(found(&ANALYZER, &files.each_ref().map(|(name, text)| (*name, text.as_str()))), [""; 0]);
}

#[test]
fn use_from_before_a_key_was_made_is_not_its_own() {
    let keys = page(&[key("search", "2026-08-15", None)]);
    let usage = usage(&[("search", "Default", days("2026-07-01", "2026-09-30"))]);
    let files = [("keys.json", keys.as_str()), ("usage.csv", &usage)];
    let line = ask(&ANALYZER, &files).remove(0);
    assert!(line.starts_with("high search: used 2026-07-01 to 2026-08-14, spending $"), "{line}");
    assert!(line.ends_with("not among the 1 listed keys. A listed key got the name on 2026-08-15"), "{line}");
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    assert_eq!(findings[0].confidence, Confidence::Medium, "a list of active keys alone was probably filtered");
}

#[test]
fn a_cut_list_proves_nothing() {
    let cut = listed().replace("\"has_more\":false", "\"has_more\":true");
    let usage = usage(&[("stale-ghost", "Default", days("2026-07-01", "2026-09-30"))]);
    let line = ask(&ANALYZER, &[("keys.json", &cut), ("usage.csv", &usage)]).remove(0);
    assert!(line.starts_with("not assessed: the list of API keys is incomplete"), "{line}");
    assert_eq!(ask(&ANALYZER, &[("usage.csv", &usage)]), ["not assessed: no export of API keys"]);
}

/// Fault: A key that the cost export calls archived was unknown, with high severity, to a list of active keys alone
/// Outcome: It is not found, and a note says why; next to a list that has archived keys, and where it is active, it is
#[test]
fn archived_keys_that_a_list_of_active_ones_lacks() {
    let rows: Vec<_> =
        days("2026-09-01", "2026-09-03").iter().map(|day| (day.clone(), "old", "apikey_old", "Default", 2.0)).collect();
    let (active, archived) = (cost(&rows), cost(&rows).replace(",active\n", ",archived\n"));
    let filtered = page(&[key("ok-listed", "2026-01-05", None)]);
    for (keys, cost, lines) in
        [(&filtered, &archived, &[][..]), (&filtered, &active, &["high old"]), (&listed(), &archived, &["high old"])]
    {
        assert_eq!(found(&ANALYZER, &[("keys.json", keys), ("cost.csv", cost)]), lines, "{keys}");
    }
    let files = [("keys.json", filtered.as_str()), ("cost.csv", &archived)];
    let Outcome::Assessed { notes, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
    assert_eq!(notes, ["not found: 1 used key that the cost export calls archived, as the list has active keys alone"]);
}

/// Fault: A key that was renamed since the last report was unknown under its old name, which that report has with its id
/// Outcome: The name is the key's, unless a listed key has it today
#[test]
fn the_last_report_knows_former_names() {
    let usage = usage(&[("old-mailer", "Default", days("2026-07-01", "2026-09-30"))]);
    let last = |id: &str| {
        let before = page(&[with(key("old-mailer", "2025-01-05", None), json!({"id": id}))]);
        baseline(&[("keys.json", &before), ("usage.csv", &usage)])
    };
    let now = page(&[with(key("new-mailer", "2025-01-05", None), json!({"id": "apikey_mailer"}))]);
    let files = vec![("keys.json".to_owned(), now.into_bytes()), ("usage.csv".to_owned(), usage.clone().into_bytes())];
    let data = crate::ingest::load_bytes(files).unwrap();
    for (id, findings) in [("apikey_mailer", 0), ("apikey_another", 1)] {
        let Outcome::Assessed { findings: found, .. } = judge(&ANALYZER, &data, &Policy::default(), Some(&last(id)))
        else {
            panic!()
        };
        assert_eq!(found.len(), findings, "{id}: {found:?}");
    }
}

/// Fault: A list of keys lost its column of names, and every key that is used was «in use but not in the key list»
/// Outcome: Use that is known by a key's name alone is not judged while the list has keys without a name
#[test]
fn a_name_may_be_that_of_a_listed_key_without_one() {
    let usage = usage(&[("anything", "A", days("2026-09-01", "2026-09-30"))]);
    let named = page(&[key("other", "2026-01-01", None)]);
    let nameless = page(&[with(key("other", "2026-01-01", None), json!({"name": null}))]);
    let ask = |list: &str| found_in(&ANALYZER, &[("keys.json", list), ("usage.csv", &usage)]);
    assert_eq!(ask(&named), ["high anything"]);
    assert_eq!(ask(&nameless), [""; 0]);
}

/// Fault: A used key that the feed saw a member make was «not in the key list», high, with high confidence
/// Outcome: It is medium, and the message says who made it and when; an event about another key changes nothing
#[test]
fn a_key_that_the_log_saw_made() {
    let spent: Vec<_> = days("2026-07-01", "2026-09-30")
        .into_iter()
        .flat_map(|day| {
            [
                (day.clone(), "ok-listed", "apikey_ok-listed", "Default", 2.0),
                (day, "ghost", "apikey_ghost", "Default", 2.0),
            ]
        })
        .collect();
    for (of, wanted) in [("apikey_ghost", "medium"), ("apikey_other", "high")] {
        let made = activity("2026-06-30T12:00:00Z", "platform_api_key_created", "ann", json!({"api_key_id": of}));
        let files = [("keys.json", listed()), ("cost.csv", cost(&spent)), ("feed.jsonl", made.to_string())];
        let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
        let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!() };
        let [one] = &findings[..] else { panic!("{findings:?}") };
        assert_eq!(one.severity.id(), wanted, "{of}: {}", one.message);
        let says = one.message.contains("The log has that ann@example.com made it on 30 Jun 2026");
        assert_eq!(
            (says, one.confidence == Confidence::Medium),
            (wanted == "medium", wanted == "medium"),
            "{}",
            one.message
        );
    }
}
