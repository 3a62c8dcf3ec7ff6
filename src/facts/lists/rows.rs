//! The rows of the lists' frames as typed values.

use anyhow::Result;

use super::{Invite, Key, Member, Workspace, WorkspaceMember};
use crate::data::vocabulary::{NAMED_PLACE, UNCLEAR};
use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Organization, Table};

/// Prefix of admin keys. The shapes before `scope` list them like any other, without a workspace.
const ADMIN_KEY: &str = "sk-ant-admin";

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

/// Every organization that is stated.
pub(super) fn organizations(data: &Dataset) -> Result<Vec<(Organization, Source)>> {
    let Some(frame) = data.frame(Table::Organization) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (id, name) = (rows.text("id")?, rows.text("name")?);
    let one = |row| (Organization { id: owned(id.get(row)), name: owned(name.get(row)) }, rows.source(row));
    Ok((0..rows.len()).map(one).collect())
}

pub(super) fn keys(data: &Dataset) -> Result<Vec<Key>> {
    let Some(frame) = data.frame(Table::Keys) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (id, name, status, created_at) =
        (rows.text("id")?, rows.text("name")?, rows.text("status")?, rows.instant("created_at")?);
    let (creator_id, creator_type) = (rows.text("creator_id")?, rows.text("creator_type")?);
    let (workspace_id, scope, hint) = (rows.text("workspace_id")?, rows.text("scope")?, rows.text("hint")?);
    let (expires_at, has_expiry_field) = (rows.instant("expires_at")?, rows.flag("has_expiry_field")?);
    let (principal_type, principal_id) = (rows.text("principal_type")?, rows.text("principal_id")?);
    let key = |row| Key {
        id: id.get(row).unwrap_or_default().to_owned(),
        name: name.get(row).unwrap_or_default().to_owned(),
        status: status.get(row).unwrap_or_default().to_owned(),
        created_at: created_at.get(row),
        creator_id: owned(creator_id.get(row)),
        creator_type: owned(creator_type.get(row)),
        // Nobody in any record of the file: it does not say. A key that stops with its account needs nobody.
        is_creator_unclear: creator_id.get(row).is_none()
            && principal_id.get(row).is_none()
            && data.is_silent(Table::Keys, "creator_id", rows.file(row)),
        hint: owned(hint.get(row)),
        expires_at: expires_at.get(row),
        has_expiry_field: has_expiry_field.get(row) == Some(true),
        workspace_id: owned(workspace_id.get(row)),
        organization_scoped: scope.get(row) == Some("organization")
            || hint.get(row).is_some_and(|hint| hint.starts_with(ADMIN_KEY)),
        is_workspace_unclear: scope.get(row) == Some(UNCLEAR),
        is_workspace_named: scope.get(row) == Some(NAMED_PLACE),
        principal_type: owned(principal_type.get(row)),
        principal_id: owned(principal_id.get(row)),
        source: rows.source(row),
    };
    Ok((0..rows.len()).map(key).collect())
}

pub(super) fn members(data: &Dataset) -> Result<Vec<Member>> {
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

pub(super) fn workspaces(data: &Dataset) -> Result<Vec<Workspace>> {
    let Some(frame) = data.frame(Table::Workspaces) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (id, name, tag) = (rows.text("id")?, rows.text("name")?, rows.text("tag_env")?);
    let (created_at, archived_at) = (rows.instant("created_at")?, rows.instant("archived_at")?);
    let allowed_geos = rows.text("allowed_geos")?;
    let workspace = |row| Workspace {
        id: id.get(row).unwrap_or_default().to_owned(),
        name: name.get(row).or(id.get(row)).unwrap_or_default().to_owned(),
        created_at: created_at.get(row),
        archived_at: archived_at.get(row),
        tag_env: owned(tag.get(row)),
        allowed_geos: allowed_geos
            .get(row)
            .map(|geos| serde_json::from_str(geos).unwrap_or_else(|_| vec![geos.to_owned()])),
        source: rows.source(row),
    };
    Ok((0..rows.len()).map(workspace).collect())
}

pub(super) fn workspace_members(data: &Dataset) -> Result<Vec<WorkspaceMember>> {
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

pub(super) fn invites(data: &Dataset) -> Result<Vec<Invite>> {
    let Some(frame) = data.frame(Table::Invites) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (id, address, role) = (rows.text("id")?, rows.text("address")?, rows.text("role")?);
    let (status, invited_at, expires_at) =
        (rows.text("status")?, rows.instant("invited_at")?, rows.instant("expires_at")?);
    let accepted_at = rows.instant("accepted_at")?;
    let invite = |row| Invite {
        id: id.get(row).unwrap_or_default().to_owned(),
        address: address.get(row).unwrap_or_default().to_owned(),
        role: owned(role.get(row)),
        status: status.get(row).unwrap_or_default().to_owned(),
        invited_at: invited_at.get(row),
        expires_at: expires_at.get(row),
        accepted_at: accepted_at.get(row),
        source: rows.source(row),
    };
    Ok((0..rows.len()).map(invite).collect())
}
