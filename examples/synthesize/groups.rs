//! Groups of Claude Enterprise, who is in them, the roles that they hold, and the cases that the provider opened.

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use crate::admin_json::{page, save};
use crate::calendar::{office, stamp};
use crate::org::{Org, PRODUCTION};
use crate::rng::Rng;

/// Groups, roles and cases as the lists have them.
#[derive(Clone, Default)]
pub(crate) struct Groups {
    /// Groups, each with the people in it.
    pub(crate) groups: Vec<(Value, Vec<usize>)>,
    /// Roles, each with action and kind of resource of what it permits.
    pub(crate) roles: Vec<(Value, Vec<(&'static str, &'static str)>)>,
    /// Cases of the provider.
    pub(crate) cases: Vec<Value>,
}

/// What every organization has: two groups with people in them, two roles with single capabilities, one role of the provider, and a
/// case that is closed.
pub(crate) fn ordinary(org: &mut Org) {
    let builder = role(org, "Builder", "custom", &[("chat", "organization"), ("claude_code", "organization")]);
    let reader = role(org, "Reader", "custom", &[("chat", "organization"), ("always_allow", "connector_tool")]);
    let owner = role(org, "Everything", "built_in", &[("capability_access_all", "organization")]);
    let few: Vec<usize> = (2..org.healthy.min(8)).collect();
    group(org, "Builders", "direct", &[&builder], few);
    let all: Vec<usize> = (0..org.healthy).filter(|person| org.people[*person].left.is_none()).collect();
    group(org, "Everyone", "scim", &[&reader], all);
    group(org, "Owners", "direct", &[&owner], vec![0, 1]);
    case(org, "first case", 50, &["compromised_key"], json!({"type": "closed", "reason": {"type": "responded"}}));
}

/// Adds a role and returns its id.
pub(crate) fn role(org: &mut Org, name: &str, kind: &str, permissions: &[(&'static str, &'static str)]) -> String {
    let id = Rng::new(org.seed, name, &[]).id("rbac_role");
    let made = stamp(office(org.quarter.back(260), 45));
    let record = json!({"id": id, "type": "rbac_role", "display_name": name, "source": {"type": kind}, "created_at": made,
        "updated_at": made});
    org.groups.roles.push((record, permissions.to_vec()));
    id
}

/// Adds a group and returns its place.
pub(crate) fn group(org: &mut Org, name: &str, kind: &str, roles: &[&String], people: Vec<usize>) -> usize {
    let id = Rng::new(org.seed, name, &[1]).id("rbac_group");
    let made = stamp(office(org.quarter.back(250), 45));
    let record = json!({"id": id, "type": "rbac_group", "name": name, "source_type": kind, "role_ids": roles, "created_at": made,
        "updated_at": made});
    org.groups.groups.push((record, people));
    org.groups.groups.len() - 1
}

/// Adds a case that was sent so many days before the end of the quarter, and returns its id.
pub(crate) fn case(org: &mut Org, label: &str, days: u64, categories: &[&str], status: Value) -> String {
    let mut rng = Rng::new(org.seed, label, &[]);
    let (id, item) = (rng.id("rvc"), rng.id("item"));
    let sent = stamp(office(org.quarter.back(days), 200));
    org.groups.cases.push(json!({
        "id": id, "type": "compliance_review_case", "organization_id": org.uuid, "created_at": sent, "updated_at": sent,
        "status": status, "policy_categories": categories, "enforcement_action": null,
        "workspace_id": org.workspaces[PRODUCTION].id, "transcripts": [{"item_id": item, "user_profile_id": null}],
    }));
    id
}

/// Writes groups and roles, one file of members per group and one of permissions per role.
pub(crate) fn write(org: &Org, folder: &Path) -> Result<()> {
    let records = |all: Vec<&Value>| page(&all.into_iter().cloned().collect::<Vec<_>>(), false);
    save(&folder.join("rbac_groups.json"), records(org.groups.groups.iter().map(|(record, _)| record).collect()))?;
    save(&folder.join("rbac_roles.json"), records(org.groups.roles.iter().map(|(record, _)| record).collect()))?;
    for (record, people) in &org.groups.groups {
        let member = |person: &usize| {
            let person = &org.people[*person];
            json!({"type": "rbac_group_member", "rbac_group_id": record["id"], "user_id": person.id, "email": person.email,
                "created_at": stamp(person.added)})
        };
        let members: Vec<Value> = people.iter().map(member).collect();
        save(
            &folder.join(format!("{}_members.json", record["id"].as_str().unwrap_or_default())),
            page(&members, false),
        )?;
    }
    for (record, permissions) in &org.groups.roles {
        let permission = |(action, kind): &(&str, &str)| {
            let resource = match *kind {
                "organization" => json!({"type": kind, "organization_id": org.uuid}),
                "connector_tool" => {
                    json!({"type": kind, "connector_id": "connector_01Search", "tool_name": "search_documents"})
                }
                _ => json!({"type": kind}),
            };
            json!({"type": "rbac_role_permission", "action": action, "resource": resource})
        };
        let permissions: Vec<Value> = permissions.iter().map(permission).collect();
        let name = format!("{}_permissions.json", record["id"].as_str().unwrap_or_default());
        save(&folder.join(name), format!("{:#}\n", json!({"data": permissions, "next_page": null})))?;
    }
    Ok(())
}

/// Writes the provider's cases.
pub(crate) fn write_cases(org: &Org, folder: &Path) -> Result<()> {
    let list = json!({"data": org.groups.cases, "has_more": false, "next_page": null});
    save(&folder.join("review_cases.json"), format!("{list:#}\n"))
}
