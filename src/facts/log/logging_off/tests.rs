//! Intervals, and what the feed covers next to them.

use serde_json::{Value, json};

use crate::analyze::testing::{activity, days, facts};

fn set(at: &str, fields: Value) -> Value {
    activity(at, "org_compliance_api_settings_updated", "ann", fields)
}

fn api(at: &str, enabled: bool) -> Value {
    set(at, json!({"compliance_api_enabled": enabled}))
}

/// A feed with an event every day from July to September, and more.
fn feed(more: &[Value]) -> String {
    let daily = days("2026-07-01", "2026-09-30").into_iter();
    let daily = daily.map(|day| activity(&format!("{day}T08:00:00Z"), "sso_login_succeeded", "ok", json!({})));
    daily.chain(more.iter().cloned()).map(|event| format!("{event}\n")).collect()
}

fn intervals(more: &[Value]) -> Vec<String> {
    facts(&[("feed.jsonl", &feed(more))]).log.logging_off.intervals().iter().map(ToString::to_string).collect()
}

#[test]
fn from_off_to_on() {
    let events = [
        api("2026-07-10T10:00:00Z", true),
        api("2026-08-03T10:00:00Z", false),
        api("2026-08-04T10:00:00Z", false),
        api("2026-08-06T11:30:00Z", true),
        set("2026-09-01T10:00:00Z", json!({"compliance_api_logging_enabled": false})),
        set("2026-09-02T10:00:00Z", json!({})),
    ];
    assert_eq!(
        intervals(&events),
        [
            "the Compliance API was off from 2026-08-03 10:00 to 2026-08-06 11:30 UTC",
            "logging of the Compliance API is off since 2026-09-01 10:00 UTC, as far as is on record",
        ]
    );
}

#[test]
fn one_event_that_switches_both_off_is_one_time_as_long_as_the_longer() {
    let both = |at: &str, api: bool, logging: bool| {
        set(at, json!({"compliance_api_enabled": api, "compliance_api_logging_enabled": logging}))
    };
    let events = [both("2026-08-03T10:00:00Z", false, false), both("2026-08-04T10:00:00Z", true, false)];
    let found = intervals(&events);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("since 2026-08-03 10:00"), "{found:?}");
}

fn runs(files: &[(&str, &str)]) -> [Vec<i64>; 2] {
    let facts = facts(files);
    let lengths = |runs: &crate::facts::Runs| runs.iter().map(|run| run.days()).collect();
    [lengths(&facts.coverage.events), lengths(&facts.coverage.feed)]
}

#[test]
fn days_without_logging_are_not_covered() {
    let off = feed(&[api("2026-08-10T10:00:00Z", false), api("2026-08-12T10:00:00Z", true)]);
    assert_eq!(runs(&[("feed.jsonl", &off)]), [vec![40, 49], vec![40, 49]]);
    let short = feed(&[api("2026-08-10T10:00:00Z", false), api("2026-08-10T12:00:00Z", true)]);
    assert_eq!(runs(&[("feed.jsonl", &short)]), [vec![92], vec![92]], "two hours are a caveat and no gap");
    let open = feed(&[api("2026-08-10T10:00:00Z", false)]);
    assert_eq!(runs(&[("feed.jsonl", &open)]), [vec![40], vec![40]]);
}

#[test]
fn the_audit_log_export_goes_on() {
    let off = feed(&[api("2026-08-10T10:00:00Z", false), api("2026-08-12T10:00:00Z", true)]);
    let mut log =
        "created_at,actor_info,event,event_info,entity_info,ip_address,device_id,user_agent,client_platform\n"
            .to_owned();
    for day in days("2026-08-01", "2026-08-31") {
        log.push_str(&format!("{day}T10:00:00Z,{{}},user_signed_in_sso,{{}},None,,,,\n"));
    }
    assert_eq!(runs(&[("feed.jsonl", &off), ("log.csv", &log)]), [vec![92], vec![40, 49]]);
}

#[test]
fn the_caveat_names_a_few() {
    let many: Vec<Value> = (1..=5)
        .flat_map(|day| {
            [api(&format!("2026-08-{day:02}T10:00:00Z"), false), api(&format!("2026-08-{day:02}T11:00:00Z"), true)]
        })
        .collect();
    let facts = facts(&[("feed.jsonl", &feed(&many))]);
    let until = |day: &str| facts.log.logging_off.caveat(format!("{day}T00:00:00Z").parse().unwrap());
    assert_eq!(until("2026-08-01"), None);
    let caveat = until("2026-09-01").unwrap();
    assert!(caveat.contains("2026-08-03 10:00 to 2026-08-03 11:00 UTC, and 2 more times: "), "{caveat}");
}
