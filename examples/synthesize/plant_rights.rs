//! Rights, machines and protections that somebody changed: each next to what is everyday, or undone.

use chrono::NaiveDateTime;
use serde_json::{Value, json};

use crate::calendar::office;
use crate::key::Actor;
use crate::org::{Org, PRODUCTION};
use crate::plant::{choice, decoy_user, expect_user, happen, member};
use crate::rng::Rng;

/// Plants them all, on days of their own.
pub(crate) fn plant(org: &mut Org) {
    rights(org);
    machines(org);
    protections(org);
    limits(org);
}

fn day(org: &Org, days: u64, minutes: u64) -> NaiveDateTime {
    office(org.quarter.back(days), minutes)
}

/// Who may do what: by a mapping, a custom role, and somebody's own hand.
fn rights(org: &mut Org) {
    let mut rng = Rng::new(org.seed, "rights", &[]);
    happen(org, day(org, 52, 300), 1, "org_sso_group_role_mappings_updated", json!({}));
    expect_user(org, "custom-role-change", 1);
    let synced = json!({"principal_id": org.people[9].id, "principal_type": "user", "role_id": rng.id("rbac_role")});
    org.extra_events.push((day(org, 51, 300), Actor::Directory, "rbac_role_assigned", synced));
    org.truth.decoy(
        "custom-role-change",
        ("event_type", Some("rbac_role_assigned".to_owned()), ""),
        "by the directory sync",
    );
    let riser = member(org, 455, "developer");
    let modest = member(org, 450, "developer");
    let roles = ["workspace_user", "workspace_developer", "workspace_admin"];
    let to = 1 + choice(org, "workspace role", 2);
    for (person, was, is) in [(riser, roles[0], roles[to]), (modest, roles[2], roles[1])] {
        let update = json!({"type": "workspace_role", "previous_value": was, "current_value": is});
        let fields = json!({"user_id": org.people[person].id, "workspace_id": org.workspaces[PRODUCTION].id, "updates": [update]});
        happen(org, day(org, 50, 300), person, "platform_workspace_member_updated", fields);
    }
    expect_user(org, "self-elevation", riser);
    decoy_user(org, "self-elevation", modest, "gave up a role in a workspace");
}

/// Identities and tokens that are nobody's.
fn machines(org: &mut Org) {
    let mut rng = Rng::new(org.seed, "machines", &[]);
    let workspace = org.workspaces[PRODUCTION].id.clone();
    let made: [(&'static str, Value); 2] = [
        ("platform_oauth_app_created", json!({"oauth_app_id": rng.id("oapp"), "workspace_id": workspace})),
        ("platform_federation_issuer_created", json!({"federation_issuer_id": rng.id("fiss")})),
    ];
    let (kind, fields) = made[choice(org, "machine", 2)].clone();
    happen(org, day(org, 49, 300), 2, kind, fields);
    expect_user(org, "machine-identity-added", 2);
    happen(org, day(org, 48, 300), 1, "platform_oauth_app_revoked", json!({"oauth_app_id": rng.id("oapp")}));
    decoy_user(org, "machine-identity-added", 1, "revoked");
    let token = json!({"tunnel_id": rng.id("tun"), "tunnel_token_id": rng.id("tok")});
    happen(org, day(org, 47, 300), 2, "tunnel_token_revealed", token.clone());
    expect_user(org, "tunnel-token-issued", 2);
    happen(org, day(org, 47, 310), 1, "tunnel_token_rotated", token);
    decoy_user(org, "tunnel-token-issued", 1, "rotated");
}

/// What guards content, and what deletes it.
fn protections(org: &mut Org) {
    let mut rng = Rng::new(org.seed, "protections", &[]);
    let modes = json!({"previous_mode": "scim_advanced", "new_mode": "jit_advanced"});
    happen(org, day(org, 46, 300), 0, "org_sso_provisioning_mode_changed", modes);
    expect_user(org, "security-setting-change", 0);
    for minutes in [300, 302, 309] {
        let fields =
            json!({"reason": "endpoint_timeout", "conversation_id": rng.id("claude_chat"), "surface": "claude_ai"});
        happen(org, day(org, 45, minutes), 6, "inference_hooks_request_failed_open", fields);
    }
    let open = "inference_hooks_request_failed_open";
    org.truth.expect("inspection-failed-open", ("event_type", Some(open.to_owned()), ""));
    for (person, days, method, status) in [(2, 44, "DELETE", 200), (1, 43, "GET", 200), (0, 42, "DELETE", 404)] {
        let url = format!("https://api.anthropic.com/v1/compliance/apps/chats/{}", rng.id("claude_chat"));
        let fields = json!({"request_id": rng.id("req"), "request_method": method, "status_code": status, "url": url});
        happen(org, day(org, days, 300), person, "compliance_api_accessed", fields);
    }
    expect_user(org, "compliance-api-deletion", 2);
    decoy_user(org, "compliance-api-deletion", 1, "read only");
    decoy_user(org, "compliance-api-deletion", 0, "nothing was found to delete");
}

/// A rate limit that is gone, one that was edited, and usage beyond the seats.
fn limits(org: &mut Org) {
    let limit = |org: &Org, limiter: &str| json!({"limiter_type": limiter, "model_group": "claude_haiku_4", "workspace_id": org.workspaces[PRODUCTION].id});
    let (gone, edited) = (limit(org, "requests_per_minute"), limit(org, "output_tokens_per_minute"));
    happen(org, day(org, 41, 300), 1, "platform_workspace_rate_limit_deleted", gone);
    expect_user(org, "rate-limit-removed", 1);
    happen(org, day(org, 40, 300), 2, "platform_workspace_rate_limit_deleted", edited.clone());
    let mut set = edited;
    set["value"] = json!(400_000);
    happen(org, day(org, 40, 304), 2, "platform_workspace_rate_limit_updated", set);
    decoy_user(org, "rate-limit-removed", 2, "edited");
    happen(org, day(org, 39, 300), 2, "extra_usage_billing_enabled", json!({}));
    expect_user(org, "extra-usage-enabled", 2);
}
