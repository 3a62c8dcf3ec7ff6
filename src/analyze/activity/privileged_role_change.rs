//! Somebody given a privileged role.

use anyhow::Result;

use super::role_changes::{RoleChange, role_changes, unread_roles};
use super::{finding_of, no_feed};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::model::{Control, Finding, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "privileged-role-change",
    title: "Members given a privileged role",
    control: Control::LeastPrivilege,
    severity: Severity::High,
    reads: &[&[Table::Events]],
    population: "roles given in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Everybody who was given the role admin, owner, primary owner or membership admin in the period, as a new member or in \
                exchange for a lesser role. What the directory sync gave follows from a group of the identity provider and is no finding; \
                nor is a demotion, or a role that may do no more than the one before.",
        matters: "An admin can make members, keys and limits, and read what others may not. Each new one should have been asked for and \
                  agreed to by somebody else.",
        remedy: &[
            "Ask for the ticket in which the role was requested and approved",
            "If there is none, give back the role before",
            "List the admins that are allowed under [access.roles] in the policy",
        ],
        caveats: "Roles that a custom role or a group gives are not found: the events name them by id only. The audit-log export does not \
                  say which role somebody got. A role given and taken back later is found all the same.",
    },
    run,
};

/// Actors that carry out what the identity provider decided.
const DIRECTORY: &str = "scim_directory_sync_actor";

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_feed(cx, "roles") {
        return Ok(missing);
    }
    let changes = role_changes(cx);
    let is_found =
        |change: &&RoleChange| change.is_elevation() && change.event.actor.kind.as_deref() != Some(DIRECTORY);
    let findings = changes.iter().filter(is_found).map(|change| finding(cx, change)).collect();
    Ok(Outcome::Assessed { population: changes.len() as u64, findings, notes: unread_roles(cx).into_iter().collect() })
}

fn finding(cx: &Context, change: &RoleChange) -> Finding {
    let subject = change.subject(cx);
    let title = format!("{} was {}", subject.label(), change.says());
    let mut finding = finding_of(cx, &ANALYZER, subject, title, change.event, &change.says());
    finding.message = format!("{}. Expected: no privileged role without an approved request", finding.message);
    finding.threshold = Some("no privileged role without a request".to_owned());
    let way_back = change.way_back(&finding.subject);
    finding.remediation.iter_mut().filter(|step| step.ends_with("the role before")).for_each(|step| {
        *step = format!("{step}: {way_back}");
    });
    finding
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{event, feed, in_feed, log, said};
    use super::ANALYZER;
    use crate::analyze::Outcome;
    use crate::analyze::testing::{found, outcome};
    use crate::policy::Policy;

    fn role(time: &str, whose: &str, from: Value, to: &str) -> Value {
        let fields = json!({"user_id": format!("user_{whose}"), "user_email": format!("{whose}@example.com"),
            "previous_role": from, "current_role": to});
        event(time, "claude_user_role_updated", "ann", fields)
    }

    fn granted(role: &str, target: &str, on: &str) -> Value {
        let fields = json!({"role": role, "target_id": "user_ok", "target_type": target, "resource_type": on});
        event("10:04", "role_assignment_granted", "ann", fields)
    }

    #[test]
    fn given_a_privileged_role() {
        let events = [
            role("10:00", "stale-1", json!("developer"), "admin"),
            role("10:01", "stale-2", json!(null), "membership_admin"),
            role("10:02", "stale-3", json!("admin"), "owner"),
        ];
        assert_eq!(in_feed(&ANALYZER, &events), [1, 2, 3].map(|n| format!("high stale-{n}@example.com")));
        assert_eq!(
            said(&ANALYZER, &events[..1]),
            [
                "high stale-1@example.com: raised from developer to admin by ann@example.com on 2026-08-03 10:00 UTC. Expected: no \
              privileged role without an approved request"
            ]
        );
        for (role, target, on) in
            [("owner", "organization_member", "organization"), ("organization:admin", "user", "org")]
        {
            let fields = json!({"role": role, "target_id": "user_stale-1", "target_type": target, "resource_type": on});
            let event = event("10:00", "role_assignment_granted", "ann", fields);
            assert_eq!(in_feed(&ANALYZER, &[event]), ["high user_stale-1"], "{role}");
        }
        let grant = json!({"role": "admin", "target_id": "user_stale-1", "target_type": "user"});
        let twice =
            [event("10:00", "role_assignment_granted", "ann", grant), role("10:01", "stale-1", json!("user"), "admin")];
        assert_eq!(in_feed(&ANALYZER, &twice), ["high stale-1@example.com"], "two events of one change");
    }

    #[test]
    fn what_is_none() {
        let mut synced = role("10:02", "ok-3", json!(null), "admin");
        synced["actor"] = json!({"type": "scim_directory_sync_actor", "directory_id": "d1"});
        let events = [
            role("10:00", "ok-1", json!("admin"), "developer"),
            role("10:01", "ok-2", json!("owner"), "admin"),
            synced,
            role("10:03", "ok-4", json!("user"), "developer"),
            granted("chat_project:owner", "organization_member", "chat_project"),
            granted("owner", "user", "chat_project"),
            granted("admin", "group", "organization"),
        ];
        assert_eq!(in_feed(&ANALYZER, &events), [""; 0]);
    }

    fn notes(events: &[Value]) -> Vec<String> {
        match outcome(&ANALYZER, &[("feed.jsonl", &feed(events))], &Policy::default()) {
            Outcome::Assessed { notes, .. } => notes,
            Outcome::NotAssessed { why, .. } | Outcome::NotApplicable { why, .. } => vec![why],
        }
    }

    /// Fault: A role event whose role a flat table had dropped, or whose role nobody knows, passed as no privileged one
    /// Outcome: A note says what could not be judged; somebody's removal and known roles need none
    #[test]
    fn roles_that_are_not_stated_or_not_known() {
        let bare = event("10:00", "claude_user_role_updated", "ann", json!({"user_id": "user_1"}));
        assert_eq!(notes(&[bare]), ["not judged: the events do not say the role: 1 change"]);
        let unknown = role("10:00", "ok", json!("user"), "super_admin");
        assert_eq!(notes(&[unknown]), ["not judged: changes to roles that this version does not know: «super_admin»"]);
        let mut removed = role("10:00", "ok", json!("admin"), "user");
        removed["current_role"] = json!(null);
        let known = role("10:01", "ok", json!("user"), "Developer");
        assert_eq!(notes(&[removed, known, granted("chat_project:chief", "user", "chat_project")]), [""; 0]);
    }

    #[test]
    fn without_the_feed() {
        let log = log(&[("10:00", "org_user_updated", "{}")]);
        assert_eq!(found(&ANALYZER, &[("log.csv", &log)]), ["not assessed"]);
    }
}
