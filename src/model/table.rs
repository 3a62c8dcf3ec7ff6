//! The tables that exports are read into, and what their columns mean.

mod lists;
mod seats;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the exports hold, whatever kind of file it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Table {
    /// The organization itself.
    Organization,
    /// API keys.
    Keys,
    /// Members of the organization.
    Members,
    /// Workspaces.
    Workspaces,
    /// Members of workspaces.
    WorkspaceMembers,
    /// Invitations.
    Invites,
    /// Tokens by day (or hour), model, key, workspace.
    Usage,
    /// Reported cost by day, model, key, workspace.
    Cost,
    /// Audit events of the audit-log export or the activity feed.
    Events,
    /// People known to the identity provider or HR.
    Roster,
    /// Users whom usage analytics name, with whether they are still members.
    Actors,
    /// Service accounts.
    ServiceAccounts,
    /// Issuers whose tokens may be exchanged for access.
    FederationIssuers,
    /// Rules that say which token becomes which service account.
    FederationRules,
    /// Groups that carry roles.
    RbacGroups,
    /// Roles that groups carry.
    RbacRoles,
    /// Spend limits, by what they apply to.
    SpendLimits,
    /// The spend limit in force and the spend so far, per member and period.
    EffectiveLimits,
    /// Rate limits of the organization and of workspaces, one row per limiter.
    RateLimits,
    /// Settings of the organization, and keys of the Compliance API.
    Settings,
    /// Security controls and what somebody attested about them.
    Attestations,
    /// Accounts of the data export.
    Accounts,
    /// When conversations of the data export began and were last touched; never what is in them.
    Conversations,
    /// Single requests, as far as pages of the Console's log were saved; in no total.
    RequestLogs,
    /// Seats of claude.ai; apart from the members that the Admin API lists.
    Seats,
    /// Spend by seat, product and model over ranges that the files do not state.
    SeatSpend,
    /// Claude Code by day, user and terminal.
    ClaudeCode,
    /// Claude Code by user over months that the files do not state.
    ClaudeCodeTeam,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text; polars `String`.
    Text,
    /// A UTC day; polars `Date`.
    Day,
    /// A UTC instant in microseconds; polars `Datetime`.
    Instant,
    /// A count; polars `Int64`.
    Integer,
    /// Exact dollars; polars `Decimal(38, 18)`.
    Money,
    /// Yes or no; polars `Boolean`.
    Flag,
}

/// What a column is for when the same rows come in several files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Names the object or event: one row per id.
    Id,
    /// Part of the grain of a report row.
    Dimension,
    /// A number that is summed over the grain.
    Measure,
    /// Describes the row; no part of the grain.
    Attribute,
}

/// One column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Name in the frame.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What it is for.
    pub role: Role,
}

const fn id(name: &'static str) -> Column {
    Column { name, kind: Kind::Text, role: Role::Id }
}
const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text, role: Role::Attribute }
}
const fn instant(name: &'static str) -> Column {
    Column { name, kind: Kind::Instant, role: Role::Attribute }
}
const fn flag(name: &'static str) -> Column {
    Column { name, kind: Kind::Flag, role: Role::Attribute }
}
const fn dimension(name: &'static str) -> Column {
    Column { name, kind: Kind::Text, role: Role::Dimension }
}
const fn count(name: &'static str) -> Column {
    Column { name, kind: Kind::Integer, role: Role::Measure }
}
const fn amount(name: &'static str) -> Column {
    Column { name, kind: Kind::Money, role: Role::Measure }
}
const DAY: Column = Column { name: "day", kind: Kind::Day, role: Role::Dimension };
/// Minute of the day (0 to 1439) in hourly and minute exports, null in daily ones.
const MINUTE: Column = Column { name: "minute", kind: Kind::Integer, role: Role::Dimension };

impl Table {
    /// Every table.
    pub const ALL: [Self; 28] = [
        Self::Organization,
        Self::Keys,
        Self::Members,
        Self::Workspaces,
        Self::WorkspaceMembers,
        Self::Invites,
        Self::Usage,
        Self::Cost,
        Self::Events,
        Self::Roster,
        Self::Actors,
        Self::ServiceAccounts,
        Self::FederationIssuers,
        Self::FederationRules,
        Self::RbacGroups,
        Self::RbacRoles,
        Self::SpendLimits,
        Self::EffectiveLimits,
        Self::RateLimits,
        Self::Settings,
        Self::Attestations,
        Self::Accounts,
        Self::Conversations,
        Self::RequestLogs,
        Self::Seats,
        Self::SeatSpend,
        Self::ClaudeCode,
        Self::ClaudeCodeTeam,
    ];

