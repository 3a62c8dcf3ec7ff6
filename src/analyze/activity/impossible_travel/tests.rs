//! Journeys that nobody makes, and those that only look like it.

use serde_json::{Value, json};

use super::super::testing::{feed, log, on};
use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{data, judge_at, outcome, policy};
use crate::model::{Place, Places, address};
use crate::policy::Policy;

const BERLIN: &str = "198.51.100.7";
const NEW_YORK: &str = "203.0.113.9";
const POTSDAM: &str = "192.0.2.5";
const NOWHERE: &str = "192.0.2.77";

fn places() -> Places {
    let place = |ip: &str, country: &str, at: Option<(f64, f64)>| {
        let known = Place { country: Some(country.into()), asn: Some(64500), coordinates: at, ..Place::default() };
        (address(ip).unwrap(), known)
    };
    let known = [
        place(BERLIN, "DE", Some((52.52, 13.405))),
        // One network with Berlin, by a database that errs.
        place("198.51.100.8", "US", Some((40.71, -74.0))),
        place(NEW_YORK, "US", Some((40.71, -74.0))),
        place(POTSDAM, "DE", Some((52.39, 13.06))),
        place(NOWHERE, "FR", None),
    ];
    Places { asked: true, known: known.into_iter().collect() }
}

fn act(time: &str, local: &str, ip: &str, kind: &str) -> Value {
    let mut event = on("2026-08-03", time, kind, local, json!({}));
    event["actor"]["ip_address"] = json!(ip);
    event
}

fn login(time: &str, local: &str, ip: &str) -> Value {
    act(time, local, ip, "sso_login_succeeded")
}

fn under(policy: &Policy, events: &[Value]) -> (u64, Vec<String>, Vec<String>) {
    match judge_at(&ANALYZER, &data(&[("feed.jsonl", &feed(events))]), policy, places()) {
        Outcome::Assessed { population, findings, notes } => {
            assert!(findings.iter().all(|finding| finding.evidence.len() == 2 && finding.observed.is_some()));
            let said = findings.iter().map(|f| format!("{} {}: {}", f.severity.id(), f.subject.label(), f.message));
            (population, said.collect(), notes)
        }
        Outcome::NotAssessed { why, .. } | Outcome::NotApplicable { why, .. } => panic!("{why}"),
    }
}

fn found(events: &[Value]) -> Vec<String> {
    under(&Policy::default(), events).1
}

#[test]
fn two_places_too_far_apart() {
    let events = [login("10:00", "stale-ann", BERLIN), login("10:30", "stale-ann", NEW_YORK)];
    let said = found(&events);
    assert_eq!(said.len(), 1, "{said:?}");
    for part in [
        "medium stale-ann@example.com: stale-ann@example.com did sso_login_succeeded on 2026-08-03 10:00 UTC from 198.51.100.7, in DE, \
         AS64500 (52.5, 13.4), then sso_login_succeeded on 2026-08-03 10:30 UTC from 203.0.113.9, in US, AS64500 (40.7, -74.0)",
        "6385 km in 30 min, 12770 km/h",
        "Thresholds: more than 500 km (default), at more than 1000 km/h (default)",
    ] {
        assert!(said[0].contains(part), "{part}: {said:?}");
    }
    let lax = policy("[checks.impossible-travel]\nspeed_kmh = 20000\n");
    assert!(under(&lax, &events).1.is_empty(), "the policy may move the limit");
}

#[test]
fn at_the_same_time() {
    let said =
        found(&[login("10:00", "stale-ann", BERLIN), act("10:00", "stale-ann", NEW_YORK, "org_members_exported")]);
    assert!(said.len() == 1 && said[0].contains("6385 km in no time."), "{said:?}");
}

