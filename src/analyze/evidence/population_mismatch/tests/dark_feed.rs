//! What is said of a contradiction where the feed was off for some days, and whom an admission lets in.

use serde_json::{Value, json};

use super::{ANALYZER, created, event, feed, status};
use crate::analyze::Outcome;
use crate::analyze::testing::{key, member, outcome, page, with};
use crate::policy::Policy;

/// `confidence: what does not fit` about the things of one list.
fn said(list: &[Value], events: &[Value]) -> Vec<String> {
    let (list, feed) = (page(list), feed(events));
    let Outcome::Assessed { findings, .. } =
        outcome(&ANALYZER, &[("list.json", &list), ("feed.json", &feed)], &Policy::default())
    else {
        panic!("not assessed")
    };
    findings.iter().map(|one| format!("{}: {}", one.confidence.id(), one.observed.clone().unwrap())).collect()
}

/// Logging is off from 1 to 6 August, and these events are on record.
fn while_off(events: &[Value]) -> Vec<Value> {
    let switch = |at: &str, on: bool| {
        event(at, "org_compliance_api_settings_updated", json!({"compliance_api_logging_enabled": on}))
    };
    [vec![switch("2026-08-01T00:00:00Z", false), switch("2026-08-06T00:00:00Z", true)], events.to_vec()].concat()
}

/// What a list says happened is in doubt where logging was off then; what an event says, where it was off at any time since.
#[test]
fn a_contradiction_names_the_time_without_logging_that_may_explain_it() {
    const OFF: &str = "; logging of the Compliance API was off from 2026-08-01 00:00 to 2026-08-06 00:00 UTC, when the feed has no events";
    let new = |day: &str| {
        let found = said(&[key("k", day, None)], &while_off(&[]));
        let why = format!("listed as new on {day}, a day of the feed without such an event");
        let [one] = found.as_slice() else { panic!("{found:?}") };
        (one == &format!("low: {why}{OFF}"), one == &format!("high: {why}"))
    };
    assert_eq!(new("2026-08-03"), (true, false), "made in that time");
    for day in ["2026-07-25", "2026-08-10"] {
        assert_eq!(new(day), (false, true), "made on {day}, when logging was on");
    }
    let archived =
        |at: &str| said(&[key("k", "2026-01-05", None)], &while_off(&[status(at, "k", "active", "archived")]));
    let why = |day: &str| format!("platform_api_key_updated on {day}, but listed as if not");
    assert_eq!(archived("2026-07-20T12:00:00Z"), [format!("low: {}{OFF}", why("2026-07-20"))], "brought back unseen");
    assert_eq!(archived("2026-08-20T12:00:00Z"), [format!("high: {}", why("2026-08-20"))], "logging was on ever since");
    let absent = |at: &str| said(&[key("old", "2026-01-05", None)], &while_off(&[created(at, "gone")]));
    let why = |day: &str| format!("platform_api_key_created on {day}, not ended since, and not listed");
    assert_eq!(absent("2026-07-20T12:00:00Z"), [format!("low: {}{OFF}", why("2026-07-20"))], "archived unseen");
    assert_eq!(absent("2026-08-20T12:00:00Z"), [format!("high: {}", why("2026-08-20"))]);
}

/// An admission that names nobody is of whoever joined within an hour of it, before or after; and keys are not let in.
#[test]
fn an_admission_explains_who_joined_within_an_hour() {
    let admitted = [event("2026-08-20T09:00:00Z", "org_join_request_approved", json!({}))];
    let joined = |at: &str| {
        let new = with(member("new@example.com", "user"), json!({ "added_at": at }));
        said(&[member("ok@example.com", "admin"), new], &admitted).len()
    };
    for (at, found) in [
        ("2026-08-20T07:59:59Z", 1),
        ("2026-08-20T08:00:00Z", 0),
        ("2026-08-20T09:00:00Z", 0),
        ("2026-08-20T10:00:00Z", 0),
        ("2026-08-20T10:00:01Z", 1),
    ] {
        assert_eq!(joined(at), found, "{at}");
    }
    let key = with(key("k", "2026-08-20", None), json!({"created_at": "2026-08-20T09:00:00Z"}));
    assert_eq!(said(&[key], &admitted).len(), 1, "a key is no person");
}
