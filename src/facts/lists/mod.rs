//! The lists as typed values: keys, members, workspaces, who is in which, invitations.

mod creators;
mod deleted;
mod index;
mod places;
mod roles;
mod rows;
mod unfetched;
mod unread;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use anyhow::Result;
use chrono::{DateTime, Utc};

pub use self::deleted::{DeletedRecord, DeletedRecords};
use self::index::Index;
pub use self::roles::{is_privileged_role, normalize_role, role_in_words};
pub use self::unread::UnreadRecords;
use crate::facts::frame::Source;
use crate::model::{Dataset, Organization};

/// A listed API key.
#[derive(Clone, Debug)]
pub struct Key {
    /// `apikey_…`
    pub id: String,
    /// Name; not unique.
    pub name: String,
    /// Status verbatim.
    pub status: String,
    /// When it was created.
    pub created_at: Option<DateTime<Utc>>,
    /// Who created it.
    pub creator_id: Option<String>,
    /// `user` or `service_account`.
    pub creator_type: Option<String>,
    /// Whether its list does not say who created it, or in words that mean nobody in particular: then the creator is neither absent nor
    /// unknown to the list of members.
    pub is_creator_unclear: bool,
    /// Prefix and last characters.
    pub hint: Option<String>,
    /// When it expires; none for keys without an expiry and in shapes without the field.
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether its record can say that it expires: the old shape cannot.
    pub has_expiry_field: bool,
    /// Its workspace's id; none for the default workspace of the old shape and for organization-scoped keys.
    pub workspace_id: Option<String>,
    /// Whether it is scoped to the organization instead of a workspace, as admin keys are.
    pub organization_scoped: bool,
    /// Whether its list does not say where it is: then it need not be in the default workspace.
    pub is_workspace_unclear: bool,
    /// Whether its list gave the name of its workspace in place of the id.
    pub is_workspace_named: bool,
    /// The account that it stops with: `user` or `service_account`; none for keys that outlive their creator.
    pub principal_type: Option<String>,
    /// Its id.
    pub principal_id: Option<String>,
    /// Where it stands.
    pub source: Source,
}

impl Key {
    /// Whether its record says so.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.status == "active"
    }
}

/// A listed member.
#[derive(Clone, Debug)]
pub struct Member {
    /// `user_…`
    pub id: String,
    /// Address as listed.
    pub address: String,
    /// Name.
    pub name: Option<String>,
    /// Role verbatim.
    pub role: Option<String>,
    /// When they joined.
    pub added_at: Option<DateTime<Utc>>,
    /// Where it stands.
    pub source: Source,
}

impl Member {
    /// Whether the role is admin, owner, `primary_owner` or `membership_admin`.
    #[must_use]
    pub fn is_privileged(&self) -> bool {
        self.role.as_deref().is_some_and(is_privileged_role)
    }
}

/// A listed workspace.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// `wrkspc_…`
    pub id: String,
    /// Name.
    pub name: String,
    /// When it was created.
    pub created_at: Option<DateTime<Utc>>,
    /// When it was archived.
    pub archived_at: Option<DateTime<Utc>>,
    /// Value of its tag `env`.
    pub tag_env: Option<String>,
    /// Regions in which its requests may be served, where its record says; the word `unrestricted` stands for all.
    pub allowed_geos: Option<Vec<String>>,
    /// Where it stands.
    pub source: Source,
}

impl Workspace {
    /// The default workspace, which cannot carry limits.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.name.eq_ignore_ascii_case(DEFAULT_WORKSPACE)
    }

    /// The workspace that Claude Code makes for itself; its keys stop working when their owner leaves.
    #[must_use]
    pub fn is_claude_code(&self) -> bool {
        self.name.eq_ignore_ascii_case(CLAUDE_CODE_WORKSPACE)
    }
}

/// Name of the default workspace in exports.
pub const DEFAULT_WORKSPACE: &str = "Default";
/// Name of the workspace that Claude Code makes.
pub const CLAUDE_CODE_WORKSPACE: &str = "Claude Code";

/// A listed membership of a workspace.
#[derive(Clone, Debug)]
pub struct WorkspaceMember {
    /// The workspace.
    pub workspace_id: String,
    /// `user_…`, or `svac_…` for a service account.
    pub user_id: String,
    /// Role verbatim.
    pub role: Option<String>,
    /// Where it stands.
    pub source: Source,
}

