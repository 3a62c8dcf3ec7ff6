//! Groups, who is in them, the roles that they hold, and what those permit.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Table};

/// So many groups are named in a sentence.
const NAMED: usize = 3;

/// A listed group.
#[derive(Clone, Debug)]
pub struct Group {
    /// `rbac_group_…`
    pub id: String,
    /// Name; the id where the list has none. Not unique.
    pub name: String,
    /// `direct`, or `scim` for a group of the directory, as exported.
    pub source_type: Option<String>,
    /// The roles that it holds; none where the API could not say.
    pub role_ids: Option<Vec<String>>,
    /// Where it stands.
    pub source: Source,
}

/// A listed membership of a group.
#[derive(Clone, Debug)]
pub struct GroupMember {
    /// The group.
    pub group_id: String,
    /// `user_…`
    pub user_id: String,
    /// Address as listed.
    pub address: Option<String>,
    /// Where it stands.
    pub source: Source,
}

/// A listed role.
#[derive(Clone, Debug)]
pub struct Role {
    /// `rbac_role_…`
    pub id: String,
    /// Name; the id where the list has none.
    pub name: String,
    /// `custom` or `built_in`, as exported; none in the shape before the field existed.
    pub source_type: Option<String>,
    /// Where it stands.
    pub source: Source,
}

/// One permission of a role.
#[derive(Clone, Debug)]
pub struct Permission {
    /// The role; the file's path where no id of a role stands in it.
    pub role_id: String,
    /// What it permits: `chat`, `permission_…`, `capability_access_all`, `always_allow`, …
    pub action: String,
    /// On what: `organization`, `connector`, `all_connectors`, …
    pub resource_type: Option<String>,
    /// Id of the connector or the organization.
    pub resource_id: Option<String>,
    /// Where it stands.
    pub source: Source,
}

/// Everything about groups and roles; an absent list is empty.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    /// Groups.
    pub groups: Vec<Group>,
    /// Who is in them.
    pub members: Vec<GroupMember>,
    /// Roles.
    pub roles: Vec<Role>,
    /// What the roles permit.
    pub permissions: Vec<Permission>,
    /// Groups whose list of members was exported and is empty: a list without entries, saved under a name with the group's id.
    pub exported_empty: BTreeSet<String>,
}

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

impl Groups {
    pub(super) fn read(data: &Dataset) -> Result<Self> {
        let groups = groups(data)?;
        let exported_empty =
            groups.iter().filter(|group| is_saved_empty(data, &group.id)).map(|group| group.id.clone());
        Ok(Self {
            exported_empty: exported_empty.collect(),
            groups,
            members: members(data)?,
            roles: roles(data)?,
            permissions: permissions(data)?,
        })
    }

    /// The listed group with this id.
    #[must_use]
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    /// The name of a role, else its id.
    #[must_use]
    pub fn role_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.roles.iter().find(|role| role.id == id).map_or(id, |role| &role.name)
    }

    /// The members of a group, as far as they were exported.
    pub fn members_of<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a GroupMember> {
        self.members.iter().filter(move |member| member.group_id == group)
    }

    /// Whether the members were exported for all groups at once: the only file has those of several.
    #[must_use]
    pub fn are_in_one_file(&self) -> bool {
        let mut by_file: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
        for member in &self.members {
            by_file.entry(member.source.file).or_default().insert(&member.group_id);
        }
        by_file.len() == 1 && by_file.values().all(|groups| groups.len() > 1)
    }

    /// That some groups have no listed member while others have: whether they have none, or none were exported, is not known.
    #[must_use]
    pub fn unfetched_members(&self) -> Option<String> {
        if self.members.is_empty() || self.are_in_one_file() {
            return None;
        }
        let is_open =
            |group: &&Group| self.members_of(&group.id).next().is_none() && !self.exported_empty.contains(&group.id);
        let open: Vec<&str> = self.groups.iter().filter(is_open).map(|group| group.name.as_str()).collect();
        let named: Vec<String> = open.iter().take(NAMED).map(|name| format!("«{name}»")).collect();
        let more = open.len().saturating_sub(NAMED);
        let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
        (!open.is_empty()).then(|| {
            format!("no member is listed of {}{rest}: whether theirs were exported is not known", named.join(", "))
        })
    }
}

pub(super) fn is_saved_empty(data: &Dataset, id: &str) -> bool {
    let is_empty = |kind: &Option<String>| kind.as_deref() == Some(crate::model::EMPTY_LIST);
    let is_whole_word = |path: &str| {
        let behind = path.find(id).and_then(|at| path.get(at + id.len()..));
        behind.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    data.inputs.iter().any(|input| is_empty(&input.kind) && is_whole_word(&input.path))
}

fn groups(data: &Dataset) -> Result<Vec<Group>> {
    let Some(frame) = data.frame(Table::RbacGroups) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (id, name) = (rows.text("id")?, rows.text("name")?);
    let (source_type, role_ids) = (rows.text("source_type")?, rows.text("role_ids")?);
    let group = |row| {
        let own = id.get(row).unwrap_or_default().to_owned();
        Group {
            name: name.get(row).unwrap_or(&own).to_owned(),
            id: own,
            source_type: owned(source_type.get(row)),
            role_ids: role_ids.get(row).and_then(|list| serde_json::from_str(list).ok()),
            source: rows.source(row),
        }
    };
    Ok((0..rows.len()).map(group).collect())
}

fn members(data: &Dataset) -> Result<Vec<GroupMember>> {
    let Some(frame) = data.frame(Table::RbacGroupMembers) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (group, user, address) = (rows.text("group_id")?, rows.text("user_id")?, rows.text("address")?);
    let member = |row| GroupMember {
        group_id: group.get(row).unwrap_or_default().to_owned(),
        user_id: user.get(row).unwrap_or_default().to_owned(),
        address: owned(address.get(row)),
        source: rows.source(row),
    };
    Ok((0..rows.len()).map(member).collect())
}

fn roles(data: &Dataset) -> Result<Vec<Role>> {
    let Some(frame) = data.frame(Table::RbacRoles) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (id, name, source_type) = (rows.text("id")?, rows.text("name")?, rows.text("source_type")?);
    let role = |row| {
        let own = id.get(row).unwrap_or_default().to_owned();
        Role {
            name: name.get(row).unwrap_or(&own).to_owned(),
            id: own,
            source_type: owned(source_type.get(row)),
            source: rows.source(row),
        }
    };
    Ok((0..rows.len()).map(role).collect())
}

fn permissions(data: &Dataset) -> Result<Vec<Permission>> {
    let Some(frame) = data.frame(Table::RbacRolePermissions) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let (role, action) = (rows.text("role_id")?, rows.text("action")?);
    let (resource_type, resource_id) = (rows.text("resource_type")?, rows.text("resource_id")?);
    let permission = |row| Permission {
        role_id: role.get(row).unwrap_or_default().to_owned(),
        action: action.get(row).unwrap_or_default().to_owned(),
        resource_type: owned(resource_type.get(row)),
        resource_id: owned(resource_id.get(row)),
        source: rows.source(row),
    };
    Ok((0..rows.len()).map(permission).collect())
}
