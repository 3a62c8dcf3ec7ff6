//! Members `ann` and `bob`, an admin, and a feed of theirs over the third quarter of 2026.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{ABOUT_EVIDENCE, BY_ACTOR, BY_ORIGIN, BY_OTHER_TYPES, BY_PROGRAM, BY_SIGN_INS, WITHOUT_TYPES};
use crate::analyze::testing::{activity, days, found, member, page, report, with};
use crate::analyze::{ALL, Analyzer};
use crate::model::{CheckStatus, Table};
use crate::policy::Policy;

fn check(id: &str) -> &'static Analyzer {
    ALL.iter().find(|check| check.id == id).unwrap()
}

fn members() -> String {
    page(&[member("ann@example.com", "developer"), member("bob@example.com", "admin")])
}

/// Chats of both on every day, each as `change` leaves it.
fn feed(from: &str, to: &str, change: impl Fn(Value, &str) -> Value) -> String {
    let of_day = |day: String| {
        ["ann", "bob"].map(|who| {
            let one = activity(&format!("{day}T09:00:00Z"), "claude_chat_created", who, json!({}));
            change(one, who).to_string() + "\n"
        })
    };
    days(from, to).into_iter().flat_map(of_day).collect()
}

fn q3(change: impl Fn(Value, &str) -> Value) -> String {
    feed("2026-07-01", "2026-09-30", change)
}

fn says(id: &str, feed: &str) -> Vec<String> {
    found(check(id), &[("feed.jsonl", feed), ("users.json", &members())])
}

/// Status of a check in a report, and what weakens it.
fn weakness(id: &str, feed: &str) -> (CheckStatus, Option<String>) {
    let policy = Policy::default();
    let report = report(&[("feed.jsonl", feed), ("users.json", &members())], &policy, None);
    let one = report.checks.iter().find(|check| check.id == id).unwrap();
    (one.status, one.partial.clone())
}

/// Fault: Events whose actor was removed, redacted or unreadable were nobody's: members were inactive, and checks of actors passed
/// Outcome: While events could be anybody's, nobody is inactive, and checks of actors are not assessed, or weak where only some events are so
#[test]
fn events_that_do_not_say_who_acted() {
    assert_eq!(says("inactive-admin", &q3(|one, _| one)), [""; 0]);
    for actor in [
        json!(null),
        json!({}),
        json!("System.Object"),
        json!({"type": "user_actor", "email_address": "[REDACTED]", "user_id": null}),
        json!({"type": "user_actor", "email_address": "a***@example.com", "user_id": "***"}),
    ] {
        let nameless = q3(|one, _| with(one, json!({"actor": actor})));
        for id in ["inactive-admin", "inactive-member", "off-roster-actor", "mass-deletion", "self-elevation"] {
            assert_eq!(says(id, &nameless), ["not assessed"], "{id} {actor}");
        }
        let of_bob = q3(|one, who| if who == "bob" { with(one, json!({"actor": actor})) } else { one });
        assert_eq!(says("inactive-admin", &of_bob), ["not assessed"], "{actor}");
        let (status, why) = weakness("off-roster-actor", &of_bob);
        assert_eq!(status, CheckStatus::Assessed);
        assert!(why.unwrap().starts_with("92 audit events in the period do not say who acted"));
    }
    for nobody in [json!({"type": "system_actor"}), json!({"type": "anthropic_actor", "email_address": null})] {
        let of_bob = q3(|one, who| if who == "bob" { with(one, json!({"actor": nobody})) } else { one });
        assert_eq!(says("inactive-admin", &of_bob), ["high bob@example.com"], "{nobody} is no person");
    }
}

/// Fault: A month without events was found, and every check of events passed all the same
/// Outcome: The checks say which days they could not look at; a quiet week is none
#[test]
fn days_without_events_weaken_what_was_not_found() {
    let part =
        |ranges: &[(&str, &str)]| ranges.iter().map(|(from, to)| feed(from, to, |one, _| one)).collect::<String>();
    let without_august = part(&[("2026-07-01", "2026-07-31"), ("2026-09-01", "2026-09-30")]);
    let (status, why) = weakness("data-export-event", &without_august);
    assert_eq!(
        (status, why.as_deref()),
        (CheckStatus::Assessed, Some("audit events are missing: 1 to 31 Aug 2026 (31 days)"))
    );
    assert_eq!(weakness("excess-admins", &without_august).1, None, "a check of lists");
    let with_a_quiet_week = part(&[("2026-07-01", "2026-07-31"), ("2026-08-08", "2026-09-30")]);
    assert_ne!(
        weakness("data-export-event", &with_a_quiet_week).1.as_deref(),
        Some("audit events are missing: 1 to 7 Aug 2026 (7 days)"),
        "too few weeks to know"
    );
}

