//! Workspaces that the list lacks and of which the feed says that they were archived: a list leaves archived ones out unless asked.

use std::collections::BTreeMap;

use super::WorkspaceUses;
use crate::facts::lists::{Lists, Workspace};
use crate::facts::log::Events;
use crate::facts::names::WorkspaceNames;

/// The type that says so.
const ARCHIVED: &str = "platform_workspace_archived";

/// As far as the events tell, in order of ids; the source is the event. The first archiving counts: no workspace comes back.
pub(super) fn unlisted(lists: &Lists, events: &Events, names: &WorkspaceNames, uses: &WorkspaceUses) -> Vec<Workspace> {
    let mut all: BTreeMap<&str, Workspace> = BTreeMap::new();
    for event in events.notable.iter().filter(|event| event.event == ARCHIVED) {
        let Some(id) = event.text("workspace_id").filter(|id| lists.workspace(id).is_none()) else { continue };
        let label = names.label(None, Some(id)).filter(|label| *label != id).or_else(|| uses.name_of(id));
        all.entry(id).or_insert_with(|| Workspace {
            id: id.to_owned(),
            name: label.unwrap_or(id).to_owned(),
            created_at: None,
            archived_at: Some(event.at),
            tag_env: None,
            allowed_geos: None,
            source: event.source,
        });
    }
    all.into_values().collect()
}
