//! What keys and workspaces did: use and cost per key and workspace, where requests were served, former names and moves, and when
//! each key is due for rotation.

mod archived_workspaces;
mod key_history;
mod key_spend;
mod key_use;
mod makers;
mod regions;
pub mod rotation;
mod workspace_use;

pub use key_history::{KeyHistory, Off};
pub use key_spend::KeySpend;
pub use key_use::{KeyUse, KeyUses, Use, shared_names};
pub use makers::{KeyMaker, KeyMakers};
pub use regions::{REGION_UNKNOWN, RegionUse};
pub use workspace_use::{WorkspaceDay, WorkspaceUses};

use anyhow::Result;

use super::lists::{Lists, Workspace};
use super::log::{Events, KeyEvents};
use super::names::WorkspaceNames;
use crate::model::{Baseline, Dataset};

/// What keys and workspaces did.
#[derive(Clone, Debug)]
pub struct KeyFacts {
    /// Former names and moves of keys.
    pub history: KeyHistory,
    /// Who made keys whose record names nobody.
    pub makers: KeyMakers,
    /// Use per key.
    pub uses: KeyUses,
    /// Days of use per workspace.
    pub workspace_uses: WorkspaceUses,
    /// Workspaces that the list lacks, and the feed says were archived.
    pub archived_by_feed: Vec<Workspace>,
    /// Where requests were served.
    pub regions: Vec<RegionUse>,
}

impl KeyFacts {
    /// With what the last report calls keys that were renamed since.
    pub(super) fn read(
        data: &Dataset,
        lists: &Lists,
        (events, key_events): (&Events, &KeyEvents),
        names: &WorkspaceNames,
        baseline: Option<&Baseline>,
    ) -> Result<Self> {
        let mut history = KeyHistory::of(events);
        if let Some(baseline) = baseline {
            history.add_last_names(&baseline.report, lists);
        }
        let workspace_uses = WorkspaceUses::read(data)?;
        Ok(Self {
            makers: KeyMakers::of(lists, key_events),
            uses: KeyUses::read(data, lists, &history, names)?,
            archived_by_feed: archived_workspaces::unlisted(lists, events, names, &workspace_uses),
            workspace_uses,
            regions: regions::region_uses(data, lists, names)?,
            history,
        })
    }
}
