use std::collections::BTreeSet;

use serde_json::json;

use super::sessions;
use crate::analyze::testing::activity;
use crate::facts::timelines;
use crate::ingest::load_bytes_as;
use crate::model::Reading;

fn found(events: &[(&str, &str, &str)]) -> Vec<String> {
    let lines: String = events
        .iter()
        .map(|(time, kind, local)| format!("{}\n", activity(&format!("2026-08-03T{time}:00Z"), kind, local, json!({}))))
        .collect();
    let reading = Reading { singly: BTreeSet::from(["claude_chat_created".to_owned()]), ..Reading::default() };
    let data = load_bytes_as(vec![("feed.jsonl".to_owned(), lines.into_bytes())], &reading).unwrap();
    let events = crate::facts::Events::read(&data).unwrap();
    let [entries] = timelines(&data, &events, &[BTreeSet::from(["user_ann".to_owned()])]).unwrap().try_into().unwrap();
    let write_out = |one: &super::Session| {
        let by = one.sign_in.as_deref().unwrap_or("no sign-in");
        format!("{}-{} {} {by} @{}", one.from.format("%H:%M"), one.to.format("%H:%M"), one.events, one.source.line)
    };
    sessions(&entries).iter().map(write_out).collect()
}

#[test]
fn from_a_sign_in_to_the_last_act_before_a_rest() {
    let events = [
        ("08:00", "sso_login_initiated", "ann"),
        ("08:01", "sso_login_succeeded", "ann"),
        ("08:20", "claude_chat_created", "ann"),
        ("08:50", "claude_chat_created", "ann"),
        ("09:00", "claude_chat_created", "ben"),
        ("09:21", "claude_chat_created", "ann"),
        ("09:30", "sso_login_succeeded", "ann"),
        ("11:00", "sso_login_failed", "ann"),
    ];
    assert_eq!(
        found(&events),
        ["08:01-08:50 3 sso_login_succeeded @2", "09:21-09:21 1 no sign-in @6", "09:30-09:30 1 sso_login_succeeded @7"],
        "thirty minutes are no rest and 31 are; a sign-in begins another"
    );
}

#[test]
fn who_did_nothing_has_none() {
    assert_eq!(found(&[("08:00", "claude_chat_created", "ben")]), [""; 0]);
}

#[test]
fn what_both_sources_report_of_one_sign_in_is_one_and_who_signs_in_again_begins_anew() {
    let events = [
        ("08:00", "sso_login_succeeded", "ann"),
        ("08:00", "magic_link_login_succeeded", "ann"),
        ("08:01", "sso_login_succeeded", "ann"),
        ("08:02", "magic_link_login_succeeded", "ann"),
    ];
    assert_eq!(
        found(&events).iter().map(|one| one.split(" @").next().unwrap().to_owned()).collect::<Vec<_>>(),
        [
            "08:00-08:00 2 magic_link_login_succeeded",
            "08:01-08:01 1 sso_login_succeeded",
            "08:02-08:02 1 magic_link_login_succeeded"
        ]
    );
}
