//! The lists as typed values: keys, members, workspaces, who is in which, invitations.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::frame::{Rows, Source};
use crate::model::{Dataset, Organization, Table};

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
    /// Prefix and last characters.
    pub hint: Option<String>,
    /// Its workspace's id; none for the default workspace of the old shape and for organization-scoped keys.
    pub workspace_id: Option<String>,
    /// Whether it is scoped to the organization instead of a workspace.
    pub organization_scoped: bool,
    /// The account that it stops with: `user` or `service_account`; none for keys that outlive their creator.
    pub principal_type: Option<String>,
    /// Its id.
    pub principal_id: Option<String>,
    /// Where it stands.
    pub source: Source,
}

impl Key {
    /// Whether requests with it are accepted.
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
        matches!(self.role.as_deref(), Some("admin" | "owner" | "primary_owner" | "membership_admin"))
    }
}

/// A listed workspace.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// `wrkspc_…`
    pub id: String,
    /// Name.
    pub name: String,
    /// When it was archived.
    pub archived_at: Option<DateTime<Utc>>,
    /// Value of its tag `env`.
    pub tag_env: Option<String>,
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
    /// Invitations with status `pending`.
    pub pending_invites: u64,
    /// Id and name of the organization, where exactly one is stated.
    pub organization: Organization,
}

impl Lists {
    pub(super) fn read(data: &Dataset) -> Result<Self> {
        Ok(Self {
            keys: keys(data)?,
            members: members(data)?,
            workspaces: workspaces(data)?,
            workspace_members: workspace_members(data)?,
            pending_invites: pending_invites(data)?,
            organization: organization(data)?,
        })
    }

    /// The workspace with this id.
    #[must_use]
    pub fn workspace(&self, id: &str) -> Option<&Workspace> {
        self.workspaces.iter().find(|workspace| workspace.id == id)
    }

    /// The name of a key's workspace as reports and usage exports write it: `Default` for the default one, the id where no list
    /// names it; none for organization-scoped keys.
    #[must_use]
    pub fn workspace_name<'a>(&'a self, key: &'a Key) -> Option<&'a str> {
        match &key.workspace_id {
            _ if key.organization_scoped => None,
            None => Some(DEFAULT_WORKSPACE),
            Some(id) => Some(self.workspace(id).map_or(id, |workspace| &workspace.name)),
        }
    }

    /// The member with this id.
    #[must_use]
    pub fn member(&self, id: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
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

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

/// Exports of two organizations in one folder leave it open whose they are.
fn organization(data: &Dataset) -> Result<Organization> {
    let Some(frame) = data.frame(Table::Organization).filter(|frame| frame.height() == 1) else {
        return Ok(Organization::default());
    };
    let rows = Rows::of(frame)?;
    Ok(Organization { id: owned(rows.text("id")?.get(0)), name: owned(rows.text("name")?.get(0)) })
}

fn keys(data: &Dataset) -> Result<Vec<Key>> {
    let Some(frame) = data.frame(Table::Keys) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (id, name, status, created_at) =
        (rows.text("id")?, rows.text("name")?, rows.text("status")?, rows.instant("created_at")?);
    let (creator_id, creator_type) = (rows.text("creator_id")?, rows.text("creator_type")?);
    let (workspace_id, scope, hint) = (rows.text("workspace_id")?, rows.text("scope")?, rows.text("hint")?);
    let (principal_type, principal_id) = (rows.text("principal_type")?, rows.text("principal_id")?);
    let key = |row| Key {
        id: id.get(row).unwrap_or_default().to_owned(),
        name: name.get(row).unwrap_or_default().to_owned(),
        status: status.get(row).unwrap_or_default().to_owned(),
        created_at: created_at.get(row),
        creator_id: owned(creator_id.get(row)),
        creator_type: owned(creator_type.get(row)),
        hint: owned(hint.get(row)),
        workspace_id: owned(workspace_id.get(row)),
        organization_scoped: scope.get(row) == Some("organization"),
        principal_type: owned(principal_type.get(row)),
        principal_id: owned(principal_id.get(row)),
        source: rows.source(row),
    };
    Ok((0..rows.len()).map(key).collect())
}

fn members(data: &Dataset) -> Result<Vec<Member>> {
    let Some(frame) = data.frame(Table::Members) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (id, address, name) = (rows.text("id")?, rows.text("address")?, rows.text("name")?);
    let (role, added_at) = (rows.text("role")?, rows.instant("added_at")?);
    let member = |row| Member {
        id: id.get(row).unwrap_or_default().to_owned(),
        address: address.get(row).unwrap_or_default().to_owned(),
        name: owned(name.get(row)),
        role: owned(role.get(row)),
        added_at: added_at.get(row),
        source: rows.source(row),
    };
    Ok((0..rows.len()).map(member).collect())
}

fn workspaces(data: &Dataset) -> Result<Vec<Workspace>> {
    let Some(frame) = data.frame(Table::Workspaces) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (id, name, tag) = (rows.text("id")?, rows.text("name")?, rows.text("tag_env")?);
    let archived_at = rows.instant("archived_at")?;
    let workspace = |row| Workspace {
        id: id.get(row).unwrap_or_default().to_owned(),
        name: name.get(row).or(id.get(row)).unwrap_or_default().to_owned(),
        archived_at: archived_at.get(row),
        tag_env: owned(tag.get(row)),
        source: rows.source(row),
    };
    Ok((0..rows.len()).map(workspace).collect())
}

fn workspace_members(data: &Dataset) -> Result<Vec<WorkspaceMember>> {
    let Some(frame) = data.frame(Table::WorkspaceMembers) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (workspace_id, user_id, role) = (rows.text("workspace_id")?, rows.text("user_id")?, rows.text("role")?);
    let member = |row| WorkspaceMember {
        workspace_id: workspace_id.get(row).unwrap_or_default().to_owned(),
        user_id: user_id.get(row).unwrap_or_default().to_owned(),
        role: owned(role.get(row)),
        source: rows.source(row),
    };
    Ok((0..rows.len()).map(member).collect())
}

fn pending_invites(data: &Dataset) -> Result<u64> {
    let Some(frame) = data.frame(Table::Invites) else { return Ok(0) };
    let rows = Rows::of(frame)?;
    let status = rows.text("status")?;
    Ok((0..rows.len()).filter(|&row| status.get(row) == Some("pending")).count() as u64)
}
