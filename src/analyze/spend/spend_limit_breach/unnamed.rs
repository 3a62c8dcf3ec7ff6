//! Limits by id and spend by name, with no list that has both: which limit is whose is not known.

use crate::analyze::Context;
use crate::analyze::wording::some_of;
use crate::facts::{DEFAULT_WORKSPACE, SpendRow};
use crate::model::counted;

/// How ids of workspaces begin.
const WORKSPACE_ID: &str = "wrkspc_";

/// An id that no list has a name for.
pub(super) fn is_unlisted_id(cx: &Context, id: &str) -> bool {
    id.starts_with(WORKSPACE_ID) && cx.facts.lists.workspace(id).is_none()
}

/// Whether the spend of the period is of workspaces by their names, which no list gives ids.
pub(super) fn states_names_alone(cx: &Context) -> bool {
    let rows = &cx.facts.spend.series.rows;
    let is_nameless = |row: &&SpendRow| {
        cx.period.contains(row.day)
            && row.by_workspace
            && row.workspace != DEFAULT_WORKSPACE
            && !row.workspace.starts_with(WORKSPACE_ID)
            && cx.facts.lists.workspaces_named(&row.workspace).next().is_none()
    };
    rows.iter().any(|row| is_nameless(&row))
}

/// That nobody knows which limit is whose.
pub(super) fn unnamed_note(unnamed: &[String]) -> String {
    format!(
        "not judged: limits of {}, because they state ids and spend states names, and no list of workspaces has both: {}; export the \
         workspaces with include_archived=true",
        counted(unnamed.len(), "workspace"),
        some_of(unnamed.to_vec(), 3)
    )
}
