//! Words that the exports are known to use: event types, roles, statuses.

use std::collections::BTreeSet;

/// Types of the activity feed, with what each is about (`key`, `member`, `login`, …).
#[must_use]
pub fn activity_types() -> BTreeSet<&'static str> {
    first_cells(include_str!("activity_types.tsv"))
}

/// Whether the activity feed is known to have a type.
#[must_use]
pub fn is_activity_type(name: &str) -> bool {
    let known = |line: &str| line.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('\t'));
    !name.is_empty() && !name.starts_with('#') && include_str!("activity_types.tsv").lines().any(known)
}

/// Events of the Enterprise audit-log export.
#[must_use]
pub fn audit_events() -> BTreeSet<&'static str> {
    first_cells(include_str!("audit_events.tsv"))
}

fn first_cells(table: &'static str) -> BTreeSet<&'static str> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('\t').next()).collect()
}

/// Roles of members: the Console's and the Enterprise ones are one enumeration (SDK types of API version 2026-10-21).
pub const MEMBER_ROLES: [&str; 9] = [
    "user",
    "developer",
    "billing",
    "admin",
    "claude_code_user",
    "owner",
    "primary_owner",
    "membership_admin",
    "managed",
];
/// Roles in workspaces.
pub const WORKSPACE_ROLES: [&str; 5] =
    ["workspace_admin", "workspace_billing", "workspace_developer", "workspace_restricted_developer", "workspace_user"];
/// Statuses of API keys.
pub const KEY_STATUSES: [&str; 4] = ["active", "inactive", "archived", "expired"];
/// Whose a key is, and who made it.
pub const KEY_OWNERS: [&str; 2] = ["service_account", "user"];
/// What a key is scoped to.
pub const KEY_PLACES: [&str; 2] = ["organization", "workspace"];
/// What stands in a list's column where its export does not say in words that can be read: who made a key, or where it is.
pub const UNCLEAR: &str = "unclear";
/// What stands for the scope of a key whose list gives the name of its workspace and not the id.
pub const NAMED_PLACE: &str = "workspace_name";
/// How long the amount of a spend limit lasts.
pub const LIMIT_PERIODS: [&str; 3] = ["daily", "monthly", "weekly"];
/// What a spend limit applies to.
pub const LIMIT_SCOPES: [&str; 7] =
    ["organization", "organization_service", "rbac_group", "seat_tier", "usage_tier", "user", "workspace"];
/// What cost is for.
pub const COST_TYPES: [&str; 4] = ["code_execution", "session_usage", "tokens", "web_search"];
/// Statuses of invitations.
pub const INVITE_STATUSES: [&str; 4] = ["accepted", "deleted", "expired", "pending"];

/// How groups come to be: made directly, or provisioned by the directory.
pub const GROUP_KINDS: [&str; 2] = ["direct", "scim"];
/// Whose roles are: the organization's, or the provider's.
pub const ROLE_KINDS: [&str; 2] = ["built_in", "custom"];
/// Statuses of the provider's review cases.
pub const CASE_STATUSES: [&str; 2] = ["closed", "open"];
/// Scopes of Claude Enterprise's keys.
pub const KEY_SCOPES: [&str; 14] = [
    "read:members",
    "write:members",
    "read:rbac_groups",
    "write:rbac_groups",
    "read:spend_limits",
    "write:spend_limits",
    "read:analytics",
    "read:compliance_activities",
    "read:compliance_user_data",
    "delete:compliance_user_data",
    "read:compliance_org_data",
    "read:org_audit",
    "read:claude_tag",
    "write:claude_tag",
];
/// The scope that reads the contents of conversations and files.
pub const CONTENT_SCOPE: &str = "read:compliance_user_data";
/// Scopes of tokens that federation rules mint (SDK 2.14).
pub const OAUTH_SCOPES: [&str; 3] = ["org:admin", "workspace:developer", "workspace:inference"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        assert_eq!(activity_types().len(), 515);
        assert_eq!(audit_events().len(), 172);
        assert!(
            activity_types().contains("platform_api_key_created") && audit_events().contains("conversation_created")
        );
    }
}
