//! Keys next to each other: rotations that were not finished, keys for one purpose, keys with one name.

use chrono::Days;

use crate::calendar::office;
use crate::org::{DEVELOPMENT, Org, PRODUCTION, STAGING};
use crate::plant::{aged, allow_key, choice, decoy_key, expect_key, expect_one_key};

/// Plants them all.
pub(crate) fn plant(org: &mut Org) {
    parallel(org);
    incomplete(org);
    overlaps(org);
    one_name(org);
}

fn parallel(org: &mut Org) {
    let other = ["prod_meter_reader", "meter-reader-prod", "Prod Meter Reader"][choice(org, "parallel", 3)];
    let keys = [aged(org, "prod-meter-reader", 62, PRODUCTION), aged(org, other, 61, PRODUCTION)];
    expect_one_key(org, "parallel-keys", &keys);
    for key in keys {
        allow_key(org, "incomplete-rotation", key, "one of two keys for one purpose could be the other's successor");
    }
    let staging =
        org.keys.iter().position(|key| key.name == "staging-checkout-api").expect("every organization has it");
    decoy_key(org, "parallel-keys", staging, "the same service in another environment");
}

fn incomplete(org: &mut Org) {
    let [old, new] = [
        ["prod-fraud-screen", "prod-fraud-screen-v2"],
        ["prod-fraud-screen-2026q2", "prod-fraud-screen-2026q3"],
        ["prod-fraud-screen-v3", "prod-fraud-screen-v4"],
    ][choice(org, "incomplete", 3)];
    let keys = [aged(org, old, 85, PRODUCTION), aged(org, new, 40, PRODUCTION)];
    expect_key(org, "incomplete-rotation", keys[0]);
    for key in keys {
        allow_key(org, "parallel-keys", key, "both keys of an unfinished rotation are active");
    }
}

fn overlaps(org: &mut Org) {
    let new = ["prod-menu-parser-v2", "prod-menu-parser-new"][choice(org, "overlap", 2)];
    for key in [aged(org, "prod-menu-parser", 70, PRODUCTION), aged(org, new, 10, PRODUCTION)] {
        for rule in ["parallel-keys", "incomplete-rotation"] {
            decoy_key(org, rule, key, "a rotation that began within the last 14 days");
        }
    }
}

fn one_name(org: &mut Org) {
    let name = "staging-parts-finder";
    let [old, new] = [aged(org, name, 85, STAGING), aged(org, name, 50, STAGING)];
    let archived = org.keys[new].created + chrono::TimeDelta::minutes(45);
    org.keys[old].status = "archived";
    org.keys[old].updates.push((archived, "status", "active".to_owned(), "archived".to_owned()));
    crate::plant::until(org, old, archived.date() + Days::new(1));
    org.truth.decoy("duplicate-key-name", ("api_key", None, name), "one of the two is archived");
    for rule in ["key-used-after-revocation", "parallel-keys", "incomplete-rotation"] {
        decoy_key(org, rule, old, "archived when its namesake took over");
    }

    let name = "dev-shift-roster";
    let [first, second] = [aged(org, name, 66, DEVELOPMENT), aged(org, name, 9, DEVELOPMENT)];
    org.truth.decoy("duplicate-key-name", ("api_key", None, name), "the overlap of a rotation, within 14 days");
    for key in [first, second] {
        decoy_key(org, "parallel-keys", key, "the overlap of a rotation, within 14 days");
    }
    debug_assert!(org.keys[second].created >= office(org.quarter.back(12), 0));
}
