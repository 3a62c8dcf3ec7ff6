//! Who and what was given access in a period, and of whom and what it was taken.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Evidence;

/// Which way access changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Access was given.
    Grant,
    /// Access became another.
    Change,
    /// Access was taken.
    Removal,
}

impl Direction {
    /// The word used in outputs.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Grant => "grant",
            Self::Change => "change",
            Self::Removal => "removal",
        }
    }
}

/// What kind of access changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// Somebody became a member of the organization.
    Joined,
    /// Somebody's role in the organization became another.
    RoleChanged,
    /// Somebody's membership ended.
    Left,
    /// Somebody was invited.
    Invited,
    /// An invitation was withdrawn or rejected.
    InviteEnded,
    /// Somebody or something was added to a workspace.
    WorkspaceGranted,
    /// Their role in a workspace became another.
    WorkspaceRoleChanged,
    /// They were taken out of a workspace.
    WorkspaceRemoved,
    /// Somebody was added to a group, or given a custom role.
    GroupGranted,
    /// Somebody was taken out of a group, or a custom role was taken.
    GroupRemoved,
    /// A key was made.
    KeyCreated,
    /// A key's status, workspace or scopes became others.
    KeyChanged,
    /// A key was archived, deleted or revoked.
    KeyEnded,
    /// A service account, a federation issuer or rule, or an OAuth app was made.
    IdentityCreated,
    /// One of them became another.
    IdentityChanged,
    /// One of them was archived or revoked.
    IdentityEnded,
    /// A workspace was made.
    WorkspaceCreated,
    /// A workspace was archived.
    WorkspaceArchived,
}

impl ChangeKind {
    /// Every kind, in the order of the report.
    pub const ALL: [Self; 18] = [
        Self::Joined,
        Self::RoleChanged,
        Self::Left,
        Self::Invited,
        Self::InviteEnded,
        Self::WorkspaceGranted,
        Self::WorkspaceRoleChanged,
        Self::WorkspaceRemoved,
        Self::GroupGranted,
        Self::GroupRemoved,
        Self::KeyCreated,
        Self::KeyChanged,
        Self::KeyEnded,
        Self::IdentityCreated,
        Self::IdentityChanged,
        Self::IdentityEnded,
        Self::WorkspaceCreated,
        Self::WorkspaceArchived,
    ];

    /// The word used in outputs, and what it says to people.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Joined => ("joined", "People who joined"),
            Self::RoleChanged => ("role-changed", "Changes of a role in the organization"),
            Self::Left => ("left", "People who left"),
            Self::Invited => ("invited", "Invitations"),
            Self::InviteEnded => ("invite-ended", "Invitations withdrawn or rejected"),
            Self::WorkspaceGranted => ("workspace-granted", "Grants in a workspace"),
            Self::WorkspaceRoleChanged => ("workspace-role-changed", "Changes of a role in a workspace"),
            Self::WorkspaceRemoved => ("workspace-removed", "Removals from a workspace"),
            Self::GroupGranted => ("group-granted", "Group memberships and custom roles given"),
            Self::GroupRemoved => ("group-removed", "Group memberships and custom roles taken"),
            Self::KeyCreated => ("key-created", "Keys made"),
            Self::KeyChanged => ("key-changed", "Keys changed"),
            Self::KeyEnded => ("key-ended", "Keys archived, deleted or revoked"),
            Self::IdentityCreated => ("identity-created", "Service accounts, federation and OAuth apps made"),
            Self::IdentityChanged => ("identity-changed", "Service accounts, federation and OAuth apps changed"),
            Self::IdentityEnded => ("identity-ended", "Service accounts, federation and OAuth apps ended"),
            Self::WorkspaceCreated => ("workspace-created", "Workspaces made"),
            Self::WorkspaceArchived => ("workspace-archived", "Workspaces archived"),
        }
    }

    /// The word used in outputs.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.words().0
    }

    /// For people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.words().1
    }

    /// Which way access changed.
    #[must_use]
    pub const fn direction(self) -> Direction {
        match self {
            Self::Joined
            | Self::Invited
            | Self::WorkspaceGranted
            | Self::GroupGranted
            | Self::KeyCreated
            | Self::IdentityCreated
            | Self::WorkspaceCreated => Direction::Grant,
            Self::RoleChanged | Self::WorkspaceRoleChanged | Self::KeyChanged | Self::IdentityChanged => {
                Direction::Change
            }
            Self::Left
            | Self::InviteEnded
            | Self::WorkspaceRemoved
            | Self::GroupRemoved
            | Self::KeyEnded
            | Self::IdentityEnded
            | Self::WorkspaceArchived => Direction::Removal,
        }
    }
}

