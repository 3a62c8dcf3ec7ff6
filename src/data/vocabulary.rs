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
/// Statuses of invitations.
pub const INVITE_STATUSES: [&str; 4] = ["accepted", "deleted", "expired", "pending"];

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
