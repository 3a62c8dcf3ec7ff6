use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::sessions;
use crate::analyze::testing::{activity, with};
use crate::facts::timelines;
use crate::ingest::load_bytes_as;
use crate::model::Reading;

fn at(time: &str, kind: &str, local: &str) -> Value {
    activity(&format!("2026-08-03T{time}:00Z"), kind, local, json!({}))
}

fn found(events: &[(&str, &str, &str)]) -> Vec<String> {
    of_ann(&events.iter().map(|(time, kind, local)| at(time, kind, local)).collect::<Vec<_>>())
}

/// The sessions of Ann, who is known by id and address.
fn of_ann(events: &[Value]) -> Vec<String> {
    let lines: String = events.iter().map(|event| format!("{event}\n")).collect();
    let reading = Reading { singly: BTreeSet::from(["claude_chat_created".to_owned()]), ..Reading::default() };
    let data = load_bytes_as(vec![("feed.jsonl".to_owned(), lines.into_bytes())], &reading).unwrap();
    let events = crate::facts::Events::read(&data).unwrap();
    let ann = ["user_ann", "ann@example.com"].map(str::to_owned);
    let [entries] = timelines(&data, &events, &[BTreeSet::from(ann)]).unwrap().try_into().unwrap();
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

#[test]
fn what_others_did_to_somebody_and_what_nobody_signed_in_did_is_no_part_of_a_session() {
    let about_ann = |time: &str| with(at(time, "org_user_invite_sent", "ben"), json!({"user_id": "user_ann"}));
    let unknown = json!({"type": "unauthenticated_user_actor", "unauthenticated_email_address": "ann@example.com"});
    let with_her_address = |time: &str| with(at(time, "org_join_request_created", "x"), json!({ "actor": unknown }));
    let own = [at("08:00", "sso_login_succeeded", "ann"), at("08:10", "claude_chat_created", "ann")];
    let between = [own.to_vec(), vec![about_ann("08:20"), with_her_address("08:25")]].concat();
    assert_eq!(of_ann(&between), ["08:00-08:10 2 sso_login_succeeded @1"], "her session is no longer for it");
    assert_eq!(of_ann(&[about_ann("09:00"), with_her_address("10:00")]), [""; 0], "and nobody's begins with it");
}
