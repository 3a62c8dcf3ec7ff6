//! Memberships of workspaces that belong to nobody in the organization.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::TimeDelta;

use crate::analyze::may_be_listed::MayBeListed;
use crate::analyze::{Analyzer, Context, Explain, Outcome, list_is_cut};
use crate::facts::role_in_words;
use crate::model::{Control, Severity, Subject, SubjectKind, Table, counted};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "orphaned-workspace-member",
    title: "Workspace members who are not members of the organization",
    control: Control::Offboarding,
    severity: Severity::Medium,
    reads: &[&[Table::Members], &[Table::WorkspaceMembers]],
    population: "memberships of workspaces held by users",
    thresholds: &[],
    explain: Explain {
        finds: "Users in a workspace's member list whose id is not in the organization's member list. Service accounts are not found.",
        matters: "Removing somebody from the organization must remove them from its workspaces: a membership that is left over shows an \
                  offboarding that did not finish.",
        remedy: &[
            "Export both lists anew on the same day and run again",
            "Console > Workspaces > {workspace} > Members > Remove; or Admin API: DELETE \
             /v1/organizations/workspaces/…/members/{id}",
        ],
        caveats: "Lists exported on different days differ by whoever left in between. A member list that knows none of five or more users is not judged.",
    },
    run,
};

/// So many members of workspaces do not all leave the organization; fewer can.
const FEWEST_STRANGERS: usize = 5;

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::User);
    let lists = &cx.facts.lists;
    let users: BTreeSet<&str> =
        lists.workspace_members.iter().map(|m| m.user_id.as_str()).filter(|id| is_user(id)).collect();
    if users.len() >= FEWEST_STRANGERS && users.iter().all(|id| lists.member(id).is_none()) {
        let why = format!(
            "the member list knows none of the {} users of workspaces: it is of another organization",
            users.len()
        );
        return Ok(Outcome::NotAssessed { why, needs: vec![Table::Members] });
    }
    if let Some(cut) = list_is_cut(cx, Table::Members) {
        return Ok(cut);
    }
    let (mut population, mut findings) = (0, Vec::new());
    let mut unread = MayBeListed::of(cx, Table::Members);
    // Lists of one evening are of one time.
    let listed_at = cx.data.taken.get(&Table::WorkspaceMembers).map(|at| *at - TimeDelta::days(1));
    for membership in lists.workspace_members.iter().filter(|membership| is_user(&membership.user_id)) {
        let is_listed = lists.member(&membership.user_id).is_some();
        let addresses = cx.facts.people.departures.addresses_of(&membership.user_id);
        let id = membership.user_id.as_str();
        let may_be_there = !is_listed
            && (unread.holds(id, std::iter::once(id).chain(addresses)) || unread.is_older_than(id, listed_at));
        if may_be_there {
            continue;
        }
        population += 1;
        judged.add(&membership.user_id);
        if is_listed {
            continue;
        }
        let workspace =
            lists.workspace(&membership.workspace_id).map_or(membership.workspace_id.as_str(), |w| w.name.as_str());
        let role = role_in_words(membership.role.as_deref());
        let subject = Subject {
            kind: SubjectKind::User,
            id: Some(membership.user_id.clone()),
            name: None,
            workspace: Some(workspace.to_owned()),
        };
        let title = format!("{} is in workspace «{workspace}» but not in the organization", membership.user_id);
        let message = format!(
            "member of workspace «{workspace}» with role {role}, but not in the list of {}",
            counted(lists.members.len(), "member")
        );
        let mut finding = ANALYZER.finding(subject, title, message);
        finding.observed = Some(format!("{role} of {workspace}"));
        finding.threshold = Some("in the member list".to_owned());
        let record = format!("{} in {}: {role}", membership.user_id, membership.workspace_id);
        finding.evidence = vec![membership.source.evidence(cx.data, record)];
        findings.push(finding);
    }
    Ok(Outcome::Assessed { population, findings, notes: unread.note().into_iter().collect() })
}

/// Service accounts are no members of the organization.
fn is_user(id: &str) -> bool {
    !id.starts_with("svac_")
}
