//! Columns of the organization's smaller lists: identities, limits, settings, the data export, the request log.
//!
//! A list inside a record stands in one text column as a JSON array: what it holds may contain any separator, and an empty list
//! stays different from one that is not stated.

use super::column::{Column, Kind, Role, flag, id, instant, text};

/// A whole number that describes the row and is never summed.
const fn number(name: &'static str) -> Column {
    Column { name, kind: Kind::Integer, role: Role::Attribute }
}
/// Dollars that describe the row and are never summed.
const fn dollars(name: &'static str) -> Column {
    Column { name, kind: Kind::Money, role: Role::Attribute }
}

pub(super) const SERVICE_ACCOUNTS: &[Column] = &[
    id("id"),
    text("name"),
    text("description"),
    text("role"),
    instant("created_at"),
    instant("updated_at"),
    instant("archived_at"),
    text("creator_id"),
];

pub(super) const FEDERATION_ISSUERS: &[Column] = &[
    id("id"),
    text("name"),
    text("issuer_url"),
    // Where its keys come from: `discovery`, …
    text("key_source"),
    // Whether a token may be used once only.
    flag("check_jti"),
    number("longest_token_seconds"),
    // When its keys were last asked for in vain so often that asking stopped.
    instant("polling_disabled_at"),
    instant("created_at"),
    instant("updated_at"),
    instant("archived_at"),
    text("creator_id"),
];

pub(super) const FEDERATION_RULES: &[Column] = &[
    id("id"),
    text("name"),
    text("issuer_id"),
    // `service_account` and its id, or `user`, …
    text("target_type"),
    text("target_id"),
    text("oauth_scope"),
    // What a token must say. A rule without audience, subject and claims matches every token of its issuer.
    text("audience"),
    text("subject_prefix"),
    text("condition"),
    text("claims"),
    flag("all_workspaces"),
    text("workspace_ids"),
    number("token_seconds"),
    instant("created_at"),
    instant("updated_at"),
    instant("archived_at"),
    text("creator_id"),
];

pub(super) const FEDERATION_RULE_WORKSPACES: &[Column] = &[
    id("rule_id"),
    id("workspace_id"),
    // Also of the default workspace, which the list of workspaces leaves out.
    text("workspace_name"),
    instant("created_at"),
    text("creator_id"),
];

pub(super) const RBAC_GROUPS: &[Column] = &[
    id("id"),
    text("name"),
    // `direct` or `scim`.
    text("source_type"),
    // Null where the API could not say, `[]` where there is none.
    text("role_ids"),
    instant("created_at"),
    instant("updated_at"),
];

pub(super) const RBAC_GROUP_MEMBERS: &[Column] =
    &[id("group_id"), id("user_id"), text("address"), instant("created_at")];

pub(super) const RBAC_ROLES: &[Column] = &[
    id("id"),
    text("name"),
    // `custom` or `built_in`; null in the shape before the field existed.
    text("source_type"),
    instant("created_at"),
    instant("updated_at"),
];

pub(super) const RBAC_ROLE_PERMISSIONS: &[Column] = &[
    // By the path of the file, since the records do not say it.
    id("role_id"),
    // `chat`, `permission_…`, `capability_access_all`, `always_allow`, …
    id("action"),
    // organization, connector, all_connectors, connector_tool, connector_scope.
    id("resource_type"),
    id("resource_id"),
    // A connector's tool or scope.
    id("part"),
];

pub(super) const REVIEW_CASES: &[Column] = &[
    id("id"),
    text("organization_id"),
    // open, closed.
    text("status"),
    text("close_reason"),
    text("categories"),
    // What the provider did before it sent the case.
    text("enforcement"),
    text("workspace_id"),
    instant("created_at"),
    instant("updated_at"),
    instant("respond_by"),
];

pub(super) const SPEND_LIMITS: &[Column] = &[
    id("id"),
    // organization, workspace, user, seat_tier, rbac_group, organization_service, usage_tier.
    text("scope_type"),
    // Id or name of what it applies to; null for the organization.
    text("scope_id"),
    // Null is an explicit "no limit" for this scope and period.
    dollars("amount"),
    // daily, weekly or monthly.
    text("period"),
    // A limit that is not enabled is not in force.
    flag("is_enabled"),
    instant("created_at"),
    instant("updated_at"),
];