#[test]
fn once_per_pair_of_places_and_day() {
    let to_and_fro = |day: &str| {
        ["10:00", "10:10", "10:20", "10:30"]
            .into_iter()
            .zip([BERLIN, NEW_YORK, BERLIN, NEW_YORK])
            .map(|(time, ip)| {
                let mut event = on(day, time, "sso_login_succeeded", "stale-ann", json!({}));
                event["actor"]["ip_address"] = json!(ip);
                event
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(found(&to_and_fro("2026-08-03")).len(), 1);
    assert_eq!(found(&[to_and_fro("2026-08-03"), to_and_fro("2026-08-05")].concat()).len(), 2);
}

#[test]
fn what_is_none() {
    let none = |why: &str, events: &[Value]| assert_eq!(found(events), [""; 0], "{why}");
    let start = || login("10:00", "ok-ann", BERLIN);
    none("a flight of eight hours", &[start(), login("18:00", "ok-ann", NEW_YORK)]);
    none("near by", &[start(), login("10:01", "ok-ann", POTSDAM)]);
    none("the same network", &[start(), login("10:01", "ok-ann", "198.51.100.8")]);
    none("two people", &[start(), login("10:01", "ok-bob", NEW_YORK)]);
    none("a failed sign-in", &[start(), act("10:01", "ok-ann", NEW_YORK, "sso_login_failed")]);
    none("a sign-in that anybody can begin", &[start(), act("10:01", "ok-ann", NEW_YORK, "sso_login_initiated")]);
    let everybody = ["ok-ann", "ok-bob", "ok-cid"].map(|who| login("10:05", who, NEW_YORK));
    none("an office or a VPN", &[&[start()][..], &everybody].concat());
    assert_eq!(
        found(
            &[&[login("10:00", "stale-ann", BERLIN), login("10:05", "stale-ann", NEW_YORK)][..], &everybody[1..2]]
                .concat()
        )
        .len(),
        1,
        "two people"
    );
    for kind in [
        "api_actor",
        "admin_api_key_actor",
        "service_account_actor",
        "anthropic_actor",
        "scim_directory_sync_actor",
        "system_actor",
        "unauthenticated_user_actor",
    ] {
        let mut other = login("10:01", "ok-ann", NEW_YORK);
        other["actor"]["type"] = json!(kind);
        none(kind, &[start(), other]);
    }
    let before = on("2026-06-30", "23:50", "sso_login_succeeded", "ok-ann", json!({}));
    none("long before", &[before, login("10:00", "ok-ann", NEW_YORK)]);
}

#[test]
fn places_without_coordinates_are_not_judged() {
    let events =
        [login("10:00", "ok-ann", BERLIN), login("10:01", "ok-ann", NOWHERE), login("10:02", "ok-ann", "10.0.0.1")];
    let (population, said, notes) = under(&Policy::default(), &events);
    assert_eq!((population, said.len()), (1, 0));
    assert_eq!(notes, ["not judged: 2 events by people in the period, without coordinates"]);
}

#[test]
fn both_sources_are_no_journey() {
    let log = log(&[("10:00", "user_requested_data_export", "{}")]);
    let mut away = on("2026-08-03", "10:01", "sso_login_succeeded", "ann", json!({}));
    away["actor"]["ip_address"] = json!(NEW_YORK);
    let data = data(&[("log.csv", &log), ("feed.jsonl", &feed(&[away]))]);
    let Outcome::Assessed { population, findings, .. } = judge_at(&ANALYZER, &data, &Policy::default(), places())
    else {
        panic!("assessed")
    };
    assert_eq!((population, findings.len()), (2, 0));
}

#[test]
fn without_a_city_database_the_question_does_not_arise() {
    let feed = feed(&[login("10:00", "ann", NOWHERE)]);
    let files = [("feed.jsonl", feed.as_str())];
    let Outcome::NotApplicable { why, needs } = outcome(&ANALYZER, &files, &Policy::default()) else { panic!("asked") };
    assert!(why.contains("no database") && needs[0].contains("--geoip"), "{why} {needs:?}");
    let Outcome::NotApplicable { why, .. } = judge_at(&ANALYZER, &data(&files), &Policy::default(), places()) else {
        panic!("located")
    };
    assert!(why.contains("coordinates for no address of the period (1 event by people)"), "{why}");
}
