//! What every table is called, where its exports come from, and which columns it has.

use super::{Column, Table, core, enterprise, lists, seats};

/// One table.
#[derive(Clone, Copy)]
pub(super) struct Spec {
    /// Which; its place in [`ALL`] is that in the enumeration.
    table: Table,
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) how_to_export: &'static str,
    pub(super) happenings: &'static [&'static str],
    pub(super) columns: &'static [Column],
}

/// Every table, in the order of the enumeration.
const ALL: [Spec; 33] = [
    Spec {
        table: Table::Organization,
        id: "organization",
        title: "organization",
        how_to_export: "Admin API: GET /v1/organizations/me",
        happenings: &[],
        columns: core::ORGANIZATION,
    },
    Spec {
        table: Table::Keys,
        id: "api_keys",
        title: "API keys",
        how_to_export: "Admin API: GET /v1/organizations/api_keys, all pages",
        happenings: &["created_at"],
        columns: core::KEYS,
    },
    Spec {
        table: Table::Members,
        id: "members",
        title: "organization members",
        how_to_export: "Admin API: GET /v1/organizations/users, all pages",
        happenings: &["added_at"],
        columns: core::MEMBERS,
    },
    Spec {
        table: Table::Workspaces,
        id: "workspaces",
        title: "workspaces",
        how_to_export: "Admin API: GET /v1/organizations/workspaces?include_archived=true, all pages",
        happenings: &["created_at", "archived_at"],
        columns: core::WORKSPACES,
    },
    Spec {
        table: Table::WorkspaceMembers,
        id: "workspace_members",
        title: "workspace members",
        how_to_export: "Admin API: GET /v1/organizations/workspaces/{id}/members for every workspace",
        happenings: &[],
        columns: core::WORKSPACE_MEMBERS,
    },
    Spec {
        table: Table::Invites,
        id: "invites",
        title: "invites",
        how_to_export: "Admin API: GET /v1/organizations/invites, all pages",
        happenings: &["invited_at", "accepted_at"],
        columns: core::INVITES,
    },
    Spec {
        table: Table::Usage,
        id: "usage",
        title: "token usage",
        how_to_export: "Console > Usage > Export, grouped by API key, one file per month",
        happenings: &["day"],
        columns: core::USAGE,
    },
    Spec {
        table: Table::Cost,
        id: "cost",
        title: "cost",
        how_to_export: "Console > Cost > Export, grouped by API key, one file per month",
        happenings: &["day"],
        columns: core::COST,
    },
    Spec {
        table: Table::EnterpriseUsage,
        id: "enterprise_usage",
        title: "Claude Enterprise usage",
        how_to_export: "Claude Enterprise: GET /v1/organizations/analytics/usage_report, by product and day",
        happenings: &["day"],
        columns: enterprise::ENTERPRISE_USAGE,
    },
    Spec {
        table: Table::EnterpriseCost,
        id: "enterprise_cost",
        title: "Claude Enterprise cost",
        how_to_export: "Claude Enterprise: GET /v1/organizations/analytics/cost_report, by product and day",
        happenings: &["day"],
        columns: enterprise::ENTERPRISE_COST,
    },
    Spec {
        table: Table::GroupShares,
        id: "group_shares",
        title: "shares of usage and cost by group",
        how_to_export: "Admin API: GET /v1/organizations/analytics/cost with group_by[]=rbac_group_id",
        happenings: &["day"],
        columns: enterprise::GROUP_SHARES,
    },
    Spec {
        table: Table::Events,
        id: "events",
        title: "audit events",
        how_to_export: "claude.ai organization settings > Data and privacy > Export logs, or Compliance API: GET /v1/compliance/activities",
        happenings: &["at"],
        columns: core::EVENTS,
    },
    Spec {
        table: Table::Roster,
        id: "roster",
        title: "identity-provider roster",
        how_to_export: "your identity provider: Entra ID, Google Workspace, Okta or Microsoft 365 user export, disabled users included",
        happenings: &["last_sign_in"],
        columns: core::ROSTER,
    },
    Spec {
        table: Table::Actors,
        id: "actors",
        title: "users in usage analytics",
        how_to_export: "Analytics API: GET /v1/organizations/analytics/usage, grouped by actor, all pages",
        happenings: &[],
        columns: core::ACTORS,
    },
    Spec {
        table: Table::ServiceAccounts,
        id: "service_accounts",
        title: "service accounts",
        how_to_export: "Admin API: GET /v1/organizations/service_accounts, all pages",
        happenings: &["created_at", "updated_at", "archived_at"],
        columns: lists::SERVICE_ACCOUNTS,
    },
    Spec {
        table: Table::FederationIssuers,
        id: "federation_issuers",
        title: "federation issuers",
        how_to_export: "Admin API: GET /v1/organizations/federation_issuers, all pages",
        happenings: &["created_at", "updated_at", "archived_at"],
        columns: lists::FEDERATION_ISSUERS,
    },
    Spec {
        table: Table::FederationRules,
        id: "federation_rules",
        title: "federation rules",
        how_to_export: "Admin API: GET /v1/organizations/federation_rules, all pages",
        happenings: &["created_at", "updated_at", "archived_at"],
        columns: lists::FEDERATION_RULES,
    },
    Spec {
        table: Table::FederationRuleWorkspaces,
        id: "federation_rule_workspaces",
        title: "workspaces of federation rules",
        how_to_export: "Admin API: GET /v1/organizations/federation_rules/{id}/workspaces for every rule",
        happenings: &["created_at"],
        columns: lists::FEDERATION_RULE_WORKSPACES,
    },
    Spec {
        table: Table::RbacGroups,
        id: "rbac_groups",
        title: "groups",
        how_to_export: "Admin API: GET /v1/organizations/rbac_groups, all pages",
        happenings: &["created_at", "updated_at"],
        columns: lists::RBAC_GROUPS,
    },
    Spec {
        table: Table::RbacRoles,
        id: "rbac_roles",
        title: "custom roles",
        how_to_export: "Admin API: GET /v1/organizations/rbac_roles, all pages",
        happenings: &["created_at", "updated_at"],
        columns: lists::RBAC_ROLES,
    },
    Spec {
        table: Table::SpendLimits,
        id: "spend_limits",
        title: "spend limits",
        how_to_export: "Admin API: GET /v1/organizations/spend_limits, all pages",
        happenings: &["created_at", "updated_at"],
        columns: lists::SPEND_LIMITS,
    },
    Spec {
        table: Table::EffectiveLimits,
        id: "effective_limits",
        title: "spend limits per member",
        how_to_export: "Admin API: GET /v1/organizations/spend_limits/effective, all pages",
        happenings: &[],
        columns: lists::EFFECTIVE_LIMITS,
    },
    Spec {
        table: Table::RateLimits,
        id: "rate_limits",
        title: "rate limits",
        how_to_export: "Admin API: GET /v1/organizations/rate_limits, and /v1/organizations/workspaces/{id}/rate_limits for every workspace",
        happenings: &[],
        columns: lists::RATE_LIMITS,
    },
    Spec {
        table: Table::Settings,
        id: "settings",
        title: "organization settings",
        how_to_export: "Compliance API: GET /v1/compliance/organizations/{id}/settings for every organization; Admin API: GET /v1/organizations/compliance_settings",
        happenings: &["created_at"],
        columns: lists::SETTINGS,
    },
    Spec {
        table: Table::Attestations,
        id: "attestations",
        title: "security posture",
        how_to_export: "Compliance API: GET /v1/compliance/organizations/{id}/security_posture",
        happenings: &["attested_at"],
        columns: lists::ATTESTATIONS,
    },
    Spec {
        table: Table::Accounts,
        id: "accounts",
        title: "accounts of the data export",
        how_to_export: "claude.ai organization settings > Data and privacy > Export data",
        happenings: &[],
        columns: lists::ACCOUNTS,
    },
    Spec {
        table: Table::Conversations,
        id: "conversations",
        title: "conversation dates",
        how_to_export: "claude.ai organization settings > Data and privacy > Export data",
        happenings: &["created_at", "updated_at"],
        columns: lists::CONVERSATIONS,
    },
    Spec {
        table: Table::RequestLogs,
        id: "request_logs",
        title: "request log",
        how_to_export: "Console > Logs has no export: save its pages",
        happenings: &["at"],
        columns: lists::REQUEST_LOGS,
    },
    Spec {
        table: Table::Seats,
        id: "seats",
        title: "claude.ai seats",
        how_to_export: "claude.ai organization settings > Members > Export CSV, and Analytics > Members > Export",
        happenings: &["last_active"],
        columns: seats::SEATS,
    },
    Spec {
        table: Table::SeatSpend,
        id: "seat_spend",
        title: "claude.ai spend by seat",
        how_to_export: "claude.ai organization settings > Analytics > Spend report",
        happenings: &[],
        columns: seats::SEAT_SPEND,
    },
    Spec {
        table: Table::ClaudeCode,
        id: "claude_code",
        title: "Claude Code by day",
        how_to_export: "Admin API: GET /v1/organizations/usage_report/claude_code, every day, all pages",
        happenings: &["day"],
        columns: seats::CLAUDE_CODE,
    },
    Spec {
        table: Table::ClaudeCodeTeam,
        id: "claude_code_team",
        title: "Claude Code by month",
        how_to_export: "Console or claude.ai > Claude Code analytics > Export",
        happenings: &[],
        columns: seats::CLAUDE_CODE_TEAM,
    },
    Spec {
        table: Table::AccessReview,
        id: "access_review",
        title: "access-review decisions",
        how_to_export: "access-review.csv of a report, filled in, with --review",
        happenings: &[],
        columns: lists::ACCESS_REVIEW,
    },
];

/// The specification of a table.
pub(super) const fn of(table: Table) -> &'static Spec {
    &ALL[table as usize]
}

// A table that stands out of order, or is left out, does not compile.
const _: () = {
    let mut at = 0;
    while at < ALL.len() {
        assert!(ALL[at].table as usize == at && Table::ALL[at] as usize == at);
        at += 1;
    }
    assert!(Table::ALL.len() == ALL.len());
};
