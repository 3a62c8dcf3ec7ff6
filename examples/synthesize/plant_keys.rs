//! Problems with the age, the use and the names of keys, each next to something that looks alike and is none.

use crate::calendar::{at, office};
use crate::key::Shape;
use crate::org::{DEVELOPMENT, Org, PRODUCTION, STAGING};
use crate::plant::{aged, decoy_key, expect_key, key, until};

/// Keys that are too old, and keys that never expire.
pub(crate) fn age(org: &mut Org) {
    let noon = |org: &Org, days| at(org.quarter.back(days), 12 * 3600);
    for (name, days) in [("prod-order-notifier", 91), ("prod-catalog-search", 200)] {
        let old = key(org, name, noon(org, days + 1), PRODUCTION);
        expect_key(org, "unrotated-key", old);
    }
    let edge = key(org, "prod-shipment-tracker", at(org.quarter.back(90), 9 * 3600 + 1800), PRODUCTION);
    decoy_key(org, "unrotated-key", edge, "90 days old on the last day, not more");
    for (name, days, status) in [
        ("prod-chat-pilot", 500, "archived"),
        ("prod-quote-preview", 300, "inactive"),
        ("prod-demo-booth", 250, "expired"),
    ] {
        let old = aged(org, name, days, PRODUCTION);
        org.keys[old].uses.clear();
        org.keys[old].status = status;
        if status == "expired" {
            org.keys[old].shape = Shape::Principal;
            org.keys[old].expires = Some(office(org.quarter.back(220), 0));
        }
        decoy_key(org, "unrotated-key", old, status);
        decoy_key(org, "unused-key", old, status);
    }
    let endless = aged(org, "prod-tax-helper", 66, PRODUCTION);
    org.keys[endless].shape = Shape::Scope;
    expect_key(org, "key-without-expiry", endless);
    decoy_key(org, "key-without-expiry", edge, "its record has no such field");
}

/// Keys that nobody uses, and one that no list knows.
pub(crate) fn use_and_disuse(org: &mut Org) {
    let stale = aged(org, "staging-label-printer-bridge", 88, STAGING);
    until(org, stale, org.quarter.back(71));
    expect_key(org, "stale-key", stale);
    let edge = aged(org, "staging-voice-menu", 87, STAGING);
    until(org, edge, org.quarter.back(44));
    decoy_key(org, "stale-key", edge, "last used 45 days before the end, not more");
    let unused = aged(org, "dev-slide-generator", 61, DEVELOPMENT);
    org.keys[unused].uses.clear();
    expect_key(org, "unused-key", unused);
    let young = aged(org, "dev-minutes-taker", 20, DEVELOPMENT);
    org.keys[young].uses.clear();
    decoy_key(org, "unused-key", young, "made within the last 30 days");
    let unknown = aged(org, "field-demo-importer", 70, DEVELOPMENT);
    org.keys[unknown].listed = false;
    expect_key(org, "unknown-key", unknown);
    let (id, name) = org.key_subject(unknown);
    org.truth.allow(
        "dangling-reference",
        ("api_key", id, &name),
        "the cost export gives an id that the key list lacks",
    );
    org.truth.decoy("unknown-key", ("api_key", None, ""), "rows without a key: the Workbench");
}

/// Names that say nothing.
pub(crate) fn names(org: &mut Org) {
    for (name, workspace) in [("My API Key 2", DEVELOPMENT), ("asdf", STAGING)] {
        let bad = aged(org, name, 57, workspace);
        expect_key(org, "undescriptive-key-name", bad);
    }
    for name in ["prod-recommendation-service", "integration-test-runner"] {
        let good = org.keys.iter().position(|key| key.name == name).expect("every organization has it");
        decoy_key(org, "undescriptive-key-name", good, "says what it is for");
    }
}
