//! Settings changed by `stale-…`, and by `ok-…` where nothing is wrong.

use serde_json::{Value, json};

use super::super::testing::{event, feed, in_feed, log, on, said};
use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, cost, days, found, outcome};
use crate::model::Confidence;
use crate::policy::Policy;

fn sso(time: &str, enabled: bool) -> Value {
    event(time, "org_sso_toggled", "stale-ann", json!({"enabled": enabled}))
}

#[test]
fn single_sign_on_off_and_on_again() {
    assert_eq!(
        said(&ANALYZER, &[sso("10:00", false), sso("11:55", true)]),
        [
            "critical stale-ann@example.com: single sign-on switched off by stale-ann@example.com on 2026-08-03 10:00 UTC, back by \
          stale-ann@example.com on 2026-08-03 11:55 UTC, after 1 h 55 min. Expected: no such change without a decision"
        ]
    );
    let open = said(&ANALYZER, &[sso("10:00", false)]).concat();
    assert!(open.contains(". Not undone in the activity feed, which ends on 2026-08-03 10:00 UTC. "), "{open}");
    for value in
        [json!(false), json!("false"), json!("False"), json!(0), json!("0"), json!("f"), json!("N"), json!("FALSCH")]
    {
        let other = event("10:00", "org_sso_toggled", "stale-ann", json!({"is_enabled": value}));
        assert_eq!(in_feed(&ANALYZER, &[other]), ["critical stale-ann@example.com"], "under another name");
    }
    let log = log(&[("10:00", "org_sso_toggled", "{'sso_enforced': False}")]);
    assert_eq!(found(&ANALYZER, &[("log.csv", &log)]), ["critical ann@example.com"]);
}

/// Fault: Of a feed that ends in July beside cost until September «not undone until the end of the data (1 October)» was said
/// Outcome: What nothing undid is stated up to the last event of the source that would show it, whatever else reaches further
#[test]
fn nothing_is_said_of_the_time_behind_the_last_event() {
    let cost =
        cost(&days("2026-08-01", "2026-09-30").into_iter().map(|day| (day, "k", "", "A", 1.0)).collect::<Vec<_>>());
    let log_off = log(&[("10:00", "org_sso_toggled", "{'sso_enforced': False}"), ("12:00", "project_created", "{}")]);
    let later = |day: &str| on(day, "17:02", "claude_chat_created", "ok-bob", json!({}));
    let removed = event("10:00", "org_ip_restriction_deleted", "stale-ann", json!({}));
    let restored = on("2026-08-05", "10:00", "org_ip_restriction_created", "stale-ann", json!({}));
    let (off, setting) = (
        sso("10:00", false),
        json!({"updates": [{"type": "sso_enabled", "previous_value": true, "current_value": false}]}),
    );
    let setting = event("10:00", "claude_organization_settings_updated", "stale-ann", setting);
    let open = "Not undone in the activity feed, which ends on 2026-08-";
    for (events, log, says) in [
        (vec![off.clone()], "", format!("{open}03 10:00 UTC.")),
        (vec![off.clone(), later("2026-08-20")], "", format!("{open}20 17:02 UTC.")),
        (vec![setting, later("2026-08-20")], "", format!("{open}20 17:02 UTC.")),
        (
            vec![later("2026-08-20")],
            &log_off,
            "Not undone in the audit-log export, which ends on 2026-08-03 12:00 UTC.".to_owned(),
        ),
        (vec![removed.clone(), later("2026-08-04")], "", String::new()),
        (
            vec![removed.clone()],
            "",
            "No replacement in the activity feed, which ends on 2026-08-03 10:00 UTC, less than 24 hours later."
                .to_owned(),
        ),
        (vec![removed, restored], "", String::new()),
    ] {
        let feed = feed(&events);
        let mut files = vec![("feed.jsonl", feed.as_str()), ("cost.csv", cost.as_str())];
        files.extend((!log.is_empty()).then_some(("log.csv", log)));
        let said = ask(&ANALYZER, &files).concat();
        assert!(said.contains(&says) && !said.contains("2026-10") && !said.contains("2026-09"), "{says}: {said}");
        assert!(!says.is_empty() || !said.contains("ends on"), "{said}");
        let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &Policy::default()) else {
            panic!("{said}")
        };
        let doubts = findings.iter().filter(|one| one.confidence != Confidence::High).count();
        assert_eq!(doubts, usize::from(says.starts_with("No replacement")), "{findings:?}");
    }
}

/// Fault: Single sign-on that one organization switched off was «back» when another one switched its own on, and the step to set it back was gone
/// Outcome: Every organization has settings of its own
#[test]
fn another_organizations_switch_is_another() {
    let of = |event: Value, id: &str| crate::analyze::testing::with(event, json!({"organization_id": id}));
    let found =
        |second: &str| said(&ANALYZER, &[of(sso("10:00", false), "org_1"), of(sso("11:55", true), second)]).concat();
    assert!(found("org_1").contains("back by"));
    assert!(!found("org_2").contains("back by"), "{}", found("org_2"));
}

