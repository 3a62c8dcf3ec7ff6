//! Somebody who raised their own role.

use anyhow::Result;

use super::role_changes::{RoleChange, role_changes, unread_roles};
use super::{by_whom, finding_of, no_feed};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{Event, Member, normalize_role};
use crate::model::{Confidence, Control, Finding, Severity, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "self-elevation",
    title: "Members who raised their own role",
    control: Control::LeastPrivilege,
    severity: Severity::Critical,
    reads: &[&[Table::Events]],
    population: "roles given in the period",
    thresholds: &[],
    explain: Explain {
        finds: "Everybody who gave themselves a role that may do more than the one they had, or assigned themselves a custom role \
                (confidence medium: the event does not say what that may do), and everybody who raised their own role in a workspace \
                (high; medium for admins of the organization, who may do everything there already). Giving up a role, and the role that \
                somebody gets with their invitation, are no findings.",
        matters: "Nobody should be able to decide about their own rights: whoever takes over one account could take over all.",
        remedy: &[
            "Set the role back until someone else has approved it",
            "Ask {name} why, and look at everything they did since",
        ],
        caveats: "Somebody with two accounts who raises one with the other is not found. Membership of groups that carry roles is not \
                  judged. The audit-log export does not say which role somebody got.",
    },
    run,
};

/// A role in a workspace.
const IN_WORKSPACE: &str = "platform_workspace_member_updated";
/// The first step where a role came on top of the one before.
const TAKE_AWAY: &str = "Take the role away until someone else has approved it";
/// A custom role assigned to somebody.
const ASSIGNED: &str = "rbac_role_assigned";

fn run(cx: &Context) -> Result<Outcome> {
    if let Some(missing) = no_feed(cx, "roles") {
        return Ok(missing);
    }
    let changes = role_changes(cx);
    let is_found = |change: &&RoleChange| {
        let is_raised = if change.from.is_some() { change.is_raise() } else { change.is_elevation() };
        change.is_own() && is_raised && !change.is_new_member()
    };
    let mut findings: Vec<Finding> = changes.iter().filter(is_found).map(|change| by_role(cx, change)).collect();
    let assigned: Vec<&Event> = cx.facts.log.events.within(cx.period).filter(|event| event.name == ASSIGNED).collect();
    let own = |event: &&&Event| event.actor.id.is_some() && event.actor.id.as_deref() == event.text("principal_id");
    for event in assigned.iter().filter(own) {
        let role = event.text("role_id").unwrap_or("without an id");
        let mut custom = finding(
            cx,
            event,
            &format!("assigned the custom role {role}"),
            &format!("assigned themselves the custom role {role}"),
            &format!("{TAKE_AWAY}: Organization settings > Roles > {role}: remove them from it"),
        );
        custom.confidence = Confidence::Medium;
        findings.push(custom);
    }
    let in_workspaces: Vec<&Event> =
        cx.facts.log.events.within(cx.period).filter(|event| event.name == IN_WORKSPACE).collect();
    findings.extend(in_workspaces.iter().filter_map(|event| raised_in_workspace(cx, event)));
    let population = (changes.len() + assigned.len() + in_workspaces.len()) as u64;
    Ok(Outcome::Assessed { population, findings, notes: unread_roles(cx).into_iter().collect() })
}

/// A finding where somebody gave themselves a role in a workspace that may do more than the one before. Roles that nobody knows are not
/// compared.
fn raised_in_workspace(cx: &Context, event: &Event) -> Option<Finding> {
    let own = event.actor.id.as_deref().filter(|id| Some(*id) == event.text("user_id"))?;
    let (_, was, is) = event.updates().find(|(field, ..)| field.contains("role"))?;
    let (was, is) = (was.as_str()?, is.as_str()?);
    if workspace_rank(is)? <= workspace_rank(was)? {
        return None;
    }
    let workspace = event.text("workspace_id").unwrap_or("an unnamed workspace");
    let name = cx.facts.lists.workspace(workspace).map_or(workspace, |one| &one.name);
    let way_back = format!(
        "Console > Workspaces > {name} > Members > change role; or Admin API: POST \
         /v1/organizations/workspaces/{workspace}/members/{own} with {{\"workspace_role\": \"{was}\"}}"
    );
    let what = format!("raised from {was} to {is} in {name}");
    let did = format!("made themselves {is} in {name}");
    let mut found = finding(cx, event, &what, &did, &set_back(Some(was), &way_back));
    let is_admin = cx.facts.lists.member(own).is_some_and(Member::is_privileged);
    found.severity = if is_admin { Severity::Medium } else { Severity::High };
    Some(found)
}

/// Roles in workspaces by what they may do.
fn workspace_rank(role: &str) -> Option<u8> {
    Some(match normalize_role(role).as_str() {
        "workspace_admin" => 3,
        "workspace_developer" | "workspace_billing" => 2,
        "workspace_restricted_developer" => 1,
        "workspace_user" => 0,
        _ => return None,
    })
}

/// A role on the organization.
fn by_role(cx: &Context, change: &RoleChange) -> Finding {
    let way_back = change.way_back(&by_whom(cx, change.event));
    let did = format!("made themselves {}", change.to);
    finding(cx, change.event, &change.says(), &did, &set_back(change.from, &way_back))
}

/// The first step: which role somebody gets again, where the event says it, and the way there.
fn set_back(role: Option<&str>, way: &str) -> String {
    let to = role.map_or_else(String::new, |role| format!(" to {role}"));
    format!("Set the role back{to} until someone else has approved it: {way}")
}

