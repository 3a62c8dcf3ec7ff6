//! What people with privileges do to settings, roles and themselves, and from where; each next to what is everyday.

use chrono::{Days, NaiveDateTime, TimeDelta};
use serde_json::{Value, json};

use crate::calendar::{at, office, weekend};
use crate::key::Actor;
use crate::org::{AGENT, Org};
use crate::plant::{allow_user, choice, decoy_user, expect_user, happen, member};
use crate::rng::Rng;

/// Plants them all, on days of their own.
pub(crate) fn plant(org: &mut Org) {
    roles(org);
    strangers(org);
    origins(org);
    settings(org);
    logins(org);
}

fn day(org: &Org, days: u64, minutes: u64) -> NaiveDateTime {
    office(org.quarter.back(days), minutes)
}

fn roles(org: &mut Org) {
    let update = |org: &Org, member: usize, from: &str, to: &str| json!({"user_id": org.people[member].id, "user_email": org.people[member].email, "previous_role": from, "current_role": to});
    if choice(org, "elevation", 2) == 0 {
        let riser = member(org, 470, "admin");
        let fields = update(org, riser, "developer", "admin");
        happen(org, day(org, 59, 130), riser, "claude_user_role_updated", fields);
        expect_user(org, "self-elevation", riser);
        expect_user(org, "privileged-role-change", riser);
    }
    let modest = member(org, 465, "developer");
    let fields = update(org, modest, "billing", "developer");
    happen(org, day(org, 58, 130), modest, "claude_user_role_updated", fields);
    decoy_user(org, "self-elevation", modest, "gave up a role");
    decoy_user(org, "privileged-role-change", modest, "no privileged role");
}

/// People who are in no list, and the support staff.
fn strangers(org: &mut Org) {
    let mut rng = Rng::new(org.seed, "stranger", &[]);
    let (id, email) = (rng.id("user"), "visiting.auditor@example.com");
    let actor = json!({"type": "user_actor", "email_address": email, "user_id": id, "ip_address": "198.51.100.230", "user_agent": AGENT});
    let chat = json!({"actor": actor, "claude_chat_id": rng.id("claude_chat"), "claude_project_id": null});
    happen(org, day(org, 27, 95), 0, "claude_chat_created", chat);
    org.truth.expect("off-roster-actor", ("user", Some(id.clone()), email));
    org.truth.allow("dangling-reference", ("user", Some(id), email), "acted, and is in no list");
    let support = json!({"actor": {"type": "anthropic_actor", "email_address": null}, "claude_chat_id": rng.id("claude_chat"), "claude_project_id": null});
    happen(org, day(org, 26, 95), 0, "claude_chat_created", support);
    org.truth.decoy("off-roster-actor", ("organization", None, ""), "support staff, and the directory sync");
}

/// A privileged action from elsewhere, and one by a script.
fn origins(org: &mut Org) {
    let mut rng = Rng::new(org.seed, "origins", &[]);
    let agent = ["curl/8.9.1", "python-requests/2.32.3", "Go-http-client/2.0"][choice(org, "agent", 3)];
    for (person, days, address, agent) in [(1, 17, Some("203.0.113.77"), AGENT), (2, 10, None, agent)] {
        let actor = json!({"type": "user_actor", "email_address": org.people[person].email, "user_id": org.people[person].id,
            "ip_address": address.unwrap_or(&org.people[person].ip), "user_agent": agent});
        let rename = json!({"type": "name", "previous_value": "reporting", "current_value": "quarterly reporting"});
        let id = rng.id("admin_api_key");
        let fields = json!({"actor": actor, "admin_api_key_id": id, "updates": [rename]});
        happen(org, day(org, days, 200), person, "admin_api_key_updated", fields);
        org.truth.decoy("admin-key-change", ("api_key", Some(id.clone()), ""), "renamed");
        org.truth.allow("dangling-reference", ("api_key", Some(id), ""), "no list holds admin keys");
        expect_user(org, "new-origin-for-admin", person);
    }
    expect_user(org, "script-user-agent-admin", 2);
    decoy_user(org, "script-user-agent-admin", 1, "works in the browser");
}

fn settings(org: &mut Org) {
    let mut rng = Rng::new(org.seed, "more settings", &[]);
    let emails = json!({"alert_emails": ["billing@example.com"], "alerted_roles": ["billing"]});
    happen(org, day(org, 62, 250), 2, "platform_spend_limit_alert_emails_updated", emails);
    expect_user(org, "alert-recipients-changed", 2);
    happen(org, day(org, 55, 250), 1, "org_discoverability_enabled", json!({}));
    expect_user(org, "join-policy-relaxed", 1);
    happen(org, day(org, 54, 250), 2, "org_discoverability_disabled", json!({}));
    decoy_user(org, "join-policy-relaxed", 2, "made stricter");
    if choice(org, "directory", 2) == 0 {
        happen(org, day(org, 40, 250), 1, "org_directory_sync_deleted", json!({}));
        expect_user(org, "directory-sync-failure", 1);
        allow_user(org, "security-setting-change", 1, "the directory sync was deleted");
    }
    let share = |rng: &mut Rng, audience: &str| -> Value {
        json!({"claude_project_id": rng.id("claude_proj"), "audience": [{"type": audience}]})
    };
    happen(org, day(org, 35, 250), 8, "claude_project_sharing_updated", share(&mut rng, "organization"));
    expect_user(org, "public-share", 8);
    happen(org, day(org, 34, 250), 7, "claude_project_sharing_updated", share(&mut rng, "users"));
    decoy_user(org, "public-share", 7, "shared with some people");
}

/// Signing in next to the identity provider, and working at night: wrong where the policy says so.
fn logins(org: &mut Org) {
    happen(org, day(org, 23, 20), 6, "magic_link_login_succeeded", json!({}));
    let subject = (org.people[6].id.clone(), org.people[6].email.clone());
    org.truth.expect_with_policy("login-outside-sso", &[("user", Some(subject.0), &subject.1)]);
    decoy_user(org, "login-outside-sso", 7, "signs in through the identity provider");

    let saturday = (0..7).map(|n| org.quarter.back(22 - n)).find(|day| weekend(*day)).unwrap_or(org.quarter.start);
    let id = Rng::new(org.seed, "night", &[]).id("admin_api_key");
    let when = at(saturday, 23 * 3600) + TimeDelta::minutes(10);
    org.extra_events.push((when, Actor::Person(1), "admin_api_key_deleted", json!({"admin_api_key_id": id})));
    org.truth.allow("dangling-reference", ("api_key", Some(id), ""), "no list holds admin keys");
    let subject = (org.people[1].id.clone(), org.people[1].email.clone());
    org.truth.expect_with_policy("off-hours-admin-action", &[("user", Some(subject.0), &subject.1)]);
    debug_assert!(when.date() + Days::new(1) < org.quarter.end);
}
