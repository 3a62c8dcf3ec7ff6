//! Memberships of workspaces: what the feed says of them last, and what the list has.
//!
//! Their list states no dates, administrators need not be on it, and a membership ends without an event with its workspace and its
//! member. So nothing is counted, and only what both speak of is compared: who was removed and is still listed, and whose role is
//! another one.

use super::compare::Window;
use super::replay::{LifecycleEvents, Step, membership_id, role_of};
use super::{ListEntry, Unexplained};
use crate::facts::lists::Lists;

/// Memberships that list and feed speak of.
#[derive(Clone, Debug, Default)]
pub struct Memberships {
    /// How many.
    pub compared: u64,
    /// Those of which they say different things.
    pub unexplained: Vec<Unexplained>,
}

impl Window<'_> {
    /// Compares the list with what the feed says.
    pub(super) fn memberships(&self, lists: &Lists, lives: &LifecycleEvents) -> Memberships {
        let mut all = Memberships::default();
        for one in &lists.workspace_members {
            let id = membership_id(&one.workspace_id, &one.user_id);
            let Some(steps) = lives.get(&id).filter(|steps| !steps.is_empty()) else { continue };
            let steps: Vec<&Step> = steps.iter().collect();
            all.compared += 1;
            let workspace = lists.workspaces.iter().find(|workspace| workspace.id == one.workspace_id);
            let address = lists.member(&one.user_id).map_or(one.user_id.as_str(), |member| member.address.as_str());
            let name = format!("{address} in {}", workspace.map_or(one.workspace_id.as_str(), |one| &one.name));
            let entry = ListEntry {
                ids: vec![id],
                name: Some(&name),
                since: None,
                ended: false,
                ended_at: None,
                is_person: false,
                state: one.role.as_deref().map(role_of),
                source: one.source,
            };
            all.unexplained.extend(self.proven(&entry, &steps));
        }
        all
    }
}
