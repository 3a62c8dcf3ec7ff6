//! What a finding is about.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of thing a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// The organization as a whole.
    Organization,
    /// A workspace.
    Workspace,
    /// An API key.
    ApiKey,
    /// A member, or someone who was one.
    User,
    /// An invitation.
    Invite,
    /// A service account.
    ServiceAccount,
    /// A federation rule: which outside token becomes which service account.
    FederationRule,
    /// An issuer of outside tokens.
    FederationIssuer,
    /// A group that carries roles.
    Group,
    /// A role that groups carry.
    Role,
    /// A case of the provider.
    ReviewCase,
    /// A key of a gateway, which the Console does not know.
    GatewayKey,
    /// A model.
    Model,
    /// A network address.
    IpAddress,
    /// A kind of audit event.
    EventType,
    /// A setting of the organization, or a security control that somebody attested.
    Setting,
    /// An input file, or an export that is missing.
    File,
}

impl SubjectKind {
    /// For people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Workspace => "workspace",
            Self::ApiKey => "API key",
            Self::User => "member",
            Self::Invite => "invite",
            Self::ServiceAccount => "service account",
            Self::FederationRule => "federation rule",
            Self::FederationIssuer => "federation issuer",
            Self::Group => "group",
            Self::Role => "role",
            Self::ReviewCase => "review case",
            Self::GatewayKey => "gateway key",
            Self::Model => "model",
            Self::IpAddress => "IP address",
            Self::EventType => "event type",
            Self::Setting => "setting",
            Self::File => "export",
        }
    }
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Subject {
    /// Kind of thing.
    pub kind: SubjectKind,
    /// Its id verbatim, null where only a name is known.
    pub id: Option<String>,
    /// Its name, or a member's address.
    pub name: Option<String>,
    /// Name (or id) of the workspace it belongs to, where it belongs to one.
    pub workspace: Option<String>,
}

impl Subject {
    /// The organization.
    #[must_use]
    pub const fn organization() -> Self {
        Self { kind: SubjectKind::Organization, id: None, name: None, workspace: None }
    }

    /// What people call it: the name, else the id, else the kind.
    #[must_use]
    pub fn label(&self) -> &str {
        self.name.as_deref().filter(|n| !n.is_empty()).or(self.id.as_deref()).unwrap_or_else(|| self.kind.title())
    }
}
