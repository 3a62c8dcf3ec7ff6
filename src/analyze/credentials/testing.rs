//! Records of identities, as the Admin API lists them.

use serde_json::{Value, json};

/// A live service account `svac_<name>` with the role developer.
pub(crate) fn account(name: &str, created: &str) -> Value {
    json!({
        "id": format!("svac_{name}"), "type": "service_account", "name": name, "description": null,
        "organization_role": "developer", "created_at": format!("{created}T09:00:00Z"),
        "updated_at": format!("{created}T09:00:00Z"), "archived_at": null, "created_by_actor_id": "user_ann",
    })
}

/// A live issuer `fdis_<name>` that is as strict as it can be.
pub(crate) fn issuer(name: &str) -> Value {
    json!({
        "id": format!("fdis_{name}"), "type": "federation_issuer", "name": name, "issuer_url": format!("https://{name}.example.com"),
        "jwks": {"type": "discovery"}, "check_jti": true, "max_jwt_lifetime_seconds": 3600, "jwks_polling_disabled_at": null,
        "poll_status": null, "created_at": "2026-02-01T09:00:00Z", "updated_at": "2026-02-01T09:00:00Z", "archived_at": null,
        "created_by_actor_id": "user_ann",
    })
}

/// A live rule `fdrl_<name>` of the issuer `ci` for the service account `deploy` in one workspace.
pub(crate) fn rule(name: &str, workspace: &str) -> Value {
    json!({
        "id": format!("fdrl_{name}"), "type": "federation_rule", "name": name, "issuer_id": "fdis_ci", "issuer_name": "ci",
        "match": {"audience": null, "subject_prefix": "repo:example/deploy:*", "claims": null, "condition": null},
        "target": {"type": "service_account", "service_account_id": "svac_deploy"}, "oauth_scope": "workspace:inference",
        "token_lifetime_seconds": 600, "applies_to_all_workspaces": false, "workspace_id": null,
        "workspace_ids": [format!("wrkspc_{workspace}")], "created_at": "2026-02-01T09:00:00Z",
        "updated_at": "2026-02-01T09:00:00Z", "archived_at": null, "created_by_actor_id": "user_ann",
    })
}

/// A list as the newer endpoints give it.
pub(crate) fn list(records: &[Value]) -> String {
    json!({"data": records, "next_page": null}).to_string()
}

/// A directly made group `rbac_group_<name>` that holds the roles `rbac_role_<name>`.
pub(crate) fn group(name: &str, roles: &[&str]) -> Value {
    let roles: Vec<String> = roles.iter().map(|role| format!("rbac_role_{role}")).collect();
    json!({
        "id": format!("rbac_group_{name}"), "type": "rbac_group", "name": name, "source_type": "direct", "role_ids": roles,
        "created_at": "2026-02-01T09:00:00Z", "updated_at": "2026-02-01T09:00:00Z",
    })
}

/// Somebody in the group `rbac_group_<group>`.
pub(crate) fn group_member(group: &str, local: &str) -> Value {
    json!({
        "type": "rbac_group_member", "rbac_group_id": format!("rbac_group_{group}"), "user_id": format!("user_{local}"),
        "email": format!("{local}@example.com"), "created_at": "2026-02-02T09:00:00Z",
    })
}

/// A custom role `rbac_role_<name>`.
pub(crate) fn role(name: &str) -> Value {
    json!({
        "id": format!("rbac_role_{name}"), "type": "rbac_role", "display_name": name, "source": {"type": "custom"},
        "created_at": "2026-02-01T09:00:00Z", "updated_at": "2026-02-01T09:00:00Z",
    })
}

/// A permission of a role, whose file says which.
pub(crate) fn permission(action: &str, resource: &str) -> Value {
    let resource = match resource {
        "organization" => json!({"type": "organization", "organization_id": "11-22"}),
        "connector" => json!({"type": "connector", "connector_id": "con_1"}),
        "connector_tool" => json!({"type": "connector_tool", "connector_id": "con_1", "tool_name": "search"}),
        other => json!({"type": other}),
    };
    json!({"type": "rbac_role_permission", "action": action, "resource": resource})
}

/// An open case `rvc_<number>` about a compromised key.
pub(crate) fn case(number: &str) -> Value {
    json!({
        "id": format!("rvc_{number}"), "type": "compliance_review_case", "organization_id": "11-22",
        "created_at": "2026-09-20T09:00:00Z", "updated_at": "2026-09-20T09:00:00Z", "status": {"type": "open"},
        "policy_categories": ["compromised_key"], "enforcement_action": null, "workspace_id": null,
        "transcripts": [{"item_id": "item_1", "user_profile_id": null}],
    })
}
