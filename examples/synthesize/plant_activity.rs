//! Events that need an answer, each next to something that looks alike and needs none. The truth names the actor of such events, or
//! the member or key that they are about where that is somebody else. What happens to limits is planted with the limits.

use chrono::TimeDelta;
use serde_json::json;

use crate::base::person;
use crate::calendar::office;
use crate::org::Org;
use crate::plant::{decoy_user, expect_user, happen};
use crate::rng::Rng;

/// Plants them all. They lie days apart, in office hours, and come from where their actors always work.
pub(crate) fn plant(org: &mut Org) {
    let exported = office(org.quarter.back(13), 150);
    happen(org, exported, 0, "org_data_export_started", json!({"export_type": "conversations"}));
    expect_user(org, "data-export-event", 0);
    roles(org);
    logins(org);
    deletions(org);
    settings(org);
}

fn roles(org: &mut Org) {
    for (days, from, to) in [(86, "developer", "admin"), (81, "admin", "developer")] {
        let joined = office(org.quarter.back(510 + days), days);
        let member = person(org, joined, to);
        let fields = json!({"user_id": org.people[member].id, "user_email": org.people[member].email,
            "previous_role": from, "current_role": to});
        happen(org, office(org.quarter.back(days), 80), 1, "claude_user_role_updated", fields);
        if to == "admin" {
            expect_user(org, "privileged-role-change", member);
        } else {
            decoy_user(org, "privileged-role-change", member, "lost the role of an admin");
        }
    }
    let id = Rng::new(org.seed, "admin key", &[]).id("admin_api_key");
    let fields = json!({"admin_api_key_id": id, "scopes": []});
    happen(org, office(org.quarter.back(76), 110), 1, "admin_api_key_created", fields);
    org.truth.expect("admin-key-change", ("api_key", Some(id.clone()), ""));
    org.truth.allow("dangling-reference", ("api_key", Some(id), ""), "no list holds admin keys");
    let id = Rng::new(org.seed, "old admin key", &[]).id("admin_api_key");
    happen(org, office(org.quarter.back(71), 110), 1, "admin_api_key_deleted", json!({"admin_api_key_id": id}));
    org.truth.decoy("admin-key-change", ("api_key", Some(id.clone()), ""), "deleted");
    org.truth.allow("dangling-reference", ("api_key", Some(id), ""), "no list holds admin keys");
}

fn logins(org: &mut Org) {
    for (person, days, count) in [(6, 66, 9), (7, 61, 6)] {
        let first = office(org.quarter.back(days), 60);
        for number in 0..count {
            happen(org, first + TimeDelta::seconds(number * 250), person, "sso_login_failed", json!({}));
        }
        if count > 8 {
            expect_user(org, "repeated-failed-login", person);
        } else {
            decoy_user(org, "repeated-failed-login", person, "six failures, fewer than eight");
        }
    }
}

fn deletions(org: &mut Org) {
    for (person, days, count) in [(9, 56, 70), (10, 56, 4)] {
        let first = office(org.quarter.back(days), 240);
        for number in 0..count {
            let id = Rng::new(org.seed, "deleted", &[person as u64, number]).id("claude_chat");
            let when = first + TimeDelta::seconds(i64::try_from(number * 31).expect("an hour's seconds"));
            happen(org, when, person, "claude_chat_deleted", json!({"claude_chat_id": id, "claude_project_id": null}));
        }
        if count > 10 {
            expect_user(org, "mass-deletion", person);
        } else {
            decoy_user(org, "mass-deletion", person, "a few chats, as people do");
        }
    }
}

fn settings(org: &mut Org) {
    let mut rng = Rng::new(org.seed, "settings", &[]);
    let day = |org: &Org, days, minutes| office(org.quarter.back(days), minutes);
    for (minutes, enabled) in [(130, false), (245, true)] {
        happen(org, day(org, 51, minutes), 2, "org_sso_toggled", json!({"enabled": enabled}));
    }
    expect_user(org, "security-setting-change", 2);
    for (minutes, kind) in [(130, "org_ip_restriction_deleted"), (190, "org_ip_restriction_created")] {
        happen(org, day(org, 46, minutes), 1, kind, json!({}));
    }
    decoy_user(org, "security-setting-change", 1, "an IP restriction replaced by another within the hour");

    let server = |rng: &mut Rng, name| json!({"mcp_server_id": rng.id("mcpsrv"), "mcp_server_name": name});
    happen(org, day(org, 30, 70), 1, "mcp_server_created", server(&mut rng, "ticket-search"));
    expect_user(org, "connector-added", 1);
    for (minutes, kind) in [(70, "mcp_server_deleted"), (74, "mcp_server_created")] {
        happen(org, day(org, 25, minutes), 2, kind, server(&mut rng, "parts-catalog"));
    }
    decoy_user(org, "connector-added", 2, "deleted and created again within ten minutes: an edit");
}
