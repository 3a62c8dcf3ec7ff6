//! What everybody can reach in the end, and by which ways: roles, groups, keys, service accounts and federation put together.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Evidence;

/// Who or what has the access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PrincipalKind {
    /// A listed member.
    Person,
    /// Somebody whom the list of members does not have, and who made a key, is in a workspace or in a group.
    Unlisted,
    /// A service account.
    ServiceAccount,
    /// Whoever holds a token that a federation rule accepts.
    OutsideIdentity,
}

impl PrincipalKind {
    /// The words used in outputs.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Unlisted => "not in the list of members",
            Self::ServiceAccount => "service account",
            Self::OutsideIdentity => "outside identity",
        }
    }
}

/// What the access is to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ResourceKind {
    /// The organization as a whole: members, billing, settings, every workspace.
    Organization,
    /// A workspace with its keys, files and logs.
    Workspace,
    /// Something else that a custom role names: a connector.
    Other,
}

impl ResourceKind {
    /// The word used in outputs.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Workspace => "workspace",
            Self::Other => "other",
        }
    }
}

/// What somebody may do, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// By a role whose rights are not documented, or whose permissions were not exported.
    NotKnown,
    /// Sees cost, use and limits.
    SeesCost,
    /// Uses the playground, and Claude Code where the role has it.
    Uses,
    /// What a custom role permits; the way names it.
    AsPermitted,
    /// Sends requests that are billed, and reads what their API reads, by a secret that they hold.
    CallsTheApi,
    /// Makes, changes and reads keys.
    ManagesKeys,
    /// Invites and removes members.
    ManagesMembers,
    /// Everything, members and roles included.
    Administers,
}

impl Right {
    /// The words used in outputs.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::NotKnown => "not known",
            Self::SeesCost => "sees cost and limits",
            Self::Uses => "uses Claude",
            Self::AsPermitted => "as permitted",
            Self::CallsTheApi => "calls the API",
            Self::ManagesKeys => "manages keys",
            Self::ManagesMembers => "manages members",
            Self::Administers => "administers",
        }
    }

    /// Whether it lets somebody give access to others.
    #[must_use]
    pub const fn is_privileged(self) -> bool {
        matches!(self, Self::ManagesMembers | Self::Administers)
    }
}

/// By what somebody has access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WayKind {
    /// The role in the organization.
    OrganizationRole,
    /// The role in the organization, which counts in every workspace.
    InheritedRole,
    /// The role in the workspace.
    WorkspaceRole,
    /// A custom role, by a group.
    Group,
    /// A key of their own, or one that they made.
    Key,
    /// A key of a service account that they made.
    ServiceAccountKey,
    /// A federation rule.
    Federation,
}

impl WayKind {
    /// The words used in outputs.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::OrganizationRole => "role",
            Self::InheritedRole => "inherited role",
            Self::WorkspaceRole => "workspace role",
            Self::Group => "group",
            Self::Key => "key",
            Self::ServiceAccountKey => "key of a service account",
            Self::Federation => "federation rule",
        }
    }
}

/// One way by which somebody has access.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Way {
    /// What kind of way.
    pub kind: WayKind,
    /// What it permits.
    pub right: Right,
    /// `admin`, `checkout-prod`, `Reviewers: chat`.
    pub what: String,
    /// Where it stands.
    pub evidence: Evidence,
}

impl Way {
    /// `workspace role workspace_developer: manages keys`.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("{} {}: {}", self.kind.title(), self.what, self.right.title())
    }
}

/// One principal and one resource, with every way between them.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectiveAccess {
    /// Who or what.
    pub principal_kind: PrincipalKind,
    /// `user_…`, `svac_…`, `fdrl_…`; an address where no id is known.
    pub principal_id: String,
    /// Address or name; the id where neither is known.
    pub principal: String,
    /// How we know that they left, where they did: whatever they still have should be taken.
    pub left: Option<String>,
    /// What kind of resource.
    pub resource_kind: ResourceKind,
    /// Its id; none for the organization where no export states it, and for the default workspace of the old shape.
    pub resource_id: Option<String>,
    /// Its name.
    pub resource: String,
    /// The workspace's environment: `prod`, `staging`, `dev`.
    pub environment: Option<&'static str>,
    /// The ways, strongest first.
    pub ways: Vec<Way>,
}

impl EffectiveAccess {
    /// The most that they may do.
    #[must_use]
    pub fn right(&self) -> Right {
        self.ways.iter().map(|way| way.right).max().unwrap_or(Right::NotKnown)
    }

    /// `administers: inherited role admin; key checkout-prod`, as a line of `show`.
    #[must_use]
    pub fn by(&self) -> String {
        self.ways.iter().map(Way::sentence).collect::<Vec<_>>().join("; ")
    }
}

/// How many reach a resource, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reach {
    /// Name of the resource.
    pub resource: String,
    /// What kind.
    pub kind: Option<ResourceKind>,
    /// The workspace's environment.
    pub environment: Option<String>,
    /// People who administer it or manage its members.
    pub administrators: u64,
    /// Other people with a role or by a group.
    pub by_role: u64,
    /// People without a role, who hold a key's secret.
    pub by_key_alone: u64,
    /// Service accounts and outside identities.
    pub without_person: u64,
    /// Of all these, how many left, or are in no list of members.
    pub gone: u64,
}

/// Who reaches what, with what it rests on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EffectiveAccesses {
    /// What the list rests on, and what it can lack.
    pub basis: Vec<String>,
    /// Resources, the organization first.
    pub reach: Vec<Reach>,
    /// One row per principal and resource; written to `effective-access.csv`.
    #[serde(skip)]
    pub rows: Vec<EffectiveAccess>,
}

impl EffectiveAccesses {
    /// Counts the rows anew, resource by resource, in the order of the first row of each kind and name.
    pub fn count(&mut self) {
        let mut all: std::collections::BTreeMap<(ResourceKind, &str, Option<&str>), Reach> =
            std::collections::BTreeMap::new();
        for row in &self.rows {
            let reach = all.entry((row.resource_kind, &row.resource, row.resource_id.as_deref())).or_default();
            reach.resource.clone_from(&row.resource);
            reach.kind = Some(row.resource_kind);
            reach.environment = row.environment.map(str::to_owned);
            let is_person = matches!(row.principal_kind, PrincipalKind::Person | PrincipalKind::Unlisted);
            let is_key_alone = row.ways.iter().all(|way| matches!(way.kind, WayKind::Key | WayKind::ServiceAccountKey));
            let counter = match is_person {
                false => &mut reach.without_person,
                true if is_key_alone => &mut reach.by_key_alone,
                true if row.right().is_privileged() => &mut reach.administrators,
                true => &mut reach.by_role,
            };
            *counter += 1;
            reach.gone += u64::from(row.left.is_some() || row.principal_kind == PrincipalKind::Unlisted);
        }
        self.reach = all.into_values().collect();
    }
}
