//! The tables that exports are read into.

#[cfg(test)]
mod tests;

mod clouds;
mod column;
mod core;
mod enterprise;
mod gateways;
mod lists;
mod seats;
mod spec;

pub use column::{Column, Kind, Role};
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
    /// Tokens of Claude Enterprise organizations by day, product and model.
    EnterpriseUsage,
    /// Reported cost of Claude Enterprise organizations by day, product and model.
    EnterpriseCost,
    /// Shares of usage or cost by groups that overlap; in no total.
    GroupShares,
    /// What clouds billed for Claude by day, account, principal and model; never part of what the Console reports.
    CloudCost,
    /// Keys of a gateway to Claude, none of which is a key of the Console.
    GatewayKeys,
    /// Users of a gateway to Claude.
    GatewayUsers,
    /// What was used through a gateway to Claude; the Console or a cloud bills it, and it is in no total.
    GatewayUse,
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
    /// Workspaces that federation rules are enabled for.
    FederationRuleWorkspaces,
    /// Groups that carry roles.
    RbacGroups,
    /// Who is in groups.
    RbacGroupMembers,
    /// Roles that groups carry.
    RbacRoles,
    /// What those roles permit.
    RbacRolePermissions,
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
    /// Cases that the provider opened about messages of the organization.
    ReviewCases,
    /// Accounts of the data export.
    Accounts,
    /// When conversations of the data export began and were last touched; never what is in them.
    Conversations,
    /// Single requests, as far as pages of the Console's log were saved; in no total.
    RequestLogs,
    /// Seats of claude.ai; apart from the members that the Admin API lists.
    Seats,
    /// When members of Claude Enterprise were last active.
    SeatActivity,
    /// Spend by seat, product and model over ranges that the files do not state.
    SeatSpend,
    /// Claude Code by day, user and terminal.
    ClaudeCode,
    /// Claude Code by user over months that the files do not state.
    ClaudeCodeTeam,
    /// Decisions of a reviewer about people's access, on a worksheet of an earlier run.
    AccessReview,
    /// Decisions of a reviewer about what administrators did, on a worksheet of an earlier run.
    LogReview,
    /// Decisions of a reviewer about identities without a person, on a worksheet of an earlier run.
    IdentityReview,
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 43] = [
        Self::Organization,
        Self::Keys,
        Self::Members,
        Self::Workspaces,
        Self::WorkspaceMembers,
        Self::Invites,
        Self::Usage,
        Self::Cost,
        Self::EnterpriseUsage,
        Self::EnterpriseCost,
        Self::GroupShares,
        Self::CloudCost,
        Self::GatewayKeys,
        Self::GatewayUsers,
        Self::GatewayUse,
        Self::Events,
        Self::Roster,
        Self::Actors,
        Self::ServiceAccounts,
        Self::FederationIssuers,
        Self::FederationRules,
        Self::FederationRuleWorkspaces,
        Self::RbacGroups,
        Self::RbacGroupMembers,
        Self::RbacRoles,
        Self::RbacRolePermissions,
        Self::SpendLimits,
        Self::EffectiveLimits,
        Self::RateLimits,
        Self::Settings,
        Self::Attestations,
        Self::ReviewCases,
        Self::Accounts,
        Self::Conversations,
        Self::RequestLogs,
        Self::Seats,
        Self::SeatActivity,
        Self::SeatSpend,
        Self::ClaudeCode,
        Self::ClaudeCodeTeam,
        Self::AccessReview,
        Self::LogReview,
        Self::IdentityReview,
    ];

    /// Id in outputs.
    #[must_use]
    pub const fn id(self) -> &'static str {
        spec::of(self).id
    }

    /// For people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        spec::of(self).title
    }

    /// Where a user gets the export that fills this table.
    #[must_use]
    pub const fn how_to_export(self) -> &'static str {
        spec::of(self).how_to_export
    }

    /// Columns that say when something happened. Never an expiry or another planned date: from these `as_of` is taken.
    #[must_use]
    pub const fn event_time_columns(self) -> &'static [&'static str] {
        spec::of(self).event_time_columns
    }

    /// The columns of its frame, before `file` (index into the inputs) and `line`, which every frame has.
    #[must_use]
    pub const fn columns(self) -> &'static [Column] {
        spec::of(self).columns
    }

    /// Whether its rows are sums over dimensions, of which another file can state others.
    #[must_use]
    pub const fn is_summed(self) -> bool {
        matches!(
            self,
            Self::Usage
                | Self::Cost
                | Self::EnterpriseUsage
                | Self::EnterpriseCost
                | Self::GroupShares
                | Self::CloudCost
                | Self::GatewayUse
        )
    }

    /// Whether only Claude Enterprise organizations have such an export.
    #[must_use]
    pub const fn is_of_enterprise(self) -> bool {
        matches!(
            self,
            Self::EnterpriseUsage
                | Self::EnterpriseCost
                | Self::EffectiveLimits
                | Self::RbacGroups
                | Self::RbacGroupMembers
                | Self::RbacRoles
                | Self::RbacRolePermissions
                | Self::ReviewCases
        )
    }

    /// Whether only organizations on claude.ai (Team and Enterprise plans) have such an export, or those that use Claude Code.
    #[must_use]
    pub const fn is_of_seats(self) -> bool {
        matches!(self, Self::Seats | Self::SeatActivity | Self::SeatSpend | Self::ClaudeCodeTeam)
    }

    /// Whether only organizations with claude.ai have such an export: its page is one of claude.ai's settings.
    #[must_use]
    pub const fn is_of_claude_ai(self) -> bool {
        matches!(self, Self::Attestations)
    }

    /// Whether many organizations have nothing to list: they do not use the feature. A saved list without entries cannot say which
    /// list it is, so the export then stays missing.
    #[must_use]
    pub const fn may_have_no_entry(self) -> bool {
        matches!(
            self,
            Self::ServiceAccounts
                | Self::FederationIssuers
                | Self::FederationRules
                | Self::RbacGroups
                | Self::RbacGroupMembers
                | Self::RbacRoles
                | Self::RbacRolePermissions
                | Self::ReviewCases
                | Self::Seats
                | Self::SeatSpend
                | Self::ClaudeCodeTeam
        )
    }

    /// Whether it holds decisions of a reviewer: no export, and given next to the exports.
    #[must_use]
    pub const fn is_worksheet(self) -> bool {
        matches!(self, Self::AccessReview | Self::LogReview | Self::IdentityReview)
    }

    /// Position of a column, by name.
    #[must_use]
    pub fn position(self, name: &str) -> Option<usize> {
        self.columns().iter().position(|c| c.name == name)
    }
}
