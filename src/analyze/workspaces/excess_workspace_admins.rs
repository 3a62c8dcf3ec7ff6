//! Workspaces with more admins than it takes.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use anyhow::Result;

use super::subject;
use crate::analyze::{Analyzer, Context, Explain, Outcome, Threshold};
use crate::facts::WorkspaceMember;
use crate::model::{Control, Severity, Subject, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "excess-workspace-admins",
    title: "Workspaces with too many admins",
    control: Control::LeastPrivilege,
    severity: Severity::Medium,
    reads: &[&[Table::WorkspaceMembers]],
    population: "workspaces whose members are listed",
    thresholds: &[Threshold {
        name: "most_admins",
        default: 2.0,
        unit: "admins",
        source: "one who acts and one who stands in: the fewest that can run a workspace (NIST SP 800-53 AC-6)",
    }],
    explain: Explain {
        finds: "Workspaces with more than `most_admins` members of role workspace_admin, people and service accounts together. \
                Workspaces that the workspace list calls archived are not found.",
        matters: "A workspace admin makes keys, sets limits and lets others in. Each one more is one more account whose loss costs the \
                  workspace.",
        remedy: &[
            "Decide with the workspace's owner who must be admin of {name}",
            "Console > Workspaces > {name} > Members > role: Developer or User; or Admin API: POST \
             /v1/organizations/workspaces/{id}/members/{user_id} with {\"workspace_role\":\"workspace_developer\"}",
        ],
        caveats: "Admins of the organization rule every workspace without standing in its member list; they are not counted here.",
    },
    run,
};

/// The role that rules a workspace.
const ADMIN: &str = "workspace_admin";

fn run(cx: &Context) -> Result<Outcome> {
    let lists = &cx.facts.lists;
    let most = cx.limit(&ANALYZER, const { ANALYZER.threshold("most_admins") });
    let mut admins: BTreeMap<&str, BTreeMap<&str, &WorkspaceMember>> = BTreeMap::new();
    for membership in &lists.workspace_members {
        let of_workspace = admins.entry(&membership.workspace_id).or_default();
        if membership.role.as_deref() == Some(ADMIN) {
            of_workspace.insert(&membership.user_id, membership);
        }
    }
    let is_archived = |id: &str| lists.workspace(id).is_some_and(|workspace| workspace.archived_at.is_some());
    admins.retain(|id, _| !is_archived(id));
    let population = admins.len() as u64;
    cx.judged.of(SubjectKind::Workspace).extend(admins.keys().copied());
    let mut findings = Vec::new();
    for (id, admins) in admins.into_iter().filter(|(_, admins)| admins.len() as f64 > most.value) {
        let about = lists.workspace(id).map_or_else(|| unlisted(id), subject);
        let names: Vec<&str> =
            admins.keys().map(|user| lists.member(user).map_or(*user, |member| &member.address)).collect();
        let message = format!("{} ({}). Allowed: {most}", counted(admins.len(), "admin"), names.join(", "));
        let title = format!("Workspace «{}» has {}", about.label(), counted(admins.len(), "admin"));
        let mut finding = ANALYZER.finding(about, title, message);
        finding.observed = Some(counted(admins.len(), "admin"));
        finding.threshold = Some(most.to_string());
        let record = |member: &WorkspaceMember| {
            member.source.evidence(cx.data, format!("{} in {}: {ADMIN}", member.user_id, member.workspace_id))
        };
        finding.evidence = admins.values().map(|member| record(member)).collect();
        findings.push(finding);
    }
    Ok(Outcome::Assessed { population, findings, notes: Vec::new() })
}

/// A workspace that only the member list knows.
fn unlisted(id: &str) -> Subject {
    Subject { kind: SubjectKind::Workspace, id: Some(id.to_owned()), name: None, workspace: Some(id.to_owned()) }
}
