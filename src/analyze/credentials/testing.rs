//! Records of identities, as the Admin API lists them.

use serde_json::{Value, json};

/// A live service account `svac_<name>` with the role developer.
pub(super) fn account(name: &str, created: &str) -> Value {
    json!({
        "id": format!("svac_{name}"), "type": "service_account", "name": name, "description": null,
        "organization_role": "developer", "created_at": format!("{created}T09:00:00Z"),
        "updated_at": format!("{created}T09:00:00Z"), "archived_at": null, "created_by_actor_id": "user_ann",
    })
}

/// A live issuer `fdis_<name>` that is as strict as it can be.
pub(super) fn issuer(name: &str) -> Value {
    json!({
        "id": format!("fdis_{name}"), "type": "federation_issuer", "name": name, "issuer_url": format!("https://{name}.example.com"),
        "jwks": {"type": "discovery"}, "check_jti": true, "max_jwt_lifetime_seconds": 3600, "jwks_polling_disabled_at": null,
        "poll_status": null, "created_at": "2026-02-01T09:00:00Z", "updated_at": "2026-02-01T09:00:00Z", "archived_at": null,
        "created_by_actor_id": "user_ann",
    })
}

/// A live rule `fdrl_<name>` of the issuer `ci` for the service account `deploy` in one workspace.
pub(super) fn rule(name: &str, workspace: &str) -> Value {
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
pub(super) fn list(records: &[Value]) -> String {
    json!({"data": records, "next_page": null}).to_string()
}