#[test]
fn removed_and_weakened() {
    let keep = |was: Value, is: Value| json!({"updates": [{"type": "data_retention", "previous_value": was, "current_value": is}]});
    let events = [
        event("10:00", "org_sso_connection_deleted", "stale-1", json!({})),
        event("10:01", "org_domain_removed", "stale-2", json!({"domain": "example.com"})),
        event("10:02", "org_ip_restriction_deleted", "stale-3", json!({})),
        event("10:03", "org_magic_link_second_factor_toggled", "stale-4", json!({"enabled": false})),
        event("10:04", "org_external_key_deleted", "stale-5", json!({"external_key_id": "k"})),
        event(
            "10:05",
            "claude_organization_settings_updated",
            "stale-6",
            keep(json!({"timescale": "day", "duration": 30}), json!({"timescale": "indefinite"})),
        ),
        event(
            "10:06",
            "claude_pubsec_identity_configured",
            "stale-7",
            json!({"idp_saml_config_updated": false, "magic_link_toggled": true, "magic_link_enabled": true}),
        ),
    ];
    let wanted: Vec<String> = (1..=7).map(|number| format!("high stale-{number}@example.com")).collect();
    assert_eq!(in_feed(&ANALYZER, &events), wanted);
}

#[test]
fn what_needs_no_answer() {
    let events = [
        sso("09:00", true),
        event("10:00", "org_ip_restriction_deleted", "ok-1", json!({})),
        on("2026-08-04", "09:59", "org_ip_restriction_created", "ok-1", json!({})),
        event("10:10", "org_sso_connection_activated", "ok-2", json!({})),
        event("10:20", "org_sso_connection_deleted", "ok-2", json!({})),
        event("10:30", "claude_organization_settings_updated", "ok-3", json!({"updates": [{"type": "org_name"}]})),
        event("10:40", "org_directory_sync_deleted", "ok-4", json!({})),
        event("10:50", "claude_pubsec_identity_configured", "ok-5", json!({"idp_saml_config_updated": true})),
    ];
    assert_eq!(in_feed(&ANALYZER, &events), [""; 0]);
}

#[test]
fn one_replacement_stands_for_one_removal() {
    let removed = |time| event(time, "org_ip_restriction_deleted", "stale-ann", json!({}));
    let made = event("10:05", "org_ip_restriction_created", "stale-ann", json!({}));
    assert_eq!(in_feed(&ANALYZER, &[removed("10:00"), made.clone(), removed("10:10")]).len(), 1);
    let late = on("2026-08-04", "10:01", "org_ip_restriction_created", "stale-ann", json!({}));
    assert_eq!(in_feed(&ANALYZER, &[removed("10:00"), late]).len(), 1, "more than a day later");
}

#[test]
fn provisioning_residency_and_retention() {
    let mode = |was: &str, is: &str, whom: &str| {
        event("10:00", "org_sso_provisioning_mode_changed", whom, json!({"previous_mode": was, "new_mode": is}))
    };
    let moved = json!({"updates": [{"type": "workspace_geo", "previous_value": "eu", "current_value": "us"}]});
    let (off, on_again) =
        ("platform_workspace_inference_data_retention_disabled", "platform_workspace_inference_data_retention_enabled");
    let events = [
        mode("scim_advanced", "login_only", "stale-1"),
        mode("SCIM Permissive", "jit-advanced", "stale-2"),
        event("10:01", "org_data_residency_updated", "stale-3", moved),
        event("10:02", "org_ip_restriction_updated", "stale-4", json!({})),
        event("10:03", off, "stale-5", json!({"workspace_id": "w1"})),
        mode("scim_advanced", "scim_permissive", "ok-1"),
        mode("jit_advanced", "login_only", "ok-2"),
        mode("login_only", "scim_advanced", "ok-3"),
        event("10:04", off, "ok-4", json!({"workspace_id": "w2", "previous_value": false})),
        event("10:05", off, "ok-5", json!({"workspace_id": "w3", "previous_value": true})),
        event("11:05", on_again, "ok-5", json!({"workspace_id": "w3"})),
    ];
    let mut found = in_feed(&ANALYZER, &events);
    found.sort();
    let wanted = ["high stale-1", "high stale-2", "high stale-3", "medium stale-4", "medium stale-5"];
    assert_eq!(found, wanted.map(|one| format!("{one}@example.com")));
}

#[test]
fn what_the_events_do_not_say() {
    let events = [
        event("10:00", "org_sso_provisioning_mode_changed", "ann", json!({"new_mode": "login_only"})),
        event("10:00", "org_sso_toggled", "ann", json!({})),
    ];
    let unsaid = "because they do not say the new value: 2 changes of security settings";
    assert_eq!(said(&ANALYZER, &events), [format!("not assessed: not judged, {unsaid}")]);
    let beside = event("10:00", "org_sso_connection_activated", "ann", json!({}));
    let Outcome::Assessed { population, findings, notes } =
        outcome(&ANALYZER, &[("feed.jsonl", &feed(&[&events[..], &[beside]].concat()))], &Policy::default())
    else {
        panic!("assessed")
    };
    assert_eq!((population, findings.len()), (1, 0));
    assert_eq!(notes, [format!("not judged, {unsaid}")]);
    let keys = crate::analyze::testing::page(&[]);
    assert_eq!(ask(&ANALYZER, &[("keys.json", &keys)]), ["not assessed: no export of audit events"]);
}
