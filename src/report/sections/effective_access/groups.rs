//! Access by groups: who is in one has the custom roles that it holds, and what those permit.

use std::collections::BTreeMap;

use super::Gathered;
use crate::facts::{Group, Permission};
use crate::model::{Right, Way, WayKind, counted};

/// How many permissions of a role one way names.
const NAMED: usize = 12;

impl Gathered<'_> {
    pub(super) fn by_groups(&mut self) {
        let groups = &self.facts.credentials.groups;
        let mut permissions: BTreeMap<&str, Vec<&Permission>> = BTreeMap::new();
        for permission in &groups.permissions {
            permissions.entry(&permission.role_id).or_default().push(permission);
        }
        let held: BTreeMap<&str, &Group> = groups.groups.iter().map(|group| (group.id.as_str(), group)).collect();
        for member in &groups.members {
            let group = held.get(member.group_id.as_str());
            let name = group.map_or(member.group_id.as_str(), |group| &group.name);
            let evidence = member.source.evidence(self.data, member.user_id.as_str());
            let way = |right, what: String| Way { kind: WayKind::Group, right, what, evidence: evidence.clone() };
            let Some(roles) = group.and_then(|group| group.role_ids.as_ref()) else {
                let what = format!("{name}, whose roles are not known");
                self.add(&member.user_id, self.places.organization(), way(Right::NotKnown, what));
                continue;
            };
            for role in roles {
                let label = groups.role_name(role);
                let Some(own) = permissions.get(role.as_str()) else {
                    let what = format!("{name} with role {label}, whose permissions are not known");
                    self.add(&member.user_id, self.places.organization(), way(Right::NotKnown, what));
                    continue;
                };
                let mut by_place: BTreeMap<_, Vec<&str>> = BTreeMap::new();
                for one in own {
                    let place = self.places.permitted(one.resource_type.as_deref(), one.resource_id.as_deref());
                    by_place.entry(place).or_default().push(&one.action);
                }
                for (place, mut actions) in by_place {
                    actions.sort_unstable();
                    actions.dedup();
                    let what = format!("{name} with role {label} ({})", named(&actions));
                    self.add(&member.user_id, place, way(Right::AsPermitted, what));
                }
            }
        }
    }
}

fn named(actions: &[&str]) -> String {
    let shown = actions.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    match actions.len().checked_sub(NAMED).filter(|more| *more > 0) {
        Some(more) => format!("{shown} and {}", counted(more, "more permission")),
        None => shown,
    }
}
