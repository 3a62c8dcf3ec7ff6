//! Custom roles that permit everything.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::{record, subject};
use crate::analyze::wording::{quoted, some_of};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{Group, Permission, Role};
use crate::model::{Control, Evidence, Finding, Severity, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "blanket-role",
    title: "Custom roles that permit everything",
    control: Control::LeastPrivilege,
    severity: Severity::High,
    reads: &[&[Table::RbacRoles], &[Table::RbacRolePermissions], &[Table::RbacGroups]],
    population: "custom roles that a group holds",
    thresholds: &[],
    explain: Explain {
        finds: "Custom roles that permit every capability (`capability_access_all`, `capability_access_all_ga`), or let a connector, or all \
                connectors, act without asking (`always_allow`), and that a group holds. Roles that Anthropic provides, roles that no \
                group holds, and a single tool of a connector that may act without asking are not found.",
        matters: "What is added tomorrow is permitted today: nobody decides it for this group. A connector that never asks reads and writes \
                  whatever a text in a document tells it to.",
        remedy: &[
            "Organization settings > Roles > {name}: choose the capabilities that the group needs instead of all",
            "Let connectors ask before they act; allow single tools that only read",
        ],
        caveats: "Roles that are given to a single person outside any group are in no export. An export of permissions does not say of \
                  which role it is: the file's name has to carry the role's id.",
    },
    run,
};

/// Permit every capability of the organization.
const ALL: [&str; 2] = ["capability_access_all", "capability_access_all_ga"];
/// Actions whose name says that they permit many, next to the two that are known.
const BLANKET: &str = "capability_access";
/// Lets a connector act without asking.
const UNASKED: &str = "always_allow";

/// Why roles were not judged.
#[derive(Default)]
struct Open<'a> {
    of_unknown_kind: Vec<&'a str>,
    without_permissions: Vec<&'a str>,
    perhaps_held: Vec<&'a str>,
    new_words: Vec<String>,
}

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::Role);
    let groups = &cx.facts.credentials.groups;
    let by_role = by_role(&groups.permissions);
    let some_unsaid = groups.groups.iter().any(|group| group.role_ids.is_none());
    let (mut population, mut findings, mut open) = (0, Vec::new(), Open::default());
    for role in groups.roles.iter().filter(|role| role.source_type.as_deref() != Some("built_in")) {
        if role.source_type.as_deref() != Some("custom") {
            open.of_unknown_kind.push(&role.name);
            continue;
        }
        let holding: Vec<&Group> = groups.groups.iter().filter(|group| holds(group, role)).collect();
        let Some(permissions) = by_role.get(role.id.as_str()) else {
            open.without_permissions.push(&role.name);
            continue;
        };
        let wide: Vec<&Permission> = permissions.iter().copied().filter(|permission| is_wide(permission)).collect();
        let new =
            permissions.iter().filter(|permission| !is_wide(permission) && permission.action.starts_with(BLANKET));
        open.new_words.extend(new.map(|permission| format!("`{}` of «{}»", permission.action, role.name)));
        if holding.is_empty() {
            if some_unsaid && !wide.is_empty() {
                open.perhaps_held.push(&role.name);
            }
            continue;
        }
        population += 1;
        judged.add(&role.id);
        if !wide.is_empty() {
            findings.push(finding(cx, role, &wide, &holding));
        }
    }
    Ok(Outcome::Assessed { population, findings, notes: notes(&open, &by_role) })
}

fn by_role(permissions: &[Permission]) -> BTreeMap<&str, Vec<&Permission>> {
    let mut by_role: BTreeMap<&str, Vec<&Permission>> = BTreeMap::new();
    for permission in permissions {
        by_role.entry(&permission.role_id).or_default().push(permission);
    }
    by_role
}

fn holds(group: &Group, role: &Role) -> bool {
    group.role_ids.iter().flatten().any(|id| *id == role.id)
}

fn is_wide(permission: &Permission) -> bool {
    let whole_connector = matches!(permission.resource_type.as_deref(), Some("connector" | "all_connectors"));
    ALL.contains(&permission.action.as_str()) || permission.action == UNASKED && whole_connector
}

fn notes(open: &Open, by_role: &BTreeMap<&str, Vec<&Permission>>) -> Vec<String> {
    let sentence = |names: &[&str], why: &str| {
        let names = quoted(names.iter().copied());
        (!names.is_empty()).then(|| format!("not judged, because {why}: {names}"))
    };
    let nameless: BTreeSet<&str> = by_role.keys().filter_map(|role| role.strip_prefix("file ")).collect();
    let nameless = (!nameless.is_empty()).then(|| {
        format!(
            "permissions of an unknown role, because the file's name does not carry its id: {}",
            some_of(nameless, 5)
        )
    });
    let new_words = (!open.new_words.is_empty())
        .then(|| format!("permissions that this version does not know: {}", some_of(&open.new_words, 5)));
    let all = [
        sentence(&open.of_unknown_kind, "their records do not say whether they are custom or built in"),
        sentence(&open.without_permissions, "their permissions were not exported"),
        sentence(&open.perhaps_held, "some groups do not say which roles they hold"),
        nameless,
        new_words,
    ];
    all.into_iter().flatten().collect()
}

fn finding(cx: &Context, role: &Role, wide: &[&Permission], holding: &[&Group]) -> Finding {
    let permits: BTreeSet<String> = wide.iter().map(|permission| permits(permission)).collect();
    let permits = some_of(permits, 4);
    let held_by = holding.iter().map(|group| held_by(cx, group));
    let subject = subject(SubjectKind::Role, &role.id, &role.name);
    let title = format!("Role «{}» permits everything", role.name);
    let message =
        format!("{permits}. Held by {}. Expected: single capabilities, connectors that ask", some_of(held_by, 4));
    let mut finding = ANALYZER.finding(subject, title, message);
    finding.observed = Some(permits);
    finding.threshold = Some("single capabilities, connectors that ask".to_owned());
    finding.evidence = evidence(cx, role, wide, holding);
    finding
}

fn permits(permission: &Permission) -> String {
    match (permission.action.as_str(), permission.resource_type.as_deref(), permission.resource_id.as_deref()) {
        (UNASKED, Some("all_connectors"), _) => "all connectors act without asking (`always_allow`)".to_owned(),
        (UNASKED, _, connector) => {
            format!("connector {} acts without asking (`always_allow`)", connector.unwrap_or("without an id"))
        }
        (action, ..) => format!("every capability (`{action}`)"),
    }
}

/// `group «Builders» (3 members)`, as far as its members were exported.
fn held_by(cx: &Context, group: &Group) -> String {
    let groups = &cx.facts.credentials.groups;
    let many = groups.members_of(&group.id).count();
    let many = if many == 0 { String::new() } else { format!(" ({})", counted(many, "member")) };
    format!("group «{}»{many}", group.name)
}

fn evidence(cx: &Context, role: &Role, wide: &[&Permission], holding: &[&Group]) -> Vec<Evidence> {
    let permissions =
        wide.iter().take(3).map(|permission| record(cx, permission.source, &role.id, &permits(permission)));
    let groups = holding.iter().take(3).map(|group| record(cx, group.source, &group.id, &format!("holds {}", role.id)));
    std::iter::once(record(cx, role.source, &role.id, "custom role")).chain(permissions).chain(groups).collect()
}
