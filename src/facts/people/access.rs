//! Who has access to what, person by person: the reviewer's worksheet.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::NaiveDate;

use super::last_seen::{last_event, own_key_use};
use super::roster::People;
use crate::facts::frame::Rows;
use crate::facts::keys::KeyUses;
use crate::facts::lists::{Key, Lists, Member, is_privileged_role};
use crate::facts::log::Activity;
use crate::model::{AccessGroup, AccessRow, Dataset, Table};

/// What the worksheet is made of.
pub(in crate::facts) struct Sources<'a> {
    pub(in crate::facts) lists: &'a Lists,
    pub(in crate::facts) people: &'a People,
    pub(in crate::facts) activity: &'a Activity,
    pub(in crate::facts) key_uses: &'a KeyUses,
}

/// One row per member and live service account: privileged ones first, then by address, then by id.
pub(in crate::facts) fn rows(data: &Dataset, sources: &Sources) -> Result<Vec<AccessRow>> {
    let workspaces = workspaces(sources.lists);
    let mut rows: Vec<AccessRow> =
        sources.lists.members.iter().map(|member| sources.of_member(member, &workspaces)).collect();
    rows.extend(service_accounts(data, sources, &workspaces)?);
    let rank = |row: &AccessRow| (row.group, !row.is_privileged);
    rows.sort_by(|a, b| (rank(a), &a.address, &a.id).cmp(&(rank(b), &b.address, &b.id)));
    Ok(rows)
}

type Workspaces<'a> = BTreeMap<&'a str, Vec<String>>;

/// Live workspaces of every user and service account, with the role in each.
fn workspaces(lists: &Lists) -> Workspaces<'_> {
    let mut all = Workspaces::new();
    for membership in &lists.workspace_members {
        let workspace = lists.workspace(&membership.workspace_id);
        if workspace.is_some_and(|workspace| workspace.archived_at.is_some()) {
            continue;
        }
        let name = workspace.map_or(membership.workspace_id.as_str(), |workspace| &workspace.name);
        let role = membership.role.as_deref().map_or_else(String::new, |role| format!(" ({role})"));
        all.entry(&membership.user_id).or_default().push(format!("{name}{role}"));
    }
    all.values_mut().for_each(|names| names.sort());
    all
}

impl Sources<'_> {
    fn of_member(&self, member: &Member, workspaces: &Workspaces) -> AccessRow {
        let group = if member.is_privileged() { AccessGroup::Privileged } else { AccessGroup::Member };
        let event = last_event(member, self.people, self.activity).map(|event| event.at.date_naive());
        let mut row = self.of_account(&member.id, group, event, workspaces);
        row.name.clone_from(&member.name);
        row.address.clone_from(&member.address);
        row.role.clone_from(&member.role);
        row
    }

    /// What an id alone tells: its workspaces, its keys, and what these were used for where nobody else has them.
    fn of_account(&self, id: &str, group: AccessGroup, event: Option<NaiveDate>, workspaces: &Workspaces) -> AccessRow {
        let belongs = |key: &&Key| key.principal_id.as_deref() == Some(id);
        let made = |key: &&Key| key.principal_id.is_none() && key.creator_id.as_deref() == Some(id);
        let own: Vec<&Key> =
            self.lists.keys_about(id).filter(|key| key.is_active()).filter(|key| belongs(key) || made(key)).collect();
        AccessRow {
            group,
            is_privileged: group == AccessGroup::Privileged,
            id: id.to_owned(),
            name: None,
            address: String::new(),
            role: None,
            workspaces: workspaces.get(id).cloned().unwrap_or_default(),
            last_activity: event.max(own_key_use(id, self.lists, self.key_uses)),
            key_ids: own.iter().map(|key| key.id.clone()).collect(),
            keys: own.iter().map(|key| if key.name.is_empty() { key.id.clone() } else { key.name.clone() }).collect(),
            findings: Vec::new(),
        }
    }
}

fn service_accounts(data: &Dataset, sources: &Sources, workspaces: &Workspaces) -> Result<Vec<AccessRow>> {
    let Some(frame) = data.frame(Table::ServiceAccounts) else { return Ok(Vec::new()) };
    let table = Rows::of(frame)?;
    let (id, name, role) = (table.text("id")?, table.text("name")?, table.text("role")?);
    let archived_at = table.instant("archived_at")?;
    let live = (0..table.len()).filter(|&row| archived_at.get(row).is_none());
    let rows = live.filter_map(|row| {
        let id = id.get(row)?;
        let event = sources.activity.of_id(id).map(|event| event.at.date_naive());
        let mut account = sources.of_account(id, AccessGroup::ServiceAccount, event, workspaces);
        account.name = name.get(row).map(str::to_owned);
        account.role = role.get(row).map(str::to_owned);
        account.is_privileged = account.role.as_deref().is_some_and(is_privileged_role);
        Some(account)
    });
    Ok(rows.collect())
}
