//! What the list rests on, and what it can lack.

use super::Gathered;
use crate::facts::normalize_role;
use crate::model::{Table, counted};

/// Lists without which ways are missing, with what is then not known.
const LISTS: [(Table, &str); 4] = [
    (Table::Members, "who has a role in the organization"),
    (Table::WorkspaceMembers, "who has a role in which workspace"),
    (Table::Keys, "who holds which key"),
    (Table::Workspaces, "which workspaces there are, and which are archived"),
];

impl Gathered<'_> {
    pub(super) fn basis(&self) -> Vec<String> {
        let mut all = vec![
            "Admins of the organization administer every workspace and billing members see the cost of every workspace, as the Console \
             documents it; everybody else has what the lists state."
                .to_owned(),
            "A secret that was passed on reaches further than any list: who made a key, or whom it belongs to, stands here."
                .to_owned(),
            "Keys that are off, expired, in archived workspaces, or stopped with the account of whoever was removed lead nowhere. Where an \
             event says another role than the list, the list holds."
                .to_owned(),
        ];
        let missing: Vec<&str> =
            LISTS.into_iter().filter(|(table, _)| !self.data.has(*table)).map(|(_, what)| what).collect();
        if !missing.is_empty() {
            all.push(format!("Not known, as no export lists it: {}.", missing.join("; ")));
        }
        let has_groups = !self.facts.credentials.groups.groups.is_empty();
        if has_groups && !self.data.has(Table::RbacGroupMembers) {
            all.push("Groups are listed without their members: what they permit is in no row.".to_owned());
        }
        if self.ownerless_keys > 0 {
            let keys = counted(self.ownerless_keys, "active key");
            let verb = if self.ownerless_keys == 1 { "states" } else { "state" };
            all.push(format!("{keys} {verb} no creator: whoever holds them is in no row."));
        }
        let is_owner = |role: &str| matches!(normalize_role(role).as_str(), "owner" | "primary_owner");
        if self.facts.lists.members.iter().any(|member| member.role.as_deref().is_some_and(is_owner)) {
            all.push(
                "Whether owners of Claude Enterprise have access to workspaces of the Console is not documented."
                    .to_owned(),
            );
        }
        all
    }
}