/// A listed invitation.
#[derive(Clone, Debug)]
pub struct Invite {
    /// `invite_…`
    pub id: String,
    /// Address as listed.
    pub address: String,
    /// Role that its acceptance gives, verbatim.
    pub role: Option<String>,
    /// Status verbatim.
    pub status: String,
    /// When it was sent.
    pub invited_at: Option<DateTime<Utc>>,
    /// Until when it can be accepted.
    pub expires_at: Option<DateTime<Utc>>,
    /// When somebody accepted it.
    pub accepted_at: Option<DateTime<Utc>>,
    /// Where it stands.
    pub source: Source,
}

impl Invite {
    /// Whether its record says so; one past its expiry and still called so contradicts itself, and the status counts. One that was accepted
    /// cannot be accepted again, whatever its status.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.status == "pending" && self.accepted_at.is_none()
    }
}

/// Every list that was given; an absent list is empty, and checks ask the dataset whether it was there.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// Keys.
    pub keys: Vec<Key>,
    /// Members.
    pub members: Vec<Member>,
    /// Workspaces.
    pub workspaces: Vec<Workspace>,
    /// Memberships of workspaces.
    pub workspace_members: Vec<WorkspaceMember>,
    /// Invitations.
    pub invites: Vec<Invite>,
    /// Id and name of the organization, where exactly one is stated.
    pub organization: Organization,
    /// Records of any list that could not be read.
    pub unread: UnreadRecords,
    /// What the lists say is deleted.
    pub deleted: DeletedRecords,
    /// Every organization that is stated, with where.
    pub organizations: Vec<(Organization, Source)>,
    /// Where what stands in them; made of them when first asked for.
    index: OnceLock<Index>,
}

impl Lists {
    pub(super) fn read(data: &Dataset) -> Result<Self> {
        // Exports of two organizations in one folder leave it open whose they are.
        let organizations = rows::organizations(data)?;
        let (mut keys, members, workspaces) = (rows::keys(data)?, rows::members(data)?, rows::workspaces(data)?);
        creators::resolve(&mut keys, &members);
        places::resolve(&mut keys, &workspaces);
        places::withhold(&mut keys, &workspaces, data)?;
        Ok(Self {
            keys,
            members,
            unread: UnreadRecords::read(data),
            deleted: DeletedRecords::read(data),
            workspaces,
            workspace_members: rows::workspace_members(data)?,
            invites: rows::invites(data)?,
            organization: match &organizations[..] {
                [(one, _)] => one.clone(),
                _ => Organization::default(),
            },
            organizations,
            index: OnceLock::new(),
        })
    }

    /// Leaves out what these files list: keys, and members of workspaces.
    pub(super) fn leave_out(&mut self, keys: &BTreeSet<u32>, workspace_members: &BTreeSet<u32>) {
        self.keys.retain(|key| !keys.contains(&key.source.file));
        self.workspace_members.retain(|one| !workspace_members.contains(&one.source.file));
        self.index = OnceLock::new();
    }

    /// The name of a key's workspace as reports and usage exports write it: `Default` for the default one, the id where no list
    /// names it; none for organization-scoped keys, and where the list does not say.
    #[must_use]
    pub fn workspace_name<'a>(&'a self, key: &'a Key) -> Option<&'a str> {
        match &key.workspace_id {
            _ if key.organization_scoped || key.is_workspace_unclear => None,
            None => Some(DEFAULT_WORKSPACE),
            Some(id) => Some(self.workspace(id).map_or(id, |workspace| &workspace.name)),
        }
    }

    /// The one workspace of a name; none where several share it.
    #[must_use]
    pub fn workspace_named<'a>(&'a self, name: &'a str) -> Option<&'a Workspace> {
        let mut namesakes = self.workspaces_named(name);
        namesakes.next().filter(|_| namesakes.next().is_none())
    }

    /// Active keys.
    pub fn active_keys(&self) -> impl Iterator<Item = &Key> {
        self.keys.iter().filter(|key| key.is_active())
    }

    /// Workspaces that are not archived.
    pub fn live_workspaces(&self) -> impl Iterator<Item = &Workspace> {
        self.workspaces.iter().filter(|workspace| workspace.archived_at.is_none())
    }
}
