//! Roles that are not in the documentation.

#[cfg(test)]
mod tests;

use anyhow::Result;

use super::{record, subject};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::data::vocabulary::{MEMBER_ROLES, WORKSPACE_ROLES};
use crate::facts::{WorkspaceMember, normalize_role};
use crate::model::{Control, Finding, Severity, Subject, SubjectKind, Table};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "unknown-role",
    title: "Roles that are not documented",
    control: Control::LeastPrivilege,
    severity: Severity::Low,
    reads: &[&[Table::Members, Table::WorkspaceMembers]],
    population: "members and memberships of workspaces with a role",
    thresholds: &[],
    explain: Explain {
        finds: "Members of the organization and of workspaces whose role is not in the documented set (user, developer, billing, admin, \
                claude_code_user, owner, primary_owner, membership_admin, managed; workspace_admin, workspace_billing, \
                workspace_developer, workspace_restricted_developer, workspace_user). Letter case and spaces do not matter; a role that is \
                not stated is not an unknown one.",
        matters: "No check can say what an unknown role allows: it is counted neither as privileged nor as harmless.",
        remedy: &[
            "Look up in Console > Members > {name} what the role allows",
            "If it is more than {name} needs: Admin API: POST /v1/organizations/users/{id} with a role that is documented",
            "Look for a newer version of this program",
        ],
        caveats: "Roles that came after this version, and custom roles where a list states them here, are unknown and may be in order.",
    },
    run,
};

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::User);
    let lists = &cx.facts.lists;
    let (mut population, mut findings) = (0, Vec::new());
    for member in &lists.members {
        let Some(role) = &member.role else { continue };
        population += 1;
        judged.add(&member.id);
        if is_unknown(role, &MEMBER_ROLES) {
            let mut finding = finding(subject(member), role, "role");
            finding.evidence = vec![record(cx, member)];
            findings.push(finding);
        }
    }
    for membership in &lists.workspace_members {
        let Some(role) = &membership.role else { continue };
        population += 1;
        judged.add(&membership.user_id);
        if is_unknown(role, &WORKSPACE_ROLES) {
            let mut finding = finding(member_of_workspace(cx, membership), role, "workspace role");
            let record = format!("{} in {}: {role}", membership.user_id, membership.workspace_id);
            finding.evidence = vec![membership.source.evidence(cx.data, record)];
            findings.push(finding);
        }
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

fn is_unknown(role: &str, documented: &[&str]) -> bool {
    !documented.contains(&normalize_role(role).as_str())
}

fn finding(subject: Subject, role: &str, what: &str) -> Finding {
    let place =
        subject.workspace.as_deref().map_or_else(String::new, |workspace| format!(" in workspace «{workspace}»"));
    let title = format!("{} has the undocumented {what} «{role}»", subject.label());
    let message = format!("{what} «{role}»{place} is not in the documented set. Expected: the documented roles");
    let mut finding = ANALYZER.finding(subject, title, message);
    finding.observed = Some(role.to_owned());
    finding.threshold = Some("the documented roles".to_owned());
    finding
}

fn member_of_workspace(cx: &Context, membership: &WorkspaceMember) -> Subject {
    let lists = &cx.facts.lists;
    let member = lists.member(&membership.user_id);
    let workspace = lists.workspace(&membership.workspace_id);
    let kind = if membership.user_id.starts_with("svac_") { SubjectKind::ServiceAccount } else { SubjectKind::User };
    Subject {
        kind,
        id: Some(membership.user_id.clone()),
        name: member.and_then(|member| subject(member).name),
        workspace: Some(workspace.map_or(&membership.workspace_id, |workspace| &workspace.name).clone()),
    }
}
