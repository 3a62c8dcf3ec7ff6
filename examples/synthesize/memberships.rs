//! Who works in which workspace, and the service account among them.

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use crate::admin_json::{lines, pages, save};
use crate::calendar::stamp;
use crate::org::{CLAUDE_CODE, DEFAULT, DEVELOPMENT, Org, PRODUCTION};

/// Workspace, person and role: two workspace admins at most, and never someone who has left, unless that is planted.
pub(crate) fn memberships(org: &Org) -> Vec<(usize, usize, &'static str)> {
    let mut list = Vec::new();
    for workspace in (0..org.workspaces.len()).filter(|workspace| *workspace != DEFAULT) {
        for index in (0..org.healthy).filter(|index| org.people[*index].left.is_none()) {
            let special = org.special_members.iter().find(|(place, person, _)| (*place, *person) == (workspace, index));
            let role = match (special, index) {
                (Some((_, _, role)), _) => role,
                (None, 0) => "workspace_admin",
                (None, 1) if workspace == PRODUCTION => "workspace_admin",
                _ if org.people[index].role == "developer"
                    && (workspace == CLAUDE_CODE || workspace == DEVELOPMENT || index % 3 == workspace % 3) =>
                {
                    if workspace == CLAUDE_CODE {
                        "workspace_user"
                    } else {
                        "workspace_developer"
                    }
                }
                _ => continue,
            };
            list.push((workspace, index, role));
        }
    }
    list
}

/// Writes one file per workspace, and the service account with the workspace it works in.
pub(crate) fn write(org: &Org, folder: &Path) -> Result<()> {
    let all = memberships(org);
    for (number, workspace) in org.workspaces.iter().enumerate().filter(|(number, _)| *number != DEFAULT) {
        let record = |user: &str, role: &str| json!({"type": "workspace_member", "user_id": user, "workspace_id": workspace.id, "workspace_role": role});
        let here = all.iter().filter(|(place, ..)| *place == number);
        let mut members: Vec<Value> = here.map(|(_, person, role)| record(&org.people[*person].id, role)).collect();
        let strays = org.stray_memberships.iter().filter(|(stray, _)| *stray == number);
        members.extend(strays.map(|(_, user)| record(user, "workspace_developer")));
        let stem = format!("workspace_members_{}", workspace.name.to_lowercase().replace(' ', "_"));
        if number == PRODUCTION {
            save(&folder.join(format!("{stem}.jsonl")), lines(&members))?;
        } else {
            save(&folder.join(format!("{stem}.json")), pages(&members, 20))?;
        }
    }
    let (account, _) = &org.service_accounts[0];
    let member = json!({"type": "service_account_workspace_member", "service_account_id": account,
        "workspace_id": org.workspaces[PRODUCTION].id, "workspace_role": "workspace_developer", "implicit": false});
    save(
        &folder.join("service_account_workspaces.json"),
        format!("{:#}\n", json!({"data": [member], "next_page": null})),
    )
}

/// Writes the list of service accounts.
pub(crate) fn service_accounts(org: &Org, folder: &Path) -> Result<()> {
    let (account, name) = &org.service_accounts[0];
    let made = stamp(org.workspaces[PRODUCTION].created);
    let record = json!({"id": account, "type": "service_account", "name": name, "description": null, "organization_role": "developer",
        "created_at": made, "updated_at": made, "archived_at": null, "created_by_actor_id": org.people[0].id});
    let records: Vec<&Value> = std::iter::once(&record).chain(&org.credentials.accounts).collect();
    save(&folder.join("service_accounts.json"), format!("{:#}\n", json!({"data": records, "next_page": null})))
}
