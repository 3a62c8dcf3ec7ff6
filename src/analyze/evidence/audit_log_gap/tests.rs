//! A feed and an audit log of the third quarter of 2026.

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};
use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{activity, ask, ask_with, outcome, policy, with};
use crate::policy::Policy;

/// Types of the feed, with the names that the audit log has for them.
const TYPES: [(&str, &str); 4] = [
    ("claude_chat_created", "conversation_created"),
    ("sso_login_succeeded", "user_signed_in_sso"),
    ("claude_project_created", "project_created"),
    ("claude_file_uploaded", "file_uploaded"),
];

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}:00Z").parse().unwrap()
}

/// Every hour of July to September in which an organization works, without some times.
fn hours(works: fn(DateTime<Utc>) -> bool, without: &[(&str, &str)]) -> Vec<DateTime<Utc>> {
    let first = at("2026-07-01T00:30");
    let all = (0..92 * 24).map(|hour| first + TimeDelta::hours(hour));
    let is_there = |hour: &DateTime<Utc>| without.iter().all(|(from, to)| *hour < at(from) || *hour >= at(to));
    all.filter(|hour| works(*hour) && is_there(hour)).collect()
}

fn always(_: DateTime<Utc>) -> bool {
    true
}

fn office(hour: DateTime<Utc>) -> bool {
    hour.weekday().number_from_monday() <= 5 && (8..18).contains(&hour.hour())
}

fn lines(hours: &[DateTime<Utc>], more: &[Value]) -> String {
    let of_hour = |hour: &DateTime<Utc>| {
        let at = hour.format("%Y-%m-%dT%H:%M:%SZ").to_string();
        TYPES.map(|(kind, _)| format!("{}\n", activity(&at, kind, "ok", json!({}))))
    };
    hours.iter().flat_map(of_hour).chain(more.iter().map(|event| format!("{event}\n"))).collect()
}

fn log(hours: &[DateTime<Utc>]) -> String {
    let mut csv =
        "created_at,actor_info,event,event_info,entity_info,ip_address,device_id,user_agent,client_platform\n"
            .to_owned();
    for hour in hours {
        for (_, event) in TYPES {
            csv.push_str(&format!("{},{{}},{event},{{}},None,,,,\n", hour.format("%Y-%m-%dT%H:%M:%SZ")));
        }
    }
    csv
}

fn notes(files: &[(&str, &str)]) -> Vec<String> {
    match outcome(&ANALYZER, files, &Policy::default()) {
        Outcome::Assessed { notes, findings, .. } if findings.is_empty() => notes,
        Outcome::Assessed { findings, .. } => panic!("{findings:?}"),
        Outcome::NotAssessed { why, .. } | Outcome::NotApplicable { why, .. } => vec![why],
    }
}

const TWO_DAYS: (&str, &str) = ("2026-08-11T09:00", "2026-08-13T12:00");

#[test]
fn a_silence_in_a_busy_log() {
    let feed = lines(&hours(always, &[TWO_DAYS]), &[]);
    let said = ask(&ANALYZER, &[("feed.jsonl", &feed)]);
    assert_eq!(
        said,
        [
            "high activity feed: the activity feed has no event for 2 d 3 h, from 2026-08-11 09:00 to 2026-08-13 12:00 UTC. Usual for these hours: 204 (types of events, hour by hour). By chance this happens about less than once in a million quarters. Threshold: 24 hours (default), and a false alarm in 1 % of quarters (default)"
        ]
    );
}

#[test]
fn what_is_no_gap() {
    let whole = lines(&hours(always, &[]), &[]);
    assert_eq!(notes(&[("feed.jsonl", &whole)]), [""; 0]);
    let short = lines(&hours(always, &[("2026-08-11T09:00", "2026-08-12T08:00")]), &[]);
    assert_eq!(notes(&[("feed.jsonl", &short)]), [""; 0], "23 hours");
    assert_eq!(notes(&[("feed.jsonl", &lines(&hours(office, &[]), &[]))]), [""; 0], "weekends rest");
    let holiday = lines(&hours(office, &[("2026-08-11T00:00", "2026-08-13T00:00")]), &[]);
    let reported = notes(&[("feed.jsonl", &holiday)]);
    assert!(
        reported.len() == 1
            && reported[0].contains("Usual for these hours: 80 (")
            && reported[0].contains("may last as long (2 days of work)"),
        "{reported:?}"
    );
}

#[test]
fn longer_than_a_holiday() {
    let feed = lines(&hours(office, &[("2026-08-11T00:00", "2026-08-14T00:00")]), &[]);
    assert_eq!(ask(&ANALYZER, &[("feed.jsonl", &feed)]).len(), 1);
    let patient = policy("[checks.audit-log-gap]\nlongest_break_days = 5\n");
    assert_eq!(ask_with(&ANALYZER, &[("feed.jsonl", &feed)], &patient), [""; 0]);
}

/// A log of office days with so many events on each, all of one type.
fn sparse(a_day: usize, without: (&str, &str)) -> String {
    let works = hours(office, &[without]);
    let few = works.iter().filter(|hour| (hour.hour() as usize + hour.day() as usize * 3) % 10 < a_day);
    let line = |hour: &DateTime<Utc>| {
        let at = hour.format("%Y-%m-%dT%H:%M:%SZ").to_string();
        format!("{}\n", activity(&at, "claude_project_created", "ok", json!({})))
    };
    few.map(line).collect()
}

