//! What must be reported from one event in one file, with no other export at hand and none but the documented fields: sign-on, keys,
//! exports, roles, limits, sharing, connectors, and bursts of failed sign-ins.

use serde_json::{Value, json};

use super::testing::{feed, log};
use super::{
    compliance_api_deletion, connector_added, custom_role_change, data_export_event, extra_usage_enabled,
    inspection_failed_open, machine_identity_added, organization_deletion, owner_transfer, privileged_role_change,
    public_share, rate_limit_removed, repeated_failed_login, security_setting_change, self_elevation,
    spend_limit_removed, tunnel_token_issued,
};
use crate::analyze::Analyzer;
use crate::analyze::keys::admin_key_change;
use crate::analyze::testing::found;

/// An activity without anything that may be missing: no organization, no name, an address of the network only.
fn bare(kind: &str, fields: Value) -> Value {
    let mut event = json!({"id": "activity_1", "type": kind, "created_at": "2026-08-03T10:00:00Z",
        "actor": {"type": "user_actor", "user_id": "user_1", "email_address": "ann@example.com", "ip_address": "198.51.100.7"}});
    event.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    event
}

fn is_found(analyzer: &'static Analyzer, event: &Value) -> bool {
    let page = json!({"data": [event], "has_more": false, "first_id": null, "last_id": null});
    let (line, list, page) = (feed(std::slice::from_ref(event)), json!([event]).to_string(), page.to_string());
    let all = [line, list, page].map(|text| found(analyzer, &[("x", &text)]));
    assert!(all[0] == all[1] && all[1] == all[2], "{event}: {all:?}");
    all[0].iter().any(|reported| !reported.starts_with("not a"))
}

