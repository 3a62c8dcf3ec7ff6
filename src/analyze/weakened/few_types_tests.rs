//! Feeds of the third quarter of 2026 that were filtered by type, and small ones that were not.

use serde_json::json;

use crate::analyze::testing::{activity, days, found_in, member, page, policy, report};
use crate::analyze::{ALL, Analyzer};
use crate::model::CheckStatus;
use crate::policy::Policy;

const FILTERED: &str = "they were probably exported with a filter";

fn check(id: &str) -> &'static Analyzer {
    ALL.iter().find(|check| check.id == id).unwrap()
}

/// Everybody does one of these things on every day, in turn.
fn feed(people: &[&str], types: &[&str], (from, to): (&str, &str)) -> String {
    let of_day = |(number, day): (usize, String)| {
        people.iter().map(move |who| {
            let kind = types[number % types.len()];
            activity(&format!("{day}T09:00:00Z"), kind, who, json!({})).to_string() + "\n"
        })
    };
    days(from, to).into_iter().enumerate().flat_map(of_day).collect()
}

const PEOPLE: [&str; 4] = ["ann", "bob", "cem", "dora"];
const Q3: (&str, &str) = ("2026-07-01", "2026-09-30");

fn members(people: &[&str]) -> String {
    let all: Vec<_> = people.iter().map(|who| member(&format!("{who}@example.com"), "admin")).collect();
    page(&all)
}

fn says(id: &str, feed: &str) -> Vec<String> {
    found_in(check(id), &[("feed.jsonl", feed), ("users.json", &members(&["ann", "bob", "cem", "dora", "eve"]))])
}

fn is_withheld(said: &[String]) -> bool {
    said.len() == 1 && said[0].starts_with("not assessed: ") && said[0].ends_with(FILTERED)
}

/// Fault: A feed that was downloaded with a filter for one or two types passed: no administrator did anything, and who did other things was inactive
/// Outcome: Where many people on many days do one or two things only, or sign in only, checks whose events are not among them are not assessed, and say why
#[test]
fn a_filter_for_types_proves_no_silence() {
    let filtered: [&[&str]; 5] = [
        &["claude_chat_created"],
        &["sso_login_succeeded"],
        &["claude_chat_created", "claude_file_uploaded"],
        &["compliance_api_accessed"],
        &["sso_login_succeeded", "magic_link_login_succeeded", "sso_login_initiated", "user_logged_out"],
    ];
    for types in filtered {
        let feed = feed(&PEOPLE, types, Q3);
        for id in [
            "security-setting-change",
            "privileged-role-change",
            "data-export-event",
            "logging-disabled",
            "repeated-failed-login",
            "admin-key-change",
            "public-share",
            "inactive-admin",
        ] {
            assert!(is_withheld(&says(id, &feed)), "{id} {types:?}: {:?}", says(id, &feed));
        }
        assert_eq!(says("off-roster-actor", &feed), [""; 0], "{types:?}: who acted is known");
    }
    let sign_ins = feed(&PEOPLE, &["sso_login_succeeded"], Q3);
    assert!(
        is_withheld(&says("login-outside-sso", &sign_ins))
            || says("login-outside-sso", &sign_ins)[0].starts_with("not appl")
    );
}

/// Small organizations, new ones, a few people and whole feeds are judged as before
#[test]
fn few_events_are_no_filter() {
    let whole = ["claude_chat_created", "sso_login_succeeded", "claude_file_uploaded"];
    for (people, types, days) in [
        (&PEOPLE[..], &whole[..], Q3),
        (&PEOPLE[..2], &whole[..1], Q3),
        (&PEOPLE[..], &whole[..1], ("2026-09-20", "2026-09-30")),
        (&PEOPLE[..3], &whole[..1], ("2026-09-01", "2026-09-30")),
    ] {
        let feed = feed(people, types, days);
        assert_eq!(says("data-export-event", &feed), [""; 0], "{people:?} {types:?} {days:?}");
    }
    let whole = feed(&PEOPLE, &whole, Q3);
    assert_eq!(says("inactive-admin", &whole), ["high eve@example.com"]);
    let found = feed(&PEOPLE, &["org_data_export_completed"], Q3);
    assert!(says("data-export-event", &found)[0].starts_with("high "), "what was asked for is found");
}