#[test]
fn a_week_without_events_in_a_log_of_office_days() {
    for a_day in [3, 4, 5, 10] {
        for week in [("2026-08-10T00:00", "2026-08-15T00:00"), ("2026-08-08T00:00", "2026-08-17T00:00")] {
            let feed = sparse(a_day, week);
            let found = ask(&ANALYZER, &[("feed.jsonl", &feed)]);
            assert_eq!(found.len(), 1, "{a_day} a day: {found:?}");
        }
        let weekend = sparse(a_day, ("2026-08-08T00:00", "2026-08-10T00:00"));
        assert_eq!(notes(&[("feed.jsonl", &weekend)]), [""; 0], "{a_day} a day: a weekend");
        let holiday = sparse(a_day, ("2026-08-10T00:00", "2026-08-12T00:00"));
        assert_eq!(ask(&ANALYZER, &[("feed.jsonl", &holiday)]), [""; 0], "{a_day} a day: two days off");
    }
    let one = sparse(1, ("2026-08-10T00:00", "2026-08-15T00:00"));
    assert_eq!(ask(&ANALYZER, &[("feed.jsonl", &one)]), [""; 0], "an event a day may be one person, on leave");
}

#[test]
fn the_other_source_goes_on() {
    let (silent, whole) = (hours(office, &[("2026-08-10T00:00", "2026-08-12T00:00")]), hours(office, &[]));
    let said = ask(&ANALYZER, &[("feed.jsonl", &lines(&whole, &[])), ("log.csv", &log(&silent))]);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("high audit-log export: "), "{said:?}");
    assert!(
        said[0]
            .contains(". In that time the activity feed has 80 events of types that the audit-log export also records")
    );
    let other: Vec<Value> =
        whole.iter().map(|hour| activity(&hour.to_rfc3339(), "compliance_api_accessed", "ok", json!({}))).collect();
    let of_its_own = lines(&silent, &other);
    let reported = notes(&[("feed.jsonl", &of_its_own), ("log.csv", &log(&silent))]);
    assert!(
        reported.iter().all(|note| note.starts_with("the audit-log export")),
        "other acts prove nothing: {reported:?}"
    );
}

#[test]
fn both_sources_are_silent() {
    let silent = hours(always, &[TWO_DAYS]);
    let said = ask(&ANALYZER, &[("feed.jsonl", &lines(&silent, &[])), ("log.csv", &log(&silent))]);
    assert!(said.len() == 2 && said[0].contains(". The audit-log export is silent too"), "{said:?}");
}

#[test]
fn a_missing_file() {
    let silent = hours(always, &[TWO_DAYS]);
    let middle = silent.iter().position(|hour| *hour >= at(TWO_DAYS.1)).unwrap();
    let (first, second) = (lines(&silent[..middle], &[]), lines(&silent[middle..], &[]));
    let said = ask(&ANALYZER, &[("feed-1.jsonl", &first), ("feed-2.jsonl", &second)]);
    assert!(
        said[0].contains(
            "The last event before it is in feed-1.jsonl, the next one in feed-2.jsonl: a file between them is probably missing"
        ),
        "{said:?}"
    );
}

#[test]
fn logging_was_off() {
    let set = |time: &str, enabled: bool| {
        let event =
            activity(time, "org_compliance_api_settings_updated", "ann", json!({"compliance_api_enabled": enabled}));
        with(event, json!({"id": format!("activity_{time}")}))
    };
    let events = [set("2026-08-11T08:50:00Z", false), set("2026-08-13T12:10:00Z", true)];
    let reported = notes(&[("feed.jsonl", &lines(&hours(always, &[TWO_DAYS]), &events))]);
    assert!(
        reported[0].contains("is explained: the Compliance API was off from 2026-08-11 08:50 to 2026-08-13 12:10 UTC"),
        "{reported:?}"
    );
    let events = [set("2026-08-11T08:50:00Z", false), set("2026-08-11T14:10:00Z", true)];
    let feed = lines(&hours(always, &[TWO_DAYS]), &events);
    assert_eq!(ask(&ANALYZER, &[("feed.jsonl", &feed)]).len(), 1, "it was on again, and silence went on");
    let open = |off: &str| lines(&hours(always, &[TWO_DAYS]), &[set(off, false)]);
    let open = |off: &str| ask(&ANALYZER, &[("feed.jsonl", &open(off))]).len();
    assert_eq!(open("2026-08-11T08:50:00Z"), 0, "the silence begins with it");
    assert_eq!(open("2026-08-07T08:50:00Z"), 1, "the feed goes on for days before the silence");
}

#[test]
fn too_little_is_not_assessed() {
    let all = hours(always, &[TWO_DAYS]);
    let reported = notes(&[("feed.jsonl", &lines(&all[..24 * 30], &[]))]);
    assert_eq!(reported, ["the activity feed has 30 days; its rhythm is known after 6 weeks"]);
    let early = lines(&hours(always, &[("2026-07-05T09:00", "2026-07-07T12:00")]), &[]);
    let reported = notes(&[("feed.jsonl", &early)]);
    assert!(
        reported[0].contains("Not judged: it has fewer than two weeks of events before or after it"),
        "{reported:?}"
    );
}