    /// Id in outputs.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Keys => "api_keys",
            Self::Members => "members",
            Self::Workspaces => "workspaces",
            Self::WorkspaceMembers => "workspace_members",
            Self::Invites => "invites",
            Self::Usage => "usage",
            Self::Cost => "cost",
            Self::Events => "events",
            Self::Roster => "roster",
            Self::Actors => "actors",
            Self::ServiceAccounts => "service_accounts",
            Self::FederationIssuers => "federation_issuers",
            Self::FederationRules => "federation_rules",
            Self::RbacGroups => "rbac_groups",
            Self::RbacRoles => "rbac_roles",
            Self::SpendLimits => "spend_limits",
            Self::EffectiveLimits => "effective_limits",
            Self::RateLimits => "rate_limits",
            Self::Settings => "settings",
            Self::Attestations => "attestations",
            Self::Accounts => "accounts",
            Self::Conversations => "conversations",
            Self::RequestLogs => "request_logs",
            Self::Seats => "seats",
            Self::SeatSpend => "seat_spend",
            Self::ClaudeCode => "claude_code",
            Self::ClaudeCodeTeam => "claude_code_team",
        }
    }

    /// For people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Keys => "API keys",
            Self::Members => "organization members",
            Self::Workspaces => "workspaces",
            Self::WorkspaceMembers => "workspace members",
            Self::Invites => "invites",
            Self::Usage => "token usage",
            Self::Cost => "cost",
            Self::Events => "audit events",
            Self::Roster => "identity-provider roster",
            Self::Actors => "users in usage analytics",
            Self::ServiceAccounts => "service accounts",
            Self::FederationIssuers => "federation issuers",
            Self::FederationRules => "federation rules",
            Self::RbacGroups => "groups",
            Self::RbacRoles => "custom roles",
            Self::SpendLimits => "spend limits",
            Self::EffectiveLimits => "spend limits per member",
            Self::RateLimits => "rate limits",
            Self::Settings => "organization settings",
            Self::Attestations => "security posture",
            Self::Accounts => "accounts of the data export",
            Self::Conversations => "conversation dates",
            Self::RequestLogs => "request log",
            Self::Seats => "claude.ai seats",
            Self::SeatSpend => "claude.ai spend by seat",
            Self::ClaudeCode => "Claude Code by day",
            Self::ClaudeCodeTeam => "Claude Code by month",
        }
    }

    /// Where a user gets the export that fills this table.
    #[must_use]
    pub const fn how_to_export(self) -> &'static str {
        match self {
            Self::Organization => "Admin API: GET /v1/organizations/me",
            Self::Keys => "Admin API: GET /v1/organizations/api_keys, all pages",
            Self::Members => "Admin API: GET /v1/organizations/users, all pages",
            Self::Workspaces => "Admin API: GET /v1/organizations/workspaces?include_archived=true, all pages",
            Self::WorkspaceMembers => "Admin API: GET /v1/organizations/workspaces/{id}/members for every workspace",
            Self::Invites => "Admin API: GET /v1/organizations/invites, all pages",
            Self::Usage => "Console > Usage > Export, grouped by API key, one file per month",
            Self::Cost => "Console > Cost > Export, grouped by API key, one file per month",
            Self::Events => {
                "claude.ai organization settings > Data and privacy > Export logs, or Compliance API: GET /v1/compliance/activities"
            }
            Self::Roster => {
                "your identity provider: Entra ID, Google Workspace, Okta or Microsoft 365 user export, disabled users included"
            }
            Self::Actors => "Analytics API: GET /v1/organizations/analytics/usage, grouped by actor, all pages",
            Self::ServiceAccounts => "Admin API: GET /v1/organizations/service_accounts, all pages",
            Self::FederationIssuers => "Admin API: GET /v1/organizations/federation_issuers, all pages",
            Self::FederationRules => "Admin API: GET /v1/organizations/federation_rules, all pages",
            Self::RbacGroups => "Admin API: GET /v1/organizations/rbac_groups, all pages",
            Self::RbacRoles => "Admin API: GET /v1/organizations/rbac_roles, all pages",
            Self::SpendLimits => "Admin API: GET /v1/organizations/spend_limits, all pages",
            Self::EffectiveLimits => "Admin API: GET /v1/organizations/spend_limits/effective, all pages",
            Self::RateLimits => {
                "Admin API: GET /v1/organizations/rate_limits, and /v1/organizations/workspaces/{id}/rate_limits for every workspace"
            }
            Self::Settings => "Compliance API: GET /v1/compliance/organizations/{id}/settings",
            Self::Attestations => "Compliance API: GET /v1/compliance/organizations/{id}/security_posture",
            Self::Accounts | Self::Conversations => "claude.ai organization settings > Data and privacy > Export data",
            Self::RequestLogs => "Console > Logs has no export: save its pages",
            Self::Seats => "claude.ai organization settings > Members > Export CSV, and Analytics > Members > Export",
            Self::SeatSpend => "claude.ai organization settings > Analytics > Spend report",
            Self::ClaudeCode => "Admin API: GET /v1/organizations/usage_report/claude_code, every day, all pages",
            Self::ClaudeCodeTeam => "Console or claude.ai > Claude Code analytics > Export",
        }
    }

    /// The columns of its frame, before `file` (index into the inputs) and `line`, which every frame has.
    #[must_use]
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Organization => ORGANIZATION,
            Self::Keys => KEYS,
            Self::Members => MEMBERS,
            Self::Workspaces => WORKSPACES,
            Self::WorkspaceMembers => WORKSPACE_MEMBERS,
            Self::Invites => INVITES,
            Self::Usage => USAGE,
            Self::Cost => COST,
            Self::Events => EVENTS,
            Self::Roster => ROSTER,
            Self::Actors => ACTORS,
            Self::ServiceAccounts => lists::SERVICE_ACCOUNTS,
            Self::FederationIssuers => lists::FEDERATION_ISSUERS,
            Self::FederationRules => lists::FEDERATION_RULES,
            Self::RbacGroups => lists::RBAC_GROUPS,
            Self::RbacRoles => lists::RBAC_ROLES,
            Self::SpendLimits => lists::SPEND_LIMITS,
            Self::EffectiveLimits => lists::EFFECTIVE_LIMITS,
            Self::RateLimits => lists::RATE_LIMITS,
            Self::Settings => lists::SETTINGS,
            Self::Attestations => lists::ATTESTATIONS,
            Self::Accounts => lists::ACCOUNTS,
            Self::Conversations => lists::CONVERSATIONS,
            Self::RequestLogs => lists::REQUEST_LOGS,
            Self::Seats => seats::SEATS,
            Self::SeatSpend => seats::SEAT_SPEND,
            Self::ClaudeCode => seats::CLAUDE_CODE,
            Self::ClaudeCodeTeam => seats::CLAUDE_CODE_TEAM,
        }
    }

    /// Columns that say when something happened. Never an expiry or another planned date: from these `as_of` is taken.
    #[must_use]
    pub const fn happenings(self) -> &'static [&'static str] {
        match self {
            Self::Keys => &["created_at"],
            Self::Members => &["added_at"],
            Self::Workspaces => &["created_at", "archived_at"],
            Self::Organization | Self::WorkspaceMembers => &[],
            Self::Actors | Self::SeatSpend | Self::ClaudeCodeTeam => &[],
            Self::Seats => &["last_active"],
            Self::Invites => &["invited_at", "accepted_at"],
            Self::Usage | Self::Cost | Self::ClaudeCode => &["day"],
            Self::Events => &["at"],
            Self::Roster => &["last_sign_in"],
            Self::ServiceAccounts | Self::FederationIssuers | Self::FederationRules => {
                &["created_at", "updated_at", "archived_at"]
            }
            Self::RbacGroups | Self::RbacRoles | Self::SpendLimits | Self::Conversations => {
                &["created_at", "updated_at"]
            }
            Self::EffectiveLimits | Self::RateLimits | Self::Accounts => &[],
            Self::Settings => &["created_at"],
            Self::Attestations => &["attested_at"],
            Self::RequestLogs => &["at"],
        }
    }

    /// Position of a column, by name.
    #[must_use]
    pub fn position(self, name: &str) -> Option<usize> {
        self.columns().iter().position(|c| c.name == name)
    }
}