/// Fault: Beside a whole audit log a feed of one type passed for the record of the Console
/// Outcome: The checks say that the feed is of one type, and rules of the policy without an event are not assessed
#[test]
fn a_feed_beside_a_log_and_rules_of_the_policy() {
    let sign_ins = feed(&PEOPLE, &["sso_login_succeeded"], Q3);
    let log: String = ["conversation_created", "user_signed_in_sso", "org_user_invite_sent", "conversation_renamed"]
        .iter()
        .map(|event| {
            format!(
                "2026-08-03T10:00:00Z,\"{{'name': 'A', 'uuid': 'user_ann', 'metadata': {{'email_address': 'ann@example.com'}}}}\",{event},{{}},{{}},,,,\n"
            )
        })
        .collect();
    let log = format!(
        "created_at,actor_info,event,event_info,entity_info,ip_address,device_id,user_agent,client_platform\n{log}"
    );
    let example = |finds: bool, kind: &str| {
        let event = json!({"type": kind, "created_at": "2026-08-03T10:00:00Z"});
        format!("[[rules.example]]\nfinds = {finds}\nevent = '''{event}'''\n")
    };
    let rule = format!(
        "[[rules]]\nid = \"keys\"\ntitle = \"Keys made\"\nseverity = \"high\"\ncontrol = \"audit-log-review\"\nremedy = [\"Ask\"]\n\
         when = {{ type = [\"platform_api_key_created\"] }}\n{}{}",
        example(true, "platform_api_key_created"),
        example(false, "org_domain_removed")
    );
    let policy_text = policy(&rule);
    let users = members(&PEOPLE);
    let alone = [("feed.jsonl", sign_ins.as_str()), ("users.json", &users)];
    let one = |files: &[(&str, &str)], id: &str, policy: &Policy| {
        let report = report(files, policy, None);
        report.checks.iter().find(|check| check.id == id).cloned().unwrap()
    };
    assert_eq!(one(&alone, "keys", &policy_text).status, CheckStatus::NotAssessed);
    let both = [alone[0], alone[1], ("audit_logs.csv", log.as_str())];
    let admin_keys = one(&both, "admin-key-change", &Policy::default());
    let why = admin_keys.partial.unwrap_or_default();
    assert!(why.contains("the events of the activity feed are of 1 type only (sso_login_succeeded)"), "{why}");
}

/// A month that was downloaded with a filter, between whole ones, is named
#[test]
fn one_month_of_one_type() {
    let whole = ["claude_chat_created", "sso_login_succeeded", "claude_file_uploaded"];
    let months = [
        feed(&PEOPLE, &whole, ("2026-07-01", "2026-07-31")),
        feed(&PEOPLE, &whole[..1], ("2026-08-01", "2026-08-31")),
        feed(&PEOPLE, &whole, ("2026-09-01", "2026-09-30")),
    ];
    let partial = |months: &[String]| {
        let report =
            report(&[("feed.jsonl", &months.concat()), ("users.json", &members(&PEOPLE))], &Policy::default(), None);
        report.checks.iter().find(|check| check.id == "data-export-event").unwrap().partial.clone().unwrap_or_default()
    };
    let why = partial(&months);
    assert!(why.starts_with("1 to 31 Aug 2026: the audit events are of 1 type only (claude_chat_created)"), "{why}");
    let august = feed(&PEOPLE, &whole, ("2026-08-01", "2026-08-31"));
    assert_eq!(partial(&[months[0].clone(), august, months[2].clone()]), "");
}

/// Fault: A feed that was downloaded without sign-ins passed for a quarter without a failed one
/// Outcome: Where five people and more act for six weeks and nobody signs in, checks of sign-ins are not assessed
#[test]
fn a_feed_without_sign_ins() {
    let people = ["ann", "bob", "cem", "dora", "eve"];
    let without = ["claude_chat_created", "claude_file_uploaded", "claude_chat_viewed"];
    let with = ["claude_chat_created", "claude_file_uploaded", "sso_login_succeeded"];
    let said =
        |people: &[&str], types: &[&str], days: (&str, &str)| says("repeated-failed-login", &feed(people, types, days));
    assert!(
        said(&people, &without, Q3)[0].starts_with("not assessed: no event is a sign-in, on 92 days and of 5 people")
    );
    for (people, types, days) in
        [(&people[..], &with, Q3), (&people[..4], &without, Q3), (&people[..], &without, ("2026-08-25", "2026-09-30"))]
    {
        assert_eq!(said(people, types, days), [""; 0], "{people:?} {types:?} {days:?}");
    }
    assert_eq!(says("data-export-event", &feed(&people, &without, Q3)), [""; 0], "other checks are assessed");
}

/// Fault: A feed of one type, of two people, and an admin who only uses the Console «has no event in 92 days», with high confidence
/// Outcome: Silence is not judged by a feed of one type on which two people act again and again; other checks, one person, a few events and two types are judged as before
#[test]
fn a_feed_of_one_type_shows_nobodys_silence() {
    let (one, two) = (["claude_chat_created"], ["claude_chat_created", "sso_login_succeeded"]);
    for (people, types, withheld) in
        [(&PEOPLE[..2], &one[..], true), (&PEOPLE[..2], &two, false), (&PEOPLE[..1], &one, false)]
    {
        let feed = feed(people, types, Q3);
        let said = says("inactive-admin", &feed);
        assert_eq!(is_withheld(&said), withheld, "{people:?} {types:?}: {said:?}");
        assert_eq!(says("inactive-member", &feed), [""; 0], "{people:?} {types:?}: whoever is no admin is not there");
        assert_eq!(says("data-export-event", &feed), [""; 0], "{people:?} {types:?}");
    }
}
