use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, found, member, outcome, page, with};
use crate::model::Confidence;
use crate::policy::Policy;

/// The local parts that are found.
fn shared(locals: &[&str]) -> Vec<String> {
    let members: Vec<Value> = locals.iter().map(|local| member(&format!("{local}@example.com"), "developer")).collect();
    let lines = found(&ANALYZER, &[("members.json", &page(&members))]);
    lines.iter().map(|line| line.trim_start_matches("medium ").trim_end_matches("@example.com").to_owned()).collect()
}

#[test]
fn functions_and_groups() {
    let all = [
        "support",
        "Admin",
        "info",
        "dev",
        "team",
        "support+claude",
        "no-reply",
        "noreply",
        "admin2",
        "it.support",
        "dev-team",
        "team-rocket",
        "platform-team",
        "shared.inbox",
        "help_desk",
    ];
    assert_eq!(shared(&all), all);
    assert_eq!(
        ask(&ANALYZER, &[("members.json", &page(&[member("it.support@example.com", "user")]))]),
        [
            "medium it.support@example.com: «it.support» names a function or a group, not a person. Role: user. Expected: a person's own address"
        ]
    );
}

#[test]
fn people_whose_addresses_look_alike() {
    let people = [
        "devon",
        "adminah",
        "infante",
        "teamer",
        "supporto.rossi",
        "dev.patel",
        "jane-admin",
        "admin.smith",
        "d.info",
        "m.sales.k",
        "root.beer",
        "1234",
    ];
    assert_eq!(shared(&people), [""; 0]);
}

#[test]
fn a_word_that_is_a_given_name_too() {
    let called = |name: Value| {
        let members = page(&[with(member("dev@example.com", "user"), json!({"name": name}))]);
        found(&ANALYZER, &[("members.json", &members)]).len()
    };
    assert_eq!(called(json!("Dev Patel")), 0);
    for name in [json!("dev"), json!("Dev Team"), json!("Development"), json!("Jane Doe"), json!(null)] {
        assert_eq!(called(name.clone()), 1, "{name}");
    }
}

#[test]
fn an_address_is_only_a_sign() {
    let members = page(&[member("support@example.com", "user"), member("nobody", "user")]);
    let Outcome::Assessed { population, findings, notes } =
        outcome(&ANALYZER, &[("members.json", &members)], &Policy::default())
    else {
        panic!()
    };
    assert_eq!((population, findings[0].confidence), (1, Confidence::Medium));
    assert_eq!(notes, ["not judged: 1 member without an address"]);
}