const ORGANIZATION: &[Column] = &[id("id"), text("name")];

const KEYS: &[Column] = &[
    id("id"),
    text("name"),
    text("status"),
    instant("created_at"),
    text("creator_id"),
    text("creator_type"),
    text("hint"),
    instant("expires_at"),
    // Whether the record has the field `expires_at` at all: older shapes do not, and then null proves nothing.
    flag("has_expiry_field"),
    // Null for the default workspace of the old shape; `scope` says whether the key belongs to a workspace at all.
    text("workspace_id"),
    // `workspace` or `organization`.
    text("scope"),
    text("principal_type"),
    text("principal_id"),
];

const MEMBERS: &[Column] = &[id("id"), text("address"), text("name"), text("role"), instant("added_at")];

const WORKSPACES: &[Column] = &[
    id("id"),
    text("name"),
    instant("created_at"),
    instant("archived_at"),
    // The value of the tag `env`, verbatim.
    text("tag_env"),
];

const WORKSPACE_MEMBERS: &[Column] = &[id("workspace_id"), id("user_id"), text("role")];

const INVITES: &[Column] = &[
    id("id"),
    text("address"),
    text("role"),
    text("status"),
    instant("invited_at"),
    instant("expires_at"),
    instant("accepted_at"),
];

const USAGE: &[Column] = &[
    DAY,
    MINUTE,
    dimension("model"),
    dimension("key_name"),
    dimension("key_id"),
    dimension("workspace_name"),
    dimension("workspace_id"),
    dimension("service_tier"),
    dimension("context_window"),
    dimension("inference_geo"),
    dimension("speed"),
    count("uncached_input"),
    count("cache_write_5m"),
    count("cache_write_1h"),
    count("cache_read"),
    count("output"),
    count("web_searches"),
    // False for hourly and minute rows of a day that another file holds whole: for hourly analyses only, in no total.
    flag("counted"),
    // Requests; only usage analytics tell them.
    count("requests"),
];

