//! People who left, with a last day in HR's list: removed late, or busy in their last week, each next to someone who was not.

use chrono::{Days, NaiveDateTime, TimeDelta};
use serde_json::json;

use crate::calendar::office;
use crate::key::Actor;
use crate::org::{DEVELOPMENT, Org};
use crate::plant::{aged, choice, decoy_user, expect_user, happen};
use crate::plant_key_owners::leaver;
use crate::rng::Rng;

/// Plants them. Who has left stands disabled in the directory, and in HR's list with the last day.
pub(crate) fn plant(org: &mut Org) {
    let late = gone(org, 64, 3 + choice(org, "offboarding", 5) as u64);
    expect_user(org, "offboarding-lag", late);
    let prompt = gone(org, 57, 0);
    decoy_user(org, "offboarding-lag", prompt, "removed on the last day");
    decoy_user(org, "orphaned-member", prompt, "no member any more");

    let busy = gone(org, 33, 0);
    last_week(org, busy);
    expect_user(org, "leaver-activity", busy);

    let calm = gone(org, 29, 0);
    let last = org.people[calm].left.expect("has left");
    let key = aged(org, "dev-glossary-keeper", 52, DEVELOPMENT);
    org.keys[key].creator = Actor::Person(calm);
    archive(org, key, last - TimeDelta::minutes(30));
    decoy_user(org, "leaver-activity", calm, "made a key three weeks before the last day");
    decoy_user(org, "off-roster-actor", calm, "was a member at the time");
    decoy_user(org, "off-roster-actor", busy, "was a member at the time");
}

/// Someone whose last day was so many days before the end, removed so many days later.
fn gone(org: &mut Org, days: u64, lag: u64) -> usize {
    let last = office(org.quarter.back(days), 0).date();
    let person = leaver(org, office(last + Days::new(lag), 395));
    org.people[person].active.1 = last;
    let mut row = org.people[0].roster[0].clone();
    (row.address, row.disabled, row.last_day) = (org.people[person].email.clone(), true, Some(last));
    org.people[person].roster.push(row);
    person
}

fn archive(org: &mut Org, key: usize, when: NaiveDateTime) {
    org.keys[key].status = "archived";
    org.keys[key].updates.push((when, "status", "active".to_owned(), "archived".to_owned()));
    crate::plant::until(org, key, when.date() + Days::new(1));
}

/// What nobody should do in their last days: take data along, delete, or make a key for later.
fn last_week(org: &mut Org, person: usize) {
    let last = org.people[person].left.expect("has left");
    let when = office(last.date() - Days::new(4), 200);
    match choice(org, "leaver", 3) {
        0 => {
            happen(org, when, person, "org_data_export_started", json!({"export_type": "conversations"}));
            expect_user(org, "data-export-event", person);
        }
        1 => {
            for number in 0..60 {
                let id = Rng::new(org.seed, "leaver deletes", &[number]).id("claude_chat");
                let when = when + TimeDelta::seconds(i64::try_from(number).expect("few") * 37);
                happen(
                    org,
                    when,
                    person,
                    "claude_chat_deleted",
                    json!({"claude_chat_id": id, "claude_project_id": null}),
                );
            }
            expect_user(org, "mass-deletion", person);
        }
        _ => {
            let creator = Actor::Person(person);
            let key = org.key("dev-travel-planner", when, creator, crate::key::Place::Workspace(DEVELOPMENT));
            archive(org, key, last - TimeDelta::minutes(20));
        }
    }
}