/// Fault: A feed of another quarter passed for one of this: «assessed, 0 found», and members were inactive since
/// Outcome: Checks of events without an event in the period are not assessed
#[test]
fn events_of_another_quarter() {
    let feed = feed("2026-04-01", "2026-06-30", |one, _| one);
    let usage = crate::analyze::testing::usage(&[("k", "Default", days("2026-07-01", "2026-09-30"))]);
    for id in ["data-export-event", "leaver-activity", "admin-key-change", "key-creation-burst", "inactive-admin"] {
        let files = [("feed.jsonl", feed.as_str()), ("users.json", &members()), ("usage.csv", &usage)];
        assert_eq!(found(check(id), &files), ["not assessed"], "{id}");
    }
}

/// Fault: A feed whose types were translated passed: nothing that anybody knows was in it
/// Outcome: Where most events are of unknown types the checks of what was done are not assessed; a single new type changes nothing
#[test]
fn types_that_nobody_knows() {
    let translated = q3(|one, _| with(one, json!({"type": "unterhaltung_erstellt"})));
    for id in ["data-export-event", "logging-disabled", "security-setting-change"] {
        assert_eq!(says(id, &translated), ["not assessed"], "{id}");
    }
    assert_eq!(says("off-roster-actor", &translated), [""; 0], "who acted is known");
    let one_new = q3(|one, _| one) + &activity("2026-08-03T10:00:00Z", "teapot_boiled", "ann", json!({})).to_string();
    assert_eq!(says("data-export-event", &one_new), [""; 0]);
}

/// Fault: A table of the feed had lost the new values: single sign-on was switched off, and the check of settings was assessed and had found nothing
/// Outcome: A check that could judge no event is not assessed, and one that could judge only some is weak
#[test]
fn events_that_do_not_say_what_was_changed() {
    let sso = |fields: Value| {
        let one = activity("2026-08-03T10:00:00Z", "org_sso_toggled", "bob", fields);
        q3(|one, _| one) + &format!("{one}\n")
    };
    let beside = activity("2026-08-04T10:00:00Z", "org_domain_verified", "bob", json!({}));
    for (unsaid, stated) in [(json!({}), json!({"enabled": 1})), (json!({"enabled": "?"}), json!({"enabled": "t"}))] {
        let id = "security-setting-change";
        assert_eq!(weakness(id, &sso(stated)), (CheckStatus::Assessed, None));
        let unsaid = sso(unsaid);
        assert_eq!(weakness(id, &unsaid).0, CheckStatus::NotAssessed);
        let (status, weak) = weakness(id, &format!("{unsaid}{beside}\n"));
        assert_eq!(status, CheckStatus::Assessed);
        assert!(weak.is_some_and(|weak| weak.contains("do not say the new value: 1 change")));
    }
}

/// Checks of events that find what was done, whoever did it: an event without an actor is found as well.
const BY_WHAT_WAS_DONE: [&str; 30] = [
    "admin-key-change",
    "alert-recipients-changed",
    "compliance-api-deletion",
    "connector-added",
    "custom-role-change",
    "data-export-event",
    "directory-sync-failure",
    "disable-act-enable",
    "extra-usage-enabled",
    "inspection-failed-open",
    "join-policy-relaxed",
    "key-used-after-departure",
    "key-used-after-revocation",
    "limit-raised-then-spike",
    "logging-disabled",
    "login-outside-sso",
    "machine-identity-added",
    "off-hours-admin-action",
    "offboarding-lag",
    "organization-deletion",
    "overscoped-compliance-key",
    "owner-transfer",
    "privileged-role-change",
    "public-share",
    "rate-limit-removed",
    "repeated-failed-login",
    "security-setting-change",
    "spend-limit-removed",
    "tunnel-token-issued",
    "workspace-churn",
];

/// A new check of events is to be put where it belongs: whether events without an actor weaken it.
#[test]
fn of_every_check_of_events_it_is_decided_whether_it_judges_by_who_acted() {
    let asks = |check: &&Analyzer| check.reads.iter().any(|group| group.contains(&Table::Events));
    let all: BTreeSet<&str> = ALL.iter().filter(asks).map(|check| check.id).collect();
    let decided: Vec<&str> = [&BY_ACTOR[..], &ABOUT_EVIDENCE, &BY_WHAT_WAS_DONE].concat();
    assert_eq!(decided.iter().copied().collect::<BTreeSet<_>>(), all);
    assert_eq!(decided.len(), all.len(), "a check is decided twice");
    for id in WITHOUT_TYPES.iter().chain(&BY_SIGN_INS).chain([&BY_OTHER_TYPES, &BY_ORIGIN, &BY_PROGRAM]) {
        assert!(all.contains(id), "{id} asks no events");
    }
}