const COST: &[Column] = &[
    DAY,
    MINUTE,
    dimension("model"),
    dimension("key_name"),
    dimension("key_id"),
    dimension("workspace_name"),
    dimension("workspace_id"),
    dimension("usage_type"),
    dimension("context_window"),
    dimension("token_type"),
    dimension("cost_type"),
    dimension("inference_geo"),
    dimension("speed"),
    amount("cost"),
    amount("list_price"),
    text("key_status"),
    flag("counted"),
];

const EVENTS: &[Column] = &[
    // The feed's own id; the audit-log export has none and its rows are told apart by their whole content.
    id("id"),
    instant("at"),
    text("event"),
    // `activity-feed` or `audit-log`.
    text("source"),
    text("actor_type"),
    text("actor_id"),
    text("actor_address"),
    text("actor_name"),
    text("ip_address"),
    text("user_agent"),
    text("platform"),
    // Every other field of the event as one JSON object with sorted keys.
    text("details"),
];

const ROSTER: &[Column] = &[
    // The provider's own id of the person, where it has one.
    id("id"),
    // Entra ID, Google Workspace, …
    text("provider"),
    // Every address of the row, normalized (see `normalize_address`), separated by spaces, the row's main one first.
    text("addresses"),
    text("name"),
    text("employee_id"),
    // The status as written.
    text("status"),
    flag("disabled"),
    // Last day of employment or assignment, where the list has one.
    Column { name: "ended_on", kind: Kind::Day, role: Role::Attribute },
    instant("last_sign_in"),
];

// `deleted` is also true of a user who is no longer a member.
const ACTORS: &[Column] = &[id("id"), text("address"), text("name"), flag("deleted")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn column_names_are_unique_in_a_table() {
        for table in Table::ALL {
            for (at, column) in table.columns().iter().enumerate() {
                assert_eq!(table.position(column.name), Some(at), "{}.{}", table.id(), column.name);
                assert!(!["file", "line"].contains(&column.name));
            }
            assert!(table.happenings().iter().all(|name| table.position(name).is_some()));
        }
    }
}
