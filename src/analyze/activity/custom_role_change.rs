//! Rights that custom roles, grants and mappings give.

use anyhow::Result;

use super::by_day::{Look, Question, judge, named};
use super::no_events;
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::Event;
use crate::model::{Control, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "custom-role-change",
    title: "Rights given by custom roles, grants and mappings",
    control: Control::LeastPrivilege,
    severity: Severity::Medium,
    reads: &[&[Table::Events]],
    population: "changes of custom roles, grants and mappings in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Custom roles that were assigned to somebody, permissions added to a custom role, capabilities granted, and changes of which \
                group of the identity provider gets which role. What one actor did of one kind to one role on one day is one finding. What \
                the directory sync assigned follows from a group and is no finding; nor is taking a role, a permission or a capability \
                away. Whoever assigned a custom role to themselves is found by `self-elevation`.",
        matters: "A custom role can hold every capability without being called admin, and a mapping gives it to everybody whom somebody else \
                  puts into a group.",
        remedy: &[
            "Ask {name} for the ticket in which it was requested and approved",
            "Look at what the role may do: Admin API: GET /v1/organizations/rbac_roles/…/permissions",
        ],
        caveats: "The events name roles and people by id, and do not say what a role may do or what a mapping was before. The audit-log export \
                  has mappings only.",
    },
    run,
};

/// Source: Anthropic's activity reference.
const KINDS: [(&str, &str); 4] = [
    ("rbac_role_assigned", "custom role assigned"),
    ("rbac_role_permission_added", "permission added to a custom role"),
    ("org_capability_grant_added", "capability granted"),
    ("org_sso_group_role_mappings_updated", "roles of the identity provider's groups changed"),
];
const ASSIGNED: &str = "rbac_role_assigned";
/// Types that take away, or whose direction the event does not say.
const OTHERS: [&str; 5] = [
    "rbac_role_unassigned",
    "rbac_role_permission_removed",
    "org_capability_grant_removed",
    "rbac_role_updated",
    "rbac_role_grant_updated",
];
const FIELDS: [(&str, &str); 2] = [("role_id", "role"), ("grant_type", "grant")];
/// Carries out what the identity provider decided.
const DIRECTORY: &str = "scim_directory_sync_actor";

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_events(cx) {
        return Ok(missing);
    }
    let threshold = "no rights without an approved request";
    let question = Question { kinds: &KINDS, others: &OTHERS, threshold, by_actor: true };
    Ok(judge(cx, &ANALYZER, &question, |event| {
        let by_directory = event.actor.kind.as_deref() == Some(DIRECTORY);
        if event.name == ASSIGNED && (by_directory || is_own(event)) {
            return Look::Fine;
        }
        Look::Found(named(event, &FIELDS))
    }))
}

fn is_own(event: &Event) -> bool {
    event.actor.id.is_some() && event.actor.id.as_deref() == event.text("principal_id")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{event, in_feed, log, said};
    use super::ANALYZER;
    use crate::analyze::testing::found;

    fn assigned(time: &str, actor: &str, whom: &str, role: &str) -> Value {
        let fields = json!({"principal_id": format!("user_{whom}"), "principal_type": "user", "role_id": role});
        event(time, "rbac_role_assigned", actor, fields)
    }

    #[test]
    fn rights_given() {
        assert_eq!(
            said(&ANALYZER, &[assigned("10:00", "stale-ann", "b", "r1"), assigned("10:02", "stale-ann", "cc", "r1")]),
            [
                "medium stale-ann@example.com: custom role assigned: role r1, 2 times, by stale-ann@example.com from 2026-08-03 10:00 UTC to \
                 2026-08-03 10:02 UTC. Expected: no rights without an approved request"
            ]
        );
        let two_roles = [assigned("10:00", "stale-ann", "b", "r1"), assigned("10:02", "stale-ann", "b", "role_22")];
        assert_eq!(in_feed(&ANALYZER, &two_roles).len(), 2);
        for (kind, fields) in [
            ("rbac_role_permission_added", json!({"role_id": "r1"})),
            ("rbac_role_permission_added", json!({})),
            (
                "org_capability_grant_added",
                json!({"grant_type": "all", "principal_id": "r1", "principal_type": "rbac_role"}),
            ),
            ("org_sso_group_role_mappings_updated", json!({})),
        ] {
            assert_eq!(in_feed(&ANALYZER, &[event("10:00", kind, "stale-ann", fields)]).len(), 1, "{kind}");
        }
        let log = log(&[("10:00", "org_sso_group_role_mappings_updated", "{}")]);
        assert_eq!(found(&ANALYZER, &[("log.csv", &log)]), ["medium ann@example.com"]);
    }

    #[test]
    fn what_is_none() {
        let mut synced = assigned("10:00", "ok-1", "b", "r1");
        synced["actor"] = json!({"type": "scim_directory_sync_actor", "directory_id": "d1"});
        let events = [
            synced,
            assigned("10:01", "ok-2", "ok-2", "r1"),
            event("10:02", "rbac_role_unassigned", "ok-3", json!({"role_id": "r1"})),
            event("10:03", "rbac_role_permission_removed", "ok-4", json!({"role_id": "r1"})),
            event("10:04", "org_capability_grant_removed", "ok-5", json!({})),
            event("10:05", "rbac_role_created", "ok-6", json!({"role_id": "r1"})),
        ];
        assert_eq!(in_feed(&ANALYZER, &events), [""; 0]);
    }
}
