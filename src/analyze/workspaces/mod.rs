//! Checks of workspaces.

pub(super) mod archived_workspace_usage;
pub(super) mod default_workspace_spend;
pub(super) mod excess_workspace_admins;
pub(super) mod idle_workspace;
pub(super) mod missing_environment_separation;
pub(super) mod missing_spend_alert;
pub(super) mod missing_spend_limit;
pub(super) mod mixed_environment_workspace;
pub(super) mod residency_violation;
pub(super) mod shared_rate_limit;
pub(super) mod unclear_workspace_environment;

use super::Context;
use crate::facts::names::environment::{Inferred, of_workspace};
use crate::facts::{Workspace, WorkspaceDay};
use crate::model::{Evidence, Subject, SubjectKind};

/// A workspace as the subject of a finding.
fn subject(workspace: &Workspace) -> Subject {
    Subject {
        kind: SubjectKind::Workspace,
        id: Some(workspace.id.clone()),
        name: Some(workspace.name.clone()),
        workspace: Some(workspace.name.clone()),
    }
}

/// The workspace's own record as evidence.
fn record(cx: &Context, workspace: &Workspace) -> Evidence {
    let tag = workspace.tag_env.as_deref().map_or_else(String::new, |tag| format!(", tag env={tag}"));
    let archived = workspace.archived_at.map_or_else(String::new, |at| format!(", archived {}", at.date_naive()));
    workspace.source.evidence(cx.data, format!("{}: {}{tag}{archived}", workspace.id, workspace.name))
}

/// The event that archived a workspace, which no list has, as evidence.
fn archiving(cx: &Context, workspace: &Workspace) -> Evidence {
    let day = workspace.archived_at.map_or_else(String::new, |at| format!(" on {}", at.date_naive()));
    workspace.source.evidence(cx.data, format!("{}: archived{day}", workspace.id))
}

/// Every file of a kind, as evidence that something is not in it.
fn whole_exports(cx: &Context, kind: &str, record: &str) -> Vec<Evidence> {
    let files = cx.data.inputs.iter().filter(|input| input.kind.as_deref() == Some(kind));
    files.map(|input| Evidence { file: input.path.clone(), line: None, record: record.to_owned() }).collect()
}

/// A day of use as evidence.
fn use_record(cx: &Context, one: &WorkspaceDay) -> Evidence {
    one.source.evidence(cx.data, format!("{} of {}", one.table.title(), one.day))
}

/// The environment that a workspace tells.
fn environment(cx: &Context, workspace: &Workspace) -> Option<Inferred> {
    of_workspace(&workspace.name, Some(&workspace.id), workspace.tag_env.as_deref(), cx.policy)
}

/// Live workspaces that somebody made: not Default, nor the one that Claude Code makes for itself.
fn made_workspaces<'a>(cx: &'a Context) -> impl Iterator<Item = &'a Workspace> {
    cx.facts.lists.live_workspaces().filter(|workspace| !workspace.is_default() && !workspace.is_claude_code())
}
