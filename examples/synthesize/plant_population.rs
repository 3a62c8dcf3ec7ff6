//! Lists and events that contradict each other, next to events that only look as if they did.

use serde_json::json;

use crate::calendar::office;
use crate::org::{DEVELOPMENT, Org};
use crate::plant::{aged, choice, decoy_key, expect_key, expect_user, happen, member};
use crate::rng::Rng;

const RULE: &str = "population-mismatch";

/// Plants them. Everything else in the feed's days reproduces the lists.
pub(crate) fn plant(org: &mut Org) {
    let unrecorded = aged(org, "dev-seating-chart", 47, DEVELOPMENT);
    org.keys[unrecorded].recorded = false;
    expect_key(org, RULE, unrecorded);

    let mut rng = Rng::new(org.seed, "population", &[]);
    let lost = rng.id("apikey");
    happen(org, office(org.quarter.back(49), 75), 2, "platform_api_key_created", json!({"api_key_id": lost}));
    org.truth.expect(RULE, ("api_key", Some(lost.clone()), ""));
    org.truth.allow("dangling-reference", ("api_key", Some(lost), ""), "created, and in no list");

    let when = office(org.quarter.back(53), 130);
    match choice(org, "population", 3) {
        0 => {
            let back = member(org, 430, "developer");
            let fields = json!({"deleted_user_email": org.people[back].email, "deleted_user_id": org.people[back].id});
            happen(org, when, 1, "org_user_deleted", fields);
            expect_user(org, RULE, back);
        }
        1 => {
            let id = rng.id("wrkspc");
            happen(org, when, 1, "platform_workspace_created", json!({"workspace_id": id}));
            org.truth.expect(RULE, ("workspace", Some(id.clone()), ""));
            org.truth.allow("dangling-reference", ("workspace", Some(id), ""), "created, and in no list");
        }
        _ => {
            let active = aged(org, "dev-menu-board", 73, DEVELOPMENT);
            let update = json!({"type": "status", "previous_value": "active", "current_value": "archived"});
            let fields = json!({"api_key_id": org.keys[active].id, "updates": [update]});
            happen(org, when, 1, "platform_api_key_updated", fields);
            expect_key(org, RULE, active);
            let why = "archived according to the feed, active according to the list";
            crate::plant::allow_key(org, "key-used-after-revocation", active, why);
        }
    }

    let archived = org.keys.iter().position(|key| key.name == "dev-ledger-reader").expect("planted before");
    decoy_key(org, RULE, archived, "created and archived; the list has it as archived");
    let older = org.keys.iter().position(|key| key.name == "prod-catalog-search").expect("planted before");
    decoy_key(org, RULE, older, "made before the feed begins");
}