#[test]
#[allow(clippy::too_many_lines, reason = "most of it is a table")]
fn one_activity_is_enough() {
    let none = || json!({});
    let updates = |kind: &str, was: Value, is: Value| json!({"updates": [{"type": kind, "previous_value": was, "current_value": is}]});
    let cases: [(&'static Analyzer, &str, Value); 68] = [
        (&security_setting_change::ANALYZER, "org_sso_toggled", json!({"enabled": false})),
        (&security_setting_change::ANALYZER, "org_sso_connection_deactivated", none()),
        (&security_setting_change::ANALYZER, "org_sso_connection_deleted", json!({"connection_id": "c"})),
        (&security_setting_change::ANALYZER, "org_domain_removed", none()),
        (&security_setting_change::ANALYZER, "org_ip_restriction_deleted", none()),
        (&security_setting_change::ANALYZER, "org_magic_link_second_factor_toggled", json!({"enabled": false})),
        (&security_setting_change::ANALYZER, "org_claude_code_zero_data_retention_disabled", none()),
        (&security_setting_change::ANALYZER, "org_external_key_deleted", json!({"external_key_id": "k"})),
        (&security_setting_change::ANALYZER, "inference_hooks_config_deleted", none()),
        (
            &admin_key_change::ANALYZER,
            "admin_api_key_created",
            json!({"admin_api_key_id": "admin_api_key_1", "scopes": []}),
        ),
        (&admin_key_change::ANALYZER, "admin_api_key_created", none()),
        (
            &admin_key_change::ANALYZER,
            "api_key_created",
            json!({"api_key_id": "apikey_1", "scopes": ["read:compliance_activities"]}),
        ),
        (
            &admin_key_change::ANALYZER,
            "service_key_created",
            json!({"service_name": "s", "key_name": "k", "scopes": ["a"]}),
        ),
        (&admin_key_change::ANALYZER, "service_key_created", none()),
        (&admin_key_change::ANALYZER, "admin_api_key_updated", updates("status", json!("inactive"), json!("active"))),
        (&admin_key_change::ANALYZER, "scoped_api_key_updated", updates("scopes", json!(["a"]), json!(["a", "b"]))),
        (&data_export_event::ANALYZER, "org_data_export_started", json!({"export_type": "conversations"})),
        (&data_export_event::ANALYZER, "org_data_export_completed", json!({"export_type": "workbench"})),
        (&data_export_event::ANALYZER, "org_data_export_accessed", none()),
        (&data_export_event::ANALYZER, "audit_log_export_started", none()),
        (&data_export_event::ANALYZER, "audit_log_export_accessed", none()),
        (&data_export_event::ANALYZER, "org_members_exported", none()),
        (
            &privileged_role_change::ANALYZER,
            "claude_user_role_updated",
            json!({"user_id": "user_2", "user_email": "bob@example.com", "previous_role": "user", "current_role": "owner"}),
        ),
        (
            &privileged_role_change::ANALYZER,
            "claude_user_role_updated",
            json!({"user_id": "user_2", "user_email": "bob@example.com", "current_role": "admin"}),
        ),
        (
            &privileged_role_change::ANALYZER,
            "role_assignment_granted",
            json!({"role": "owner", "target_id": "user_2", "target_type": "organization_member", "resource_type": "organization"}),
        ),
        (
            &privileged_role_change::ANALYZER,
            "role_assignment_granted",
            json!({"role": "organization:admin", "target_id": "user_2"}),
        ),
        (
            &self_elevation::ANALYZER,
            "claude_user_role_updated",
            json!({"user_id": "user_1", "user_email": "ann@example.com", "previous_role": "user", "current_role": "admin"}),
        ),
        (
            &self_elevation::ANALYZER,
            "rbac_role_assigned",
            json!({"principal_id": "user_1", "principal_type": "user", "role_id": "rbac_role_1"}),
        ),
        (
            &owner_transfer::ANALYZER,
            "primary_owner_transferred",
            json!({"new_owner_id": "user_2", "previous_owner_id": "user_1"}),
        ),
        (&owner_transfer::ANALYZER, "primary_owner_transferred", none()),
        (&spend_limit_removed::ANALYZER, "platform_spend_limit_deleted", none()),
        (&spend_limit_removed::ANALYZER, "platform_spend_limit_updated", json!({"ignore": true})),
        (&spend_limit_removed::ANALYZER, "workspace_spend_limit_deleted", json!({"spend_limit_id": "spl_1"})),
        (&spend_limit_removed::ANALYZER, "workspace_member_spend_limit_deleted", none()),
        (&spend_limit_removed::ANALYZER, "extra_usage_spend_limit_deleted", none()),
        (&spend_limit_removed::ANALYZER, "extra_usage_spend_limit_updated", json!({"is_enabled": false})),
        (
            &public_share::ANALYZER,
            "claude_artifact_sharing_updated",
            json!({"audience": [{"type": "public"}], "claude_artifact_id": "a"}),
        ),
        (&public_share::ANALYZER, "claude_artifact_published", json!({"artifact_type": "react", "title": "t"})),
        (&public_share::ANALYZER, "claude_project_sharing_updated", json!({"audience": [{"type": "organization"}]})),
        (
            &public_share::ANALYZER,
            "design_project_sharing_updated",
            json!({"new_scope": "public", "new_link_permission": "view"}),
        ),
        (&public_share::ANALYZER, "session_share_created", json!({"access_level": "public"})),
        (&connector_added::ANALYZER, "mcp_server_created", json!({"mcp_server_id": "m", "mcp_server_name": "tickets"})),
        (&connector_added::ANALYZER, "claude_github_integration_created", json!({"integration_id": "i"})),
        (&connector_added::ANALYZER, "claude_gdrive_integration_created", json!({"integration_id": "i"})),
        (&connector_added::ANALYZER, "ghe_configuration_created", json!({"ghe_configuration_id": "g"})),
        (
            &connector_added::ANALYZER,
            "admin_connector_request_resolved",
            json!({"decision": "approved", "mcp_server_id": "m", "resolved_count": 1}),
        ),
        (&connector_added::ANALYZER, "desktop_extension_uploaded", json!({"extension_id": "e", "version": "1"})),
        (&connector_added::ANALYZER, "org_cowork_mcp_always_allow_enabled", none()),
        (&security_setting_change::ANALYZER, "org_ip_restriction_updated", none()),
        (&security_setting_change::ANALYZER, "org_data_residency_updated", none()),
        (
            &security_setting_change::ANALYZER,
            "org_sso_provisioning_mode_changed",
            json!({"previous_mode": "scim_advanced", "new_mode": "login_only"}),
        ),
        (&security_setting_change::ANALYZER, "platform_workspace_inference_data_retention_disabled", none()),
        (&organization_deletion::ANALYZER, "org_deletion_requested", none()),
        (&organization_deletion::ANALYZER, "org_bulk_delete_initiated", none()),
        (&organization_deletion::ANALYZER, "org_deleted_via_bulk", none()),
        (&custom_role_change::ANALYZER, "org_sso_group_role_mappings_updated", none()),
        (&custom_role_change::ANALYZER, "rbac_role_permission_added", none()),
        (
            &custom_role_change::ANALYZER,
            "rbac_role_assigned",
            json!({"principal_id": "user_2", "role_id": "rbac_role_1"}),
        ),
        (&machine_identity_added::ANALYZER, "platform_federation_issuer_created", none()),
        (&machine_identity_added::ANALYZER, "platform_federation_rule_created", none()),
        (&machine_identity_added::ANALYZER, "platform_service_account_created", none()),
        (&machine_identity_added::ANALYZER, "platform_oauth_app_created", json!({"oauth_app_id": "o"})),
        (&inspection_failed_open::ANALYZER, "inference_hooks_request_failed_open", json!({"reason": "endpoint_error"})),
        (&tunnel_token_issued::ANALYZER, "tunnel_token_minted", json!({"token_id": "t"})),
        (&tunnel_token_issued::ANALYZER, "tunnel_token_revealed", json!({"tunnel_id": "t"})),
        (
            &compliance_api_deletion::ANALYZER,
            "compliance_api_accessed",
            json!({"request_method": "DELETE", "status_code": 200, "url": "/v1/compliance/apps/chats/c"}),
        ),
        (&rate_limit_removed::ANALYZER, "platform_workspace_rate_limit_deleted", json!({"workspace_id": "w"})),
        (&extra_usage_enabled::ANALYZER, "extra_usage_billing_enabled", none()),
    ];
    for (analyzer, kind, fields) in cases {
        assert!(is_found(analyzer, &bare(kind, fields.clone())), "{}: {kind} {fields}", analyzer.id);
        for actor in [
            json!(null),
            json!({"type": "api_actor", "api_key_id": "apikey_9"}),
            json!({"type": "robot_actor", "robot_id": "r"}),
        ] {
            let mut event = bare(kind, fields.clone());
            event["actor"] = actor;
            // Whose own role it was can only be determined where the event says who did it.
            let is_reported = is_found(analyzer, &event);
            assert!(is_reported || analyzer.id == self_elevation::ANALYZER.id, "{}: {event}", analyzer.id);
        }
    }
}

#[test]
fn one_row_of_the_audit_log_is_enough() {
    let cases: [(&'static Analyzer, &str, &str); 15] = [
        (&security_setting_change::ANALYZER, "org_sso_toggled", "{'sso_enforced': False}"),
        (&security_setting_change::ANALYZER, "org_sso_connection_deactivated", "{}"),
        (&security_setting_change::ANALYZER, "org_sso_connection_deleted", "{}"),
        (&security_setting_change::ANALYZER, "org_domain_removed", "{}"),
        (&security_setting_change::ANALYZER, "org_ip_restriction_deleted", "{}"),
        (
            &data_export_event::ANALYZER,
            "org_data_export_started",
            "{'export_type': 'conversations', 'initiated_by_anthropic': False}",
        ),
        (&data_export_event::ANALYZER, "org_data_export_completed", "{'export_type': 'conversations'}"),
        (&data_export_event::ANALYZER, "org_members_exported", "{}"),
        (&spend_limit_removed::ANALYZER, "extra_usage_spend_limit_deleted", "{}"),
        (&public_share::ANALYZER, "project_visibility_changed", "{'updated_privacy': 'public'}"),
        (&connector_added::ANALYZER, "integration_org_enabled", "{}"),
        (&organization_deletion::ANALYZER, "org_deletion_requested", "{}"),
        (&custom_role_change::ANALYZER, "org_sso_group_role_mappings_updated", "{}"),
        (&machine_identity_added::ANALYZER, "org_service_account_created", "{}"),
        (&extra_usage_enabled::ANALYZER, "prepaid_extra_usage_auto_reload_enabled", "{}"),
    ];
    for (analyzer, event, info) in cases {
        let csv = log(&[("10:00", event, info)]);
        assert_eq!(found(analyzer, &[("log.csv", &csv)]).len(), 1, "{}: {event}", analyzer.id);
        assert!(!found(analyzer, &[("log.csv", &csv)])[0].starts_with("not a"), "{}: {event}", analyzer.id);
    }
}

#[test]
fn bursts_of_failed_sign_ins_need_no_account() {
    for kind in ["sso_login_failed", "magic_link_login_failed", "step_up_authentication_failed"] {
        let one = |n: usize| {
            let mut event =
                bare(kind, json!({"id": format!("activity_{n}"), "created_at": format!("2026-08-03T10:{n:02}:00Z")}));
            event["actor"] =
                json!({"type": "unauthenticated_user_actor", "ip_address": "192.0.2.9", "user_agent": "Mozilla/5.0"});
            event
        };
        let burst = feed(&(0..8).map(one).collect::<Vec<_>>());
        assert_eq!(found(&repeated_failed_login::ANALYZER, &[("feed.jsonl", &burst)]), ["high 192.0.2.9"], "{kind}");
    }
    let times: Vec<String> = (0..8).map(|n| format!("10:{n:02}")).collect();
    let info = "{'email_address': 'ann@example.com', 'is_successful': False}";
    let rows: Vec<(&str, &str, &str)> =
        times.iter().map(|time| (time.as_str(), "user_attempted_magic_link_verification", info)).collect();
    assert_eq!(found(&repeated_failed_login::ANALYZER, &[("log.csv", &log(&rows))]), ["high ann@example.com"]);
}
