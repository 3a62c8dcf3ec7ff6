//! What happens to the log itself, to its owner, and at its doors: each a flaw of its own.

use chrono::TimeDelta;
use serde_json::json;

use crate::calendar::office;
use crate::org::Org;
use crate::plant::{expect_user, happen};
use crate::rng::Rng;

/// Logging switched off for an hour and a half; with an action meanwhile, or without.
pub(crate) fn logging_off(org: &mut Org, acts: bool) {
    for (minutes, enabled) in [(120, false), (210, true)] {
        let when = office(org.quarter.back(33), minutes);
        happen(org, when, 1, "org_compliance_api_settings_updated", json!({"compliance_api_enabled": enabled}));
    }
    expect_user(org, "logging-disabled", 1);
    if acts {
        let id = Rng::new(org.seed, "key in the dark", &[]).id("admin_api_key");
        let when = office(org.quarter.back(33), 150);
        happen(org, when, 0, "admin_api_key_created", json!({"admin_api_key_id": id, "scopes": []}));
        expect_user(org, "disable-act-enable", 1);
        org.truth.expect("admin-key-change", ("api_key", Some(id.clone()), ""));
        org.truth.allow("dangling-reference", ("api_key", Some(id), ""), "no list holds admin keys");
    }
}

/// The primary ownership passes from the first member to the second.
pub(crate) fn owner(org: &mut Org) {
    let fields = json!({"previous_owner_id": org.people[0].id, "new_owner_id": org.people[1].id});
    happen(org, office(org.quarter.back(38), 100), 0, "primary_owner_transferred", fields);
    expect_user(org, "owner-transfer", 1);
}

/// Somebody asks for the whole organization to be deleted.
pub(crate) fn deletion(org: &mut Org) {
    happen(org, office(org.quarter.back(37), 100), 1, "org_deletion_requested", json!({}));
    expect_user(org, "organization-deletion", 1);
}

/// Sixty chats tried within five minutes; next to it a colleague who tries ten.
pub(crate) fn denials(org: &mut Org) {
    for (person, days, count) in [(5, 41, 60), (6, 42, 10)] {
        let first = office(org.quarter.back(days), 140);
        for number in 0..count {
            let id = Rng::new(org.seed, "denied", &[person as u64, number]).id("claude_chat");
            let when = first + TimeDelta::seconds(i64::try_from(number * 5).expect("five minutes"));
            happen(org, when, person, "claude_chat_access_failed", json!({"claude_chat_id": id}));
        }
    }
    expect_user(org, "access-denied-burst", 5);
    crate::plant::decoy_user(org, "access-denied-burst", 6, "ten denials, fewer than fifty");
}