/// What an event did to its actor, what the actor did, and the first step.
fn finding(cx: &Context, event: &Event, what: &str, did: &str, first_step: &str) -> Finding {
    let subject = by_whom(cx, event);
    let title = format!("{} {did}", subject.label());
    let mut finding = finding_of(cx, &ANALYZER, subject, title, event, what);
    finding.message = format!("{}, their own account. Expected: nobody raises their own role", finding.message);
    finding.threshold = Some("nobody raises their own role".to_owned());
    finding.remediation.iter_mut().take(1).for_each(|step| first_step.clone_into(step));
    finding
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{event, feed, in_feed, log, said};
    use super::ANALYZER;
    use crate::analyze::Outcome;
    use crate::analyze::testing::{found, member, outcome, page};
    use crate::policy::Policy;

    fn role(actor: &str, whose: &str, from: Value, to: &str) -> Value {
        let fields = json!({"user_id": format!("user_{whose}"), "previous_role": from, "current_role": to});
        event("10:00", "claude_user_role_updated", actor, fields)
    }

    #[test]
    fn raised_their_own_role() {
        assert_eq!(
            said(&ANALYZER, &[role("stale-ann", "stale-ann", json!("developer"), "admin")]),
            [
                "critical stale-ann@example.com: raised from developer to admin by stale-ann@example.com on 2026-08-03 10:00 UTC, their own \
              account. Expected: nobody raises their own role"
            ]
        );
        let custom = json!({"principal_id": "user_stale-ann", "principal_type": "user", "role_id": "role_1"});
        assert_eq!(in_feed(&ANALYZER, &[event("10:00", "rbac_role_assigned", "stale-ann", custom)]).len(), 1);
    }

    /// Fault: Two admins read alike, for the title said who was raised, and not first to what
    /// Outcome: «… made themselves admin», and a first step that names the role before where the event does
    #[test]
    fn titles_say_what_they_made_themselves_and_steps_what_they_were() {
        let custom = json!({"principal_id": "user_a", "principal_type": "user", "role_id": "role_1"});
        for (one, title, step) in [
            (
                role("a", "a", json!("developer"), "admin"),
                "a@example.com made themselves admin",
                "Set the role back to developer until someone else has approved it: Console > ",
            ),
            (
                in_workspace("a", "a", "workspace_user", "workspace_admin"),
                "a@example.com made themselves workspace_admin in w1",
                "Set the role back to workspace_user until someone else has approved it: Console > Workspaces > w1 > ",
            ),
            (
                event("10:00", "rbac_role_assigned", "a", custom),
                "a@example.com assigned themselves the custom role role_1",
                "Take the role away until someone else has approved it: Organization settings > Roles > role_1",
            ),
        ] {
            let log = feed(&[one]);
            let found = outcome(&ANALYZER, &[("feed.jsonl", log.as_str())], &Policy::default());
            let Outcome::Assessed { findings, .. } = found else { panic!() };
            assert_eq!(findings[0].title, title);
            assert!(findings[0].remediation[0].starts_with(step), "{:?}", findings[0].remediation);
        }
    }

    fn in_workspace(actor: &str, whose: &str, from: &str, to: &str) -> Value {
        let role = json!({"type": "workspace_role", "previous_value": from, "current_value": to});
        let fields = json!({"user_id": format!("user_{whose}"), "workspace_id": "w1", "updates": [role]});
        event("10:00", "platform_workspace_member_updated", actor, fields)
    }

    #[test]
    fn raised_their_own_role_in_a_workspace() {
        let raised = in_workspace("stale-ann", "stale-ann", "workspace_user", "workspace_admin");
        assert_eq!(
            said(&ANALYZER, std::slice::from_ref(&raised)),
            [
                "high stale-ann@example.com: raised from workspace_user to workspace_admin in w1 by stale-ann@example.com on 2026-08-03 10:00 \
                 UTC, their own account. Expected: nobody raises their own role"
            ]
        );
        let members = page(&[member("stale-ann@example.com", "admin")]);
        let files = [("users.json", members.as_str()), ("feed.jsonl", &feed(&[raised]))];
        assert_eq!(found(&ANALYZER, &files), ["medium stale-ann@example.com"], "an admin may do everything already");
        let none = [
            in_workspace("ok-1", "ok-2", "workspace_user", "workspace_admin"),
            in_workspace("ok-3", "ok-3", "workspace_admin", "workspace_developer"),
            in_workspace("ok-4", "ok-4", "workspace_developer", "workspace_billing"),
            in_workspace("ok-5", "ok-5", "workspace_user", "workspace_emperor"),
        ];
        assert_eq!(in_feed(&ANALYZER, &none), [""; 0]);
    }

    #[test]
    fn what_is_none() {
        let events = [
            role("ok-1", "ok-1", json!("admin"), "developer"),
            role("ok-2", "ok-2", json!("billing"), "developer"),
            role("ok-3", "ok-3", json!(null), "admin"),
            role("ok-4", "ok-5", json!("developer"), "admin"),
        ];
        assert_eq!(in_feed(&ANALYZER, &events), [""; 0]);
        let log = log(&[("10:00", "org_user_updated", "{}")]);
        assert_eq!(found(&ANALYZER, &[("log.csv", &log)]), ["not assessed"]);
    }
}