/// What a change is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeBasis {
    /// An audit event.
    Event,
    /// A date in a list: who did it is not known, and what a list has no more is not there.
    List,
    /// The roster's last day, without a removal on record.
    Roster,
}

impl ChangeBasis {
    /// The word used in outputs.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::List => "list",
            Self::Roster => "roster",
        }
    }
}

/// One grant, change or removal.
#[derive(Clone, Debug, PartialEq)]
pub struct AccessChange {
    /// When; the beginning of the day where only that is known.
    pub at: DateTime<Utc>,
    /// Whether only the day is known.
    pub is_day: bool,
    /// What kind of access.
    pub kind: ChangeKind,
    /// Whose: an address or a name, else the id.
    pub whom: String,
    /// Their id; empty where nothing states it.
    pub whom_id: String,
    /// What: `developer → admin`, `as workspace_admin`.
    pub what: String,
    /// Name of the workspace, where it is about one.
    pub workspace: Option<String>,
    /// Who did it, where an event says so.
    pub by: Option<String>,
    /// Of people who left: their last day by the roster.
    pub departed_on: Option<NaiveDate>,
    /// Hours from the end of that day to the removal; none where one of the two is not known.
    pub lag_hours: Option<f64>,
    /// How it is known.
    pub basis: ChangeBasis,
    /// Where it stands.
    pub evidence: Vec<Evidence>,
    /// Ids of findings that rest on the same records.
    pub findings: Vec<String>,
}

impl AccessChange {
    /// The instant, or the day where only that is known: `2026-08-18T09:12:00Z`, `2026-08-18`.
    #[must_use]
    pub fn time(&self) -> String {
        match self.is_day {
            true => self.at.date_naive().to_string(),
            false => self.at.to_rfc3339_opts(SecondsFormat::Secs, true),
        }
    }
}

/// How many changes of a kind there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChangeCount {
    /// The kind.
    pub kind: ChangeKind,
    /// Which way.
    pub direction: Direction,
    /// Changes.
    pub changes: u64,
    /// Of these, how many a list or the roster alone tells.
    pub without_event: u64,
    /// Of these, how many a finding rests on.
    pub with_findings: u64,
}

/// Every grant and removal of the period.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AccessChanges {
    /// What the list rests on, and what it can lack.
    pub basis: Vec<String>,
    /// Kinds with at least one change, in the order of the report.
    pub counts: Vec<ChangeCount>,
    /// The changes, in order of time; written to `grants-and-removals.csv`.
    #[serde(skip)]
    pub changes: Vec<AccessChange>,
}

impl AccessChanges {
    /// Counts the changes anew.
    pub fn count(&mut self) {
        let of = |kind: ChangeKind| {
            let all = || self.changes.iter().filter(move |one| one.kind == kind);
            let count = |is: fn(&&AccessChange) -> bool| all().filter(is).count() as u64;
            ChangeCount {
                kind,
                direction: kind.direction(),
                changes: count(|_| true),
                without_event: count(|one| one.basis != ChangeBasis::Event),
                with_findings: count(|one| !one.findings.is_empty()),
            }
        };
        self.counts = ChangeKind::ALL.into_iter().map(of).filter(|one| one.changes > 0).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_is_listed_once_and_has_words_of_its_own() {
        let ids: BTreeSet<&str> = ChangeKind::ALL.iter().map(|kind| kind.id()).collect();
        assert_eq!(ids.len(), ChangeKind::ALL.len());
        for kind in ChangeKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.id());
            assert_eq!(serde_json::to_value(kind.direction()).unwrap(), kind.direction().id());
        }
    }
}