pub(super) const EFFECTIVE_LIMITS: &[Column] = &[
    id("actor_id"),
    id("period"),
    text("address"),
    text("name"),
    flag("deleted"),
    // Null is no limit for this period.
    dollars("amount"),
    // Zero also where the API could not say.
    dollars("spent"),
    // What the limit comes from, as `scope_type` and `scope_id` of a spend limit.
    text("source_type"),
    text("source_id"),
    text("spend_limit_id"),
];

pub(super) const RATE_LIMITS: &[Column] = &[
    // Null for the organization's own limits.
    id("workspace_id"),
    // Id of the organization's entry: the join between a workspace's limit and the organization's.
    id("limit_id"),
    // requests_per_minute, input_tokens_per_minute, …; null where the entry lists none.
    id("limiter"),
    // model_group, batch, token_count, files, skills, web_search.
    text("group_type"),
    text("group_name"),
    text("models"),
    number("value"),
    // The organization's value of the same limiter, on a workspace's row.
    number("organization_value"),
    // `workspace`, or `organization` where the workspace inherits it; null in the old shape, which lists overrides only.
    text("source"),
];

pub(super) const SETTINGS: &[Column] = &[
    id("organization_id"),
    // `setting` or `api_key`.
    id("item"),
    // The setting's name, or the key's id.
    id("item_id"),
    // The setting's value as JSON.
    text("value"),
    // Of keys of the Compliance API only:
    text("key_name"),
    text("scopes"),
    flag("is_active"),
    instant("created_at"),
    instant("expires_at"),
    text("creator_id"),
];

pub(super) const ATTESTATIONS: &[Column] = &[
    id("organization_id"),
    id("control"),
    // What the evaluation says of the control, verbatim.
    text("control_status"),
    // What somebody attested: completed, accepted_risk, control_failed; null where nobody did.
    text("attestation"),
    Column { name: "review_on", kind: Kind::Day, role: Role::Attribute },
    instant("attested_at"),
    text("attested_by"),
];

pub(super) const ACCOUNTS: &[Column] = &[id("id"), text("address"), text("name")];

pub(super) const CONVERSATIONS: &[Column] =
    &[id("id"), text("account_id"), instant("created_at"), instant("updated_at")];

pub(super) const REQUEST_LOGS: &[Column] = &[
    id("id"),
    instant("at"),
    text("model"),
    text("key_id"),
    text("key_name"),
    text("workspace_id"),
    text("workspace_name"),
    text("outcome"),
    number("input"),
    number("cache_write"),
    number("cache_read"),
    number("output"),
];

// No id tells its rows from each other: of several decisions about one person that of the latest day counts, which is no question of
// files.
pub(super) const ACCESS_REVIEW: &[Column] = &[
    // `user_…`, or `svac_…` for a service account.
    text("id"),
    text("address"),
    // As written.
    text("decision"),
    text("reviewer"),
    Column { name: "reviewed_on", kind: Kind::Day, role: Role::Attribute },
    text("ticket"),
    text("comment"),
    // What the worksheet says that they were when it was made; `-` for an empty cell.
    text("was_role"),
    text("was_privileged"),
    text("was_workspaces"),
    // The last day of the lists that it was made of.
    Column { name: "made_on", kind: Kind::Day, role: Role::Attribute },
];

// No id tells its rows from each other: two people may decide about one row, and both count.
pub(super) const LOG_REVIEW: &[Column] = &[
    text("id"),
    // What the row's events are known by, separated by blanks.
    text("event_keys"),
    // As written.
    text("decision"),
    text("reviewer"),
    Column { name: "reviewed_on", kind: Kind::Day, role: Role::Attribute },
    text("ticket"),
    text("comment"),
];

// As those of the log.
pub(super) const IDENTITY_REVIEW: &[Column] = &[
    text("id"),
    text("decision"),
    text("reviewer"),
    Column { name: "reviewed_on", kind: Kind::Day, role: Role::Attribute },
    text("ticket"),
    text("comment"),
    text("was_access"),
    text("was_status"),
    Column { name: "made_on", kind: Kind::Day, role: Role::Attribute },
];
